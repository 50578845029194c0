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


_LETTER = rf"[^\W\d_{HAN}]"


@lru_cache(maxsize=256)
def _pattern(query: str) -> re.Pattern[str] | None:
    """Return a pattern that finds the query's tokens in a row, the first and last of them whole."""
    found = tokens(_folded(query)[0])
    if not found:
        return None
    body = re.escape(found[0])
    for before, token in pairwise(found):
        body += (r"\s+" if _is_latin(before) and _is_latin(token) else r"\s*") + re.escape(token)
    return re.compile(_opening(found[0]) + body + _closing(found[-1]))


def _is_latin(token: str) -> bool:
    return token[0].isalnum() and token[0] < "\u2e80"


def _opening(token: str) -> str:
    """Return what must not stand before a first token, by the rules of `tokens`."""
    if not _is_latin(token):
        return ""
    return r"(?<!\d)(?<!\d[.,:/])" if token[0].isdigit() else rf"(?<!{_LETTER})(?<!{_LETTER}['\-])"


def _closing(token: str) -> str:
    if not _is_latin(token):
        return ""
    return r"(?!\d|[.,:/]\d)" if token[0].isdigit() else rf"(?!{_LETTER}|['\-]{_LETTER})"


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
    pattern = _pattern(query)
    if pattern is None:
        return []
    folded, offsets = _folded(text)
    return [
        (offsets[match.start()], offsets[match.end() - 1] + 1)
        for match in pattern.finditer(folded)
        if match.end() > match.start()
    ]
