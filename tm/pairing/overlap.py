"""How much of two texts answers each other in order: a quick alignment of many pairs at once.

Leaves out: beads (`tm.align`); this only says whether it is worth looking for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.embed import Vectors
from tm.pairing.background import Background
from tm.pairing.grains import Places
from tm.pairing.profile import Level

_BATCH_CELLS = 60_000
"""Sentence pairs looked at together: small enough for the caches, large enough for numpy."""

GRADES = (0.2, 0.35, 0.5, 0.65, 0.8)
"""How alike a sentence and its best match are, in steps."""

_CLEAR_LIKENESS = 0.6
"""From here on two sentences are held to say the same thing."""

_STRANGERS_APART = np.float32(1 / 3)
"""How far apart two places taken at random are on average."""

_PLACES_PRIOR = np.float32(0.05)
"""Share of both texts that counts as such strangers: one pair of sentences proves little."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Overlap:
    """What the quick alignment of `p` pairs of releases found; shares are from 0 to 1.

    `covered` `(p,)`: the share of both texts that a path in order matches. Each sentence the path meets
    adds its share of its text, times how alike the two are (strangers 0, translations 1); one sentence may
    answer several. `weakest` `(p,)`: how well the worst matched third of a text is matched, for the better
    off of the two texts: a whole paragraph that one side lacks leaves the other side's thirds alone, while
    texts that only share a passage leave a part of both without match.
    `graded` `(p, 2, len(GRADES))`: the share of a text whose best match is at one of `GRADES` and below the
    next, of the better matched text and of the other.
    Of sentences that are each other's best: `weakest_mutual` `(p,)` is `weakest` with only these matched.
    `apart` `(p,)` is how far from each other they stand in the two texts on average (0 to 1), of the clear
    ones; `shifted` `(p,)` how far the one text stands before the other on the whole. Both are large where the
    end of one text is the beginning of the other.
    Sentences that clearly answer each other: `pair` `(q,)` says of which pair, `en` and `zh` `(q,)` which.
    """

    covered: Vectors
    weakest: Vectors
    graded: Vectors
    weakest_mutual: Vectors
    apart: Vectors
    shifted: Vectors
    pair: Places
    en: Places
    zh: Places


def overlap(ours: Level, theirs: Level, rows: Places, columns: Places, yardstick: Background) -> Overlap:
    """Align the pairs of releases at `rows` of `ours` and `columns` of `theirs`."""
    covered, weakest, weakest_mutual = np.zeros((3, len(rows)), np.float32)
    apart, shifted = np.full(len(rows), _STRANGERS_APART, np.float32), np.zeros(len(rows), np.float32)
    graded = np.zeros((len(rows), 2, len(GRADES)), np.float32)
    links: list[Places] = [np.zeros((3, 0), np.int64)]
    sizes = np.diff(ours.first)[rows], np.diff(theirs.first)[columns]
    for batch in _batches(*sizes):
        left, left_share = _padded(ours, rows[batch])
        right, right_share = _padded(theirs, columns[batch])
        likeness = yardstick.likeness(np.matmul(left, right.transpose(0, 2, 1)))
        alike = likeness.clip(0, 1)
        covered[batch] = _paths(alike * left_share[:, :, None], alike * right_share[:, None, :]) / 2
        best_left, best_right = alike.max(axis=2), alike.max(axis=1)
        weakest[batch] = np.maximum(_thirds(best_left, left_share), _thirds(best_right, right_share))
        graded[batch] = _better_first(_graded(best_left, left_share), _graded(best_right, right_share))
        mutual = np.where(_mutual(likeness, left_share, right_share), alike, 0)
        weakest_mutual[batch] = np.maximum(
            _thirds(mutual.max(axis=2), left_share), _thirds(mutual.max(axis=1), right_share)
        )
        apart[batch], shifted[batch] = _places(mutual, left_share, right_share)
        links.append(_links(mutual, ours.first[rows[batch]], theirs.first[columns[batch]], batch))
    pair, en, zh = np.concatenate(links, axis=1)
    return Overlap(
        covered=covered, weakest=weakest, graded=graded, weakest_mutual=weakest_mutual, apart=apart,
        shifted=shifted, pair=pair, en=en, zh=zh,
    )  # fmt: skip


def _batches(high: Places, wide: Places) -> Iterator[Places]:
    """Yield places of pairs of about the same size, empty releases left out."""
    order = np.lexsort((wide, high))
    order = order[(high[order] > 0) & (wide[order] > 0)]
    start = 0
    while start < len(order):
        stop = start + 1
        tall, broad = high[order[start]], wide[order[start]]
        while stop < len(order):
            tall, broad = max(tall, high[order[stop]]), max(broad, wide[order[stop]])
            if (stop + 1 - start) * tall * broad > _BATCH_CELLS:
                break
            stop += 1
        yield order[start:stop]
        start = stop


