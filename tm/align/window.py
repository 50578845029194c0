"""Tables of what every English run and every Chinese run of a stretch of both texts have in common.

A table `[n, m]` holds a value for the run of n segments from each English position and the run of m from
each Chinese one. Leaves out: which beads are asked about (`features`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.alone import Alone, alone
from tm.align.config import MAX_BEAD
from tm.align.figures import tables
from tm.align.lattice import Ints
from tm.align.reading import LONGEST
from tm.align.sides import Answers, Prepared

Table = NDArray[np.float32]
_NEAR = 20
"""Segments around the path among which a run's rivals are sought."""
_RIVALS = 3
_DOUBTFUL = 0.25
"""Cosine of two words, means taken off, up to which they count as strangers."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Window:
    """Tables for English segments `en[0]` to `en[1]` and Chinese ones `zh[0]` to `zh[1]`.

    `similar[n, m]` is the cosine of two runs. `en_rivals[n]` and `zh_rivals[m]` are how similar a run is
    to its best few single segments nearby. `first` and `last` compare edge clauses; `overrun`, one longer
    either way, compares across a boundary: the last clause before it on one side with the first after it on
    the other, both ways. `covered_zh[n]` holds, per run of n English segments, running totals over
    the Chinese segments of the weight of words it covers; `covered_en[m]` the reverse.
    """

    en: tuple[int, int]
    zh: tuple[int, int]
    similar: Mapping[tuple[int, int], Table]
    en_rivals: Mapping[int, Table]
    zh_rivals: Mapping[int, Table]
    en_alone: Alone
    zh_alone: Alone
    shared: Mapping[tuple[int, int], Table]
    en_figures: Mapping[int, Table]
    zh_figures: Mapping[int, Table]
    first: Table
    last: Table
    overrun: Table
    covered_zh: Mapping[int, Table]
    covered_en: Mapping[int, Table]
    weight_zh: Table
    weight_en: Table


def look(
    en: Prepared, zh: Prepared, en_range: tuple[int, int], zh_range: tuple[int, int], near: NDArray[np.bool_]
) -> Window:
    """Compute the tables of a window; `near` marks the pairs of segments that lie close to the path."""
    similar = _similar(en, zh, en_range, zh_range)
    weights, covered = _covered(en, zh, en_range, zh_range)
    e, z = slice(*en_range), slice(*zh_range)
    en_said, zh_said = (_stated(table) for table in tables(en.figures[e], zh.figures[z]))
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
        covered_zh=covered[0],
        covered_en=covered[1],
        weight_zh=weights[0],
        weight_en=weights[1],
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
) -> dict[tuple[int, int], Table]:
    en_runs, zh_runs = (
        [rows[first : max(first, last - count)] for count, rows in enumerate(side.reading.runs)]
        for side, (first, last) in ((en, en_range), (zh, zh_range))
    )
    return {
        (n, m): en_runs[n - 1] @ zh_runs[m - 1].T
        for n in range(1, LONGEST + 1)
        for m in range(1, MAX_BEAD - n + 1)
    }


def _rivals(table: Table, near: NDArray[np.bool_], axis: int) -> Table:
    """Return the mean of the best few values near the path along an axis."""
    if 0 in table.shape:
        return np.zeros(table.shape[1 - axis], np.float32)
    masked = np.where(near[: table.shape[0], : table.shape[1]], table, -1)
    best = -np.partition(-masked, min(_RIVALS, table.shape[axis]) - 1, axis=axis)
    top: Table = best.take(range(min(_RIVALS, table.shape[axis])), axis=axis).mean(axis=axis)
    return top.astype(np.float32)


def _stated(table: Table) -> dict[int, Table]:
    """Return `(runs, keys)`, 1 where a run of so many segments states a value, by the length of run."""
    found = {1: table}
    for count in range(2, LONGEST + 1):
        found[count] = np.maximum(found[count - 1][:-1], table[count - 1 :])
    return found


def _covered(
    en: Prepared, zh: Prepared, en_range: tuple[int, int], zh_range: tuple[int, int]
) -> tuple[tuple[Table, Table], tuple[dict[int, Table], dict[int, Table]]]:
    en_lines, en_numbers = _local(en.words.lines[slice(*en_range)])
    zh_lines, zh_numbers = _local(zh.words.lines[slice(*zh_range)])
    en_vectors, zh_vectors = en.words.vectors[en_numbers], zh.words.vectors[zh_numbers]
    alike = en_vectors.astype(np.float32) @ zh_vectors.astype(np.float32).T
    if en.words.answers is not None:
        _know(alike, en.words.answers, en_numbers, zh_numbers)
    alike -= np.float32(_DOUBTFUL)
    np.maximum(alike, 0, out=alike)
    en_table = _weighted(en_lines, en.words.weights[en_numbers])
    zh_table = _weighted(zh_lines, zh.words.weights[zh_numbers])
    covered_zh = _coverage(alike, en_lines, zh_table)
    covered_en = _coverage(np.ascontiguousarray(alike.T), zh_lines, en_table)
    return (_totals(zh_table.sum(axis=1)), _totals(en_table.sum(axis=1))), (covered_zh, covered_en)


def _know(alike: Table, answers: Answers, en_numbers: Ints, zh_numbers: Ints) -> None:
    """Raise, in place, how alike words of the window are to what is known of them."""
    rows, columns = np.searchsorted(en_numbers, answers.en), np.searchsorted(zh_numbers, answers.zh)
    here = (np.append(en_numbers, -1)[rows] == answers.en) & (
        np.append(zh_numbers, -1)[columns] == answers.zh
    )
    np.maximum.at(alike, (rows[here], columns[here]), answers.scores[here])


def _local(lines: list[NDArray[np.int64]]) -> tuple[list[NDArray[np.int64]], NDArray[np.int64]]:
    """Return lines of words numbered anew within the window, and the old number of each."""
    flat = np.concatenate([*lines, np.zeros(0, np.int64)])
    numbers, local = np.unique(flat, return_inverse=True)
    return np.split(local, np.cumsum([len(line) for line in lines])[:-1]) if lines else [], numbers


def _weighted(lines: list[NDArray[np.int64]], weights: Table) -> Table:
    """Return `(lines, vocabulary)`: each line's words by weight times how often they stand there."""
    table = np.zeros((len(lines), len(weights)), np.float32)
    for row, line in enumerate(lines):
        np.add.at(table[row], line, weights[line])
    return table


def _coverage(alike: Table, lines: list[NDArray[np.int64]], table: Table) -> dict[int, Table]:
    """Return for runs of each length of `lines` the running totals of what they cover of `table`.

    `alike` is `(words of lines, words of table)`. Result `[n]` is `(rows of table + 1, runs)`.
    """
    best = np.zeros((alike.shape[1], len(lines)), np.float32)
    for column, line in enumerate(lines):
        if len(line):
            best[:, column] = alike[np.unique(line)].max(axis=0)
    found = {}
    reach = best
    for count in range(1, LONGEST + 1):
        if count > 1:
            reach = np.maximum(reach[:, :-1], best[:, count - 1 :])
        found[count] = _totals(table @ reach)
    return found


def _totals(rows: Table) -> Table:
    """Return running totals along the first axis, beginning with zero."""
    return (
        np.concatenate([np.zeros_like(rows[:1]), np.cumsum(rows, axis=0, dtype=np.float64)]).astype(
            np.float32
        )
        if len(rows)
        else np.zeros((1, *rows.shape[1:]), np.float32)
    )
