"""People's corrections as hard constraints. Leaves out: finding them by text, which their keepers do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tm.align.chain import Point, heaviest
from tm.errors import AlignError

_HELD = 1.0
"""What a confirmed bead weighs against points; the usual point weighs .42 in releases and .13 in novels."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A bead a person confirmed (it must be) or rejected (it must not be), by segment indices.

    An empty side confirms that the segments have no counterpart.
    """

    action: Literal["confirm", "reject"]
    en: tuple[int, ...]
    zh: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraints:
    """Corrections sorted by what they mean for the search.

    `fixed` are confirmed beads of neighbouring segments in order: the search runs between them. `apart`
    are confirmed ones that stand out of order or aren't neighbours. `lone_en` and `lone_zh` have no
    counterpart. `rejected` must not come out.
    """

    fixed: tuple[Correction, ...]
    apart: tuple[Correction, ...]
    lone_en: frozenset[int]
    lone_zh: frozenset[int]
    rejected: frozenset[tuple[tuple[int, ...], tuple[int, ...]]]


def checked(corrections: Sequence[Correction], rows: int, columns: int) -> list[Correction]:
    """Return the latest correction of each bead. Raises AlignError on segments not there or claimed twice."""
    latest = list({(one.en, one.zh): one for one in corrections}.values())
    for side, size in (("en", rows), ("zh", columns)):
        holders: dict[int, Correction] = {}
        for one in latest:
            for number in _of(one, side):
                if not 0 <= number < size:
                    raise AlignError(
                        f"a {one.action}ed bead names {side} segment {number}, but that side has {size}"
                        " segments; take the correction out or give the texts it was made on"
                    )
                if one.action == "confirm" and holders.setdefault(number, one) is not one:
                    raise AlignError(
                        f"{side} segment {number} is in two confirmed beads; keep one of them (en"
                        f" {list(one.en)}, zh {list(one.zh)} is the later)"
                    )
    return latest


def sort_corrections(corrections: Sequence[Correction], points: Sequence[Point]) -> Constraints:
    """Sort checked corrections by what they mean.

    `points` are segments that answer each other beyond doubt: a bead that many of them contradict was
    moved. A null of several segments is one for each of them.
    """
    confirmed = [one for one in corrections if one.action == "confirm"]
    pairs = [one for one in confirmed if one.en and one.zh]
    fixed = _in_order([one for one in pairs if _neighbours(one.en) and _neighbours(one.zh)], points)
    return Constraints(
        fixed=tuple(fixed),
        apart=tuple(one for one in pairs if one not in fixed),
        lone_en=frozenset(number for one in confirmed if not one.zh for number in one.en),
        lone_zh=frozenset(number for one in confirmed if not one.en for number in one.zh),
        rejected=frozenset(
            bead for one in corrections if one.action == "reject" for bead in _nulls_apart(one)
        ),
    )


def _of(one: Correction, side: str) -> tuple[int, ...]:
    return one.en if side == "en" else one.zh


def _nulls_apart(one: Correction) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return a bead, or each segment of a null as a null of its own."""
    if one.en and one.zh:
        return [(one.en, one.zh)]
    return [*(((number,), ()) for number in one.en), *(((), (number,)) for number in one.zh)]


def _neighbours(numbers: tuple[int, ...]) -> bool:
    return list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


def _in_order(beads: Sequence[Correction], points: Sequence[Point]) -> list[Correction]:
    """Return the beads that grow on both sides, together with as many points as can be."""
    if not beads:
        return []
    held_en = {number for bead in beads for number in bead.en}
    held_zh = {number for bead in beads for number in bead.zh}
    free = [point for point in points if point.i not in held_en and point.j not in held_zh]
    found = heaviest([*free, *(Point(bead.en[0], bead.zh[0], _HELD) for bead in beads)])
    kept = {(point.i, point.j) for point in found}
    return sorted((bead for bead in beads if (bead.en[0], bead.zh[0]) in kept), key=lambda bead: bead.en)
