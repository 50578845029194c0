"""An XLIFF file with the targets of rows filled, every other byte as it was. Leaves out: new files.

A target that is replaced is plain text, within the codes that stand around all of its source: other inline
codes are left out, and the row says so in its state (`needs-review-translation`). Files of Trados and memoQ
say of each row that is filled that nobody has confirmed it yet.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from tm.bitext import Draft
from tm.errors import ReportError
from tm.exchange.drafts import Marks
from tm.exchange.memoq_comments import NAMESPACE as MEMOQ
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_marks import ByUnit, Marker, Sides, sides_of
from tm.exchange.xliff_notes import notes_1, notes_2
from tm.exchange.xliff_read import Units
from tm.exchange.xml_edits import Edit, Tag, XmlFile, with_attributes, xml_file

DOUBT_1 = "needs-review-translation"
_DOUBT_2 = "initial"
_PAIRS = frozenset(("g", "pc"))
_FILLED_TRADOS = "Draft"
_FILLED_MEMOQ = "Pretranslated"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """What is to be done to a row, by its mark in the unit; `text` is None where its target stays."""

    mark: str
    text: str | None
    doubtful: bool
    notes: tuple[str, ...]


def filled_xliff(path: Path, draft: Draft, template: Path, marks: Marks) -> Iterator[bytes]:
    """Yield `template`, piece by piece, with the renderings of `draft` in it, marked as `marks` says.

    Raises ReportError, for the file `path` to be written, where the rows are not the template's.
    """
    units = Units(template)
    filler = _Filler(_rows(path, draft, template, marks, units), units)
    with xml_file(template) as file:
        file.visit(filler)
        yield from file.written(filler.edits(file))


def _rows(path: Path, draft: Draft, template: Path, marks: Marks, units: Units) -> ByUnit[_Row]:
    """Return what is to be done, by the number of the unit."""
    rows: dict[int, list[_Row]] = defaultdict(list)
    # in order, since ids may be missing, or be the same in two documents
    for number, (row, found) in enumerate(zip_longest(draft.segments, units.placed_rows())):
        if row is None or found is None or (found[1].source, found[1].id) != (row.source, row.id):
            raise ReportError(
                f"{path}: row {number + 1} of the draft is not in {template}; give its own file"
            )
        unit, held, place = found
        text = row.draft if row.draft != held.draft else None
        doubtful, notes = number in marks.doubtful, marks.notes.get(number, ())
        if text is not None or doubtful or notes:
            rows[unit].append(_Row(mark=place.mark, text=text, doubtful=doubtful, notes=notes))
    return rows


class _Filler(Marker[_Row]):
    """Finds the units that are filled."""

    def __init__(self, rows: ByUnit[_Row], units: Units) -> None:
        super().__init__(rows)
        self._version_2 = units.version_2
        self._memoq = f"{units.prefixes.get(MEMOQ)}:status"
        self._found: list[tuple[Tag, Sequence[_Row]]] = []

    def _changes(self, unit: Tag, said: Sequence[_Row]) -> list[Edit]:
        if said:
            self._found.append((unit, said))
        return []

    def edits(self, file: XmlFile) -> list[Edit]:
        """Return what is to be changed in the file that was visited, in order."""
        for unit, rows in self._found:
            filled = _Unit(file, unit, self._version_2)
            for row in rows:
                filled.fill(row)
            if self._memoq in unit.attributes and any(row.text is not None for row in rows):
                filled.change(unit).attributes[self._memoq] = _FILLED_MEMOQ
            self._edits += filled.edits([note for row in rows for note in row.notes])
        return super().edits(file)


class _Unit:
    """A unit as it is filled, row by row."""

    def __init__(self, file: XmlFile, unit: Tag, version_2: bool) -> None:
        self._file = file
        self._unit = unit
        self._version_2 = version_2
        self._sides = sides_of(unit, version_2)
        self._changes: dict[int, _Change] = {}
        self._new: dict[str, str] = {}
        self._state: dict[str, str] = {}

    def fill(self, row: _Row) -> None:
        """Put a row's text into its target, which is made where there is none, and mark the row."""
        sides, doubtful = self._sides[row.mark], row.doubtful
        if row.text is not None:
            content, lost = self._content(sides, row.text)
            doubtful = doubtful or lost
            if sides.target is None:
                self._new[row.mark] = content
            else:
                self.change(sides.target).content = content
            for each in self._unit.named("seg-defs"):
                for seg in each.named("seg"):
                    if seg.attributes.get("id") == row.mark:
                        self.change(seg).attributes["conf"] = _FILLED_TRADOS
        if doubtful and self._version_2:
            self.change(sides.holder).attributes["state"] = _DOUBT_2
        elif doubtful:
            self._state = {"state": DOUBT_1}

    def change(self, tag: Tag) -> "_Change":
        """Return what changes in an element, to be added to."""
        return self._changes.setdefault(tag.start, _Change(tag=tag))

    def edits(self, notes: Sequence[str]) -> list[Edit]:
        """Return the edits of the unit, its notes among them."""
        edits = self._made() if self._new else []
        for target in [] if self._version_2 else self._unit.named("target")[:1]:
            self.change(target).attributes.update(self._state)
        edits += [edit for change in self._changes.values() for edit in change.edits(self._file)]
        prefix = self._unit.prefix
        said = "".join(f"<{prefix}note>{escaped(note)}</{prefix}note>" for note in notes)
        if said and self._version_2:
            return [*edits, *notes_2(self._unit, said, lambda _note: False)]
        return [*edits, notes_1(self._unit, said)] if said else edits

    def _content(self, sides: Sides, text: str) -> tuple[str, bool]:
        """Return a text within the codes around all of its source, and whether other codes are lost."""
        inmost = sides.source
        while (pair := _around_all(inmost)) is not None:
            inmost = pair
        before = self._file.between(sides.source.content, inmost.content).decode()
        after = self._file.between(inmost.closing, sides.source.closing).decode()
        lost = bool(inmost.children) or (sides.target is not None and bool(sides.target.children))
        return f"{before}{escaped(text)}{after}", lost

    def _made(self) -> list[Edit]:
        """Return the edits that make targets, or segments in a target, for rows that have none."""
        if self._version_2 or "" in self._new:
            return [self._target(self._sides[mark].source, text) for mark, text in self._new.items()]
        held = self._unit.named("target")
        if not held:
            whole = self._unit.named("seg-source")[0]
            return [self._target(whole, self._like(whole))]
        prefix = self._unit.prefix
        added = "".join(
            f'<{prefix}mrk mtype="seg" mid={attribute(mark)}>{text}</{prefix}mrk>'
            for mark, text in self._new.items()
        )
        if held[0].closing < held[0].end:
            return [Edit(start=held[0].closing, end=held[0].closing, text=added)]
        self.change(held[0]).content = added
        return []

    def _target(self, behind: Tag, content: str) -> Edit:
        name = f"{self._unit.prefix}target"
        start_tag = with_attributes(f"<{name}>", self._state)
        return Edit(start=behind.end, end=behind.end, text=f"{start_tag}{content}</{name}>")

    def _like(self, whole: Tag) -> str:
        """Return the content of a segmented source with the texts of its segments replaced."""
        pieces, at = [], whole.content
        for mark, sides in self._sides.items():
            if mark:
                pieces.append(self._file.between(at, sides.source.content).decode() + self._new.get(mark, ""))
                at = sides.source.closing
        return "".join([*pieces, self._file.between(at, whole.closing).decode()])


@dataclass(kw_only=True, slots=True)
class _Change:
    """Attributes that an element gets, and its content, None where that stays."""

    tag: Tag
    attributes: dict[str, str] = field(default_factory=dict)
    content: str | None = None

    def edits(self, file: XmlFile) -> Iterator[Edit]:
        """Yield the edits that make the change."""
        tag, start_tag = self.tag, file.between(self.tag.start, self.tag.content).decode()
        if self.content is not None and tag.closing == tag.end:
            opened = with_attributes(start_tag.removesuffix("/>").rstrip() + ">", self.attributes)
            yield Edit(start=tag.start, end=tag.end, text=f"{opened}{self.content}</{tag.name}>")
            return
        if self.attributes:
            yield Edit(start=tag.start, end=tag.content, text=with_attributes(start_tag, self.attributes))
        if self.content is not None:
            yield Edit(start=tag.content, end=tag.closing, text=self.content)


def _around_all(tag: Tag) -> Tag | None:
    """Return the pair of codes that stands around all that is in an element; None where none does."""
    only = tag.children[0] if len(tag.children) == 1 else None
    if only is None or only.local not in _PAIRS or (only.start, only.end) != (tag.content, tag.closing):
        return None
    return only
