"""Where two texts run in step, and where one of them goes on alone for long. Leaves out: what answers what.

A long passage on one side with little beside it, between two neighbouring points of the chain, has no answer
there: it is missing in the other text, or stands elsewhere in it. It is cut out before the search, which
weighs nulls one by one and would rather join six of them to a neighbour.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from tm.align.chain import Point
from tm.bitext import Side
from tm.embed import Vectors

Cell = tuple[int, int]
Numbers = Sequence[int]

_TIMES, _MORE = 4, 24
"""A side goes on alone where it has so many times the other's segments, and so many more."""
_ISLAND = 4  # neighbouring points that make a passage in step between two passages alone
_SHARE, _KEPT = 2, 6
"""Segments kept at either end of a passage alone: so many for one that stands beside it, and so many more."""


def steady(points: Sequence[Point], rows: int, columns: int) -> list[Point]:
    """Return a chain without the few points that stand in the midst of a passage alone.

    In a missing chapter some segments always resemble the few that stand beside it.
    """
    corners = _corners(points, rows, columns)
    breaks = [(place, side) for place, side in enumerate(map(_alone, corners, corners[1:])) if side]
    dropped = {
        place
        for (first, side), (last, other) in pairwise(breaks)
        if side == other and last - first < _ISLAND
        for place in range(first, last)
    }
    return [point for place, point in enumerate(points) if place not in dropped]


def in_step(
    en: Vectors, zh: Vectors, rows: Numbers, columns: Numbers, points: Sequence[Point]
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield in order the parts of a stretch: segments of both sides that run in step, or of one alone.

    `rows` and `columns` are the stretch's segments; `points` are a steady chain, numbered within it.
    """
    i, j = 0, 0
    for before, after in pairwise(_corners(points, len(rows), len(columns))):
        side = _alone(before, after)
        if not side:
            continue
        some, others = rows[before[0] + 1 : after[0]], columns[before[1] + 1 : after[1]]
        if side == "en":
            kept, shared = _divide(en, some, zh, others)
            end, again = (kept, shared), (len(some) - kept, shared)
        else:
            kept, shared = _divide(zh, others, en, some)
            end, again = (shared, kept), (shared, len(others) - kept)
        first, last = ((before[0] + 1 + n, before[1] + 1 + m) for n, m in (end, again))
        yield rows[i : first[0]], columns[j : first[1]]
        yield rows[first[0] : last[0]], columns[first[1] : last[1]]
        i, j = last
    yield rows[i:], columns[j:]


def _corners(points: Sequence[Point], rows: int, columns: int) -> list[Cell]:
    return [(-1, -1), *((point.i, point.j) for point in points), (rows, columns)]


def _alone(before: Cell, after: Cell) -> Side | None:
    """Tell which side goes on alone between two corners, if one does."""
    rows, columns = after[0] - before[0] - 1, after[1] - before[1] - 1
    if rows >= _TIMES * columns + _MORE:
        return "en"
    return "zh" if columns >= _TIMES * rows + _MORE else None


def _divide(long: Vectors, alone: Numbers, short: Vectors, beside: Numbers) -> tuple[int, int]:
    """Return how much of a passage alone is kept at either end, and how many beside it go with the first.

    What stands beside it is divided so that it is most like what is kept at the end it goes to.
    """
    kept = _SHARE * len(beside) + _KEPT
    few = short[list(beside)]
    first, last = ((few @ long[list(ends)].T).max(axis=1) for ends in (alone[:kept], alone[-kept:]))
    return kept, int(np.concatenate([[0], np.cumsum(first - last)]).argmax())
