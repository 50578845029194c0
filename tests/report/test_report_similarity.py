import struct
import tracemalloc
import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tm.bitext import Bead
from tm.errors import ReportError
from tm.report import similarity_plot
from tm.report.heatmap import block_max
from tm.report.raster import text_width
from tm.report.similarity import path_points, ticks

SVG = "{http://www.w3.org/2000/svg}"


def decoded(png: bytes) -> np.ndarray:
    """Read an RGB PNG as written here: chunks with their checksums, every row unfiltered."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (8, 2, [0, 0, 0])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def diagonal(count: int) -> list[Bead]:
    return [Bead(en=(at,), zh=(at,)) for at in range(count)]


def sides(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return vectors of two sides whose similarities are those of a matrix."""
    return matrix, np.eye(matrix.shape[-1], dtype=matrix.dtype)


def similarities(rows: int, columns: int, beads: list[Bead]) -> np.ndarray:
    matrix = np.random.default_rng(3).normal(0.1, 0.05, (rows, columns)).astype(np.float32)
    for bead in beads:
        matrix[np.ix_(bead.en, bead.zh)] = 0.8
    return matrix


@pytest.mark.parametrize("count", [1, 5, 300, 2_000])
def test_both_pictures_of_any_size_are_sound(count: int) -> None:
    beads = diagonal(count)
    matrix = similarities(count, count, beads)
    picture = decoded(similarity_plot(*sides(matrix), beads, kind="png"))
    assert 900 < min(picture.shape[:2]) <= max(picture.shape[:2]) < 1200
    root = etree.fromstring(similarity_plot(*sides(matrix), beads, kind="svg"))
    size = (int(root.get("height")), int(root.get("width")))
    assert size == picture.shape[:2]
    assert root.get("viewBox") == f"0 0 {size[1]} {size[0]}"
    assert "max-width:100%" in root.get("style")
    labels = [node.text for node in root.iter(f"{SVG}text")]
    assert "Chinese segments" in labels
    assert "English segments" in labels
    assert {str(tick) for tick in ticks(count)} <= set(labels)
    image = next(root.iter(f"{SVG}image"))
    assert image.get("href").startswith("data:image/png;base64,")
    assert len(root.findall(f".//{SVG}polyline")) >= 1


def test_moved_beads_and_nulls_are_drawn_apart() -> None:
    beads = [
        Bead(en=(0,), zh=(0, 1)),
        Bead(en=(1,), zh=()),
        Bead(en=(2,), zh=(3,)),
        Bead(en=(3,), zh=(2,), moved=True),
    ]
    assert path_points(beads) == [(0, 0), (1, 2), (2, 2), (2, 3), (3, 4)]
    root = etree.fromstring(similarity_plot(*sides(similarities(4, 4, beads)), beads, kind="svg"))
    colours = [line.get("stroke") for line in root.iter(f"{SVG}polyline")]
    assert colours.count("#961e82") == 1
    assert colours.count("#d55e00") == 3


def test_a_lean_matrix_keeps_a_picture() -> None:
    beads = [Bead(en=(0,), zh=(0,)), *(Bead(en=(), zh=(at,)) for at in range(1, 3_000))]
    picture = decoded(similarity_plot(*sides(np.zeros((1, 3_000))), beads, kind="png"))
    lettering = text_width("English segments", 11)
    heights = [at for at in range(picture.shape[0]) if (picture[at, 12:24] < 200).any()]
    assert heights[-1] - heights[0] >= lettering - 3


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 20), st.integers(0, 99))
def test_blocks_hold_the_highest_of_their_cells(rows: int, columns: int, longest: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).random((rows, columns))
    blocks = block_max(*sides(matrix), longest)
    assert blocks.shape == (min(rows, longest), min(columns, longest))
    height, width = blocks.shape
    edges = [
        [at * size // shown for at in range(shown + 1)] for size, shown in ((rows, height), (columns, width))
    ]
    for row in range(height):
        for column in range(width):
            cells = matrix[edges[0][row] : edges[0][row + 1], edges[1][column] : edges[1][column + 1]]
            assert blocks[row, column] == cells.max()


@given(st.integers(1, 10**6))
def test_an_axis_has_few_and_even_numbers(count: int) -> None:
    found = ticks(count)
    assert 1 <= len(found) <= 10
    assert found[0] == 0
    assert found[-1] < count
    assert len({b - a for a, b in pairwise(found)}) <= 1


@pytest.mark.parametrize(
    ("matrix", "beads", "picture", "message"),
    [
        (np.zeros((2, 2)), diagonal(3), "png", "en segment 2 of 2"),
        (np.zeros((0, 2)), [Bead(en=(), zh=(0, 1))], "png", "each with segments"),
        (np.full((2, 2), np.nan), diagonal(2), "svg", "no numbers"),
        (np.zeros((2, 2)), diagonal(2), "gif", "give svg or png"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    matrix: np.ndarray, beads: list[Bead], picture: str, message: str
) -> None:
    with pytest.raises(ReportError, match=message):
        similarity_plot(*sides(matrix), beads, kind=picture)


def test_vectors_of_unlike_lengths_are_refused() -> None:
    with pytest.raises(ReportError, match=r"one length; these are \(2, 3\) and \(2, 4\)"):
        similarity_plot(np.zeros((2, 3)), np.zeros((2, 4)), diagonal(2), kind="svg")


def test_a_long_text_is_drawn_without_holding_every_similarity() -> None:
    size, rng = 20_000, np.random.default_rng(5)
    vectors = rng.standard_normal((size, 8), dtype=np.float32)
    tracemalloc.start()
    try:
        decoded(similarity_plot(vectors, vectors, diagonal(size), kind="png"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < size * size * 4 / 10
