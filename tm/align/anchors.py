"""What the chain of points says of beads. Leaves out: the chain (`chain`), and what it is worth (`features`).

A segment that stands clear of all rivals in the whole of both texts is hardly ever without counterpart,
however weak it looks beside what a close translation leads to expect; and two such segments in a row seldom
belong to one bead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.chain import Point
from tm.align.config import MAX_BEAD
from tm.align.sliding import Kind, Table, sliding

_LONGEST = MAX_BEAD - 2
"""Segments of one side of a bead that has two of the other."""
_SURE = 0.2
"""How far a pair must stand above its rivals to be an anchor."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Anchors:
    """Pairs of segments (i, j) that stand clear in the whole of both texts, and by how much.

    `en` and `zh` hold that for each segment of a side, 0 for one that is in no such pair.
    """

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    clear: Table
    en: Table
    zh: Table

    def joined(self, en: slice, zh: slice) -> dict[Kind, Table]:
        """Return for beads of two segments or more a side how clear the anchors are they hold beyond one.

        Tables are `(English runs, Chinese runs)` of these segments; the clearest anchor does not count. There
        are none where these segments hold no two anchors.
        """
        here = (self.i >= en.start) & (self.i < en.stop) & (self.j >= zh.start) & (self.j < zh.stop)
        if np.count_nonzero(here) <= 1:
            return {}
        table = np.zeros((en.stop - en.start, zh.stop - zh.start), np.float32)
        table[self.i[here] - en.start, self.j[here] - zh.start] = self.clear[here]
        every, most = (sliding(join, table, most=_LONGEST) for join in (np.add, np.maximum))
        found: dict[Kind, Table] = {}
        for n in range(2, _LONGEST + 1):
            sums = sliding(np.add, every[n], 1, MAX_BEAD - n)
            highest = sliding(np.maximum, most[n], 1, MAX_BEAD - n)
            found |= {(n, m): sums[m] - highest[m] for m in range(2, MAX_BEAD - n + 1)}
        return found


def anchors(points: Sequence[Point], rows: int, columns: int) -> Anchors:
    """Return the anchors among the points of a chain through texts of so many segments."""
    sure = [point for point in points if point.weight > _SURE]
    i, j = (np.array([getattr(point, name) for point in sure], np.int64) for name in ("i", "j"))
    clear = np.array([point.weight - _SURE for point in sure], np.float32)
    en, zh = np.zeros(rows, np.float32), np.zeros(columns, np.float32)
    en[i], zh[j] = clear, clear
    return Anchors(i=i, j=j, clear=clear, en=en, zh=zh)
