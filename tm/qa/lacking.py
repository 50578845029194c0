"""Which clause of one side the other side may lack, and what speaks for it. Leaves out: judging it.

A stretch (a clause, an adverbial, or a few together) that the other side lacks has words nobody answers,
is like no stretch of the other side, and without it the two texts are more alike in meaning and length.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, Span
from tm.embed.encoder import ComposingEncoder, Parts, Vectors
from tm.qa.coverage import Cover, Settled
from tm.qa.coverage import covers as covers_of
from tm.qa.evidence import WORDS_MIDDLE, Evidence, Register
from tm.qa.row import Row
from tm.qa.stretches import pieces, stretches

FEATURES = (
    "gain", "gain_share", "rest", "best", "best_size", "alone", "own", "whole", "cover_here", "cover_there",
    "cover", "cover_less", "deficit", "share", "log_share", "length", "length_gain", "length_gain_size",
    "words", "words_gain", "size",
)  # fmt: skip
_OPEN = {"zh": 0.76, "en": 0.81}
"""Cover up to which a stretch is asked about: 99% of those found missing are below."""
_FAIR = 0.6
_SURE_LENGTH, _SUREST = 20, 40  # characters of Chinese from which lengths tell, and tell no more
_ROUND = 0.02
_SMALL_SHARE = 0.1

Table = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Asked:
    """The stretches of one side that are worth asking about: spans, and `values` by `FEATURES`."""

    spans: tuple[Span, ...]
    values: Table


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Compared:
    """A row's stretches of either side, how alike its two texts are, and how far each is answered."""

    zh: Asked
    en: Asked
    cosine: float
    zh_cover: float
    en_cover: float


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Side:
    """One side of the rows under question: all its stretches in one table, and their vectors.

    A row of `table` is the row's place, start, end, first piece, last piece + 1; `own` are the vectors of the
    stretches, `sums` what they add to the whole, `wholes` the vectors of the texts.
    """

    table: NDArray[np.int64]
    whole: Parts
    wholes: Vectors
    sums: Vectors
    lengths: NDArray[np.float32]
    own: Vectors

    def of_row(self, row: int) -> slice:
        """Return where a row's stretches stand."""
        first, last = np.searchsorted(self.table[:, 0], (row, row + 1))
        return slice(int(first), int(last))


def compare_rows(
    rows: Sequence[Row],
    known: Evidence,
    encoder: ComposingEncoder,
    settled: Sequence[Settled] | None = None,
    *,
    all_rows: bool = False,
) -> list[Compared | None]:
    """Return what speaks for something missing in each row, None where a side says nothing.

    Without `all_rows`, None also where every stretch is answered well enough, which saves reading the row.
    """
    found: list[Compared | None] = [None] * len(rows)
    covered = covers_of(rows, known, encoder, settled)
    usual = known.register or Register(characters=known.lengths.mean, words=WORDS_MIDDLE)
    asked: list[int] = []
    cuts: dict[Side, list[list[Span]]] = {"zh": [], "en": []}
    for place, (row, pair) in enumerate(zip(rows, covered, strict=True)):
        if pair is None:
            continue
        zh, en = pieces(row.zh.text, "zh"), pieces(row.en.text, "en")
        if all_rows or _is_open(zh, pair[0], "zh") or _is_open(en, pair[1], "en"):
            asked.append(place)
            cuts["zh"].append(zh)
            cuts["en"].append(en)
    if not asked:
        return found
    chinese = _read([rows[place].zh.text for place in asked], cuts["zh"], encoder)
    english = _read([rows[place].en.text for place in asked], cuts["en"], encoder)
    cosines = np.einsum("ij,ij->i", chinese.wholes, english.wholes)
    pairs = [pair for place in asked if (pair := covered[place]) is not None]
    lengths = [_Lengths.of(rows[place], pair, usual) for place, pair in zip(asked, pairs, strict=True)]
    zh_asked = _ask("zh", chinese, english, pairs, lengths, cosines, encoder)
    en_asked = _ask("en", english, chinese, pairs, lengths, cosines, encoder)
    for at, place in enumerate(asked):
        found[place] = Compared(
            zh=zh_asked[at],
            en=en_asked[at],
            cosine=float(cosines[at]),
            zh_cover=pairs[at][0].mean,
            en_cover=pairs[at][1].mean,
        )
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lengths:
    """By how much, in logarithms, the English is longer than expected: in characters, in words."""

    characters: float
    words: float
    sure: float
    size: float
    total: tuple[int, int]

    @classmethod
    def of(cls, row: Row, covers: tuple[Cover, Cover], usual: Register) -> "_Lengths":
        zh, en = max(1, len(row.zh.text)), max(1, len(row.en.text))
        return cls(
            characters=math.log(en / zh) - usual.characters,
            words=math.log(max(1.0, covers[1].weight) / max(1.0, covers[0].weight)) - usual.words,
            sure=math.sqrt(min(_SUREST, zh) / _SURE_LENGTH),
            size=math.log(zh + 1),
            total=(zh, en),
        )


