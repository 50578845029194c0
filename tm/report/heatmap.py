"""The similarity of all segments as coloured pixels, of any size down to a picture's.

Two texts of 50,000 segments have 2.5 billion similarities: they are computed a band of the picture at a
time and never held whole. Leaves out: axes and path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Bead
from tm.embed import Vectors
from tm.errors import ReportError
from tm.report.raster import Colour, Pixels

_STOPS: tuple[Colour, ...] = ((255, 255, 255), (226, 236, 245), (151, 190, 219), (52, 119, 176), (8, 42, 92))
"""White to dark blue, ever darker: readable in grey and by every eye, and the orange path stands out."""

AXES = 2
"""Of the vectors of one side: segments, and the dimensions of the encoder."""

_SAMPLE = 200_000
"""Values looked at for the range of colours."""

_RARE = 97
"""The percentile of all cells that is shown darkest, unless the beads reach higher."""

_MOST = 75
"""The percentile of the beads' own similarities that is shown darkest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heat:
    """The coloured matrix, and the similarities its palest and darkest colours stand for."""

    pixels: Pixels
    low: float
    high: float


def heat(en: Vectors, zh: Vectors, beads: Sequence[Bead], longest: int) -> Heat:
    """Return `en @ zh.T` as at most `longest` pixels a side, from vectors `(n_en, dim)` and `(n_zh, dim)`.

    A larger matrix is cut into blocks, each shown by its highest value, so that a path one cell wide is
    not lost; a smaller one keeps one pixel a cell. The palest colour is the median of what is shown, the
    darkest what good beads reach. Raises ReportError for a side without segments, vectors of unlike
    lengths, and values that are no numbers.
    """
    if en.ndim != AXES or zh.ndim != AXES or 0 in {len(en), len(zh)} or en.shape[1] != zh.shape[1]:
        raise ReportError(
            "a similarity matrix has two sides, each with segments and vectors of one length;"
            f" these are {en.shape} and {zh.shape}"
        )
    blocks = block_max(en, zh, longest)
    if not np.isfinite(blocks).all():
        raise ReportError("the similarity matrix holds values that are no numbers; compute it again")
    shown = blocks.ravel()[:: max(1, blocks.size // _SAMPLE)]
    low, high = float(np.median(shown)), float(np.percentile(shown, _RARE))
    linked = [(en[list(bead.en)] @ zh[list(bead.zh)].T).max() for bead in beads if bead.en and bead.zh]
    if linked:
        high = max(high, float(np.percentile(linked, _MOST)))
    high = max(high, low + 1e-6)
    level = np.clip((blocks - low) / (high - low), 0, 1)
    return Heat(pixels=coloured(level), low=low, high=high)


def block_max(en: Vectors, zh: Vectors, longest: int) -> NDArray[np.floating]:
    """Return `en @ zh.T` with at most `longest` rows and columns, each block by its highest value."""
    down, across = _starts(len(en), longest), _starts(len(zh), longest)
    bands = pairwise([*down.tolist(), len(en)])
    rows = [np.maximum.reduceat((en[top:bottom] @ zh.T).max(axis=0), across) for top, bottom in bands]
    return np.stack(rows)


def _starts(size: int, longest: int) -> NDArray[np.int64]:
    """Return where each block of an axis begins."""
    shown = min(size, longest)
    starts: NDArray[np.int64] = np.arange(shown) * size // shown
    return starts


def coloured(level: NDArray[np.floating]) -> Pixels:
    """Return levels in 0–1 as colours, `(…, 3)`."""
    stops = np.asarray(_STOPS, np.float64)
    at = np.linspace(0, 1, len(stops))
    channels: Sequence[NDArray[np.floating]] = [
        np.interp(level, at, stops[:, channel]) for channel in range(3)
    ]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
