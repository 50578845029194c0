"""Long texts searched window by window, so that memory does not grow with them. Leaves out: the search.

Neighbouring windows overlap by so much that in the middle of the overlap neither feels where the other
ends: the two paths meet there, and are joined.
"""

from collections.abc import Callable, Iterator, Sequence

from tm.align.lattice import path_through
from tm.bitext import Bead

Cell = tuple[int, int]
Numbers = Sequence[int]

_WINDOW = 4_096  # segments of both sides together; measures of so many take 20 MB
_OVERLAP = 512  # what a bead is worth depends on some 60 segments around it at most


def in_windows(
    solve: Callable[[Numbers, Numbers], list[Bead]], rows: Numbers, columns: Numbers, corners: Sequence[Cell]
) -> list[Bead]:
    """Return the beads of a stretch of any length, as `solve` finds them for parts of it.

    `rows` and `columns` are the stretch's English and Chinese segments; `corners` are places in them that
    a path is known to pass, growing. Where two windows find no cell in common, as in passages that answer
    nothing, both are solved as one.
    """
    done: list[tuple[Cell, Bead]] = []
    joint = (0, 0)
    for start, end in _windows(len(rows), len(columns), corners):
        more = list(_path(solve(rows[start[0] : end[0]], columns[start[1] : end[1]]), start))
        cell = _join(done, more, start)
        if cell is not None:
            joint = cell
            continue
        while done and sum(done[-1][0]) > sum(joint):
            done.pop()
        done.extend(_path(solve(rows[joint[0] : end[0]], columns[joint[1] : end[1]]), joint))
    return [bead for _, bead in done]


def _windows(rows: int, columns: int, corners: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the first and the last cell of every window."""
    path = path_through(corners, rows, columns)
    size = rows + columns
    for first in range(0, max(1, size - _OVERLAP), _WINDOW):
        last = min(first + _WINDOW + _OVERLAP, size)
        yield (int(path[first]), first - int(path[first])), (int(path[last]), last - int(path[last]))


def _path(beads: Sequence[Bead], start: Cell) -> Iterator[tuple[Cell, Bead]]:
    """Yield beads in order, each with the cell it ends at."""
    i, j = start
    for bead in beads:
        i, j = i + len(bead.en), j + len(bead.zh)
        yield (i, j), bead


def _join(done: list[tuple[Cell, Bead]], more: list[tuple[Cell, Bead]], start: Cell) -> Cell | None:
    """Go over from one path to the next, in place, at the cell both pass nearest to the overlap's middle.

    Returned is that cell; None, and nothing done, where there is none.
    """
    if not done:
        done.extend(more)
        return start
    places: dict[Cell, int] = {}
    for place in range(len(done) - 1, -1, -1):
        cell = done[place][0]
        if sum(cell) <= sum(start):
            break
        places[cell] = place
    shared = [place for place, (cell, _) in enumerate(more) if cell in places]
    if not shared:
        return None
    middle = sum(start) + _OVERLAP // 2
    chosen = min(shared, key=lambda place: abs(sum(more[place][0]) - middle))
    joint = more[chosen][0]
    del done[places[joint] + 1 :]
    done.extend(more[chosen + 1 :])
    return joint
