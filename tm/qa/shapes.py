"""What is known of a side's stretches before any of them is read: how far answered, what share, how long.

Leaves out: meaning, which `lacking` measures for the rows where this leaves doubt.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, Span
from tm.qa.coverage import Cover
from tm.qa.evidence import Register
from tm.qa.row import Row
from tm.qa.stretches import pieces, stretches

SHAPES = (
    "cover_here", "cover_there", "cover", "cover_less", "deficit", "share", "log_share", "length",
    "length_gain", "length_gain_size", "words", "words_gain", "size",
)  # fmt: skip
_OPEN = {"zh": 0.76, "en": 0.81}
"""Cover up to which a stretch is asked about: 99% of those found missing are below."""
_FAIR = 0.6
_SURE_LENGTH, _SUREST = 20, 40  # characters of Chinese from which lengths tell, and tell no more
_ROUND = 0.02

Table = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Cut:
    """One side of some rows cut up: the pieces of each row, and the stretches of all in one table.

    A line of `table` is the row's place, start, end, first piece, last piece + 1; pieces are numbered
    through all rows, and row `r` has those from `firsts[r]` up to `firsts[r + 1]`.
    """

    side: Side
    pieces: tuple[tuple[Span, ...], ...]
    firsts: Places
    table: Places

    @classmethod
    def of(cls, texts: Sequence[str], side: Side) -> "Cut":
        """Cut the texts of one side."""
        found = tuple(tuple(pieces(text, side)) for text in texts)
        firsts = np.cumsum([0, *(len(cut) for cut in found)])
        table = [
            (row, cut[first][0], cut[last - 1][1], offset + first, offset + last)
            for row, (cut, offset) in enumerate(zip(found, firsts.tolist(), strict=False))
            for first, last in stretches(len(cut))
        ]
        return cls(side=side, pieces=found, firsts=firsts, table=np.array(table, np.int64).reshape(-1, 5))

    def of_row(self, row: int) -> slice:
        """Return where a row's stretches stand in the table."""
        first, last = np.searchsorted(self.table[:, 0], (row, row + 1))
        return slice(int(first), int(last))

    def some(self, rows: Sequence[int]) -> "Cut":
        """Return the cut of some of the rows, in order."""
        where = np.full(len(self.pieces), -1)
        where[list(rows)] = np.arange(len(rows))
        kept = self.table[where[self.table[:, 0]] >= 0]
        chosen = tuple(self.pieces[row] for row in rows)
        firsts = np.cumsum([0, *(len(cut) for cut in chosen)])
        place = where[kept[:, 0]]
        shift = firsts[place] - self.firsts[kept[:, 0]]
        table = np.column_stack([place, kept[:, 1:3], kept[:, 3:] + shift[:, None]])
        return Cut(side=self.side, pieces=chosen, firsts=firsts, table=table)


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Lengths:
    """Arrays over rows: by how much, in logarithms, the English is longer than expected, and sizes.

    `characters` and `words` are those logarithms, `sure` is how far lengths tell anything, `size` the
    logarithm of the Chinese characters, `zh` and `en` are characters.
    """

    characters: Table
    words: Table
    sure: Table
    size: Table
    zh: Table
    en: Table

    @classmethod
    def of(cls, rows: Sequence[Row], covers: Sequence[tuple[Cover, Cover]], usual: Register) -> "Lengths":
        """Measure rows against what is usual."""
        zh = np.array([max(1, len(row.zh.text)) for row in rows], np.float64)
        en = np.array([max(1, len(row.en.text)) for row in rows], np.float64)
        words = [math.log(max(1.0, two.weight) / max(1.0, one.weight)) for one, two in covers]
        return cls(
            characters=np.log(en / zh) - usual.characters,
            words=np.array(words, np.float64) - usual.words,
            sure=np.sqrt(np.minimum(_SUREST, zh) / _SURE_LENGTH),
            size=np.log(zh + 1),
            zh=zh,
            en=en,
        )


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Shapes:
    """The open stretches of one side: their places in the table of its `Cut`, and `values` by `SHAPES`."""

    places: Places
    values: Table
    roots: Table


def shapes(cut: Cut, covers: Sequence[tuple[Cover, Cover]], lengths: Lengths) -> Shapes:
    """Measure the stretches of one side that are not answered well enough.

    Lengths are told from the other side: above 0 it is longer than this side leads to expect.
    """
    here = [pair[0 if cut.side == "zh" else 1] for pair in covers]
    there = [pair[1 if cut.side == "zh" else 0] for pair in covers]
    means, weights = _means(here, cut.table)
    places = np.flatnonzero((means <= _OPEN[cut.side]) & (weights > 0))
    table, means, weights = cut.table[places], means[places], weights[places]
    rows = table[:, 0]
    mean_here, mean_there, whole = (
        np.array(values, np.float64)[rows]
        for values in (
            [one.mean for one in here], [one.mean for one in there], [one.weight for one in here],
        )
    )  # fmt: skip
    sign = 1 if cut.side == "zh" else -1
    total = (lengths.zh if cut.side == "zh" else lengths.en)[rows]
    share, sure = weights / whole, lengths.sure[rows]
    characters, words = sign * lengths.characters[rows], sign * lengths.words[rows]
    gone = -np.log(np.maximum(_ROUND, 1 - (table[:, 2] - table[:, 1]) / total))
    gone_words = -np.log(np.maximum(_ROUND, 1 - share))
    gain = (np.abs(characters + gone) - np.abs(characters)) * sure
    roots = np.sqrt(weights)
    values = np.column_stack(
        [
            mean_here, mean_there, means, means - mean_here, (_FAIR - means) * roots, share,
            np.log(share + _ROUND), characters * sure, gain, gain * roots, words * sure,
            (np.abs(words + gone_words) - np.abs(words)) * sure, lengths.size[rows],
        ]
    )  # fmt: skip
    return Shapes(places=places, values=values, roots=roots)


def _means(covers: Sequence[Cover], table: Places) -> tuple[Table, Table]:
    """Return the mean cover of all stretches (1 where one weighs nothing), and what they weigh."""
    offsets = np.cumsum([0, *(len(one.weights) for one in covers)])[table[:, 0]]
    starts, ends = offsets + table[:, 1], offsets + table[:, 2]
    nothing = np.zeros(0)
    weights, covered = (
        summed[ends] - summed[starts]
        for summed in (
            np.concatenate([nothing, *(one.weights for one in covers)]),
            np.concatenate([nothing, *(one.covered for one in covers)]),
        )
    )
    return np.where(weights > 0, covered / np.maximum(weights, 1e-9), 1.0), weights
