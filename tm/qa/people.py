"""The order of people, and lists of them cut short. Leaves out: their names (`names`) and posts (`posts`)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.text.names import candidate_names_zh, match_name

CUT_SHORT = re.compile(
    r"\b(?:and|among) others\b|\bet al\b|\band other (?:officials|leaders|guests|experts|people)\b|\betc\b"
)
"""What stands for the rest of a list of people."""
_LISTED = re.compile(r"[、和与及]")
_CLAUSE = re.compile(r"[，。；：！？“”]")


def people_order(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield lists of people whose order changed, or that were cut short to “others”."""
    del known
    for row in rows:
        listed = _listed(row.zh.text)
        if len(listed) < 2:  # noqa: PLR2004
            continue
        en = row.en.text
        places = [match_name(name, en) for name, _ in listed]
        if CUT_SHORT.search(en) and "等" not in row.zh.text and any(place is None for place in places):
            first = next(span for (_, span), place in zip(listed, places, strict=True) if place is None)
            yield mark(row, "people-cut", "a list of people is cut short to “others”", Sides(zh=first))
            continue
        stands = [(place, span, name) for (name, span), place in zip(listed, places, strict=True) if place]
        for (before, _, first_name), (after, span, name) in pairwise(stands):
            if after < before:
                message = f"{name} stands before {first_name} in English, after it in Chinese"
                yield mark(row, "people-order", message, Sides(zh=span, en=after))
                break


def _listed(zh: str) -> list[tuple[str, Span]]:
    """Return the longest run of names joined by 、 or 和 within one clause."""
    best: list[tuple[str, Span]] = []
    run: list[tuple[str, Span]] = []
    for found in candidate_names_zh(zh):
        between = zh[run[-1][1][1] : found.span[0]] if run else ""
        if run and (_CLAUSE.search(between) or not _LISTED.search(between[:1])):
            run = []
        run = [*run, (found.text, found.span)]
        best = max(best, run, key=len)
    return best
