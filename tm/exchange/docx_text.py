"""The text of a Word document with the place of every character in it, open revisions read as accepted.

Deleted and moved-away text, field codes, ruby and hidden text are no text, as for a reader of the final
version. Leaves out: what the text is for, and changing the document.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tm.errors import MissingPackageError, ReadError
from tm.exchange.packages import read_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{W}txbxContent"
_GONE = frozenset((f"{W}del", f"{W}moveFrom"))
_LEFT_OUT = _GONE | {f"{W}rt", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}sectPr", FALLBACK, BOX}
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_REVISIONS = (
    *(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")),
    *(f"{W}{name}" for name in ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange")),
)
REVISED = "has open revisions; they were read as accepted"
Spot = tuple[Any, int]
"""A text element (`w:t`) and the offset of a character in it."""


@dataclass(kw_only=True, slots=True)
class Place:
    """A text and where each of its code points stands; None for those without a text element of their own."""

    text: str
    spots: list[Spot | None]


def open_docx(path: Path) -> Any:
    """Return a document (python-docx). Raises ReadError for anything that is no whole, sane DOCX."""
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
        from lxml.etree import LxmlError
    except ImportError as error:
        raise MissingPackageError("DOCX needs python-docx: pip install python-docx") from error
    data = read_package(path, "DOCX", "word/")
    try:
        return Document(io.BytesIO(data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ReadError(path, f"is no sound DOCX ({said})", "save it again in a word processor") from error


def is_revised(body: Any) -> bool:
    """Return whether a document holds revisions that nobody has accepted or rejected yet."""
    return next(body.iter(*_REVISIONS), None) is not None


def is_gone(properties: Any, mark: str) -> bool:
    """Return whether row, cell or paragraph properties say that what they belong to is deleted."""
    return properties is not None and properties.find(f"{W}{mark}") is not None


def paragraphs(top: Any) -> Iterator[Any]:
    """Yield the paragraphs under an element in order, those in tables and text boxes too."""
    for paragraph in top.iter(f"{W}p"):
        if not any(each.tag == FALLBACK or each.tag in _GONE for each in paragraph.iterancestors()):
            yield paragraph


def place_of(found: Iterable[Any]) -> Place:
    """Return the text of paragraphs, a line each, without white space at either end."""
    text: list[str] = []
    spots: list[Spot | None] = []
    joins = True
    for paragraph in found:
        if not joins:
            text.append("\n")
            spots.append(None)
        for piece, element in _pieces(paragraph):
            text.extend(piece)
            spots.extend((element, at) if element is not None else None for at in range(len(piece)))
        joins = is_gone(paragraph.find(f"{W}pPr/{W}rPr"), "del")
    whole = "".join(text)
    start = len(whole) - len(whole.lstrip())
    end = max(start, len(whole.rstrip()))
    return Place(text=whole[start:end], spots=spots[start:end])


def _pieces(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """Yield the text of a paragraph, with the element it stands in where there is one."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT or _is_hidden(element):
            continue
        if element.tag == f"{W}t":
            # a line end inside of a text is a blank to Word
            yield (element.text or "").replace("\n", " "), element
        elif element.tag == f"{W}br":
            if element.get(f"{W}type") in {None, "textWrapping"}:
                yield "\n", None
        elif element.tag in _SIGNS:
            yield _SIGNS[element.tag], None
        else:
            stack.extend(reversed(element))


def _is_hidden(element: Any) -> bool:
    vanish = element.find(f"{W}rPr/{W}vanish") if element.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val") not in {"0", "false"}
