"""Findings written back as comments into the PO catalogue they were found in. Leaves out: reading drafts.

Comments of an earlier check are replaced; every other byte of the file stays as it was.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tm.bitext import Draft, DraftSegment, Finding
from tm.errors import ReportError
from tm.exchange.po import pairs
from tm.exchange.po_stream import encoding_of, read_entries, row_id
from tm.exchange.remarks import remark
from tm.spool import Spool

_MARK = "tm qa: "
_OURS = f"# {_MARK}"
_Comment = tuple[int, str]
"""The line, from 1, on which an entry begins, and what is said of it."""


def po_with_findings(path: Path, draft: Draft, findings: Sequence[Finding]) -> Iterator[bytes]:
    """Yield the catalogue at `path`, line by line, with a translator's comment (`#`) for each finding.

    It keeps its encoding. Raises ReportError where it is not the catalogue that was read, or its encoding
    cannot hold a comment.
    """
    encoding = encoding_of(path)
    comments = iter(_comments(path, draft, findings))
    begun, words = next(comments, (0, ""))
    with path.open(encoding=encoding, newline="") as file:
        for number, line in enumerate(file, 1):
            if words and number >= begun and not line.startswith(("# ", "#\r", "#\n")):
                end = line[len(line.rstrip("\r\n")) :] or "\n"
                entry = begun
                while words and begun == entry:
                    yield _encoded(path, f"{_OURS}{words}{end}", encoding)
                    begun, words = next(comments, (0, ""))
            if not line.startswith(_OURS):
                yield line.encode(encoding)


def _comments(path: Path, draft: Draft, findings: Sequence[Finding]) -> Spool[_Comment]:
    """Return what is to be said and where; the file is read again to see that it is the same."""
    comments: Spool[_Comment] = Spool()
    rows, coming = iter(draft.segments), iter(findings)
    finding = next(coming, None)
    index, wrong = -1, len(draft.segments)

    def take(number: int, entry: Any) -> None:
        nonlocal finding, index, wrong
        for form, (source, text) in enumerate(pairs(entry)):
            index += 1
            row = next(rows, None)
            if row is None or row != DraftSegment(source=source, draft=text, id=row_id(number, form)):
                wrong = min(wrong, index)
                return
            while finding is not None and finding.segment == index:
                comments.append((entry.linenum, remark(finding, row)))
                finding = next(coming, None)

    read_entries(path, take)  # polib takes what is raised in between for a fault of the file
    if wrong < len(draft.segments) or index + 1 != len(draft.segments):
        number = min(wrong, index + 1) + 1
        raise ReportError(f"{path}: row {number} is not as it was read; check the draft again")
    return comments


def _encoded(path: Path, line: str, encoding: str) -> bytes:
    try:
        return line.encode(encoding)
    except UnicodeEncodeError as error:
        raise ReportError(
            f"{path}: its encoding {encoding} cannot hold a comment; save it as UTF-8"
        ) from error
