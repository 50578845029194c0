"""Runs of neighbouring rows joined step by step. Leaves out: what rows are."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.config import MAX_BEAD

Table = NDArray[np.float32]
Kind = tuple[int, int]
"""(English, Chinese) segments of a bead."""
LONGEST = MAX_BEAD - 1
"""Segments of the longest run of one side."""
KINDS: tuple[Kind, ...] = tuple((n, size - n) for size in range(2, MAX_BEAD + 1) for n in range(1, size))
"""Kinds of beads with both sides, smallest first."""


def sliding(join: Callable[..., Any], table: Table, axis: int = 0, most: int = LONGEST) -> dict[int, Table]:
    """Return for runs of 1 to `most` rows (or columns) what `join` makes of them, by where they begin.

    >>> sliding(np.minimum, np.array([3, 1, 2], np.float32), most=2)[2]
    array([1., 1.], dtype=float32)
    """
    found = {1: table}
    along = table.swapaxes(0, axis)
    for count in range(2, most + 1):
        found[count] = join(found[count - 1].swapaxes(0, axis)[:-1], along[count - 1 :]).swapaxes(0, axis)
    return found


def weakest(tables: Mapping[Kind, Table], axis: int) -> dict[Kind, Table]:
    """Return for every kind of bead the least value of its English (axis 0) or Chinese segments.

    `tables` compare runs of one side with runs of the other.
    """
    found = {}
    for count in range(1, LONGEST + 1):
        kind = (1, count) if axis == 0 else (count, 1)
        for size, table in sliding(np.minimum, tables[kind], axis, MAX_BEAD - count).items():
            found[(size, count) if axis == 0 else (count, size)] = table
    return found
