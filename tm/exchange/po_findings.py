"""Findings written back as comments into the PO catalogue they were found in. Leaves out: reading drafts.

Comments of an earlier check are replaced; every other byte of the file stays as it was.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from tm.bitext import Draft, Finding
from tm.errors import ReportError
from tm.exchange.po_edits import EntryEdit, rewritten
from tm.exchange.po_stream import read_entries, rows_of
from tm.exchange.remarks import remark
from tm.spool import spooled

_MARK = "tm qa: "


def po_with_findings(path: Path, draft: Draft, findings: Sequence[Finding]) -> Iterator[bytes]:
    """Yield the catalogue at `path`, line by line, with a translator's comment (`#`) for each finding.

    It keeps its encoding. Raises ReportError where it is not the catalogue that was read, or its encoding
    cannot hold a comment.
    """
    yield from rewritten(path, spooled(_edits(path, draft, findings)), without=f"# {_MARK}")


def _edits(path: Path, draft: Draft, findings: Sequence[Finding]) -> Iterator[EntryEdit]:
    """Yield the comments of each row; the file is read again to see that it is the same."""
    _catalogue, entries = read_entries(path)
    coming = iter(findings)
    finding = next(coming, None)
    for number, (row, found) in enumerate(zip_longest(draft.segments, rows_of(entries))):
        if row is None or found is None or found[2] != row:
            raise ReportError(f"{path}: row {number + 1} is not as it was read; check the draft again")
        comments: list[str] = []
        while finding is not None and finding.segment == number:
            comments.append(_MARK + remark(finding, row))
            finding = next(coming, None)
        if comments:
            yield EntryEdit(line=found[0].linenum, comments=tuple(comments))
