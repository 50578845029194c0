"""Numbers and dates of segments as keys that are equal in both languages. Leaves out: comparing them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side
from tm.text.quantities import read_values

Table = NDArray[np.float32]
Keys = frozenset[str]
_SMALL = 10
"""Numbers up to this are often translated by other words, or not at all."""


def figures(text: str, side: Side) -> Keys:
    """Return the values a text states; what a translation may well drop or add is left out.

    >>> sorted(figures("1月7日投入12亿元", "zh")), sorted(figures("1.2 billion on January 7", "en"))
    (['1200000000', 'day 7', 'month 1'], ['1200000000', 'day 7', 'month 1'])
    """
    values = read_values(text, side)
    found = {
        one.code or str(value)
        for one in values.quantities
        if not one.weak
        for value in (one.value, one.high)
        if value is not None and (one.code or value > _SMALL or value.denominator > 1)
    }
    for date in values.dates:
        for moment in (date.start, date.end) if not date.weak else ():
            if moment is not None:
                parts = (("year", moment.year), ("month", moment.month), ("day", moment.day))
                found.update(f"{name} {value}" for name, value in parts if value is not None)
    return frozenset(found)


def answered(en: Sequence[Keys], zh: Sequence[Keys], at: NDArray[np.int64], near: int) -> float:
    """Return the share of all values of both sides that some segment near on the other side states too.

    `at` is the place in Chinese of every English segment. A text without values is taken for one half.
    """
    places: dict[str, list[int]] = {}
    for place, keys in enumerate(zh):
        for key in keys:
            places.setdefault(key, []).append(place)
    stated = [(key, int(at[place])) for place, keys in enumerate(en) for key in keys]
    hits = [_nearby(places.get(key, []), place, near) for key, place in stated]
    met = sum(map(bool, hits))
    met_zh = len({(key, other) for (key, _), found in zip(stated, hits, strict=True) for other in found})
    total = len(stated) + sum(map(len, places.values()))
    return (met + met_zh + 1) / (total + 2)


def _nearby(places: list[int], place: int, near: int) -> list[int]:
    """Return those of places, ascending, that are so near."""
    return places[bisect_left(places, place - near) : bisect_right(places, place + near)]


def tables(en: Sequence[Keys], zh: Sequence[Keys]) -> tuple[Table, Table]:
    """Return `(segments, keys)` of both sides, 1 where a segment states a value; a key has one column."""
    numbers: dict[str, int] = {}
    for keys in (*en, *zh):
        for key in sorted(keys):
            numbers.setdefault(key, len(numbers))
    return _table(en, numbers), _table(zh, numbers)


def _table(rows: Iterable[Keys], numbers: dict[str, int]) -> Table:
    listed = list(rows)
    table = np.zeros((len(listed), max(1, len(numbers))), np.float32)
    for row, keys in enumerate(listed):
        table[row, [numbers[key] for key in keys]] = 1
    return table
