"""Paths through a strip of the grid of two texts: the best one, and how likely every bead is.

A cell (i, j) stands after i English and j Chinese segments; a bead of n and m segments leads from
(i - n, j - m) to (i, j). Cells are kept by diagonal d = i + j, of each diagonal only `width` cells, so
that time and memory grow with the length of the texts. Leaves out: what a bead is worth (`features`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.config import MAX_BEAD
from tm.align.sliding import KINDS, Kind
from tm.errors import AlignError

Scores = NDArray[np.float32]
Ints = NDArray[np.int64]
Rows = NDArray[np.float64]

TYPES: tuple[Kind, ...] = ((1, 0), (0, 1), *KINDS)
"""(English, Chinese) segments of every kind of bead."""
NUMBER = {kind: index for index, kind in enumerate(TYPES)}
EN_COUNT: Ints = np.array([n for n, _ in TYPES])
ZH_COUNT: Ints = np.array([m for _, m in TYPES])
SIZE: Ints = EN_COUNT + ZH_COUNT
NEVER = np.float32(-1e30)
_COST = 0.5
"""Segments a bead costs in `Band.surest`: of paths alike in doubt, the one of fewer beads is taken."""
REWARD: Scores = (SIZE - _COST).astype(np.float32)
"""What a right bead of every kind is worth: its segments, less the cost of a bead."""
_HOPELESS = -1e20
_PAD = MAX_BEAD + 1
_BLOCK = 128  # diagonals whose beads are looked up at a time


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path: it ends at cell (`en_end`, `zh_end`) and is of kind `TYPES[kind]`."""

    kind: int
    en_end: int
    zh_end: int


