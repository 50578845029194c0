import datetime as dt
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Term, TermForms, TranslationUnit
from tm.memory import open_memory
from tm.termbase import TermFinder, finder_of, valid_on


def term(zh: str, en: str, **more: object) -> Term:
    zh_forms = {key[3:]: more.pop(key) for key in list(more) if key.startswith("zh_")}
    en_forms = {key[3:]: more.pop(key) for key in list(more) if key.startswith("en_")}
    return Term(zh=TermForms(full=zh, **zh_forms), en=TermForms(full=en, **en_forms), **more)


FINDER = TermFinder(
    [
        term(
            "国家认证认可监督管理委员会", "Certification and Accreditation Administration",
            zh_short=("国家认监委", "认监委"), en_abbreviation=("CNCA",),
        ),
        term("主任", "Director"),
        term("副主任", "Deputy Director"),
        term("认证机构", "certification body"),
        term("司长", "Director of Department"),
        term("国际标准化组织", "International Organization for Standardization", en_abbreviation=("ISO",)),
        term("美国", "United States", en_abbreviation=("US",)),
        term("人民日报", "People's Daily"),
    ]
)  # fmt: skip


def shown(text: str, side: str, **more: object) -> list[tuple[str, str]]:
    return [(hit.term.en.full, text[slice(*hit.span)]) for hit in FINDER.find(text, side, **more)]


@pytest.mark.parametrize(
    ("text", "side", "expect"),
    [
        ("国家认监委副主任", "zh", ["国家认监委", "副主任"]),
        ("國家認監委副主任", "zh", ["國家認監委", "副主任"]),
        ("ＣＮＣＡ said", "en", ["ＣＮＣＡ"]),
        ("CNCA's Deputy  Directors", "en", ["CNCA", "Deputy  Directors"]),
        (
            "certification bodies and a Certification Body",
            "en",
            ["certification bodies", "Certification Body"],
        ),
        ("the Directors of Department", "en", ["Directors of Department"]),
        ("CNCAX and XCNCA", "en", []),
        ("isolated iso", "en", []),
        ("tell us of the US", "en", ["US"]),
        ("People’s Daily", "en", ["People’s Daily"]),
        ("directorate", "en", []),
        ("the director's office", "en", ["director"]),
        ("中文里的CNCA主任", "en", ["CNCA"]),
        ("", "en", []),
    ],
)
def test_terms_in_running_text(text: str, side: str, expect: list[str]) -> None:
    assert [found for _, found in shown(text, side)] == expect


def test_nested_terms_are_kept_on_request() -> None:
    assert [found for _, found in shown("国家认监委副主任", "zh", nested=True)] == [
        "国家认监委", "认监委", "副主任", "主任",
    ]  # fmt: skip


def test_one_form_of_two_entries_gives_both() -> None:
    finder = TermFinder([term("主任", "Director", domain="CQC"), term("主任", "Chairman", domain="NPC")])
    assert [hit.term.en.full for hit in finder.find("主任", "zh")] == ["Director", "Chairman"]


def test_validity_by_day() -> None:
    old = term("质检总局", "AQSIQ", valid_from=dt.date(2001, 4, 10), valid_to=dt.date(2018, 3, 20))
    finder = TermFinder([old])
    assert finder.find("质检总局", "zh", on=dt.date(2010, 1, 1))
    assert not finder.find("质检总局", "zh", on=dt.date(2024, 1, 1))
    assert finder.find("质检总局", "zh")
    assert valid_on(old, dt.date(2018, 3, 20))


def test_no_terms_find_nothing() -> None:
    assert TermFinder([]).find("任何", "zh") == ()


@given(st.text(alphabet="国家認认监委副主任ＣCNCA'’ ㎡", max_size=40))
def test_spans_never_overlap_and_lie_inside(text: str) -> None:
    for side in ("en", "zh"):
        end = 0
        for start, stop in dict.fromkeys(hit.span for hit in FINDER.find(text, side)):
            assert end <= start < stop <= len(text)
            end = stop


def test_a_memorys_finder_is_made_again_only_when_its_terms_change(tmp_path: Path) -> None:
    memory = open_memory(tmp_path / "m.sqlite")
    memory.terms.add([term("主任", "Director")])
    first = finder_of(memory)
    memory.units.add([TranslationUnit(zh="主任", en="Director")])
    assert finder_of(memory) is first
    memory.terms.add([term("司长", "Director-General")])
    assert len(finder_of(memory)) == 2
    assert [hit.form for hit in finder_of(memory).find("司长与主任", "zh")] == ["司长", "主任"]
    memory.close()


def test_fifty_thousand_terms_are_found_in_two_milliseconds() -> None:
    draw = random.Random(2)
    letters = [chr(code) for code in range(0x4E00, 0x5400)]
    finder = TermFinder(
        [term("".join(draw.choices(letters, k=draw.randint(2, 8))), f"term {n}") for n in range(50_000)]
    )
    text = "".join(draw.choices(letters, k=60))
    finder.find(text, "zh")
    began = time.process_time()
    for _ in range(50):
        finder.find(text, "zh")
    assert (time.process_time() - began) / 50 < 0.002


def test_only_terms_that_end_are_dated() -> None:
    finder = TermFinder([term("旧", "Old", valid_to=dt.date(2018, 1, 1)), term("新", "New")])
    assert [hit.form for hit in finder.dated.find("旧与新", "zh")] == ["旧"]
