"""What the chain of points says of beads."""

import numpy as np

from tm.align.anchors import anchors
from tm.align.chain import Point


def test_a_segment_of_a_clear_point_is_anchored_and_a_light_one_is_not() -> None:
    found = anchors([Point(1, 0, 0.5), Point(2, 3, 0.1), Point(4, 4, 0.3)], 5, 6)
    np.testing.assert_allclose(found.en, [0, 0.3, 0, 0, 0.1], atol=1e-6)
    np.testing.assert_allclose(found.zh, [0.3, 0, 0, 0, 0.1, 0], atol=1e-6)


def test_beads_that_join_anchors_are_told_by_the_lesser_ones() -> None:
    found = anchors([Point(2, 1, 0.5), Point(3, 2, 0.4), Point(4, 3, 0.6)], 7, 6)
    joined = found.joined(slice(0, 7), slice(0, 6))
    np.testing.assert_allclose(joined[2, 2][2, 1], 0.2, atol=1e-6)
    np.testing.assert_allclose(joined[3, 3][2, 1], 0.5, atol=1e-6)
    assert joined[2, 3].shape == (6, 4)
    np.testing.assert_allclose(joined[2, 2][[1, 3], [1, 2]], [0, 0.2], atol=1e-6)


def test_a_part_of_the_texts_knows_its_own_anchors_only() -> None:
    found = anchors([Point(2, 1, 0.5), Point(3, 2, 0.4), Point(5, 5, 0.6)], 7, 6)
    joined = found.joined(slice(2, 7), slice(1, 6))
    np.testing.assert_allclose(joined[2, 2][0, 0], 0.2, atol=1e-6)
    assert joined[2, 2].shape == (4, 4)
    assert found.joined(slice(3, 5), slice(0, 6)) == {}
