"""Findings and scores for a terminal."""

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tm.jobs.qa import QaReport

if TYPE_CHECKING:
    from tm.bitext import Finding, Span

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def findings_view(report: QaReport, *, colour: bool) -> RenderableType:
    """Return findings row by row: both sides with the places marked, then what is said of them."""
    parts: list[RenderableType] = []
    for index, group in groupby(report.findings, key=lambda finding: finding.segment):
        findings = list(group)
        row = report.draft.segments[index]
        source = _marked(row.source, [each.source_span for each in findings], colour=colour)
        draft = _marked(row.draft, [each.draft_span for each in findings], colour=colour)
        said = [_said(each) for each in findings]
        parts.append(Text(f"{index}", style="dim"))
        parts.append(Padding(Group(source, draft, *said), (0, 0, 1, 4)))
    counted = ", ".join(f"{count} {rule}" for rule, count in report.summary.items())
    parts.append(Text(f"{len(report.draft.segments)} segments: {counted or 'nothing found'}", style="bold"))
    return Group(*parts)


def _said(finding: "Finding") -> Text:
    text = Text.assemble((f"{finding.severity} {finding.rule}: ", _STYLES[finding.severity]), finding.message)
    if finding.suggestion is not None:
        text.append(f"  → {finding.suggestion}", style="green")
    return text


def _marked(text: str, spans: "list[Span | None]", *, colour: bool) -> Text:
    """Return `text` with stretches underlined, or in ⟦ ⟧ where there is no colour."""
    places = sorted({span for span in spans if span is not None and span[0] < span[1]}, reverse=True)
    if colour:
        marked = Text(text)
        for start, end in places:
            marked.stylize("underline bold", start, end)
        return marked
    end_of_plain = len(text)
    for start, end in places:
        if end <= end_of_plain:
            text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
            end_of_plain = start
    return Text(text)
