"""People's corrections as hard constraints. Leaves out: finding them by text, which their keepers do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tm.errors import AlignError


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


def sort_corrections(corrections: Sequence[Correction], rows: int, columns: int) -> Constraints:
    """Check and sort corrections. Raises AlignError on segments that aren't there or are claimed twice.

    The same correction given twice counts once; a bead rejected after it was confirmed is rejected.
    """
    last = {(one.en, one.zh): one for one in corrections}
    confirmed = [one for one in last.values() if one.action == "confirm"]
    taken: tuple[set[int], set[int]] = (set(), set())
    for one in last.values():
        for side, numbers, size, used in (("en", one.en, rows, taken[0]), ("zh", one.zh, columns, taken[1])):
            outside = [number for number in numbers if not 0 <= number < size]
            if outside:
                raise AlignError(
                    f"a {one.action}ed bead names {side} segment {outside[0]}, but that side has {size}"
                    " segments; take the correction out or give the texts it was made on"
                )
            if one.action == "confirm":
                twice = [number for number in numbers if number in used]
                if twice:
                    raise AlignError(
                        f"{side} segment {twice[0]} is in two confirmed beads; keep one of them (en"
                        f" {list(one.en)}, zh {list(one.zh)} is the later)"
                    )
                used.update(numbers)
    pairs = [one for one in confirmed if one.en and one.zh]
    fixed = _in_order([one for one in pairs if _neighbours(one.en) and _neighbours(one.zh)])
    return Constraints(
        fixed=tuple(fixed),
        apart=tuple(one for one in pairs if one not in fixed),
        lone_en=frozenset(number for one in confirmed if not one.zh for number in one.en),
        lone_zh=frozenset(number for one in confirmed if not one.en for number in one.zh),
        rejected=frozenset((one.en, one.zh) for one in last.values() if one.action == "reject"),
    )


def _neighbours(numbers: tuple[int, ...]) -> bool:
    return list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


def _in_order(beads: Sequence[Correction]) -> list[Correction]:
    """Return the longest run of beads that grow on both sides; the others stand out of order."""
    beads = sorted(beads, key=lambda bead: bead.en)
    length = [1] * len(beads)
    before = [-1] * len(beads)
    for here, bead in enumerate(beads):
        for there in range(here):
            if beads[there].zh[-1] < bead.zh[0] and length[there] + 1 > length[here]:
                length[here], before[here] = length[there] + 1, there
    found: list[Correction] = []
    at = max(range(len(beads)), key=lambda index: length[index], default=-1)
    while at >= 0:
        found.append(beads[at])
        at = before[at]
    return found[::-1]
