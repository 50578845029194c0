"""Vectors of many units as one bit a component, in cells of near ones: candidates for exact scoring.

A query is compared with the units of the cells nearest to it (an inverted file: Jégou, Douze and Schmid
2011). A component's bit says whether it is above the mean of its side. Candidates are ranked by Hamming
distance, and the best of those by the query's own components over the bits. Of a million units' true
nearest ten, either language or across, .97 are found so (`scripts/bench lookup`).
Leaves out: exact cosines (`meaning`), making cells (`cells`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.cells import Cells
from tm.memory.values import UnitVectors

if TYPE_CHECKING:
    from tm.embed.encoder import Vectors

_LEAST_SCANNED = 100_000
"""Vectors scanned at each query, about three milliseconds; smaller memories are scanned whole."""
_SCANNED_SHARE = 0.06
"""Share scanned where that is more: of 1.7 million vectors and up."""
_BY_HAMMING = 2_000
"""Vectors of the lowest distances that are ranked by the query's components."""
_WORD_BITS = 64


def bits_of(vectors: NDArray[Any], mean: Vectors) -> NDArray[np.uint64]:
    """Return `(len(vectors), dimension / 64)`: a bit a component, set where it is above the mean's.

    Vectors may be of any one length each: a component is compared with the mean's times that length.
    """
    rows = vectors.astype(np.float32, copy=False)
    above = rows > np.linalg.norm(rows, axis=1, keepdims=True) * mean
    missing = -above.shape[1] % _WORD_BITS
    if missing:
        above = np.pad(above, ((0, 0), (0, missing)))
    return np.packbits(above, axis=1, bitorder="little").view(np.uint64)


def part_arrays(batches: Iterable[UnitVectors], cells: Cells) -> dict[str, NDArray[Any]]:
    """Return the arrays of one side; see `PartSide`."""
    ids = [np.zeros(0, dtype=np.int64)]
    bits = [np.zeros((0, -(-len(cells.mean) // _WORD_BITS)), dtype=np.uint64)]
    cell = [np.zeros(0, dtype=np.int64)]
    for batch in batches:
        if len(batch.ids):
            ids.append(batch.ids)
            bits.append(bits_of(batch.codes, cells.mean))
            cell.append(cells.of(batch.codes))
    cell_of = np.concatenate(cell)
    order = np.argsort(cell_of, kind="stable")
    sizes = np.bincount(cell_of, minlength=len(cells.centres))
    return {
        "ids": np.concatenate(ids)[order],
        "bits": np.concatenate(bits)[order],
        "mean": cells.mean,
        "centres": cells.centres,
        "starts": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    }


class PartSide:
    """Vectors of one side as bits.

    `ids` int64 (n,) unit ids; `bits` uint64 (n, words), both cell by cell; `mean` float32 (dimension,);
    `centres` float32 (cells, dimension); `starts` int64 (cells + 1,), where each cell begins.
    """

    ARRAYS = ("ids", "bits", "mean", "centres", "starts")

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.ids: NDArray[np.int64] = arrays["ids"]
        self._bits: NDArray[np.uint64] = arrays["bits"]
        self._mean: Vectors = arrays["mean"]
        self._centres: Vectors = arrays["centres"]
        self._starts: NDArray[np.int64] = arrays["starts"]

    def __len__(self) -> int:
        return len(self.ids)

    def candidates(self, query: Vectors, limit: int) -> NDArray[np.int64]:
        """Return the ids of up to `limit` units that are likely nearest to the query, the likeliest first."""
        spans = self._nearest_cells(query)
        bits = bits_of(query[None], self._mean)[0]
        distances = np.concatenate([_hamming(self._bits[first:last], bits) for first, last in spans])
        rows = np.concatenate([np.arange(first, last) for first, last in spans])
        near = rows[_lowest(distances, max(_BY_HAMMING, limit))]
        found: NDArray[np.int64] = self.ids[near[_lowest(-_agreement(self._bits[near], query), limit)]]
        return found

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


def _agreement(bits: NDArray[np.uint64], query: Vectors) -> Vectors:
    """Return for bits `(n, words)` the sum of the query's components where they are set, float32 `(n,)`.

    The sums of every byte's 256 patterns are made first, so that a vector costs one look-up a byte.
    """
    codes = bits.view(np.uint8)
    padded = np.zeros(codes.shape[1] * 8, dtype=np.float32)
    padded[: len(query)] = query
    patterns = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    sums = patterns.astype(np.float32) @ padded.reshape(-1, 8).T
    total: Vectors = sums[codes, np.arange(codes.shape[1])].sum(axis=1)
    return total


def _lowest(values: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return the places of the `count` lowest values, the lowest first."""
    if len(values) > count:
        lowest: NDArray[np.int64] = np.argpartition(values, count)[:count]
        return lowest[np.argsort(values[lowest], kind="stable")]
    return np.argsort(values, kind="stable")
