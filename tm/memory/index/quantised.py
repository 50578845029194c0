"""Vectors of many units as two bits a component, in cells of near ones: candidates for exact scoring.

A query is compared with the units of the cells nearest to it (an inverted file: Jégou, Douze and Schmid
2011). Of each component it is told by how much it differs from the mean of its side: the first bit says to
which side, both together one of four levels, and a scale a vector makes the estimate of its product with a
query unbiased (RaBitQ: Gao and Long 2024, without its rotation). Candidates are those of the lowest Hamming
distance by the first bits, ranked by the estimated cosine. Of a million units' true nearest ten, either
language or across, .98 are among the best 150 of both sides so (`scripts/bench lookup`).
Leaves out: exact cosines (`meaning`), making cells (`cells`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.cells import Cells, unit_rows
from tm.memory.values import UnitVectors

if TYPE_CHECKING:
    from tm.embed.encoder import Vectors

_LEAST_SCANNED = 70_000
"""Vectors a side scanned at each query, about two milliseconds; smaller memories are scanned whole."""
_SCANNED_SHARE = 0.06
"""Share scanned where that is more: of 1.2 million vectors and up."""
_BY_HAMMING = 1_500
"""Vectors of the lowest distances whose cosines are estimated."""
_THRESHOLD, _SMALL, _LARGE = 1.23, 0.567, 1.89
"""Where the two levels of a size part and what they stand for, in mean deviations: best for normally
distributed components (Max 1960, four levels)."""
_WORD_BITS = 64


def _packed(set_: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return `(n, dimension)` truth values as words `(n, dimension / 64)`, the last filled up."""
    missing = -set_.shape[1] % _WORD_BITS
    if missing:
        set_ = np.pad(set_, ((0, 0), (0, missing)))
    return np.packbits(set_, axis=1, bitorder="little").view(np.uint64)


def _coded(vectors: Vectors, cells: Cells) -> dict[str, NDArray[Any]]:
    """Return `signs`, `levels` and `scales` of unit vectors; see `PartSide`."""
    rest = vectors - cells.mean
    above = rest > 0
    large = np.abs(rest) > _THRESHOLD * cells.spread
    told = np.where(above, 1, -1) * np.where(large, _LARGE, _SMALL) * cells.spread
    product = np.maximum(np.vecdot(rest, told), np.finfo(np.float32).tiny)
    return {
        "signs": _packed(above),
        "levels": _packed(above == large),
        "scales": (np.vecdot(rest, rest) / product).astype(np.float32),
    }


