"""Findings put beside the rows they speak of, for every report of them. Leaves out: how each is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from tm.bitext import Draft, DraftSegment, Finding, Severity
from tm.errors import ReportError

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""The gravest first."""
ID_SHOWN = 8
"""Characters of a finding's id that are shown: the start of one is enough to dismiss it by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    """One row of a draft with its findings, the gravest first; `index` is 0-based."""

    index: int
    segment: DraftSegment
    findings: tuple[Finding, ...]


def found_rows(draft: Draft, findings: Sequence[Finding]) -> Iterator[FoundRow]:
    """Yield the rows that have findings, in order; findings come in the order of their rows.

    Raises ReportError for a finding outside the draft or out of order.
    """
    last = -1
    for index, group in groupby(findings, key=lambda finding: finding.segment):
        if not 0 <= index < len(draft.segments) or index <= last:
            raise ReportError(
                f"{draft.name}: findings speak of segment {index} after segment {last}, and the draft has "
                f"{len(draft.segments)}; run the check again on this draft"
            )
        row, last = draft.segments[index], index
        yield FoundRow(
            index=index,
            segment=row,
            findings=tuple(sorted((_fitting(draft, row, each) for each in group), key=_gravity)),
        )


def place_of(draft: Draft, row: DraftSegment) -> str:
    """Return where a row stands in its file in a reader's words, empty where its id does not say.

    >>> from tm.bitext import Lang
    >>> row = DraftSegment(source="散会。", draft="It ended.", id="2.3", document="a")
    >>> place_of(Draft(name="a.docx", source_lang=Lang.ZH, target_lang=Lang.EN, segments=(row,)), row)
    'a, table 2, row 3'
    """
    words = _PLACES.get(PurePath(draft.name).suffix.casefold(), ("",))
    parts = row.id.split(".", len(words) - 1) if row.id else []
    named = [f"{word} {part}".strip() for word, part in zip(words, parts, strict=False) if part]
    return ", ".join(([row.document] if row.document else []) + named)


_PLACES = {
    **dict.fromkeys((".tsv", ".txt", ".md"), ("line",)),
    ".xlsx": ("row",),
    ".docx": ("table", "row"),
    ".po": ("entry", "form"),
    ".tmx": ("unit",),
}
"""What the parts of a row's id count, by the ending of the draft's file."""


def _gravity(finding: Finding) -> tuple[int, int, str]:
    return SEVERITIES.index(finding.severity), (finding.draft_span or (0, 0))[0], finding.id


def _fitting(draft: Draft, row: DraftSegment, finding: Finding) -> Finding:
    """Return a finding whose spans lie in its row. Raises ReportError for another."""
    for name, text, span in (
        ("source", row.source, finding.source_span),
        ("draft", row.draft, finding.draft_span),
    ):
        if span is not None and not 0 <= span[0] <= span[1] <= len(text):
            raise ReportError(
                f"{draft.name}: finding {finding.id} marks {span} in the {name} of segment "
                f"{finding.segment}, which has {len(text)} characters; run the check again on this draft"
            )
    return finding
