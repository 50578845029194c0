"""Which bytes of an element's content the words of its text stand in. Leaves out: what is put around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any
from xml.parsers import expat

from tm.bitext import Span

_OPEN, _CLOSE = b"<a>", b"</a>"
OnElement = Callable[[str, Mapping[str, str]], bool]
"""Takes the name of an element, as written, and its attributes."""


@dataclass(kw_only=True, slots=True)
class _Node:
    """An element, or a CDATA section (`whole`), which nothing can be put into."""

    start: int
    end: int = -1
    whole: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Character:
    start: int
    end: int
    around: tuple[_Node, ...]


class Words:
    """The text of sound XML content in UTF-8, each character with its bytes and the elements around it.

    Elements that are `hidden` hold no text; those that are `ignored` are as if their tags were not there.
    """

    def __init__(self, content: bytes, *, hidden: OnElement, ignored: OnElement) -> None:
        """Take the content of an element, which declares no entities."""
        self._hidden, self._ignored = hidden, ignored
        self._open: list[_Node | None] = []
        self._characters: list[_Character] = []
        self._pieces: list[str] = []
        for (at, kind, value), (after, _kind, _value) in pairwise(_events(content)):
            self._take(at - len(_OPEN), after - len(_OPEN), kind, value)
        self.text = "".join(self._pieces)

    def around(self, span: Span) -> Span:
        """Return the fewest bytes that hold a stretch of text, not empty, and can be put into an element.

        An element that the stretch holds only a part of is taken in whole.
        """
        first, last = self._characters[span[0]], self._characters[span[1] - 1]
        common = takewhile(
            lambda pair: pair[0] is pair[1] and not pair[0].whole,
            zip(first.around, last.around, strict=False),
        )
        depth = sum(1 for _pair in common)
        start, end = (
            character.around[depth] if depth < len(character.around) else character
            for character in (first, last)
        )
        return start.start, end.end

    def _take(self, at: int, after: int, kind: str, value: Any) -> None:
        if kind == "start":
            name, attributes = value
            node = _Node(start=at, hidden=self._hidden(name, attributes))
            self._open.append(None if self._ignored(name, attributes) else node)
        elif kind == "cdata":
            self._open.append(_Node(start=at, whole=True))
        elif kind == "stop":
            node_ended = self._open.pop()
            if node_ended is not None:
                node_ended.end = after
        elif kind == "text":
            self._add(at, after, value)

    def _add(self, at: int, after: int, text: str) -> None:
        around = tuple(node for node in self._open if node is not None)
        if any(node.hidden for node in around):
            return
        self._pieces.append(text)
        for character in text[:-1]:
            end = at + len(character.encode())
            self._characters.append(_Character(start=at, end=end, around=around))
            at = end
        # a reference (&amp;) and a line end of two bytes are longer than the character they stand for
        self._characters.append(_Character(start=at, end=after, around=around))


def _events(content: bytes) -> list[tuple[int, str, Any]]:
    """Return what expat meets in a content and where, and last where it ends."""
    parser = expat.ParserCreate("utf-8")
    found: list[tuple[int, str, Any]] = []

    def note(kind: str, value: Any = None) -> None:
        found.append((parser.CurrentByteIndex, kind, value))

    parser.StartElementHandler = lambda name, attributes: note("start", (name, attributes))
    parser.EndElementHandler = lambda _name: note("stop")
    parser.CharacterDataHandler = lambda text: note("text", text)
    parser.StartCdataSectionHandler = lambda: note("cdata")
    parser.EndCdataSectionHandler = lambda: note("stop")
    parser.DefaultHandler = lambda _data: note("other")
    parser.Parse(_OPEN + content + _CLOSE, True)
    return found[1:]
