"""The pass over a text that both languages share: codes, dates and quantities, without overlaps.

Leaves out: what a number looks like in either (`quantities_en`, `quantities_zh`).
"""

import re
from collections.abc import Callable
from dataclasses import replace

from tm.text.dates_model import DateSpan
from tm.text.quantities_codes import number_within, read_code
from tm.text.quantities_model import Quantity

Found = Quantity | DateSpan | None
_MONEY_SIGNS = frozenset("$€£¥￥")


def scan(
    lexer: re.Pattern[str], text: str, written: str, read: Callable[[re.Match[str], str], Found]
) -> tuple[list[Quantity], list[DateSpan]]:
    """Return the quantities and the dates that `read` makes of what the lexer finds, each in order.

    `text` is `written` folded, code point by code point; what is found quotes the text as written.
    """
    quantities: list[Quantity] = []
    dates: list[DateSpan] = []
    position = taken = 0
    while (match := lexer.search(text, position)) is not None:
        position = match.end()
        found = read(match, written)
        if found is None:
            continue
        start, position = max(found.span[0], taken), found.span[1]
        taken, stated = position, written[start:position]
        if isinstance(found, Quantity):
            quantities.append(replace(found, text=stated, span=(start, position)))
        else:
            dates.append(replace(found, text=stated, span=(start, position)))
    return quantities, dates


def read_coded(
    match: re.Match[str], written: str, at_number: Callable[[int], Found], at_date: Callable[[], Found]
) -> Found:
    """Return a code, or the number or date that only looked like one (10km, 2020.11.09)."""
    start = match.start()
    money = match.string[start - 1 : start] in _MONEY_SIGNS
    within = number_within(match.group(), money=money) if match.lastgroup == "mixed" else None
    if within is not None:
        return at_number(start + within)
    return (at_date() if match.lastgroup == "dotted" else None) or read_code(match, written)
