"""Whether two texts state the same values: matches, and what is missing, added or changed.

Leaves out: words for people and severities (`tm.qa`). Works in either direction and on any two sides;
units are converted, other ways of saying the same are allowed, weak values are not required.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tm.bitext import Side
from tm.text.dates import resolve
from tm.text.dates_model import DateKind, DateSpan
from tm.text.quantities import Values, read_values
from tm.text.quantities_atoms import Atom, atoms
from tm.text.quantities_model import Approximation, Quantity
from tm.text.units import convert, dimension


class DifferenceKind(StrEnum):
    """What is wrong between two texts' values."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNIT = "unit"
    APPROXIMATION = "approximation"


Stated = Quantity | DateSpan


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


_DATE_ROLES = frozenset({"month", "weekday", "quarter", "half", "time", "decade", "century"})
_COUNTS = frozenset(
    {
        "number",
        "measure",
        "money",
        "ordinal",
        "code",
        "score",
        "year",
        "day",
        "fraction",
        "multiple",
        "percent",
        "points",
    }
)
_LOOSE: tuple[set[str], ...] = (
    {"length", "speed"}, {"temperature", "angle"}, {"data", "bits"}, {"data", "bitrate"}, {"data", "frequency"},
    {"mass", "money:GBP"}, {"bits", "bitrate"}, {"bases", "angle"}, {"volume", "mass"},
)  # fmt: skip
"""What one side may name more fully than the other (a speed by its length), or one word may mean (pound)."""

_TOLERANCE = Fraction(3, 100)  # how far a conversion may be rounded
_MINUTES_HALF_DAY = 720
_APART = frozenset({"percent", "points"})  # never said by a bare number


def _share(a: Atom, b: Atom) -> bool:
    return a.value == b.value or any(value in b.values for value in a.values)


def _same_role(a: Atom, b: Atom) -> bool:
    """The plain case: the same thing said with the same value and unit."""
    if a.role != b.role or a.unit != b.unit:
        return False
    if a.role == "code":
        return _code(a) == _code(b)
    if a.also or b.also:
        return a.values == b.values  # else the reading is left to the next pass, in order
    return a.value == b.value


def _code(atom: Atom) -> str:
    return atom.item.code if isinstance(atom.item, Quantity) else ""


def _converted(a: Atom, b: Atom) -> bool:
    """The same measure in another unit, as far as conversions are rounded."""
    if not (a.unit and b.unit) or a.unit == b.unit:
        return False
    converted = convert(a.value, a.unit, b.unit)
    if converted is None:
        return {dimension(a.unit), dimension(b.unit)} in _LOOSE and _share(a, b)
    return abs(converted - b.value) <= _TOLERANCE * max(abs(converted), abs(b.value))


def _other_unit(a: Atom, b: Atom) -> bool:
    """The same number with a unit that makes it another value."""
    return bool(a.unit and b.unit) and a.unit != b.unit and _share(a, b)


def _same_value(a: Atom, b: Atom) -> bool:
    """The same value in another role: an ordinal for a number, a day for a number, a bare number for a measure."""
    if a.role == b.role and a.role in _DATE_ROLES:
        return a.value == b.value or (a.role == "time" and (a.value - b.value) % _MINUTES_HALF_DAY == 0)
    if (a.unit and b.unit and a.unit != b.unit) or _APART & {a.role, b.role} and a.role != b.role:
        return False
    if {a.role, b.role} <= {"year", "day"} and a.role != b.role:
        return False
    if a.role == b.role == "code":
        return _within(_code(a), _code(b)) or _within(_code(b), _code(a))
    if a.role in _COUNTS and b.role in _COUNTS:
        return _share(a, b) or (("code" in {a.role, b.role}) and _within_code(a, b))
    return (a.role in _COUNTS or b.role in _COUNTS) and not a.weak and not b.weak and _share(a, b)


def _within(short: str, long: str) -> bool:
    """Whether one code is the other without its year, part or prefix (ISO 9001, ISO 9001:2015)."""
    return long.startswith(short) or long.endswith(short)


