"""Numbers that differ where two stretches of text otherwise answer each other.

Leaves out: which stretches do (`overlap`), and how numbers are read and compared (`tm.text`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tm.bitext import Side
from tm.text.quantities import Quantity, Values, read_values
from tm.text.quantities_compare import Difference, DifferenceKind, Stated, compare_values

_DIGITS = re.compile(r"\d+")
_PARTS = ("year", "month", "day")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Figures:
    """What one stretch of a text states in numbers and dates.

    `near` and `digits` are the values and the digits of the stretch and of both its neighbours, where a
    translation may have put them.
    """

    own: Values
    near: frozenset[Fraction]
    digits: frozenset[str]

    def hold(self, stated: Stated, role: str) -> bool:
        """Say whether a value, or all digits it is written with, stand near; `role` as in `Difference`."""
        written = _digits(stated.text)
        parts = (role,) if role in _PARTS else _PARTS
        return bool(written and written <= self.digits) or not self.near.isdisjoint(_values(stated, parts))


def figures(texts: Sequence[str], side: Side) -> list[Figures]:
    """Return the figures of the stretches of one text."""
    read = [read_values(text, side) for text in texts]
    values = [_all_values(own) for own in read]
    digits = [_digits(text) for text in texts]
    around = [slice(max(0, at - 1), at + 2) for at in range(len(texts))]
    return [
        Figures(own=own, near=frozenset().union(*values[here]), digits=frozenset().union(*digits[here]))
        for own, here in zip(read, around, strict=True)
    ]


def _all_values(own: Values) -> frozenset[Fraction]:
    stated: tuple[Stated, ...] = (*own.quantities, *own.dates)
    return frozenset(value for one in stated for value in _values(one, _PARTS))


def _values(stated: Stated, parts: Sequence[str]) -> list[Fraction]:
    """Return all values a quantity may stand for, or these parts of a date."""
    if isinstance(stated, Quantity):
        return [stated.value, *stated.also, *([] if stated.high is None else [stated.high])]
    moments = [moment for moment in (stated.start, stated.end) if moment is not None]
    found = [getattr(moment, part) for moment in moments for part in parts]
    return [Fraction(value) for value in found if value is not None]


def _digits(text: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """How many numbers of two stretches answer each other (`kept`), and how many stand for others."""

    kept: int
    changed: int


def compared(en: Figures, zh: Figures) -> Compared:
    """Return how many numbers both stretches state, and how many have another one in their place.

    >>> en, = figures(["It issued 14 certificates for 61 items."], "en")
    >>> zh, = figures(["颁发15张证书，涉及61个项目。"], "zh")
    >>> compared(en, zh)
    Compared(kept=1, changed=1)
    """
    if not _stated(en.own) or not _stated(zh.own):
        return Compared(kept=0, changed=0)
    found = compare_values(en.own, zh.own)
    return Compared(kept=len(found.matches), changed=sum(_differs(one, en, zh) for one in found.differences))


def _stated(own: Values) -> bool:
    return bool(own.quantities or own.dates)


def _differs(found: Difference, en: Figures, zh: Figures) -> bool:
    """Say whether a value was changed for another and neither stands near on the other side."""
    if found.kind is not DifferenceKind.CHANGED or found.source is None or found.target is None:
        return False
    return not zh.hold(found.source, found.role) and not en.hold(found.target, found.role)
