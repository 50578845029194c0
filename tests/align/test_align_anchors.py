"""What the chain of points says of beads."""

import numpy as np

from tm.align.anchors import weigh
from tm.align.chain import Point
from tm.align.lattice import NUMBER, TYPES, Band, empty_scores, path_through


def lowered(points: list[Point]) -> set[tuple[tuple[int, int], int, int]]:
    """Return which beads lose: kind, and the cell each ends at."""
    band = Band(6, 5, path_through([], 6, 5), 24)
    scores = empty_scores(band)
    scores[:] = 0
    weigh(scores, band, points)
    assert (scores <= 0).all()
    places = zip(*np.nonzero(scores), strict=True)
    cells = ((d, kind, int(band.low[d]) + place) for d, kind, place in places)
    return {(TYPES[k], i, d - i) for d, k, i in cells if 0 <= i <= 6 and 0 <= d - i <= 5}


def test_no_segment_of_a_point_stands_alone_gladly() -> None:
    en = {((1, 0), 3, j) for j in range(6)}
    zh = {((0, 1), i, 2) for i in range(7)}
    assert lowered([Point(2, 1, 0.5)]) == en | zh


def test_points_in_a_row_are_not_joined_gladly() -> None:
    both = {one for one in lowered([Point(2, 1, 0.5), Point(3, 2, 0.4)]) if one[0] == (2, 2)}
    assert both == {((2, 2), 4, 3)}
    assert not [one for one in lowered([Point(2, 1, 0.5), Point(4, 2, 0.4)]) if one[0] == (2, 2)]


def test_a_heavier_point_loses_more_and_a_light_one_nothing() -> None:
    band = Band(3, 3, path_through([], 3, 3), 24)
    scores = empty_scores(band)
    weigh(scores, band, [Point(0, 0, 0.1)])
    assert (scores == empty_scores(band)).all()
    scores[:] = 0
    weigh(scores, band, [Point(0, 0, 0.3), Point(1, 1, 0.6)])
    nulls = scores[:, NUMBER[1, 0]]
    here = [nulls[i + 1, i - int(band.low[i + 1])] for i in (1, 2)]
    assert here[1] < here[0] < 0
