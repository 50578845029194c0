"""What the chain of points says of beads. Leaves out: the chain (`chain`), all other measures (`features`).

A segment that stands clear of all rivals in the whole of both texts is hardly ever without counterpart,
however weak it looks beside what a close translation leads to expect; and two such segments in a row seldom
belong to one bead.
"""

from collections.abc import Sequence

import numpy as np

from tm.align.chain import Point
from tm.align.lattice import NUMBER, Band, Ints, Scores

_SURE = 0.2
"""How far a pair must stand above its rivals to count here."""
_NULL, _JOINED = 20.0, 10.0
"""What a null, and a bead of two such pairs, lose for every unit a pair stands higher (docs/alignment.md)."""


def weigh(scores: Scores, band: Band, points: Sequence[Point]) -> None:
    """Lower, in place, the scores of beads that leave a point's segments alone or join two points."""
    sure = [point for point in points if point.weight > _SURE]
    if not sure:
        return
    i, j = (np.array([getattr(point, name) for point in sure]) for name in ("i", "j"))
    clear = np.array([point.weight - _SURE for point in sure], np.float32)
    here, there = band.cells(0, band.diagonals)
    for kind, ends, cells, size in (((1, 0), i, here, band.rows), ((0, 1), j, there, band.columns)):
        loss = np.zeros(size + 1, np.float32)
        loss[ends + 1] = _NULL * clear
        scores[:, NUMBER[kind]] -= loss[np.clip(cells, 0, size)]
    _keep_apart(scores, band, i, j, _JOINED * clear)


def _keep_apart(scores: Scores, band: Band, i: Ints, j: Ints, loss: Scores) -> None:
    """Lower, in place, the scores of beads of two by two that are two points one after the other."""
    pairs = np.flatnonzero((np.diff(i) == 1) & (np.diff(j) == 1))
    diagonals = i[pairs] + j[pairs] + 4
    places = i[pairs] + 2 - band.low[diagonals]
    within = (places >= 0) & (places < band.width)
    least = np.minimum(loss[:-1], loss[1:])[pairs]
    scores[diagonals[within], NUMBER[2, 2], places[within]] -= least[within]
