"""Findings as a workbook for the office: one sheet of findings, one of counts. Leaves out: other formats."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tm.bitext import Draft, Finding, Severity, Span
from tm.report.findings import SEVERITIES, found_rows, place_of
from tm.report.findings_page import rule_line
from tm.report.workbook import Cell, Column, Rich, Workbook

_COLUMNS = (
    Column(heading="segment", width=9),
    Column(heading="place", width=18),
    Column(heading="severity", width=10),
    Column(heading="rule", width=16),
    Column(heading="message", width=44),
    Column(heading="source", width=52),
    Column(heading="draft", width=60),
    Column(heading="suggestion", width=30),
    Column(heading="id", width=20),
)
_COUNTS = (
    Column(heading="rule", width=18),
    Column(heading="errors", width=9),
    Column(heading="warnings", width=10),
    Column(heading="notes", width=9),
    Column(heading="looks for", width=80),
)
SHEET_LIMIT = 100_000
"""Findings on one sheet: office programs open and filter this many in seconds."""
_FILLS = {Severity.ERROR: "FBE3E1", Severity.WARNING: "FDEECB", Severity.INFO: "E1ECF7"}
_INKS = {Severity.ERROR: "A31515", Severity.WARNING: "8A5A00", Severity.INFO: "2A5B8C"}


def findings_xlsx(draft: Draft, findings: Sequence[Finding]) -> bytes:
    """Return the findings as an XLSX file, a row each, the marked words in bold.

    Raises ReportError where a finding does not fit the draft, MissingPackageError without openpyxl.
    """
    book = Workbook()
    book.sheet("Findings", _COLUMNS, _rows(draft, findings))
    book.sheet("Summary", _COUNTS, _counts(findings))
    return book.data()


def _rows(draft: Draft, findings: Sequence[Finding]) -> Iterator[tuple[Sequence[Cell], str | None]]:
    told = 0
    for row in found_rows(draft, findings):
        if told >= SHEET_LIMIT:
            left_out = f"{len(findings) - told} findings in later segments are not in this sheet"
            yield (None, None, None, None, f"{left_out}; the JSON holds all"), None
            return
        told += len(row.findings)
        for finding in row.findings:
            values: tuple[Cell, ...] = (
                row.index,
                place_of(draft, row.segment),
                finding.severity.value,
                finding.rule,
                finding.message,
                _text(row.segment.source, finding.source_span, finding),
                _text(row.segment.draft, finding.draft_span, finding),
                finding.suggestion,
                finding.id,
            )
            yield values, _FILLS[finding.severity]


def _text(text: str, span: Span | None, finding: Finding) -> Cell:
    if span is None:
        return text
    return Rich(text=text, spans=(span,), colour=_INKS[finding.severity])


def _counts(findings: Sequence[Finding]) -> Iterator[tuple[Sequence[Cell], str | None]]:
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    for rule in sorted({finding.rule for finding in findings}):
        yield (rule, *(counts[rule, severity] for severity in SEVERITIES), rule_line(rule)), None
    totals = Counter(finding.severity for finding in findings)
    yield ("all", *(totals[severity] for severity in SEVERITIES), ""), None
