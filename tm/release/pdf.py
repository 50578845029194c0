"""PDF with a text layer: lines with their places on the page, joined into paragraphs.

Running heads, feet and page numbers go. Leaves out: scans without text, and reading several columns
in any order but the file's own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from tm.errors import ReadError
from tm.release.bylines import parse_byline
from tm.release.lines import is_finished, join_wrapped, squeeze
from tm.release.reading import Reading, reading_of
from tm.text.scripts import HAN

MAX_PAGES = 500
"""More pages than any release has; such a file is a book or made to keep the reader busy."""
_TITLE_SIZE = 1.15
"""A title is set at least this much larger than the body."""
_SAME_SIZE = 0.08
_TRAILER_BYTES = 2048
"""The end mark of a PDF must lie within this distance of its end."""
_GAP = 1.45
"""Of the usual distance between lines: from here on a gap parts paragraphs."""
_INDENT_EMS = 1.2
_LETTER_EMS = 0.55
"""Width of a Latin letter, on average, in ems."""
_EDGE_LINES = 2
_REPEATED_SHARE = 0.5
_PAGE_NUMBER = re.compile(
    r"[-–—\s·]*(?:第\s*|page\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:/|of|，?\s*共)\s*\d{1,4}(?:\s*页)?)?[-–—\s·]*",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:[•·▪●○■□◆◇–-]\s|[(（]?\d{1,2}[)）、]|\d{1,2}\.\s|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)"
)
_FIRST_WORD = re.compile(rf"[^\s{HAN}，。；：、！？“”（）《》]+")
_HYPHEN = 2
"""What PDFium reports for a hyphen at the end of a line."""
_SPACED = re.compile(rf"(?<=[{HAN}，。；：、]) (?=[{HAN}，。；：、])")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its text, its box in points (y upwards), its font size and its page."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int


def read_pdf(data: bytes, where: str) -> Reading:
    """Return the reading of a PDF. Raises ReadError if it is damaged, locked, or without text."""
    lines = _without_running_heads(list(_lines(data, where)))
    if not lines:
        raise ReadError(where, "the PDF has no text layer: a scan", "run text recognition over it first")
    return _reading(lines)


def _lines(data: bytes, where: str) -> Iterator[_Line]:
    import pypdfium2

    if b"%%EOF" not in data[-_TRAILER_BYTES:]:
        # PDFium would mend the file and hand over a part of it
        raise ReadError(where, "is no whole PDF: damaged or half written", "fetch the file again")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        why = "is locked with a password" if locked else "is no whole PDF: damaged or half written"
        raise ReadError(where, why, "save it without one" if locked else "fetch the file again") from error
    try:
        if len(document) > MAX_PAGES:
            raise ReadError(
                where, f"has {len(document)} pages, more than a release ({MAX_PAGES})", "split it"
            )
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            try:
                yield from _page_lines(textpage, number)
            finally:
                textpage.close()
                page.close()
    except pypdfium2.PdfiumError as error:
        raise ReadError(where, "holds a damaged page", "fetch the file again") from error
    finally:
        document.close()


def _page_lines(textpage: Any, page: int) -> Iterator[_Line]:
    """Yield the lines of a page as PDFium puts them in order."""
    from pypdfium2 import raw

    text: list[str] = []
    boxes: list[tuple[float, float, float]] = []
    sizes: list[float] = []
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        character = "-" if code == _HYPHEN else chr(code)
        if character in "\r\n" or code == _HYPHEN:
            text.append("-" if code == _HYPHEN else "")
            yield from _line(text, boxes, sizes, page)
            text, boxes, sizes = [], [], []
            continue
        text.append(character)
        if not character.isspace():
            left, bottom, right, _ = textpage.get_charbox(index, loose=True)
            boxes.append((left, right, bottom))
            sizes.append(raw.FPDFText_GetFontSize(textpage, index))
    yield from _line(text, boxes, sizes, page)


def _line(
    text: list[str], boxes: list[tuple[float, float, float]], sizes: list[float], page: int
) -> Iterator[_Line]:
    joined = _SPACED.sub("", squeeze("".join(text)))
    if joined and boxes:
        lefts, rights, bottoms = zip(*boxes, strict=True)
        yield _Line(joined, min(lefts), max(rights), median(bottoms), median(sizes), page)


def _without_running_heads(lines: list[_Line]) -> list[_Line]:
    """Drop page numbers, and what stands at the edge of most pages."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {id(line) for page in pages.values() for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])}
    counts = Counter(_shape(line.text) for line in lines if id(line) in edges)
    often = max(2, _REPEATED_SHARE * len(pages))
    return [
        line
        for line in lines
        if id(line) not in edges
        or not (_PAGE_NUMBER.fullmatch(line.text) or (len(pages) > 1 and counts[_shape(line.text)] >= often))
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _reading(lines: Sequence[_Line]) -> Reading:
    """Return the reading; the title is the run of lines on the first page set larger than the body."""
    weights = Counter[float]()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    body_size = weights.most_common(1)[0][0]
    largest = max(line.size for line in lines if line.page == lines[0].page)
    if largest < body_size * _TITLE_SIZE:
        return reading_of(_paragraphs(lines))
    large = [line.size >= largest * (1 - _SAME_SIZE) for line in lines]
    start = large.index(True)
    end = large.index(False, start) if False in large[start:] else len(lines)
    above = _paragraphs(lines[:start])
    title = join_wrapped([line.text for line in lines[start:end]])
    return reading_of([*above, title, *_paragraphs(lines[end:])], title_at=len(above))


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Join lines into paragraphs by gaps, indents, short lines and type size."""
    if not lines:
        return []
    right = sorted(line.right for line in lines)[int(0.9 * (len(lines) - 1))]
    left = min(line.left for line in lines)
    pairs = list(pairwise(lines))
    drops = [a.bottom - b.bottom for a, b in pairs if a.page == b.page and a.bottom > b.bottom]
    pitch = sorted(drops)[len(drops) // 4] if drops else 0.0
    parts: list[list[str]] = [[lines[0].text]]
    for before, line in pairs:
        if _parted(before, line, left, right, pitch):
            parts.append([])
        parts[-1].append(line.text)
    return [join_wrapped(part) for part in parts]


def _parted(before: _Line, line: _Line, left: float, right: float, pitch: float) -> bool:
    """Return whether a paragraph starts with `line`."""
    drop = before.bottom - line.bottom
    if abs(before.size - line.size) > _SAME_SIZE * before.size:
        return True
    if before.page == line.page and pitch > 0 and (drop > _GAP * pitch or drop < 0):
        return True
    if line.text[0].islower() and not is_finished(before.text):
        return False
    return (
        (line.left > left + _INDENT_EMS * line.size and line.left > before.left + _INDENT_EMS / 2 * line.size)
        or before.right + _first_word_width(line) < right - before.size
        or _ITEM.match(line.text) is not None
        or parse_byline(before.text) is not None
    )


def _first_word_width(line: _Line) -> float:
    """Return about how many points the first word of a line takes: what did not fit on the line before."""
    word = _FIRST_WORD.match(line.text)
    letters = len(word.group()) if word else 0
    # a Han character may have to stay with the mark behind it
    return line.size * (_LETTER_EMS * (letters + 1) if letters else 2)
