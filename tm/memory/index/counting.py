"""How many of a query's tokens every text shares with it, counted 64 texts at a time.

The counts are exact for tokens kept as lists and for tokens kept as bits up to the number of rows kept;
what is beyond those rows is given as `unknown`, so that a count plus `unknown` is never too small.
Leaves out: what follows from a count (`fuzzy`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.side import SideIndex

Plane = NDArray[np.uint64]
_WORD_BITS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """Tokens shared with the query, with multiplicity, by the texts of rows `first` to `first + n`.

    `counts` uint8 or uint16 `(n,)`; the true number is from `counts` to `counts + unknown`.
    """

    first: int
    counts: NDArray[Any]
    unknown: int


def shared_tokens(side: SideIndex, query: Sequence[int], first: int, last: int) -> Shared:
    """Count the tokens of `query` (token numbers, -1 for unknown ones) in rows `first` to `last`."""
    low, high = first // _WORD_BITS, -(-last // _WORD_BITS)
    planes: list[Plane] = []
    rare: list[tuple[int, int]] = []
    unknown = 0
    for token, times in Counter(token for token in query if token >= 0).items():
        rows = side.bit_rows(token)
        if rows:
            planes.extend(side.bits[row, low:high] for row in rows[:times])
            unknown += max(0, times - len(rows))
        else:
            rare.append((token, times))
    kind = np.uint8 if len(query) <= np.iinfo(np.uint8).max else np.uint16
    begin = first - low * _WORD_BITS
    counts = _unpacked(_added(planes), (high - low) * _WORD_BITS, kind)[begin : begin + last - first]
    for token, times in rare:
        _count_rare(side.rare_rows(token), times, first, counts)
    return Shared(first=first, counts=counts, unknown=unknown)


def _count_rare(rows: NDArray[np.uint32], times: int, first: int, counts: NDArray[Any]) -> None:
    """Add one to the counts of each row named, but at most `times` to any."""
    begin, end = np.searchsorted(rows, (first, first + len(counts)))
    near = rows[begin:end].astype(np.int64) - first
    for copy in range(min(times, len(near))):
        same = near[copy:] == near[: len(near) - copy]
        if copy + 1 < len(near):
            same[1:] &= near[copy + 1 :] != near[: len(near) - copy - 1]
        counts[near[copy:][same]] += 1


def _added(planes: Iterable[Plane]) -> list[Plane]:
    """Add bit planes of weight 1 into planes of weight 1, 2, 4, …, with full adders.

    Three planes of one weight become one of that weight (their parity) and one of the next (their
    majority): the carry-save adder of Harley and Seal, on whole arrays.
    """
    level = list(planes)
    result: list[Plane] = []
    while level:
        carried: list[Plane] = []
        while len(level) > 1:
            one, other = level.pop(), level.pop()
            third = level.pop() if level else None
            half = one ^ other
            both = one & other
            if third is None:
                level.append(half)
                carried.append(both)
            else:
                level.append(half ^ third)
                carried.append(both | (half & third))
        result.append(level[0])
        level = carried
    return result


def _unpacked(planes: Sequence[Plane], size: int, kind: type[np.unsignedinteger[Any]]) -> NDArray[Any]:
    """Return the numbers whose bits the planes hold, `(size,)` of type `kind`."""
    counts = np.zeros(size, dtype=kind)
    for weight, plane in enumerate(planes):
        bits = np.unpackbits(plane.view(np.uint8), bitorder="little")
        counts |= bits.astype(kind, copy=False) << kind(weight)
    return counts
