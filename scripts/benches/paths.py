"""All paths of many texts side by side: the sums and shares that learning needs, fast in numpy.

A text's beads lead from cell to cell (i, j); cells are numbered through all texts. Beads that end on the
same diagonal are taken together, those of all texts at once. Leaves out: what a bead is worth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NEVER = -1e30


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Beads of one text by the cells they lead between, `(beads, 2)` each as (i, j), and its last cell."""

    source: Ints
    target: Ints
    goal: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Step:
    """Beads taken together, sorted by the cell reached: where each comes from, where new cells begin."""

    beads: Ints
    origins: Ints
    reached: Ints
    cuts: Ints
    member: Ints


class Paths:
    """Beads of many texts, in the order of the texts; scores and shares are one row over all of them."""

    def __init__(self, texts: Sequence[Cells]) -> None:
        """Take the beads of all texts."""
        self.text: Ints = np.repeat(np.arange(len(texts)), [len(one.source) for one in texts])
        ends = np.array([[0, 0], *(one.goal for one in texts)], np.int64).reshape(-1, 2)
        base = int(ends.max()) + 1
        keys = [
            (number * 2 * base + cells.sum(axis=1)) * base + cells[:, 0]
            for number, one in enumerate(texts)
            for cells in (one.source, one.target, np.array([[0, 0], one.goal], np.int64))
        ]
        _, places = np.unique(np.concatenate([np.zeros(0, np.int64), *keys]), return_inverse=True)
        parts = np.split(places, np.cumsum([len(key) for key in keys])[:-1]) if keys else []
        empty = np.zeros(0, np.int64)
        self.source = np.concatenate([empty, *parts[0::3]])
        self.target = np.concatenate([empty, *parts[1::3]])
        self.first, self.goal = np.array(parts[2::3], np.int64).reshape(-1, 2).T
        self._size = int(places.max(initial=-1)) + 1
        source, target = (
            np.concatenate([empty, *(getattr(one, end).sum(axis=1) for one in texts)])
            for end in ("source", "target")
        )
        self._onward = list(_steps(target, self.target, self.source))
        self._back = list(_steps(-source, self.source, self.target))

    def shares(self, scores: Floats) -> tuple[Floats, Floats]:
        """Return for each text the log of the summed weight of its paths, and each bead's share of it."""
        ahead = self._summed(self._onward, scores, self.first)
        behind = self._summed(self._back, scores, self.goal)
        totals = ahead[self.goal]
        logs = ahead[self.source] + scores + behind[self.target] - totals[self.text]
        return totals, np.exp(np.clip(logs, -80, 0))

    def best(self, scores: Floats) -> list[list[int]]:
        """Return the beads of each text's best path, in order."""
        reached = np.full(self._size, _NEVER)
        reached[self.first] = 0
        taken = np.full(self._size, -1, np.int64)
        for step in self._onward:
            totals = reached[step.origins] + scores[step.beads]
            reached[step.reached] = np.maximum.reduceat(totals, step.cuts)
            top = np.flatnonzero(totals == reached[step.reached][step.member])
            taken[self.target[step.beads[top]]] = step.beads[top]
        return [
            list(self._walk(taken, first, goal))[::-1]
            for first, goal in zip(self.first, self.goal, strict=True)
        ]

    def _walk(self, taken: Ints, first: int, goal: int) -> Iterator[int]:
        while goal != first:
            bead = int(taken[goal])
            if bead < 0:
                raise ValueError("a text has no path from its beginning to its end")
            yield bead
            goal = int(self.source[bead])

    def _summed(self, steps: Sequence[_Step], scores: Floats, begin: Ints) -> Floats:
        """Return the log of the summed weight of the paths between `begin` and every cell."""
        reached = np.full(self._size, _NEVER)
        reached[begin] = 0
        for step in steps:
            totals = reached[step.origins] + scores[step.beads]
            top = np.maximum.reduceat(totals, step.cuts)
            rest = np.exp(np.maximum(totals - top[step.member], -80))
            reached[step.reached] = top + np.log(np.add.reduceat(rest, step.cuts))
        return reached


def _steps(when: Ints, reached: Ints, origins: Ints) -> Iterator[_Step]:
    """Yield beads by the time they are reached."""
    order = np.lexsort((reached, when))
    for beads in np.split(order, np.flatnonzero(np.diff(when[order])) + 1) if len(order) else ():
        cells, cuts, counts = np.unique(reached[beads], return_index=True, return_counts=True)
        yield _Step(beads, origins[beads], cells, cuts, np.repeat(np.arange(len(cells)), counts))
