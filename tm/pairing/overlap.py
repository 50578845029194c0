"""How much of two texts answers each other in order: a quick alignment of many pairs at once.

Leaves out: beads (`tm.align`); this only says whether it is worth looking for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.embed import Vectors
from tm.pairing.background import Background
from tm.pairing.profile import Profile

Places = NDArray[np.int64]

_BATCH_CELLS = 60_000
"""Sentence pairs looked at together: small enough for the caches, large enough for numpy."""

_CLEAR_MARGIN = 0.35
"""The margin over the neighbours that counts in full, as a part of the span from strangers to translations."""

_CLEAR_LIKENESS = 0.6
"""From here on two sentences are held to say the same thing."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Overlap:
    """What the quick alignment of `p` pairs of releases found.

    `covered` `(p, 2)`: the shares of both texts that a path in order matches. Each sentence the path meets
    adds its share of its text, times how alike the two are, from 0 to 1; one sentence may answer several.
    In the first column 0 stands for strangers and 1 for translations of ordinary text; in the second 0 for
    being no nearer than the neighbours either has anyway (the margin of Artetxe and Schwenk, ACL 2019), so
    that free translations count and common phrases don't.
    `weakest` `(p, 2)`: on the same scales, how well the worst matched third of a text is matched, for the
    better off of the two texts: a whole paragraph that one side lacks leaves the other side's thirds alone,
    while texts that only share a passage leave a part of both without match.
    Stretches that clearly answer each other: `pair` `(q,)` says of which pair, `en` and `zh` `(q,)` which.
    """

    covered: Vectors
    weakest: Vectors
    pair: Places
    en: Places
    zh: Places


def overlap(ours: Profile, theirs: Profile, rows: Places, columns: Places, yardstick: Background) -> Overlap:
    """Align the pairs of releases at `rows` of `ours` (English) and `columns` of `theirs`."""
    covered, weakest = np.zeros((2, len(rows), 2), np.float32)
    links: list[Places] = []
    sizes = np.diff(ours.first)[rows], np.diff(theirs.first)[columns]
    for batch in _batches(*sizes):
        likeness, alike, left, right = _batch(ours, theirs, rows[batch], columns[batch], yardstick)
        covered[batch] = _paths(alike * (left[:, :, None] / 2), alike * (right[:, None, :] / 2))
        weakest[batch] = np.maximum(_thirds(alike.max(axis=3), left), _thirds(alike.max(axis=2), right))
        links.append(_links(likeness, ours.first[rows[batch]], theirs.first[columns[batch]], batch))
    pair, en, zh = np.concatenate(links, axis=1) if links else np.zeros((3, 0), np.int64)
    return Overlap(covered=covered, weakest=weakest, pair=pair, en=en, zh=zh)


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


def _padded(profile: Profile, which: Places) -> tuple[Vectors, Vectors, Vectors]:
    """Return vectors `(pairs, longest, d)`, shares and crowds `(pairs, longest)`, zero past the end."""
    counts = np.diff(profile.first)[which]
    steps = np.arange(counts.max())
    inside = steps[None, :] < counts[:, None]
    places = np.where(inside, profile.first[which][:, None] + steps[None, :], 0)
    return (
        profile.stretches[places] * inside[:, :, None],
        profile.shares[places] * inside,
        profile.crowd[places],
    )


def _batch(
    ours: Profile, theirs: Profile, rows: Places, columns: Places, yardstick: Background
) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    """Return likeness `(pairs, high, wide)`, both scales in 0–1 `(2, pairs, high, wide)`, and the shares."""
    left, left_share, left_crowd = _padded(ours, rows)
    right, right_share, right_crowd = _padded(theirs, columns)
    cosines = np.matmul(left, right.transpose(0, 2, 1))
    crowd = (left_crowd[:, :, None] + right_crowd[:, None, :]) / 2
    span = np.float32(_CLEAR_MARGIN * (yardstick.translations - yardstick.strangers))
    likeness = yardstick.likeness(cosines)
    alike = np.stack([likeness, (cosines - crowd) / span]).clip(0, 1)
    return likeness, alike, left_share, right_share


def _thirds(best: Vectors, shares: Vectors) -> Vectors:
    """Return the least mean over a third of the text `(pairs, k)` of the best matches `(k, pairs, longest)`."""
    ends = np.cumsum(shares, axis=1)
    starts = ends - shares
    means = []
    for third in range(3):
        inside = (np.minimum(ends, (third + 1) / 3) - np.maximum(starts, third / 3)).clip(0)
        means.append((best * inside).sum(axis=2) * 3)
    out: Vectors = np.min(means, axis=0).T
    return out


def _links(alike: Vectors, first_left: Places, first_right: Places, batch: Places) -> Places:
    """Return (pair, left stretch, right stretch) `(3, q)` of those that are each other's best and clear."""
    best_right = alike.argmax(axis=2)
    best_left = alike.argmax(axis=1)
    rows = np.arange(len(alike))[:, None]
    mutual = best_left[rows, best_right] == np.arange(alike.shape[1])
    clear = alike.max(axis=2) >= _CLEAR_LIKENESS
    pair, left = np.nonzero(mutual & clear)
    return np.stack([batch[pair], first_left[pair] + left, first_right[pair] + best_right[pair, left]])


def _paths(down: Vectors, across: Vectors) -> Vectors:
    """Return what the best path gains, `(pairs, k)`, of gains `(k, pairs, high, wide)` by direction."""
    down, across = (np.ascontiguousarray(gain.transpose(2, 3, 1, 0)) for gain in (down, across))
    best = np.zeros((down.shape[1] + 1, *down.shape[2:]), np.float32)  # of the row above, by column
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
