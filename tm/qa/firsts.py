"""The claim to be the first of its kind (首批, 首次, first), on one side only.

Leaves out: ordinals by value (`numbers`).
"""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark

_FIRST = re.compile("首[批次个届家张例款条座台艘架](?!要)")
_SAID = re.compile(
    r"\b(?:first|1st|inaugural|maiden|initial\w*|debut\w*|pioneer\w*|number one|no\. ?1|earliest|premiere\w*"
    r"|never|unprecedented|new\w*|begin\w*|began|launch\w*|start\w*)\b",
    re.IGNORECASE,
)
"""What says so in English, or that there was none before."""
_FIRST_EN = re.compile(
    r"\b(?:[Ff]irst|[Ii]naugural|[Mm]aiden)\b(?!-)"
    r"(?! (?:speech|address|lecture))"
    r"(?! (?:half|quarter|\d|two|three|four|five|six|ten|few|several|place|priority|aid|lady|floor|of all))"
)
_SAID_ZH = re.compile("[首第初先头始最一1甲早前上新开此原]")
_TAKEN_UP = re.compile(r"\b(?:the|these|those) \w+ [a-z]+s\b", re.IGNORECASE)
"""“The 12 institutions”: those that the sentence before called the first."""


def firsts(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows of which one side alone calls something the first."""
    del known
    for row in rows:
        zh, en = row.zh.text, row.en.text
        found, claimed = _FIRST.search(zh), _FIRST_EN.search(en)
        if found and row.en.words and not _SAID.search(en) and not _TAKEN_UP.match(en):
            yield _lone(row, f"{found.group()} (the first)", Sides(zh=found.span()), in_source=row.to_english)
        elif claimed and row.zh.han and not _SAID_ZH.search(zh):
            yield _lone(row, claimed.group(), Sides(en=claimed.span()), in_source=not row.to_english)


def _lone(row: Row, words: str, sides: Sides, *, in_source: bool) -> Mark:
    rule, verb = ("omitted", "lost") if in_source else ("added", "added")
    return mark(row, rule, f"{words} is {verb}", sides)
