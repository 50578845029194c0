"""Findings written back into the Word document they were found in.

Each is a comment at the very words; where the right text is certain it is a tracked change too, which the
author accepts or rejects. All else stays as it was. Leaves out: how marks are put into a document.
"""

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tm.bitext import Draft, Finding, Span
from tm.errors import ReportError
from tm.exchange.docx_draft import docx_rows
from tm.exchange.docx_marks import Pen, can_change, comment, delete, insert, pen_for, runs_of, said_before
from tm.exchange.docx_text import Place, W, open_docx, paragraphs, place_of
from tm.exchange.remarks import is_writable, remark, said_of

Anchor = tuple[Place, Span]
"""A place and the stretch of it that a comment goes around."""


def docx_with_findings(
    path: Path, draft: Draft, findings: Sequence[Finding], *, paired: bool = False, when: dt.datetime
) -> bytes:
    """Return the document at `path` with the findings of its draft in it.

    Rows are those of its tables or, where the draft was `paired` with a source of its own, stretches of
    its text. What an earlier check said of the same words is not said twice. Raises ReportError
    where the document is not the one that was read.
    """
    document = open_docx(path)
    pen = pen_for(document, when)
    held = said_before(document)
    rows = _Found(document, draft) if paired else _Tabled(path, document, draft)
    for finding in findings:
        row = draft.segments[finding.segment]
        (place, span), exact = rows.anchor(finding)
        said = f"{finding.severity} {finding.rule}: {said_of(finding)}" if exact else remark(finding, row)
        touched = _touched(place, span)
        runs = runs_of(place, touched)
        if not runs:
            raise ReportError(
                f"{path}: row {finding.segment + 1} has no text to comment on; give another file"
            )
        words = "".join(text.text or "" for run in runs for text in run.iterchildren(f"{W}t"))
        if held[said, words]:
            held[said, words] -= 1
        else:
            comment(pen, runs, said)
        if exact and finding.suggestion is not None and finding.draft_span is not None:
            _change(pen, place, span, finding.suggestion)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Tabled:
    """Rows of a bilingual table: findings stand in the cell they are about."""

    def __init__(self, path: Path, document: Any, draft: Draft) -> None:
        rows = {row.id: row for row in docx_rows(document)}
        for number, segment in enumerate(draft.segments, 1):
            row = rows.get(segment.id)
            if row is None or (row.source.text, row.draft.text) != (segment.source, segment.draft):
                raise ReportError(f"{path}: row {number} is not as it was read; check the draft again")
        self._rows = [rows[segment.id] for segment in draft.segments]

    def anchor(self, finding: Finding) -> tuple[Anchor, bool]:
        """Return where a finding stands, and whether its own words do stand there."""
        row = self._rows[finding.segment]
        if finding.draft_span is not None and row.draft.text:
            return (row.draft, finding.draft_span), True
        if finding.source_span is not None and row.source.text:
            return (row.source, finding.source_span), True
        whole = row.draft if row.draft.text else row.source
        return (whole, (0, len(whole.text))), False


class _Found:
    """Rows of a running text: each is looked for, blanks aside, behind the one before it."""

    def __init__(self, document: Any, draft: Draft) -> None:
        self._place = place_of(paragraphs(document.element.body))
        self._at = [at for at, letter in enumerate(self._place.text) if not letter.isspace()]
        solid = "".join(self._place.text[at] for at in self._at)
        self._starts: list[int | None] = []
        behind = 0
        for segment in draft.segments:
            letters = "".join(segment.draft.split())
            start = solid.find(letters, behind)
            start = solid.find(letters) if start < 0 else start
            self._starts.append(start if letters and start >= 0 else None)
            behind = max(behind, start + len(letters)) if letters and start >= 0 else behind
        self._rows = draft.segments

    def anchor(self, finding: Finding) -> tuple[Anchor, bool]:
        """Return where a finding stands, and whether its own words do stand there."""
        start, text = self._starts[finding.segment], self._rows[finding.segment].draft
        if start is None:
            # nothing of the row is in the document: say so where the row before it ends
            ends = [at + 1 for at in self._ends(finding.segment)] or [1]
            return (self._place, (ends[-1] - 1, ends[-1])), False
        span = finding.draft_span or (0, len(text))
        first = start + len("".join(text[: span[0]].split()))
        last = start + len("".join(text[: span[1]].split())) - 1
        exact = finding.draft_span is not None
        if last < first:
            at = self._at[first - 1] + 1 if first > start else self._at[first]
            return (self._place, (at, at)), exact
        return (self._place, (self._at[first], self._at[last] + 1)), exact

    def _ends(self, row: int) -> list[int]:
        """Return where the rows before `row` end in the text."""
        return [
            self._at[start + len("".join(segment.draft.split())) - 1]
            for start, segment in zip(self._starts[:row], self._rows[:row], strict=True)
            if start is not None
        ]


def _touched(place: Place, span: Span) -> Span:
    """Return the stretch a comment goes around: an empty span's neighbour, and never line ends alone."""
    start, end = span
    if start < end and any(spot is not None for spot in place.spots[start:end]):
        return span
    held = [at for at, spot in enumerate(place.spots) if spot is not None]
    before = [at for at in held if at < max(end, 1)]
    at = before[-1] if before else next(iter(held), 0)
    return at, min(at + 1, len(place.spots))


def _change(pen: Pen, place: Place, span: Span, suggestion: str) -> None:
    """Replace a stretch by a suggestion as a tracked change, where both are plain text."""
    text = place.text[slice(*span)]
    (start, end), suggestion = _narrowed(text, span, suggestion)
    spots = [place.spots[at] for at in range(start, end)]
    if not is_writable(suggestion) or any(spot is None for spot in spots):
        return
    first = start == 0
    if not spots and not first and place.spots[start - 1] is None:
        return
    runs = runs_of(place, (start, end) if spots else _touched(place, (start, end)))
    point = id(place), start
    if not runs or point in pen.points or not can_change(runs):
        return
    pen.points.add(point)
    if spots:
        delete(pen, runs)
    if suggestion:
        insert(pen, runs[-1], suggestion, before=first and not spots)


def _narrowed(text: str, span: Span, suggestion: str) -> tuple[Span, str]:
    """Return a span and its replacement without the whole words they begin and end with alike."""
    left = _alike(text, suggestion)
    while left and not _is_edge(text, left, suggestion):
        left -= 1
    rest, wanted = text[left:], suggestion[left:]
    right = _alike(rest[::-1], wanted[::-1])
    while right and not _is_edge(rest[::-1], right, wanted[::-1]):
        right -= 1
    return (span[0] + left, span[1] - right), wanted[: len(wanted) - right]


def _alike(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _is_edge(text: str, at: int, other: str) -> bool:
    """Return whether no word or number is cut in either text before `at`."""
    return not any(at < len(each) and _in_word(each[at - 1]) and _in_word(each[at]) for each in (text, other))


def _in_word(letter: str) -> bool:
    return letter.isascii() and letter not in " ()[]\"'"
