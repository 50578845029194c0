"""The similarity of every pair of segments as a picture, with the aligned path. Leaves out: aligning.

English runs down and Chinese across, as in the matrix `(n_en, n_zh)`.
"""

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Bead
from tm.embed import Vectors
from tm.errors import ReportError
from tm.report.aligned import check_cover
from tm.report.heatmap import Heat, coloured, heat
from tm.report.raster import Canvas, Colour, Point, png_bytes, text_width

PlotFormat = Literal["svg", "png"]

_LONGEST = 900
"""Pixels of the longer side of the matrix."""
_SHORTEST = 130
"""Pixels of the shorter side at least: so long is the lettering beside it."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 76, 58, 116, 26
_MOST_TICKS = 10
_BOXED = 4.0
"""Pixels a cell needs for the blocks of beads to be drawn; below it the path alone is legible."""
_PATH: Colour = (213, 94, 0)
_MOVED: Colour = (150, 30, 130)
_INK: Colour = (50, 55, 62)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """Where the matrix lies on the picture."""

    rows: int
    columns: int
    width: int
    height: int

    def at(self, row: float, column: float) -> Point:
        """Return the point of a place in the matrix."""
        return (_LEFT + column * self.width / self.columns, _TOP + row * self.height / self.rows)

    @property
    def boxed(self) -> bool:
        """Whether cells are large enough to draw around."""
        return min(self.width / self.columns, self.height / self.rows) >= _BOXED

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture."""
        return (_LEFT + self.width + _RIGHT, _TOP + self.height + _BOTTOM)


def similarity_plot(
    en: Vectors,
    zh: Vectors,
    beads: Sequence[Bead],
    *,
    kind: PlotFormat,
) -> bytes:
    """Return a picture of the similarities `en @ zh.T` and the path of `beads` over it.

    `en` and `zh` are unit vectors of segments, `(n_en, dim)` and `(n_zh, dim)`.
    A block of the path is a bead; nulls are its straight runs, moved beads stand apart in purple.
    Matrices beyond 900 cells a side are shown by the highest value of each block; axes count segments
    from 0. Raises ReportError where vectors and beads do not fit each other, or for another format.
    """
    if kind not in {"svg", "png"}:
        raise ReportError(f"unknown picture format {kind!r}; give svg or png")
    rows, columns = len(en), len(zh)
    check_cover(rows, columns, beads)
    picture = heat(en, zh, beads, _LONGEST)
    cell = _LONGEST / max(rows, columns)
    frame = _Frame(
        rows=rows,
        columns=columns,
        width=max(_SHORTEST, round(columns * cell)),
        height=max(_SHORTEST, round(rows * cell)),
    )
    return (_svg if kind == "svg" else _png)(picture, frame, beads)


def path_points(beads: Sequence[Bead]) -> list[tuple[int, int]]:
    """Return the corners (en, zh) of the path: where each bead that did not move begins and ends."""
    points = [(0, 0)]
    for bead in beads:
        if not bead.moved:
            en, zh = points[-1]
            points.append((min(bead.en, default=en), min(bead.zh, default=zh)))
            points.append((max(bead.en, default=en - 1) + 1, max(bead.zh, default=zh - 1) + 1))
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _boxes(beads: Sequence[Bead]) -> list[tuple[Colour, int, int, int, int]]:
    """Return the block of every bead with two sides: colour, first row, last, first column, last."""
    return [
        (_MOVED if bead.moved else _PATH, min(bead.en), max(bead.en) + 1, min(bead.zh), max(bead.zh) + 1)
        for bead in beads
        if bead.en and bead.zh
    ]


