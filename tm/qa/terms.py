"""Glossary terms: rendered at all, by an accepted form, consistently. Leaves out: finding them (`termbase`).

What a source term may become is the union of the forms of every entry that has it: a preferred and an
admitted entry both count, a forbidden one never, a deprecated one only as long as nothing better is held.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tm.bitext import Side, Span, Term, TermHit, TermStatus
from tm.qa.evidence import Evidence
from tm.qa.mentions import is_shortened_title, is_taken_up, is_title
from tm.qa.near_forms import EXACT, PAIR, is_near
from tm.qa.otherwise import rendered_otherwise
from tm.qa.posts import is_of_another_body
from tm.qa.row import Mark, Row, Text
from tm.qa.source_terms import SourceTerm, source_terms
from tm.qa.stems import has_words
from tm.qa.units import UnitVectors, unit_vectors
from tm.termbase import TermFinder
from tm.text import fold
from tm.text.scripts import HAN

_MISSING = frozenset({"term", "term-required"})
_NEIGHBOURED = frozenset({"body", "post"})
"""Domains in which a longer name is another's (Deputy Director-General)."""
_TOGETHER = 2
"""Terms from which one word of the draft says them together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drafted:
    """The draft with the glossary terms in it, and the forms any term of the source may take there."""

    text: Text
    hits: tuple[TermHit, ...]
    allowed: frozenset[str]
    terms: Sequence[SourceTerm] = ()

    @property
    def rendered(self) -> list[Span]:
        """Where the terms of the source stand in the draft."""
        found = (self.stands(term.wanted(self.text.side), exact=False) for term in self.terms)
        return [span for span in found if span is not None]

    def stands(self, forms: Iterable[str], *, exact: bool) -> Span | None:
        """Return where one of the forms stands, inflected unless `exact`, None if nowhere.

        A form inside a longer term that the source does not have is not it (“Deputy Director” in “Deputy
        Director-General”), nor is an abbreviation in brackets after another name.
        """
        for form in forms:
            span = _place(self.text, form, exact=exact)
            if span and not self._swallowed(span) and not self._belongs_elsewhere(form, span, forms):
                return span
        return None

    def another(self, domain: str) -> Span | None:
        """Return where a term of a domain stands that the source does not have, None if none does."""
        for hit in self.hits:
            forms = hit.term.forms(self.text.side).every()
            if hit.term.domain == domain and not any(fold(form) in self.allowed for form in forms):
                return hit.span
        return None

    def stands_for_others(self, form: str) -> bool:
        """Tell a form no more often in the draft than terms of the source ask for it."""
        asked = sum(fold(form) in map(fold, term.wanted(self.text.side)) for term in self.terms)
        return self.text.folded.count(fold(form)) <= asked

    def _swallowed(self, span: Span) -> bool:
        return any(
            hit.span[0] <= span[0] and span[1] <= hit.span[1] and hit.span != span
            and hit.term.domain in _NEIGHBOURED
            and fold(hit.form) not in self.allowed
            for hit in self.hits
        )  # fmt: skip

    def _belongs_elsewhere(self, form: str, span: Span, forms: Iterable[str]) -> bool:
        text = self.text.text
        before = text[: span[0]]
        if not form.isupper() or not before.endswith("(") or not text.startswith(")", span[1]):
            return False
        named = _NAME_BEFORE.search(before)
        return bool(named) and not any(
            _place(self.text, other, exact=False) for other in forms if not other.isupper()
        )


_NAME_BEFORE = re.compile(r"[A-Z][\w&’'.-]*(?:,? (?:of|and|for|the|on|in|[A-Z][\w&’'.-]*))+ \($")


def terms(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield terms rendered by a forbidden, a deprecated or no accepted form."""
    said: set[tuple[str | None, str]] = set()
    for row in rows:
        if known.finder is None or not row.draft.text.strip():
            continue
        found = source_terms(row, known)
        if not found:
            continue
        short = is_shortened_title(row, known)
        vectors = unit_vectors(known.encoder) if known.encoder is not None else None
        allowed = frozenset(fold(form) for term in found for form in term.wanted(row.draft.side))
        hits = known.finder.find(row.draft.text, row.draft.side)
        drafted = _Drafted(text=row.draft, hits=hits, allowed=allowed, terms=found)
        marks: list[Mark] = []
        for term in found:
            place, wanted = (row.segment.document, term.form), term.wanted(row.draft.side)
            for judged in _judge(row, term, drafted):
                if judged.rule not in _MISSING:
                    marks.append(judged)
                elif not short and not (place in said and is_taken_up(row.draft, wanted, hits)):
                    marks += _unless_unsaid(judged, term, drafted, vectors, known.finder)
            said.add(place)
            said.update((row.segment.document, form) for form in _nested(term, known))
        yield from _without_common(marks)


