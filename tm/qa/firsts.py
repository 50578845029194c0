"""The claim to be the first of its kind (首批, 首次), lost. Leaves out: ordinals by value (`numbers`)."""

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
_TAKEN_UP = re.compile(r"\b(?:the|these|those) \w+ [a-z]+s\b", re.IGNORECASE)
"""“The 12 institutions”: those that the sentence before called the first."""


def firsts(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows whose Chinese calls something the first and whose English does not."""
    del known
    for row in rows:
        found = _FIRST.search(row.zh.text)
        if found and row.en.words and not _SAID.search(row.en.text) and not _TAKEN_UP.match(row.en.text):
            rule, verb = ("omitted", "lost") if row.to_english else ("added", "added")
            message = f"{found.group()} (the first) is {verb}"
            yield mark(row, rule, message, Sides(zh=found.span()))
