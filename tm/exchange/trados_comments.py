"""Findings as comments of Trados, those of an earlier check replaced. Leaves out: finding the rows.

SDLXLIFF keeps the words of comments in the head of the file: `cmt-defs` in `doc-info`, one `cmt-def` for a
place, with a `Comment` for each thing said there. The place is a `mrk mtype="x-sdl-comment"` with its
`sdl:cid`, around words of a target or a source.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tm.bitext import Severity, Span
from tm.exchange.remarks import AUTHOR, remark_id
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_marks import Group, Marker, Said, SaidOfUnits, without
from tm.exchange.xliff_read import CODES, DELETED
from tm.exchange.xml_edits import Edit, Tag, XmlFile
from tm.exchange.xml_words import Words

NAMESPACE = "http://sdl.com/FileTypes/SdlXliff/1.0"
_SEVERITY = {Severity.ERROR: "High", Severity.WARNING: "Medium", Severity.INFO: "Low"}
"""Trados Studio SDK, `Severity`: a severe issue, likely an important issue, informational."""
_COMMENT = "x-sdl-comment"
_SIDES = frozenset(("source", "seg-source", "target"))


@dataclass(kw_only=True, slots=True)
class _Definition:
    """A `cmt-def` of the head: the comments in it that are ours, and how many are not."""

    tag: Tag
    ours: list[Tag] = field(default_factory=list)
    others: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sides:
    """A unit of which something is said, and where the targets and sources of its segments stand."""

    said: Sequence[Said]
    prefix: str
    targets: Mapping[str, Tag]
    sources: Mapping[str, Tag]


class TradosComments(Marker):
    """SDLXLIFF: comments stand around the very words."""

    def __init__(self, said: SaidOfUnits, prefix: str, when: dt.datetime) -> None:
        """Take what is to be said, the prefix of the namespace of Trados, and the time of the check."""
        super().__init__(said)
        self._cid = f"{prefix}:cid"
        self._date = when.isoformat(timespec="seconds")
        self._body = -1
        self._info: Tag | None = None
        self._in_info = 0
        self._group = Group()
        self._definition: _Definition | None = None
        self._gone: set[str] = set()
        self._marked: list[_Sides] = []

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""
        super().begin(tag)
        if self._body < 0 and tag.local == "file":
            self._body = tag.start
        if self._info is None:
            self._info = tag if tag.local == "doc-info" else None
        elif self._info.end < 0:
            self._in_info += tag.depth == self._info.depth + 1
            if tag.local == "cmt-defs":
                self._group.tag = tag
            elif tag.local == "cmt-def":
                self._definition = _Definition(tag=tag)

    def finish(self, tag: Tag) -> None:
        """Take an element that has ended."""
        super().finish(tag)
        if self._definition is None:
            return
        if tag is self._definition.tag:
            self._settle(self._definition)
            self._definition = None
        elif tag.local == "Comment" and tag.attributes.get("user") == AUTHOR:
            self._definition.ours.append(tag)
        elif tag.local == "Comment":
            self._definition.others += 1

    def _settle(self, definition: _Definition) -> None:
        """Take a definition that has ended: what a translator answered to stays, with its place."""
        if definition.ours and not definition.others:
            self._group.old.append(definition.tag)
            self._gone.add(definition.tag.attributes.get("id", ""))
        else:
            self._group.old += definition.ours
            self._group.kept += 1

    def _enter(self) -> None:
        self._side: Tag | None = None
        self._targets: dict[str, Tag] = {}
        self._sources: dict[str, Tag] = {}

    def _meet(self, tag: Tag) -> None:
        self._side = tag if tag.local in _SIDES else None

    def _leave(self, tag: Tag) -> None:
        if self._is_gone(tag.name, tag.attributes):
            self._edits.append(Edit(start=tag.start, end=tag.content, text=""))
            self._edits.append(Edit(start=tag.closing, end=tag.end, text=""))
        elif self._side is not None:
            whole = tag is self._side and tag.local != "seg-source"
            if whole or tag.attributes.get("mtype") == "seg":
                found = self._targets if self._side.local == "target" else self._sources
                found["" if whole else tag.attributes.get("mid", "")] = tag

    def _changes(self, unit: Tag) -> list[Edit]:
        if self._said:
            self._marked.append(
                _Sides(said=self._said, prefix=unit.prefix, targets=self._targets, sources=self._sources)
            )
        return []

    def edits(self, file: XmlFile) -> list[Edit]:
        """Return what is to be changed in the file that was visited, in order."""
        definitions: list[str] = []
        for sides in self._marked:
            self._edits += self._around(file, sides, definitions)
        self._edits += self._head("".join(definitions))
        return super().edits(file)

    def _around(self, file: XmlFile, sides: _Sides, definitions: list[str]) -> Iterator[Edit]:
        """Yield the tags around the words that a unit's findings speak of; add their definitions."""
        places: dict[Span, list[Said]] = defaultdict(list)
        for place, each in zip(
            _nested([self._place(file, sides, each) for each in sides.said]), sides.said, strict=True
        ):
            places[place].append(each)
        opening: list[Edit] = []
        closing: list[Edit] = []
        for (start, end), said in sorted(places.items(), key=lambda item: _outer_first(item[0])):
            name = remark_id(said[0].finding)
            definitions.append(self._definition_of(name, said))
            tag = f'<{sides.prefix}mrk mtype="{_COMMENT}" {self._cid}="{name}">'
            opening.append(Edit(start=start, end=start, text=tag))
            closing.insert(0, Edit(start=end, end=end, text=f"</{sides.prefix}mrk>"))
        # of those in one place, the inner end first, and all before the next begins
        yield from (*closing, *opening)

    def _place(self, file: XmlFile, sides: _Sides, said: Said) -> Span:
        """Return the bytes a finding speaks of: words of the target, of the source where there is none."""
        target = sides.targets.get(said.mark)
        if target is not None and said.row.draft.strip():
            tag, text, span = target, said.row.draft, said.finding.draft_span
        else:
            tag, text, span = sides.sources[said.mark], said.row.source, said.finding.source_span
        words = Words(file.content(tag), hidden=_is_hidden, ignored=self._is_gone)
        if words.text != text:
            return tag.content, tag.closing
        start, end = words.around(_shown(span, len(text)))
        return tag.content + start, tag.content + end

    def _is_gone(self, _name: str, attributes: Mapping[str, str]) -> bool:
        """Tell whether an element is the place of a comment that is replaced."""
        return attributes.get("mtype") == _COMMENT and attributes.get(self._cid, "") in self._gone

    def _definition_of(self, name: str, said: Iterable[Said]) -> str:
        """Return the words of a place in the form of the head."""
        prefix = "" if self._info is None else self._info.prefix
        comments = "".join(
            f'<Comment severity="{_SEVERITY[each.finding.severity]}" user="{AUTHOR}" '
            f'date={attribute(self._date)} version="1.0">{escaped(each.words)}</Comment>'
            for each in said
        )
        return f'<{prefix}cmt-def id="{name}"><Comments xmlns="">{comments}</Comments></{prefix}cmt-def>'

    def _head(self, definitions: str) -> list[Edit]:
        """Return the edits that leave these definitions in the head in place of earlier ones."""
        info = self._info
        if info is None or info.closing == info.end:
            start, end = (self._body, self._body) if info is None else (info.start, info.end)
            whole = f'<doc-info xmlns="{NAMESPACE}"><cmt-defs>{definitions}</cmt-defs></doc-info>'
            return [Edit(start=start, end=end, text=whole)] if definitions else []
        if self._group.is_ours and not definitions and self._in_info == 1:
            return without([info])
        return self._group.changes(f"{info.prefix}cmt-defs", definitions, info.content)


def _is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether what stands in an element is no text of a row."""
    return name.rpartition(":")[2] in CODES or attributes.get("mtype") == DELETED


def _shown(span: Span | None, length: int) -> Span:
    """Return the characters to be marked: at least one; all where none are named.

    >>> _shown((3, 5), 9), _shown((9, 9), 9), _shown((0, 0), 9), _shown(None, 9)
    ((3, 5), (8, 9), (0, 1), (0, 9))
    """
    if span is None:
        return 0, length
    start, end = span
    return (start, end) if start < end else (max(start - 1, 0), max(start, 1))


def _nested(places: Sequence[Span]) -> list[Span]:
    """Return places of which none overlaps another in part: the later of two that do takes the earlier in.

    >>> _nested([(5, 9), (0, 7), (6, 7), (8, 12)])
    [(0, 9), (0, 7), (6, 7), (0, 12)]
    """
    done: dict[Span, Span] = {}
    for start, end in sorted(set(places), key=_outer_first):
        first = start
        for before, after in reversed(done.values()):
            if before < first < after < end:
                first = before
        done[(start, end)] = (first, end)
    return [done[place] for place in places]


def _outer_first(place: Span) -> tuple[int, int]:
    return place[0], -place[1]