def _is_open(cut: Sequence[Span], cover: Cover, side: Side) -> bool:
    table = np.array([(cut[first][0], cut[last - 1][1]) for first, last in stretches(len(cut))], np.int64)
    return bool(len(table)) and bool((_means(cover, table)[0] <= _OPEN[side]).any())


def _means(cover: Cover, spans: NDArray[np.int64]) -> tuple[Table, Table]:
    """Return the mean cover of spans (`(n, 2)`; 1 where one weighs nothing), and what they weigh."""
    weights = cover.weights[spans[:, 1]] - cover.weights[spans[:, 0]]
    covered = cover.covered[spans[:, 1]] - cover.covered[spans[:, 0]]
    return np.where(weights > 0, covered / np.maximum(weights, 1e-9), 1.0), weights


def _read(texts: Sequence[str], cuts: Sequence[Sequence[Span]], encoder: ComposingEncoder) -> _Side:
    """Read the pieces of texts; a whole text is taken for its pieces side by side."""
    parts = encoder.parts([text[slice(*span)] for text, cut in zip(texts, cuts, strict=True) for span in cut])
    table: list[tuple[int, int, int, int, int]] = []
    firsts: list[int] = []
    offset = 0
    for row, cut in enumerate(cuts):
        firsts.append(offset)
        table.extend(
            (row, cut[first][0], cut[last - 1][1], offset + first, offset + last)
            for first, last in stretches(len(cut))
        )
        offset += len(cut)
    whole = _joined(parts, np.array(firsts, np.int64), np.array([*firsts[1:], offset], np.int64))
    stretched = np.array(table, np.int64).reshape(-1, 5)
    own = _joined(parts, stretched[:, 3], stretched[:, 4])
    return _Side(
        table=stretched,
        whole=whole,
        wholes=encoder.compose(whole),
        sums=own.sums,
        lengths=own.lengths,
        own=encoder.compose(own),
    )


