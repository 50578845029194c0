"""How much of the words of one side the words of the other answer. Leaves out: other evidence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.sides import Answers, Prepared
from tm.align.sliding import KINDS, LONGEST, Kind, Table, sliding

Ints = NDArray[np.int64]
_DOUBTFUL = 0.25
"""Cosine of two words, means taken off, up to which they count as strangers."""
_PRIOR = 2
"""Weight added to a run's words, so that a share of little says little."""
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Covering:
    """For every kind of bead the weight of Chinese words its English segments answer, and the reverse.

    Tables are `(English runs, Chinese runs)`; the shares are of the weight of all words of the run.
    """

    zh: dict[Kind, Table]
    en: dict[Kind, Table]
    zh_share: dict[Kind, Table]
    en_share: dict[Kind, Table]


def covering(en: Prepared, zh: Prepared, e: slice, z: slice) -> Covering:
    """Compare the words of segments `e` of the English side with those of `z` of the Chinese one."""
    en_lines, en_numbers = _local(en.words.lines[e])
    zh_lines, zh_numbers = _local(zh.words.lines[z])
    en_vectors, zh_vectors = en.words.vectors[en_numbers], zh.words.vectors[zh_numbers]
    alike = en_vectors.astype(np.float32) @ zh_vectors.astype(np.float32).T
    if en.words.answers is not None:
        _know(alike, en.words.answers, en_numbers, zh_numbers)
    alike -= np.float32(_DOUBTFUL)
    np.maximum(alike, 0, out=alike)
    en_table = _weighted(en_lines, en.words.weights[en_numbers])
    zh_table = _weighted(zh_lines, zh.words.weights[zh_numbers])
    by_en = _covered(alike, en_lines, zh_table)
    by_zh = _covered(np.ascontiguousarray(alike.T), zh_lines, en_table)
    found_zh = {(n, m): by_en[n][:, m:] - by_en[n][:, :-m] for n, m in KINDS}
    found_en = {(n, m): (by_zh[m][:, n:] - by_zh[m][:, :-n]).T for n, m in KINDS}
    en_weights, zh_weights = _weights(en_table), _weights(zh_table)
    return Covering(
        zh=found_zh,
        en=found_en,
        zh_share={(n, m): table / zh_weights[m][None] for (n, m), table in found_zh.items()},
        en_share={(n, m): table / en_weights[n][:, None] for (n, m), table in found_en.items()},
    )


def _know(alike: Table, answers: Answers, en_numbers: Ints, zh_numbers: Ints) -> None:
    """Raise, in place, how alike words of the window are to what is known of them."""
    rows, columns = np.searchsorted(en_numbers, answers.en), np.searchsorted(zh_numbers, answers.zh)
    here = (np.append(en_numbers, -1)[rows] == answers.en) & (
        np.append(zh_numbers, -1)[columns] == answers.zh
    )
    np.maximum.at(alike, (rows[here], columns[here]), answers.scores[here])


def _local(lines: list[Ints]) -> tuple[list[Ints], Ints]:
    """Return lines of words numbered anew within the window, and the old number of each."""
    flat = np.concatenate([*lines, _NONE])
    numbers, local = np.unique(flat, return_inverse=True)
    return np.split(local, np.cumsum([len(line) for line in lines])[:-1]) if lines else [], numbers


def _weighted(lines: list[Ints], weights: Table) -> Table:
    """Return `(lines, vocabulary)`: each line's words by weight times how often they stand there."""
    cells = np.concatenate([*(row * len(weights) + line for row, line in enumerate(lines)), _NONE])
    counts = np.bincount(cells, minlength=len(lines) * len(weights)).astype(np.float32)
    return counts.reshape(len(lines), len(weights)) * weights


def _weights(table: Table) -> dict[int, Table]:
    """Return the weight of all words of runs of lines, by their size."""
    totals = running(table.sum(axis=1))
    return {count: totals[count:] - totals[:-count] + _PRIOR for count in range(1, LONGEST + 1)}


def _covered(alike: Table, lines: list[Ints], table: Table) -> dict[int, Table]:
    """Return for runs of each length of `lines` the running totals of what they cover of `table`.

    `alike` is `(words of lines, words of table)`. Result `[n]` is `(runs, rows of table + 1)`.
    """
    best = np.zeros((len(lines), alike.shape[1]), np.float32)
    for row, line in enumerate(lines):
        if len(line):
            alike[line].max(axis=0, out=best[row])
    return {n: running(reach @ table.T, axis=1) for n, reach in sliding(np.maximum, best).items()}


def running(values: Table, axis: int = 0) -> Table:
    """Return running totals along an axis, beginning with zero."""
    shape = list(values.shape)
    shape[axis] += 1
    totals = np.zeros(shape, np.float32)
    totals.swapaxes(0, axis)[1:] = np.cumsum(values, axis=axis, dtype=np.float64).swapaxes(0, axis)
    return totals
