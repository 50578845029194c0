"""The longest stretches of a query that stand in some text of one side. Leaves out: their worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.phrases import places_of_run
from tm.memory.index.side import SideIndex


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Query tokens `[first, last)` that stand in a row in some units; `units` are a few of them."""

    first: int
    last: int
    units: tuple[int, ...]

    def __len__(self) -> int:
        return self.last - self.first


def longest_stretches(
    side: SideIndex,
    numbers: NDArray[np.int64],
    dead: NDArray[np.bool_] | None,
    *,
    least: int,
    most_units: int,
) -> list[Stretch]:
    """Return for each start the longest run of `least` tokens (2 or more), if not inside the one before.

    `numbers` are token numbers, -1 for unknown tokens.
    """
    found: list[Stretch] = []
    reached = 0
    for first in range(len(numbers) - 1):
        last = max(first + least, reached)
        if last > len(numbers) or (numbers[first:last] < 0).any():
            continue
        places = _alive(side, places_of_run(side, numbers[first:last]), dead)
        if not len(places):
            continue
        while last < len(numbers) and len(
            longer := places[side.flat[places + (last - first)] == numbers[last]]
        ):
            places, last = longer, last + 1
        if last > reached:
            rows = np.unique(side.rows_at(places))
            if len(rows) > most_units:
                rows = rows[np.argpartition(side.relevance_ranks[rows], most_units)[:most_units]]
            found.append(Stretch(first=first, last=last, units=tuple(side.ids[rows].tolist())))
            reached = last
    return found


def _alive(side: SideIndex, places: NDArray[np.int64], dead: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    return places if dead is None or not len(places) else places[~dead[side.rows_at(places)]]


def longest_in_texts(
    texts: Sequence[tuple[int, str]], joined: str, coded: str, *, least: int, most_units: int
) -> list[Stretch]:
    """Return the same for texts coded one code point a token; `joined` holds them all, parted by NUL."""
    found: list[Stretch] = []
    reached = 0
    for first in range(len(coded) - 1):
        last = max(first + least, reached)
        if last > len(coded) or coded[first:last] not in joined:
            continue
        while last < len(coded) and coded[first : last + 1] in joined:
            last += 1
        if last > reached:
            run = coded[first:last]
            units = [unit for unit, text in texts if run in text][:most_units]
            found.append(Stretch(first=first, last=last, units=tuple(units)))
            reached = last
    return found
