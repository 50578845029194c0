"""A similarity matrix as coloured pixels, of any size down to a picture's. Leaves out: axes and path."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Bead
from tm.errors import ReportError
from tm.report.raster import Colour, Pixels

_STOPS: tuple[Colour, ...] = ((255, 255, 255), (226, 236, 245), (151, 190, 219), (52, 119, 176), (8, 42, 92))
"""White to dark blue, ever darker: readable in grey and by every eye, and the orange path stands out."""

AXES = 2
"""English down, Chinese across."""

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


def heat(similarity: NDArray[np.floating], beads: Sequence[Bead], longest: int) -> Heat:
    """Return a matrix `(n_en, n_zh)` as at most `longest` pixels a side.

    A larger matrix is cut into blocks, each shown by its highest value, so that a path one cell wide is
    not lost; a smaller one keeps one pixel a cell. The palest colour is the median of what is shown, the
    darkest what good beads reach. Raises ReportError for an empty or non-finite matrix.
    """
    if similarity.ndim != AXES or 0 in similarity.shape:
        raise ReportError(
            f"a similarity matrix has two sides, each with segments; this one is {similarity.shape}"
        )
    blocks = block_max(similarity, longest)
    if not np.isfinite(blocks).all():
        raise ReportError("the similarity matrix holds values that are no numbers; compute it again")
    shown = blocks.ravel()[:: max(1, blocks.size // _SAMPLE)]
    low, high = float(np.median(shown)), float(np.percentile(shown, _RARE))
    linked = [similarity[np.ix_(bead.en, bead.zh)].max() for bead in beads if bead.en and bead.zh]
    if linked:
        high = max(high, float(np.percentile(linked, _MOST)))
    high = max(high, low + 1e-6)
    level = np.clip((blocks - low) / (high - low), 0, 1)
    return Heat(pixels=coloured(level), low=low, high=high)


def block_max(matrix: NDArray[np.floating], longest: int) -> NDArray[np.floating]:
    """Return the matrix with at most `longest` rows and columns, each block by its highest value."""
    for axis in (0, 1):
        size = matrix.shape[axis]
        if size > longest:
            starts = np.arange(longest) * size // longest
            matrix = np.maximum.reduceat(matrix, starts, axis=axis)
    return matrix


def coloured(level: NDArray[np.floating]) -> Pixels:
    """Return levels in 0–1 as colours, `(…, 3)`."""
    stops = np.asarray(_STOPS, np.float64)
    at = np.linspace(0, 1, len(stops))
    channels: Sequence[NDArray[np.floating]] = [
        np.interp(level, at, stops[:, channel]) for channel in range(3)
    ]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
