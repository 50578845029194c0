"""The single values a text states, by role: what comparing and anchoring work on.

A quantity gives its value (and the other end of its range), a date its year, month, day and time.
Leaves out: matching the two sides (`quantities_compare`).
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from tm.bitext import Side
from tm.text.dates_model import DateKind, DateSpan, Moment
from tm.text.quantities import Values, read_values
from tm.text.quantities_model import Approximation, Quantity, QuantityKind

_JOINED = re.compile(r"[-–—―~～－至到]|\s(?:to|and)\s|\Wto\W")
_CENTURY = 100
_DECADE = 10
_LOT = 10  # 二十比一 is twenty for every place, 3比1 a score
_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Atom:
    """One value that a text states.

    `role` is a `QuantityKind` value or year, month, day, time, weekday, quarter, half, decade, century;
    `item` is what states it; `also` other values it may stand for; `weak` as in `Quantity`.
    """

    role: str
    value: Fraction
    item: Quantity | DateSpan
    unit: str = ""
    also: tuple[Fraction, ...] = ()
    weak: bool = False

    @property
    def values(self) -> tuple[Fraction, ...]:
        """Return every value the words may mean, the likeliest first."""
        return (self.value, *self.also)


def _quantity_atoms(item: Quantity) -> list[Atom]:
    role = item.kind.value
    atoms = [Atom(role=role, value=item.value, item=item, unit=item.unit, also=item.also, weak=item.weak)]
    if item.high is not None:
        also = (item.high + 1,) if item.also and item.kind is QuantityKind.MULTIPLE else ()
        paired = item.kind is not QuantityKind.SCORE and not _JOINED.search(item.text)
        one = item.kind is QuantityKind.SCORE and item.high == 1 and item.value >= _LOT
        weak = item.weak or paired or one  # 五六百 may be told as about 500
        atoms.append(Atom(role=role, value=item.high, item=item, unit=item.unit, weak=weak, also=also))
    return atoms


def _moment_atoms(item: DateSpan, moment: Moment) -> list[Atom]:
    atoms = [
        Atom(role=role, value=Fraction(value), item=item, weak=item.weak)
        for role in ("year", "month", "day", "weekday")
        if (value := getattr(moment, role)) is not None
    ]
    if moment.hour is not None:
        atoms.append(Atom(role="time", value=Fraction(moment.hour * 60 + (moment.minute or 0)), item=item))
    return atoms


def _period_atoms(item: DateSpan) -> list[Atom]:
    """Return the year and the number of a half-year, quarter, decade or century."""
    start, end = item.start, item.end or item.start
    if item.kind is DateKind.CENTURY and start.year is not None:
        return [Atom(role="century", value=Fraction((start.year + _CENTURY - 1) // _CENTURY), item=item)]
    if item.kind is DateKind.DECADE and start.year is not None:
        first = Fraction(start.year)
        return [
            Atom(
                role="decade",
                value=first,
                item=item,
                also=(first % _CENTURY, Fraction(first // _CENTURY + 1)),
            )
        ]
    atoms = [] if start.year is None else [Atom(role="year", value=Fraction(start.year), item=item)]
    if item.kind is DateKind.HALF:
        return [
            *atoms,
            Atom(
                role="half",
                value=Fraction(1 if 1 in {start.month, start.day} else 2),
                item=item,
                weak=item.weak,
            ),
        ]
    months = Fraction(end.month or 0)
    return [*atoms, Atom(role="quarter", value=months / _MONTHS_A_QUARTER, item=item)]


def _date_atoms(item: DateSpan) -> list[Atom]:
    if item.kind in {DateKind.HALF, DateKind.QUARTER, DateKind.DECADE, DateKind.CENTURY}:
        return _period_atoms(item)
    atoms = _moment_atoms(item, item.start)
    if item.end is not None:
        stated = {(atom.role, atom.value) for atom in atoms}
        atoms += [atom for atom in _moment_atoms(item, item.end) if (atom.role, atom.value) not in stated]
    return atoms


def atoms(values: Values) -> list[Atom]:
    """Return every single value of a reading: the quantities' first, then the dates'."""
    found: list[Atom] = []
    for quantity in values.quantities:
        found += _quantity_atoms(quantity)
    for date in values.dates:
        found += _date_atoms(date)
    return found


def value_keys(text: str, side: Side) -> frozenset[str]:
    """Return keys that are equal on both sides where the same values stand: anchors for aligning and pairing.

    Weak and indefinite values give none. Percent, money and plain numbers share the key of their
    value (`#12`), dates have their own (`month:6`), codes theirs (`code:GBT190012016`).

    >>> sorted(value_keys("2024年6月增长12亿元", "zh") & value_keys("up 1.2 billion yuan in June 2024", "en"))
    ['#1200000000', '#2024', 'month:6']
    """
    keys: set[str] = set()
    for atom in atoms(read_values(text, side)):
        item = atom.item
        if atom.weak and not (isinstance(item, Quantity) and item.kind is QuantityKind.CODE):
            continue
        if isinstance(item, Quantity) and item.approximate is Approximation.INDEFINITE:
            continue
        if isinstance(item, Quantity) and item.code:
            keys.add(f"code:{item.code}")
        elif atom.role in {"month", "quarter", "half", "time", "weekday", "decade", "century"}:
            keys.add(f"{atom.role}:{atom.value}")
        else:
            keys.add(f"#{atom.value}")
    return frozenset(keys)
