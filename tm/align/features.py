"""What is measured of every bead in a strip, as numbers a linear model can weigh.

Leaves out: the weights (`model`) and the tables measured from (`window`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.alone import Alone
from tm.align.figures import answered
from tm.align.lattice import EN_COUNT, NEVER, TYPES, Band, Ints, Scores
from tm.align.sides import MARKS, Prepared
from tm.align.window import Table, Window, look, near_path

_STATED = (
    "null_figures_met", "null_figures_alone", "figures_differ", "figures_clash"
)  # fmt: skip
MEASURES = (
    "similar", "similar_by_size", "en_rivals", "zh_rivals", "rivals_by_size",
    "length_ratio", "length_ratio_by_size", "length_gap", "length_gap_by_size",
    "null_rival", "null_length", "null_clear", "null_clause", "null_rival_beside",
    "null_soft", "null_paragraph", "null_opens", "null_closes",
    *_STATED,
    "inner_soft", "edges_soft_one",
    "zh_covered", "en_covered", "zh_covered_share", "en_covered_share",
    "first_clause", "last_clause", "overrun",
    "weakest_en", "weakest_zh", "weakest_en_covered", "weakest_zh_covered",
    *(f"more_{k}" for k in range(len(MARKS))), *(f"both_{k}" for k in range(len(MARKS))),
    "opening_differs", "opening_quoted", "closing_differs", "closing_quoted",
    "quotation_one", "quotation_both",
    "crosses_en", "crosses_zh", "opens_one", "opens_both",
    "closeness_null", "closeness_by_size", "closeness_similar",
)  # fmt: skip
"""Names of the measures; `both_k` and `more_k` are signs the two sides share and don't."""
Places = slice | NDArray[np.int64]
Columns = dict[str, NDArray[Any]]
"""A column of values for some beads, by the name of the measure."""
FEATURES: tuple[str, ...] = (*MEASURES, *(f"kind_{n}_{m}" for n, m in TYPES if (n, m) != (1, 1)))
_PLACE = {name: place for place, name in enumerate(FEATURES)}

