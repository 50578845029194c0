"""The register of people and places: glossary entries of these domains, and who held which post when.

An entry of the domain `person` gives a name, its spelling and, in the note, posts with their bodies and
times: “Director of CQC 2015-03-01–2020-06-30; 会长，茶叶协会 2020-07-01–”. A post without days of its own is
held from `valid_from` to `valid_to`.
Leaves out: names that no entry has (`names`), and posts without their holders (`posts`).
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tm.bitext import Side, Span, Term, TermHit, TermStatus
from tm.qa.evidence import Evidence
from tm.qa.posts import Post, posts_in
from tm.qa.row import Mark, Row, Sides, Text, mark
from tm.termbase import valid_on
from tm.text import fold
from tm.text.names import match_name

_DOMAINS = frozenset({"person", "place"})
_GIVEN_UP = frozenset({TermStatus.FORBIDDEN, TermStatus.DEPRECATED})
_OFFICE = re.compile(
    r"(?P<post>[^,，]+?)(?:(?: of |[,，]\s*)(?P<body>.+?))?"
    r"(?:[\s,(]*(?P<start>\d{4}-\d\d-\d\d)?\s*[–—~至](?:\s*(?P<end>\d{4}-\d\d-\d\d))?\)?)?"
)
_ASIDE: dict[Side, int] = {"en": 70, "zh": 30}
"""Characters beside a name within which its post stands."""
_STOP = re.compile(r"[.!?。！？；;“”\"]")
_FORMER = re.compile(r"\b(?:former\w*|then|ex|late|previous\w*|outgoing)\b|[原前]|时任", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A name found in the source: accepted forms if the register has it, and where it stands."""

    name: str
    span: Span
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """A post held by somebody, its body (empty if none is given), and from when to when."""

    post: str
    body: str
    start: dt.date | None
    end: dt.date | None

    def held(self, day: dt.date) -> bool:
        """Tell whether it was held on a day; open ends hold without limit."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def is_post(self, post: Post) -> bool:
        """Tell whether a post met in a text is this one, in whichever language either is written."""
        return fold(self.post) == fold(post.text) or post.renders(self.post)


def offices(term: Term) -> tuple[Office, ...]:
    """Return the posts that the note of an entry gives; parts of it that begin with no post are none.

    >>> from tm.bitext import TermForms
    >>> zh, en = TermForms(full="周明远"), TermForms(full="Zhou Mingyuan")
    >>> held = offices(Term(zh=zh, en=en, note="Director of CQC 2015-03-01–2020-06-30; not Chou"))
    >>> [(office.post, office.body, str(office.end)) for office in held]
    [('Director', 'CQC', '2020-06-30')]
    """
    found: list[Office] = []
    for part in re.split(r"[;；]", term.note):
        told = _OFFICE.fullmatch(part.strip())
        if told and (posts_in(told["post"], "zh") or posts_in(told["post"], "en")):
            dated = told["start"] or told["end"]
            start, end = (dt.date.fromisoformat(day) if day else None for day in told.group("start", "end"))
            found.append(
                Office(
                    post=told["post"].strip(),
                    body=(told["body"] or "").strip(" ,("),
                    start=start if dated else term.valid_from,
                    end=end if dated else term.valid_to,
                )
            )
    return tuple(found)


def registered(row: Row, known: Evidence) -> list[Person]:
    """Return the people and places of the register in the source, one an occurrence.

    Of entries of one name those valid on the day count, and of these the ones whose post or body stands
    beside the name.
    """
    return [
        Person(
            name=row.source.text[slice(*span)],
            span=span,
            forms=tuple(
                dict.fromkeys(
                    form
                    for term in _meant(terms, span, row, known)
                    for form in term.forms(row.draft.side).every()
                )
            ),
        )
        for span, terms in sorted(_entries(row, known).items())
    ]


def _entries(row: Row, known: Evidence) -> dict[Span, list[Term]]:
    found: dict[Span, list[Term]] = {}
    hits: Sequence[TermHit] = known.finder.find(row.source.text, row.source.side) if known.finder else ()
    for hit in hits:
        if hit.term.domain in _DOMAINS and hit.term.status not in _GIVEN_UP:
            found.setdefault(hit.span, []).append(hit.term)
    return found


def _meant(terms: Sequence[Term], span: Span, row: Row, known: Evidence) -> Sequence[Term]:
    valid = [term for term in terms if known.day is None or valid_on(term, known.day)] or terms
    beside = _beside(row.source, span)
    scores = [
        max((_fit(office, beside, row.source.side, known) for office in offices(term)), default=0)
        for term in valid
    ]
    return [term for term, score in zip(valid, scores, strict=True) if score == max(scores)]


def _beside(text: Text, span: Span) -> str:
    """Return what stands around a name within its sentence."""
    size = _ASIDE[text.side]
    before, after = text.text[max(0, span[0] - size) : span[0]], text.text[span[1] : span[1] + size]
    return f"{_STOP.split(before)[-1]}\u3000{_STOP.split(after)[0]}"


def _fit(office: Office, beside: str, side: Side, known: Evidence) -> int:
    """Return how much of an office stands beside a name: its body counts more than its post."""
    forms = {office.body}
    if known.finder is not None and office.body:
        for one in ("en", "zh"):
            for hit in known.finder.find(office.body, one):
                forms.update(hit.term.forms(side).every())
    body = any(form and fold(form) in fold(beside) for form in forms)
    return 2 * body + any(office.is_post(post) for post in posts_in(beside, side))


def in_office(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield posts that a draft adds to a person who held them before or after the day, not on it."""
    for row in rows:
        if known.day is None or not row.draft.text.strip():
            continue
        for span, terms in _entries(row, known).items():
            if posts_in(_beside(row.source, span), row.source.side):
                continue  # the source speaks of a post itself
            there = _drafted(row, span, terms)
            beside = _beside(row.draft, there) if there else ""
            wrong = None if _FORMER.search(beside) else _out_of_time(beside, row.draft.side, terms, known)
            if wrong and there:
                office = " of ".join(part for part in (wrong.post, wrong.body) if part)
                message = f"{row.source.text[slice(*span)]} was not {office} on {known.day}"
                sides = Sides(zh=span, en=there) if row.to_english else Sides(zh=there, en=span)
                yield mark(row, "post", message, sides)


def written(text: Text, form: str) -> Span | None:
    """Return where a form of a name stands in a text as words of its own, None if nowhere."""
    edge = r"(?<![a-z0-9]){}(?![a-z0-9])" if form.isascii() else "{}"
    found = re.search(edge.format(re.escape(fold(form))), text.folded)
    return text.spot(*found.span()) if found else None


def _drafted(row: Row, span: Span, terms: Sequence[Term]) -> Span | None:
    """Return where the draft names the person."""
    draft = row.draft
    for form in dict.fromkeys(form for term in terms for form in term.forms(draft.side).every()):
        if (place := written(draft, form)) is not None:
            return place
    return match_name(row.source.text[slice(*span)], draft.text) if row.to_english else None


def _out_of_time(beside: str, side: Side, terms: Sequence[Term], known: Evidence) -> Office | None:
    """Return the office beside a name that its holder had at another time only."""
    assert known.day is not None
    met = posts_in(beside, side)
    held = [(office, office.held(known.day)) for term in terms for office in offices(term)]
    now = [office for office, valid in held if valid]
    for office, valid in held:
        added = [post for post in met if office.is_post(post) and not any(one.is_post(post) for one in now)]
        if added and not valid:
            return office
    return None
