"""Lines and white space: what a line is, which lines are one wrapped paragraph, how they join.

A line ends at LF or CRLF and nowhere else: form feeds, vertical tabs and U+2028 are white space.
Control characters show as nothing and cannot be written to XML, so they count as white space too.
Leaves out: encodings and markup.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from tm.text.scripts import HAN

_BLANK = re.compile(r"[\s\x00-\x1f\x7f\ufffe\uffff]+")
_WIDE = re.compile(rf"[{HAN}\u3001-\u303f\uff01-\uff60\uffe0-\uffe6“”‘’…—]")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
_ENDS = re.compile(r"[。！？；….!?:：][”’\"'』」）)\]】]*$")
_OWN_LINE = re.compile(
    r"\s{2,}|\t|\u3000|[•·▪●○■□◆◇※*–-]\s|[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[)）.、．]\s?(?!\d)"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|第?[一二三四五六七八九十]{1,3}[、章节条]"
)
"""How a line starts that begins a paragraph of its own even in wrapped text: indented or in a list."""
_FIRST_PIECE = re.compile(rf"[{HAN}]|[^\s{HAN}]+")

_FORCED_SHARE = 0.7
"""Share of line breaks that the width of the page explains, from which a text counts as wrapped."""
_OPEN_SHARE = 0.3
"""Share of those lines that must stop short of a sentence's end: else each is simply a paragraph."""
_WIDEST_COLUMNS = 160
_NARROWEST_COLUMNS = 40
"""Texts are wrapped between these widths; a Han character takes two columns."""


def squeeze(text: str) -> str:
    r"""Return `text` with each run of white space as one space and none at either end.

    >>> squeeze("　　CQC 　held\u2028it\n")
    'CQC held it'
    """
    return _BLANK.sub(" ", text).strip()


def lines_of(text: str) -> list[str]:
    r"""Return the lines of `text`, without their LF or CRLF.

    >>> lines_of("a\r\nb\u2028c\fd\n")
    ['a', 'b\u2028c\x0cd', '']
    """
    return [line.removesuffix("\r") for line in text.split("\n")]


def join_wrapped(lines: Sequence[str]) -> str:
    """Return lines that were one paragraph as one: no space is put where Chinese was broken.

    >>> join_wrapped(["认证", "机构"]), join_wrapped(["third-", "party"]), join_wrapped(["in", "May"])
    ('认证机构', 'third-party', 'in May')
    """
    joined = ""
    for line in map(squeeze, lines):
        glue = " " if joined and line and not _meet(joined[-80:], line) else ""
        joined += glue + line
    return joined


def _meet(before: str, after: str) -> bool:
    """Return whether a line break between the two stands for nothing."""
    wide = bool(_WIDE.match(before[-1])) + bool(_WIDE.match(after[0]))
    if wide == 0:
        return bool(re.search(r"[A-Za-z]-$", before)) and after[0].islower()
    both = before + after
    return len(_HAN.findall(both)) > len(_LATIN.findall(both)) / 2


def unwrap_markup(text: str) -> str:
    """Return a run of marked-up text squeezed; a source line break between two wide characters is dropped."""
    pieces = [squeeze(line) for line in lines_of(text)]
    joined = ""
    for piece in filter(None, pieces):
        wide = joined and _WIDE.match(joined[-1]) and _WIDE.match(piece[0])
        joined += piece if wide or not joined else " " + piece
    return joined


def paragraphs_of(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of plain lines.

    Empty lines part paragraphs. Between them every line is a paragraph, unless the text was wrapped
    at a fixed width: then its lines are joined, but for those indented or in a list.
    """
    groups = _groups(lines)
    wrapped = is_wrapped(groups)
    paragraphs: list[str] = []
    for group in groups:
        parts = _parts(group) if wrapped else [[line] for line in group]
        paragraphs.extend(join_wrapped(part) for part in parts)
    return [paragraph for paragraph in paragraphs if paragraph]


def _groups(lines: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in lines:
        if squeeze(line):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _parts(group: Sequence[str]) -> list[list[str]]:
    """Part the lines of a wrapped block where one starts a paragraph of its own."""
    parts: list[list[str]] = []
    for line in group:
        if not parts or (_OWN_LINE.match(line) and not _hangs(parts[-1], line)):
            parts.append([])
        parts[-1].append(line)
    return parts


def _hangs(part: Sequence[str], line: str) -> bool:
    """Return whether an indented line goes on with a list item that is not finished."""
    item = _OWN_LINE.match(part[0]) is not None and not part[0][0].isspace()
    return item and line.startswith(" ") and not is_finished(part[-1]) and not _OWN_LINE.match(line.lstrip())


def is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    """Return whether lines were broken at a page width: most breaks stand where no more would have fitted."""
    columns = max((_columns(squeeze(line)) for group in groups for line in group), default=0)
    breaks = [(squeeze(a), squeeze(b)) for group in groups for a, b in pairwise(group)]
    if not breaks or not _NARROWEST_COLUMNS <= columns <= _WIDEST_COLUMNS:
        return False
    breaks = [(line, following) for line, following in breaks if not _OWN_LINE.match(following)] or breaks
    forced = fmean(_columns(line) + 1 + _first_columns(following) > columns for line, following in breaks)
    unfinished = fmean(not is_finished(line) for line, _ in breaks)
    return forced >= _FORCED_SHARE and unfinished >= _OPEN_SHARE


def is_finished(text: str) -> bool:
    """Return whether `text` ends like a sentence or announces a list."""
    return _ENDS.search(text) is not None


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _first_columns(text: str) -> int:
    match = _FIRST_PIECE.match(text)
    # a closing mark may not start a line, so a typesetter moves two characters over
    return _columns(match.group()) + 2 if match else 0
