"""Units and currencies: their names in both languages and their conversion.

Leaves out: finding the number before a unit (`quantities_zh`, `quantities_en`). The table is
`data/units.json`; `factor` converts to the base unit of the dimension, `offset` is added after it.
"""

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from tm.bitext import Side


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One unit: `base = value * factor + offset` in its dimension; names are as written in texts.

    `not_before` holds, for a Chinese name, the characters it must not be followed by (升 in 升至).
    """

    id: str
    dimension: str
    factor: Fraction
    offset: Fraction
    zh: tuple[str, ...]
    en: tuple[str, ...]
    symbols: tuple[str, ...]
    before: tuple[str, ...]
    not_before: tuple[tuple[str, str], ...]


@cache
def units() -> dict[str, Unit]:
    """Return every unit by its id (`km`, `mu`, `CNY`, `℃`, …)."""
    rows = json.loads(files("tm.text").joinpath("data/units.json").read_text(encoding="utf-8"))
    return {
        row["id"]: Unit(
            id=row["id"],
            dimension=row["dimension"],
            factor=Fraction(row["factor"]),
            offset=Fraction(row.get("offset", 0)),
            zh=tuple(row["zh"]),
            en=tuple(row["en"]),
            symbols=tuple(row["symbols"]),
            before=tuple(row.get("before", ())),
            not_before=tuple(row.get("not_before", {}).items()),
        )
        for row in rows
    }


def dimension(unit: str) -> str:
    """Return what a unit measures (`length`, `money:CNY`, …), empty for an unknown or empty unit."""
    found = units().get(unit)
    return found.dimension if found else ""


def convert(value: Fraction, unit: str, to: str) -> Fraction | None:
    """Return `value` of `unit` in the unit `to`, None where they do not measure the same thing.

    >>> str(convert(Fraction(15), "mu", "ha")), convert(Fraction(1), "km", "kg") is None
    ('1', True)
    """
    if unit == to:
        return value
    have, want = units().get(unit), units().get(to)
    if have is None or want is None or have.dimension != want.dimension:
        return None
    return (value * have.factor + have.offset - want.offset) / want.factor


def _alternatives(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def unit_names(side: Side) -> dict[str, str]:
    """Return what units are called after a number on one side, name to id; English words in lower case."""
    names: dict[str, str] = {}
    for unit in units().values():
        words = unit.zh if side == "zh" else tuple(name.lower() for name in unit.en)
        for name in words + unit.symbols:
            names.setdefault(name, unit.id)
        if unit.dimension.startswith("money:"):
            for name in unit.before:
                if name.isascii() and name.isalpha():
                    names.setdefault(name if side == "zh" else name.lower(), unit.id)
    return names


@cache
def currency_marks() -> dict[str, str]:
    """Return what stands before an amount of money (`US$`, `RMB`, `人民币`), mark to currency."""
    return {mark: unit.id for unit in units().values() for mark in unit.before}


@cache
def currency_pattern() -> re.Pattern[str]:
    """Return a pattern for a currency mark that ends where the search window ends."""
    return re.compile(rf"(?<![A-Za-z])({_alternatives(currency_marks())})\s?$")


@cache
def unit_pattern(side: Side) -> re.Pattern[str]:
    """Return a pattern that matches a unit right where a number ends; group 1 is its name."""
    if side == "zh":
        stops = dict(pair for unit in units().values() for pair in unit.not_before)
        names = sorted(unit_names("zh"), key=len, reverse=True)
        latin = [re.escape(name) for name in names if name[-1].isascii() and name[-1].isalpha()]
        han = [
            re.escape(name) + (f"(?![{stops[name]}])" if name in stops else "")
            for name in names
            if not (name[-1].isascii() and name[-1].isalpha())
        ]
        return re.compile(rf"\s?((?:{'|'.join(latin)})(?![A-Za-z])|{'|'.join(han)})")
    symbols = {symbol: "" for unit in units().values() for symbol in unit.symbols}
    words = {name: "" for name in unit_names("en") if name not in symbols}
    spelled = _alternatives(words).replace(r"\ ", r"[\ \-]")
    return re.compile(rf"[\s\-]?((?i:{spelled})(?![A-Za-z])|(?:{_alternatives(symbols)})(?![A-Za-z0-9²³]))")


def unit_called(name: str, side: Side) -> str:
    """Return the id of the unit written `name` on that side, empty if there is none."""
    names = unit_names(side)
    return names.get(name) or names.get(name.lower()) or names.get(name.lower().replace("-", " "), "")
