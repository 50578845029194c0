"""What a finding says where a file has room for words only: notes, comments. Leaves out: the files."""

import re
import uuid

from tm.bitext import DraftSegment, Finding

AUTHOR = "Duizhao"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def remark(finding: Finding, row: DraftSegment) -> str:
    r"""Return a finding as one line: severity, rule, the words it stands on, message and suggestion.

    >>> found = Finding(id="1", segment=0, rule="number", severity="error", message="42 became 43",
    ...                 draft_span=(0, 2), suggestion="42")
    >>> remark(found, DraftSegment(source="42家", draft="43 firms"))
    'error number, at “43”: 42 became 43 → 42'
    """
    span, text = finding.draft_span, row.draft
    if span is None or span[0] == span[1]:
        span, text = finding.source_span, row.source
    at = f", at “{text[slice(*span)]}”" if span and span[0] < span[1] else ""
    said = f"{finding.severity} {finding.rule}{at}: {said_of(finding)}"
    return " ".join(said.split())


def said_of(finding: Finding) -> str:
    """Return a finding's message with its suggestion, without characters that XML cannot hold."""
    change = "" if finding.suggestion is None else f" → {finding.suggestion or '(nothing)'}"
    return _UNSAFE.sub("\ufffd", finding.message + change)


def remark_id(finding: Finding) -> str:
    """Return the name of what is said of a finding, the same at every check of the same draft."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{AUTHOR} {finding.segment} {finding.id}"))


def is_writable(text: str) -> bool:
    """Return whether XML can hold a text, and one run of Word's text can: no line ends or tabs."""
    return not _UNSAFE.search(text) and not any(mark in text for mark in "\n\r\t")
