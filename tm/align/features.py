"""What is measured of every bead in a strip, as numbers a linear model can weigh.

Leaves out: the weights (`model`) and what is measured in a window (`measures`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from tm.align.lattice import EN_COUNT, NEVER, TYPES, Band, Ints, Scores
from tm.align.measures import AnyTable, Common, Measured, Measuring
from tm.align.sides import MARKS, Prepared
from tm.align.sliding import Table
from tm.align.traits import AVERAGE, Traits
from tm.align.window import look

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
FEATURES: tuple[str, ...] = (*MEASURES, *(f"kind_{n}_{m}" for n, m in TYPES if (n, m) != (1, 1)))
_PLACE = {name: place for place, name in enumerate(FEATURES)}

CHUNK = 256
"""Diagonals measured at a time."""
Follows = tuple[str, str, float]
"""A feature, the measure it follows from, and the factor."""
_BEAD = "bead"  # the measure that is 1 of every bead
_COMMON = "common"  # what is measured alike of beads of all sizes, weighed
_SCALES = {"length_gap": 1 / 5, "zh_covered": 1 / 10, "en_covered": 1 / 10}


class Strip:
    """The beads of a strip, to be measured some diagonals at a time, in any order."""

    def __init__(self, en: Prepared, zh: Prepared, band: Band, known: Traits) -> None:
        """Take both sides and a strip, and the traits of the whole texts these are, or are parts of."""
        self._en, self._zh, self._band, self._traits = en, zh, band, known
        centre = band.low + band.width // 2
        self._path_en = np.clip(centre, 0, band.rows)
        self._path_zh = np.arange(band.diagonals) - self._path_en

    def chunks(self) -> list[tuple[int, int]]:
        """Return the ranges of diagonals to measure."""
        end = self._band.diagonals
        return [(first, min(first + CHUNK, end)) for first in range(1, end, CHUNK)]

    def measure(self, chunk: tuple[int, int]) -> NDArray[np.float32]:
        """Return all features of beads that end on these diagonals, `(features, kinds, diagonals, width)`.

        Those of beads that do not lie within both texts are zero.
        """
        measuring, cells = self._look(chunk)
        common = measuring.common()
        values = np.zeros((len(FEATURES), len(TYPES), *cells.places.shape), np.float32)
        for kind, (n, m) in enumerate(TYPES):
            tables = cells.tables(len(FEATURES), 0)
            for name, table in _measured(measuring, common, n, m) if cells.hold(n, m) else ():
                for feature, measure, factor in (*self._direct(), *self._derived(n, m)):
                    if measure == name:
                        tables[_PLACE[feature], n:, m:] += np.float32(factor) * table
            values[:, kind] = cells.take(tables, 0)
        return values

    def score(self, chunk: tuple[int, int], weights: NDArray[np.float32]) -> Scores:
        """Return what every bead that ends on these diagonals is worth, `(diagonals, kinds, width)`.

        `weights` are those of `FEATURES`. Beads that do not lie within both texts must never be.
        """
        measuring, cells = self._look(chunk)
        direct = {name: weights[_PLACE[name]] * np.float32(factor) for name, _, factor in self._direct()}
        common = _weighed(measuring.common(), direct)
        direct[_COMMON] = np.float32(1)
        tables = cells.tables(len(TYPES), NEVER)
        for kind, (n, m) in enumerate(TYPES):
            if cells.hold(n, m):
                factors = defaultdict(np.float32, direct)
                for feature, measure, factor in self._derived(n, m):
                    factors[measure] += weights[_PLACE[feature]] * np.float32(factor)
                tables[kind, n:, m:] = _total(_measured(measuring, common, n, m), factors)
        return cells.take(tables, NEVER).transpose(1, 0, 2)

    def _look(self, chunk: tuple[int, int]) -> tuple[Measuring, "_Cells"]:
        """Return what measures the beads of a window around these diagonals, and where they end in it."""
        i, j = self._band.cells(*chunk)
        en_range, zh_range = _range(i, self._band.rows), _range(j, self._band.columns)
        window = look(self._en, self._zh, en_range, zh_range, (self._path_en, self._path_zh))
        shape = en_range[1] - en_range[0] + 1, zh_range[1] - zh_range[0] + 1
        inside = (i >= 0) & (j >= 0) & (i <= self._en.size) & (j <= self._zh.size)
        places = np.where(inside, (i - en_range[0]) * shape[1] + j - zh_range[0], 0)
        cells = _Cells(shape=shape, places=places, inside=inside)
        return Measuring(self._en, self._zh, window, self._traits.ratio), cells

    def _direct(self) -> Iterator[Follows]:
        """Yield the features that are a measure at some scale, for beads of every kind."""
        for name in MEASURES:
            yield name, name, self._traits.numbers_count if name in _STATED else _SCALES.get(name, 1.0)

    def _derived(self, n: int, m: int) -> Iterator[Follows]:
        """Yield the features that depend on the kind of bead, its size and the closeness of the document.

        What nulls, larger beads and similarity are worth depends on the document at hand.
        """
        close = self._traits.closeness - AVERAGE
        if (n, m) != (1, 1):
            yield f"kind_{n}_{m}", _BEAD, 1.0
        if not n or not m:
            yield "closeness_null", _BEAD, close
            return
        size = n + m
        for name in ("similar", "length_ratio", "length_gap"):
            yield f"{name}_by_size", name, size * _SCALES.get(name, 1.0)
        for name in ("en_rivals", "zh_rivals"):
            yield "rivals_by_size", name, size / 2
        yield "closeness_by_size", _BEAD, close * (size - 2)
        yield "closeness_similar", "similar", close


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cells:
    """Where beads end: flat places in a table of points, `(English, Chinese)`, and which are in the texts."""

    shape: tuple[int, int]
    places: Ints
    inside: NDArray[np.bool_]

    def hold(self, n: int, m: int) -> bool:
        """Tell whether the window has room for a bead of n English and m Chinese segments."""
        return n < self.shape[0] and m < self.shape[1]

    def tables(self, count: int, value: float | np.float32) -> NDArray[np.float32]:
        """Return so many tables of points, filled with a value."""
        return np.full((count, *self.shape), value, np.float32)

    def take(self, tables: NDArray[np.float32], outside: float | np.float32) -> NDArray[np.float32]:
        """Return what tables hold at the cells, `(tables, diagonals, width)`."""
        found: NDArray[np.float32] = tables.reshape(len(tables), -1)[:, self.places]
        found[:, ~self.inside] = outside
        return found


def _measured(measuring: Measuring, common: Common, n: int, m: int) -> Measured:
    """Yield all that is measured of beads of a kind."""
    yield _BEAD, np.ones((1, 1), np.float32)
    if n and m:
        yield from common.of(n, m)
        yield from measuring.bead(n, m)
    else:
        yield from measuring.null(0 if n else 1)


def _weighed(common: Common, factors: dict[str, np.float32]) -> Common:
    """Return what is common to all beads as weighted tables, named `_COMMON`."""

    def total(tables: Mapping[str, AnyTable]) -> dict[str, AnyTable]:
        return {_COMMON: _total(tables.items(), factors)}

    return Common(starts=total(common.starts), ends=total(common.ends), points=total(common.points))


def _total(measured: Iterable[tuple[str, AnyTable]], factors: Mapping[str, np.float32]) -> Table:
    """Return the weighted sum of what is measured."""
    totals: dict[tuple[int, ...], Table] = {}  # by shape: what is the same along a side stays small
    for name, table in measured:
        part = table * factors[name]
        if part.shape in totals:
            totals[part.shape] += part
        else:
            totals[part.shape] = part
    return reduce(np.add, totals.values())


def _range(cells: Ints, size: int) -> tuple[int, int]:
    longest = int(EN_COUNT.max())
    return min(max(0, int(cells.min()) - longest), size), max(0, min(size, int(cells.max())))
