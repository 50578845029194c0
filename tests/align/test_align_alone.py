"""What speaks for and against a segment having no counterpart."""

import numpy as np

from tm.align.alone import alone
from tm.align.quotations import quotations


def test_a_segment_nothing_answers_stands_out_and_so_do_its_neighbours() -> None:
    single = np.array([[0.9, 0.1], [0.1, 0.2], [0.0, 0.8]], np.float32)
    similar = {(1, 1): single, (1, 2): np.full((3, 1), 0.3, np.float32), (1, 3): np.zeros((3, 0), np.float32)}
    stated = np.array([[1, 0], [1, 1], [0, 0]], np.float32), np.array([[0, 0], [0, 1]], np.float32)
    found = alone(similar, np.ones((3, 2), np.bool_), (single, single), stated)
    np.testing.assert_allclose(found.best, [0.9, 0.3, 0.8])
    np.testing.assert_allclose(found.best_beside, [0.3, 0.8, 0.3])
    np.testing.assert_allclose(found.clause, [0.9, 0.2, 0.8])
    np.testing.assert_allclose(found.met, [0, 1, 0])
    assert found.clear[1] < 0 < found.clear[2] < found.clear[0]


def test_no_segments_no_measures() -> None:
    similar = {(1, count): np.zeros((0, 2), np.float32) for count in (1, 2, 3)}
    stated = np.zeros((0, 1), np.float32), np.zeros((2, 1), np.float32)
    found = alone(similar, np.zeros((0, 2), np.bool_), (similar[1, 1],) * 2, stated)
    assert found.best_beside.shape == found.met.shape == (0,)


def test_speech_runs_on_until_it_is_closed() -> None:
    zh = ["他说：“今天不打了。", "明天再来。", "你来不来？”他问。", "「不來。」", "他走了。"]
    assert quotations(zh, "zh").tolist() == [False, True, True, False, False, False]
    straight = ['He said: "Not today.', "It's late.", 'Come tomorrow." He left.', '"No." "Why?"']
    assert quotations(straight, "en").tolist() == [False, True, True, False, False]
    single = ["'Don't, said the boys. 'Not today.", "Tomorrow.'", "He left (‘at once’)."]
    assert quotations(single, "en").tolist() == [False, True, False, False]


def test_a_quotation_nobody_closed_is_over_at_last() -> None:
    found = quotations(["“一。", *["二。"] * 40], "zh")
    assert found[1]
    assert found[20]
    assert not found[40]
    assert quotations([], "en").tolist() == [False]
