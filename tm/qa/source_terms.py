"""The glossary terms of a source, by place. Leaves out: what becomes of them in the draft (`terms`)."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tm.bitext import Side, Span, Term, TermHit, TermStatus, other_side
from tm.qa.evidence import Evidence
from tm.qa.row import Row
from tm.termbase import valid_on
from tm.text.scripts import HAN

LEVEL = re.compile("省(?!级)|市(?![场政民值])|县(?!级)|自治区|区(?!域)")
"""What begins a body's name once its place is left out."""
_GIVEN_UP = frozenset({TermStatus.FORBIDDEN, TermStatus.DEPRECATED})
_NOT_TERMS = frozenset({"person", "place"})
"""Domains with a family of their own (`names`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceTerm:
    """The entries found at one place of the source, sorted by what they say about a rendering."""

    span: Span
    form: str
    accepted: tuple[Term, ...]
    given_up: tuple[Term, ...]

    def wanted(self, side: Side) -> tuple[str, ...]:
        """Return every form on `side` that renders the term; an abbreviation serves both languages."""
        forms = [form for term in self.accepted for form in term.forms(side).every()]
        short = [form for term in self.accepted for form in term.forms(other_side(side)).abbreviation]
        return tuple(dict.fromkeys(form for form in (*forms, *short) if form))


def source_terms(row: Row, known: Evidence) -> list[SourceTerm]:
    """Return the source's glossary terms by place, longest first where they overlap."""
    if known.finder is None:
        return []
    at: dict[Span, list[TermHit]] = {}
    for hit in known.finder.find(row.source.text, row.source.side):
        if hit.term.domain not in _NOT_TERMS and not _is_no_name(hit, row.source.text):
            at.setdefault(hit.span, []).append(hit)
    return [_sorted(span, hits, known.day) for span, hits in sorted(at.items())]


_PROVINCE = re.compile(f"(?<![{HAN}])([{HAN}]{{2,3}})省")
_HEAD = frozenset({"head", "chair", "chief", "heads", "chairs", "chiefs"})
"""Posts that are common words as well: a head of 400 meters."""
_HEADED = re.compile(r" of (?!\d|states?\b|governments?\b)")
_MEETING = re.compile("级?(?:会议|办公会|联席会|论坛|峰会)")
"""What a post names without anybody who holds it (主任会议)."""


def _is_no_name(hit: TermHit, text: str) -> bool:
    """Tell what names nothing: a name's words in small letters (the campaign), the end of another's name."""
    start, end = hit.span
    words = text[start:end]
    if hit.side == "zh":
        before = text[start - 1 : start]
        if hit.term.domain == "post" and _MEETING.match(text, end):
            return True
        if hit.term.domain != "body" or not LEVEL.match(words):
            return False
        place = _PROVINCE.search(text)
        return bool(re.match(f"[{HAN}]", before)) or bool(place and not hit.term.zh.full.startswith(place[1]))
    if words in _HEAD and hit.term.domain == "post":
        return not _HEADED.match(text, end)
    return words.islower() and any(map(str.isupper, hit.form))


def _sorted(span: Span, hits: Sequence[TermHit], day: dt.date | None) -> SourceTerm:
    terms = [hit.term for hit in hits]
    good = [term for term in terms if term.status not in _GIVEN_UP and (day is None or valid_on(term, day))]
    usable = good or [term for term in terms if term.status is not TermStatus.FORBIDDEN]
    return SourceTerm(
        span=span,
        form=hits[0].form,
        accepted=tuple(usable),
        given_up=tuple(term for term in terms if term not in usable),
    )
