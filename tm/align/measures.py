"""What is measured of beads, as tables over a window of both texts.

A table has a value for every place a bead may begin at, `(English places, Chinese places)`, and 1 instead of
either where it is the same along it. What is measured twice under a name adds up. Leaves out: what follows
for a kind of bead or a document, and weights (`features`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.alone import Alone
from tm.align.sides import MARKS, Prepared
from tm.align.sliding import LONGEST, Table, weakest
from tm.align.window import Window

AnyTable = NDArray[Any]
Measured = Iterator[tuple[str, AnyTable]]
"""Names of measures with their tables."""
_LENGTH_PRIOR = 8  # characters added to both lengths, so that short segments may differ
_GAP_MAX = 20
_SIGNS_MAX = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Common:
    """What is measured alike of beads of all sizes, by name.

    `starts` are about a bead's first segments and `ends` about its last, `(English, Chinese)` segments of
    the window; `points`, one longer either way, about the boundaries before it and after it.
    """

    starts: Mapping[str, AnyTable]
    ends: Mapping[str, AnyTable]
    points: Mapping[str, AnyTable]

    def of(self, n: int, m: int) -> Measured:
        """Yield what is measured of beads of n English and m Chinese segments."""
        for name, table in self.starts.items():
            yield name, table[: len(table) - n + 1, : table.shape[1] - m + 1]
        for name, table in self.ends.items():
            yield name, table[n - 1 :, m - 1 :]
        for name, table in self.points.items():
            yield name, table[:-n, :-m]
            yield name, table[n:, m:]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Stretch:
    """One side's segments in a window; of its runs, a value for each place they begin at, by their size.

    `lengths` are in characters, `marks` have a column a sign of `MARKS`. `inner_soft` counts the boundaries
    inside that lie within a sentence, `breaks` those between paragraphs.
    """

    quoted: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    soft: NDArray[np.bool_]
    within: NDArray[np.bool_]
    lengths: dict[int, Table]
    marks: dict[int, Table]
    inner_soft: dict[int, Table]
    breaks: dict[int, Table]


def _stretch(side: Prepared, first: int, last: int) -> _Stretch:
    segments, points = slice(first, last), slice(first, last + 1)
    soft, opens = side.soft[points], side.opens[segments]
    return _Stretch(
        quoted=side.quoted[segments],
        opens=opens,
        closes=np.append(side.opens, True)[first + 1 : last + 1],
        soft=soft,
        within=side.within[points],
        lengths=_sums(side.lengths[points]),
        marks=_sums(side.marks[points]),
        inner_soft=_inside(soft, last - first),
        breaks=_inside(opens, last - first),
    )


def _sums(totals: NDArray[np.float64]) -> dict[int, Table]:
    """Return from running totals, beginning with zero, those of runs by their size."""
    return {n: (totals[n:] - totals[:-n]).astype(np.float32) for n in range(1, LONGEST + 1)}


def _inside(flags: NDArray[np.bool_], size: int) -> dict[int, Table]:
    """Return how many of the boundaries inside runs of segments are flagged, by the size of the run.

    Flags stand for the boundaries before each of `size` segments.
    """
    totals = np.cumsum(np.concatenate([[0], flags]), dtype=np.float32)
    counts = {n: max(0, size - n + 1) for n in range(1, LONGEST + 1)}
    return {n: totals[n : n + count] - totals[1 : 1 + count] for n, count in counts.items()}


class Measuring:
    """Measures the beads of a window; `ratio` is English characters for a Chinese one."""

    def __init__(self, en: Prepared, zh: Prepared, window: Window, ratio: float) -> None:
        """Take both sides, all of them."""
        self._window = window
        self._en, self._zh = _stretch(en, *window.en), _stretch(zh, *window.zh)
        self._structured = en.structured, zh.structured
        self._ratio = np.float32(ratio)
        self._weakest = {
            "weakest_en": weakest(window.similar, 0),
            "weakest_zh": weakest(window.similar, 1),
            "weakest_en_covered": weakest(window.words.en_share, 0),
            "weakest_zh_covered": weakest(window.words.zh_share, 1),
        }

    def common(self) -> Common:
        """Return what is measured alike of beads of all sizes."""
        en, zh, window = self._en, self._zh, self._window
        (opening, opening_one), (closing, closing_one) = (
            (en.quoted[:, edge, None] & zh.quoted[:, edge], en.quoted[:, edge, None] ^ zh.quoted[:, edge])
            for edge in (0, 1)
        )
        starts = {"first_clause": window.first, "opening_differs": opening_one, "opening_quoted": opening}
        if all(self._structured):
            starts["opens_one"] = en.opens[:, None] ^ zh.opens
            starts["opens_both"] = en.opens[:, None] & zh.opens
        return Common(
            starts=starts,
            ends={"last_clause": window.last, "closing_differs": closing_one, "closing_quoted": closing},
            points={
                "overrun": window.overrun,
                "edges_soft_one": en.soft[:, None] ^ zh.soft,
                "quotation_one": en.within[:, None] ^ zh.within,
                "quotation_both": en.within[:, None] & zh.within,
            },
        )

    def null(self, side: int) -> Measured:
        """Yield what is measured of segments that stand alone, on the English side (0) or the Chinese (1)."""
        window, stretch = self._window, (self._en, self._zh)[side]
        alone: Alone = (window.en_alone, window.zh_alone)[side]
        figures = (window.en_figures, window.zh_figures)[side][1]
        found = {
            "null_rival": alone.best,
            "null_clear": alone.clear,
            "null_clause": alone.clause,
            "null_rival_beside": alone.best_beside,
            "null_length": np.log(stretch.lengths[1] * (self._ratio if side else np.float32(1))),
            "null_soft": stretch.soft[:-1].astype(np.float32) + stretch.soft[1:],
            "null_figures_met": np.minimum(alone.met, _SIGNS_MAX),
            "null_figures_alone": np.minimum(figures - alone.met, _SIGNS_MAX),
        }
        if self._structured[side]:
            opens, closes = stretch.opens, stretch.closes
            found |= {"null_opens": opens, "null_closes": closes, "null_paragraph": opens & closes}
        for name, values in found.items():
            yield name, values[None] if side else values[:, None]

    def bead(self, n: int, m: int) -> Measured:
        """Yield what is measured of beads of n English and m Chinese segments, but for what is common."""
        window = self._window
        yield "similar", window.similar[n, m]
        yield "en_rivals", window.en_rivals[n][:, None]
        yield "zh_rivals", window.zh_rivals[m][None]
        yield "zh_covered", window.words.zh[n, m]
        yield "en_covered", window.words.en[n, m]
        yield "zh_covered_share", window.words.zh_share[n, m]
        yield "en_covered_share", window.words.en_share[n, m]
        for name, tables in self._weakest.items():
            if (n if "_en" in name else m) > 1:
                yield name, tables[n, m]
        yield from self._lengths(self._en.lengths[n][:, None], self._zh.lengths[m] * self._ratio)
        yield from self._signs(self._en.marks[n], self._zh.marks[m])
        yield from self._values(n, m)
        yield "inner_soft", self._en.inner_soft[n][:, None]
        yield "inner_soft", self._zh.inner_soft[m][None]
        if self._structured[0]:
            yield "crosses_en", self._en.breaks[n][:, None]
        if self._structured[1]:
            yield "crosses_zh", self._zh.breaks[m][None]

    @staticmethod
    def _lengths(en: Table, zh: Table) -> Measured:
        ratio = np.log(en + _LENGTH_PRIOR) - np.log(zh + _LENGTH_PRIOR)
        yield "length_ratio", ratio * ratio
        yield "length_gap", np.minimum(np.abs(en - zh) / np.sqrt(en + zh), _GAP_MAX)

    @staticmethod
    def _signs(en: Table, zh: Table) -> Measured:
        """Yield how many signs of each kind the sides share and how many only one has."""
        for k in range(len(MARKS)):
            one, other = en[:, k, None], zh[:, k]
            if one.any() or other.any():
                yield f"more_{k}", np.minimum(np.abs(one - other), _SIGNS_MAX)
                yield f"both_{k}", np.minimum(np.minimum(one, other), _SIGNS_MAX)

    def _values(self, n: int, m: int) -> Measured:
        """Yield how many numbers and dates only one side of a bead has, and how many each."""
        shared = self._window.shared[n, m]
        en, zh = self._window.en_figures[n][:, None] - shared, self._window.zh_figures[m] - shared
        yield "figures_differ", np.minimum(en + zh, 2 * _SIGNS_MAX)
        yield "figures_clash", np.minimum(np.minimum(en, zh), _SIGNS_MAX)
