"""Tables of what every English run and every Chinese run of a stretch of both texts have in common.

A table `[n, m]` holds a value for the run of n segments from each English position and the run of m from
each Chinese one. Leaves out: which beads are asked about (`features`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.alone import Alone, alone
from tm.align.covering import Covering, covering
from tm.align.figures import tables
from tm.align.lattice import Ints
from tm.align.sides import Prepared
from tm.align.sliding import KINDS, LONGEST, Kind, Table, sliding

_NEAR = 20
"""Segments around the path among which a run's rivals are sought."""
_RIVALS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Window:
    """Tables for English segments `en[0]` to `en[1]` and Chinese ones `zh[0]` to `zh[1]`.

    `similar[n, m]` is the cosine of two runs. `en_rivals[n]` and `zh_rivals[m]` are how similar a run is
    to its best few single segments nearby. `first` and `last` compare edge clauses; `overrun`, one longer
    either way, compares across a boundary: the last clause before it on one side with the first after it on
    the other, both ways. `shared` counts the values two runs both state, `en_figures` and `zh_figures` those
    of each run. `words` says how far their words answer each other.
    """

    en: tuple[int, int]
    zh: tuple[int, int]
    similar: Mapping[Kind, Table]
    en_rivals: Mapping[int, Table]
    zh_rivals: Mapping[int, Table]
    en_alone: Alone
    zh_alone: Alone
    shared: Mapping[Kind, Table]
    en_figures: Mapping[int, Table]
    zh_figures: Mapping[int, Table]
    first: Table
    last: Table
    overrun: Table
    words: Covering


def look(
    en: Prepared, zh: Prepared, en_range: tuple[int, int], zh_range: tuple[int, int], near: NDArray[np.bool_]
) -> Window:
    """Compute the tables of a window; `near` marks the pairs of segments that lie close to the path."""
    similar = _similar(en, zh, en_range, zh_range)
    e, z = slice(*en_range), slice(*zh_range)
    en_said, zh_said = (sliding(np.maximum, table) for table in tables(en.figures[e], zh.figures[z]))
    edges, overrun = _edges(en, zh, e, z)
    turned = {(m, n): table.T for (n, m), table in similar.items()}
    values = en_said[1], zh_said[1]
    return Window(
        en=en_range,
        zh=zh_range,
        similar=similar,
        en_rivals={n: _rivals(similar[n, 1], near, 1) for n in range(1, LONGEST + 1)},
        zh_rivals={m: _rivals(similar[1, m], near, 0) for m in range(1, LONGEST + 1)},
        en_alone=alone(similar, near, edges, values),
        zh_alone=alone(turned, near.T, (edges[0].T, edges[1].T), (values[1], values[0])),
        shared={(n, m): en_said[n] @ zh_said[m].T for n, m in similar},
        en_figures={n: table.sum(axis=1) for n, table in en_said.items()},
        zh_figures={m: table.sum(axis=1) for m, table in zh_said.items()},
        first=edges[0],
        last=edges[1],
        overrun=overrun,
        words=covering(en, zh, e, z),
    )


def _edges(en: Prepared, zh: Prepared, e: slice, z: slice) -> tuple[tuple[Table, Table], Table]:
    """Return how alike first and last clauses are, and clauses across a boundary, as `Window` has them."""
    en_first, en_last, zh_first, zh_last = (
        clauses.astype(np.float32)
        for clauses in (en.reading.first[e], en.reading.last[e], zh.reading.first[z], zh.reading.last[z])
    )
    overrun = np.zeros((len(en_first) + 1, len(zh_first) + 1), np.float32)
    overrun[1:, :-1] += en_last @ zh_first.T
    overrun[:-1, 1:] += en_first @ zh_last.T
    return (en_first @ zh_first.T, en_last @ zh_last.T), overrun


def near_path(path_en: Ints, path_zh: Ints, en: tuple[int, int], zh: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark pairs of segments near the path, which is given as points (i, j) in order."""
    i, j = np.arange(*en), np.arange(*zh)
    across = np.abs(j[None] - np.interp(i, path_en, path_zh)[:, None]) <= _NEAR
    down = np.abs(i[:, None] - np.interp(j, path_zh, path_en)[None]) <= _NEAR
    return across | down


def _similar(
    en: Prepared, zh: Prepared, en_range: tuple[int, int], zh_range: tuple[int, int]
) -> dict[Kind, Table]:
    en_runs, zh_runs = (
        [rows[first : max(first, last - count)] for count, rows in enumerate(side.reading.runs)]
        for side, (first, last) in ((en, en_range), (zh, zh_range))
    )
    return {(n, m): en_runs[n - 1] @ zh_runs[m - 1].T for n, m in KINDS}


def _rivals(table: Table, near: NDArray[np.bool_], axis: int) -> Table:
    """Return the mean of the best few values near the path along an axis."""
    if 0 in table.shape:
        return np.zeros(table.shape[1 - axis], np.float32)
    masked = np.where(near[: table.shape[0], : table.shape[1]], table, -1)
    best = -np.partition(-masked, min(_RIVALS, table.shape[axis]) - 1, axis=axis)
    top: Table = best.take(range(min(_RIVALS, table.shape[axis])), axis=axis).mean(axis=axis)
    return top.astype(np.float32)
