"""One stretch of both texts to beads, numbered as in the whole texts. Leaves out: where stretches end."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tm.align.chain import Point
from tm.align.confidence import confidence
from tm.align.config import AlignConfig
from tm.align.constraints import Constraints
from tm.align.lattice import NUMBER
from tm.align.model import load
from tm.align.passages import in_step
from tm.align.search import Bounds, Found, search
from tm.align.sides import Prepared
from tm.align.traits import Traits
from tm.align.windows import in_windows
from tm.bitext import Bead, BeadStatus

Numbers = Sequence[int]


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """Two texts, the traits of the whole, and what people and settings ask of their alignment."""

    en: Prepared
    zh: Prepared
    known: Traits
    constraints: Constraints
    config: AlignConfig

    def beads(self, rows: Numbers, columns: Numbers, points: Sequence[Point]) -> Iterator[Bead]:
        """Yield the beads of a stretch in order.

        `rows` and `columns` are its segments, ascending; `points` are a steady chain through the whole texts.
        Raises AlignError where rejected beads leave no way.
        """

        def solve(some: Numbers, others: Numbers) -> list[Bead]:
            return list(self._searched(some, others, points))

        inner = within(points, rows, columns)
        singles = self.en.reading.singles, self.zh.reading.singles
        parts = list(in_step(*singles, rows, columns, inner))
        if any(self._denied(*part) for part in parts):
            parts = [(rows, columns)]
        for some, others in parts:
            if (some and others) or self._denied(some, others):
                corners = [(point.i, point.j) for point in within(points, some, others)]
                yield from in_windows(solve, some, others, corners)
            else:
                yield from (self._bead(one, some, others) for one in _alone(len(some), len(others)))

    def _denied(self, rows: Numbers, columns: Numbers) -> bool:
        """Tell whether people rejected that a segment of a part on one side alone has no counterpart."""
        rejected = self.constraints.rejected
        if not rejected or (rows and columns):
            return False
        return any(((i,), ()) in rejected for i in rows) or any(((), (j,)) in rejected for j in columns)

    def _searched(self, rows: Numbers, columns: Numbers, points: Sequence[Point]) -> Iterator[Bead]:
        whole = len(rows) == self.en.size and len(columns) == self.zh.size
        found = search(
            self.en if whole else self.en.take(rows),
            self.zh if whole else self.zh.take(columns),
            within(points, rows, columns),
            load(),
            self.config,
            self.known,
            _bounds(self.constraints, rows, columns),
        )
        yield from (self._bead(one, rows, columns) for one in found)

    def _bead(self, found: Found, rows: Numbers, columns: Numbers) -> Bead:
        """Return a bead found in a part of the texts as one of the whole, with its confidence."""
        en, zh = tuple(rows[i] for i in found.en), tuple(columns[j] for j in found.zh)
        lone = (not zh and en[0] in self.constraints.lone_en) or (
            not en and zh[0] in self.constraints.lone_zh
        )
        chance = 1.0 if lone else confidence(found.kind, found.share, self.known.closeness)
        status = BeadStatus.REVIEW if chance < self.config.review_below else BeadStatus.AUTO
        return Bead(
            en=en,
            zh=zh,
            score=found.score,
            confidence=chance,
            status=BeadStatus.CONFIRMED if lone else status,
        )


def _alone(rows: int, columns: int) -> Iterator[Found]:
    """Yield each segment of a side that has nothing beside it as a null of which there is no doubt."""
    for i in range(rows):
        yield Found(en=(i,), zh=(), score=0.0, share=1.0, kind=NUMBER[1, 0])
    for j in range(columns):
        yield Found(en=(), zh=(j,), score=0.0, share=1.0, kind=NUMBER[0, 1])


def within(points: Sequence[Point], rows: Sequence[int], columns: Sequence[int]) -> list[Point]:
    """Return the points that lie in a stretch, numbered as in it."""
    return [
        Point(bisect_left(rows, point.i), bisect_left(columns, point.j), point.weight)
        for point in points
        if _holds(rows, point.i) and _holds(columns, point.j)
    ]


def _holds(numbers: Sequence[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _bounds(constraints: Constraints, rows: Sequence[int], columns: Sequence[int]) -> Bounds:
    """Return what the corrections mean for a stretch, numbered as in the stretch."""
    return Bounds(
        rejected=tuple(
            (tuple(bisect_left(rows, i) for i in en), tuple(bisect_left(columns, j) for j in zh))
            for en, zh in constraints.rejected
            if all(_holds(rows, i) for i in en) and all(_holds(columns, j) for j in zh)
        ),
        lone_en=tuple(bisect_left(rows, i) for i in constraints.lone_en if _holds(rows, i)),
        lone_zh=tuple(bisect_left(columns, j) for j in constraints.lone_zh if _holds(columns, j)),
    )
