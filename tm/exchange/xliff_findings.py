"""Findings written back into the XLIFF file they were found in: notes, or comments of Trados or memoQ.

Those of an earlier check are replaced; every other byte of the file stays as it was. Leaves out: reading
drafts, and how notes and comments are written.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from tm.bitext import Draft, Finding
from tm.errors import ReportError
from tm.exchange import memoq_comments, trados_comments
from tm.exchange.memoq_comments import MemoqComments
from tm.exchange.trados_comments import TradosComments
from tm.exchange.xliff_marks import ByUnit, Marker, Said
from tm.exchange.xliff_notes import Notes1, Notes2
from tm.exchange.xliff_read import Units
from tm.exchange.xml_edits import xml_file


def xliff_with_findings(
    path: Path, draft: Draft, findings: Sequence[Finding], *, when: dt.datetime
) -> Iterator[bytes]:
    """Yield the XLIFF file at `path`, piece by piece, with a remark for each finding of its draft.

    `when`, with its zone, is the time that comments bear. Raises ReportError where the file is not the one
    that was read.
    """
    units = Units(path)
    marker = _marker(units, _said(path, draft, findings, units), when)
    with xml_file(path) as file:
        file.visit(marker)
        yield from file.written(marker.edits(file))


def _said(path: Path, draft: Draft, findings: Sequence[Finding], units: Units) -> ByUnit[Said]:
    """Return what is to be said by the number of the unit; the file must be as it was read."""
    said: dict[int, list[Said]] = defaultdict(list)
    coming = iter(findings)
    finding = next(coming, None)
    for number, (row, found) in enumerate(zip_longest(draft.segments, units.placed_rows())):
        if row is None or found is None or found[1] != row:
            raise ReportError(f"{path}: row {number + 1} is not as it was read; check the draft again")
        while finding is not None and finding.segment == number:
            unit, _row, place = found
            said[unit].append(Said(finding=finding, row=row, mark=place.mark))
            finding = next(coming, None)
    return said


def _marker(units: Units, said: ByUnit[Said], when: dt.datetime) -> Marker[Said]:
    """Return what writes remarks into a file of this kind."""
    if units.version_2:
        return Notes2(said)
    if trados := units.prefixes.get(trados_comments.NAMESPACE):
        return TradosComments(said, trados, when)
    if memoq := units.prefixes.get(memoq_comments.NAMESPACE):
        return MemoqComments(said, memoq, when)
    return Notes1(said)
