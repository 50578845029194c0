"""Tables of what every English run and every Chinese run of a stretch of both texts have in common.

A table `[n, m]` holds a value for the run of n segments from each English position and the run of m from
each Chinese one. Leaves out: which beads are asked about (`features`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.alone import Alone, alone
from tm.align.covering import Covering, covering
from tm.align.figures import tables
from tm.align.lattice import Ints
from tm.align.sides import Prepared
from tm.align.sliding import KINDS, LONGEST, Kind, Table, sliding

Range = tuple[int, int]
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

    en: Range
    zh: Range
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


def look(en: Prepared, zh: Prepared, en_range: Range, zh_range: Range, path: tuple[Ints, Ints]) -> Window:
    """Compute the tables of a window; `path` are points (i, j) in order, where both sides are taken to be.

    What a run is compared with reaches beyond the window, as far as the path's neighbourhood does.
    """
    wide = _widened(en_range, en.size), _widened(zh_range, zh.size)
    inner = slice(*np.subtract(en_range, wide[0][0])), slice(*np.subtract(zh_range, wide[1][0]))
    points = slice(inner[0].start, inner[0].stop + 1), slice(inner[1].start, inner[1].stop + 1)
    near = near_path(*path, *wide)
    around = _similar(en, zh, *wide, [kind for kind in KINDS if 1 in kind])
    turned = {(m, n): table.T for (n, m), table in around.items()}
    first, last, overrun = _edges(en, zh, slice(*wide[0]), slice(*wide[1]))
    values = tables(en.figures[slice(*wide[0])], zh.figures[slice(*wide[1])])
    en_said, zh_said = (sliding(np.maximum, table[some]) for table, some in zip(values, inner, strict=True))
    similar = _similar(en, zh, en_range, zh_range, [kind for kind in KINDS if 1 not in kind])
    for (n, m), table in around.items():
        similar[n, m] = table[_runs(inner[0], n), _runs(inner[1], m)]
    return Window(
        en=en_range,
        zh=zh_range,
        similar=similar,
        en_rivals=_rivals({n: around[n, 1] for n in range(1, LONGEST + 1)}, near, inner[0]),
        zh_rivals=_rivals({m: turned[m, 1] for m in range(1, LONGEST + 1)}, near.T, inner[1]),
        en_alone=alone(around, near, (first, last), values).take(inner[0]),
        zh_alone=alone(turned, near.T, (first.T, last.T), (values[1], values[0])).take(inner[1]),
        shared={(n, m): en_said[n] @ zh_said[m].T for n, m in KINDS},
        en_figures={n: table.sum(axis=1) for n, table in en_said.items()},
        zh_figures={m: table.sum(axis=1) for m, table in zh_said.items()},
        first=first[inner],
        last=last[inner],
        overrun=overrun[points],
        words=covering(en, zh, slice(*en_range), slice(*zh_range)),
    )


def _widened(some: Range, size: int) -> Range:
    return max(0, some[0] - _NEAR), min(size, some[1] + _NEAR)


def _runs(segments: slice, count: int) -> slice:
    """Return which runs of so many segments lie within some segments, by where they begin."""
    return slice(segments.start, max(segments.start, segments.stop - count + 1))


def near_path(path_en: Ints, path_zh: Ints, en: Range, zh: Range) -> NDArray[np.bool_]:
    """Mark pairs of segments near the path, which is given as points (i, j) in order."""
    i, j = np.arange(*en), np.arange(*zh)
    across = np.abs(j[None] - np.interp(i, path_en, path_zh)[:, None]) <= _NEAR
    down = np.abs(i[:, None] - np.interp(j, path_zh, path_en)[None]) <= _NEAR
    return across | down


def _edges(en: Prepared, zh: Prepared, e: slice, z: slice) -> tuple[Table, Table, Table]:
    """Return how alike first clauses are, last ones, and clauses across a boundary, as `Window` has them."""
    first, last, zh_first, zh_last = (
        clauses.astype(np.float32)
        for clauses in (en.reading.first[e], en.reading.last[e], zh.reading.first[z], zh.reading.last[z])
    )
    overrun = np.zeros((len(first) + 1, len(zh_first) + 1), np.float32)
    overrun[1:, :-1] += last @ zh_first.T
    overrun[:-1, 1:] += first @ zh_last.T
    return first @ zh_first.T, last @ zh_last.T, overrun


def _similar(
    en: Prepared, zh: Prepared, en_range: Range, zh_range: Range, kinds: Sequence[Kind]
) -> dict[Kind, Table]:
    en_runs, zh_runs = (
        [rows[_runs(slice(*some), count)] for count, rows in enumerate(side.reading.runs, 1)]
        for side, some in ((en, en_range), (zh, zh_range))
    )
    return {(n, m): en_runs[n - 1] @ zh_runs[m - 1].T for n, m in kinds}


def _rivals(similar: Mapping[int, Table], near: NDArray[np.bool_], some: slice) -> dict[int, Table]:
    """Return for runs of some segments, by their size, the mean of their best few values near the path."""
    places = {count: _runs(some, count) for count in similar}
    return {count: _best(table[places[count]], near[places[count]]) for count, table in similar.items()}


def _best(table: Table, near: NDArray[np.bool_]) -> Table:
    """Return the mean of each row's best few values among those that are near."""
    if 0 in table.shape:
        return np.zeros(len(table), np.float32)
    few = min(_RIVALS, table.shape[1])
    masked = np.where(near, table, np.float32(-1))
    top: Table = np.partition(masked, table.shape[1] - few, axis=1)[:, -few:].mean(axis=1)
    return top
