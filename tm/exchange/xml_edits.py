"""XML files changed in places, every other byte as it was. Leaves out: which places.

Offsets are those of expat in the file as UTF-8; a file in another encoding is read and written through it.
"""

import codecs
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 256
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Bytes `[start, end)` of a file in UTF-8, and the text to put there."""

    start: int
    end: int
    text: str


_ATTRIBUTE = re.compile(r"""\s([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


def with_attributes(start_tag: str, attributes: Mapping[str, str]) -> str:
    r"""Return a start tag with attributes set, in their places where it has them.

    >>> with_attributes("<seg id='a=\"1\"' conf = 'Draft' />", {"conf": "x", "a": "y"})
    '<seg id=\'a="1"\' conf="x" a="y" />'
    """
    for name, value in attributes.items():
        found = list(_ATTRIBUTE.finditer(start_tag))
        held = next((each for each in found if each[1] == name), None)
        named = re.match(r"<[^\s/>]+", start_tag)
        last = found[-1].end() if found else named.end() if named else 0
        start, end = held.span() if held else (last, last)
        start_tag = f"{start_tag[:start]} {name}={quoteattr(value)}{start_tag[end:]}"
    return start_tag


@dataclass(kw_only=True, slots=True)
class Tag:
    """An element met: its name as written, its attributes, and where its two tags stand.

    `start` is where it begins, `content` where its start tag has ended, `closing` where its end tag begins,
    `end` where it has ended; an element without an end tag has the last three in one place. A visitor keeps
    in `children` those it wants to look at later.
    """

    name: str
    attributes: Mapping[str, str]
    depth: int
    start: int
    content: int = -1
    closing: int = -1
    end: int = -1
    children: "list[Tag]" = field(default_factory=list)

    def named(self, *names: str) -> "list[Tag]":
        """Return the children of these names, whatever their prefix."""
        return [child for child in self.children if child.local in names]

    def within(self) -> "Iterator[Tag]":
        """Yield the children and theirs, in order."""
        coming = self.children[::-1]
        while coming:
            child = coming.pop()
            yield child
            coming += reversed(child.children)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, empty where there is none."""
        head, colon, _ = self.name.rpartition(":")
        return head + colon


class Visitor(Protocol):
    """Is told of every element as it begins, and once more when it has ended."""

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""

    def finish(self, tag: Tag) -> None:
        """Take an element that has ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class XmlFile:
    """A file as UTF-8 (`data`), and the encoding (`codec`) it is written in."""

    data: BinaryIO
    codec: str

    def visit(self, visitor: Visitor) -> None:
        """Tell a visitor of every element, in order. The file is known to be sound XML without entities."""
        parser = expat.ParserCreate("utf-8")
        walk = _Walk(visitor, lambda: parser.CurrentByteIndex)
        parser.StartElementHandler = walk.start
        parser.EndElementHandler = walk.stop
        parser.DefaultHandler = walk.other
        self.data.seek(0)
        parser.ParseFile(self.data)

    def content(self, tag: Tag) -> bytes:
        """Return what stands in an element that has ended, as UTF-8."""
        return self.between(tag.content, tag.closing)

    def between(self, start: int, end: int) -> bytes:
        """Return the bytes `[start, end)` of the file as UTF-8."""
        self.data.seek(start)
        return self.data.read(end - start)

    def written(self, edits: Iterable[Edit]) -> Iterator[bytes]:
        """Yield the file's bytes with edits, given in order, made in it."""
        if self.codec == "utf-8":
            yield from self._pieces(edits)
            return
        decode = codecs.getincrementaldecoder("utf-8")().decode
        encode = codecs.getincrementalencoder(self.codec)().encode
        for piece in self._pieces(edits):
            yield encode(decode(piece))

    def _pieces(self, edits: Iterable[Edit]) -> Iterator[bytes]:
        at = 0
        for edit in edits:
            yield from self._copied(at, edit.start)
            # what the encoding has no bytes for is written as a character reference
            yield edit.text.encode(self.codec, "xmlcharrefreplace").decode(self.codec).encode()
            at = edit.end
        yield from self._copied(at, None)

    def _copied(self, start: int, end: int | None) -> Iterator[bytes]:
        self.data.seek(start)
        while piece := self.data.read(_PIECE_BYTES if end is None else min(_PIECE_BYTES, end - start)):
            yield piece
            start += len(piece)


class _Walk:
    """What expat calls: where a tag has ended is known only once the next thing begins."""

    def __init__(self, visitor: Visitor, here: Callable[[], int]) -> None:
        self._visitor = visitor
        self._here = here
        self._open: list[Tag] = []
        self._begun: Tag | None = None
        self._ended: Tag | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._settle()
        self._begun = Tag(name=name, attributes=attributes, depth=len(self._open), start=self._here())
        self._open.append(self._begun)
        self._visitor.begin(self._begun)

    def stop(self, _name: str) -> None:
        self._settle()
        self._ended = self._open.pop()
        self._ended.closing = self._here()

    def other(self, _data: str) -> None:
        self._settle()

    def _settle(self) -> None:
        if self._begun is not None:
            self._begun.content, self._begun = self._here(), None
        if self._ended is not None:
            tag, self._ended = self._ended, None
            tag.end = self._here()
            self._visitor.finish(tag)


@contextmanager
def xml_file(path: Path) -> Iterator[XmlFile]:
    """Open a file that is known to be sound XML in an encoding that Python knows too."""
    with path.open("rb") as file, tempfile.TemporaryFile() as converted:
        codec = _codec(file.read(_HEAD_BYTES))
        file.seek(0)
        if codec in {"utf-8", "ascii"}:
            yield XmlFile(data=file, codec=codec)
            return
        decode = codecs.getincrementaldecoder(codec)().decode
        while piece := file.read(_PIECE_BYTES):
            converted.write(decode(piece).encode())
        yield XmlFile(data=converted, codec=codec)


def _codec(head: bytes) -> str:
    """Return the encoding of a document by its first bytes: its mark or its declaration (XML 1.0, F)."""
    marked = next((codec for mark, codec in _WIDE if head.startswith(mark)), None)
    declared = _DECLARED.match(head)
    return marked or codecs.lookup(declared[1].decode("ascii") if declared else "utf-8").name