CHUNK = 256
"""Diagonals measured at a time."""
_MARGIN = 12  # segments looked at beyond a chunk's own, for rivals
_LENGTH_PRIOR = 8  # characters added to both lengths, so that short segments may differ
_GAP_MAX = 20
_WORD_PRIOR = 2
_SIGNS_MAX = 3
_BLOCK = 512  # segments compared at a time
_NEAR = 20  # segments from the path that count as neighbours
_ONE_SIDED = 3  # times as many segments as the other side has: a stretch that is not answered
_LOOSE, _FAITHFUL = 0.6, 0.9  # share of numbers answered from which they count, and count in full
_CLOSENESS = 0.5  # that of a rather free translation, from which others are counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """What is known of two texts as wholes, whatever part of them is looked at.

    `closeness` is how similar segments are to the best of their neighbours across, on average: about .75 in
    a standard or a release, .4 in a freely translated novel; it tells how telling a poor match is. `ratio`
    is English characters for a Chinese one. `numbers_count` is how much it tells, 0 to 1, that a number or
    date has no answer.
    """

    closeness: float
    ratio: float
    numbers_count: float


def traits(en: Prepared, zh: Prepared, path_en: Ints, path_zh: Ints) -> Traits:
    """Return the traits of two texts, given places in both that answer each other, in order."""
    at = np.interp(np.arange(en.size), path_en, path_zh).astype(np.int64)
    kept = answered(en.figures, zh.figures, at, _NEAR)
    return Traits(
        closeness=_closeness(en, zh, path_en, path_zh),
        ratio=_ratio(en, zh, path_en, path_zh),
        numbers_count=min(1.0, max(0.0, (kept - _LOOSE) / (_FAITHFUL - _LOOSE))),
    )


def _ratio(en: Prepared, zh: Prepared, path_en: Ints, path_zh: Ints) -> float:
    """Return English characters for a Chinese one, what one side lacks left out."""
    rows, columns = np.diff(path_en), np.diff(path_zh)
    both = np.maximum(rows, columns) <= _ONE_SIDED * np.minimum(rows, columns) + _NEAR
    totals = (np.diff(side.lengths[path])[both].sum() for side, path in ((en, path_en), (zh, path_zh)))
    one, other = totals
    return float((one + 1) / (other + 1))


class Strip:
    """The beads of a strip, to be measured some diagonals at a time, in any order."""

    def __init__(self, en: Prepared, zh: Prepared, band: Band, known: Traits | None = None) -> None:
        """Take both sides and a strip, and the traits of the whole texts if these are parts of them."""
        self._en, self._zh, self._band = en, zh, band
        centre = band.low + band.width // 2
        self._path_en = np.clip(centre, 0, band.rows)
        self._path_zh = np.arange(band.diagonals) - self._path_en
        self.traits = known or traits(en, zh, self._path_en, self._path_zh)

    def chunks(self) -> list[tuple[int, int]]:
        """Return the ranges of diagonals to measure."""
        end = self._band.diagonals
        return [(first, min(first + CHUNK, end)) for first in range(1, end, CHUNK)]

    def measure(self, chunk: tuple[int, int]) -> NDArray[np.float32]:
        """Return all measures of beads that end on these diagonals, `(features, kinds, diagonals, width)`.

        Those of beads that do not lie within both texts are zero.
        """
        shape = chunk[1] - chunk[0], self._band.width
        values = np.zeros((len(FEATURES), len(TYPES), *shape), np.float32)
        cells = values.reshape(len(FEATURES), len(TYPES), -1)
        for kind, places, columns in self._columns(chunk):
            for name, column in columns.items():
                cells[_PLACE[name], kind, places] = column
        return values

    def score(self, chunk: tuple[int, int], weights: NDArray[np.float32]) -> Scores:
        """Return what every bead that ends on these diagonals is worth, `(diagonals, kinds, width)`.

        `weights` are those of `FEATURES`. Beads that do not lie within both texts must never be.
        """
        shape = chunk[1] - chunk[0], self._band.width
        scores = np.full((len(TYPES), *shape), NEVER, np.float32)
        cells = scores.reshape(len(TYPES), -1)
        for kind, places, columns in self._columns(chunk):
            total = np.zeros(1, np.float32)
            for name, column in columns.items():
                total = total + weights[_PLACE[name]] * column
            cells[kind, places] = total
        return scores.transpose(1, 0, 2)

    def _columns(self, chunk: tuple[int, int]) -> Iterator[tuple[int, Places, Columns]]:
        """Yield for every kind of bead which cells one may end at, and its measures for each of these."""
        i, j = self._band.cells(*chunk)
        en_range, zh_range = _range(i, self._band.rows), _range(j, self._band.columns)
        near = near_path(self._path_en, self._path_zh, en_range, zh_range)
        window = look(self._en, self._zh, en_range, zh_range, near)
        measuring = _Measuring(self._en, self._zh, window, self.traits.ratio)
        inside = (i <= self._en.size) & (j <= self._zh.size)
        for kind, (n, m) in enumerate(TYPES):
            good = inside & (i >= n) & (j >= m)
            columns = measuring.bead(n, m, i[good] - n, j[good] - m)
            self._derive(columns, n, m)
            yield kind, slice(None) if good.all() else np.flatnonzero(good), columns

    def _derive(self, columns: Columns, n: int, m: int) -> None:
        """Add, in place, what depends on the kind of bead, its size and the closeness of the document.

        What nulls, larger beads, similarity and numbers are worth depends on the document at hand.
        """
        close = np.float32(self.traits.closeness - _CLOSENESS)
        one = np.ones(1, np.float32)
        if (n, m) != (1, 1):
            columns[f"kind_{n}_{m}"] = one
        for name in _STATED:
            if name in columns:
                columns[name] = columns[name] * np.float32(self.traits.numbers_count)
        if not n or not m:
            columns["closeness_null"] = close * one
            return
        size = np.float32(n + m)
        for name in ("similar", "length_ratio", "length_gap"):
            columns[f"{name}_by_size"] = columns[name] * size
        columns["rivals_by_size"] = (columns["en_rivals"] + columns["zh_rivals"]) * (size / 2)
        columns["closeness_by_size"] = close * (size - 2) * one
        columns["closeness_similar"] = close * columns["similar"]


def _closeness(en: Prepared, zh: Prepared, path_en: Ints, path_zh: Ints) -> float:
    """Return how similar segments are to the best of their neighbours across, on average."""
    best: list[float] = []
    for side, other, here, there in ((en, zh, path_en, path_zh), (zh, en, path_zh, path_en)):
        at = np.interp(np.arange(side.size), here, there).astype(np.int64)
        for first in range(0, side.size, _BLOCK):
            last = min(first + _BLOCK, side.size)
            low, high = max(0, int(at[first:last].min()) - _NEAR), int(at[first:last].max()) + _NEAR + 1
            alike = side.reading.singles[first:last] @ other.reading.singles[low:high].T
            away = np.abs(np.arange(low, low + alike.shape[1])[None] - at[first:last, None]) > _NEAR
            best.extend(np.where(away, -1, alike).max(axis=1, initial=-1).tolist())
    return float(np.mean(best)) if best else _CLOSENESS


def _range(cells: Ints, size: int) -> tuple[int, int]:
    longest = int(EN_COUNT.max())
    low = max(0, int(cells.min()) - longest - _MARGIN)
    return min(low, size), max(0, min(size, int(cells.max()) + _MARGIN))


class _Measuring:
    """Looks up measures of beads in the tables of one window."""

    def __init__(self, en: Prepared, zh: Prepared, window: Window, ratio: float) -> None:
        self._en, self._zh, self._window, self._ratio = en, zh, window, ratio

    def bead(self, n: int, m: int, i: Ints, j: Ints) -> Columns:
        """Return measures of the beads of n English segments from i and m Chinese ones from j."""
        a, b = i - self._window.en[0], j - self._window.zh[0]
        if m == 0:
            return self._null(self._en, i, 1.0, self._window.en_alone, self._window.en_figures[1], a)
        if n == 0:
            return self._null(self._zh, j, self._ratio, self._window.zh_alone, self._window.zh_figures[1], b)
        return {
            "similar": self._window.similar[n, m][a, b],
            "en_rivals": self._window.en_rivals[n][a],
            "zh_rivals": self._window.zh_rivals[m][b],
            "first_clause": self._window.first[a, b],
            "last_clause": self._window.last[a + n - 1, b + m - 1],
            "overrun": self._window.overrun[a, b] + self._window.overrun[a + n, b + m],
            **self._lengths(n, m, i, j),
            **self._words(n, m, a, b),
            **self._weakest(n, m, a, b),
            **self._signs(n, m, i, j),
            **self._values(n, m, a, b),
            **self._boundaries(n, m, i, j),
            **self._paragraphs(n, m, i, j),
        }

    @staticmethod
    def _null(side: Prepared, at: Ints, ratio: float, alone: Alone, figures: Table, place: Ints) -> Columns:
        """Return measures of segments that stand alone; `place` is where they stand in the window."""
        met = alone.met[place]
        found: Columns = {
            "null_rival": alone.best[place],
            "null_clear": alone.clear[place],
            "null_clause": alone.clause[place],
            "null_rival_beside": alone.best_beside[place],
            "null_length": np.log((side.lengths[at + 1] - side.lengths[at]) * ratio),
            "null_soft": side.soft[at].astype(np.float32) + side.soft[at + 1],
            "null_figures_met": np.minimum(met, _SIGNS_MAX),
            "null_figures_alone": np.minimum(figures[place] - met, _SIGNS_MAX),
        }
        if side.structured:
            opens, closes = side.opens[at], np.append(side.opens, True)[at + 1]
            found |= {"null_opens": opens, "null_closes": closes, "null_paragraph": opens & closes}
        return found

    def _values(self, n: int, m: int, a: Ints, b: Ints) -> Columns:
        """Return how many numbers and dates only one side of a bead has, and how many each."""
        shared = self._window.shared[n, m][a, b]
        en, zh = self._window.en_figures[n][a] - shared, self._window.zh_figures[m][b] - shared
        return {
            "figures_differ": np.minimum(en + zh, 2 * _SIGNS_MAX),
            "figures_clash": np.minimum(np.minimum(en, zh), _SIGNS_MAX),
        }

    def _boundaries(self, n: int, m: int, i: Ints, j: Ints) -> Columns:
        """Return how often a bead runs on within a sentence, and how often only one side does at an edge."""
        en, zh = self._en, self._zh
        inner = [(en, i + k) for k in range(1, n)] + [(zh, j + k) for k in range(1, m)]
        found: Columns = {}
        if inner:
            found["inner_soft"] = np.sum([side.soft[at] for side, at in inner], axis=0)
        edges = [(en.soft[i], zh.soft[j]), (en.soft[i + n], zh.soft[j + m])]
        found["edges_soft_one"] = np.sum([one != other for one, other in edges], axis=0)
        return found

    def _lengths(self, n: int, m: int, i: Ints, j: Ints) -> Columns:
        en = self._en.lengths[i + n] - self._en.lengths[i]
        zh = (self._zh.lengths[j + m] - self._zh.lengths[j]) * self._ratio
        ratio = np.log((en + _LENGTH_PRIOR) / (zh + _LENGTH_PRIOR))
        gap = np.minimum(np.abs(en - zh) / np.sqrt(en + zh), _GAP_MAX)
        return {"length_ratio": (ratio**2).astype(np.float32), "length_gap": gap / 5}

    def _words(self, n: int, m: int, a: Ints, b: Ints) -> Columns:
        window = self._window
        zh = window.covered_zh[n][b + m, a] - window.covered_zh[n][b, a]
        en = window.covered_en[m][a + n, b] - window.covered_en[m][a, b]
        zh_weight = window.weight_zh[b + m] - window.weight_zh[b]
        en_weight = window.weight_en[a + n] - window.weight_en[a]
        return {
            "zh_covered": zh / 10,
            "en_covered": en / 10,
            "zh_covered_share": zh / (zh_weight + _WORD_PRIOR),
            "en_covered_share": en / (en_weight + _WORD_PRIOR),
        }

    def _weakest(self, n: int, m: int, a: Ints, b: Ints) -> Columns:
        """Return how well a larger bead's least fitting segment fits."""
        window = self._window
        similar = window.similar
        found: Columns = {}
        if n > 1:
            found["weakest_en"] = np.min([similar[1, m][a + k, b] for k in range(n)], axis=0)
            covered = [
                (window.covered_en[m][a + k + 1, b] - window.covered_en[m][a + k, b])
                / (window.weight_en[a + k + 1] - window.weight_en[a + k] + _WORD_PRIOR)
                for k in range(n)
            ]
            found["weakest_en_covered"] = np.min(covered, axis=0)
        if m > 1:
            found["weakest_zh"] = np.min([similar[n, 1][a, b + k] for k in range(m)], axis=0)
            covered = [
                (window.covered_zh[n][b + k + 1, a] - window.covered_zh[n][b + k, a])
                / (window.weight_zh[b + k + 1] - window.weight_zh[b + k] + _WORD_PRIOR)
                for k in range(m)
            ]
            found["weakest_zh_covered"] = np.min(covered, axis=0)
        return found

    def _signs(self, n: int, m: int, i: Ints, j: Ints) -> Columns:
        en = self._en.marks[i + n] - self._en.marks[i]
        zh = self._zh.marks[j + m] - self._zh.marks[j]
        more = np.minimum(np.abs(en - zh), _SIGNS_MAX)
        both = np.minimum(np.minimum(en, zh), _SIGNS_MAX)
        found = {f"more_{k}": more[:, k] for k in range(len(MARKS))}
        found |= {f"both_{k}": both[:, k] for k in range(len(MARKS))}
        for name, en_at, zh_at, edge in (("opening", i, j, 0), ("closing", i + n - 1, j + m - 1, 1)):
            one, other = self._en.quoted[en_at, edge], self._zh.quoted[zh_at, edge]
            found[f"{name}_differs"] = one != other
            found[f"{name}_quoted"] = one & other
        within = [(self._en.within[i], self._zh.within[j]), (self._en.within[i + n], self._zh.within[j + m])]
        found["quotation_one"] = np.sum([one != other for one, other in within], axis=0)
        found["quotation_both"] = np.sum([one & other for one, other in within], axis=0)
        return found

    def _paragraphs(self, n: int, m: int, i: Ints, j: Ints) -> Columns:
        """Return how many paragraph breaks a bead runs across, and whether it starts with one."""
        found: Columns = {}
        en, zh = self._en, self._zh
        if en.structured and n > 1:
            found["crosses_en"] = np.sum([en.opens[i + k] for k in range(1, n)], axis=0)
        if zh.structured and m > 1:
            found["crosses_zh"] = np.sum([zh.opens[j + k] for k in range(1, m)], axis=0)
        if en.structured and zh.structured and n and m:
            found["opens_one"] = en.opens[i] != zh.opens[j]
            found["opens_both"] = en.opens[i] & zh.opens[j]
        return found
