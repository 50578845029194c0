"""When two values say the same, and when they are at odds. Leaves out: whole texts (`quantities_compare`)."""

import re
from fractions import Fraction

from tm.text.quantities_atoms import Atom
from tm.text.quantities_model import Approximation, Quantity
from tm.text.units import convert, dimension

DATE_ROLES = frozenset({"month", "weekday", "quarter", "half", "time", "decade", "century"})
_COUNTS = frozenset(
    ["number", "measure", "money", "ordinal", "code", "score", "year", "day", "fraction", "multiple",
     "percent", "points"]
)  # fmt: skip
_LOOSE: tuple[set[str], ...] = (
    {"length", "speed"}, {"temperature", "angle"}, {"data", "bits"}, {"data", "bitrate"},
    {"data", "frequency"}, {"mass", "money:GBP"}, {"bits", "bitrate"}, {"bases", "angle"}, {"volume", "mass"},
    {"kelvin", "temperature"},
    *({"money:local", f"money:{money}"} for money in ("USD", "HKD", "MOP", "TWD", "CNY")),
)  # fmt: skip
"""What one side may name more fully than the other (a speed by its length), or one word may mean (pound)."""

_WORDS = frozenset({("度", "℃", "kWh")})
"""Chinese words that may stand for another unit than the one they are read as: 用电300度."""
_TOLERANCE = Fraction(3, 100)  # how far a conversion may be rounded
_DATE_PARTS: tuple[set[str], ...] = ({"year", "day"}, {"month", "day"})
_HALF_DAY = re.compile(r"[上下中]午|凌晨|早上|晚上?|[ap]\.?m\b", re.IGNORECASE)
_MINUTES_HOUR = 60
_MINUTES_HALF_DAY = 720
_APART = frozenset({"percent", "points"})  # never said by a bare number
_OVER = frozenset({Approximation.OVER, Approximation.AT_LEAST})
_UNDER = frozenset({Approximation.NEARLY, Approximation.AT_MOST})


def share(a: Atom, b: Atom) -> bool:
    """Return whether the two may mean one number, whatever their roles."""
    return a.value == b.value or any(value in b.values for value in a.values)


def code_of(atom: Atom) -> str:
    """Return the folded code an atom stands for, empty if it is no code."""
    return atom.item.code if isinstance(atom.item, Quantity) else ""


def same_role(a: Atom, b: Atom) -> bool:
    """Return whether the same thing is said with the same value and unit."""
    if a.role != b.role or a.unit != b.unit:
        return False
    if a.role == "code":
        return code_of(a) == code_of(b)
    if a.also or b.also:
        return a.values == b.values  # else the reading is left to the next pass, in order
    return a.value == b.value


def converted(a: Atom, b: Atom) -> bool:
    """Return whether it is the same measure in another unit, as far as conversions are rounded."""
    if not (a.unit and b.unit) or a.unit == b.unit:
        return False
    value = convert(a.value, a.unit, b.unit)
    if value is None:
        loose = {dimension(a.unit), dimension(b.unit)} in _LOOSE or any(map(_means, (a, b), (b, a)))
        return loose and share(a, b)
    return abs(value - b.value) <= _TOLERANCE * max(abs(value), abs(b.value))


def _means(a: Atom, b: Atom) -> bool:
    """Return whether the Chinese word of `a` may mean the unit of `b` (度 of power)."""
    return (a.item.text[-1], a.unit, b.unit) in _WORDS


def other_unit(a: Atom, b: Atom) -> bool:
    """Return whether the same number stands with a unit that makes it another value."""
    return bool(a.unit and b.unit) and a.unit != b.unit and share(a, b)


def same_value(a: Atom, b: Atom) -> bool:
    """Return whether the value stands in another role: an ordinal, a day or a measure for a number."""
    if a.role == b.role and a.role in DATE_ROLES:
        return a.value == b.value or (a.role == "time" and _same_clock(a, b))
    if a.role == b.role == "code":
        return _one_code(code_of(a), code_of(b))
    if _kept_apart(a, b):
        return False
    if a.role in _COUNTS and b.role in _COUNTS:
        return share(a, b) or ("code" in {a.role, b.role} and _within_code(a, b))
    return (a.role in _COUNTS or b.role in _COUNTS) and not (a.weak or b.weak) and share(a, b)


def _kept_apart(a: Atom, b: Atom) -> bool:
    if a.unit and b.unit and a.unit != b.unit:
        return True
    if a.role != b.role and _APART & {a.role, b.role}:
        return True
    return {a.role, b.role} in _DATE_PARTS


