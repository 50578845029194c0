"""Findings as SARIF 2.1.0, which code hosts and editors show beside the text.

Follows OASIS "Static Analysis Results Interchange Format Version 2.1.0"; sections are named below.
Leaves out: regions in drafts whose rows are no lines (DOCX, XLIFF, …); there the segment is named instead.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Literal
from urllib.parse import quote

from tm import __version__
from tm.bitext import Draft, DraftSegment, Finding, Severity, Span
from tm.report.findings import FoundRow, found_rows
from tm.report.findings_page import rule_line

Layout = Literal["tsv", "lines", "other"]
"""How rows stand in the draft's file: source⇥draft on a line, the draft alone on a line, or otherwise."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}  # § 3.27.10
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LAYOUTS: Mapping[str, Layout] = {".tsv": "tsv", ".txt": "lines"}


def findings_sarif(
    draft: Draft, findings: Sequence[Finding], *, layout: Layout | None = None
) -> Iterator[str]:
    """Yield the findings as a SARIF document; columns count code points, lines and columns from 1.

    `layout` says how rows stand in the file and defaults to what the ending of `draft.name` tells.
    Raises ReportError where a finding does not fit the draft.
    """
    shape = layout or _LAYOUTS.get(PurePosixPath(draft.name).suffix.lower(), "other")
    uri = artifact_uri(draft.name)
    rules = sorted({finding.rule for finding in findings})
    index = {rule: at for at, rule in enumerate(rules)}
    yield _head(rules, uri)
    separator = "\n"
    for row in found_rows(draft, findings):
        for finding in row.findings:
            yield separator + json.dumps(_result(row, finding, index, shape, uri), ensure_ascii=False)
            separator = ",\n"
    yield "\n]}]}\n"


def _head(rules: Sequence[str], uri: str) -> str:
    """Return the document up to its results, which stand last in it."""
    described = [{"id": rule, "shortDescription": {"text": rule_line(rule)}} for rule in rules]
    run = {
        "tool": {"driver": {"name": "Duizhao", "version": __version__, "rules": described}},
        "columnKind": "unicodeCodePoints",  # § 3.14.17
        "artifacts": [{"location": {"uri": uri}}],
        "results": [],
    }
    whole = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)
    return whole.removesuffix("]}]}")


def artifact_uri(name: str) -> str:
    """Return a file name as a URI reference (§ 3.4.3): relative as given, or `file:` for an absolute path.

    >>> artifact_uri("drafts/新闻 1.tsv"), artifact_uri("C:/drafts/a.tsv")
    ('drafts/%E6%96%B0%E9%97%BB%201.tsv', 'file:///C:/drafts/a.tsv')
    """
    windows = PureWindowsPath(name)
    if windows.drive:
        return "file:///" + quote(windows.as_posix(), safe="/:")
    if name.startswith("/"):
        return "file://" + quote(name)
    return quote(name or "draft")


def _result(
    row: FoundRow, finding: Finding, index: Mapping[str, int], layout: Layout, uri: str
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "index": 0}}
    if layout != "other":
        physical["region"] = _region(row, finding.draft_span, layout)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": plain_message(finding.message)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [_logical(row, finding)]}],
        "partialFingerprints": {"findingId/v1": finding.id},  # § 3.27.17
        "properties": _properties(row.segment, finding),
    }
    if layout != "other" and finding.suggestion is not None and finding.draft_span is not None:
        result["fixes"] = [_fix(physical, finding.suggestion)]
    return result


def plain_message(text: str) -> str:
    r"""Return a message with what SARIF would read as a link (§ 3.11.6) or placeholder (§ 3.11.5) escaped.

    >>> plain_message("[这里](1) {0} [a]")
    '\\[这里](1) {{0}} [a]'
    """
    return _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[", text))


def _region(row: FoundRow, span: Span | None, layout: Layout) -> dict[str, Any]:
    """Return where a span of the draft stands in its file (§ 3.30); the end column is exclusive."""
    before = len(row.segment.source) + 1 if layout == "tsv" else 0
    start, end = span if span is not None else (0, len(row.segment.draft))
    return {
        "startLine": int(row.segment.id) if row.segment.id.isdecimal() else row.index + 1,
        "startColumn": before + start + 1,
        "endColumn": before + end + 1,
        "snippet": {"text": row.segment.draft[start:end]},
    }


def _logical(row: FoundRow, finding: Finding) -> dict[str, str]:
    document = finding.document or row.segment.document
    name = f"segment {row.index}"
    return {"name": name, "fullyQualifiedName": f"{document}: {name}" if document else name}


def _properties(segment: DraftSegment, finding: Finding) -> dict[str, Any]:
    found = {
        "segment": finding.segment,
        "source": segment.source,
        "draft": segment.draft,
        "sourceSpan": finding.source_span,
        "draftSpan": finding.draft_span,
        "suggestion": finding.suggestion,
    }
    return {name: value for name, value in found.items() if value is not None}


def _fix(physical: Mapping[str, Any], suggestion: str) -> dict[str, Any]:
    deleted = {name: physical["region"][name] for name in ("startLine", "startColumn", "endColumn")}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": suggestion}}
    change = {"artifactLocation": physical["artifactLocation"], "replacements": [replacement]}
    return {"description": {"text": f"Write “{suggestion}”"}, "artifactChanges": [change]}
