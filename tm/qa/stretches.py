"""Where a text may be taken apart: its clauses and adverbials, and what a few neighbours make together.

Leaves out: vectors, and judging which of them the other side lacks.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from tm.bitext import Side, Span
from tm.text.scripts import HAN

_LINKS = (
    "by|in|on|at|for|with|from|during|after|before|through|under|within|among|according|including|and|or|which"
    "|that|who|to|as|but|while|when|where|of|because|if|than|about|into|between"
)
_EN_CUT = re.compile(rf"(?<=[,;:.!?—])\s+|\s+(?=(?:{_LINKS})\b)", re.IGNORECASE)
_ZH_CUT = re.compile(r"(?<=[，；、。：！？（）])")
_EN_WORD = re.compile(r"[A-Za-z0-9]+")
_ZH_CHARACTER = re.compile(rf"[{HAN}A-Za-z0-9]")
_LEAST = {"en": 3, "zh": 4}
"""Words and characters a piece has at least: a shorter one says too little and goes with its neighbour."""
_INSIDE = re.compile(r"(?<=[0-9.])[0-9.]*[%％万亿]*")
_LONG_ZH, _PART_ZH = 12, 7
"""Characters from which a Chinese clause without punctuation is cut into parts, and those of a part."""
_NEIGHBOURS = 3
"""Pieces that are looked at together at most."""


def pieces(text: str, side: Side) -> list[Span]:
    """Return the spans of a text's clauses and adverbials, in order and without gaps.

    >>> text = "他于周一到会，并发表了讲话。"
    >>> [text[start:end] for start, end in pieces(text, "zh")]
    ['他于周一到会，', '并发表了讲话。']
    """
    cut, unit = (_EN_CUT, _EN_WORD) if side == "en" else (_ZH_CUT, _ZH_CHARACTER)
    edges = [0, *(found.end() for found in cut.finditer(text)), len(text)]
    found: list[tuple[int, int, int]] = []
    for start, end in pairwise(edges):
        if end <= start:
            continue
        size = len(unit.findall(text, start, end))
        for piece in _parts(text, start, end, size, side):
            if found and min(found[-1][2], piece[2]) < _LEAST[side]:
                found[-1] = (found[-1][0], piece[1], found[-1][2] + piece[2])
            else:
                found.append(piece)
    return [(start, end) for start, end, _ in found]


def _whole(text: str, edge: int) -> int:
    """Return the edge, or the end of the number that it would cut."""
    inside = _INSIDE.match(text, edge)
    return inside.end() if inside else edge


def _parts(text: str, start: int, end: int, size: int, side: Side) -> Iterator[tuple[int, int, int]]:
    """Yield a piece, or the even parts of a long Chinese one, each with its size; no number is cut."""
    count = max(2, round(size / _PART_ZH)) if side == "zh" and size > _LONG_ZH else 1
    even = (start + round(part * (end - start) / count) for part in range(1, count))
    edges = sorted({start, end, *(min(end, _whole(text, edge)) for edge in even)})
    for first, last in pairwise(edges):
        yield first, last, size // count


def stretches(count: int) -> list[Span]:
    """Return which neighbours of `count` pieces are looked at together: (first, last + 1), never all.

    >>> stretches(3)
    [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)]
    """
    return [
        (first, last)
        for first in range(count)
        for last in range(first + 1, min(count, first + _NEIGHBOURS) + 1)
        if last - first < count
    ]
