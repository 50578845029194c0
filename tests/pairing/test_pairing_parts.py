"""The pieces by themselves, and the whole for any input."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.bitext import Lang, Release, Segment
from tm.embed import Vectors
from tm.pairing import PairingInput, pair_releases
from tm.pairing.assign import assign, settle
from tm.pairing.evidence import latin_in, numbers_in
from tm.pairing.judge import counterpart_odds, leads, share_odds
from tm.pairing.spelling import NameFinder, spelled_names


class Tiny:
    """A deterministic encoder: counts of characters, folded into 16 places."""

    name, dimension, weights_hash = "tiny", 16, "0" * 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for character in text:
                rows[row, ord(character) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("english", "chinese", "names"),
    [
        ("Shan Bo'an and Qiu Lixin", "单伯安、仇立新", {"shanboan", "qiulixin"}),
        (
            "Ou Zhiheng, Xie Wentao, Ge Chunhua",
            "区志衡、解文涛、盖春华",
            {"ouzhiheng", "xiewentao", "gechunhua"},
        ),
        ("Lyu Siyuan and Ouyang Min", "吕思远和欧阳敏", {"lyusiyuan", "ouyangmin"}),
        ("Lü Siyuan", "呂思遠", {"lyusiyuan"}),
        ("held in Suzhou, not in Wuxi", "在苏州召开", {"suzhou"}),
        ("ZHOU Mingyuan", "周明远", {"mingyuan"}),
        ("Monday Congress Change", "中国改革", set()),
        ("", "", set()),
    ],
)
def test_names_are_found_by_their_letters(english: str, chinese: str, names: set[str]) -> None:
    assert NameFinder(spelled_names(english)).find(chinese) == names


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("On May 20, 2021, 118 enterprises took part", "2021年5月20日，118家企业参加"),
        ("worth 120 million yuan, up nearly 30 percent", "1.2亿元，增长近三成"),
        ("35,000 households", "3.5万户"),
        ("under GB/T 19001-2016", "依据GB/T 19001-2016"),
        ("the 16th session", "第十六届会议"),
    ],
)
def test_values_agree_across_languages(english: str, chinese: str) -> None:
    assert set(numbers_in([english], "en")) == set(numbers_in([chinese], "zh"))


def test_values_of_another_event_differ() -> None:
    assert not set(numbers_in(["118 enterprises, May 20"], "en")) & set(
        numbers_in(["153家企业，9月16日"], "zh")
    )


def test_latin_words_meet_whatever_their_case() -> None:
    assert latin_in("ISO 9001、IQNet证书").keys() & latin_in("an IQNET certificate to iso").keys() == {
        "iso",
        "iqnet",
    }


def edges() -> st.SearchStrategy[list[tuple[int, int, float]]]:
    edge = st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(-4, 4).map(lambda odds: round(odds, 3)))
    return st.lists(edge, max_size=10, unique_by=lambda each: each[:2])


@given(edges())
def test_the_assignment_is_the_best_there_is(graph: list[tuple[int, int, float]]) -> None:
    rows, columns, odds = (
        (np.array(part) for part in zip(*graph, strict=True)) if graph else (np.zeros(0, int),) * 3
    )
    chosen = assign(rows, columns, np.asarray(odds, np.float64), 0.5)
    known = {(row, column): value for row, column, value in graph}
    best = max(
        sum(known[edge] for edge in some)
        for count in range(5)
        for some in itertools.combinations(known, count)
        if len({row for row, _ in some}) == len({column for _, column in some}) == count
    )
    assert sum(known[one.en, one.zh] for one in chosen) == pytest.approx(best, abs=1e-6)
    assert all(0 < one.probability < 1 for one in chosen)


def test_a_rival_takes_away_probability() -> None:
    alone = assign(np.array([0]), np.array([0]), np.array([2.0]), 0.5)[0]
    beside = assign(np.array([0, 1]), np.array([0, 0]), np.array([2.0, 2.0]), 0.5)[0]
    assert alone.probability == pytest.approx(1 / (1 + math.exp(-2)))
    assert beside.probability < 0.5
    assert beside.rivals[0][1] == pytest.approx(0)


def test_pairs_nearly_as_likely_as_others_are_doubtful() -> None:
    rows, columns = np.array([0, 0, 1]), np.array([0, 1, 2])
    settled = settle(assign(rows, columns, np.array([4.0, 3.5, 3.0]), 0.5), 0.5, 2.0)
    assert set(settled.doubtful) == {(0, 0), (0, 1)}
    assert settled.doubtful[0, 0] > settled.doubtful[0, 1]
    assert [(one.en, one.zh) for one in settled.sure] == [(1, 2)]


def test_few_likely_pairs_make_others_less_likely() -> None:
    """Forty releases a side, each with one candidate: of ten, twenty or all forty the odds are good."""
    places = np.arange(40)
    found = [counterpart_odds(np.where(places < good, 6.0, -6.0), places, places) for good in (10, 20, 40)]
    assert found == sorted(found)
    assert found[0] < -0.5
    assert found[1] == pytest.approx(share_odds(20, 40), abs=0.05)
    assert found[2] == pytest.approx(math.log(9))


def test_the_smaller_side_tells_the_share() -> None:
    rows, columns = np.zeros(30, np.int64), np.arange(30)
    odds = np.full(30, -9.0)
    odds[4] = 6.0
    assert counterpart_odds(odds, rows, columns) == counterpart_odds(odds, columns, rows)
    assert counterpart_odds(odds, rows, columns) == pytest.approx(share_odds(1, 1), abs=0.01)


def test_leads_are_of_the_best_over_the_second_and_of_the_rest_over_the_best() -> None:
    found = leads(np.array([1.0, 0.0, -1.0]), np.array([0, 0, 0]), np.array([0, 1, 2]))
    assert found[:, 0] == pytest.approx([0.0, -0.4, -0.8])  # nothing rivals them for their Chinese release
    assert found[:, 1] == pytest.approx([0.4, 0.0, 0.0])


TEXTS = st.text(alphabet="abcXYZ 认证中心12年月日，。.", max_size=12)


def inputs(lang: Lang) -> st.SearchStrategy[list[PairingInput]]:
    def made(texts: list[list[str]]) -> list[PairingInput]:
        return [
            PairingInput(
                release=Release(key=str(place), lang=lang, title="", paragraphs=()),
                segments=tuple(Segment(text=text, paragraph=n) for n, text in enumerate(found)),
            )
            for place, found in enumerate(texts)
        ]

    tail = "the meeting" if lang is Lang.EN else "会议认证中心会议认证中心会议"
    texts = st.lists(TEXTS.map(lambda text: f"{text} {tail}") | st.just(""), max_size=4)
    return st.lists(texts, max_size=6).map(made)


@given(inputs(Lang.EN), inputs(Lang.ZH))
@settings(max_examples=60)
def test_every_release_is_in_the_result_once(en: list[PairingInput], zh: list[PairingInput]) -> None:
    pairing = pair_releases(en, zh, Tiny())
    for side, given_items in (("en", en), ("zh", zh)):
        keys = [getattr(pair, side) for pair in pairing.pairs]
        keys += pairing.unpaired[side]
        keys += [key for unsure in pairing.ambiguous for key in getattr(unsure, side)]
        keys += [key for each in pairing.duplicates if each.side == side for key in each.others]
        assert sorted(keys) == sorted(item.release.key for item in given_items)
