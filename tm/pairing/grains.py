"""Texts cut into sentences and into thirds, as parts an encoder composes.

Leaves out: the vectors made of them (`profile`).
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.embed import Parts, Vectors
from tm.pairing.results import PairingInput
from tm.text import match_key

Places = NDArray[np.int64]

THIRD = 4  # sentences of a third of a usual release
MOST_STRETCHES = 48
"""Longer texts are seen as so many stretches of neighbouring sentences."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grain:
    """Stretches of all releases in order; those of release `i` are at `first[i]:first[i + 1]`."""

    parts: Parts
    first: Places
    shares: Vectors


def stretch_starts(count: int) -> Places:
    """Return where each stretch of a text of `count` sentences starts."""
    return np.linspace(0, count, min(count, MOST_STRETCHES), endpoint=False).astype(np.int64)


def sentences(items: Sequence[PairingInput], parts: Parts) -> Grain:
    """Return sentences, or stretches of long texts; what stands in many releases counts less."""
    texts = [segment.text for item in items for segment in item.segments]
    keys = [match_key(text) for text in texts]
    often = Counter(keys)
    told = np.array([len(text) / often[key] for text, key in zip(texts, keys, strict=True)], np.float32)
    edges: list[tuple[int, int]] = []
    first = [0]
    shares = []
    for start, stop in _texts(items):
        borders = [*(start + stretch_starts(stop - start)).tolist(), stop]
        edges += itertools.pairwise(borders)
        first.append(len(edges))
        weight = np.add.reduceat(told[start:stop], np.array(borders[:-1]) - start)
        shares.append(weight / weight.sum())
    return Grain(
        parts=_joined(parts, edges, [np.ones(high - low, np.float32) for low, high in edges]),
        first=np.array(first),
        shares=np.concatenate(shares),
    )


def thirds(items: Sequence[PairingInput], parts: Parts) -> Parts:
    """Return three parts of equal length of each release; a sentence across a border is parted."""
    weights: list[Vectors] = []
    edges: list[tuple[int, int]] = []
    for start, stop in _texts(items):
        ends = np.cumsum(parts.lengths[start:stop]) / parts.lengths[start:stop].sum()
        starts = np.concatenate([[0.0], ends[:-1]])
        for low, high in itertools.pairwise((0, 1 / 3, 2 / 3, 1)):
            inside = (np.minimum(ends, high) - np.maximum(starts, low)).clip(0) / (ends - starts)
            held = np.flatnonzero(inside > 0)
            weights.append(inside[held[0] : held[-1] + 1].astype(np.float32))
            edges.append((start + int(held[0]), start + int(held[-1]) + 1))
    return _joined(parts, edges, weights)


def _texts(items: Sequence[PairingInput]) -> list[tuple[int, int]]:
    """Return where the segments of each release start and stop."""
    return list(itertools.pairwise(np.cumsum([0, *(len(item.segments) for item in items)]).tolist()))


def _joined(parts: Parts, edges: Sequence[tuple[int, int]], weights: Sequence[Vectors]) -> Parts:
    """Return the parts of runs of segments, each segment taken by its weight."""
    lows, highs = np.array(edges, np.int64).T
    sums = np.empty((len(edges), parts.sums.shape[1]), np.float32)
    lengths = np.empty(len(edges), np.float32)
    for at, ((low, high), weight) in enumerate(zip(edges, weights, strict=True)):
        sums[at] = weight @ parts.sums[low:high]
        lengths[at] = weight @ parts.lengths[low:high]
    return Parts(heads=parts.heads[lows], sums=sums, tails=parts.tails[highs - 1], lengths=lengths)
