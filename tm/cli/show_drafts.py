"""Findings and scores for a terminal."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tm.jobs.qa import QaReport
from tm.report.findings import ID_SHOWN, place_of
from tm.score import Band, DraftScore, Scores

if TYPE_CHECKING:
    from tm.bitext import Finding, Span

_METRICS = ("chrf2", "bleu", "ter")
_COLUMNS = ("quality", "errors", "rework/look/fine", "chrF2", "BLEU", "TER", "references")
_GATES = {"ready": "bold green", "not ready": "bold red", "no judgement": "yellow"}
_INDENT = " " * 4
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def findings_view(report: QaReport, *, colour: bool) -> Iterator[RenderableType]:
    """Yield findings row by row: both sides with the places marked, then what is said of them.

    Without colour the lines are for a pipe: marked with brackets, not folded.
    """
    for index, group in groupby(report.findings, key=lambda finding: finding.segment):
        findings = list(group)
        row = report.draft.segments[index]
        place = place_of(report.draft, row)
        yield Text.assemble(f"{index}", (f"  {place}" if place else "", "dim"))
        lines = [
            _marked(row.source, [each.source_span for each in findings], colour=colour),
            _marked(row.draft, [each.draft_span for each in findings], colour=colour),
            *map(_said, findings),
        ]
        if colour:
            yield Padding(Group(*lines), (0, 0, 1, len(_INDENT)), expand=False)
        else:
            yield from (Text(_INDENT) + Text(f"\n{_INDENT}").join(line.split("\n")) for line in lines)
            yield Text()
    counted = ", ".join(f"{count} {rule}" for rule, count in report.summary.items())
    yield Text(
        f"{len(report.draft.segments)} segments: {counted or 'nothing found'}{_left_out(report)}",
        style="bold",
    )


def _left_out(report: QaReport) -> str:
    """Return how many findings are not shown because people have judged them."""
    said = ((report.accepted, "in the baseline"), (report.dismissed, "dismissed"))
    told = ", ".join(f"{count} {words}" for count, words in said if count)
    return f" (left out: {told})" if told else ""


def _said(finding: "Finding") -> Text:
    text = Text.assemble((f"{finding.severity} {finding.rule}: ", _STYLES[finding.severity]), finding.message)
    if finding.suggestion is not None:
        text.append(f"  → {finding.suggestion or '(take out)'}", style="green")
    text.append(f"  {finding.id[:ID_SHOWN]}", style="dim")
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


def scores_view(scores: Scores) -> RenderableType:
    """Return scores draft by draft, then what sets each two drafts apart."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("")
    for title in _COLUMNS:
        table.add_column(title, justify="right")
    for number, draft in enumerate(scores.drafts, 1):
        bands = Counter(segment.band for segment in draft.segments)
        metrics = [draft.metrics.get(name) for name in _METRICS]
        table.add_row(
            f"{number}",
            _quality(draft),
            str(len(draft.critical)),
            "/".join(str(bands[band]) for band in Band),
            *(f"{metric.score:.1f}" if metric else "–" for metric in metrics),
            f"{draft.basis.published + draft.basis.given}+{draft.basis.partial} of {len(draft.segments)}",
        )
    names = (
        Text.assemble(f"{number}  {draft.name}: ", (draft.gate, _GATES[draft.gate]))
        for number, draft in enumerate(scores.drafts, 1)
    )
    return Group(*names, table, *_comparisons(scores))


def _comparisons(scores: Scores) -> list[Text]:
    """Return a line for each two drafts: the difference by each measure, and its p-value."""
    numbers = {draft.name: number for number, draft in enumerate(scores.drafts, 1)}
    said: dict[tuple[str, str], list[str]] = {}
    for each in scores.comparisons:
        said.setdefault((each.a, each.b), []).append(
            f"{each.metric} {each.difference:+.1f} (p {each.p_value:.3f})"
        )
    return [
        Text(f"{numbers[a]} against {numbers[b]}: {', '.join(parts)}", style="dim")
        for (a, b), parts in said.items()
    ]


def _quality(draft: DraftScore) -> str:
    if draft.quality is None or draft.interval is None:
        return "–"
    return f"{draft.quality:.0f} ({draft.interval[0]:.0f}–{draft.interval[1]:.0f})"
