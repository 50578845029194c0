"""A glossary written in any format is read again with every field of every entry."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.bitext import Term, TermForms, TermStatus
from tm.exchange import read_terms, write_terms

ENDINGS = ("tsv", "csv", "txt", "xlsx", "tbx", "martif.tbx", "martif")
AWKWARD = (
    "=1+1",
    "-减号",
    "'quoted'",
    '"',
    '"两"',
    "R&D <b>",
    "_x0041_",
    "1",
    "TRUE",
    "2018-03-21",
    "a\u2028b",
    "𠮷",
)
"""What spreadsheets, XML and quoting make something else of."""
FORM = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="|"), min_size=1, max_size=8
).map(str.strip).filter(bool)
NOTE = (
    st.sampled_from(["两行\n一注", "Duizhao: mine", 'Duizhao: {"required": true}', "a\tb"])
    | st.just("")
    | FORM
)


@st.composite
def forms(draw: st.DrawFn) -> TermForms:
    full, *rest = draw(st.lists(FORM, min_size=1, max_size=6, unique=True))
    first, second = sorted((draw(st.integers(0, len(rest))), draw(st.integers(0, len(rest)))))
    return TermForms(
        full=full,
        short=tuple(rest[:first]),
        abbreviation=tuple(rest[first:second]),
        variants=tuple(rest[second:]),
    )


TERMS = st.builds(
    Term,
    en=forms(),
    zh=forms(),
    status=st.sampled_from(TermStatus),
    required=st.booleans(),
    valid_from=st.none() | st.dates(),
    valid_to=st.none() | st.dates(),
    replaced_by=st.none() | FORM.map(lambda form: f"后 {form}"),
    authority=NOTE.map(lambda text: " ".join(text.split())),
    domain=st.just("") | FORM,
    note=NOTE,
)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    terms=st.lists(
        TERMS, min_size=1, max_size=4, unique_by=lambda term: (term.zh.full, term.en.full, term.domain)
    )
)
def test_what_is_written_is_read_again(tmp_path, ending, terms):
    path = tmp_path / f"词汇.{ending}"
    assert write_terms(path, terms) == len(terms)
    assert read_terms(path) == terms


@pytest.mark.parametrize("ending", ENDINGS)
def test_many_entries_through_one_format_after_another(tmp_path, ending):
    terms = [
        Term(
            zh=TermForms(full=f"第{number}司", short=(f"{number}司",)),
            en=TermForms(full=f"Department {number}", abbreviation=(f"D{number}",)),
            replaced_by=f"第{number + 1}司",
        )
        for number in range(300)
    ]
    held = terms
    for each in ("tsv", ending, "csv"):
        write_terms(tmp_path / f"词汇.{each}", held)
        held = read_terms(tmp_path / f"词汇.{each}")
    assert held == terms
