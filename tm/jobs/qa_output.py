"""Findings into files: reports, and the draft's own file with the findings in it.

Leaves out: how each kind of file is written.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tm.bitext import Draft, Finding
from tm.errors import ReportError
from tm.exchange.formats import XLIFF_ENDINGS
from tm.jobs.draft_files import DraftFile
from tm.report import findings_junit, findings_page, findings_sarif, findings_xlsx, write_report

Content = str | bytes | Iterator[str] | Iterator[bytes]
_REPORTS: Mapping[str, Callable[[Draft, Sequence[Finding]], Content]] = {
    ".html": findings_page,
    ".xlsx": findings_xlsx,
    ".sarif": findings_sarif,
    ".xml": findings_junit,
}
_BACK = (".docx", ".po", *XLIFF_ENDINGS)


def check_output(draft: Path, output: Path) -> None:
    """Raise ReportError, before any work is done, where findings cannot be written to `output`."""
    ending = output.suffix.casefold()
    if output.exists() and output.resolve() == draft.resolve():
        raise ReportError(f"{output}: is the draft itself, which stays as it is; give another name")
    if ending in _REPORTS:
        return
    if ending not in _BACK:
        known = ", ".join((*_REPORTS, *_BACK))
        raise ReportError(f"{output}: unknown ending {output.suffix!r}; give one of {known}")
    if ending != draft.suffix.casefold():
        raise ReportError(
            f"{output}: findings go back into a file of the draft's own kind, and {draft.name} is "
            f"{draft.suffix or 'without an ending'}; give that, or one of {', '.join(_REPORTS)}"
        )


def write_findings(file: DraftFile, findings: Sequence[Finding], output: Path) -> None:
    """Write findings as a report, or back into a copy of the draft's own file, by the ending of `output`.

    .html, .xlsx, .sarif and .xml (JUnit) are reports. A DOCX gets comments and tracked changes,
    XLIFF notes or the comments of Trados and memoQ, PO comments. Raises ReportError.
    """
    check_output(file.path, output)
    ending = output.suffix.casefold()
    now = dt.datetime.now(dt.UTC)
    content: Content
    if ending == ".sarif" and file.paired:
        content = findings_sarif(file.draft, findings, layout="other")
    elif ending in _REPORTS:
        content = _REPORTS[ending](file.draft, findings)
    elif ending == ".docx":
        from tm.exchange.docx_findings import docx_with_findings

        content = docx_with_findings(file.path, file.draft, findings, paired=file.paired, when=now)
    elif ending == ".po":
        from tm.exchange.po_findings import po_with_findings

        content = po_with_findings(file.path, file.draft, findings)
    else:
        from tm.exchange.xliff_findings import xliff_with_findings

        content = xliff_with_findings(file.path, file.draft, findings, when=now)
    write_report(output, content)