def _same_clock(a: Atom, b: Atom) -> bool:
    """Return whether two times are the same hand positions, and not told apart as morning and afternoon."""
    told = all(_HALF_DAY.search(atom.item.text) for atom in (a, b))
    return not told and (a.value - b.value) % _MINUTES_HALF_DAY == 0


def _one_code(a: str, b: str) -> bool:
    """Return whether one code is the other without its year, part or prefix (ISO 9001, ISO 9001:2015)."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short) or long.endswith(short)


def _within_code(a: Atom, b: Atom) -> bool:
    """Return whether a number stands among the digits of a code, or 2019 for the 19 of COVID-19."""
    code, other = (a, b) if a.role == "code" else (b, a)
    digits = str(other.value)
    written = code.item.text if isinstance(code.item, Quantity) else ""
    runs = "".join(character if character.isdecimal() else " " for character in written).split()
    return digits in runs or digits.removeprefix("20") in runs


def same_meaning(a: Atom, b: Atom) -> bool:
    """Return whether other words say the same: percent for a fraction, 3·15 for March 15, 98年 for 1998."""
    return any(rule(first, second) for rule in _RULES for first, second in ((a, b), (b, a)))


def _percent(a: Atom, b: Atom) -> bool:
    if a.role not in _APART:
        return False
    if b.role in _APART:
        return a.value == b.value
    if "‰" in a.item.text and b.role in {"number", "measure"} and b.value == a.value * 10:
        return True  # 4.5 per thousand
    part = a.value / 100
    if b.role == "multiple":
        return any(value in {part, part + 1, 1 - part} for value in b.values)
    return b.role in {"fraction", "number", "measure"} and b.value == part


def _feast(a: Atom, b: Atom) -> bool:
    return a.role == "code" and "·" in code_of(a) and b.role in {"month", "day"} and _within_code(a, b)


def _hour(a: Atom, b: Atom) -> bool:
    apart = a.value - b.value * _MINUTES_HOUR
    return a.role == "time" and b.role == "number" and (apart == 0 or abs(apart) == 2 * _MINUTES_HALF_DAY)


def _short_year(a: Atom, b: Atom) -> bool:
    return a.role == "year" and b.role in _COUNTS and b.unit == "year" and a.value % 100 == b.value


def _period(a: Atom, b: Atom) -> bool:
    return (
        a.role in {"decade", "quarter", "half", "century", "fraction"} and b.role in _COUNTS and share(a, b)
    )


def _in_months(a: Atom, b: Atom) -> bool:
    """Return whether it is a half or some quarters of a year told in months: 上半年, first six months."""
    months = {"half": Fraction(6), "quarter": 3 * a.value}.get(a.role)
    return b.unit == "month" and b.value == months


_RULES = (_percent, _feast, _hour, _short_year, _period, _in_months)


def opposed(a: Atom, b: Atom) -> bool:
    """Return whether one side says over and the other under the same value."""
    if not (isinstance(a.item, Quantity) and isinstance(b.item, Quantity)):
        return False
    first, second = a.item.approximate, b.item.approximate
    return (first in _OVER and second in _UNDER) or (first in _UNDER and second in _OVER)


def alike(a: Atom, b: Atom) -> bool:
    """Return whether two differing values stand in the same place: one role, and units of one kind."""
    return a.role == b.role and dimension(a.unit) == dimension(b.unit)


def comparable(a: Atom, b: Atom) -> bool:
    """Return whether one of two strong values may have been written for the other."""
    dates = a.role in DATE_ROLES or b.role in DATE_ROLES
    return not a.weak and not b.weak and (a.role == b.role or not dates)


def telling(a: Atom, b: Atom) -> bool:
    """Return whether two weak values of one role differ in a way that is no mere choice of words."""
    if all(_is_indefinite(atom) for atom in (a, b)):
        return a.role == b.role and a.unit == b.unit and max(a.value, b.value) >= 10 * min(a.value, b.value)
    return alike(a, b) and (a.role == "weekday" or (a.role == "code" and _letters(a) == _letters(b)))


def _is_indefinite(atom: Atom) -> bool:
    return isinstance(atom.item, Quantity) and atom.item.approximate is Approximation.INDEFINITE


def _letters(atom: Atom) -> str:
    return "".join(character for character in code_of(atom) if not character.isdecimal())
