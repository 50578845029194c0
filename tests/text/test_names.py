"""Names: Han names in Latin letters, Latin names, likely Han names."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.text.names import (
    candidate_names_zh,
    latin_names,
    match_name,
    match_names,
    pinyin_forms,
    split_name,
    surnames,
)

CASES = Path(__file__).parent.parent / "cases"


def load(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{case['label']}: {case.get('text') or case.get('en')}") for case in cases]


@pytest.mark.parametrize("case", load("names-pinyin"))
def test_a_han_name_is_met_again(case: dict[str, Any]) -> None:
    span = match_name(case["han"], case["en"])
    assert (case["en"][slice(*span)] if span else None) == case["found"]


@pytest.mark.parametrize("case", load("names-zh"))
def test_likely_names_are_found(case: dict[str, Any]) -> None:
    found = candidate_names_zh(case["text"])
    assert [name.text for name in found] == case["names"]
    assert all(case["text"][slice(*name.span)] == name.text for name in found)


@pytest.mark.parametrize("case", load("names-latin"))
def test_latin_names_are_found(case: dict[str, Any]) -> None:
    found = latin_names(case["text"])
    assert [[name.kind.value, name.text] for name in found] == case["names"]
    assert all(case["text"][slice(*name.span)] == name.text for name in found)


@given(
    st.sampled_from(sorted(surnames())), st.text(alphabet="明远静国强文博乐吕子昂", min_size=1, max_size=2)
)
@settings(max_examples=60)
def test_every_form_is_matched(surname: str, given_name: str) -> None:
    name = surname + given_name
    if split_name(name)[0] != surname:
        return  # 司 + 马… is read as 司马
    for form in sorted(pinyin_forms(name))[:40]:
        assert match_name(name, f"then {form} spoke"), form


def test_several_names_at_once() -> None:
    found = match_names(["周明远", "李静"], "Zhou Mingyuan spoke")
    assert found == {"周明远": (0, 13), "李静": None}


def test_the_surname_table_is_broad() -> None:
    assert len(surnames()) >= 450
    assert surnames()["单"] == ("shan",)
