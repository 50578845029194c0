"""Notes of plain XLIFF: where they go, and findings as notes. Leaves out: finding the rows."""

from collections.abc import Callable, Sequence

from tm.bitext import Severity
from tm.exchange.remarks import AUTHOR
from tm.exchange.tmx_text import escaped
from tm.exchange.xliff_marks import Group, Marker, Said, without
from tm.exchange.xml_edits import Edit, Tag

_CATEGORY = "tm-qa"
_PRIORITY = {Severity.ERROR: "1", Severity.WARNING: "4", Severity.INFO: "8"}
"""XLIFF 1.2 and 2.0, note: 1 is the highest of 10."""
_HEAD_2 = frozenset(("originalData", "segment", "ignorable"))
"""XLIFF 2.0, unit: notes stand before these."""
_BEFORE_NOTES_1 = ("note", "target", "seg-source", "source")
"""XLIFF 1.2, trans-unit: notes stand behind the first of these that there is."""


class Notes1(Marker[Said]):
    """XLIFF 1.2: notes stand in a unit behind its texts."""

    def _changes(self, unit: Tag, said: Sequence[Said]) -> list[Edit]:
        edits = without([note for note in unit.named("note") if note.attributes.get("from") == AUTHOR])
        notes = "".join(_note_1(unit.prefix, each) for each in said)
        return [*edits, notes_1(unit, notes)] if notes else edits


class Notes2(Marker[Said]):
    """XLIFF 2.x: notes stand in an element of their own before the segments."""

    def _changes(self, unit: Tag, said: Sequence[Said]) -> list[Edit]:
        notes = "".join(_note_2(unit.prefix, each) for each in said)
        return notes_2(unit, notes, lambda note: note.attributes.get("category") == _CATEGORY)


def notes_1(unit: Tag, notes: str) -> Edit:
    """Return the edit that puts notes into a unit of XLIFF 1.2."""
    last = next(held[-1] for name in _BEFORE_NOTES_1 if (held := unit.named(name)))
    return Edit(start=last.end, end=last.end, text=notes)


def notes_2(unit: Tag, notes: str, is_old: Callable[[Tag], bool]) -> list[Edit]:
    """Return the edits that put notes into a unit of XLIFF 2.x in place of old ones."""
    held = unit.named("notes")
    group = Group.of(held[0] if held else None, is_old)
    behind = unit.named(*_HEAD_2)
    return group.changes(f"{unit.prefix}notes", notes, behind[0].start if behind else unit.closing)


def _note_1(prefix: str, said: Said) -> str:
    about = "target" if said.finding.draft_span else "general"
    attributes = f'from="{AUTHOR}" priority="{_PRIORITY[said.finding.severity]}" annotates="{about}"'
    return f"<{prefix}note {attributes}>{_words(said)}</{prefix}note>"


def _note_2(prefix: str, said: Said) -> str:
    about = "target" if said.finding.draft_span else "source"
    attributes = f'category="{_CATEGORY}" priority="{_PRIORITY[said.finding.severity]}" appliesTo="{about}"'
    return f"<{prefix}note {attributes}>{_words(said)}</{prefix}note>"


def _words(said: Said) -> str:
    return escaped(f"segment {said.mark}: {said.words}" if said.mark else said.words)
