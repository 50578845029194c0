"""What a window tells of single segments: how well each could do with a counterpart, or without.

Leaves out: runs of segments (`window`), and what follows for beads (`features`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]
Mask = NDArray[np.bool_]
_FEW = 3
"""Segments of the longest run a single segment is compared with."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Alone:
    """Measures of each segment of one side of a window.

    `best` is its best similarity to a short run near it on the other side, `clear` how far it stands above
    all others of its side there, `clause` the best its first or last clause finds. `best_beside` is the
    `best` of the worse of its two neighbours: what is missing is often missing in a row. `met` counts the
    values it states that are stated near it on the other side.
    """

    best: Table
    clear: Table
    clause: Table
    best_beside: Table
    met: Table

    def take(self, some: slice) -> "Alone":
        """Return the measures of some of the segments."""
        return Alone(**{field.name: getattr(self, field.name)[some] for field in fields(self)})


def alone(
    similar: Mapping[tuple[int, int], Table],
    near: Mask,
    clauses: tuple[Table, Table],
    stated: tuple[Table, Table],
) -> Alone:
    """Measure the segments of the side that `similar` has in its rows; `near` marks pairs near the path.

    `clauses` compare first and last clauses, `stated` are the values of this side and the other.
    """
    best = _best([similar[1, count] for count in range(1, _FEW + 1)], near)
    return Alone(
        best=best,
        clear=_clear(similar[1, 1], near),
        clause=_best(clauses, near),
        best_beside=_beside(best),
        met=_met(*stated, near),
    )


def _best(tables: Sequence[Table], near: Mask) -> Table:
    """Return each row's best value near the path; a column stands for the run that begins there."""
    best = np.full(near.shape[0], -1, np.float32)
    for table in tables:
        if table.size:
            best = np.maximum(best, np.where(near[:, : table.shape[1]], table, -1).max(axis=1))
    return best


def _beside(values: Table) -> Table:
    """Return for each segment the lower value of its neighbours; at an edge its own is the other's."""
    padded = np.pad(values, 1, mode="edge") if len(values) else np.zeros(2, np.float32)
    return np.minimum(padded[:-2], padded[2:])


def _clear(similar: Table, near: Mask) -> Table:
    """Return for each row the best of: its similarity to a column less the best other row's there."""
    if 0 in similar.shape:
        return np.zeros(len(similar), np.float32)
    masked = np.where(near, similar, np.float32(-1))
    best = masked.argmax(axis=0)
    top = masked.max(axis=0)
    masked[best, np.arange(masked.shape[1])] = -1
    second = masked.max(axis=0)
    clear = np.where(near, similar, np.float32(-1)) - top
    clear[best, np.arange(masked.shape[1])] = top - second
    found: Table = clear.max(axis=1)
    return found


def _met(table: Table, other: Table, near: Mask) -> Table:
    """Return how many values of each segment some segment near it on the other side states too."""
    around = (near.astype(np.float32) @ other) > 0
    met: Table = (table * around).sum(axis=1)
    return met
