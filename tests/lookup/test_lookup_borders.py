from collections.abc import Iterator
from pathlib import Path

import pytest

from tm.align.lexicon import Lexicon
from tm.bitext import TranslationUnit
from tm.lookup import lookup
from tm.lookup.borders import Borders
from tm.memory import Memory, open_memory

LEXICON = Lexicon(
    entries={
        "enterpris": {"企业": 0.9},
        "certifi": {"获证": 0.8, "业获": 0.2},
        "product": {"产品": 0.9},
        "organic": {"有机": 0.9},
        "certification": {"认证": 0.9, "机认": 0.4},
        "coronaviru": {"冠状": 0.8, "状病": 0.9, "病毒": 0.6},
    }
)


@pytest.fixture(scope="module")
def borders() -> Borders:
    return Borders(LEXICON)


@pytest.mark.parametrize(
    ("text", "piece", "kept"),
    [
        ("三百余家企业获证", "家企业获", "企业"),
        ("一批有机认证产品", "机认证产品", "认证产品"),
        ("感染冠状病毒后", "冠状病", "冠状"),
        ("企业的产品", "的产品", "产品"),
        ("中国产品（CNAS）", "中国产品（CNAS", "中国产品"),
        ("各国产品", "产品", "产品"),
        ("一项产品认证", "一项产品认证", "产品认证"),
        ("，企业，", "，企业，", "企业"),
        ("的了", "的了", None),
    ],
)
def test_a_stretch_begins_and_ends_where_words_do(
    borders: Borders, text: str, piece: str, kept: str | None
) -> None:
    start = text.index(piece)
    span = borders.inner(text, (start, start + len(piece)), "zh")
    assert (text[slice(*span)] if span else None) == kept


@pytest.mark.parametrize(
    ("text", "piece", "kept"),
    [
        ("also of certified products and", "of certified products and", "certified products"),
        ("The Centre (CQC) said", "Centre (CQC", "Centre"),
        ("more than", "more than", None),
        ("certified products", "rtified products", "products"),
    ],
)
def test_english_stretches(borders: Borders, text: str, piece: str, kept: str | None) -> None:
    start = text.index(piece)
    span = borders.inner(text, (start, start + len(piece)), "en")
    assert (text[slice(*span)] if span else None) == kept


def test_values_are_not_cut(borders: Borders) -> None:
    text = "2024年6月30日企业认证"
    assert borders.inner(text, (5, 14), "zh", [(0, 10)]) == (10, 14)


def test_a_cut_word_is_made_whole(borders: Borders) -> None:
    text = "获有机认证"
    assert text[slice(*borders.outer(text, (2, 5)))] == "有机认证"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(tmp_path / "m.sqlite")
    pairs = [
        ("获证企业共有三百家。", "There are 300 certified enterprises."),
        ("获证企业应当保存记录。", "Certified enterprises shall keep records."),
        ("企业应当公布结果。", "Enterprises shall publish the results."),
        ("启动仪式在苏州举行。", "It was Launched in Suzhou."),
        ("启动仪式昨天举行。", "The ceremony was held yesterday."),
        ("证书颁发仪式在苏州举行。", "The award ceremony was held in Suzhou."),
    ]
    opened.units.add([TranslationUnit(zh=zh, en=en) for zh, en in pairs])
    yield opened
    opened.close()


def test_a_part_is_shown_with_words_that_speak_for_it(memory: Memory) -> None:
    found = lookup(memory, "昨天又有若干获证企业应当离开那里了", side="zh").fragments
    told = [(each.source, each.target[slice(*each.target_span)].lower()) for each in found]
    assert told == [("获证企业", "certified enterprises")]


def test_a_doubtful_rendering_is_not_shown(memory: Memory) -> None:
    found = lookup(memory, "本次启动仪式采取了线上方式", side="zh").fragments
    assert "Launched" not in [each.target[slice(*each.target_span)] for each in found]
