"""XLIFF drafts out: a file read before with its targets filled, or a new XLIFF 1.2 file.

A target that is replaced is plain text, within the codes that stand around all of its source: other inline
codes are left out, and the row says so in its state (`needs-review-translation`). Files of Trados and memoQ
say of each row that is filled that nobody has confirmed it yet. Leaves out: reading.
"""

import codecs
import re
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from typing import Any

from lxml import etree

import tm
from tm.bitext import Draft
from tm.errors import ReportError
from tm.exchange.drafts import Marks
from tm.exchange.files import whole_file
from tm.exchange.tmx_text import attribute, escaped, impossible
from tm.exchange.tmx_write import TAGS
from tm.exchange.xliff_read import Place, is_version_2, load, local_name, places, segments_in, text_of
from tm.exchange.xliff_units import MEMOQ_STATUS, trados_segment

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_DOUBT_1 = "needs-review-translation"
_DOUBT_2 = "initial"
_PAIRS = frozenset(("g", "pc"))
_FILLED_TRADOS = "Draft"
_FILLED_MEMOQ = "Pretranslated"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_BEFORE_NOTES = ("note", "target", "seg-source", "source")
"""XLIFF 1.2, trans-unit: notes stand behind the last of these, before elements of others."""
_UNSAFE = re.compile("[\ud800-\udfff]")


def write_xliff_draft(path: Path, draft: Draft, template: Path | None, marks: Marks) -> None:
    """Write a draft. Raises ReportError where its rows are not the template's, or XML can't hold one."""
    for number, row in enumerate(draft.segments, 1):
        if any(impossible(text) or _UNSAFE.search(text) for text in (row.source, row.draft)):
            raise ReportError(f"{path}: row {number} holds a character XML cannot; mend it at its source")
    text = _new(draft, marks) if template is None else _filled(path, draft, template, marks)
    with whole_file(path) as file:
        file.write(text)


def _filled(path: Path, draft: Draft, template: Path, marks: Marks) -> str:
    tree = load(template)
    # in order, since ids may be missing, or be the same in two documents
    found = [place for place in places(tree) if text_of(place.source).strip()]
    for number, (row, place) in enumerate(zip_longest(draft.segments, found)):
        if row is None or place is None or (text_of(place.source), place.id) != (row.source, row.id):
            raise ReportError(
                f"{path}: row {number + 1} of the draft is not in {template}; give its own file"
            )
        doubtful = number in marks.doubtful
        if row.draft != text_of(place.target):
            doubtful = _replace(place, row.draft) or doubtful
            _say_filled(place)
        _say(tree, place, doubtful=doubtful, notes=marks.notes.get(number, ()))
    with template.open("rb") as file:
        mark = "\ufeff" if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else ""
    return f"{mark}{_DECLARATION}{etree.tostring(tree, encoding='unicode')}"


def _replace(place: Place, text: str) -> bool:
    """Put a text into a target; return whether codes of the source or the target went missing."""
    source, target = place.source, _target(place)
    missing = len(target) > 0
    target[:], target.text = [], None
    while (pair := _around_all(source)) is not None:
        source, target = pair, etree.SubElement(target, pair.tag, pair.attrib)
    target.text = text
    return missing or len(source) > 0


def _around_all(element: Any) -> Any:
    """Return the pair of codes that stands around all text of an element; None where none does."""
    only = element[0] if len(element) == 1 else None
    if only is None or local_name(only) not in _PAIRS or element.text or only.tail:
        return None
    return only


def _target(place: Place) -> Any:
    """Return a row's target, made where there is none."""
    if place.target is None:
        if local_name(place.source) == "mrk":
            place.target = _marked_target(place)
        else:
            place.target = place.holder.makeelement(_named_as(place.source, "target"))
            place.source.addnext(place.target)
    return place.target


def _marked_target(place: Place) -> Any:
    """Return a segment within its unit's target, which has the structure of the source where it is new."""
    mark = place.source.get("mid", "")
    whole = place.holder.find("{*}target")
    if whole is None:
        segmented = place.holder.find("{*}seg-source")
        whole = deepcopy(segmented)
        whole.tag, whole.tail = _named_as(place.source, "target"), None
        for each in list(segments_in(whole)):
            each[:], each.text = [], None
        segmented.addnext(whole)
    made = next((each for each in segments_in(whole) if each.get("mid") == mark), None)
    if made is None:
        made = etree.SubElement(whole, _named_as(place.source, "mrk"), mtype="seg", mid=mark)
    return made


def _named_as(element: Any, name: str) -> str:
    """Return the full name of an element in the namespace of another."""
    return str(element.tag).removesuffix(local_name(element)) + name


def _say_filled(place: Place) -> None:
    """Say in the words of Trados and of memoQ that a row was filled and by nobody confirmed."""
    said = trados_segment(place)
    if said is not None:
        said.set("conf", _FILLED_TRADOS)
    if place.holder.get(MEMOQ_STATUS) is not None:
        place.holder.set(MEMOQ_STATUS, _FILLED_MEMOQ)


def _say(tree: Any, place: Place, *, doubtful: bool, notes: tuple[str, ...]) -> None:
    """Mark a row for another look and add notes to it."""
    if is_version_2(tree):
        if doubtful:
            place.holder.set("state", _DOUBT_2)
        unit = place.holder.getparent()
        held = unit.find("{*}notes")
        if notes and held is None:
            held = unit.makeelement(_named_as(place.source, "notes"))
            unit.insert(0, held)
        for note in notes:
            etree.SubElement(held, _named_as(place.source, "note")).text = note
        return
    target = place.holder.find("{*}target")
    if doubtful and target is not None:
        target.set("state", _DOUBT_1)
    for note in notes:
        made = place.holder.makeelement(_named_as(place.source, "note"))
        made.text = note
        before = next(found for name in _BEFORE_NOTES if (found := place.holder.findall(f"{{*}}{name}")))
        before[-1].addnext(made)


def _new(draft: Draft, marks: Marks) -> str:
    langs = f'source-language="{TAGS[draft.source_lang]}" target-language="{TAGS[draft.target_lang]}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="1.2" xmlns="{_NAMESPACE}">',
        f'<file original={attribute(draft.name)} {langs} datatype="plaintext">',
        f'<header><tool tool-id="duizhao" tool-name="duizhao" tool-version="{tm.__version__}"/></header>',
        "<body>",
    ]
    for number, row in enumerate(draft.segments):
        state = f' state="{_DOUBT_1}"' if number in marks.doubtful else ""
        lines.append(f'<trans-unit id="{number + 1}" xml:space="preserve">')
        lines.append(f"<source>{escaped(row.source)}</source>")
        if row.draft:
            lines.append(f"<target{state}>{escaped(row.draft)}</target>")
        lines += [f"<note>{escaped(note)}</note>" for note in marks.notes.get(number, ())]
        lines.append("</trans-unit>")
    return "\n".join([*lines, "</body>", "</file>", "</xliff>", ""])
