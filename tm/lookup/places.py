"""Where a query stands inside a text, whatever the width, case, script or spacing of either.

Leaves out: finding the units to look in.
"""

import re
from functools import lru_cache
from itertools import pairwise

from tm.bitext import Span
from tm.text import fold_with_offsets, tokens
from tm.text.scripts import HAN

_UNIFIED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)


_HAN = re.compile(f"[{HAN}]")


@lru_cache(maxsize=256)
def _pattern(query: str) -> tuple[re.Pattern[str], str, str] | None:
    """Return a pattern that finds the query's tokens in a row, with the first and the last of them."""
    found = tokens(_folded(query)[0])
    if not found:
        return None
    body = re.escape(found[0])
    for before, token in pairwise(found):
        body += (r"\s+" if _is_latin(before) and _is_latin(token) else r"\s*") + re.escape(token)
    return re.compile(body), found[0], found[-1]


def _is_latin(token: str) -> bool:
    return token[0].isalnum() and token[0] < "\u2e80"


def _is_letter(character: str) -> bool:
    return character.isalpha() and not _HAN.match(character)


def _begins_whole(text: str, start: int, token: str) -> bool:
    """Tell whether a first token found at `start` is a whole one there, by the rules of `tokens`."""
    if start == 0 or not _is_latin(token):
        return True
    before, earlier = text[start - 1], text[start - 2] if start > 1 else ""
    if token[0].isdigit():
        return not before.isdigit() and not (before in ".,:/" and earlier.isdigit())
    return not _is_letter(before) and not (before in "'-" and earlier and _is_letter(earlier))


def _ends_whole(text: str, end: int, token: str) -> bool:
    """Tell the same of a last token found before `end`."""
    if end == len(text) or not _is_latin(token):
        return True
    after, later = text[end], text[end + 1 : end + 2]
    if token[0].isdigit():
        return not after.isdigit() and not (after in ".,:/" and later.isdigit())
    return not _is_letter(after) and not (after in "'-" and later and _is_letter(later))


def _folded(text: str) -> tuple[str, list[int]]:
    folded, offsets = fold_with_offsets(text)
    return folded.translate(_UNIFIED), offsets


def places(query: str, text: str) -> list[Span]:
    """Return the spans of `text`, as given, in which `query` stands, left to right.

    >>> places("国家 CNCA", "原國家ＣＮＣＡ，国家CNCA")
    [(1, 7), (8, 14)]
    >>> places("cnca", "国家CNCA与CNCAS"), places("20", "2020年20日")
    ([(2, 6)], [(5, 7)])
    """
    sought = _pattern(query)
    if sought is None:
        return []
    pattern, first, last = sought
    folded, offsets = _folded(text)
    found: list[Span] = []
    match = pattern.search(folded)
    while match is not None:
        start, end = match.span()
        if _begins_whole(folded, start, first) and _ends_whole(folded, end, last):
            found.append((offsets[start], offsets[end - 1] + 1))
            match = pattern.search(folded, end)
        else:
            match = pattern.search(folded, start + 1)
    return found
