"""Vectors of many units as one bit a component: candidates for exact scoring, by scanning all of them.

A component's bit says whether it is above the mean of its side. Candidates are ranked by Hamming
distance, and the best of those by the query's own components over the bits: on 30,000 real pairs the
best 300 held all true nearest ten, in either language and across. Leaves out: exact cosines (`meaning`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.values import UnitVectors

if TYPE_CHECKING:
    from tm.embed.encoder import Vectors

_MANY = 100_000
_SCANNED_SHARE = 0.5
"""Share of the bits scanned first where there are many vectors; the best fiftieth is scanned for the rest."""
_KEPT_SHARE = 0.02
_BY_HAMMING_SHARE = 0.005
_LEAST_BY_HAMMING, _MOST_BY_HAMMING = 2_000, 8_000
_WORD_BITS = 64
_CHUNK = 1 << 15
"""Vectors compared at a time, so that what is worked on stays in the processor's cache."""
_WORDS_AT_ONCE = 3
"""Words whose differing bits fit one byte when added up: 3 * 64 < 256."""
_SAMPLE_STEP = 16
_THREADS = 2


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


def part_arrays(batches: Iterable[UnitVectors], mean: Vectors) -> dict[str, NDArray[Any]]:
    """Return the arrays of one side; see `PartSide`."""
    ids = [np.zeros(0, dtype=np.int64)]
    bits = [np.zeros((0, -(-len(mean) // _WORD_BITS)), dtype=np.uint64)]
    for batch in batches:
        if len(batch.ids):
            ids.append(batch.ids)
            bits.append(bits_of(batch.codes, mean))
    return {
        "ids": np.concatenate(ids),
        "bits": np.ascontiguousarray(np.concatenate(bits).T),
        "mean": mean.astype(np.float32),
    }


class PartSide:
    """Vectors of one side as bits.

    `ids` int64 (n,) unit ids; `bits` uint64 (words, n), so that one word of many vectors lies together;
    `mean` float32 (dimension,).
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.ids: NDArray[np.int64] = arrays["ids"]
        self._bits: NDArray[np.uint64] = arrays["bits"]
        self._mean: Vectors = arrays["mean"]

    def __len__(self) -> int:
        return len(self.ids)

    def candidates(self, query: Vectors, limit: int) -> NDArray[np.int64]:
        """Return the ids of up to `limit` units that are likely nearest to the query."""
        if len(self) <= limit:
            return self.ids
        near = self._by_hamming(bits_of(query[None], self._mean)[0], limit)
        if len(near) <= limit:
            return self.ids[near]
        scores = _agreement(self._bits[:, near], query)
        return self.ids[near[np.argpartition(-scores, limit)[:limit]]]

    def _by_hamming(self, query: NDArray[np.uint64], limit: int) -> NDArray[np.int64]:
        """Return the rows of the lowest distances, some thousands of them."""
        wanted = int(np.clip(_BY_HAMMING_SHARE * len(self), _LEAST_BY_HAMMING, _MOST_BY_HAMMING))
        wanted = max(wanted, limit)
        if len(self) < _MANY:
            return _lowest(_hamming(self._bits, query), wanted)
        scanned = int(len(query) * _SCANNED_SHARE)
        first = _hamming(self._bits[:scanned], query[:scanned])
        kept = _lowest(first, int(len(self) * _KEPT_SHARE))
        rest = np.bitwise_count(self._bits[scanned:, kept] ^ query[scanned:, None])
        return kept[_lowest(first[kept] + rest.sum(axis=0, dtype=np.uint16), wanted)]


def _agreement(bits: NDArray[np.uint64], query: Vectors) -> Vectors:
    """Return for bits `(words, n)` the sum of the query's components where they are set, float32 `(n,)`.

    The sums of every byte's 256 patterns are made first, so that a vector costs one look-up a byte.
    """
    padded = np.zeros(len(bits) * _WORD_BITS, dtype=np.float32)
    padded[: len(query)] = query
    patterns = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    sums = patterns.astype(np.float32) @ padded.reshape(-1, 8).T
    codes = np.ascontiguousarray(bits.T).view(np.uint8)
    total: Vectors = sums[codes, np.arange(codes.shape[1])].sum(axis=1)
    return total


def _lowest(distances: NDArray[np.uint16], count: int) -> NDArray[np.int64]:
    """Return the rows of at least `count` of the lowest distances, or all rows where there are fewer."""
    if len(distances) <= count:
        return np.arange(len(distances))
    sample = np.sort(distances[::_SAMPLE_STEP])
    at = min(len(sample) - 1, count // _SAMPLE_STEP + _SAMPLE_STEP)
    near = np.flatnonzero(distances <= sample[at])
    return near if len(near) >= count else np.argpartition(distances, count)[:count]


def _hamming(bits: NDArray[np.uint64], query: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Return the number of differing bits, uint16 `(n,)`, for bits `(words, n)`, on two threads."""
    distances = np.zeros(bits.shape[1], dtype=np.uint16)
    half = -(-len(distances) // _THREADS // _CHUNK) * _CHUNK
    if half >= len(distances):
        _hamming_span(bits, query, distances, 0, len(distances))
        return distances
    with ThreadPoolExecutor(_THREADS) as pool:
        for first in range(0, len(distances), half):
            pool.submit(_hamming_span, bits, query, distances, first, min(first + half, len(distances)))
    return distances


def _hamming_span(
    bits: NDArray[np.uint64], query: NDArray[np.uint64], distances: NDArray[np.uint16], first: int, last: int
) -> None:
    mixed = np.empty(_CHUNK, dtype=np.uint64)
    counts = np.empty((2, _CHUNK), dtype=np.uint8)
    for begin in range(first, last, _CHUNK):
        end = min(begin + _CHUNK, last)
        size = end - begin
        total, one = counts[0, :size], counts[1, :size]
        for group in range(0, len(query), _WORDS_AT_ONCE):
            words = range(group, min(group + _WORDS_AT_ONCE, len(query)))
            for place, word in enumerate(words):
                np.bitwise_xor(bits[word, begin:end], query[word], out=mixed[:size])
                np.bitwise_count(mixed[:size], out=one if place else total)
                if place:
                    np.add(total, one, out=total)
            distances[begin:end] += total
