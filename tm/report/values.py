"""Numbers and dates that answer each other, by value, to be lit on both sides.

Leaves out: reading them (`text`) and judging what has no answer, which is for `qa`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import TypeVar

from tm.bitext import Bead, Segment
from tm.report.lights import Light, LightKind, Place
from tm.text.dates import DateSpan, Moment, resolve
from tm.text.quantities import Quantity, QuantityKind, read_values
from tm.text.units import convert

Found = TypeVar("Found", Quantity, DateSpan)


def value_lights(
    en: Sequence[Segment],
    zh: Sequence[Segment],
    beads: Iterable[Bead],
    *,
    en_date: dt.date | None = None,
    zh_date: dt.date | None = None,
) -> list[Light]:
    """Light every number and date of a bead whose value stands on its other side too.

    The releases' dates resolve what the text leaves open (去年, November 9).
    """
    lights: list[Light] = []
    for bead in beads:
        en_values = [(index, read_values(en[index].text, "en")) for index in bead.en]
        zh_values = [(index, read_values(zh[index].text, "zh")) for index in bead.zh]
        en_numbers = [(index, found) for index, values in en_values for found in values.quantities]
        zh_numbers = [(index, found) for index, values in zh_values for found in values.quantities]
        en_dates = [
            (index, _resolved(found, en_date)) for index, values in en_values for found in values.dates
        ]
        zh_dates = [
            (index, _resolved(found, zh_date)) for index, values in zh_values for found in values.dates
        ]
        for kind, pairs in (
            (LightKind.NUMBER, _pairs(en_numbers, zh_numbers, number_likeness)),
            (LightKind.DATE, _pairs(en_dates, zh_dates, date_likeness)),
        ):
            lights.extend(Light(kind=kind, en=en_place, zh=zh_place) for en_place, zh_place in pairs)
    return lights


def _resolved(date: DateSpan, reference: dt.date | None) -> DateSpan:
    return date if reference is None else resolve(date, reference)


def _pairs(
    en: Sequence[tuple[int, Found]],
    zh: Sequence[tuple[int, Found]],
    likeness: Callable[[Found, Found], int],
) -> Iterator[tuple[Place, Place]]:
    """Yield places that answer each other: the most alike first, each once; then what one side repeats."""
    ranked = sorted(
        (-like, abs(i - j), i, j)
        for i, (_, left) in enumerate(en)
        for j, (_, right) in enumerate(zh)
        if (like := likeness(left, right))
    )
    en_used: set[int] = set()
    zh_used: set[int] = set()
    for unused in (2, 1):
        for _, _, i, j in ranked:
            if (i not in en_used) + (j not in zh_used) == unused:
                en_used.add(i)
                zh_used.add(j)
                (en_index, left), (zh_index, right) = en[i], zh[j]
                yield Place(segment=en_index, span=left.span), Place(segment=zh_index, span=right.span)


def number_likeness(left: Quantity, right: Quantity) -> int:
    """Return how far two quantities mean the same: 0 not at all, 1 by value, 2 also in kind and unit."""
    if QuantityKind.CODE in {left.kind, right.kind}:
        return 2 if left.code and left.code == right.code else 0
    alike = any(
        _same(a, left.unit, b, right.unit)
        for a in (left.value, *left.also)
        for b in (right.value, *right.also)
    )
    if alike and left.high is not None and right.high is not None:
        alike = _same(left.high, left.unit, right.high, right.unit)
    return (1 + ((left.kind, left.unit) == (right.kind, right.unit))) if alike else 0


def _same(left: Fraction, left_unit: str, right: Fraction, right_unit: str) -> bool:
    if left == right and (left_unit == right_unit or not (left_unit and right_unit)):
        return True
    return bool(left_unit and right_unit) and convert(left, left_unit, right_unit) == right


def date_likeness(left: DateSpan, right: DateSpan) -> int:
    """Return how many parts (year, month, …) of two dates agree; 0 where any part stated on both differs."""
    shared = _shared(left.start, right.start)
    if shared and left.end is not None and right.end is not None:
        return shared + _shared(left.end, right.end) if _shared(left.end, right.end) else 0
    return shared


def _shared(left: Moment, right: Moment) -> int:
    stated = [
        (ours, theirs)
        for name in (part.name for part in fields(Moment))
        if (ours := getattr(left, name)) is not None and (theirs := getattr(right, name)) is not None
    ]
    return len(stated) if all(ours == theirs for ours, theirs in stated) else 0
