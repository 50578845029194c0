"""DOCX: paragraphs and table cells in order, with the text a reader of the final version sees.

Deleted text, field codes, hidden text, headers, footers and notes are left out; inserted text and text
boxes are kept. Nothing in the file is expanded: entities and oversized parts are refused.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from tm.errors import ReadError
from tm.release.lines import paragraphs_of, squeeze
from tm.release.reading import Reading, reading_of

MAX_PART_BYTES = 64 * 1024 * 1024
MAX_BYTES = 512 * 1024 * 1024
"""Unpacked: a longer document than any release; more is an archive made to fill the memory."""
MAX_PARTS = 10_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}rt",
        f"{_W}instrText",
        f"{_W}delText",
        f"{_W}pPr",
        f"{_W}sectPr",
        _FALLBACK,
    )
)
_OLE = b"\xd0\xcf\x11\xe0"
_TITLE_STYLES = frozenset(("title", "heading 1", "标题", "标题 1"))
_TOP_PARAGRAPHS = 6
_SIGNS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes, where: str) -> Reading:
    """Return the reading of a DOCX. Raises ReadError for anything that is no whole, sane document."""
    document = _open(data, where)
    styles = {style.style_id: (style.name or "").casefold() for style in document.styles}
    found: list[tuple[str, str]] = []
    for paragraph in _paragraphs(document.element.body):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
        texts = paragraphs_of("".join(_pieces(paragraph)).split("\n"))
        found.extend((name, squeeze(text)) for text in texts)
    if not found:
        raise ReadError(where, "the document holds no text", "it may hold only pictures: give its text")
    title = next((n for n, (name, _) in enumerate(found[:_TOP_PARAGRAPHS]) if name in _TITLE_STYLES), None)
    return reading_of([text for _, text in found], title_at=title or 0)


def _open(data: bytes, where: str) -> Any:
    """Open the package after a look at its list of parts."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    broken = "save it again in a word processor"
    if data.startswith(_OLE):
        raise ReadError(
            where, "is an old Word file, or locked with a password", "save it as DOCX without one"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_unsound(package, where)
        return Document(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ReadError(where, "is no whole DOCX: damaged or half written", "fetch the file again") from error
    except (
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ReadError(where, f"is no sound DOCX ({str(error) or type(error).__name__})", broken) from error


def _refuse_unsound(package: zipfile.ZipFile, where: str) -> None:
    parts = package.infolist()
    if "[Content_Types].xml" not in package.namelist():
        raise ReadError(where, "is a ZIP archive but no DOCX", "unpack it, or save the document as DOCX")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(where, "is locked with a password", "save it without one")
    largest = max(part.file_size for part in parts)
    if (
        largest > MAX_PART_BYTES
        or sum(part.file_size for part in parts) > MAX_BYTES
        or len(parts) > MAX_PARTS
    ):
        raise ReadError(where, "unpacks to more than any release holds", "check where the file comes from")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and b"<!ENTITY" in package.read(part):
            raise ReadError(where, f"{part.filename} defines XML entities", "check where the file comes from")


def _paragraphs(body: Any) -> Iterator[Any]:
    """Yield the paragraphs of the body in order: those in tables, content controls and text boxes too."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}p":
            yield element
            boxes = [box for box in element.iter(f"{_W}txbxContent") if not _within(box, _FALLBACK, element)]
            stack.extend(reversed(boxes))
        elif element.tag not in _LEFT_OUT:
            stack.extend(reversed(list(element)))


def _within(element: Any, tag: str, top: Any) -> bool:
    """Return whether a `tag`, or another text box, lies between `element` and `top`."""
    for ancestor in element.iterancestors():
        if ancestor is top:
            return False
        if ancestor.tag in {tag, f"{_W}txbxContent"}:
            return True
    return False


def _pieces(paragraph: Any) -> Iterator[str]:
    """Yield the text of a paragraph, a line break as LF."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _LEFT_OUT or element.tag == f"{_W}txbxContent" or _is_hidden(element):
            continue
        if element.tag == f"{_W}t":
            # LF inside of a text is a blank to Word
            yield (element.text or "").replace("\n", " ")
        elif element.tag == f"{_W}br":
            yield "\n" if element.get(f"{_W}type") in {None, "textWrapping"} else ""
        elif element.tag in _SIGNS:
            yield _SIGNS[element.tag]
        else:
            stack.extend(reversed(element))


def _is_hidden(element: Any) -> bool:
    vanish = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val") not in {"0", "false"}