class Band:
    """A strip `width` cells wide around a path from (0, 0) to (`rows`, `columns`)."""

    def __init__(self, rows: int, columns: int, path: Ints, width: int) -> None:
        """Take the path as the i of every diagonal; from one to the next it grows by 0 or 1."""
        self.rows, self.columns, self.width = rows, columns, width
        self.diagonals = rows + columns + 1
        self.low: Ints = path.astype(np.int64) - width // 2
        self._stride = width + 2 * _PAD
        self._goal = rows - int(self.low[-1]) + _PAD

    def cells(self, first: int, last: int) -> tuple[Ints, Ints]:
        """Return i and j of every cell of diagonals `first` to `last` (not included), `(d, width)`."""
        i = self.low[first:last, None] + np.arange(self.width)
        return i, np.arange(first, last)[:, None] - i

    def _before(self) -> Ints:
        """Return for each diagonal and kind where its first cell's predecessor is kept, flat."""
        diagonal = np.arange(self.diagonals)[:, None]
        earlier = diagonal - SIZE
        low = self.low[np.maximum(earlier, 0)]
        shift = self.low[:, None] - EN_COUNT - low
        place: Ints = (earlier + MAX_BEAD) * self._stride + _PAD + np.clip(shift, -_PAD, _PAD)
        return place

    def _after(self) -> Ints:
        """Return for each diagonal and kind where its first cell's successor is kept, flat."""
        diagonal = np.arange(self.diagonals)[:, None]
        later = diagonal + SIZE
        low = self.low[np.minimum(later, self.diagonals - 1)]
        shift = self.low[:, None] + EN_COUNT - low
        place: Ints = later * self._stride + _PAD + np.clip(shift, -_PAD, _PAD)
        return place

    def _empty(self, *more: int) -> Rows:
        """Return rows for diagonals and those before or after them that beads lead from or to."""
        return np.full((*more, self.diagonals + MAX_BEAD, self._stride), NEVER, np.float64)

    def best(self, scores: Scores) -> list[Step]:
        """Return the path whose beads' scores sum highest; `scores` is `(diagonals, kinds, width)`.

        Raises AlignError where no path is allowed.
        """
        rows = self._empty()
        rows[MAX_BEAD, _PAD - self.low[0]] = 0
        reached, before, span = rows.reshape(-1), self._before()[..., None], np.arange(self.width)
        chosen = np.zeros((self.diagonals, self.width), np.int8)
        for diagonal in range(1, self.diagonals):
            totals = reached[before[diagonal] + span]
            totals += scores[diagonal]
            chosen[diagonal] = totals.argmax(axis=0)
            rows[diagonal + MAX_BEAD, _PAD:-_PAD] = totals.max(axis=0)
        if self._total(rows) <= _HOPELESS:
            raise AlignError(
                "the rejected beads leave no way to align these texts; take the last of them back"
            )
        return list(self._walk(chosen))[::-1]

    def _walk(self, chosen: NDArray[np.int8]) -> Iterator[Step]:
        i, diagonal = self.rows, self.diagonals - 1
        while diagonal > 0:
            kind = int(chosen[diagonal, i - self.low[diagonal]])
            yield Step(kind, i, diagonal - i)
            i -= int(EN_COUNT[kind])
            diagonal -= int(SIZE[kind])

    def _total(self, reached: Rows) -> float:
        """Return what the last cell is worth, of rows as `best` and `posteriors` fill them."""
        return float(reached[self.diagonals - 1 + MAX_BEAD, self._goal])

    def surest(self, scores: Scores) -> tuple[list[Step], list[float]]:
        """Return the path with the highest reward to be expected, and its beads' shares of all paths.

        A bead's reward counts by its share of all paths (minimum Bayes risk): a likely detour through many
        doubtful beads gives way to beads that most paths go through. Raises AlignError as `best` does.
        """
        shares = self.posteriors(scores)[1]
        steps = self.best(np.where(scores > _HOPELESS, REWARD[:, None] * shares, NEVER))
        return steps, [float(shares[self.place(step)]) for step in steps]

    def place(self, step: Step) -> tuple[int, int, int]:
        """Return where a bead stands in an array of `(diagonals, kinds, width)`."""
        diagonal = step.en_end + step.zh_end
        return diagonal, step.kind, step.en_end - int(self.low[diagonal])

    def posteriors(self, scores: Scores) -> tuple[float, Scores]:
        """Return the log of the summed weight of all paths, and every bead's share of it, 0 to 1."""
        reached, left = self._sums(scores)
        total = self._total(reached)
        before, span = self._before()[..., None], np.arange(self.width)
        found = np.zeros(scores.shape, np.float32)
        for first in range(1, self.diagonals, _BLOCK):
            some = slice(first, first + _BLOCK)
            logs = reached.reshape(-1)[before[some] + span]
            logs += scores[some]
            logs += left[: self.diagonals][some, None, _PAD:-_PAD] - total
            found[some] = np.exp(np.minimum(logs, 0, out=logs), out=logs)
        return total, found

    def _sums(self, scores: Scores) -> Rows:
        """Return the log of the summed weight of all paths to each cell, and from each cell, padded.

        Both ways go at once, diagonal by diagonal: of the first way, row `MAX_BEAD` is diagonal 0, of the
        second row 0 is.
        """
        rows = self._empty(2)
        rows[0, MAX_BEAD, _PAD - self.low[0]] = 0
        rows[1, self.diagonals - 1, self._goal] = 0
        flat, span = rows.reshape(-1), np.arange(self.width)
        back = self.diagonals - 2 - np.arange(self.diagonals - 1)
        places = np.stack([self._before()[1:], self._after()[back] + rows[0].size], axis=1)[..., None]
        for first in range(1, self.diagonals, _BLOCK):
            last = min(first + _BLOCK, self.diagonals)
            here = np.stack([scores[first:last], self._onward(scores, back[first - 1 : last - 1])], axis=1)
            for diagonal in range(first, last):
                values = flat[places[diagonal - 1] + span]
                values += here[diagonal - first]
                summed = _log_sum(values)
                rows[0, diagonal + MAX_BEAD, _PAD:-_PAD] = summed[0]
                rows[1, back[diagonal - 1], _PAD:-_PAD] = summed[1]
        return rows

    def _onward(self, scores: Scores, diagonals: Ints) -> Scores:
        """Return the scores of the beads that begin at the cells of diagonals, `(d, kinds, width)`."""
        later = diagonals[:, None] + SIZE
        known = np.minimum(later, self.diagonals - 1)
        shift = self.low[diagonals, None] + EN_COUNT - self.low[known]
        column = shift[..., None] + np.arange(self.width)
        within = (later < self.diagonals)[..., None] & (column >= 0) & (column < self.width)
        place = (known * len(TYPES) + np.arange(len(TYPES))) * self.width
        found: Scores = scores.reshape(-1)[place[..., None] + np.clip(column, 0, self.width - 1)]
        found[~within] = NEVER
        return found


def _log_sum(values: Rows) -> Rows:
    """Return log(sum(exp(values))) over the second axis; what can't be reached stays under hope."""
    top = values.max(axis=1)
    values -= top[:, None]
    summed: Rows = np.log(np.exp(values, out=values).sum(axis=1))
    summed += top
    return summed


def empty_scores(band: Band) -> Scores:
    """Return scores that allow no bead, `(diagonals, kinds, width)`, to be filled."""
    return np.full((band.diagonals, len(TYPES), band.width), NEVER, np.float32)


def path_through(points: Sequence[tuple[int, int]], rows: int, columns: int) -> Ints:
    """Return the i of every diagonal of the straight lines through `points`, (0, 0) and the end.

    Points must grow in both coordinates (or stand still in one).
    """
    corners = [(0, 0), *points, (rows, columns)]
    diagonal = np.array([i + j for i, j in corners])
    i = np.array([i for i, _ in corners])
    path: Ints = np.floor(np.interp(np.arange(rows + columns + 1), diagonal, i) + 0.5).astype(np.int64)
    return path
