"""What is measured of beads: the same whatever the window, and scored as measured."""

import numpy as np
import pytest

from tm.align.chain import along, chain
from tm.align.features import FEATURES, Strip
from tm.align.lattice import NUMBER, Band, empty_scores, path_through
from tm.align.model import load
from tm.align.sides import Prepared, prepare
from tm.align.traits import traits
from tm.bitext import Segment
from tm.embed import ComposingEncoder, encoder

THINGS = [
    ("elevator", "电梯"),
    ("boiler", "锅炉"),
    ("toy", "玩具"),
    ("battery", "电池"),
    ("cable", "电缆"),
    ("helmet", "头盔"),
    ("tyre", "轮胎"),
    ("stroller", "童车"),
    ("kettle", "水壶"),
]
EN = [
    text.format(thing)
    for thing, _ in THINGS
    for text in ("The centre tested 12 {} samples.", "Was the {} safe?", "“Yes,” it said.")
]
ZH = [
    text.format(thing)
    for _, thing in THINGS
    for text in ("中心检测了12件{}样品。", "这种{}安全吗？", "“安全。”报告说，")
]


@pytest.fixture(scope="module")
def sides() -> tuple[Prepared, Prepared]:
    use = encoder()
    assert isinstance(use, ComposingEncoder)
    en, zh = (
        [Segment(text=text, paragraph=1 + at // 3) for at, text in enumerate(texts)] for texts in (EN, ZH)
    )
    return prepare(en, "en", use, use), prepare(zh, "zh", use, use)


def strip(sides: tuple[Prepared, Prepared], width: int = 16) -> tuple[Strip, Band]:
    en, zh = sides
    points = chain(en.reading.singles, zh.reading.singles)
    band = Band(en.size, zh.size, path_through([], en.size, zh.size), width)
    return Strip(en, zh, band, traits(en, zh, *along(points, en.size, zh.size))), band


def test_a_score_is_the_weighted_sum_of_what_is_measured(sides: tuple[Prepared, Prepared]) -> None:
    made, _ = strip(sides)
    weights = load().weights
    for chunk in made.chunks():
        scores = made.score(chunk, weights)
        summed = np.einsum("f,fkdw->dkw", weights, made.measure(chunk))
        real = scores > -1e20
        assert real.any()
        np.testing.assert_allclose(scores[real], summed[real], atol=1e-3)


def test_scores_are_the_same_whatever_the_window(
    sides: tuple[Prepared, Prepared], monkeypatch: pytest.MonkeyPatch
) -> None:
    def scores() -> np.ndarray:
        made, band = strip(sides)
        found = empty_scores(band)
        for chunk in made.chunks():
            found[slice(*chunk)] = made.score(chunk, load().weights)
        return found

    whole = scores()
    monkeypatch.setattr("tm.align.features.CHUNK", 9)
    np.testing.assert_allclose(scores(), whole, atol=1e-3)


def test_measures_of_a_bead_are_those_of_its_segments(sides: tuple[Prepared, Prepared]) -> None:
    made, band = strip(sides)
    values = made.measure((1, band.diagonals))

    def of(n: int, m: int, i: int, j: int, name: str) -> float:
        end = i + n + j + m
        return float(values[FEATURES.index(name), NUMBER[n, m], end - 1, i + n - int(band.low[end])])

    assert of(1, 1, 1, 1, "both_0") == 1  # a question mark on either side
    assert of(1, 1, 0, 1, "more_0") == 1
    assert of(2, 1, 0, 0, "more_0") == 1
    assert of(2, 1, 2, 2, "crosses_en") == 1
    assert of(1, 1, 2, 2, "opening_quoted") == 1
    assert of(1, 0, 2, 3, "null_closes") == 1
    assert of(2, 2, 0, 0, "inner_soft") == 0
    assert of(1, 2, 2, 2, "inner_soft") == 1  # the Chinese ends with a comma
    assert of(1, 1, 0, 0, "figures_differ") == 0
    assert of(1, 1, 0, 1, "figures_differ") > 0
    en, zh = (side.reading.singles for side in sides)
    assert of(1, 1, 4, 4, "similar") == pytest.approx(float(en[4] @ zh[4]), abs=1e-4)
    least = min(float(en[k] @ zh[4]) for k in (4, 5))
    assert of(2, 1, 4, 4, "weakest_en") == pytest.approx(least, abs=1e-4)
