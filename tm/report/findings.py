"""Findings put beside the rows they speak of, for every report of them. Leaves out: how each is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from tm.bitext import Draft, DraftSegment, Finding, Severity
from tm.errors import ReportError

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""The gravest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    """One row of a draft with its findings, the gravest first; `index` is 0-based."""

    index: int
    segment: DraftSegment
    findings: tuple[Finding, ...]


def found_rows(draft: Draft, findings: Sequence[Finding]) -> list[FoundRow]:
    """Return the rows that have findings, in order. Raises ReportError for a finding outside the draft."""
    by_row: dict[int, list[Finding]] = {}
    for finding in findings:
        if not 0 <= finding.segment < len(draft.segments):
            raise ReportError(
                f"{draft.name}: finding {finding.id} speaks of segment {finding.segment}, the draft has "
                f"{len(draft.segments)}; run the check again on this draft"
            )
        _check_spans(draft, finding)
        by_row.setdefault(finding.segment, []).append(finding)
    return [
        FoundRow(
            index=index, segment=draft.segments[index], findings=tuple(sorted(by_row[index], key=_gravity))
        )
        for index in sorted(by_row)
    ]


def _gravity(finding: Finding) -> tuple[int, int, str]:
    return SEVERITIES.index(finding.severity), (finding.draft_span or (0, 0))[0], finding.id


def _check_spans(draft: Draft, finding: Finding) -> None:
    row = draft.segments[finding.segment]
    for name, text, span in (
        ("source", row.source, finding.source_span),
        ("draft", row.draft, finding.draft_span),
    ):
        if span is not None and not 0 <= span[0] <= span[1] <= len(text):
            raise ReportError(
                f"{draft.name}: finding {finding.id} marks {span} in the {name} of segment "
                f"{finding.segment}, which has {len(text)} characters; run the check again on this draft"
            )
