"""Marks put into a Word document: runs cut at a character, comments around them, tracked changes.

Leaves out: which words get which marks.
"""

import copy
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tm.bitext import Span
from tm.exchange.docx_text import BOX, Place, W
from tm.exchange.remarks import AUTHOR

_INITIALS = "TM"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OTHERS_REVISIONS = frozenset(f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom"))
_IN_COMMENTS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "t"))
_ANNOTATIONS = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")


@dataclass(kw_only=True, slots=True)
class Pen:
    """What writes into one document: its comments' element, the next free numbers, and the time."""

    comments: Any
    comment: int
    revision: int
    when: str
    points: set[tuple[int, int]] = field(default_factory=set)
    """Where something was inserted already: which place (`id`), and before which character."""

    def signed(self, element: Any, number: int) -> Any:
        """Return an element with author, time and number on it."""
        element.set(f"{W}id", str(number))
        element.set(f"{W}author", AUTHOR)
        element.set(f"{W}date", self.when)
        return element


def pen_for(document: Any, when: dt.datetime) -> Pen:
    """Return a pen for a document (python-docx)."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    assert document.comments is not None  # asking for them makes their part
    rels = document.part.rels.values()
    comments = next(rel.target_part.element for rel in rels if rel.reltype == RELATIONSHIP_TYPE.COMMENTS)
    return Pen(
        comments=comments,
        comment=_next(comments.iter(f"{W}comment")),
        revision=_next(document.element.body.iter(*_ANNOTATIONS)),
        when=when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _next(elements: Any) -> int:
    numbers = [element.get(f"{W}id", "") for element in elements]
    return 1 + max((int(number) for number in numbers if number.isdigit()), default=-1)


def said_before(document: Any) -> Counter[tuple[str, str]]:
    """Return what comments of an earlier check say, each with the words it goes around."""
    ours = {str(each.comment_id): each.text for each in document.comments if each.author == AUTHOR}
    around = dict.fromkeys(ours, "")
    inside: set[str] = set()
    for element in document.element.body.iter(*_IN_COMMENTS):
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            inside.add(number)
        elif element.tag == f"{W}commentRangeEnd":
            inside.discard(number)
        else:
            for each in inside & ours.keys():
                around[each] += element.text or ""
    return Counter((text, around[number]) for number, text in ours.items())


def runs_of(place: Place, span: Span) -> list[Any]:
    """Return the runs that hold exactly the characters of a span, cut out of longer ones."""
    held = [at for at in range(*span) if place.spots[at] is not None]
    if not held:
        return []
    _cut_before(place, held[0])
    _cut_after(place, held[-1])
    runs: list[Any] = []
    for at in held:
        spot = place.spots[at]
        assert spot is not None
        run = spot[0].getparent()
        if not runs or runs[-1] is not run:
            runs.append(run)
    return runs


def _cut_before(place: Place, at: int) -> None:
    """Make a character the first of its run."""
    spot = place.spots[at]
    assert spot is not None
    element, offset = spot
    if offset:
        element = _halve(place, at, element, offset)
    before = [each for each in element.itersiblings(preceding=True) if each.tag != f"{W}rPr"]
    if before:
        _split(element)


def _cut_after(place: Place, at: int) -> None:
    """Make a character the last of its run."""
    spot = place.spots[at]
    assert spot is not None
    element, offset = spot
    if offset + 1 < len(element.text):
        _halve(place, at + 1, element, offset + 1)
    if element.getnext() is not None:
        _split(element.getnext())


def _halve(place: Place, at: int, element: Any, offset: int) -> Any:
    """Cut a text element before `offset`, where character `at` stands; return the second half.

    `at` may lie behind the end of the place's text, where white space was left out of it.
    """
    tail = element.makeelement(element.tag, element.attrib)
    tail.text, element.text = element.text[offset:], element.text[:offset]
    for half in (element, tail):
        half.set(_SPACE, "preserve")
    element.addnext(tail)
    while at < len(place.spots):
        spot = place.spots[at]
        if spot is None or spot[0] is not element:
            break
        place.spots[at] = tail, spot[1] - offset
        at += 1
    return tail


def _split(first: Any) -> None:
    """Move an element of a run and all after it to a run of its own, formatted alike."""
    run = first.getparent()
    moved = [first, *first.itersiblings()]
    following = run.makeelement(run.tag, run.attrib)
    formatting = run.find(f"{W}rPr")
    if formatting is not None:
        following.append(copy.deepcopy(formatting))
    following.extend(moved)
    run.addnext(following)


def comment(pen: Pen, runs: Sequence[Any], line: str) -> None:
    """Put a comment of one line around runs; in a text box, around the box, where Word shows it."""
    first, last = _outside(runs[0]), _outside(runs[-1])
    number = str(pen.comment)
    pen.comment += 1
    note = pen.signed(pen.comments.makeelement(f"{W}comment"), int(number))
    note.set(f"{W}initials", _INITIALS)
    text = _sub(_sub(_sub(note, "p"), "r"), "t")
    text.text = line
    text.set(_SPACE, "preserve")
    pen.comments.append(note)
    first.addprevious(_numbered(first, "commentRangeStart", number))
    end = _numbered(last, "commentRangeEnd", number)
    last.addnext(end)
    reference = end.makeelement(f"{W}r")
    reference.append(_numbered(end, "commentReference", number))
    end.addnext(reference)


def _numbered(beside: Any, name: str, number: str) -> Any:
    return beside.makeelement(f"{W}{name}", {f"{W}id": number})


def _sub(parent: Any, name: str) -> Any:
    return etree.SubElement(parent, f"{W}{name}")


def _outside(run: Any) -> Any:
    """Return the run that holds the outermost text box a run stands in, itself if it stands in none."""
    boxes = [each for each in run.iterancestors() if each.tag == BOX]
    if not boxes:
        return run
    return next(each for each in boxes[-1].iterancestors() if each.tag == f"{W}r")


def can_change(runs: Sequence[Any]) -> bool:
    """Return whether runs may become a tracked change: plain text of one paragraph, in no other change."""
    paragraphs = {next(each for each in run.iterancestors() if each.tag == f"{W}p") for run in runs}
    plain = all(child.tag in {f"{W}rPr", f"{W}t"} for run in runs for child in run)
    free = not any(
        each.tag in _OTHERS_REVISIONS or each.tag == BOX for run in runs for each in run.iterancestors()
    )
    return plain and free and len(paragraphs) == 1


def delete(pen: Pen, runs: Sequence[Any]) -> None:
    """Mark runs as deleted."""
    for run in runs:
        gone = pen.signed(run.makeelement(f"{W}del"), pen.revision)
        pen.revision += 1
        run.addprevious(gone)
        gone.append(run)
        for text in run.iterchildren(f"{W}t"):
            text.tag = f"{W}delText"
            text.set(_SPACE, "preserve")


def insert(pen: Pen, beside: Any, text: str, *, before: bool = False) -> None:
    """Mark a text as inserted after a run, or `before` it, formatted like it."""
    added = pen.signed(beside.makeelement(f"{W}ins"), pen.revision)
    pen.revision += 1
    run = _sub(added, "r")
    formatting = beside.find(f"{W}rPr")
    if formatting is not None:
        run.append(copy.deepcopy(formatting))
    words = _sub(run, "t")
    words.text = text
    words.set(_SPACE, "preserve")
    outer = beside.getparent() if beside.getparent().tag == f"{W}del" else beside
    if before:
        outer.addprevious(added)
    else:
        outer.addnext(added)
