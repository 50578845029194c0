"""The orders in which units found alike are shown. Leaves out: finding them."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side
from tm.memory.index.segment import Segment
from tm.memory.index.side import Rows
from tm.memory.index.tail import Found

Order = Literal["relevance", "date", "length"]
"""Confirmed units first and then the shortest; the newest first; the shortest first."""

Keys = NDArray[np.int64]
"""`(n, 4)`: status, length in tokens, day, unit id."""


def order_key(order: Order, found: Found) -> tuple[int, ...]:
    """Return what one unit found is sorted by."""
    standing = found.standing
    if order == "relevance":
        return (standing.status, found.length, -standing.day, -found.unit)
    if order == "date":
        return (-standing.day, standing.status, found.length, -found.unit)
    return (found.length, standing.status, -standing.day, -found.unit)


def row_keys(segment: Segment, side: Side, rows: Rows) -> Keys:
    """Return the keys of the living rows among these."""
    index = segment.sides[side]
    dead = segment.dead(side)
    if dead is not None:
        rows = rows[~dead[rows]]
    return np.stack(
        [index.statuses[rows].astype(np.int64), index.lengths[rows], index.days[rows], index.ids[rows]],
        axis=1,
    )


def found_keys(found: Sequence[Found]) -> Keys:
    """Return the keys of units found in the tail."""
    rows = [(each.standing.status, each.length, each.standing.day, each.unit) for each in found]
    return np.asarray(rows, dtype=np.int64).reshape(-1, 4)


def ordered_ids(parts: Sequence[Keys], order: Order) -> NDArray[np.int64]:
    """Return all unit ids in order."""
    keys = np.concatenate(parts)
    status, length, day, unit = keys.T
    columns = {
        "relevance": (-unit, -day, length, status),
        "date": (-unit, length, status, -day),
        "length": (-unit, -day, status, length),
    }
    ids: NDArray[np.int64] = unit[np.lexsort(columns[order])]
    return ids