def _within_code(a: Atom, b: Atom) -> bool:
    """Whether a number stands among the digits of a code (2019 in GB/T 19001-2019; 19 of 2019 in COVID-19)."""
    code, other = (a, b) if a.role == "code" else (b, a)
    digits = str(other.value)
    written = code.item.text if isinstance(code.item, Quantity) else ""
    runs = "".join(character if character.isdecimal() else " " for character in written).split()
    return digits in runs or digits.removeprefix("20") in runs


def _same_meaning(a: Atom, b: Atom) -> bool:
    """Percent for a fraction, a multiple for a percentage, years by their last two digits."""
    pair = {a.role: a, b.role: b}
    percent = pair.get("percent") or pair.get("points")
    if {"percent", "points"} == pair.keys():
        return a.value == b.value
    if percent is not None and (other := a if percent is b else b):
        share = percent.value / 100
        if other.role in {"fraction", "number", "measure"} and other.value == share:
            return True
        if other.role == "multiple":
            return any(value in {share, share + 1, 1 - share} for value in other.values)
    if "code" in pair and (other := a if pair["code"] is b else b).role in {"month", "day"}:
        return "·" in _code(pair["code"]) and _within_code(a, b)  # 3·15 is March 15
    if "time" in pair and (other := a if pair["time"] is b else b).role == "number":
        return pair["time"].value == other.value * 60
    if "decade" in pair and pair.keys() & _COUNTS:
        return _share(a, b)
    if "year" in pair and (other := a if pair["year"] is b else b).role in _COUNTS:
        return other.unit == "year" and pair["year"].value % 100 == other.value  # 98年
    if {"quarter", "half", "century", "fraction"} & pair.keys() and (pair.keys() & _COUNTS):
        return _share(a, b)
    return _indefinite(a, b)


def _indefinite(a: Atom, b: Atom) -> bool:
    vague = [
        isinstance(atom.item, Quantity) and atom.item.approximate is Approximation.INDEFINITE
        for atom in (a, b)
    ]
    return all(vague) and _share(a, b)


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
        _same_role(atom, other) or _same_value(atom, other) or _same_meaning(atom, other) for other in others
    )


def _implied(atom: Atom, there: Values, reference: dt.date | None) -> bool:
    """Whether a date value only one side states is what the other side's words imply."""
    if atom.role not in {"year", "month", "day"}:
        return False
    for date in there.dates:
        if date.kind is DateKind.WEEKDAY and atom.role == "day":
            return True
        if reference is None:
            if date.kind is DateKind.RELATIVE and _hints(date, atom.role):
                return True
            if atom.role == "year" and date.start.year is None and date.start.month is not None:
                return True
            if atom.role in {"year", "month"} and date.kind is DateKind.DAY:
                return True
        else:
            known = resolve(date, reference)
            for moment in (known.start, known.end or known.start):
                if known.resolved and getattr(moment, atom.role) == atom.value:
                    return True
            if date.kind is DateKind.RELATIVE and not known.resolved:
                return True
    return False


def _idle(atom: Atom, there: Values) -> bool:
    """Whether a small number word only tells what a name on the Chinese side holds (三磷, three phosphorus)."""
    return (
        atom.value in there.idle and isinstance(atom.item, Quantity) and atom.item.high is None
    )


def _take_fractions(fractions: list[Atom], numbers: list[Atom]) -> None:
    """Let a fraction answer two numbers that make it (5/6, five of six patients)."""
    for atom in tuple(fractions):
        if atom.role != "fraction":
            continue
        above = next((a for a in numbers if a.role == "number" and _whole(a, atom, numbers)), None)
        if above is not None:
            below = next(
                b
                for b in numbers
                if b.role == "number" and b is not above and b.value * atom.value == above.value
            )
            fractions.remove(atom)
            numbers.remove(above)
            numbers.remove(below)


def _whole(above: Atom, fraction: Atom, numbers: list[Atom]) -> bool:
    return any(
        b.role == "number" and b is not above and b.value * fraction.value == above.value for b in numbers
    )


