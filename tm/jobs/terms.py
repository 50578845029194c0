"""Keep the termbase: add, import, export, list, find. Leaves out: how terms are found in text."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Side, Span, Term, TermForms, TermStatus, other_side
from tm.errors import TermError
from tm.exchange import read_terms, write_terms
from tm.jobs.search import side_of
from tm.jobs.session import Session
from tm.termbase import finder_of
from tm.text.languages import parse_lang


@dataclass(frozen=True, kw_only=True, slots=True)
class FormsView:
    """The forms of one side as a document shows them."""

    full: str
    short: tuple[str, ...]
    abbreviation: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TermView:
    """A term as a document shows it: `forms` and `variants` are the target's, `source_…` the source's.

    `span` is set where the term was found in a text.
    """

    id: int | None
    source: str
    target: str
    status: TermStatus
    required: bool
    forms: FormsView
    variants: tuple[str, ...]
    source_forms: FormsView
    source_variants: tuple[str, ...]
    valid_from: dt.date | None
    valid_to: dt.date | None
    replaced_by: str | None
    authority: str
    domain: str
    note: str
    span: Span | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TermList:
    """Terms, in the order they are kept or found."""

    terms: tuple[TermView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """How many entries were read, and how many of them were new or changed what was kept."""

    read: int
    added: int
    updated: int


def add_term(
    session: Session,
    source: str,
    target: str,
    *,
    status: str = "preferred",
    required: bool = False,
    domain: str = "",
    note: str = "",
) -> Imported:
    """Keep one term; its sides are told apart by their script. Raises TermError unless one is Chinese."""
    source_side, target_side = side_of(source, None), side_of(target, None)
    if source_side == target_side:
        raise TermError(
            f"{source!r} and {target!r} are both {source_side}; give one English and one Chinese form"
        )
    try:
        term_status = TermStatus(status)
    except ValueError as err:
        raise TermError(f"unknown status {status!r}; use one of {', '.join(TermStatus)}") from err
    forms = {source_side: TermForms(full=source.strip()), target_side: TermForms(full=target.strip())}
    term = Term(
        en=forms["en"], zh=forms["zh"], status=term_status, required=required, domain=domain, note=note
    )
    return _store(session, [term], f"add term {source}")


def import_terms(session: Session, path: Path) -> Imported:
    """Keep the terms of a glossary file; all of them or, where the file is not sound, none."""
    return _store(session, list(read_terms(path)), f"import terms {path.name}")


def export_terms(session: Session, path: Path) -> int:
    """Write every term to a glossary file; return how many."""
    terms = session.memory.terms.all()
    write_terms(path, terms)
    return len(terms)


def list_terms(session: Session, *, source_lang: str = "zh") -> TermList:
    """Return every term, seen from one language."""
    side = parse_lang(source_lang).side
    return TermList(terms=tuple(view(term, side) for term in session.memory.terms.all()))


def find_terms(session: Session, text: str, *, lang: str | None = None) -> TermList:
    """Return the terms that stand in a text, in order of place."""
    side = side_of(text, lang)
    hits = finder_of(session.memory).find(text, side)
    return TermList(terms=tuple(view(hit.term, side, span=hit.span) for hit in hits))


def view(term: Term, side: Side, *, span: Span | None = None) -> TermView:
    """Return a term as seen from `side`."""
    source, target = term.forms(side), term.forms(other_side(side))
    return TermView(
        id=term.id,
        source=source.full,
        target=target.full,
        status=term.status,
        required=term.required,
        forms=_forms(target),
        variants=target.variants,
        source_forms=_forms(source),
        source_variants=source.variants,
        valid_from=term.valid_from,
        valid_to=term.valid_to,
        replaced_by=term.replaced_by,
        authority=term.authority,
        domain=term.domain,
        note=term.note,
        span=span,
    )


def _forms(forms: TermForms) -> FormsView:
    return FormsView(full=forms.full, short=forms.short, abbreviation=forms.abbreviation)


def _store(session: Session, terms: Iterable[Term], label: str) -> Imported:
    kept = list(terms)
    with session.memory.transaction(label, session.user):
        tally = session.memory.terms.add(kept)
    return Imported(read=len(kept), added=tally.added, updated=tally.updated)