def part_arrays(batches: Iterable[UnitVectors], cells: Cells) -> dict[str, NDArray[Any]]:
    """Return the arrays of one side; see `PartSide`."""
    ids = [np.zeros(0, dtype=np.int64)]
    cell = [np.zeros(0, dtype=np.int64)]
    coded = [_coded(np.zeros((0, len(cells.mean)), dtype=np.float32), cells)]
    for batch in batches:
        if len(batch.ids):
            rows = unit_rows(batch.codes)
            ids.append(batch.ids)
            cell.append(cells.of(rows))
            coded.append(_coded(rows, cells))
    cell_of = np.concatenate(cell)
    order = np.argsort(cell_of, kind="stable")
    sizes = np.bincount(cell_of, minlength=len(cells.centres))
    return {
        "ids": np.concatenate(ids)[order],
        **{name: np.concatenate([each[name] for each in coded])[order] for name in coded[0]},
        "mean": cells.mean,
        "spread": cells.spread,
        "centres": cells.centres,
        "starts": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """Units that are likely nearest, int64 `(n,)`, the likeliest first, and their cosines as estimated."""

    units: NDArray[np.int64]
    estimates: Vectors


class PartSide:
    """Vectors of one side as bits.

    `ids` int64 (n,) unit ids; `signs` uint64 (n, words), which components are above the mean's; `levels`
    uint64 (n, words), which of these are far above it and of the others near it; `scales` float32 (n,): all
    of them cell by cell; `mean` and `spread` float32 (dimension,), the components' means and mean deviations;
    `centres` float32 (cells, dimension); `starts` int64 (cells + 1,), where each cell begins.
    """

    ARRAYS = ("ids", "signs", "levels", "scales", "mean", "spread", "centres", "starts")

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.ids: NDArray[np.int64] = arrays["ids"]
        self._signs: NDArray[np.uint64] = arrays["signs"]
        self._levels: NDArray[np.uint64] = arrays["levels"]
        self._scales: Vectors = arrays["scales"]
        self._mean: Vectors = arrays["mean"]
        self._spread: Vectors = arrays["spread"]
        self._centres: Vectors = arrays["centres"]
        self._starts: NDArray[np.int64] = arrays["starts"]

    def __len__(self) -> int:
        return len(self.ids)

    def candidates(self, query: Vectors, limit: int) -> Candidates:
        """Return up to `limit` units that are likely nearest to the query, a vector of length 1."""
        spans = self._nearest_cells(query)
        signs = _packed(query[None] > self._mean)[0]
        distances = np.concatenate([_hamming(self._signs[first:last], signs) for first, last in spans])
        rows = np.concatenate([np.arange(first, last) for first, last in spans])
        near = rows[_lowest(distances, max(_BY_HAMMING, limit))]
        estimates = self._estimates(near, query)
        best = _lowest(-estimates, limit)
        return Candidates(units=self.ids[near[best]], estimates=estimates[best])

    def _estimates(self, rows: NDArray[np.int64], query: Vectors) -> Vectors:
        """Return the estimated cosines of rows with a query, float32 `(len(rows),)`.

        A level is `a * sign + b * level` with signs and levels of plus or minus 1, so that two sums over set
        bits are enough.
        """
        weights = query * self._spread
        both = np.concatenate([weights * (_LARGE + _SMALL) / 2, weights * (_LARGE - _SMALL) / 2])
        padded = np.zeros((2, self._signs.shape[1] * _WORD_BITS), dtype=np.float32)
        padded[:, : len(query)] = both.reshape(2, -1)
        codes = np.concatenate([self._signs[rows], self._levels[rows]], axis=1)
        products = 2 * _sums_where_set(codes, padded.reshape(-1)) - both.sum()
        estimates: Vectors = self._mean @ query + products * self._scales[rows]
        return estimates

    def _nearest_cells(self, query: Vectors) -> list[tuple[int, int]]:
        """Return the rows `[first, last)` of the nearest cells, as many as are to be scanned."""
        wanted = max(_LEAST_SCANNED, int(_SCANNED_SHARE * len(self)))
        if wanted >= len(self):
            return [(0, len(self))]
        order = np.argsort(-np.vecdot(self._centres, query))
        held = np.cumsum(np.diff(self._starts)[order])
        chosen = np.sort(order[: int(np.searchsorted(held, wanted)) + 1])
        return list(zip(self._starts[chosen].tolist(), self._starts[chosen + 1].tolist(), strict=True))


def _hamming(bits: NDArray[np.uint64], query: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Return the number of differing bits, uint16 `(n,)`, for bits `(n, words)`."""
    distances: NDArray[np.uint16] = np.einsum("nw->n", np.bitwise_count(bits ^ query), dtype=np.uint16)
    return distances


def _sums_where_set(bits: NDArray[np.uint64], values: Vectors) -> Vectors:
    """Return for bits `(n, words)` the sum of the values, one a bit, where they are set, float32 `(n,)`.

    The sums of every byte's 256 patterns are made first, so that a row costs one look-up a byte.
    """
    codes = bits.view(np.uint8)
    patterns = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    sums = patterns.astype(np.float32) @ values.reshape(-1, 8).T
    total: Vectors = sums[codes, np.arange(codes.shape[1])].sum(axis=1)
    return total


def _lowest(values: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return the places of the `count` lowest values, the lowest first."""
    if len(values) > count:
        lowest: NDArray[np.int64] = np.argpartition(values, count)[:count]
        return lowest[np.argsort(values[lowest], kind="stable")]
    return np.argsort(values, kind="stable")
