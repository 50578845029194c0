"""Findings written back as comments into the PO catalogue they were found in. Leaves out: reading drafts.

Comments of an earlier check are replaced; all else stays as it was.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tm.bitext import Draft, Finding
from tm.errors import ReportError
from tm.exchange.po import load, pairs
from tm.exchange.remarks import remark

_MARK = "tm qa: "


def po_with_findings(path: Path, draft: Draft, findings: Sequence[Finding]) -> bytes:
    """Return the catalogue at `path` with a translator's comment (`#`) for each finding of its draft.

    It keeps its encoding. Raises ReportError where it is not the catalogue that was read, or its encoding
    cannot hold a comment.
    """
    catalogue = load(path)
    for entry in catalogue:
        kept = [line for line in entry.tcomment.split("\n") if not line.startswith(_MARK)]
        entry.tcomment = "\n".join(kept)
    said: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        row = draft.segments[finding.segment]
        place, _, form = row.id.partition(".")
        entry = catalogue[int(place)] if place.isdigit() and int(place) < len(catalogue) else None
        if entry is None or not form.isdigit() or pairs(entry)[int(form)] != (row.source, row.draft):
            raise ReportError(
                f"{path}: row {finding.segment + 1} is not as it was read; check the draft again"
            )
        said[int(place)].append(_MARK + remark(finding, row))
    for number, lines in said.items():
        entry = catalogue[number]
        entry.tcomment = "\n".join([*([entry.tcomment] if entry.tcomment else []), *lines])
    try:
        return str(catalogue.__unicode__()).encode(catalogue.encoding)
    except UnicodeEncodeError as error:
        raise ReportError(
            f"{path}: its encoding {catalogue.encoding} cannot hold a comment; save it as UTF-8"
        ) from error
