"""Segments, lines and bylines."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang, Release
from tm.release import segment, segment_text
from tm.release.bylines import date_in, date_in_path, is_date_only, parse_byline
from tm.release.lines import join_wrapped, lines_of, paragraphs_of, squeeze


def release(title: str, paragraphs: tuple[str, ...], lang: Lang = Lang.ZH_HANS) -> Release:
    return Release(key="a", lang=lang, title=title, paragraphs=paragraphs)


def test_the_title_is_segment_0_and_whole() -> None:
    segments = segment(release("质量第一。安全第一！", ("会议召开。企业参加；主任讲话。", "散会。")))
    assert [(s.text, s.paragraph) for s in segments] == [
        ("质量第一。安全第一！", 0),
        ("会议召开。", 1),
        ("企业参加；", 1),
        ("主任讲话。", 1),
        ("散会。", 2),
    ]


@given(
    st.text(min_size=1).filter(lambda text: bool(squeeze(text))), st.lists(st.text(), max_size=5).map(tuple)
)
def test_segments_hold_every_character_but_white_space(title: str, paragraphs: tuple[str, ...]) -> None:
    segments = segment(release(title, paragraphs))
    together = "".join(segment.text for segment in segments)
    original = title + "".join(paragraphs)
    assert squeeze(together).replace(" ", "") == squeeze(original).replace(" ", "")
    assert all(segment.text and segment.text == squeeze(segment.text) for segment in segments)


@given(st.text(alphabet="认证。；A. \n\r\u2028\u3000a", max_size=60))
def test_loose_text_loses_nothing(text: str) -> None:
    together = "".join(segment_text(text, Lang.ZH_HANS))
    assert squeeze(together).replace(" ", "") == squeeze(text).replace(" ", "")


@given(st.text())
def test_squeeze_is_idempotent(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


def test_control_characters_count_as_white_space() -> None:
    assert squeeze("a\x07\x1b b\x00c\ufffed") == "a b c d"


def test_lines() -> None:
    assert lines_of("a\r\nb\rc\n\nd") == ["a", "b\rc", "", "d"]
    assert join_wrapped(["认证", "CQC", "机构"]) == "认证CQC机构"
    assert join_wrapped(["the (国家认监委)", "was told"]) == "the (国家认监委) was told"
    assert paragraphs_of([]) == []


@pytest.mark.parametrize(
    ("text", "date", "origin"),
    [
        ("Public Time:2020-11-23 Origin:CQC Suzhou Centre", "2020-11-23", "CQC Suzhou Centre"),
        ("Public Time：2020-11-23Origin：CQC", "2020-11-23", "CQC"),
        ("Published on: Nov. 23, 2020 | Source: CQC | Views: 120", "2020-11-23", "CQC"),
        ("发布时间：2020-11-23 稿件来源：苏州认证服务中心", "2020-11-23", "苏州认证服务中心"),
        (
            "发布时间：2020年11月23日 10:25　来源：新华网　浏览次数：305 【字号：大 中 小】",
            "2020-11-23",
            "新华网",
        ),
        ("来源：中国质量报 发布时间：2020-11-23", "2020-11-23", "中国质量报"),
        ("稿件来源：", None, None),
        ("[ 发布时间：2020/11/23 ] [ 来源：CQC ]", "2020-11-23", "CQC"),
        ("发布时间：2020.11.23 来 源：CQC 作者：陶然", "2020-11-23", "CQC"),
        ("浏览次数：128", None, None),
        ("Posted on March 9, 2021 by Ed Marsh", "2021-03-09", None),
    ],
)
def test_bylines(text: str, date: str | None, origin: str | None) -> None:
    byline = parse_byline(text)
    assert byline is not None
    assert (byline.date.isoformat() if byline.date else None, byline.origin) == (date, origin)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("2020-11-23", None),
        ("2020-11-23 10:00 新华网", "新华网"),
        ("November 23, 2020 | CQC", "CQC"),
        ("时间：2020-11-23", None),
    ],
)
def test_bylines_that_only_stand_under_a_title(text: str, origin: str | None) -> None:
    assert parse_byline(text) is None
    byline = parse_byline(text, first=True)
    assert byline is not None
    assert (byline.date, byline.origin) == (dt.date(2020, 11, 23), origin)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020年11月23日，会议在苏州召开。",
        "来源：有机产品认证的原料必须来自有机种植。企业应当保留记录。",
        "记者：近年来认证工作有哪些变化？",
        "时间：上午九点",
        "On November 23, 2020, the meeting was held.",
        "Date palms were certified in May.",
        "Source control is the first step of the rules. It is hard.",
        "The course was held from May 10 to 13, 2016.",
    ],
)
def test_text_that_is_no_byline(text: str) -> None:
    assert parse_byline(text, first=True) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-11-23T23:30:00Z", "2020-11-23"),
        ("20201123", "2020-11-23"),
        ("23 November 2020", "2020-11-23"),
        ("Nov. 23rd, 2020", "2020-11-23"),
        ("二〇二〇年十一月二十三日", "2020-11-23"),
        ("二零二零年十月十日", "2020-10-10"),
        ("11/23/2020", "2020-11-23"),
        ("23.11.2020", "2020-11-23"),
        ("03/04/2020", None),
        ("2020-02-30", None),
        ("1234-11-23", None),
        ("GB/T 19001-2016", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    found = date_in(text)
    assert (found.isoformat() if found else None) == date


def test_dates_far_above_a_file_do_not_count() -> None:
    assert date_in_path("2019-01-01/a/b/c/d/e/f.html") is None
    assert date_in_path(r"www\c\2020-11-23\1.shtml") == dt.date(2020, 11, 23)


def test_is_date_only() -> None:
    assert is_date_only("2020年11月23日")
    assert is_date_only("2020-11-23 10:00")
    assert not is_date_only("2020-13-23")
    assert not is_date_only("2020年11月23日起")
