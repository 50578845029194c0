"""Findings written back as notes into the XLIFF file they were found in. Leaves out: reading drafts.

Notes of an earlier check are replaced; texts, codes and what other tools wrote stay as they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from tm.bitext import Draft, Finding, Severity
from tm.errors import ReportError
from tm.exchange.remarks import AUTHOR, remark
from tm.exchange.xliff_read import Place, is_version_2, load, places, text_of

_CATEGORY = "tm-qa"
_PRIORITY = {Severity.ERROR: "1", Severity.WARNING: "4", Severity.INFO: "8"}
"""XLIFF 1.2 and 2.0, note: 1 is the highest of 10."""
_HEAD_2 = ("originalData", "segment", "ignorable")
"""XLIFF 2.0, unit: notes stand before these."""


def xliff_with_findings(path: Path, draft: Draft, findings: Sequence[Finding]) -> bytes:
    """Return the XLIFF file at `path` with a note for each finding of its draft.

    Raises ReportError where the file is not the one that was read.
    """
    tree = load(path)
    version_2 = is_version_2(tree)
    _forget(tree)
    at = {(place.document, place.id): place for place in places(tree)}
    said: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        said[finding.segment].append(finding)
    for number, found in sorted(said.items()):
        row = draft.segments[number]
        place = at.get((row.document, row.id))
        if place is None or (text_of(place.source), text_of(place.target)) != (row.source, row.draft):
            raise ReportError(f"{path}: row {number + 1} is not as it was read; check the draft again")
        for finding in found:
            words = remark(finding, row)
            if version_2:
                _note_2(place, finding, words)
            else:
                _note_1(place, finding, words)
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True))


def _forget(tree: Any) -> None:
    """Remove the notes of an earlier check."""
    for note in list(tree.getroot().iter("{*}note")):
        if note.get("from") == AUTHOR or note.get("category") == _CATEGORY:
            parent = note.getparent()
            if note.tail and note.tail.strip():
                continue
            parent.remove(note)
            if str(parent.tag).endswith("}notes") and len(parent) == 0:
                parent.getparent().remove(parent)


def _note_1(place: Place, finding: Finding, words: str) -> None:
    """Add a note behind those a unit has, before what other tools add at its end."""
    unit = place.holder
    prefix, _, mark = place.id.rpartition("/")
    segmented = bool(prefix) and str(place.source.tag).endswith("mrk")
    note = unit.makeelement(f"{_space(place)}note")
    note.set("from", AUTHOR)
    note.set("priority", _PRIORITY[finding.severity])
    note.set("annotates", "target" if finding.draft_span is not None else "general")
    note.text = f"segment {mark}: {words}" if segmented else words
    held = [*unit.iterchildren("{*}note")] or [*unit.iterchildren("{*}target")]
    held = held or [*unit.iterchildren("{*}seg-source")] or [unit.find("{*}source")]
    held[-1].addnext(note)


def _note_2(place: Place, finding: Finding, words: str) -> None:
    """Add a note to the unit of a segment, made a place for where it has none."""
    unit, space = place.holder.getparent(), _space(place)
    notes = unit.find("{*}notes")
    if notes is None:
        notes = unit.makeelement(f"{space}notes")
        first = next(each for each in unit if str(each.tag).rpartition("}")[2] in _HEAD_2)
        first.addprevious(notes)
    note = etree.SubElement(notes, f"{space}note")
    note.set("category", _CATEGORY)
    note.set("priority", _PRIORITY[finding.severity])
    note.set("appliesTo", "target" if finding.draft_span is not None else "source")
    segment = place.holder.get("id")
    note.text = f"segment {segment}: {words}" if segment else words


def _space(place: Place) -> str:
    """Return the namespace of a unit's elements, in braces."""
    space, brace, _ = str(place.source.tag).rpartition("}")
    return space + brace