def _without_common(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks but for other terms said together by one word (双碳, carbon peaking and neutrality)."""
    terms: dict[Span, set[str]] = {}
    for one in marks:
        if one.rule in _MISSING and one.draft_span and one.source_span:
            source = one.row.source.text[slice(*one.source_span)]
            terms.setdefault(one.draft_span, set()).add(source)
    for one in marks:
        if one.rule not in _MISSING or len(terms.get(one.draft_span or (0, 0), ())) < _TOGETHER:
            yield one


def _unless_unsaid(
    judged: Mark, term: SourceTerm, drafted: _Drafted, vectors: UnitVectors | None, finder: TermFinder
) -> Iterator[Mark]:
    """Yield a mark on a missing term unless it goes without saying; without vectors, every one.

    A post is always said, its neighbours meaning nearly the same, but of other bodies by other words too.
    """
    posts = any(entry.domain == "post" for entry in term.accepted)
    if posts and is_of_another_body(judged.row, term.span, finder):
        return
    if vectors is None or posts:
        yield judged
        return
    wanted = term.wanted(drafted.text.side)
    exact = any(entry.domain in EXACT for entry in term.accepted)
    span = drafted.another("body") if any(entry.domain == "body" for entry in term.accepted) else None
    span = span or rendered_otherwise(judged.row, wanted, drafted.rendered, vectors, exact=exact)
    if span is not None:
        message = f"{term.form}: not {drafted.text.text[slice(*span)]} but {wanted[0]}"
        yield replace(judged, draft_span=span, message=message)


def _nested(term: SourceTerm, known: Evidence) -> list[str]:
    """Return the shorter terms within a term, which are said with it."""
    assert known.finder is not None
    side: Side = "zh" if re.search(f"[{HAN}]", term.form) else "en"
    return [hit.form for hit in known.finder.find(term.form, side, nested=True)]


def rendered_terms(row: Row, known: Evidence) -> tuple[list[Span], list[Span], list[Span]]:
    """Return where glossary terms stand rendered, in the source and in the draft, and the unrendered ones."""
    if known.finder is None:
        return [], [], []
    source, draft, missing = [], [], []
    found = source_terms(row, known)
    allowed = frozenset(fold(form) for term in found for form in term.wanted(row.draft.side))
    drafted = _Drafted(text=row.draft, hits=(), allowed=allowed)
    for term in found:
        span = drafted.stands(term.wanted(row.draft.side), exact=False)
        if span:
            source.append(term.span)
            draft.append(span)
        elif not any(entry.domain == "post" for entry in term.accepted):
            missing.append(term.span)  # posts are judged by their own rules
    return source, draft, missing


def _judge(row: Row, term: SourceTerm, drafted: _Drafted) -> Iterator[Mark]:
    wanted = term.wanted(row.draft.side)
    good = drafted.stands(wanted, exact=False)
    for wrong in term.given_up:
        form = wrong.forms(row.draft.side).full
        span = drafted.stands((form,), exact=True)
        if span is None or any(form != other and fold(form) in fold(other) for other in wanted):
            continue
        if any(fold(form) in other for other in drafted.allowed) and (
            good is not None or drafted.stands_for_others(form)
        ):
            continue  # it stands there for another term
        if good is not None and _is_common(form, row.draft.side):
            continue
        rule = "term-forbidden" if wrong.status is TermStatus.FORBIDDEN else "term-deprecated"
        yield _mark(row, rule, term, wanted, span)
        return
    if good is None and wanted and not is_near(row, term, wanted):
        required = any(entry.required for entry in term.accepted)
        yield _mark(row, "term-required" if required else "term", term, wanted, None)


def _is_common(form: str, side: Side) -> bool:
    """Tell a given-up form so short that the sentence may hold it for other reasons."""
    return len(form.split()) == 1 if side == "en" else len(form) <= PAIR


def _mark(row: Row, rule: str, term: SourceTerm, wanted: Sequence[str], span: Span | None) -> Mark:
    best = wanted[0] if wanted else ""
    if span is None:
        message = f"{term.form} is not rendered as {' / '.join(wanted[:3])}"
    else:
        message = f"{term.form}: not {row.draft.text[slice(*span)]}" + (f" but {best}" if best else "")
    certain = len(wanted) == 1 and span is not None
    return Mark(
        row=row,
        rule=rule,
        message=message,
        source_span=term.span,
        draft_span=span,
        suggestion=best if certain else None,
    )


def _place(draft: Text, form: str, *, exact: bool) -> Span | None:
    if draft.side == "en":
        return has_words(draft.text, form, exact=exact)
    folded = fold(form)
    at = draft.folded.find(folded)
    return draft.spot(at, at + len(folded)) if at >= 0 else None


def _stands(draft: Text, forms: Iterable[str]) -> bool:
    return any(_place(draft, form, exact=False) for form in forms)


def inconsistent(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield terms rendered by two different accepted entries in one document.

    Short forms and abbreviations of one entry are not two renderings, and a post is called by its body.
    """
    first: dict[tuple[str | None, str], tuple[Term, int]] = {}
    for row in rows:
        for found in source_terms(row, known):
            if not found.accepted[1:] or any(term.domain == "post" for term in found.accepted):
                continue
            used = [term for term in found.accepted if _stands(row.draft, term.forms(row.draft.side).every())]
            if len(used) != 1:
                continue
            place = (row.segment.document, found.form)
            before, where = first.setdefault(place, (used[0], row.index))
            if before is not used[0]:
                earlier, now = before.forms(row.draft.side).full, used[0].forms(row.draft.side).full
                message = f"{found.form} is {now} here and {earlier} in row {where}"
                yield Mark(row=row, rule="term-inconsistent", message=message, source_span=found.span)


_INTRODUCED = re.compile(r"[（(][^（）()]*?\b([A-Z][A-Z&]{1,9})\b[^（）()]*[）)]")


def abbreviations(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield glossary abbreviations used in English before the full name has introduced them.

    Only where the source writes the name out at that place, and never in titles or for the house list.
    """
    introduced: set[tuple[str | None, str]] = set()
    for row in rows:
        if not row.to_english or is_title(row):
            continue
        document, text = row.segment.document, row.draft.text
        introduced.update((document, found.group(1)) for found in _INTRODUCED.finditer(text))
        for term in source_terms(row, known):
            if term.form != (term.accepted[0].zh.full if term.accepted else ""):
                continue
            for entry in term.accepted:
                for short in entry.en.abbreviation:
                    used = re.search(rf"\b{re.escape(short)}\b", text)
                    if (
                        not used
                        or (document, short) in introduced
                        or short in known.config.house_abbreviations
                    ):
                        continue
                    introduced.add((document, short))
                    if not has_words(text, entry.en.full, exact=False):
                        message = f"{short} before its full name, {entry.en.full}"
                        yield Mark(row=row, rule="abbreviation", message=message, draft_span=used.span())
