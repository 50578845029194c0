"""Findings written back as notes into the XLIFF file they were found in. Leaves out: reading drafts.

Notes of an earlier check are replaced; every other byte of the file stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from tm.bitext import Draft, Finding, Severity
from tm.errors import ReportError
from tm.exchange.remarks import AUTHOR, remark
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_read import UNIT_NAMES, Units
from tm.exchange.xml_edits import Edit, Tag, xml_file

_CATEGORY = "tm-qa"
_PRIORITY = {Severity.ERROR: "1", Severity.WARNING: "4", Severity.INFO: "8"}
"""XLIFF 1.2 and 2.0, note: 1 is the highest of 10."""
_HEAD_2 = frozenset(("originalData", "segment", "ignorable"))
"""XLIFF 2.0, unit: notes stand before these."""
_BEFORE_NOTES_1 = ("source", "seg-source", "target", "note")
"""XLIFF 1.2, trans-unit: notes stand behind the last of these that there is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Note:
    """What is said of a segment of a unit."""

    text: str
    severity: Severity
    of_target: bool


def xliff_with_findings(path: Path, draft: Draft, findings: Sequence[Finding]) -> Iterator[bytes]:
    """Yield the XLIFF file at `path`, piece by piece, with a note for each finding of its draft.

    Raises ReportError where the file is not the one that was read.
    """
    units = Units(path)
    notes = _notes(path, draft, findings, units)
    with xml_file(path) as file:
        marker = _Marker2(notes) if units.version_2 else _Marker1(notes)
        file.visit(marker)
        yield from file.written(marker.edits)


def _notes(path: Path, draft: Draft, findings: Sequence[Finding], units: Units) -> dict[int, list[_Note]]:
    """Return what is to be said by the number of the unit; the file must be as it was read."""
    notes: dict[int, list[_Note]] = defaultdict(list)
    coming = iter(findings)
    finding = next(coming, None)
    for number, (row, found) in enumerate(zip_longest(draft.segments, units.rows())):
        if row is None or found is None or found[1] != row:
            raise ReportError(f"{path}: row {number + 1} is not as it was read; check the draft again")
        while finding is not None and finding.segment == number:
            _unit, slash, mark = row.id.rpartition("/")
            words = remark(finding, row)
            notes[found[0]].append(
                _Note(
                    text=f"segment {mark}: {words}" if slash else words,
                    severity=finding.severity,
                    of_target=finding.draft_span is not None,
                )
            )
            finding = next(coming, None)
    return notes


class _Marker:
    """Finds where notes go and which of an earlier check are there; `edits` are in order."""

    def __init__(self, notes: dict[int, list[_Note]]) -> None:
        self.edits: list[Edit] = []
        self._notes = notes
        self._number = -1
        self._unit: Tag | None = None

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""
        if tag.local in UNIT_NAMES:
            self._number += 1
            self._unit = tag
            self._enter()
        elif self._unit is not None and tag.depth == self._unit.depth + 1:
            self._meet(tag)

    def finish(self, tag: Tag) -> None:
        """Take an element that has ended."""
        if tag is self._unit:
            self.edits += sorted(self._changes(), key=lambda edit: (edit.start, edit.end))
            self._unit = None
        elif self._unit is not None:
            self._leave(tag)

    def _enter(self) -> None:
        """Begin a unit."""

    def _meet(self, tag: Tag) -> None:
        """Take a child of the unit that begins."""

    def _leave(self, tag: Tag) -> None:
        """Take an element within the unit that has ended."""

    def _changes(self) -> Iterator[Edit]:
        """Yield what changes in the unit that has ended."""
        yield from ()

    def _said(self) -> list[_Note]:
        return self._notes.get(self._number, [])

    @property
    def _prefix(self) -> str:
        return "" if self._unit is None else self._unit.prefix


class _Marker1(_Marker):
    """XLIFF 1.2: notes stand in a unit behind its texts."""

    def _enter(self) -> None:
        self._ends: dict[str, int] = {}
        self._old: list[Tag] = []

    def _leave(self, tag: Tag) -> None:
        if self._unit is None or tag.depth != self._unit.depth + 1:
            return
        if tag.local == "note" and tag.attributes.get("from") == AUTHOR:
            self._old.append(tag)
        elif tag.local in _BEFORE_NOTES_1:
            self._ends[tag.local] = tag.end

    def _changes(self) -> Iterator[Edit]:
        for tag in self._old:
            yield Edit(start=tag.start, end=tag.end, text="")
        if self._said():
            at = next(self._ends[name] for name in reversed(_BEFORE_NOTES_1) if name in self._ends)
            yield Edit(start=at, end=at, text="".join(map(self._written, self._said())))

    def _written(self, note: _Note) -> str:
        about = "target" if note.of_target else "general"
        attributes = f'from="{AUTHOR}" priority="{_PRIORITY[note.severity]}" annotates="{about}"'
        return f"<{self._prefix}note {attributes}>{escaped(note.text)}</{self._prefix}note>"


class _Marker2(_Marker):
    """XLIFF 2.x: notes stand in an element of their own before the segments."""

    def _enter(self) -> None:
        self._place = -1
        self._group: Tag | None = None
        self._old: list[Tag] = []
        self._kept = 0

    def _meet(self, tag: Tag) -> None:
        if tag.local == "notes":
            self._group = tag
        elif tag.local in _HEAD_2 and self._place < 0:
            self._place = tag.start

    def _leave(self, tag: Tag) -> None:
        if tag.local == "note" and tag.attributes.get("category") == _CATEGORY:
            self._old.append(tag)
        elif tag.local == "note":
            self._kept += 1

    def _changes(self) -> Iterator[Edit]:
        said, group = "".join(map(self._written, self._said())), self._group
        whole = f"<{self._prefix}notes>{said}</{self._prefix}notes>"
        if group is None:
            if said:
                yield Edit(start=self._place, end=self._place, text=whole)
        elif group.closing == group.end or (self._old and not self._kept):
            new = whole if said else "" if self._old else None
            if new is not None:
                yield Edit(start=group.start, end=group.end, text=new)
        else:
            yield from (Edit(start=tag.start, end=tag.end, text="") for tag in self._old)
            yield Edit(start=group.closing, end=group.closing, text=said)

    def _written(self, note: _Note) -> str:
        attributes = (
            f"category={attribute(_CATEGORY)} priority={attribute(_PRIORITY[note.severity])} "
            f"appliesTo={attribute('target' if note.of_target else 'source')}"
        )
        return f"<{self._prefix}note {attributes}>{escaped(note.text)}</{self._prefix}note>"
