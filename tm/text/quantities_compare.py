"""Whether two texts state the same values: matches, and what is missing, added or changed.

Leaves out: words for people and severities (`tm.qa`). Works in either direction and on any two sides;
units are converted, other ways of saying the same are allowed, weak values are not required.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tm.bitext import Side
from tm.text.dates import resolve
from tm.text.dates_model import DateKind, DateSpan
from tm.text.quantities import Values, read_values
from tm.text.quantities_agree import (
    alike,
    comparable,
    converted,
    opposed,
    other_unit,
    same_meaning,
    same_role,
    same_value,
    share,
    telling,
)
from tm.text.quantities_atoms import Atom, atoms
from tm.text.quantities_model import Quantity


class DifferenceKind(StrEnum):
    """What is wrong between two texts' values."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNIT = "unit"
    APPROXIMATION = "approximation"


Stated = Quantity | DateSpan
_DAY_OR_MONTH = re.compile(r"[月日天]|month|day", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueMatch:
    """A value of the source found again in the target."""

    source: Stated
    target: Stated


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A value that is not the same on both sides; `role` is that of the atom (number, month, money, …)."""

    kind: DifferenceKind
    role: str
    source: Stated | None = None
    target: Stated | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """How the values of two texts answer each other."""

    matches: tuple[ValueMatch, ...]
    differences: tuple[Difference, ...]

    @property
    def clean(self) -> bool:
        """Say whether no value differs (a differing approximation alone counts as clean)."""
        return all(difference.kind is DifferenceKind.APPROXIMATION for difference in self.differences)


class _Sides:
    """Atoms of both sides while they are being paired off."""

    def __init__(self, source: list[Atom], target: list[Atom]) -> None:
        self.source, self.target = source, target
        self.pairs: list[tuple[Atom, Atom]] = []

    def pair(self, agree: Callable[[Atom, Atom], bool]) -> None:
        left: list[Atom] = []
        for atom in self.source:
            index = next((i for i, other in enumerate(self.target) if agree(atom, other)), None)
            if index is None:
                left.append(atom)
            else:
                self.pairs.append((atom, self.target.pop(index)))
        self.source = left

    def drop_repeats(self) -> None:
        """Forget values said once more on one side only, as 11月9日至11日 says November once."""
        source_roles = {atom.role for atom in self.source}
        target_roles = {atom.role for atom in self.target}
        sources = [source for source, _ in self.pairs]
        targets = [target for _, target in self.pairs]
        self.source = [a for a in self.source if a.role in target_roles or not _repeats(a, targets)]
        self.target = [a for a in self.target if a.role in source_roles or not _repeats(a, sources)]


def _repeats(atom: Atom, others: list[Atom]) -> bool:
    return any(
        test(atom, other) for test in (same_role, converted, same_value, same_meaning) for other in others
    )


def _implied(atom: Atom, there: Values, reference: dt.date | None) -> bool:
    """Return whether a date value only one side states is what the other side's words imply."""
    if atom.role not in {"year", "month", "day"}:
        return False
    if atom.role == "month" and _opens_months(atom, there):
        return True
    return any(
        _hinted(atom, date) if reference is None else _resolved(atom, date, reference) for date in there.dates
    )


def _opens_months(atom: Atom, there: Values) -> bool:
    """Return whether it is the January of 1—7月 and the other side says the first seven months."""
    date = atom.item
    if not isinstance(date, DateSpan) or date.end is None or atom.value != 1:
        return False
    return any(one.unit == "month" and one.value == date.end.month for one in there.quantities)


def _hinted(atom: Atom, date: DateSpan) -> bool:
    """Return whether a date without its year or month leaves room for the one the other side states."""
    if date.kind is DateKind.WEEKDAY:
        return atom.role == "day"
    if date.kind is DateKind.RELATIVE:
        return atom.role == "year" or bool(_DAY_OR_MONTH.search(date.text))
    if atom.role == "year" and date.start.year is None and date.start.month is not None:
        return True
    return date.kind is DateKind.DAY and atom.role in {"year", "month"}


def _resolved(atom: Atom, date: DateSpan, reference: dt.date) -> bool:
    """Return whether a date read against the release's date gives the value the other side states."""
    known = resolve(date, reference)
    if not known.resolved:
        return date.kind in {DateKind.RELATIVE, DateKind.WEEKDAY} and _hinted(atom, date)
    return any(getattr(moment, atom.role) == atom.value for moment in (known.start, known.end or known.start))


def _idle(atom: Atom, there: Values) -> bool:
    """Return whether a number only tells what a Chinese name holds (三磷, three phosphorus)."""
    return atom.value in there.idle and isinstance(atom.item, Quantity) and atom.item.high is None


def _take_fractions(fractions: list[Atom], numbers: list[Atom]) -> None:
    """Let a fraction answer two numbers that make it (5/6, five of six patients)."""
    for atom in [a for a in fractions if a.role == "fraction"]:
        counts = [a for a in numbers if a.role == "number"]
        pairs = ((a, b) for a in counts for b in counts if a is not b and a.value == b.value * atom.value)
        found = next(pairs, None)
        if found is not None:
            fractions.remove(atom)
            for number in found:
                numbers.remove(number)


def _unexplained(
    sides: _Sides, source: Values, target: Values, reference: dt.date | None
) -> tuple[list[Atom], list[Atom]]:
    """Return what is left on each side and not implied by the other's words."""
    source_roles = {atom.role for atom in sides.source}
    target_roles = {atom.role for atom in sides.target}
    left_source = [
        a
        for a in sides.source
        if not _idle(a, target) and (a.role in target_roles or not _implied(a, target, reference))
    ]
    left_target = [
        a
        for a in sides.target
        if not _idle(a, source) and (a.role in source_roles or not _implied(a, source, reference))
    ]
    _take_fractions(left_source, left_target)
    _take_fractions(left_target, left_source)
    return left_source, left_target


def compare_values(source: Values, target: Values, reference: dt.date | None = None) -> Comparison:
    """Compare two readings; against `reference`, the release's date, 去年 and 11月9日 are read."""
    sides = _Sides(atoms(source), atoms(target))
    sides.pair(same_role)
    sides.pair(converted)
    kept = len(sides.pairs)
    sides.pair(other_unit)
    differences = [_difference(DifferenceKind.UNIT, a, b) for a, b in sides.pairs[kept:]]
    del sides.pairs[kept:]
    sides.pair(same_value)
    sides.pair(same_meaning)
    differences += [_difference(DifferenceKind.APPROXIMATION, a, b) for a, b in sides.pairs if opposed(a, b)]
    sides.drop_repeats()
    differences += _leftovers(*_unexplained(sides, source, target, reference))
    matches = tuple(ValueMatch(source=a.item, target=b.item) for a, b in sides.pairs)
    return Comparison(matches=matches, differences=tuple(differences))


def compare_quantities(
    source_text: str, target_text: str, source_side: Side, reference: dt.date | None = None
) -> Comparison:
    """Compare the values of a segment and its rendering on the other side.

    >>> compare_quantities("增长12%，达1.2亿元", "up 12 percent to 120 million yuan", "zh").clean
    True
    >>> [d.kind.value for d in compare_quantities("1.2亿元", "1.2 billion yuan", "zh").differences]
    ['changed']
    """
    target_side: Side = "en" if source_side == "zh" else "zh"
    return compare_values(
        read_values(source_text, source_side), read_values(target_text, target_side), reference
    )


def _difference(kind: DifferenceKind, source: Atom | None, target: Atom | None) -> Difference:
    atom = source or target
    return Difference(
        kind=kind,
        role=atom.role if atom else "",
        source=source.item if source else None,
        target=target.item if target else None,
    )


def _leftovers(source: list[Atom], target: list[Atom]) -> list[Difference]:
    """Pair what is left, the likeliest first, and report the rest one by one; weak values need a partner."""
    found: list[Difference] = []
    tests: tuple[Callable[[Atom, Atom], bool], ...] = (
        lambda a, b: not (a.weak and b.weak) and share(a, b) and bool(a.unit and b.unit),
        lambda a, b: not a.weak and not b.weak and alike(a, b),
        comparable,
        lambda a, b: a.weak is not b.weak and alike(a, b) and a.unit == b.unit,
        telling,
    )
    for test in tests:
        for atom in tuple(source):
            partner = next((other for other in target if test(atom, other)), None)
            if partner is not None:
                source.remove(atom)
                target.remove(partner)
                unit = atom.unit and partner.unit and atom.unit != partner.unit and share(atom, partner)
                kind = DifferenceKind.UNIT if unit else DifferenceKind.CHANGED
                found.append(_difference(kind, atom, partner))
    found += [_difference(DifferenceKind.MISSING, atom, None) for atom in source if not atom.weak]
    found += [_difference(DifferenceKind.EXTRA, None, atom) for atom in target if not atom.weak]
    return found
