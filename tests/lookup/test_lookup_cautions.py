import datetime as dt
import json
from pathlib import Path

import pytest

from tm.bitext import Term, TermForms
from tm.lookup.cautions import extra_names, extra_years, fact_cautions, out_of_date, years
from tm.termbase import TermFinder

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "lookup_cautions.json").read_text(encoding="utf-8")
)
AQSIQ = Term(
    zh=TermForms(full="国家质检总局", short=("质检总局",)),
    en=TermForms(full="General Administration of Quality Supervision", abbreviation=("AQSIQ",)),
    valid_to=dt.date(2018, 3, 20),
    replaced_by="市场监管总局",
)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_small_words_that_change_the_fact(case: dict) -> None:
    found = fact_cautions(case["query"], case["source"], case["side"])
    assert [caution.text for caution in found] == case["expect"]


@pytest.mark.parametrize(
    ("query", "target", "extra"),
    [
        ("11月9日至11日", "November 9–11, 2020", ["2020 only in the target"]),
        ("2020年11月9日", "November 9, 2020", []),
        ("二〇二四年六月", "June 2024", []),
        ("GB/T 19001标准", "GB/T 19001 standard", []),
        ("共2020.5吨", "2020.5 tonnes", []),
        ("The 2019 forum", "2019年论坛于2020年闭幕", ["2020 only in the target"]),
    ],
)
def test_years_only_in_the_target(query: str, target: str, extra: list[str]) -> None:
    assert [caution.text for caution in extra_years(query, target)] == extra


def test_years_in_either_language() -> None:
    assert years("一九九八年与２０２４年, 1997–2003") == {1998, 2024, 1997, 2003}
    assert years("6月20日，2023年培训班") == years("June 20,2023") == {2023}
    assert years("3.2019 or 2,019 or 12019") == set()


@pytest.mark.parametrize(
    ("text", "today", "warned"),
    [
        ("质检总局发布公告", dt.date(2024, 5, 1), True),
        ("质检总局发布公告", dt.date(2016, 5, 1), False),
        ("原国家质检总局发布公告", dt.date(2024, 5, 1), False),
        ("市场监管总局发布公告", dt.date(2024, 5, 1), False),
    ],
)
def test_a_body_out_of_date(text: str, today: dt.date, warned: bool) -> None:
    hits = TermFinder([AQSIQ]).find(text, "zh")
    assert bool(out_of_date(hits, text, today)) is warned


def test_former_in_english_settles_it() -> None:
    finder = TermFinder([AQSIQ])
    today = dt.date(2024, 5, 1)
    for text, count in (("the former AQSIQ", 0), ("AQSIQ said", 1)):
        assert len(out_of_date(finder.find(text, "en"), text, today)) == count


PEOPLE = TermFinder(
    [
        Term(zh=TermForms(full="李明"), en=TermForms(full="Li Ming"), domain="person"),
        Term(zh=TermForms(full="李明"), en=TermForms(full="Lee Min"), domain="person"),
        Term(zh=TermForms(full="国家认监委"), en=TermForms(full="CNCA"), domain="body"),
        Term(zh=TermForms(full="工厂检查"), en=TermForms(full="factory inspection"), domain="term"),
    ]
)


@pytest.mark.parametrize(
    ("query", "target", "extra"),
    [
        ("他出席会议", "Li Ming attended the meeting", ["Li Ming only in the target"]),
        ("李明出席会议", "Li Ming attended the meeting", []),
        ("该委发布公告", "CNCA issued a notice", ["CNCA only in the target"]),
        ("CNCA发布公告", "CNCA issued a notice", []),
        ("检查结束", "The factory inspection ended", []),
    ],
)
def test_names_only_in_the_target(query: str, target: str, extra: list[str]) -> None:
    found = extra_names(query, PEOPLE.find(target, "en"))
    assert [caution.text for caution in found] == extra


def test_a_surname_names_a_person_spelled_in_two_ways() -> None:
    assert extra_names("Li said so", PEOPLE.find("李明这样说", "zh")) == ()
    assert [c.text for c in extra_names("He said so", PEOPLE.find("李明这样说", "zh"))] == [
        "李明 only in the target"
    ]
