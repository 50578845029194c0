"""What is said of the rows of an XLIFF file, and where its parts stand. Leaves out: how it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

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


T = TypeVar("T")
ByUnit = Mapping[int, Sequence[T]]
"""By the number of the unit in its file, from 0."""


class Marker(Generic[T]):
    """Meets the elements of a file, by its units, and learns what is to be changed in it."""

    def __init__(self, said: ByUnit[T]) -> None:
        """Take what is to be said of the units."""
        self._all = said
        self._number = -1
        self._open: list[Tag] = []
        self._edits: list[Edit] = []

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""
        if self._open:
            self._open[-1].children.append(tag)
            self._open.append(tag)
        elif tag.local in UNIT_NAMES:
            self._number += 1
            self._open.append(tag)

    def finish(self, tag: Tag) -> None:
        """Take an element that has ended."""
        if self._open:
            self._open.pop()
            if not self._open:
                self._edits += self._changes(tag, self._all.get(self._number, ()))

    def edits(self, _file: XmlFile) -> list[Edit]:
        """Return what is to be changed in the file that was visited, in order."""
        return sorted(self._edits, key=lambda edit: (edit.start, edit.end))

    def _changes(self, _unit: Tag, _said: Sequence[T]) -> list[Edit]:
        """Return what changes in a unit, which has ended."""
        return []


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Where the source of a row stands, its target if there is one, and what holds the two."""

    holder: Tag
    source: Tag
    target: Tag | None


def sides_of(unit: Tag, version_2: bool) -> dict[str, Sides]:
    """Return the sides of a unit's rows by their marks (see `xliff_read.Place`)."""
    if version_2:
        segments = enumerate(unit.named("segment"), 1)
        return {each.attributes.get("id") or str(number): _sides(each) for number, each in segments}
    found = {"": _sides(unit)} if unit.named("source") else {}
    answers = _segments(unit, "target")
    for mark, source in _segments(unit, "seg-source").items():
        found[mark] = Sides(holder=unit, source=source, target=answers.get(mark))
    return found


def _sides(holder: Tag) -> Sides:
    target = holder.named("target")
    return Sides(holder=holder, source=holder.named("source")[0], target=target[0] if target else None)


def _segments(unit: Tag, name: str) -> dict[str, Tag]:
    """Return the marked segments of a source or target of XLIFF 1.2 by their `mid`."""
    return {
        mark.attributes.get("mid", ""): mark
        for side in unit.named(name)[:1]
        for mark in side.within()
        if mark.attributes.get("mtype") == "seg"
    }


@dataclass(kw_only=True, slots=True)
class Group:
    """An element that holds remarks, if there is one: those of an earlier check, and how many others."""

    tag: Tag | None = None
    old: list[Tag] = field(default_factory=list)
    kept: int = 0

    @classmethod
    def of(cls, tag: Tag | None, is_old: Callable[[Tag], bool]) -> "Group":
        """Return the group that an element is, whose children are remarks."""
        children = [] if tag is None else tag.children
        old = [child for child in children if is_old(child)]
        return cls(tag=tag, old=old, kept=len(children) - len(old))

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
