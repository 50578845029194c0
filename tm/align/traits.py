"""What is known of two texts as wholes, whatever part of them is looked at. Leaves out: single beads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.figures import Keys, answered
from tm.align.lattice import Ints
from tm.align.sides import Prepared

Mask = NDArray[np.bool_]

AVERAGE = 0.5
"""Closeness of a rather free translation, from which others are counted."""
_BLOCK = 512  # segments compared at a time
_NEAR = 20  # segments from the path that count as neighbours
_ONE_SIDED = 3  # times as many segments as the other side has: a stretch that is not answered
_LOOSE, _FAITHFUL = 0.6, 0.9  # share of numbers answered from which they count, and count in full


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
    """Return the traits of two texts, given places in both that answer each other, in order.

    A stretch that one side goes through alone is left out: it tells nothing of how the rest is translated.
    """
    rows, columns = np.diff(path_en), np.diff(path_zh)
    both = np.maximum(rows, columns) <= _ONE_SIDED * np.minimum(rows, columns) + _NEAR
    held = np.repeat(both, rows), np.repeat(both, columns)
    at = np.interp(np.arange(en.size), path_en, path_zh).astype(np.int64)
    kept = answered(_stated(en, held[0]), _stated(zh, held[1]), at, _NEAR)
    one, other = (np.diff(side.lengths)[some].sum() for side, some in ((en, held[0]), (zh, held[1])))
    return Traits(
        closeness=_closeness(en, zh, path_en, path_zh, held),
        ratio=float((one + 1) / (other + 1)),
        numbers_count=min(1.0, max(0.0, (kept - _LOOSE) / (_FAITHFUL - _LOOSE))),
    )


def _stated(side: Prepared, held: Mask) -> list[Keys]:
    """Return the values of every segment, none where it is left out."""
    return [keys if kept else frozenset() for keys, kept in zip(side.figures, held, strict=True)]


def _closeness(en: Prepared, zh: Prepared, path_en: Ints, path_zh: Ints, held: tuple[Mask, Mask]) -> float:
    """Return how similar the segments held are to the best of their neighbours across, on average."""
    found: list[float] = []
    turns = ((en, zh, path_en, path_zh, held[0]), (zh, en, path_zh, path_en, held[1]))
    for side, other, here, there, some in turns:
        best: list[float] = []
        at = np.interp(np.arange(side.size), here, there).astype(np.int64)
        for first in range(0, side.size, _BLOCK):
            last = min(first + _BLOCK, side.size)
            low, high = max(0, int(at[first:last].min()) - _NEAR), int(at[first:last].max()) + _NEAR + 1
            alike = side.reading.singles[first:last] @ other.reading.singles[low:high].T
            away = np.abs(np.arange(low, low + alike.shape[1])[None] - at[first:last, None]) > _NEAR
            best.extend(np.where(away, -1, alike).max(axis=1, initial=-1).tolist())
        found.extend(np.array(best)[some])
    return float(np.mean(found)) if found else AVERAGE
