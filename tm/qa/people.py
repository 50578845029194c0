"""The order of people, each with their own post and body, and lists of them cut short.

Leaves out: their names (`names`), and posts that are nobody's any more (`posts`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tm.bitext import Side, Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.text.names import candidate_names_zh, match_name

CUT_SHORT = re.compile(
    r"\b(?:and|among) others\b|\bet al\b|\band other (?:officials|leaders|guests|experts|people)\b|\betc\b"
)
"""What stands for the rest of a list of people."""
_LISTED = re.compile(r"[、和与及]")
_APART = re.compile("[，、和与及]")
_CLAUSE = re.compile(r"[，。；：！？“”]")


def people_order(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield lists of people whose order changed, or that were cut short to “others”."""
    del known
    for row in rows:
        listed = _listed(row.zh.simplified)
        if not listed[1:]:
            continue
        en = row.en.text
        places = [match_name(name, en) for name, _ in listed]
        if CUT_SHORT.search(en) and "等" not in row.zh.simplified and any(place is None for place in places):
            first = next(span for (_, span), place in zip(listed, places, strict=True) if place is None)
            yield mark(row, "people-cut", "a list of people is cut short to “others”", Sides(zh=first))
            continue
        stands = [(place, span, name) for (name, span), place in zip(listed, places, strict=True) if place]
        for (before, _, first_name), (after, span, name) in pairwise(stands):
            if after < before:
                message = f"{name} stands before {first_name} in English, after it in Chinese"
                yield mark(row, "people-order", message, Sides(zh=span, en=after))
                break


_DEPUTY = {"zh": re.compile("副"), "en": re.compile(r"\b(?:deputy|vice|associate)\b", re.IGNORECASE)}
_POST_BEFORE = re.compile(
    r"\b(?:Director|Director[- ]General|Chair\w*|President|Secretary\w*|Minister|Manager|Engineer|Head|Mayor"
    r"|Chief|Governor|Professor|Dr\.|Mr\.|Ms\.) $",
    re.IGNORECASE,
)


def people_posts(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield two people of one sentence whose bodies, or whose posts of head and deputy, are exchanged."""
    for row in rows:
        people = [
            (found.span, match_name(found.text, row.en.text))
            for found in candidate_names_zh(row.zh.simplified)
        ]
        known_people = [(zh, en) for zh, en in people if en is not None]
        spans = [en for _, en in known_people]
        if not spans[1:] or spans != sorted(spans):
            continue
        zh = _before([span for span, _ in known_people], row.zh.simplified)
        before = {bool(_POST_BEFORE.search(row.en.text[:start])) for start, _ in spans}
        if len(before) > 1:
            continue  # some posts stand before their names, others after
        en = _before(spans, row.en.text) if True in before else _after(spans, row.en.text)
        for at in range(len(spans) - 1):
            if _exchanged((zh[at], zh[at + 1]), (en[at], en[at + 1]), known):
                message = "each of these two has the other's post or body"
                sides = Sides(zh=known_people[at][0], en=spans[at])
                yield mark(row, "post", message, sides)


def _before(spans: Sequence[Span], text: str) -> list[str]:
    ends = [0, *(end for _, end in spans)]
    return [text[end:start] for end, (start, _) in zip(ends, spans, strict=False)]


def _after(spans: Sequence[Span], text: str) -> list[str]:
    starts = [*(start for start, _ in spans[1:]), len(text)]
    return [text[end:start] for (_, end), start in zip(spans, starts, strict=True)]


def _exchanged(zh: tuple[str, str], en: tuple[str, str], known: Evidence) -> bool:
    deputies = [bool(_DEPUTY["zh"].search(part)) for part in zh]
    vices = [bool(_DEPUTY["en"].search(part)) for part in en]
    if deputies[0] != deputies[1] and vices == deputies[::-1]:
        return True
    bodies = [_bodies(part, "zh", known) for part in zh]
    drafted = [_bodies(part, "en", known) for part in en]
    crossed = all(bodies[at] and bodies[at] & drafted[1 - at] for at in (0, 1))
    return crossed and not any(bodies[at] & drafted[at] for at in (0, 1))


def _bodies(text: str, side: Side, known: Evidence) -> set[str]:
    """Return the Chinese names of the glossary's bodies in a text."""
    hits = known.finder.find(text, side) if known.finder else ()
    return {hit.term.zh.full for hit in hits if hit.term.domain == "body"}


def _listed(zh: str) -> list[tuple[str, Span]]:
    """Return the longest run of names joined by 、 or 和 within one clause, or of three by ，."""
    within = _longest(zh, _LISTED)
    across = _longest(zh, _APART)
    return across if len(across) > max(len(within), 2) else within


def _longest(zh: str, mark: re.Pattern[str]) -> list[tuple[str, Span]]:
    best: list[tuple[str, Span]] = []
    run: list[tuple[str, Span]] = []
    for found in candidate_names_zh(zh):
        between = zh[run[-1][1][1] : found.span[0]] if run else ""
        if run and (_CLAUSE.search(between[1:]) or not mark.match(between)):
            run = []
        run = [*run, (found.text, found.span)]
        best = max(best, run, key=len)
    return best
