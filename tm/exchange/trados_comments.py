"""Findings as comments of Trados, those of an earlier check replaced. Leaves out: finding the rows.

SDLXLIFF keeps the words of comments in the head of the file: `cmt-defs` in `doc-info`, one `cmt-def` for a
place, with a `Comment` for each thing said there. The place is a `mrk mtype="x-sdl-comment"` with its
`sdl:cid`, around words of a target or a source.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tm.bitext import Severity, Span
from tm.exchange.remarks import AUTHOR, remark_id
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_marks import ByUnit, Group, Marker, Said, Sides, sides_of, without
from tm.exchange.xliff_read import CODES, DELETED
from tm.exchange.xml_edits import Edit, Tag, XmlFile
from tm.exchange.xml_words import Words

NAMESPACE = "http://sdl.com/FileTypes/SdlXliff/1.0"
_SEVERITY = {Severity.ERROR: "High", Severity.WARNING: "Medium", Severity.INFO: "Low"}
"""Trados Studio SDK, `Severity`: a severe issue, likely an important issue, informational."""
_COMMENT = "x-sdl-comment"


class TradosComments(Marker[Said]):
    """SDLXLIFF: comments stand around the very words."""

    def __init__(self, said: ByUnit[Said], prefix: str, when: dt.datetime) -> None:
        """Take what is to be said, the prefix of the namespace of Trados, and the time of the check."""
        super().__init__(said)
        self._cid = f"{prefix}:cid"
        self._date = when.isoformat(timespec="seconds")
        self._body = -1
        self._info: Tag | None = None
        self._group = Group()
        self._gone: set[str] = set()
        self._marked: list[tuple[Tag, Sequence[Said]]] = []

    def begin(self, tag: Tag) -> None:
        """Take an element that begins."""
        if tag.local == "file" and self._body < 0:
            self._body = tag.start
        if tag.local == "doc-info":
            self._info = tag
            self._open.append(tag)
        else:
            super().begin(tag)

    def _changes(self, unit: Tag, said: Sequence[Said]) -> list[Edit]:
        if unit is self._info:
            self._group = self._earlier(unit)
            return []
        if said:
            self._marked.append((unit, said))
        return [
            Edit(start=start, end=end, text="")
            for tag in unit.within()
            if self._is_gone(tag.name, tag.attributes)
            for start, end in ((tag.start, tag.content), (tag.closing, tag.end))
        ]

    def _earlier(self, info: Tag) -> Group:
        """Return the comments of the head; what a translator has answered to stays, with its place."""
        group = Group()
        for group.tag in info.named("cmt-defs"):
            for definition in group.tag.children:
                comments = [each for each in definition.within() if each.local == "Comment"]
                ours = [each for each in comments if each.attributes.get("user") == AUTHOR]
                if ours and len(ours) == len(comments):
                    group.old.append(definition)
                    self._gone.add(definition.attributes.get("id", ""))
                else:
                    group.old += ours
                    group.kept += 1
        return group

    def edits(self, file: XmlFile) -> list[Edit]:
        """Return what is to be changed in the file that was visited, in order."""
        definitions: list[str] = []
        for unit, said in self._marked:
            self._edits += self._around(file, unit, said, definitions)
        self._edits += self._head("".join(definitions))
        return super().edits(file)

    def _around(
        self, file: XmlFile, unit: Tag, said: Sequence[Said], definitions: list[str]
    ) -> Iterator[Edit]:
        """Yield the tags around the words that a unit's findings speak of; add their definitions."""
        sides = sides_of(unit, version_2=False)
        found = _nested([self._place(file, sides[each.mark], each) for each in said])
        places: dict[Span, list[Said]] = defaultdict(list)
        for place, each in zip(found, said, strict=True):
            places[place].append(each)
        opening: list[Edit] = []
        closing: list[Edit] = []
        for (start, end), here in sorted(places.items(), key=lambda item: _outer_first(item[0])):
            name = remark_id(here[0].finding)
            definitions.append(self._definition_of(name, here))
            tag = f'<{unit.prefix}mrk mtype="{_COMMENT}" {self._cid}="{name}">'
            opening.append(Edit(start=start, end=start, text=tag))
            closing.insert(0, Edit(start=end, end=end, text=f"</{unit.prefix}mrk>"))
        # of those in one place, the inner end first, and all before the next begins
        yield from (*closing, *opening)

    def _place(self, file: XmlFile, sides: Sides, said: Said) -> Span:
        """Return the bytes a finding speaks of: words of the target, of the source where there is none."""
        if sides.target is not None and said.row.draft.strip():
            tag, text, span = sides.target, said.row.draft, said.finding.draft_span
        else:
            tag, text, span = sides.source, said.row.source, said.finding.source_span
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
        if self._group.is_ours and not definitions and len(info.children) == 1:
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
