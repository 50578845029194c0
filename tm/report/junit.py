"""Findings as JUnit XML, which build servers read as test results. Leaves out: times, they mean nothing here.

There is no standard; this is the form that Jenkins, GitLab and pytest share: `testsuites`, `testsuite`,
`testcase`, and at most one `failure` in a case.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from tm.bitext import Draft, DraftSegment, Finding, Severity
from tm.report.findings import SEVERITIES, FoundRow, found_rows
from tm.report.markup import visible


def findings_junit(
    draft: Draft, findings: Sequence[Finding], *, fail_on: Severity = Severity.ERROR
) -> Iterator[str]:
    """Yield the findings as JUnit XML: a case for each finding, and a passed one for each clean row.

    Findings of `fail_on` and graver are failures; lighter ones pass with their words in `system-out`.
    Raises ReportError where a finding does not fit the draft.
    """
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    clean = len(draft.segments) - sum(1 for _row in found_rows(draft, findings))
    failures = sum(finding.severity in failing for finding in findings)
    counts = {"tests": str(clean + len(findings)), "failures": str(failures), "errors": "0", "time": "0"}
    suite = {"name": visible(draft.name or "draft"), **counts, "skipped": "0"}
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_opened("testsuites", {"name": "Duizhao", **counts})}\n'
    yield f" {_opened('testsuite', suite)}\n"
    for case in _cases(draft, findings, failing):
        ET.indent(case, " ", level=2)
        yield f"  {ET.tostring(case, encoding='unicode').rstrip()}\n"
    yield " </testsuite>\n</testsuites>\n"


def _opened(name: str, attributes: Mapping[str, str]) -> str:
    """Return the start tag of an element."""
    return ET.tostring(ET.Element(name, dict(attributes)), encoding="unicode").replace(" />", ">")


def _cases(draft: Draft, findings: Sequence[Finding], failing: Sequence[Severity]) -> Iterator[ET.Element]:
    rows = found_rows(draft, findings)
    row = next(rows, None)
    for index, segment in enumerate(draft.segments):
        if row is None or row.index != index:
            yield _case(draft, segment, f"segment {index}")
            continue
        for finding in row.findings:
            yield _found(draft, row, finding, fails=finding.severity in failing)
        row = next(rows, None)


def _case(draft: Draft, segment: DraftSegment, name: str) -> ET.Element:
    classname = segment.document or draft.name or "draft"
    return ET.Element("testcase", {"classname": visible(classname), "name": visible(name), "time": "0"})


def _found(draft: Draft, row: FoundRow, finding: Finding, *, fails: bool) -> ET.Element:
    case = _case(draft, row.segment, f"segment {row.index}: {finding.rule} [{finding.id}]")
    lines = [
        f"{finding.severity}: {finding.message}",
        f"source: {row.segment.source}",
        f"draft: {row.segment.draft}",
    ]
    lines += [] if finding.suggestion is None else [f"suggestion: {finding.suggestion}"]
    if fails:
        attributes = {"message": visible(finding.message), "type": visible(finding.rule)}
        ET.SubElement(case, "failure", attributes).text = visible("\n".join(lines))
    else:
        ET.SubElement(case, "system-out").text = visible("\n".join(lines))
    return case
