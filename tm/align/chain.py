"""A chain of safe points through both texts, found before any strip is laid. Leaves out: beads.

Where a chapter is missing or moved, a strip around the diagonal would lose the path; a chain of segments
that answer each other and nothing else holds it. Large texts are sampled first and filled in between the
points found, so that the cost grows with the length and not with its square.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tm.embed import Vectors

_AREA = 2_000_000
"""Pairs of segments compared at once; a larger rectangle is sampled."""
_SAMPLES = 512
_ROWS, _COLUMNS = (
    64,
    4_096,
)  # of such a table looked at together: copies of all of it would be the most memory
_CANDIDATES = 2  # best Chinese segments kept for each English one
_RIVALS = 3
_CLEAR = 0.06
"""How far a pair must stand above its rivals to be a point."""
_SUPPORT = 4  # segments either way that must speak for a sampled point too
_SUPPORTED = 0.22


@dataclass(frozen=True, slots=True)
class Point:
    """English segment `i` answers Chinese segment `j`, by `weight` above its rivals."""

    i: int
    j: int
    weight: float


def chain(en: Vectors, zh: Vectors) -> list[Point]:
    """Return points that grow in both coordinates; `en` and `zh` are unit vectors of segments."""
    return heaviest(list(_points(en, zh, (0, len(en)), (0, len(zh)))))


def along(points: list[Point], rows: int, columns: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the i and j of a line through all points, from the beginning to the end of both texts."""
    corners = [(0, 0), *((point.i, point.j) for point in points), (rows, columns)]
    return np.array([i for i, _ in corners]), np.array([j for _, j in corners])


def _points(en: Vectors, zh: Vectors, rows: tuple[int, int], columns: tuple[int, int]) -> Iterator[Point]:
    """Yield candidate points of a rectangle; stack instead of recursion, for texts of any length."""
    todo = [(rows, columns)]
    while todo:
        (i0, i1), (j0, j1) = todo.pop()
        if i1 <= i0 or j1 <= j0:
            continue
        if (i1 - i0) * (j1 - j0) <= _AREA:
            yield from _compare(en, zh, np.arange(i0, i1), (j0, j1))
            continue
        sampled = np.unique(np.linspace(i0, i1 - 1, min(_SAMPLES, i1 - i0)).astype(np.int64))
        found = [
            point
            for point in heaviest(list(_compare(en, zh, sampled, (j0, j1))))
            if _support(en, zh, point) >= _SUPPORTED
        ]
        if not found:
            continue
        yield from found
        corners = [(i0 - 1, j0 - 1), *((point.i, point.j) for point in found), (i1, j1)]
        todo.extend(((a[0] + 1, b[0]), (a[1] + 1, b[1])) for a, b in pairwise(corners))


def _compare(en: Vectors, zh: Vectors, rows: NDArray[np.int64], columns: tuple[int, int]) -> Iterator[Point]:
    """Yield the pairs that stand clear of what rivals them in their row and column."""
    alike = en[rows] @ zh[slice(*columns)].T
    blocks = range(0, alike.shape[1], _COLUMNS)
    down = np.concatenate([_top(alike[:, first : first + _COLUMNS], 0) for first in blocks])
    count = min(_CANDIDATES, alike.shape[1])
    for first in range(0, len(rows), _ROWS):
        some = alike[first : first + _ROWS]
        clear = some - (down + _top(some, 1)[:, None]) / 2
        best = np.argpartition(-clear, count - 1, axis=1)[:, :count]
        for row, chosen in enumerate(best):
            for column in chosen:
                weight = float(clear[row, column])
                if weight >= _CLEAR:
                    yield Point(int(rows[first + row]), columns[0] + int(column), weight)


def _top(alike: Vectors, axis: int) -> NDArray[np.float32]:
    """Return the mean of the best few values along an axis, the very best left out."""
    size = alike.shape[axis]
    if size <= 1:
        return np.zeros(alike.shape[1 - axis], np.float32)
    kept = min(_RIVALS + 1, size)
    best = -np.partition(-alike, kept - 1, axis=axis).take(range(kept), axis=axis)
    mean: NDArray[np.float32] = (best.sum(axis=axis) - best.max(axis=axis)) / (kept - 1)
    return mean


def _support(en: Vectors, zh: Vectors, point: Point) -> float:
    """Return how similar the neighbourhoods of a point are: each segment's best, on average."""
    rows = en[max(0, point.i - _SUPPORT) : point.i + _SUPPORT + 1]
    columns = zh[max(0, point.j - 2 * _SUPPORT) : point.j + 2 * _SUPPORT + 1]
    return float((rows @ columns.T).max(axis=1).mean())


def heaviest(points: list[Point]) -> list[Point]:
    """Return the heaviest chain among points, growing in both coordinates.

    A Fenwick-like ladder: `tops[k]` is the column and `totals[k]` the weight of the best chains so far,
    both growing with k.
    """
    points = sorted(points, key=lambda point: (point.i, -point.j))
    columns: list[int] = []
    totals: list[float] = []
    ends: list[int] = []
    before = [-1] * len(points)
    for index, point in enumerate(points):
        at = bisect_left(columns, point.j)
        total = point.weight + (totals[at - 1] if at else 0.0)
        before[index] = ends[at - 1] if at else -1
        if at < len(columns) and columns[at] == point.j:
            if totals[at] >= total:
                continue
            del columns[at], totals[at], ends[at]
        while at < len(columns) and totals[at] <= total:
            del columns[at], totals[at], ends[at]
        columns.insert(at, point.j)
        totals.insert(at, total)
        ends.insert(at, index)
    found: list[Point] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(points[at])
        at = before[at]
    return found[::-1]