def ticks(count: int) -> list[int]:
    """Return the segment numbers to write on an axis of `count` segments: round ones, ten at most.

    >>> ticks(5), ticks(47), ticks(5000)[:3]
    ([0, 1, 2, 3, 4], [0, 5, 10, 15, 20, 25, 30, 35, 40, 45], [0, 500, 1000])
    """
    power = 10 ** math.floor(math.log10(max(count, 1)))
    steps = [max(1, power * part // 10) for part in (1, 2, 5, 10, 20, 50)]
    step = next(step for step in steps if math.ceil(count / step) <= _MOST_TICKS)
    return list(range(0, count, step))


def _lines(frame: _Frame, beads: Sequence[Bead]) -> list[tuple[Colour, list[Point]]]:
    """Return every line of the drawing over the matrix."""
    drawn: list[tuple[Colour, list[Point]]] = [(_PATH, [frame.at(*point) for point in path_points(beads)])]
    for colour, top, bottom, left, right in _boxes(beads):
        if colour is _PATH and not frame.boxed:
            continue
        corners = ((top, left), (top, right), (bottom, right), (bottom, left), (top, left))
        drawn.append((colour, [frame.at(*corner) for corner in corners]))
    return drawn


def _scaled(heat_: Heat, frame: _Frame) -> NDArray[np.uint8]:
    """Return the matrix grown or squeezed to the frame, each pixel that of the cell it lies in."""
    rows, columns, _ = heat_.pixels.shape
    down = np.arange(frame.height) * rows // frame.height
    across = np.arange(frame.width) * columns // frame.width
    grown: NDArray[np.uint8] = heat_.pixels[down][:, across]
    return grown


def _bar(frame: _Frame) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the colour bar."""
    return (_LEFT + frame.width + 38, _TOP, 14, min(220, frame.height))


def _png(heat_: Heat, frame: _Frame, beads: Sequence[Bead]) -> bytes:
    canvas = Canvas(*frame.size)
    canvas.paste(_LEFT, _TOP, _scaled(heat_, frame))
    for colour, points in _lines(frame, beads):
        if frame.boxed:
            canvas.line(points, (255, 255, 255), 3.5)
        canvas.line(points, colour, 2 if frame.boxed else 1.3)
    left, top, right, bottom = _LEFT - 0.5, _TOP - 0.5, _LEFT + frame.width + 0.5, _TOP + frame.height + 0.5
    canvas.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], _INK, 1)
    for tick in ticks(frame.columns):
        x, _ = frame.at(0, tick + 0.5)
        canvas.line([(x, _TOP - 5), (x, _TOP)], _INK, 1)
        canvas.text(x, _TOP - 13, str(tick), _INK, 9)
    for tick in ticks(frame.rows):
        _, y = frame.at(tick + 0.5, 0)
        canvas.line([(_LEFT - 5, y), (_LEFT, y)], _INK, 1)
        canvas.text(_LEFT - 10 - text_width(str(tick), 9) / 2, y, str(tick), _INK, 9)
    canvas.text(_LEFT + frame.width / 2, 18, "Chinese segments", _INK, 11)
    canvas.text(18, _TOP + frame.height / 2, "English segments", _INK, 11, upward=True)
    x0, y0, width, height = _bar(frame)
    canvas.paste(x0, y0, np.repeat(coloured(np.linspace(1, 0, height))[:, None], width, axis=1))
    canvas.text(x0 + width / 2, y0 - 10, f"{heat_.high:z.2f}", _INK, 9)
    canvas.text(x0 + width / 2, y0 + height + 10, f"{heat_.low:z.2f}", _INK, 9)
    canvas.text(x0 + width + 14, y0 + height / 2, "similarity", _INK, 9, upward=True)
    return png_bytes(canvas.pixels)


def _svg(heat_: Heat, frame: _Frame, beads: Sequence[Bead]) -> bytes:
    width, height = frame.size
    x0, y0, bar_width, bar_height = _bar(frame)
    bar = np.repeat(coloured(np.linspace(1, 0, 64))[:, None], 2, axis=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_box(width, height)}',
        f'viewBox="0 0 {width} {height}" style="max-width:100%;height:auto">',
        '<g font-family="system-ui, sans-serif" font-size="12" fill="#32373e" text-anchor="middle">',
        "<title>Similarity of segments, with the aligned path</title>",
        f"<desc>{frame.rows} English segments down, {frame.columns} Chinese segments across</desc>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        _image(heat_.pixels, _LEFT, _TOP, frame.width, frame.height),
        f'<rect x="{_LEFT}" y="{_TOP}" {_box(frame.width, frame.height)} fill="none" stroke="#32373e"/>',
        *(_polyline(points, colour, frame.boxed) for colour, points in _lines(frame, beads)),
        *_svg_axes(frame),
        _image(bar, x0, y0, bar_width, bar_height),
        f'<text x="{x0 + 7}" y="{y0 - 7}">{heat_.high:z.2f}</text>',
        f'<text x="{x0 + 7}" y="{y0 + bar_height + 17}">{heat_.low:z.2f}</text>',
        _upright(x0 + bar_width + 18, y0 + bar_height / 2, "similarity"),
        "</g></svg>\n",
    ]
    return "\n".join(parts).encode()


def _svg_axes(frame: _Frame) -> list[str]:
    parts: list[str] = []
    for tick in ticks(frame.columns):
        x, _ = frame.at(0, tick + 0.5)
        parts.append(
            f'<path d="M{x:.1f},{_TOP}v-5" stroke="#32373e"/><text x="{x:.1f}" y="{_TOP - 9}">{tick}</text>'
        )
    for tick in ticks(frame.rows):
        _, y = frame.at(tick + 0.5, 0)
        parts.append(
            f'<path d="M{_LEFT},{y:.1f}h-5" stroke="#32373e"/>'
            f'<text x="{_LEFT - 9}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>'
        )
    middle = _LEFT + frame.width / 2
    parts.append(f'<text x="{middle:.1f}" y="22" font-size="14">Chinese segments</text>')
    parts.append(_upright(22, _TOP + frame.height / 2, "English segments", 14))
    return parts


def _upright(x: float, y: float, text: str, size: int = 12) -> str:
    return f'<text transform="translate({x:.1f} {y:.1f}) rotate(-90)" font-size="{size}">{text}</text>'


def _polyline(points: Sequence[Point], colour: Colour, boxed: bool) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    halo = (
        f'<polyline points="{corners}" fill="none" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"/>'
    )
    look = f'stroke="#{bytes(colour).hex()}" stroke-width="{2 if boxed else 1.3}" stroke-linejoin="round"'
    return f'{halo if boxed else ""}<polyline points="{corners}" fill="none" {look}/>'


def _box(width: int, height: int) -> str:
    return f'width="{width}" height="{height}"'


def _image(pixels: NDArray[np.uint8], x: int, y: int, width: int, height: int) -> str:
    data = base64.b64encode(png_bytes(pixels)).decode()
    return (
        f'<image x="{x}" y="{y}" {_box(width, height)} preserveAspectRatio="none" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )
