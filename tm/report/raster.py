"""Pictures made of pixels: drawing on an array and writing it as PNG. Leaves out: what is drawn.

Enough for one kind of plot, so that no drawing library is needed: smooth lines, filled areas and
a plotter's lettering (`assets/strokes.json`: strokes on a grid 6 high, `x, y, x, y, …`).
"""

import json
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tm.report.markup import asset

Pixels = NDArray[np.uint8]
"""`(height, width, 3)`, red, green, blue."""
Point = tuple[float, float]
Colour = tuple[int, int, int]

LETTER_HEIGHT = 6.0
_LETTER_GAP = 1.7
_BLANK = 2.6


def png_bytes(pixels: Pixels) -> bytes:
    """Return RGB pixels as a PNG file (PNG specification, third edition: sections 5 and 11)."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row opens with its filter type, 0 for none
    rows[:, 1:] = pixels.reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


class Canvas:
    """White paper to draw on; `x` runs right and `y` down, in pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.full((height, width, 3), 255, np.uint8)

    def paste(self, x: int, y: int, picture: Pixels) -> None:
        """Put a picture with its upper left corner at (x, y)."""
        height, width, _ = picture.shape
        self.pixels[y : y + height, x : x + width] = picture

    def line(self, points: Sequence[Point], colour: Colour, width: float = 1.5) -> None:
        """Draw straight lines from point to point, with smooth edges and round ends."""
        for start, end in pairwise(points):
            self._stroke(start, end, colour, width / 2)

    def _stroke(self, start: Point, end: Point, colour: Colour, radius: float) -> None:
        height, width, _ = self.pixels.shape
        left = max(int(min(start[0], end[0]) - radius - 1), 0)
        right = min(int(max(start[0], end[0]) + radius + 2), width)
        top = max(int(min(start[1], end[1]) - radius - 1), 0)
        bottom = min(int(max(start[1], end[1]) + radius + 2), height)
        if left >= right or top >= bottom:
            return
        x = np.arange(left, right)[None, :] + 0.5 - start[0]
        y = np.arange(top, bottom)[:, None] + 0.5 - start[1]
        dx, dy = end[0] - start[0], end[1] - start[1]
        along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        distance = np.hypot(x - along * dx, y - along * dy)
        cover = np.clip(radius + 0.5 - distance, 0, 1)[:, :, None]
        area = self.pixels[top:bottom, left:right]
        area[:] = np.rint(area * (1 - cover) + np.asarray(colour) * cover).astype(np.uint8)

    def text(
        self, x: float, y: float, text: str, colour: Colour, size: float, *, upward: bool = False
    ) -> None:
        """Letter `text` around its middle (x, y); `size` is the height of a digit."""
        scale = size / LETTER_HEIGHT
        pen = -text_width(text, size) / 2
        for letter in text:
            strokes = _strokes()[letter]
            for stroke in strokes:
                flat = [
                    (pen + stroke[at] * scale, stroke[at + 1] * scale - size / 2)
                    for at in range(0, len(stroke), 2)
                ]
                turned = [(x + v, y - u) if upward else (x + u, y + v) for u, v in flat]
                self.line(turned, colour, max(1.15, scale * 0.9))
            pen += (_advance(letter)) * scale


def text_width(text: str, size: float) -> float:
    """Return the length of a lettered text in pixels."""
    return (sum(map(_advance, text)) - _LETTER_GAP) * size / LETTER_HEIGHT


@cache
def _strokes() -> dict[str, list[list[float]]]:
    strokes: dict[str, list[list[float]]] = json.loads(asset("strokes.json"))
    return strokes


@cache
def _advance(letter: str) -> float:
    widths = [max(stroke[0::2]) for stroke in _strokes()[letter]]
    return (max(widths) if widths else _BLANK) + _LETTER_GAP
