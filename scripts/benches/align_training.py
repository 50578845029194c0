"""Learning the aligner's weights: beads of gold texts, a conditional random field, its gradient.

The score of a path is the sum of its beads' weighted measures; the weights are those that make the gold
paths likely among all paths of the strip (Lafferty et al. 2001), with a quadratic penalty. A gold bead
larger than the search allows, or beads that cross, stand for any path through their rectangle. Beads that
have no chance by the weights in the package, even flattened, are left out: one in forty is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from benches.gold import Document, Pair
from benches.paths import Cells, Paths
from numpy.typing import NDArray

from tm.align.chain import along, chain
from tm.align.config import AlignConfig
from tm.align.features import FEATURES, Strip
from tm.align.lattice import EN_COUNT, NUMBER, REWARD, TYPES, ZH_COUNT, Band, empty_scores, path_through
from tm.align.model import load
from tm.align.passages import steady
from tm.align.sides import prepare
from tm.align.traits import traits
from tm.embed import ComposingEncoder

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Rectangle = tuple[int, int, int, int]
_STEEPEST = 30.0  # scale of a measure that hardly varies, at most
_FLAT = 0.4
"""What the scores of the package are multiplied by before beads without a chance are left out."""
_CHANCE = 3e-4
_NEVER = -1e25


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
    """A gold text's beads: `values` `(features, beads)`, kind and end of each, and which are gold."""

    document: Document
    values: Floats
    kinds: Ints
    ends: Ints
    gold: NDArray[np.bool_]
    closeness: float

    @property
    def cells(self) -> Cells:
        """Return where the beads lead from and to."""
        counts = np.stack([EN_COUNT[self.kinds], ZH_COUNT[self.kinds]], axis=1)
        goal = len(self.document.en), len(self.document.zh)
        return Cells(source=self.ends - counts, target=self.ends, goal=goal)

    def pair(self, bead: int) -> Pair:
        """Return the segments of a bead."""
        (n, m), (i, j) = TYPES[self.kinds[bead]], self.ends[bead].tolist()
        return tuple(range(i - n, i)), tuple(range(j - m, j))


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
    """Measure the beads of a strip around the gold path that have any chance, and the gold ones."""
    en_segments, zh_segments = document.segments()
    en, zh = prepare(en_segments, "en", encoder, encoder), prepare(zh_segments, "zh", encoder, encoder)
    whole = list(rectangles(document.beads, en.size, zh.size))
    path = path_through([(i, j) for _, i, _, j in whole], en.size, zh.size)
    band = Band(en.size, zh.size, path, AlignConfig().band)
    points = steady(chain(en.reading.singles, zh.reading.singles), en.size, zh.size)
    known = traits(en, zh, *along(points, en.size, zh.size))
    strip, model = Strip(en, zh, band, known), load()
    flat = empty_scores(band)
    for chunk in strip.chunks():
        flat[slice(*chunk)] = _FLAT * strip.score(chunk, model.weights)
    kept = band.posteriors(flat)[1] > _CHANCE
    gold = np.zeros_like(kept)
    for kind, i, j in (one for rectangle in whole for one in _allowed(rectangle)):
        place = i - int(band.low[i + j])
        if 0 <= place < band.width:
            gold[i + j, kind, place] = True
    kept |= gold
    values = []
    for first, last in strip.chunks():
        diagonal, kind, place = np.nonzero(kept[first:last])
        values.append(strip.measure((first, last))[:, kind, diagonal, place])
    diagonal, kind, place = np.nonzero(kept)
    i = place + band.low[diagonal]
    return Example(
        document=document,
        values=np.concatenate([np.zeros((len(FEATURES), 0), np.float32), *values], axis=1),
        kinds=kind,
        ends=np.stack([i, diagonal - i], axis=1),
        gold=gold[kept],
        closeness=known.closeness,
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


def train(examples: Sequence[Example], counts: Sequence[float], penalty: float, rounds: int) -> Floats:
    """Return the weights of `FEATURES`; `counts` says how often each example counts."""
    from scipy.optimize import minimize

    scale = scales(examples)
    paths = Paths([one.cells for one in examples])
    values = np.concatenate([one.values * scale[:, None].astype(np.float32) for one in examples], axis=1)
    gold = np.concatenate([one.gold for one in examples])
    often = np.asarray(counts, np.float64)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the penalised negative log likelihood of the gold paths and its gradient."""
        scores = (weights.astype(np.float32) @ values).astype(np.float64)
        every, shares = paths.shares(scores)
        right, gold_shares = paths.shares(np.where(gold, scores, _NEVER))
        surplus = ((shares - gold_shares) * often[paths.text]).astype(np.float32)
        value = penalty * float(weights @ weights) + float(often @ (every - right))
        return value, 2 * penalty * weights + values @ surplus

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return (found.x * scale).astype(np.float32)


def surest(examples: Sequence[Example], weights: Floats) -> list[list[tuple[int, float]]]:
    """Return each text's surest path, as beads with their shares of all paths."""
    paths = Paths([one.cells for one in examples])
    scores = np.concatenate([weights @ one.values for one in examples]).astype(np.float64)
    kinds = np.concatenate([one.kinds for one in examples])
    _, shares = paths.shares(scores)
    begin = np.cumsum([0, *(len(one.kinds) for one in examples)])
    return [
        [(bead - int(begin[text]), float(shares[bead])) for bead in found]
        for text, found in enumerate(paths.best(REWARD[kinds] * shares))
    ]
