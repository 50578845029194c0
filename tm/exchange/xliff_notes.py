"""Findings as notes of plain XLIFF, those of an earlier check replaced. Leaves out: finding the rows."""

from tm.bitext import Severity
from tm.exchange.remarks import AUTHOR
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_marks import Group, Marker, Said, without
from tm.exchange.xml_edits import Edit, Tag

_CATEGORY = "tm-qa"
_PRIORITY = {Severity.ERROR: "1", Severity.WARNING: "4", Severity.INFO: "8"}
"""XLIFF 1.2 and 2.0, note: 1 is the highest of 10."""
_HEAD_2 = frozenset(("originalData", "segment", "ignorable"))
"""XLIFF 2.0, unit: notes stand before these."""
_BEFORE_NOTES_1 = ("source", "seg-source", "target", "note")
"""XLIFF 1.2, trans-unit: notes stand behind the last of these that there is."""


class Notes1(Marker):
    """XLIFF 1.2: notes stand in a unit behind its texts."""

    def _enter(self) -> None:
        self._ends: dict[str, int] = {}
        self._old: list[Tag] = []

    def _leave(self, tag: Tag) -> None:
        if not self._is_child(tag):
            return
        if tag.local == "note" and tag.attributes.get("from") == AUTHOR:
            self._old.append(tag)
        elif tag.local in _BEFORE_NOTES_1:
            self._ends[tag.local] = tag.end

    def _changes(self, _unit: Tag) -> list[Edit]:
        edits = without(self._old)
        if self._said:
            at = next(self._ends[name] for name in reversed(_BEFORE_NOTES_1) if name in self._ends)
            edits.append(Edit(start=at, end=at, text="".join(map(self._written, self._said))))
        return edits

    def _written(self, said: Said) -> str:
        about = "target" if said.finding.draft_span else "general"
        attributes = f'from="{AUTHOR}" priority="{_PRIORITY[said.finding.severity]}" annotates="{about}"'
        return f"<{self._prefix}note {attributes}>{_words(said)}</{self._prefix}note>"


class Notes2(Marker):
    """XLIFF 2.x: notes stand in an element of their own before the segments."""

    def _enter(self) -> None:
        self._place = -1
        self._group = Group()

    def _meet(self, tag: Tag) -> None:
        if tag.local == "notes":
            self._group.tag = tag
        elif tag.local in _HEAD_2 and self._place < 0:
            self._place = tag.start

    def _leave(self, tag: Tag) -> None:
        if tag.local != "note":
            return
        if tag.attributes.get("category") == _CATEGORY:
            self._group.old.append(tag)
        else:
            self._group.kept += 1

    def _changes(self, _unit: Tag) -> list[Edit]:
        said = "".join(map(self._written, self._said))
        return self._group.changes(f"{self._prefix}notes", said, self._place)

    def _written(self, said: Said) -> str:
        attributes = (
            f"category={attribute(_CATEGORY)} priority={attribute(_PRIORITY[said.finding.severity])} "
            f"appliesTo={attribute('target' if said.finding.draft_span else 'source')}"
        )
        return f"<{self._prefix}note {attributes}>{_words(said)}</{self._prefix}note>"


def _words(said: Said) -> str:
    return escaped(f"segment {said.mark}: {said.words}" if said.mark else said.words)
