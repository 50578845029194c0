"""Findings as JUnit XML, which build servers read as test results. Leaves out: times, they mean nothing here.

There is no standard; this is the form that Jenkins, GitLab and pytest share: `testsuites`, `testsuite`,
`testcase`, and at most one `failure` in a case.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from tm.bitext import Draft, DraftSegment, Finding, Severity
from tm.report.findings import SEVERITIES, FoundRow, found_rows
from tm.report.markup import visible


def findings_junit(draft: Draft, findings: Sequence[Finding], *, fail_on: Severity = Severity.ERROR) -> str:
    """Return the findings as JUnit XML: a case for each finding, and a passed one for each clean row.

    Findings of `fail_on` and graver are failures; lighter ones pass with their words in `system-out`.
    Raises ReportError where a finding does not fit the draft.
    """
    rows = {row.index: row for row in found_rows(draft, findings)}
    suite = ET.Element("testsuite", {"name": visible(draft.name or "draft")})
    failures = 0
    for index, segment in enumerate(draft.segments):
        if index not in rows:
            _case(suite, draft, segment, f"segment {index}")
            continue
        for finding in rows[index].findings:
            failures += _found(suite, draft, rows[index], finding, fail_on)
    counts = {"tests": str(len(suite)), "failures": str(failures), "errors": "0", "time": "0"}
    suite.attrib.update(counts, skipped="0")
    root = ET.Element("testsuites", {"name": "Duizhao", **counts})
    root.append(suite)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, draft: Draft, segment: DraftSegment, name: str) -> ET.Element:
    classname = segment.document or draft.name or "draft"
    return ET.SubElement(
        suite, "testcase", {"classname": visible(classname), "name": visible(name), "time": "0"}
    )


def _found(suite: ET.Element, draft: Draft, row: FoundRow, finding: Finding, fail_on: Severity) -> bool:
    case = _case(suite, draft, row.segment, f"segment {row.index}: {finding.rule} [{finding.id}]")
    lines = [
        f"{finding.severity}: {finding.message}",
        f"source: {row.segment.source}",
        f"draft: {row.segment.draft}",
    ]
    lines += [] if finding.suggestion is None else [f"suggestion: {finding.suggestion}"]
    fails = SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on)
    if fails:
        attributes = {"message": visible(finding.message), "type": visible(finding.rule)}
        ET.SubElement(case, "failure", attributes).text = visible("\n".join(lines))
    else:
        ET.SubElement(case, "system-out").text = visible("\n".join(lines))
    return fails
