"""Corrections found again in texts by their words."""

import json
from pathlib import Path
from typing import Literal

import pytest

from tm.align import Correction
from tm.bitext import Segment, TranslationUnit, UnitStatus
from tm.errors import ReadError
from tm.jobs.corrections import Review, confirmed_units, place, read_reviews, remarks


def segments(*texts: str) -> list[Segment]:
    return [Segment(text=text, paragraph=1) for text in texts]


EN = segments("The gate opened.", "Applause.", "Rain fell.", "Applause.", "They left.")
ZH = segments("大门开了。", "掌声。", "下雨了。", "鼓掌。", "他们走了。")


def review(action: Literal["confirm", "reject"], en: list[str], zh: list[str], occurrence: int = 0) -> Review:
    return Review(action=action, en=tuple(en), zh=tuple(zh), occurrence=occurrence)


def test_corrections_are_found_by_their_words_whatever_their_case_and_width() -> None:
    zh = segments("停雨了（CQC）。", "下雨了（CQC）。")
    found = place([review("confirm", ["rain  fell."], ["下雨了(CQC)。"])], EN, zh)
    assert [(one.en, one.zh) for one in found.corrections] == [((2,), (1,))]


def test_a_text_that_stands_once_is_meant_whatever_the_occurrence() -> None:
    asked = [review("confirm", ["Applause."], ["鼓掌。"], 1), review("confirm", ["Applause."], ["掌声。"], 0)]
    found = place(asked, EN, ZH)
    assert [(one.en, one.zh) for one in found.corrections] == [((1,), (1,)), ((3,), (3,))]
    assert place([review("confirm", ["Applause."], ["鼓掌。"], 2)], EN, ZH).held == ()


def test_of_beads_that_share_a_segment_the_later_holds_and_the_other_is_told() -> None:
    early = review("confirm", ["Rain fell."], ["下雨了。", "鼓掌。"])
    late = review("confirm", ["Applause."], ["鼓掌。"], 1)
    found = place([early, late], EN, ZH)
    assert found.held == (late,)
    assert found.overruled == (early,)
    assert found.corrections == (Correction(action="confirm", en=(3,), zh=(3,)),)


def test_the_latest_word_on_a_bead_holds() -> None:
    yes, no = (review(action, ["Rain fell."], ["下雨了。"]) for action in ("confirm", "reject"))
    for asked, action in (([yes, no], "reject"), ([no, yes], "confirm"), ([yes, no, yes], "confirm")):
        found = place(asked, EN, ZH)
        assert [one.action for one in found.corrections] == [action]
        assert found.overruled == ()
        assert set(found.held) == set(asked)


def test_what_is_confirmed_does_not_depend_on_when() -> None:
    asked = [review("confirm", ["They left."], ["他们走了。"]), review("reject", ["The gate opened."], [])]
    assert place(asked, EN, ZH).corrections == place(asked[::-1], EN, ZH).corrections


def test_confirmed_units_name_the_segments_they_were_made_of() -> None:
    units = [
        TranslationUnit(en="Applause. Rain fell.", zh="掌声。下雨了。", status=UnitStatus.CONFIRMED),
        TranslationUnit(en="They left.", zh="他们走了。"),
        TranslationUnit(en="Nobody left.", zh="他们走了。", status=UnitStatus.CONFIRMED),
        TranslationUnit(en="The gate opened.", zh="大门开了。", status=UnitStatus.REVIEW),
    ]
    [found] = confirmed_units(units, EN, ZH)
    assert (found.en, found.zh) == (("Applause.", "Rain fell."), ("掌声。", "下雨了。"))
    [placed] = place([found], EN, ZH).corrections
    assert (placed.en, placed.zh) == ((1, 2), (1, 2))


def test_a_confirmed_unit_that_stands_several_times_is_held_in_order_or_not_at_all() -> None:
    unit = TranslationUnit(en="Applause.", zh="掌声。", status=UnitStatus.CONFIRMED)
    assert list(confirmed_units([unit], EN, ZH)) == []
    twice = segments("掌声。", "大门开了。", "掌声。")
    found = place(confirmed_units([unit], EN, twice), EN, twice)
    assert [(one.en, one.zh) for one in found.corrections] == [((1,), (0,)), ((3,), (2,))]


def test_empty_lines_end_no_search() -> None:
    unit = TranslationUnit(en="A. B.", zh="甲。乙。", status=UnitStatus.CONFIRMED)
    blank = segments("", "A.", "", "B.", "")
    assert list(confirmed_units([unit], blank, segments("甲。", "乙。"))) == []


def test_a_file_that_is_not_sound_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text(json.dumps({"action": "confirm", "en": ["a"], "zh": []}) + "\n[1]\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"asked\.jsonl:2"):
        read_reviews(path)


def test_messages_show_the_beginning_of_long_texts() -> None:
    assert str(review("reject", ["x" * 500], [])) == f"reject {'x' * 80}… ↔ —"
    assert str(review("confirm", ["A.", "B."], ["甲。", "乙。"])) == "confirm A. B. ↔ 甲。乙。"


def test_a_correction_of_one_side_that_holds_in_several_texts_is_told() -> None:
    lone, both = review("confirm", ["Rain fell."], []), review("confirm", ["They left."], ["他们走了。"])
    placed = [place([lone, both], EN, ZH), place([lone, both], EN[2:], ZH[2:])]
    assert list(remarks([lone, both], placed, "here")) == [
        "correction holds in 2 pairs of texts that have these words: confirm Rain fell. ↔ —"
    ]
    assert list(remarks([lone, both], placed[:1], "here")) == []
