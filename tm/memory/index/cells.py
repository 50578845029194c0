"""Cells of near vectors, so that a search reads few of many. Leaves out: what is kept of each vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tm.embed.encoder import Vectors

MANY = 100_000
"""Vectors from which on cells are worth their making."""
SAMPLE = 40_960
"""Vectors that centres are fitted to: forty a cell."""
_CELLS = 1_024
"""The most there are."""
_CELL_VECTORS = 1_000
"""Vectors a cell is made for: cells of a few would cost more to visit than to read."""
_ROUNDS = 5
"""Rounds of Lloyd's algorithm; on a million mixed vectors the fifth moved one in a hundred."""
_AT_ONCE = 4_096


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """The mean and mean deviation of a side's components, and the centres of its cells, of length 1 each."""

    mean: Vectors
    spread: Vectors
    centres: Vectors

    @classmethod
    def fitted(cls, sample: NDArray[np.int8], count: int) -> Cells:
        """Fit cells for `count` vectors to a sample of them, of any one length each; the same every time."""
        rows = unit_rows(sample)
        mean = rows.mean(axis=0)
        spread = np.abs(rows - mean).mean(axis=0)
        if count < MANY:
            return cls(mean=mean, spread=spread, centres=mean[None])
        draw = np.random.default_rng(len(rows))
        cells = min(_CELLS, max(1, count // _CELL_VECTORS), len(rows))
        centres = rows[draw.choice(len(rows), size=cells, replace=False)]
        for _ in range(_ROUNDS):
            cell = _nearest(rows, centres)
            order = np.argsort(cell, kind="stable")
            filled, starts = np.unique(cell[order], return_index=True)
            centres[filled] = np.add.reduceat(rows[order], starts, axis=0)
            centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        return cls(mean=mean, spread=spread, centres=centres)

    def of(self, vectors: Vectors) -> NDArray[np.int64]:
        """Return the cell of each vector; their lengths do not matter."""
        if len(self.centres) == 1:
            return np.zeros(len(vectors), dtype=np.int64)
        return _nearest(vectors, self.centres)


def _nearest(rows: Vectors, centres: Vectors) -> NDArray[np.int64]:
    parts = [
        (rows[first : first + _AT_ONCE] @ centres.T).argmax(axis=1) for first in range(0, len(rows), _AT_ONCE)
    ]
    return np.concatenate(parts)


def unit_rows(codes: NDArray[np.int8]) -> Vectors:
    """Return stored codes as float32 vectors of length 1."""
    rows = codes.astype(np.float32)
    if rows.size:
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows
