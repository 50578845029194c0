"""XLIFF 1.2 and 2.x drafts in, those of Trados (SDLXLIFF) and memoQ (MQXLIFF) among them.

Segments inside a 1.2 unit (`seg-source` with `mrk mtype="seg"`) are rows of their own. Inline codes
are no text, but for the characters that memoQ writes as codes; what a tracked change of Trados deletes
is none. A unit that is not to be translated, and is not, is no row, nor is the header of a PO catalogue.
Leaves out: writing.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from tm.bitext import Draft, DraftSegment, Lang
from tm.errors import LanguageError, ReadError
from tm.exchange.drafts import named_draft
from tm.exchange.files import sized
from tm.exchange.xml_read import events
from tm.spool import spooled
from tm.text.languages import parse_lang

MAX_DEPTH = 200
"""Codes within codes in one segment, far more than any tool writes."""
_UNITS = ("{*}trans-unit", "{*}unit")
UNIT_NAMES = frozenset(("trans-unit", "unit"))
CODES = frozenset(("bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "sm", "em"))
_BREAKS = frozenset(("lb", "fmt:lb", "x-br"))
DELETED = "x-sdl-deleted"
_PO_HEADER = "x-gettext-domain-header"
"""XLIFF 1.2 representation guide for Gettext PO, 2.5: the unit that holds a catalogue's header."""
_CHARACTER = re.compile(r'<mq:ch val="([^"]*)"')
"""What memoQ puts into a `ph` for a character that it shows as a code: a tab, a line end."""


@dataclass(kw_only=True, slots=True)
class Place:
    """Where a row stands: its source element, what holds its target, and the target if there is one.

    `mark` is the name of its segment within the unit, empty where the unit is one segment of XLIFF 1.2.
    """

    id: str
    mark: str
    document: str | None
    source: Any
    holder: Any
    target: Any


def _refuse_others(path: Path, tree: Any) -> None:
    """Raise ReadError for a document of another kind."""
    if local_name(tree.getroot()) != "xliff":
        raise ReadError(path, "is XML but not XLIFF", "give it the ending of what it is")


def _is_version_2(tree: Any) -> bool:
    """Return whether a tree is XLIFF 2.x."""
    return str(tree.getroot().get("version", "1.2")).startswith("2")


def document_of(file: Any, version_2: bool) -> str | None:
    """Return the name of the document that a `file` element is of."""
    return file.get("original") or (file.get("id") if version_2 else None)


def places_of(unit: Any, document: str | None, version_2: bool) -> Iterator[Place]:
    """Yield the rows of a `trans-unit` or `unit`."""
    untouched = unit.get("translate") == "no" and unit.find(".//{*}target") is None
    if untouched or unit.get("restype") == _PO_HEADER:
        return iter(())
    return _places_2(unit, document) if version_2 else _places_1(unit, document)


def _places_1(unit: Any, document: str | None) -> Iterator[Place]:
    number = unit.get("id", "")
    source, target = unit.find("{*}source"), unit.find("{*}target")
    if source is None:
        return
    segmented = unit.find("{*}seg-source")
    marks = [] if segmented is None else _segments_in(segmented)
    if not marks:
        yield Place(id=number, mark="", document=document, source=source, holder=unit, target=target)
        return
    answers = {} if target is None else {mark.get("mid"): mark for mark in _segments_in(target)}
    for mark in marks:
        mid = mark.get("mid", "")
        name, target = f"{number}/{mid}", answers.get(mid)
        yield Place(id=name, mark=mid, document=document, source=mark, holder=unit, target=target)


def _segments_in(element: Any) -> list[Any]:
    """Return the marked segments of a `seg-source` or `target` of XLIFF 1.2."""
    return [mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"]


def _places_2(unit: Any, document: str | None) -> Iterator[Place]:
    for number, segment in enumerate(unit.iterchildren("{*}segment"), 1):
        source = segment.find("{*}source")
        if source is not None:
            mark, target = segment.get("id") or str(number), segment.find("{*}target")
            name = f"{unit.get('id', '')}/{mark}"
            yield Place(id=name, mark=mark, document=document, source=source, holder=segment, target=target)


def text_of(element: Any, depth: int = 0) -> str:
    """Return the text of a source or target, `depth` levels down, inline codes left out.

    Raises ValueError for an entity, and for elements within elements beyond MAX_DEPTH.
    """
    if element is None:
        return ""
    if depth > MAX_DEPTH:
        raise ValueError(f"holds elements more than {MAX_DEPTH} deep")
    pieces = [element.text or ""]
    for child in element:
        pieces.append(_inline(child, depth + 1))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _inline(child: Any, depth: int) -> str:
    if child.tag is etree.Comment or child.tag is etree.ProcessingInstruction:
        return ""
    if child.tag is etree.Entity:
        raise ValueError(f"holds the undeclared entity {child.text}")
    name = local_name(child)
    if name == "cp":
        return chr(int(child.get("hex", "FFFD"), 16))
    if name == "mrk" and child.get("mtype") == DELETED:
        return ""
    if name in CODES:
        if character := _CHARACTER.match(child.text or ""):
            return html.unescape(character[1])
        broken = child.get("ctype") in _BREAKS or child.get("subType") in _BREAKS
        return "\n" if broken else " ".join(text_of(sub, depth) for sub in child.iterchildren("{*}sub"))
    return text_of(child, depth)


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def read_xliff_draft(path: Path) -> Draft:
    """Return the rows of an XLIFF file of any size. Raises ReadError, with the line, for what is no draft."""
    units = Units(path)
    rows = spooled(row for _number, row in units.rows())
    source, target = units.langs
    if source is None or target is None or source.side == target.side:
        return named_draft(path, rows)
    if not rows:
        raise ReadError(path, "holds no rows", "give an XLIFF file with text in it")
    return Draft(name=path.name, source_lang=source, target_lang=target, segments=rows)


class Units:
    """The units of an XLIFF file, read one by one; what its head says is known once any is read."""

    def __init__(self, path: Path) -> None:
        """Take the file; nothing is read yet."""
        self._path = path
        self.langs: tuple[Lang | None, Lang | None] = (None, None)
        self.version_2 = False
        self.prefixes: Mapping[str, str] = {}
        """By namespace, those of the root with a prefix."""
        self._looked = False

    def rows(self) -> Iterator[tuple[int, DraftSegment]]:
        """Yield the rows, each with the number of its unit in the file, from 0. Raises ReadError."""
        yield from ((number, row) for number, row, _place in self.placed_rows())

    def placed_rows(self) -> Iterator[tuple[int, DraftSegment, Place]]:
        """Yield what `rows` does, each with its place, which is gone once the next is asked for."""
        sized(self._path)
        try:
            with self._path.open("rb") as file:
                yield from self._read(file)
        except OSError as error:
            raise ReadError(
                self._path, f"could not be read ({error.strerror})", "check its permissions"
            ) from error

    def _read(self, file: BinaryIO) -> Iterator[tuple[int, DraftSegment, Place]]:
        number, document = -1, None
        tags = ("{*}file", *_UNITS)
        for event, element in events(self._path, file, ("start", "end"), tags, embeds=True):
            if not self._looked:
                self._look_at(element.getroottree())
            if event == "start" and local_name(element) == "file":
                document = document_of(element, self.version_2)
            elif event == "end" and local_name(element) in UNIT_NAMES:
                number += 1
                yield from ((number, row, place) for row, place in self._rows(element, document))
                _forget(element)

    def _look_at(self, tree: Any) -> None:
        """Learn what the head of the document says."""
        self._looked = True
        _refuse_others(self._path, tree)
        self.version_2 = _is_version_2(tree)
        self.prefixes = {uri: prefix for prefix, uri in tree.getroot().nsmap.items() if prefix}
        self.langs = _languages(tree)

    def _rows(self, unit: Any, document: str | None) -> Iterator[tuple[DraftSegment, Place]]:
        for place in places_of(unit, document, self.version_2):
            try:
                source, draft = text_of(place.source), text_of(place.target)
            except ValueError as error:
                where = f"{self._path}:{place.source.sourceline}"
                raise ReadError(where, str(error), "mend that segment or take it out") from error
            if source.strip():
                yield DraftSegment(source=source, draft=draft, id=place.id, document=place.document), place


def _forget(element: Any) -> None:
    """Let go of an element and of all that stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _languages(tree: Any) -> tuple[Lang | None, Lang | None]:
    root = tree.getroot()
    if _is_version_2(tree):
        return _lang(root.get("srcLang")), _lang(root.get("trgLang"))
    file = root.find("{*}file")
    if file is None:
        return None, None
    return _lang(file.get("source-language")), _lang(file.get("target-language"))


def _lang(tag: str | None) -> Lang | None:
    try:
        return None if not tag else parse_lang(tag)
    except LanguageError:
        return None