def _padded(level: Level, which: Places) -> tuple[Vectors, Vectors]:
    """Return vectors `(pairs, longest, d)` and shares `(pairs, longest)`, zero past the end."""
    counts = np.diff(level.first)[which]
    steps = np.arange(counts.max())
    inside = steps[None, :] < counts[:, None]
    places = np.where(inside, level.first[which][:, None] + steps[None, :], 0)
    return level.vectors[places] * inside[:, :, None], level.shares[places] * inside


def _thirds(best: Vectors, shares: Vectors) -> Vectors:
    """Return the least mean over a third of the text `(pairs,)` of the best matches `(pairs, longest)`."""
    ends = np.cumsum(shares, axis=1)
    starts = ends - shares
    means = []
    for third in range(3):
        inside = (np.minimum(ends, (third + 1) / 3) - np.maximum(starts, third / 3)).clip(0)
        means.append((best * inside).sum(axis=1) * 3)
    out: Vectors = np.min(means, axis=0)
    return out


def _graded(best: Vectors, shares: Vectors) -> Vectors:
    """Return the share of the text in each grade `(pairs, grades)` by best matches `(pairs, longest)`."""
    grade = np.digitize(best, GRADES)
    out: Vectors = np.stack([((grade == at + 1) * shares).sum(axis=1) for at in range(len(GRADES))], axis=1)
    return out


def _better_first(left: Vectors, right: Vectors) -> Vectors:
    """Return both texts' grades `(pairs, 2, grades)`, the higher ones on the whole before the others."""
    both = np.stack([left, right], axis=1)
    steps = np.arange(1, len(GRADES) + 1)
    swapped = left @ steps < right @ steps
    out: Vectors = np.where(swapped[:, None, None], both[:, ::-1], both)
    return out


def _mutual(likeness: Vectors, left_share: Vectors, right_share: Vectors) -> NDArray[np.bool_]:
    """Say which sentences are each other's best `(pairs, high, wide)`, one at most for each."""
    inside = (left_share[:, :, None] > 0) & (right_share[:, None, :] > 0)
    held = np.where(inside, likeness, -np.inf)
    best_right, best_left = held.argmax(axis=2), held.argmax(axis=1)
    rows, columns = np.arange(held.shape[1])[:, None], np.arange(held.shape[2])
    out: NDArray[np.bool_] = inside & (best_right[:, :, None] == columns) & (best_left[:, None, :] == rows)
    return out


def _places(mutual: Vectors, left_share: Vectors, right_share: Vectors) -> tuple[Vectors, Vectors]:
    """Return how far apart sentences stand that are each other's best, and how far shifted, `(pairs,)`.

    A sentence stands where its middle does, the text being 1 long; each pair of sentences counts by how
    alike they are and by their shares.
    """
    middles = [np.cumsum(shares, axis=1) - shares / 2 for shares in (left_share, right_share)]
    ahead = middles[0][:, :, None] - middles[1][:, None, :]
    weight = mutual * (left_share[:, :, None] + right_share[:, None, :])
    clear = weight * (mutual >= _CLEAR_LIKENESS)
    away = (clear * np.abs(ahead)).sum(axis=(1, 2)) + _STRANGERS_APART * _PLACES_PRIOR
    shift = np.abs((weight * ahead).sum(axis=(1, 2)))
    return away / (clear.sum(axis=(1, 2)) + _PLACES_PRIOR), shift / (weight.sum(axis=(1, 2)) + _PLACES_PRIOR)


def _links(mutual: Vectors, first_left: Places, first_right: Places, batch: Places) -> Places:
    """Return (pair, left stretch, right stretch) `(3, q)` of those that are each other's best and clear."""
    pair, left, right = np.nonzero(mutual >= _CLEAR_LIKENESS)
    return np.stack([batch[pair], first_left[pair] + left, first_right[pair] + right])


def _paths(down: Vectors, across: Vectors) -> Vectors:
    """Return what the best path gains `(pairs,)`, of gains `(pairs, high, wide)` of steps either way."""
    down, across = (np.ascontiguousarray(gain.transpose(1, 2, 0), np.float32) for gain in (down, across))
    best = np.zeros((down.shape[1] + 1, down.shape[2]), np.float32)  # of the row above, by column
    for from_left, from_right in zip(down, across, strict=True):
        corner = best[0].copy()
        for column in range(1, len(best)):
            step_down, step_across = from_left[column - 1], from_right[column - 1]
            above = best[column].copy()
            np.maximum(corner + step_down + step_across, above + step_down, out=best[column])
            np.maximum(best[column], best[column - 1] + step_across, out=best[column])
            corner = above
    out: Vectors = best[-1]
    return out
