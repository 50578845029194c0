"""Where two texts run in step and where one goes on alone, told by the chain of points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tm.align.chain import Point
from tm.align.passages import in_step, steady
from tm.embed import Vectors

SIZE = 30
"""Different segments in these tests; segments so many apart are equal."""


def vectors(numbers: list[int]) -> Vectors:
    return np.eye(SIZE, dtype=np.float32)[np.array(numbers, np.int64) % SIZE]


def points(*cells: tuple[int, int]) -> list[Point]:
    return [Point(i, j, 0.3) for i, j in cells]


def test_a_few_points_in_a_missing_chapter_are_dropped() -> None:
    there = [*((n, n) for n in range(20)), *((n, n - 118) for n in range(140, 160))]
    stray = [(50, 20), (51, 21)]
    assert steady(points(*sorted(there + stray)), 160, 42) == points(*there)


def test_a_section_between_two_missing_chapters_keeps_its_points() -> None:
    there = points(
        *((n, n) for n in range(20)),
        *((n, n - 50) for n in range(70, 74)),
        *((n, n - 100) for n in range(124, 140)),
    )
    assert steady(there, 140, 40) == there


def test_points_of_texts_in_step_are_kept() -> None:
    there = points((3, 2), (14, 9), (15, 10), (40, 31), (41, 36))
    assert steady(there, 60, 50) == there


def test_a_missing_chapter_stands_alone() -> None:
    en, zh = list(range(100)), [*range(30), *range(70, 100)]
    chain = points(*((n, n) for n in range(30)), *((n, n - 40) for n in range(70, 100)))
    parts = list(in_step(vectors(en), vectors(zh), en, list(range(60)), chain))
    assert [(len(rows), len(columns)) for rows, columns in parts] == [(36, 30), (28, 0), (36, 30)]
    turned = [Point(point.j, point.i, point.weight) for point in chain]
    parts = list(in_step(vectors(zh), vectors(en), list(range(60)), en, turned))
    assert [(len(rows), len(columns)) for rows, columns in parts] == [(30, 36), (0, 28), (30, 36)]


def test_what_stands_beside_a_missing_chapter_goes_to_the_end_it_answers() -> None:
    """Two segments before the gap and one after it have no point."""
    zh = [*range(30), *range(70, 100)]
    chain = points(*((n, n) for n in range(28)), *((n, n - 40) for n in range(71, 100)))
    rows, columns = list(range(1000, 1100)), list(range(2000, 2060))
    long, short = np.zeros((1100, SIZE), np.float32), np.zeros((2060, SIZE), np.float32)
    long[1000:], short[2000:] = vectors(list(range(100))), vectors(zh)
    long[1040:1060] = 0
    parts = list(in_step(long, short, rows, columns, chain))
    assert [part[1] for part in parts] == [columns[:30], [], columns[30:]]
    assert parts[1][0][0] > 1029
    assert parts[1][0][-1] < 1070


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=30),
    st.integers(0, 300),
    st.integers(0, 300),
)
def test_parts_hold_every_segment_once_and_in_order(
    steps: list[tuple[int, int]], rows: int, columns: int
) -> None:
    cells, i, j = [], -1, -1
    for down, across in steps:
        i, j = i + 1 + down, j + 1 + across
        cells.append((i, j))
    rows, columns = rows + i + 1, columns + j + 1
    chain = steady(points(*cells), rows, columns)
    own, other = list(range(rows)), list(range(columns))
    parts = list(in_step(vectors(own), vectors(other), own, other, chain))
    assert [number for part in parts for number in part[0]] == own
    assert [number for part in parts for number in part[1]] == other
    for point in chain:
        assert any(point.i in part[0] and point.j in part[1] for part in parts)
