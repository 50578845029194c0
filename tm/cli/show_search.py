"""Matches and concordance lines for a terminal. Leaves out: finding them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tm.lookup.results import ConcordanceHit, ConcordanceResult, DiffOp, LookupResult, Match, Origin

if TYPE_CHECKING:
    from tm.bitext import Span

_KIND_STYLES = {
    "context": "bold green",
    "exact": "bold green",
    "repaired": "bold cyan",
    "contained": "cyan",
    "fuzzy": "yellow",
    "semantic": "magenta",
}
_LIT = "bold yellow"
_FAINT = "dim"
_WHOLE = 100  # percent
_TO_USE = {"preferred", "admitted"}
"""Terms of other statuses are for checks; they are in the JSON document."""


def lookup_view(result: LookupResult, *, colour: bool) -> RenderableType:
    """Return a look-up as blocks, best match first, then fragments and terms."""
    parts: list[RenderableType] = [Text(result.query, style="bold")]
    if not result.matches:
        parts.append(Text("No earlier rendering found.", style=_FAINT))
    parts.extend(_match_view(number, match, colour=colour) for number, match in enumerate(result.matches, 1))
    if result.fragments:
        rows = (
            (piece.source, _marked(piece.target, piece.target_span, colour=colour))
            for piece in result.fragments
        )
        parts.append(_pairs_view("Parts seen before", rows))
    terms = [(term.source, term.target) for term in result.terms if term.status in _TO_USE]
    if terms:
        parts.append(_pairs_view("Terms", terms))
    parts.extend(Text(f"! {warning}", style="red") for warning in result.warnings)
    parts.append(Text(f"{result.seconds * 1000:.1f} ms", style=_FAINT))
    return Group(*parts)


def concordance_view(result: ConcordanceResult, *, colour: bool) -> RenderableType:
    """Return concordance lines, both sides beside each other, with the stretch asked for lit on both."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for hit in result.hits:
        source, target = _hit_view(hit, colour=colour)
        table.add_row(source, Group(target, Text(origin_line(hit.origin), style=_FAINT)))
    shown = f"{len(result.hits)} of {result.total}" if result.total > len(result.hits) else str(result.total)
    warnings = [Text(f"! {warning}", style="red") for warning in result.warnings]
    return Group(table, *warnings, Text(f"{shown} found in {result.seconds * 1000:.1f} ms", style=_FAINT))


def _match_view(number: int, match: Match, *, colour: bool) -> RenderableType:
    """Return one match: what kind, from where, source with the differences marked, target, reasons."""
    share = f" {match.percent}%" if match.percent is not None else f" {match.cosine or 0:.2f}"
    head = Text.assemble(
        (f"{number:2}  ", _FAINT),
        (f"{match.kind}{share}", _KIND_STYLES[match.kind]),
        (f"   {origin_line(match.origin)}", _FAINT),
    )
    lines: list[RenderableType] = [diff_text(match.diff, colour=colour) if match.diff else Text(match.source)]
    lines.append(Text(match.target, style="green" if match.percent == _WHOLE else ""))
    if match.repair:
        lines.extend(
            Text(f"changed: {each.from_} → {each.to} ({each.why})", style="cyan")
            for each in match.repair.changes
        )
    if match.penalties:
        lines.append(
            Text("less " + ", ".join(f"{each.points} {each.name}" for each in match.penalties), style=_FAINT)
        )
    lines.extend(Text(f"! {warning}", style="red") for warning in match.warnings)
    return Group(head, Padding(Group(*lines), (0, 0, 0, 4)))


def origin_line(origin: Origin) -> str:
    """Return where a match comes from in one line."""
    facts = [f"unit {origin.unit}"]
    if origin.release:
        facts.append(origin.release)
    if origin.date:
        facts.append(origin.date.isoformat())
    if origin.paragraph is not None:
        facts.append(f"¶{origin.paragraph}")
    if origin.confirmed_by:
        facts.append(f"confirmed by {origin.confirmed_by}")
    elif origin.confidence is not None:
        facts.append(f"confidence {origin.confidence:.2f}")
    return " · ".join(facts)


def diff_text(diff: Iterable[DiffOp], *, colour: bool) -> Text:
    """Return the found source with what the query has instead: coloured, or marked {+…+} [-…-]."""
    text = Text()
    for each in diff:
        if each.op == "equal":
            text.append(each.source)
            continue
        if each.source:
            text.append(each.source if colour else f"[-{each.source}-]", style="red strike")
        if each.query:
            text.append(each.query if colour else f"{{+{each.query}+}}", style="green underline")
    return text


def _hit_view(hit: ConcordanceHit, *, colour: bool) -> tuple[Text, Text]:
    spans = hit.spans or (hit.span,)
    source = Text(hit.source) if colour else Text(_bracketed(hit.source, spans))
    if colour:
        for start, end in spans:
            source.stylize(_LIT, start, end)
    return source, _marked(hit.target, hit.other_span, colour=colour)


def _marked(text: str, span: "Span | None", *, colour: bool) -> Text:
    """Return `text` with a stretch lit, or in ⟦ ⟧ where there is no colour."""
    if span is None:
        return Text(text)
    if not colour:
        return Text(_bracketed(text, (span,)))
    marked = Text(text)
    marked.stylize(_LIT, *span)
    return marked


def _bracketed(text: str, spans: "Iterable[Span]") -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return text


def _pairs_view(title: str, rows: "Iterable[tuple[str, Text | str]]") -> RenderableType:
    table = Table(
        box=None, padding=(0, 2), show_header=False, title=title, title_justify="left", title_style=_FAINT
    )
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(Text(left), right)
    return Padding(table, (0, 0, 0, 4))
