"""The vectors of a folder of releases: sentences, titles, whole documents in order. Leaves out: comparing them.

Document vectors keep the order of what is said: a text is seen through windows along its length
(Thompson and Koehn, EMNLP 2020, section 3), each a weighted mean of centred sentence vectors.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, other_side
from tm.embed import Encoder, Vectors
from tm.pairing.background import Background, centred
from tm.pairing.results import PairingInput
from tm.text import match_key

MOST_SENTENCES = 48
"""Longer texts are seen as so many stretches of neighbouring sentences."""

_WINDOWS = 4
_WINDOW_WIDTH = 0.2  # of the text's length
_PRIOR_SENTENCES = 300
_POOL = 4_000
"""Sentences of the other side among which neighbours are looked for, evenly spread where there are more."""

_NEIGHBOURS = (3, 8)
"""Ranks (from, up to) of the neighbours that make the crowd: the first few may be copies in look-alikes."""

_ROWS = 1_024


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profile:
    """One side's releases as arrays, `n` releases, `s` stretches in all, `d` dimensions.

    `stretches` `(s, d)` are the centred unit vectors of sentences (or runs of them), those of release
    `i` at `first[i]:first[i + 1]`; `shares` `(s,)` are their parts of the release's text, adding up to 1;
    `crowd` `(s,)` is each one's mean cosine to its nearest neighbours across, the nearest left out.
    `titles` `(n, d)` are zero where there is no title; `documents` `(n, windows * d)`; `lengths` in
    characters; `days` are proleptic ordinals, 0 for a missing date.
    """

    stretches: Vectors
    first: NDArray[np.int64]
    shares: NDArray[np.float32]
    crowd: Vectors
    titles: Vectors
    documents: Vectors
    lengths: NDArray[np.float32]
    days: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of releases."""
        return len(self.lengths)


def profiles(
    en: Sequence[PairingInput], zh: Sequence[PairingInput], encoder: Encoder, yardstick: Background
) -> dict[Side, Profile]:
    """Return the profile of each side; every distinct sentence is encoded once."""
    sides: dict[Side, Sequence[PairingInput]] = {"en": en, "zh": zh}
    texts = {
        side: [segment.text for item in items for segment in item.segments] for side, items in sides.items()
    }
    vectors = {side: encoder.encode(found) for side, found in texts.items()}
    means = _means(vectors, yardstick)
    moved = {side: centred(found, means[side]) for side, found in vectors.items()}
    ground = {side: centred(found, means[side]) for side, found in yardstick.vectors.items()}
    crowds = {
        side: crowd(moved[side], _pool(moved[other_side(side)], ground[other_side(side)])) for side in sides
    }
    return {side: _profile(items, texts[side], moved[side], crowds[side]) for side, items in sides.items()}


def _pool(vectors: Vectors, ground: Vectors) -> Vectors:
    """Return the background's sentences and at most `_POOL` of those at hand."""
    step = -(-len(vectors) // _POOL) or 1
    return np.concatenate([ground, vectors[::step]])


def crowd(vectors: Vectors, pool: Vectors) -> Vectors:
    """Return how near those of `pool` at the ranks `_NEIGHBOURS` are to each row, as a mean cosine `(n,)`."""
    skipped, last = _NEIGHBOURS
    found = np.zeros(len(vectors), np.float32)
    for start in range(0, len(vectors), _ROWS):
        cosines = vectors[start : start + _ROWS] @ pool.T
        ranked = np.partition(cosines, (-last, -skipped), axis=1)
        found[start : start + _ROWS] = ranked[:, -last:-skipped].mean(axis=1)
    return found


def _means(vectors: dict[Side, Vectors], yardstick: Background) -> dict[Side, Vectors]:
    """Return each side's mean: the background's, moved as far as the sentences at hand are many.

    What one side is too small to tell is taken from both, since both folders speak of the same things.
    """
    drift = {side: (found - yardstick.means[side]).sum(axis=0) for side, found in vectors.items()}
    count = sum(len(found) for found in vectors.values())
    common = sum(drift.values()) / (count + _PRIOR_SENTENCES)
    return {
        side: yardstick.means[side]
        + (drift[side] + _PRIOR_SENTENCES * common) / (len(vectors[side]) + _PRIOR_SENTENCES)
        for side in vectors
    }


def _profile(items: Sequence[PairingInput], texts: Sequence[str], vectors: Vectors, near: Vectors) -> Profile:
    counts = [len(item.segments) for item in items]
    starts = np.cumsum([0, *counts])
    sizes = np.array([len(text) for text in texts], np.float32)
    often = Counter(map(match_key, texts))
    told = sizes / np.array([often[match_key(text)] for text in texts], np.float32)
    pooled = [
        _stretches(vectors[low:high], told[low:high], near[low:high])
        for low, high in zip(starts, starts[1:], strict=False)
    ]
    width = vectors.shape[1]
    documents = [_document(found, share) for found, share, _ in pooled]
    return Profile(
        stretches=np.concatenate([found for found, _, _ in pooled] or [np.zeros((0, width), np.float32)]),
        first=np.cumsum([0, *(len(found) for found, _, _ in pooled)]),
        shares=np.concatenate([share for _, share, _ in pooled] or [np.zeros(0, np.float32)]),
        crowd=np.concatenate([beside for _, _, beside in pooled] or [np.zeros(0, np.float32)]),
        titles=np.array(
            [
                vectors[low] if count and item.segments[0].paragraph == 0 else np.zeros(width, np.float32)
                for item, low, count in zip(items, starts, counts, strict=False)
            ]
        ).reshape(len(items), width),
        documents=np.array(documents, np.float32).reshape(len(items), _WINDOWS * width),
        lengths=np.array(
            [sizes[low:high].sum() for low, high in zip(starts, starts[1:], strict=False)], np.float32
        ),
        days=np.array([item.release.date.toordinal() if item.release.date else 0 for item in items]),
    )


def stretch_starts(count: int) -> NDArray[np.int64]:
    """Return where each stretch of a text of `count` sentences starts."""
    return np.linspace(0, count, min(count, MOST_SENTENCES), endpoint=False).astype(np.int64)


def _stretches(vectors: Vectors, told: Vectors, near: Vectors) -> tuple[Vectors, Vectors, Vectors]:
    """Return at most `MOST_SENTENCES` unit vectors, their shares of the text, and their crowds."""
    if not len(vectors):
        return vectors, told, near
    shares = told / told.sum() if told.sum() > 0 else np.full(len(told), 1 / len(told), np.float32)
    if len(vectors) <= MOST_SENTENCES:
        return vectors, shares, near
    edges = stretch_starts(len(vectors))
    joined = np.add.reduceat(vectors * shares[:, None], edges, axis=0)
    counts = np.diff([*edges, len(vectors)])
    return (
        centred(joined, np.float32(0)),
        np.add.reduceat(shares, edges),
        np.add.reduceat(near, edges) / counts,
    )


def _document(vectors: Vectors, shares: NDArray[np.float32]) -> Vectors:
    """Return the windows of one text side by side, of length 1."""
    if not len(vectors):
        return np.zeros(_WINDOWS * vectors.shape[1], np.float32)
    place = np.cumsum(shares) - shares / 2
    middles = (np.arange(_WINDOWS) + 0.5) / _WINDOWS
    seen = np.exp(-(((place[None, :] - middles[:, None]) / _WINDOW_WIDTH) ** 2)) * shares
    windows = centred((seen @ vectors).astype(np.float32), np.float32(0))
    out: Vectors = windows.ravel() / np.float32(np.sqrt(_WINDOWS))
    return out
