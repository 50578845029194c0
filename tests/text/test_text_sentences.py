"""Sentence ends by case, by property and by time."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang
from tm.text.sentences import split_sentences

CASES = Path(__file__).parent.parent / "cases"
LANGS = {"en": Lang.EN, "zh": Lang.ZH_HANS}


def cases() -> list[object]:
    return [
        pytest.param(LANGS[name], case["text"], case["expected"], id=f"{name}: {case['label']}")
        for name in LANGS
        for case in json.loads((CASES / f"sentences-{name}.json").read_text(encoding="utf-8"))
    ]


def split(text: str, lang: Lang) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, lang)]


@pytest.mark.parametrize(("lang", "text", "expected"), cases())
def test_cases(lang: Lang, text: str, expected: list[str]) -> None:
    assert split(text, lang) == expected


def test_there_are_enough_cases_and_no_label_twice() -> None:
    labels = [param.id for param in cases()]  # type: ignore[attr-defined]
    assert len(labels) >= 150
    assert len(set(labels)) == len(labels)


PIECES = st.sampled_from(
    [
        "会议召开", "他说", "CQC", "The meeting", "e.g.", "Co., Ltd.", "。", "！", "？", "；", "……", "…",
        ".", "...", "!", "?", "“", "”", "‘", "’", "「", "」", '"', "'", "（", "）", "(", ")", "《", "》",
        "[1]", " ", "\u3000", "1.", "3.5", "一、", "No. 5", "J.", "的", "等", ",", "，", ";", "\u2028",
        "𠮷", "約翰.史密斯",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))


@given(TEXTS, st.sampled_from([Lang.EN, Lang.ZH, Lang.ZH_HANS, Lang.ZH_HANT]))
def test_spans_cover_everything_but_white_space(text: str, lang: Lang) -> None:
    spans = split_sentences(text, lang)
    position = 0
    for start, end in spans:
        assert start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
    assert bool(spans) == bool(text.strip())


@given(TEXTS)
def test_sentences_do_not_depend_on_what_stands_in_front_of_the_paragraph(text: str) -> None:
    assert split("　 " + text, Lang.ZH_HANS) == split(text, Lang.ZH_HANS)


@pytest.mark.parametrize(
    "unit",
    [
        "会议在苏州召开。", "。", "；", "“", "”", "（", "“。", "（。", "(a. B", "A. ", "......", "…… ",
        '"。', "'. ", "e.g. ", "会议。”他说，", "word ", "[1]. ", "《", ". ", "1. ", "约翰.史密斯",
        "\u3000", "。 ”", "(C1)", "。 (C4", "，",
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", [Lang.EN, Lang.ZH_HANS])
def test_a_line_of_100_000_characters_takes_no_more_than_in_proportion(unit: str, lang: Lang) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    split_sentences(text, lang)
    assert time.process_time() - started < 4
