"""Numbers in a text, by value.

Leaves out: dates (`dates`), comparing (`quantities_compare`), writing (`quantities_render`).
Both sides are read in one pass that finds codes, dates and quantities together; the last readings
are kept, so that several callers may ask about one text. The scanners load at the first reading of
their side: compiling their patterns takes longer than a cold look-up can spare.
"""

from dataclasses import dataclass
from functools import lru_cache

from tm.bitext import Side
from tm.text.dates_model import DateSpan
from tm.text.keeping import TEXTS
from tm.text.quantities_model import Approximation, Quantity, QuantityKind

__all__ = ["Approximation", "Quantity", "QuantityKind", "Values", "quantities", "read_values"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """What one text states in numbers: quantities and dates, each in order of their spans.

    `idle` holds the values of numeral characters that count nothing (三 in a name); the other side
    may tell them.
    """

    quantities: tuple[Quantity, ...]
    dates: tuple[DateSpan, ...]
    idle: frozenset[int] = frozenset()


@lru_cache(maxsize=TEXTS)
def read_values(text: str, side: Side) -> Values:
    """Return the quantities and the (unresolved) dates of a text on one side of the bitext.

    >>> [date.text for date in read_values("2023年上半年增长三成", "zh").dates]
    ['2023年上半年']
    """
    if side == "zh":
        from tm.text.quantities_zh import idle_numerals, scan_zh

        found, dates = scan_zh(text)
        idle = idle_numerals(text, found, dates)
        return Values(quantities=tuple(found), dates=tuple(dates), idle=idle)
    from tm.text.quantities_en import scan_en

    found, dates = scan_en(text)
    return Values(quantities=tuple(found), dates=tuple(dates))


def quantities(text: str, side: Side) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order, spans in code points of `text`; dates are not among them.

    >>> [(q.text, str(q.value), q.unit) for q in quantities("近三成企业投入1.2亿元", "zh")]
    [('三成', '30', '%'), ('1.2亿元', '120000000', 'CNY')]
    >>> [(q.text, str(q.value), q.unit) for q in quantities("nearly 30 percent, 1.2 billion yuan", "en")]
    [('30 percent', '30', '%'), ('1.2 billion yuan', '1200000000', 'CNY')]
    """
    return read_values(text, side).quantities
