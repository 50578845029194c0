"""Passages that stand elsewhere in the other text. Leaves out: single sentences out of order.

What was left without counterpart on either side is compared once more: where enough neighbours answer enough
neighbours, the passage was moved. It is aligned as a stretch of its own, and its beads are marked so.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tm.align.chain import Point, along, chain
from tm.align.stretch import Numbers, Task, within
from tm.align.traits import traits
from tm.bitext import Bead, BeadStatus

Cell = tuple[int, int]

_TIGHT = 3  # segments a passage may have between two that answer each other
_LOOSE = 16  # the same in a long passage of a free translation; an unrelated one has points so near by chance
_CLOSE = 0.67
"""How close a passage must be beside the whole texts. Unrelated chapters come to .4 to .55, related to .8."""
_ANSWERED = 0.6  # share of a passage's segments that must have a counterpart
_BEYOND = 8  # segments looked at before its first point and after its last, at most
_ROUNDS = 8  # times what is left is compared: passages may have changed places among themselves


def with_moved(task: Task, beads: Sequence[Bead]) -> list[Bead]:
    """Return the beads with those nulls replaced that answer each other out of order."""
    found = list(beads)
    steps = sorted((bead.en[0], bead.zh[0]) for bead in found if bead.en and bead.zh)
    for _ in range(_ROUNDS):
        rows = sorted(bead.en[0] for bead in found if _free(bead) and not bead.zh)
        columns = sorted(bead.zh[0] for bead in found if _free(bead) and not bead.en)
        if min(len(rows), len(columns)) < task.config.moved_min:
            break
        passages = list(_passages(task, rows, columns))
        if not passages:
            break
        taken_en = {i for passage in passages for bead in passage for i in bead.en}
        taken_zh = {j for passage in passages for bead in passage for j in bead.zh}
        found = [
            bead
            for bead in found
            if not (_free(bead) and (taken_en.intersection(bead.en) or taken_zh.intersection(bead.zh)))
        ]
        for passage in passages:
            moved = not _fits(steps, passage)
            found.extend(replace(bead, moved=moved) for bead in passage)
    return found


def _fits(steps: list[Cell], passage: Sequence[Bead]) -> bool:
    """Tell whether a passage stands in the order of all others; if so, its beads are added to `steps`.

    `steps` are the first segments of beads in order.
    """
    cells = [(bead.en[0], bead.zh[0]) for bead in passage]
    for cell in cells:
        at = bisect_left(steps, cell)
        if (at and steps[at - 1][1] > cell[1]) or (at < len(steps) and steps[at][1] < cell[1]):
            return False
    for cell in cells:
        insort(steps, cell)
    return True


def _free(bead: Bead) -> bool:
    """Tell whether a bead is a null nobody confirmed."""
    return not (bead.en and bead.zh) and bead.status is not BeadStatus.CONFIRMED


def _passages(task: Task, rows: Numbers, columns: Numbers) -> Iterator[list[Bead]]:
    """Yield the beads of passages that answer each other among segments left over."""
    singles = task.en.reading.singles[rows], task.zh.reading.singles[columns]
    points = [Point(rows[point.i], columns[point.j], point.weight) for point in chain(*singles)]
    least = task.config.moved_min
    for loose in _runs(points, _LOOSE, least):
        if _close(task, rows, columns, loose):
            blocks = [loose]
        else:
            blocks = [one for one in _runs(loose, _TIGHT, least) if _close(task, rows, columns, one)]
        for block in blocks:
            beads = _aligned(task, rows, columns, block)
            if beads:
                rows = rows[bisect_right(rows, beads[-1].en[-1]) :]
                columns = columns[bisect_right(columns, beads[-1].zh[-1]) :]
                yield beads


def _runs(points: Sequence[Point], gap: int, least: int) -> list[list[Point]]:
    """Return runs of at least so many points, from each to the next up to `gap` segments on either side."""
    found: list[list[Point]] = []
    for point in points:
        last = found[-1][-1] if found else None
        if last is not None and point.i - last.i <= gap and point.j - last.j <= gap:
            found[-1].append(point)
        else:
            found.append([point])
    return [run for run in found if len(run) >= least]


def _close(task: Task, rows: Numbers, columns: Numbers, block: Sequence[Point]) -> bool:
    """Tell whether both sides of a passage are nearly as close as the rest of the texts."""
    own, other = _reach(rows, block[0].i, block[-1].i), _reach(columns, block[0].j, block[-1].j)
    path = along(within(block, own, other), len(own), len(other))
    return traits(task.en.take(own), task.zh.take(other), *path).closeness >= _CLOSE * task.known.closeness


def _aligned(task: Task, rows: Numbers, columns: Numbers, block: Sequence[Point]) -> list[Bead]:
    """Return the beads of a passage, looked for a little beyond its points; none if too few are answered."""
    beyond = min(_BEYOND, len(block) // 2)
    own = _reach(rows, block[0].i, block[-1].i, beyond)
    other = _reach(columns, block[0].j, block[-1].j, beyond)
    beads = [bead for bead in task.beads(own, other, block) if bead.en and bead.zh]
    if not beads:
        return []
    first, last = beads[0], beads[-1]
    among = len(_reach(own, first.en[0], last.en[-1])) + len(_reach(other, first.zh[0], last.zh[-1]))
    answered = sum(len(bead.en) + len(bead.zh) for bead in beads)
    return beads if answered >= _ANSWERED * among else []


def _reach(numbers: Numbers, first: int, last: int, beyond: int = 0) -> Numbers:
    """Return the numbers from `first` to `last`, and up to so many beyond as follow on directly."""
    start, end = bisect_left(numbers, first), bisect_right(numbers, last)
    for _ in range(beyond):
        start -= start > 0 and numbers[start - 1] == numbers[start] - 1
        end += end < len(numbers) and numbers[end] == numbers[end - 1] + 1
    return numbers[start:end]
