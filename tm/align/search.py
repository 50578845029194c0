"""The best beads of two texts that run in step. Leaves out: corrections (`aligner`), moved passages."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from tm.align.chain import Point
from tm.align.config import AlignConfig
from tm.align.features import Strip
from tm.align.lattice import (
    EN_COUNT,
    NEVER,
    NUMBER,
    SIZE,
    TYPES,
    Band,
    Scores,
    Step,
    empty_scores,
    path_through,
)
from tm.align.model import Model
from tm.align.sides import Prepared
from tm.align.traits import Traits

Pair = tuple[tuple[int, ...], tuple[int, ...]]

_EDGE = 2
"""Cells from the edge of the strip at which a path is taken to be squeezed by it."""
_WIDEST = 192


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A bead of the best path: segments, score, and its share of all paths' weight (0 to 1)."""

    en: tuple[int, ...]
    zh: tuple[int, ...]
    score: float
    share: float
    kind: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What the search must respect: beads that must not come out, segments that have no counterpart."""

    rejected: tuple[Pair, ...] = ()
    lone_en: tuple[int, ...] = ()
    lone_zh: tuple[int, ...] = ()


FREE = Bounds()


def search(
    en: Prepared,
    zh: Prepared,
    points: Sequence[Point],
    model: Model,
    config: AlignConfig,
    known: Traits,
    bounds: Bounds = FREE,
) -> list[Found]:
    """Return the beads of the best path through both texts, in order, as `bounds` allow.

    `known` are the traits of the whole texts.
    The strip is laid along `points`, and laid anew, wider, for as long as the path runs along its edge.
    Raises AlignError where rejected beads leave no path.
    """
    corners = [(point.i, point.j) for point in points]
    path = path_through(corners, en.size, zh.size)
    width = max(config.band, _room(corners, en.size, zh.size))
    while True:
        band = Band(en.size, zh.size, path, width)
        scores = score(en, zh, band, model, config, known)
        for bead in bounds.rejected:
            _forbid(scores, band, bead)
        _isolate(scores, band, bounds)
        steps, shares = band.surest(scores)
        if width >= _WIDEST or not _squeezed(band, steps):
            break
        path = path_through([(step.en_end, step.zh_end) for step in steps], en.size, zh.size)
        width = 2 * width
    return [_found(step, band, scores, share) for step, share in zip(steps, shares, strict=True)]


def score(en: Prepared, zh: Prepared, band: Band, model: Model, config: AlignConfig, known: Traits) -> Scores:
    """Return the score of every bead in the strip, `(diagonals, kinds, width)`."""
    scores = empty_scores(band)
    strip = Strip(en, zh, band, known)

    def fill(chunk: tuple[int, int]) -> None:
        scores[slice(*chunk)] = strip.score(chunk, model.weights)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(lambda side: side.reading.runs, (en, zh)))  # kept: not each chunk its own
        list(pool.map(fill, strip.chunks()))
    scores[:, config.max_bead < SIZE] = NEVER
    return scores


def _room(corners: list[tuple[int, int]], rows: int, columns: int) -> int:
    """Return the width that holds any path between neighbouring corners, as far as that is sensible."""
    gaps = (min(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([(0, 0), *corners, (rows, columns)]))
    return min(max(gaps) + 2 * int(EN_COUNT.max()), _WIDEST)


def _squeezed(band: Band, steps: list[Step]) -> bool:
    """Tell whether the path runs along the edge of the strip where the grid goes on beyond it."""
    for step in steps:
        low = int(band.low[step.en_end + step.zh_end])
        high = low + band.width - 1
        if step.en_end - low < _EDGE and low > 0 and step.zh_end < band.columns:
            return True
        if high - step.en_end < _EDGE and high < band.rows and step.zh_end > 0:
            return True
    return False


def _forbid(scores: Scores, band: Band, bead: Pair) -> None:
    """Take one bead out of the search, in place."""
    en, zh = bead
    kind = NUMBER.get((len(en), len(zh)))
    if kind is None:
        return
    ends = [en[-1] + 1] if en else range(band.rows + 1)
    others = [zh[-1] + 1] if zh else range(band.columns + 1)
    for i in ends:
        for j in others:
            place = i - int(band.low[i + j])
            if 0 <= place < band.width:
                scores[i + j, kind, place] = NEVER


def _isolate(scores: Scores, band: Band, bounds: Bounds) -> None:
    """Take out of the search, in place, every bead but the null of segments that have no counterpart."""
    if not bounds.lone_en and not bounds.lone_zh:
        return
    ends = band.cells(0, band.diagonals)
    for side, numbers in enumerate((bounds.lone_en, bounds.lone_zh)):
        for kind, counts in enumerate(TYPES):
            count = counts[side]
            for number in numbers if count and counts[1 - side] else ():
                scores[:, kind][(ends[side] > number) & (ends[side] <= number + count)] = NEVER


def _found(step: Step, band: Band, scores: Scores, share: float) -> Found:
    n, m = TYPES[step.kind]
    return Found(
        en=tuple(range(step.en_end - n, step.en_end)),
        zh=tuple(range(step.zh_end - m, step.zh_end)),
        score=float(scores[band.place(step)]),
        share=share,
        kind=step.kind,
    )
