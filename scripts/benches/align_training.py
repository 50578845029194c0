"""Learning the aligner's weights: beads of gold texts, a conditional random field, its gradient.

The score of a path is the sum of its beads' weighted measures; the weights are those that make the gold
paths likely among all paths of the strip (Lafferty et al. 2001), with a quadratic penalty. A gold bead
larger than the search allows, or beads that cross, stand for any path through their rectangle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from benches.gold import Document, Pair
from numpy.typing import NDArray

from tm.align.config import AlignConfig
from tm.align.features import FEATURES, Strip
from tm.align.lattice import NEVER, NUMBER, TYPES, Band, Step, empty_scores, path_through
from tm.align.sides import prepare
from tm.embed import ComposingEncoder

Floats = NDArray[np.float32]
Rectangle = tuple[int, int, int, int]
_STEEPEST = 30.0  # scale of a measure that hardly varies, at most


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
    """A gold text's beads: `values` `(features, beads)`, where each stands in the strip, which are gold."""

    document: Document
    band: Band
    values: Floats
    places: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    gold: NDArray[np.bool_]
    closeness: float
    single: bool
    """Whether the gold beads are one path, none of them too large or crossing."""

    def spread(self, scores: Floats) -> Floats:
        """Return scores of the beads laid out for the search."""
        laid = empty_scores(self.band)
        laid[self.places] = scores
        return laid


def rectangles(beads: Sequence[Pair], rows: int, columns: int) -> Iterator[Rectangle]:
    """Yield the smallest rectangles (i0, i1, j0, j1) in order that no gold bead leaves."""
    of_en = {i: bead for bead in beads for i in bead[0]}
    of_zh = {j: bead for bead in beads for j in bead[1]}
    i = j = 0
    while i < rows or j < columns:
        if i < rows and not of_en[i][1]:
            ends = i + 1, j
        elif j < columns and not of_zh[j][0]:
            ends = i, j + 1
        else:
            ends = _closed(of_en, of_zh, i, j, of_en[i] if i < rows else of_zh[j])
        yield i, ends[0], j, ends[1]
        i, j = ends


def _closed(of_en: dict[int, Pair], of_zh: dict[int, Pair], i: int, j: int, bead: Pair) -> tuple[int, int]:
    """Return the end of the smallest rectangle from (i, j) that holds `bead` and all it meets."""
    i_end, j_end = max(bead[0], default=i - 1) + 1, max(bead[1], default=j - 1) + 1
    while True:
        met = [of_en[k] for k in range(i, i_end)] + [of_zh[k] for k in range(j, j_end)]
        wider = (
            max([i_end, *(k + 1 for en, _ in met for k in en)]),
            max([j_end, *(k + 1 for _, zh in met for k in zh)]),
        )
        if wider == (i_end, j_end):
            return wider
        i_end, j_end = wider


def example(document: Document, encoder: ComposingEncoder) -> Example:
    """Measure all beads of a strip around the gold path."""
    en_segments, zh_segments = document.segments()
    en, zh = prepare(en_segments, "en", encoder, encoder), prepare(zh_segments, "zh", encoder, encoder)
    whole = list(rectangles(document.beads, en.size, zh.size))
    path = path_through([(i, j) for _, i, _, j in whole], en.size, zh.size)
    band = Band(en.size, zh.size, path, AlignConfig().band)
    strip = Strip(en, zh, band)
    values, places = [], []
    for first, last in strip.chunks():
        chunk = strip.measure((first, last))
        kind, diagonal, place = np.nonzero(chunk.sound)
        values.append(chunk.values[:, kind, diagonal, place])
        places.append((diagonal + first, kind, place))
    joined = tuple(np.concatenate(column) for column in zip(*places, strict=True))
    gold = np.zeros((band.diagonals, len(TYPES), band.width), np.bool_)
    for rectangle in whole:
        for kind, i, j in _allowed(rectangle):
            place = i - int(band.low[i + j])
            if 0 <= place < band.width:
                gold[i + j, kind, place] = True
    return Example(
        document=document,
        band=band,
        values=np.concatenate(values, axis=1),
        places=joined,
        gold=gold[joined],
        closeness=strip.closeness,
        single=int(gold[joined].sum()) == len(whole)
        and all((b - a, d - c) in NUMBER for a, b, c, d in whole),
    )


def _allowed(rectangle: Rectangle) -> Iterator[tuple[int, int, int]]:
    """Yield the beads a gold rectangle allows: itself, or where it is too large, all within it."""
    i0, i1, j0, j1 = rectangle
    kind = NUMBER.get((i1 - i0, j1 - j0))
    if kind is not None:
        yield kind, i1, j1
        return
    for kind, (n, m) in enumerate(TYPES):
        for i in range(i0 + n, i1 + 1):
            yield from ((kind, i, j) for j in range(j0 + m, j1 + 1))


def scales(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return what to multiply each measure's weight by, so that one penalty suits all."""
    squares = np.mean([(one.values.astype(np.float64) ** 2).mean(axis=1) for one in examples], axis=0)
    return np.where(squares > 0, np.minimum(1 / np.maximum(np.sqrt(squares), 1e-9), _STEEPEST), 0)


def loss(
    weights: NDArray[np.float64], examples: Sequence[Example], penalty: float, scale: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Return the penalised negative log likelihood of the gold paths and its gradient."""
    total, gradient = penalty * float(weights @ weights), 2 * penalty * weights
    plain = (weights * scale).astype(np.float32)
    for one in examples:
        scores = plain @ one.values
        every, shares = one.band.posteriors(one.spread(scores))
        if one.single:
            right, gold = float(scores[one.gold].sum(dtype=np.float64)), one.gold.astype(np.float32)
        else:
            right, laid = one.band.posteriors(one.spread(np.where(one.gold, scores, NEVER)))
            gold = laid[one.places]
        total += every - right
        gradient = gradient + scale * (one.values @ (shares[one.places] - gold))
    return total, gradient


def train(examples: Sequence[Example], penalty: float, rounds: int) -> Floats:
    """Return the weights of `FEATURES`."""
    from scipy.optimize import minimize

    scale = scales(examples)
    found = minimize(
        loss,
        np.zeros(len(FEATURES)),
        args=(examples, penalty, scale),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": rounds},
    )
    return (found.x * scale).astype(np.float32)


def best(one: Example, weights: Floats) -> list[tuple[Step, float]]:
    """Return the best path and each bead's share."""
    scores = one.spread(weights @ one.values)
    _, shares = one.band.posteriors(scores)
    steps = one.band.best(scores)
    return [
        (
            step,
            float(
                shares[
                    step.en_end + step.zh_end,
                    step.kind,
                    step.en_end - one.band.low[step.en_end + step.zh_end],
                ]
            ),
        )
        for step in steps
    ]


def pair(step: Step) -> Pair:
    """Return the segments of a step."""
    n, m = TYPES[step.kind]
    return tuple(range(step.en_end - n, step.en_end)), tuple(range(step.zh_end - m, step.zh_end))
