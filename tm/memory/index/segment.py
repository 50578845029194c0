"""One segment of the index: both sides of some units, made once and never changed.

Later segments and the tail say which of its units they replace. Leaves out: which segments there are
(`folder`) and how they are searched (`fuzzy`, `phrases`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.memory.index.arrays import read_arrays, write_arrays
from tm.memory.index.coding import Coder
from tm.memory.index.side import SideIndex
from tm.memory.index.side_build import UnitFacts, side_arrays
from tm.memory.index.tail import standing_of

SIDES: tuple[Side, Side] = ("en", "zh")
_BATCH = 2_000
"""Units taken from the memory at a time."""


class Segment:
    """The two sides of a segment, and which of their rows have been replaced since."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], path: Path | None = None) -> None:
        self.path = path
        self.replaced: NDArray[np.int64] = arrays["replaced"]
        self.sides: dict[Side, SideIndex] = {
            side: SideIndex(
                {
                    name.removeprefix(f"{side}."): each
                    for name, each in arrays.items()
                    if name.startswith(side)
                }
            )
            for side in SIDES
        }
        self._dead: dict[Side, NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.sides["en"])

    @property
    def unit_ids(self) -> NDArray[np.int64]:
        """Every unit id in the segment, dead or alive, in no order."""
        return self.sides["en"].ids

    def dead(self, side: Side) -> NDArray[np.bool_] | None:
        """Return which rows of a side have been replaced, or None where none has."""
        return self._dead.get(side)

    def dead_count(self) -> int:
        """Return how many units have been replaced."""
        dead = self.dead("en")
        return 0 if dead is None else int(dead.sum())

    @cached_property
    def _highest(self) -> int:
        return int(self.unit_ids.max(initial=0))

    def bury(self, units: NDArray[np.int64]) -> None:
        """Mark units as replaced."""
        if units.min(initial=self._highest + 1) > self._highest:
            return
        for side, index in self.sides.items():
            hit = np.isin(index.ids, units)
            if hit.any():
                dead = self._dead.get(side)
                self._dead[side] = hit if dead is None else dead | hit

    def alive_ids(self, status: int | None = None) -> NDArray[np.int64]:
        """Return the ids of units not replaced, rising; with `status` (see `Standing`) of those so marked."""
        dead = self.dead("en")
        kept = np.ones(len(self), dtype=np.bool_) if dead is None else ~dead
        if status is not None:
            kept &= self.sides["en"].statuses == status
        return np.sort(self.unit_ids[kept])


def segment_arrays(units: Iterable[TranslationUnit], replaced: Sequence[int]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a segment of reusable units, which takes the place of the units `replaced`."""
    coders: dict[Side, Coder] = {side: Coder() for side in SIDES}
    ids: list[int] = []
    days: list[int] = []
    statuses: list[int] = []
    usable = (unit for unit in units if unit.status is not UnitStatus.DO_NOT_REUSE)
    for batch in _batches(usable):
        for side, coder in coders.items():
            coder.add([unit.text(side) for unit in batch])
        for unit in batch:
            assert unit.id is not None
            standing = standing_of(unit)
            ids.append(unit.id)
            days.append(standing.day)
            statuses.append(standing.status)
    facts = UnitFacts(
        ids=np.asarray(ids, dtype=np.int64),
        days=np.asarray(days, dtype=np.int32),
        statuses=np.asarray(statuses, dtype=np.uint8),
    )
    arrays: dict[str, NDArray[Any]] = {"replaced": np.unique(np.asarray(replaced, dtype=np.int64))}
    for side in SIDES:
        made = side_arrays(coders.pop(side).finish(), facts)
        arrays.update({f"{side}.{name}": array for name, array in made.items()})
    return arrays


def _batches(units: Iterable[TranslationUnit]) -> Iterator[Sequence[TranslationUnit]]:
    rest = iter(units)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def read_segment(path: Path, *, check: bool = False) -> Segment:
    """Map a segment file; see `read_arrays` for what it raises."""
    return Segment(read_arrays(path, check=check).arrays, path)


def write_segment(path: Path, arrays: Mapping[str, NDArray[Any]]) -> Segment:
    """Write a segment file and map it."""
    write_arrays(path, {"units": len(arrays["en.ids"])}, arrays)
    return read_segment(path)
