"""Which clause of one side the other side may lack, and what speaks for it. Leaves out: judging it.

A stretch (a clause, an adverbial, or a few together) that the other side lacks has words nobody answers,
is like no stretch of the other side, and without it the two texts are more alike in meaning and length.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, Span
from tm.embed.encoder import ComposingEncoder, Parts, Vectors
from tm.qa.coverage import Answered, Cover, Settled, answered
from tm.qa.evidence import WORDS_MIDDLE, Evidence, Register
from tm.qa.row import Row
from tm.qa.shapes import SHAPES, Cut, Lengths, Places, Shapes, Table, shapes

FEATURES = ("gain", "gain_share", "rest", "best", "best_size", "alone", "own", "whole", *SHAPES)
_SMALL_SHARE = 0.1
UNLIKE = 0.5
"""Cover of both sides below which a row is read whatever its stretches are like: it may be another text."""
_NOTHING = Settled()


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
class Screen:
    """Which stretches are worth reading at all: a linear score over `SHAPES`, by the side they stand on."""

    bias: dict[Side, float]
    weights: dict[Side, NDArray[np.float64]]

    def doubts(self, cut: Cut, found: Shapes, count: int) -> NDArray[np.bool_]:
        """Tell for `count` rows whether one of their stretches is."""
        scores = self.bias[cut.side] + found.values @ self.weights[cut.side]
        return np.bincount(cut.table[found.places[scores >= 0], 0], minlength=count) > 0


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Rows:
    """Rows under question: both sides cut up, what covers them, their lengths, and their open stretches."""

    covers: list[tuple[Cover, Cover]]
    lengths: Lengths
    cuts: tuple[Cut, Cut]
    open: tuple[Shapes, Shapes]

    @classmethod
    def of(
        cls, rows: Sequence[Row], covers: list[tuple[Cover, Cover]], cuts: tuple[Cut, Cut], usual: Register
    ) -> "_Rows":
        lengths = Lengths.of(rows, covers, usual)
        zh, en = (shapes(cut, covers, lengths) for cut in cuts)
        return cls(covers=covers, lengths=lengths, cuts=cuts, open=(zh, en))

    def doubtful(self, screen: Screen | None) -> list[int]:
        """Return the places of the rows worth reading; all where there is no screen."""
        count = len(self.covers)
        if screen is None:
            return list(range(count))
        unlike = np.array([max(zh.mean, en.mean) < UNLIKE for zh, en in self.covers], np.bool_)
        for cut, found in zip(self.cuts, self.open, strict=True):
            unlike |= screen.doubts(cut, found, count)
        return np.flatnonzero(unlike).tolist()


def compare_rows(
    rows: Sequence[Row],
    known: Evidence,
    encoder: ComposingEncoder,
    *,
    screen: Screen | None = None,
    settle: Callable[[Row], Settled] = lambda _: _NOTHING,
) -> list[Compared | None]:
    """Return what speaks for something missing in each row, None where a side says nothing.

    With a `screen`, None also where a cheap look says that nothing is missing; then `settle` tells
    about the others what else is known of them.
    """
    found: list[Compared | None] = [None] * len(rows)
    said = [(place, one) for place, one in enumerate(answered(rows, known, encoder)) if one is not None]
    usual = known.register or Register(characters=known.lengths.mean, words=WORDS_MIDDLE)
    asked = _asked([rows[place] for place, _ in said], [one for _, one in said], usual, screen, settle)
    if asked is None:
        return found
    chosen, looked = asked
    held = [rows[said[at][0]] for at in chosen]
    for at, one in zip(chosen, _compared(held, looked, encoder), strict=True):
        found[said[at][0]] = one
    return found


def _asked(
    rows: Sequence[Row],
    said: Sequence[Answered],
    usual: Register,
    screen: Screen | None,
    settle: Callable[[Row], Settled],
) -> tuple[list[int], _Rows] | None:
    """Return the places of the rows to be read, looked at with all that is known of them."""
    cuts = (Cut.of([row.zh.text for row in rows], "zh"), Cut.of([row.en.text for row in rows], "en"))
    chosen = list(range(len(rows)))
    if screen is not None:
        plain = [one.covers(_NOTHING) for one in said]
        chosen = _Rows.of(rows, plain, cuts, usual).doubtful(screen)
    covers = [said[at].covers(settle(rows[at])) for at in chosen]
    looked = _Rows.of(
        [rows[at] for at in chosen], covers, (cuts[0].some(chosen), cuts[1].some(chosen)), usual
    )
    kept = looked.doubtful(screen)
    if not kept:
        return None
    if len(kept) < len(chosen):
        chosen = [chosen[at] for at in kept]
        parts = (looked.cuts[0].some(kept), looked.cuts[1].some(kept))
        looked = _Rows.of([rows[at] for at in chosen], [covers[at] for at in kept], parts, usual)
    return chosen, looked


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Side:
    """One side read: `own` are the vectors of the stretches, `sums` what they add to the whole text."""

    cut: Cut
    whole: Parts
    wholes: Vectors
    sums: Vectors
    lengths: NDArray[np.float32]
    own: Vectors


def _compared(rows: Sequence[Row], looked: _Rows, encoder: ComposingEncoder) -> list[Compared]:
    zh = _read([row.zh.text for row in rows], looked.cuts[0], encoder)
    en = _read([row.en.text for row in rows], looked.cuts[1], encoder)
    cosines = np.einsum("ij,ij->i", zh.wholes, en.wholes).astype(np.float64)
    zh_asked = _ask(zh, en, looked.open[0], cosines, encoder)
    en_asked = _ask(en, zh, looked.open[1], cosines, encoder)
    return [
        Compared(zh=one, en=two, cosine=float(cosine), zh_cover=covers[0].mean, en_cover=covers[1].mean)
        for one, two, cosine, covers in zip(zh_asked, en_asked, cosines, looked.covers, strict=True)
    ]


def _read(texts: Sequence[str], cut: Cut, encoder: ComposingEncoder) -> _Side:
    """Read the pieces of texts; a whole text is taken for its pieces side by side."""
    parts = encoder.parts(
        [text[slice(*span)] for text, some in zip(texts, cut.pieces, strict=True) for span in some]
    )
    whole = _joined(parts, cut.firsts[:-1], cut.firsts[1:])
    own = _joined(parts, cut.table[:, 3], cut.table[:, 4])
    return _Side(
        cut=cut,
        whole=whole,
        wholes=encoder.compose(whole),
        sums=own.sums,
        lengths=own.lengths,
        own=encoder.compose(own),
    )


def _joined(parts: Parts, firsts: Places, lasts: Places) -> Parts:
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


def _ask(mine: _Side, other: _Side, found: Shapes, cosines: Table, encoder: ComposingEncoder) -> list[Asked]:
    """Return the open stretches of each row's one side with what speaks for each, by `FEATURES`."""
    table = mine.cut.table[found.places]
    rows = table[:, 0]
    own = mine.own[found.places]
    alone = np.einsum("ij,ij->i", own, other.wholes[rows]).astype(np.float64)
    whole = cosines[rows]
    rest = _rests(mine, other, found.places, encoder)
    gain, share = rest - whole, found.values[:, SHAPES.index("share")]
    ends = np.searchsorted(rows, np.arange(len(cosines) + 1)).tolist()
    bests = [
        (own[first:last] @ other.own[other.cut.of_row(row)].T).max(axis=1, initial=-1)
        for row, (first, last) in enumerate(pairwise(ends))
    ]
    best = np.maximum(np.concatenate([alone[:0], *bests]), alone)
    within = np.einsum("ij,ij->i", own, mine.wholes[rows])
    values = np.column_stack(
        [
            gain, gain / (share + _SMALL_SHARE), rest, best, best * found.roots, alone, within, whole,
            found.values,
        ]
    )  # fmt: skip
    spans = [(start, end) for start, end in table[:, 1:3].tolist()]
    return [
        Asked(spans=tuple(spans[first:last]), values=values[first:last]) for first, last in pairwise(ends)
    ]


def _rests(mine: _Side, other: _Side, chosen: Places, encoder: ComposingEncoder) -> Table:
    """Return how alike the texts are without each of the chosen stretches."""
    rows = mine.cut.table[chosen, 0]
    rest = Parts(
        heads=mine.whole.heads[rows],
        tails=mine.whole.tails[rows],
        sums=mine.whole.sums[rows] - mine.sums[chosen],
        lengths=np.maximum(mine.whole.lengths[rows] - mine.lengths[chosen], 1),
    )
    alike: Table = np.einsum("ij,ij->i", encoder.compose(rest), other.wholes[rows]).astype(np.float64)
    return alike