def _hints(date: DateSpan, role: str) -> bool:
    text = date.text.lower()
    if role == "year":
        return True
    return "月" in text or "month" in text or "日" in text or "天" in text or "day" in text


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
    """Compare two readings; `reference` is the date of the release, against which 去年 and 11月9日 are read."""
    sides = _Sides(atoms(source), atoms(target))
    sides.pair(_same_role)
    sides.pair(_converted)
    kept = len(sides.pairs)
    sides.pair(_other_unit)
    differences = [_difference(DifferenceKind.UNIT, a, b) for a, b in sides.pairs[kept:]]
    del sides.pairs[kept:]
    sides.pair(_same_value)
    sides.pair(_same_meaning)
    differences += [_difference(DifferenceKind.APPROXIMATION, a, b) for a, b in sides.pairs if _opposed(a, b)]
    sides.drop_repeats()
    differences += _leftovers(*_unexplained(sides, source, target, reference))
    matches = tuple(ValueMatch(source=a.item, target=b.item) for a, b in sides.pairs)
    return Comparison(matches=matches, differences=tuple(differences))


def compare_quantities(
    source_text: str, target_text: str, source_side: Side, reference: dt.date | None = None
) -> Comparison:
    """Compare the values of a segment and its rendering on the other side.

    >>> compare_quantities("去年增长12%，达1.2亿元", "up 12 percent to 120 million yuan last year", "zh").clean
    True
    >>> [d.kind.value for d in compare_quantities("投入1.2亿元", "invested 1.2 billion yuan", "zh").differences]
    ['changed']
    """
    target_side: Side = "en" if source_side == "zh" else "zh"
    return compare_values(
        read_values(source_text, source_side), read_values(target_text, target_side), reference
    )


def _opposed(a: Atom, b: Atom) -> bool:
    if not (isinstance(a.item, Quantity) and isinstance(b.item, Quantity)):
        return False
    over = {Approximation.OVER, Approximation.AT_LEAST}
    under = {Approximation.NEARLY, Approximation.AT_MOST}
    return (a.item.approximate in over and b.item.approximate in under) or (
        a.item.approximate in under and b.item.approximate in over
    )


def _difference(kind: DifferenceKind, source: Atom | None, target: Atom | None) -> Difference:
    atom = source or target
    return Difference(
        kind=kind,
        role=atom.role if atom else "",
        source=source.item if source else None,
        target=target.item if target else None,
    )


def _alike(a: Atom, b: Atom) -> bool:
    """Whether two differing values stand in the same place: the same role, and units of one kind."""
    return a.role == b.role and dimension(a.unit) == dimension(b.unit)


def _comparable(a: Atom, b: Atom) -> bool:
    """Whether one of two strong values may have been written for the other."""
    dates = a.role in _DATE_ROLES or b.role in _DATE_ROLES
    return not a.weak and not b.weak and (a.role == b.role or not dates)


def _telling(a: Atom, b: Atom) -> bool:
    """Whether two weak values of one role differ in a way that is no mere choice of words."""
    return _alike(a, b) and (a.role == "weekday" or (a.role == "code" and _letters(a) == _letters(b)))


def _letters(atom: Atom) -> str:
    return "".join(character for character in _code(atom) if not character.isdecimal())


def _leftovers(source: list[Atom], target: list[Atom]) -> list[Difference]:
    """Pair what is left, the likeliest first, and report the rest one by one; weak values need a partner."""
    found: list[Difference] = []
    tests: tuple[Callable[[Atom, Atom], bool], ...] = (
        lambda a, b: not (a.weak and b.weak) and _share(a, b) and bool(a.unit and b.unit),
        lambda a, b: not a.weak and not b.weak and _alike(a, b),
        _comparable,
        lambda a, b: a.weak is not b.weak and _alike(a, b) and a.unit == b.unit,
        _telling,
    )
    for test in tests:
        for atom in tuple(source):
            partner = next((other for other in target if test(atom, other)), None)
            if partner is not None:
                source.remove(atom)
                target.remove(partner)
                unit = atom.unit and partner.unit and atom.unit != partner.unit and _share(atom, partner)
                found.append(
                    _difference(DifferenceKind.UNIT if unit else DifferenceKind.CHANGED, atom, partner)
                )
    found += [_difference(DifferenceKind.MISSING, atom, None) for atom in source if not atom.weak]
    found += [_difference(DifferenceKind.EXTRA, None, atom) for atom in target if not atom.weak]
    return found