def _joined(parts: Parts, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> Parts:
    """Return the parts of runs of pieces, from `firsts` up to `lasts`."""
    edges = np.stack([firsts, lasts], axis=1).ravel()
    sums = np.concatenate([parts.sums, np.zeros((1, parts.sums.shape[1]), np.float32)])
    lengths = np.append(parts.lengths, np.float32(0))
    if not len(firsts):
        return Parts(heads=parts.heads[:0], tails=parts.tails[:0], sums=sums[:0], lengths=lengths[:0])
    return Parts(
        heads=parts.heads[firsts],
        tails=parts.tails[lasts - 1],
        sums=np.add.reduceat(sums, edges, axis=0)[::2],
        lengths=np.add.reduceat(lengths, edges)[::2],
    )


def _ask(
    side: Side,
    mine: _Side,
    other: _Side,
    covers: Sequence[tuple[Cover, Cover]],
    lengths: Sequence[_Lengths],
    cosines: Vectors,
    encoder: ComposingEncoder,
) -> list[Asked]:
    """Return the open stretches of each row's one side with what speaks for each."""
    chosen: list[NDArray[np.int64]] = []
    told: list[Table] = []
    for row, (chinese, english) in enumerate(covers):
        held, there = (chinese, english) if side == "zh" else (english, chinese)
        mine_here, other_here = mine.of_row(row), other.of_row(row)
        spans = mine.table[mine_here, 1:3]
        means, weights = _means(held, spans)
        kept = np.flatnonzero((means <= _OPEN[side]) & (weights > 0))
        chosen.append(kept + mine_here.start)
        own = mine.own[mine_here][kept]
        alone = own @ other.wholes[row]
        best = np.maximum((own @ other.own[other_here].T).max(axis=1, initial=-1), alone)
        shapes = _shapes(side, spans[kept], means[kept], weights[kept], held, lengths[row])
        means_of = np.full((len(kept), 2), (held.mean, there.mean))
        told.append(np.column_stack([best, alone, own @ mine.wholes[row], means_of, shapes]))
    rests = _rests(mine, other, np.concatenate(chosen), encoder)
    found: list[Asked] = []
    at = 0
    for row, (kept, values) in enumerate(zip(chosen, told, strict=True)):
        rest = rests[at : at + len(kept)]
        at += len(kept)
        stood = tuple((int(start), int(end)) for start, end in mine.table[kept, 1:3])
        found.append(Asked(spans=stood, values=_values(rest, float(cosines[row]), values)))
    return found


def _rests(mine: _Side, other: _Side, chosen: NDArray[np.int64], encoder: ComposingEncoder) -> Table:
    """Return how alike the texts are without each of the chosen stretches."""
    rows = mine.table[chosen, 0]
    rest = Parts(
        heads=mine.whole.heads[rows],
        tails=mine.whole.tails[rows],
        sums=mine.whole.sums[rows] - mine.sums[chosen],
        lengths=np.maximum(mine.whole.lengths[rows] - mine.lengths[chosen], 1),
    )
    alike: Table = np.einsum("ij,ij->i", encoder.compose(rest), other.wholes[rows]).astype(np.float64)
    return alike


def _shapes(
    side: Side,
    spans: NDArray[np.int64],
    means: Table,
    weights: Table,
    cover: Cover,
    lengths: _Lengths,
) -> Table:
    """Return what is known without vectors of texts: covers, shares, and what the lengths say.

    Lengths are told from the other side: above 0 it is longer than this side leads to expect.
    """
    sign = 1 if side == "zh" else -1
    whole = lengths.total[0 if side == "zh" else 1]
    share = weights / cover.weight
    characters, words = sign * lengths.characters, sign * lengths.words
    cut = -np.log(np.maximum(_ROUND, 1 - (spans[:, 1] - spans[:, 0]) / whole))
    cut_words = -np.log(np.maximum(_ROUND, 1 - share))
    gain = (np.abs(characters + cut) - abs(characters)) * lengths.sure
    count = len(spans)
    return np.column_stack(
        [
            means,
            means - cover.mean,
            (_FAIR - means) * np.sqrt(weights),
            share,
            np.log(share + _ROUND),
            np.full(count, characters * lengths.sure),
            gain,
            gain * np.sqrt(weights),
            np.full(count, words * lengths.sure),
            (np.abs(words + cut_words) - abs(words)) * lengths.sure,
            np.full(count, lengths.size),
            np.sqrt(weights),
        ]
    )


def _values(rest: Table, cosine: float, told: Table) -> Table:
    """Put the features of a row's stretches together, in the order of `FEATURES`."""
    best, alone, own, means, shapes, root = (
        told[:, 0], told[:, 1], told[:, 2], told[:, 3:5], told[:, 5:-1], told[:, -1],
    )  # fmt: skip
    gain = rest - cosine
    share = shapes[:, 3]
    whole = np.full(len(rest), cosine)
    return np.column_stack(
        [gain, gain / (share + _SMALL_SHARE), rest, best, best * root, alone, own, whole, means, shapes]
    )
