"""What is said of the rows of an XLIFF file, and where its parts stand. Leaves out: how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tm.bitext import DraftSegment, Finding
from tm.exchange.remarks import remark
from tm.exchange.xliff_read import UNIT_NAMES
from tm.exchange.xml_edits import Edit, Tag, XmlFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A finding on a row, and the name of the row's segment in its unit (see `xliff_read.Place`)."""

    finding: Finding
    row: DraftSegment
    mark: str

    @property
    def words(self) -> str:
        """The finding as one line."""
        return remark(self.finding, self.row)


SaidOfUnits = Mapping[int, Sequence[Said]]
"""By the number of the unit in its file, from 0."""


class Marker:
    """Meets the elements of a file, by its units, and learns what is to be changed in it."""

    def __init__(self, said: SaidOfUnits) -> None:
        """Take what is to be said."""
        self._all = said
        self._number = -1
        self._unit: Tag | None = None
        self._edits: list[Edit] = []

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""
        if tag.local in UNIT_NAMES:
            self._number += 1
            self._unit = tag
            self._enter()
        elif self._is_child(tag):
            self._meet(tag)

    def finish(self, tag: Tag) -> None:
        """Take an element that has ended."""
        if tag is self._unit:
            self._edits += self._changes(tag)
            self._unit = None
        elif self._unit is not None:
            self._leave(tag)

    def edits(self, _file: XmlFile) -> list[Edit]:
        """Return what is to be changed in the file that was visited, in order."""
        return sorted(self._edits, key=lambda edit: (edit.start, edit.end))

    def _enter(self) -> None:
        """Begin a unit."""

    def _meet(self, tag: Tag) -> None:
        """Take a child of the unit that begins."""

    def _leave(self, tag: Tag) -> None:
        """Take an element within the unit that has ended."""

    def _changes(self, _unit: Tag) -> list[Edit]:
        """Return what changes in the unit, which has ended."""
        return []

    def _is_child(self, tag: Tag) -> bool:
        return self._unit is not None and tag.depth == self._unit.depth + 1

    @property
    def _said(self) -> Sequence[Said]:
        return self._all.get(self._number, ())

    @property
    def _prefix(self) -> str:
        return "" if self._unit is None else self._unit.prefix


@dataclass(kw_only=True, slots=True)
class Group:
    """An element that holds remarks, if there is one: those of an earlier check, and how many others."""

    tag: Tag | None = None
    old: list[Tag] = field(default_factory=list)
    kept: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether it holds remarks of an earlier check and nothing else."""
        return bool(self.old) and not self.kept

    def changes(self, name: str, said: str, place: int) -> list[Edit]:
        """Return the edits that leave `said` in place of the earlier remarks.

        Where there is no such element, one of that name is made at `place`; one left empty goes.
        """
        tag, whole = self.tag, f"<{name}>{said}</{name}>"
        if tag is None:
            return [Edit(start=place, end=place, text=whole)] if said else []
        if not said and self.is_ours:
            return [Edit(start=tag.start, end=tag.end, text="")]
        if tag.closing == tag.end:
            return [Edit(start=tag.start, end=tag.end, text=whole)] if said else []
        edits = without(self.old)
        return [*edits, Edit(start=tag.closing, end=tag.closing, text=said)] if said else edits


def without(tags: Sequence[Tag]) -> list[Edit]:
    """Return the edits that take elements out."""
    return [Edit(start=tag.start, end=tag.end, text="") for tag in tags]
