"""Terms for a terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tm.jobs.terms import Extraction, TermList, TermView

_STYLES = {"preferred": "green", "admitted": "", "deprecated": "yellow", "forbidden": "red"}


def terms_view(found: TermList) -> RenderableType:
    """Return terms as a table: source, target, status, other forms, validity."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("source", "target", "status", "also", "valid"):
        table.add_column(title, overflow="fold")
    for term in found.terms:
        status = Text(term.status, style=_STYLES[term.status])
        table.add_row(Text(term.source), Text(term.target), status, Text(_also(term)), _validity(term))
    count = len(found.terms)
    return Group(table, Text(f"{count} term{'' if count == 1 else 's'}", style="dim"))


def proposals_view(found: Extraction) -> RenderableType:
    """Return proposed terms as a table: source, target, units, confidence, an example."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("source", "target", "units", "sure", "kind", "example"):
        table.add_column(title, overflow="fold")
    for one in found.proposals:
        kind = f"{one.kind}, known" if one.known else one.kind
        cells = (one.source, one.target, str(one.count), f"{one.confidence:.2f}", kind, one.example.source)
        table.add_row(*(Text(cell) for cell in cells))
    count = len(found.proposals)
    last = f"{count} proposal{'' if count == 1 else 's'} from {found.units} units"
    return Group(table, Text(last, style="dim"))


def _also(term: TermView) -> str:
    return ", ".join((*term.forms.short, *term.forms.abbreviation, *term.variants))


def _validity(term: TermView) -> str:
    if not (term.valid_from or term.valid_to):
        return ""
    span = f"{term.valid_from or ''}–{term.valid_to or ''}"
    return f"{span} → {term.replaced_by}" if term.replaced_by else span
