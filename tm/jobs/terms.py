"""Keep the termbase: add, import, export, list, find, extract. Leaves out: how terms are found in text."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tm.bitext import Side, Span, Term, TermForms, TermStatus, other_side
from tm.errors import MemoryStoreError, TermError
from tm.exchange import read_terms, write_terms
from tm.jobs.progress import SILENT, Progress
from tm.jobs.search import side_of
from tm.jobs.session import Session
from tm.termbase import finder_of
from tm.text.languages import parse_lang

if TYPE_CHECKING:
    from tm.termbase.extraction import Proposal


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """The shortest unit a proposal stands in."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposalView:
    """A proposed term as a document shows it; `evidence` holds ids of units it stands in."""

    source: str
    target: str
    kind: str
    count: int
    confidence: float
    known: bool
    evidence: tuple[int, ...]
    example: Example


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """Terms proposed from `units` units, those most worth a look first."""

    units: int
    proposals: tuple[ProposalView, ...]


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


def extract_terms(
    session: Session,
    *,
    min_count: int = 2,
    limit: int | None = None,
    known: bool = False,
    source_lang: str = "zh",
    output: Path | None = None,
    progress: Progress = SILENT,
) -> Extraction:
    """Propose terms from the memory's units, seen from one language; write them as a glossary to `output`.

    Terms the termbase holds are left out or, with `known`, marked. Raises MemoryStoreError where the
    memory holds no units, ConfigError for a count or limit out of range.
    """
    from tm.termbase.extraction import ExtractionConfig, propose_terms

    side = parse_lang(source_lang).side
    config = ExtractionConfig(min_count=min_count, limit=limit, known=known)
    with session.memory.reading():
        units = list(session.memory.units.scan())
        held = session.memory.terms.all()
    if not units:
        raise MemoryStoreError(f"{session.memory.location} holds no units; build or import some first")
    found = propose_terms(units, known=held, encoder=session.encoder, config=config, report=progress.step)
    if output is not None:
        write_terms(output, [_proposed(proposal) for proposal in found])
    return Extraction(units=len(units), proposals=tuple(_proposal_view(one, side) for one in found))


def _proposed(proposal: "Proposal") -> Term:
    """Return a proposal as an entry to be judged: admitted, its evidence in the note."""
    units = " ".join(str(unit) for unit in proposal.evidence)
    return Term(
        en=TermForms(full=proposal.en),
        zh=TermForms(full=proposal.zh),
        status=TermStatus.ADMITTED,
        authority="extracted",
        domain="" if proposal.kind == "word" else proposal.kind,
        note=f"{proposal.count} units, confidence {proposal.confidence:.2f}; units {units}",
    )


def _proposal_view(proposal: "Proposal", side: Side) -> ProposalView:
    forms = {"en": proposal.en, "zh": proposal.zh}
    return ProposalView(
        source=forms[side],
        target=forms[other_side(side)],
        kind=proposal.kind,
        count=proposal.count,
        confidence=proposal.confidence,
        known=proposal.known,
        evidence=proposal.evidence,
        example=Example(source=proposal.example.text(side), target=proposal.example.text(other_side(side))),
    )


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
