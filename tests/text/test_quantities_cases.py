"""Quantities and dates of both languages, and pairs of them, against tables of cases."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tm.bitext import Side
from tm.text.dates import DateKind, DateSpan, Moment, dates
from tm.text.quantities import Quantity, QuantityKind, quantities, read_values
from tm.text.quantities_atoms import value_keys
from tm.text.quantities_compare import compare_quantities, compare_values

_WORDS = (
    "0 1 2 3 5 9 12 2020 1999 1,234 0.5 . , : / - – % ‰ $ ¥ US$ RMB 年 月 日 号 时 点 分 第 十 百 千 万 亿 "
    "一 二 两 三 五 九 〇 成 倍 折 番 分之 个 家 多 余 几 数 上 半 近 约 元 公里 ℃ 上午 至 到 ( ) （ ） 〔 "
    "〕 No. # million hundred thousand twenty three first half third of in to and between dozen percent "
    "times fold th May March a.m. Q3 GB/T COVID- ISO kg 's"
)
PIECES = (*_WORDS.split(), " ", " ")
CASES = Path(__file__).parent.parent / "cases"


def load(*names: str) -> list[Any]:
    return list(each(*names))


def each(*names: str) -> Iterator[Any]:
    for name in names:
        side = name.rpartition("-")[2]
        for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")):
            yield pytest.param(
                case, side, id=f"{case['label']}: {case.get('text') or case['zh'] + ' | ' + case['en']}"
            )


def shown(quantity: Quantity) -> str:
    value = str(quantity.value) + (f"..{quantity.high}" if quantity.high is not None else "")
    parts = (
        quantity.kind.value,
        quantity.code if quantity.kind is QuantityKind.CODE else value,
        quantity.unit,
        "~" + quantity.approximate.value.replace(" ", "-") if quantity.approximate else "",
        "weak" if quantity.weak else "",
        "or " + ",".join(map(str, quantity.also)) if quantity.also else "",
    )
    return " ".join(part for part in parts if part)


def shown_moment(moment: Moment) -> str:
    day = "-".join("?" if part is None else str(part) for part in (moment.year, moment.month, moment.day))
    while day.endswith("-?"):
        day = day[:-2]
    clock = "" if moment.hour is None else f"{moment.hour}:{moment.minute or 0:02}"
    weekday = f"weekday{moment.weekday}" if moment.weekday else ""
    return " ".join(part for part in (day if day != "?" else "", clock, weekday) if part)


def shown_date(date: DateSpan) -> str:
    end = f"..{shown_moment(date.end)}" if date.end else ""
    parts = (date.kind.value, shown_moment(date.start) + end, "weak" if date.weak else "")
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(("case", "side"), load("quantities-zh", "quantities-en", "dates-zh", "dates-en"))
def test_what_a_text_states(case: dict[str, Any], side: Side) -> None:
    text = case["text"]
    values = read_values(text, side)
    assert [[q.text, shown(q)] for q in values.quantities] == case["quantities"]
    assert [[d.text, shown_date(d)] for d in values.dates] == case["dates"]
    for item in (*values.quantities, *values.dates):
        assert text[slice(*item.span)] == item.text


@pytest.mark.parametrize(("case", "_side"), load("quantities-pairs"))
def test_what_differs_between_two_texts(case: dict[str, Any], _side: Side) -> None:
    reference = dt.date.fromisoformat(case["reference"]) if "reference" in case else None
    found = compare_quantities(case["zh"], case["en"], "zh", reference)
    assert sorted({difference.kind.value for difference in found.differences}) == case["differs"]
    assert found.clean is (not case["differs"] or case["differs"] == ["approximation"])


@pytest.mark.parametrize(("case", "_side"), load("quantities-pairs"))
def test_what_differs_the_other_way_round(case: dict[str, Any], _side: Side) -> None:
    if "reference" in case:
        return  # the reference is the date of the Chinese release, whichever side is the source
    mirrored = {"missing": "extra", "extra": "missing"}
    found = compare_quantities(case["en"], case["zh"], "en")
    kinds = sorted({mirrored.get(d.kind.value, d.kind.value) for d in found.differences})
    assert kinds == case["differs"]


def test_there_are_enough_cases() -> None:
    names = ("quantities-zh", "quantities-en", "dates-zh", "dates-en", "quantities-pairs")
    assert len(load(*names)) >= 400


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("去年", dt.date(2021, 3, 1), Moment(year=2020)),
        ("上月", dt.date(2021, 1, 5), Moment(year=2020, month=12)),
        ("昨天", dt.date(2021, 3, 1), Moment(year=2021, month=2, day=28)),
        ("11月9日", dt.date(2020, 11, 23), Moment(year=2020, month=11, day=9)),
        ("12月25日", dt.date(2021, 1, 5), Moment(year=2020, month=12, day=25)),
        ("1月8日", dt.date(2020, 12, 20), Moment(year=2021, month=1, day=8)),
        ("9日上午", dt.date(2020, 11, 23), Moment(year=2020, month=11, day=9)),
        ("28日", dt.date(2020, 11, 2), Moment(year=2020, month=10, day=28)),
        ("三季度", dt.date(2023, 10, 20), Moment(year=2023, month=7)),
        ("2月29日", dt.date(2021, 3, 1), Moment(year=2021, month=2, day=29)),
    ],
)
def test_open_dates_are_filled_in_from_the_reference(text: str, reference: dt.date, expected: Moment) -> None:
    found = dates(text, "zh", reference)
    assert [date.start for date in found] == [expected]
    assert found[0].resolved


def test_a_whole_date_needs_no_reference() -> None:
    found = dates("On November 9, 2020 at 9:30 a.m.", "en", dt.date(2022, 1, 1))
    assert [date.kind for date in found] == [DateKind.DATE, DateKind.TIME]
    assert not any(date.resolved for date in found)


def test_keys_meet_across_languages() -> None:
    zh = value_keys("2024年6月，第302号公告发布，GB/T 19001-2016实施，增长12亿元", "zh")
    en = value_keys("In June 2024 Announcement No. 302 on GB/T 19001-2016: up 1.2 billion yuan", "en")
    assert zh == en
    assert value_keys("一家企业的两个部门", "zh") == frozenset()


def test_spans_hold_in_traditional_and_full_width_text() -> None:
    text = "進口額達１２．５％，共三萬五千億元"
    found = quantities(text, "zh")
    assert [text[slice(*q.span)] for q in found] == ["１２．５％", "三萬五千億元"]
    assert [int(q.value * 10) for q in found] == [125, 35_000_000_000_000]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(["en", "zh"]))
@settings(max_examples=400)
@example("0US$0", "en")
def test_any_run_of_numerals_is_read_in_order(text: str, side: Side) -> None:
    values = read_values(text, side)
    items = sorted((*values.quantities, *values.dates), key=lambda item: item.span)
    assert all(first.span[1] <= second.span[0] for first, second in pairwise(items))
    assert all(text[slice(*item.span)] == item.text != "" for item in items)
    assert compare_values(values, values).clean


@pytest.mark.parametrize("side", ["en", "zh"])
def test_odd_texts_are_read_without_trouble(side: Side) -> None:
    for text in ("", " ", "\x00\x01", "9" * 5000, "一" * 5000, "1." * 3000, "-" * 5000, "\ud800 3", "½ ② Ⅷ"):
        read_values(text, side)
