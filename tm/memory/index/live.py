"""The index of one open memory, kept level with it. Leaves out: ranking what is found.

A look-up asks `index_of(memory)`; every search first takes in what changed since the last one.
"""

import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.embed.encoder import Encoder, Vectors
from tm.memory.index.meaning import MeaningHit, TailVectors
from tm.memory.index.tail import Found, FuzzyHit, Tail
from tm.memory.protocols import Memory

Order = Literal["relevance", "date", "length"]
"""Confirmed units first and then the shortest; the newest first; the shortest first."""

_ORDERS: dict[Order, Callable[[Found], tuple[int, ...]]] = {
    "relevance": lambda found: (found.standing.status, found.length, -found.standing.day, -found.unit),
    "date": lambda found: (-found.standing.day, found.standing.status, found.length, -found.unit),
    "length": lambda found: (found.length, found.standing.status, -found.standing.day, -found.unit),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PhraseHits:
    """How many units were found, and the first of them by id."""

    total: int
    units: list[int]


class UnitIndex:
    """Searches over the live, reusable units of a memory; safe to share between threads."""

    def __init__(self, memory: Memory) -> None:
        self._memory = weakref.ref(memory)
        self._tail = Tail()
        self._meaning: dict[str, TailVectors] = {}
        self._generation = 0
        self._lock = threading.RLock()

    def __len__(self) -> int:
        self.refresh()
        return len(self._tail)

    @property
    def memory(self) -> Memory:
        """The memory indexed."""
        memory = self._memory()
        assert memory is not None, "the index outlived its memory"
        return memory

    def refresh(self) -> None:
        """Take in what changed in the memory since the last search."""
        with self._lock:
            generation = self.memory.generation()
            if generation == self._generation:
                return
            units = self.memory.units
            if self._generation == 0:
                self._take(units.scan())
            else:
                changed = units.changed_since(self._generation)
                for unit in changed:
                    self._drop(unit)
                self._take(units.get(changed))
            self._generation = generation

    def _drop(self, unit: int) -> None:
        self._tail.drop(unit)
        for vectors in self._meaning.values():
            vectors.drop(unit)

    def _take(self, units: Iterable[TranslationUnit]) -> None:
        for unit in units:
            if unit.status is not UnitStatus.DO_NOT_REUSE:
                self._tail.put(unit)

    def fuzzy(
        self, side: Side, query: Sequence[str], least_percent: int, limit: int | None
    ) -> list[FuzzyHit]:
        """Return the best units at or above `least_percent`, best first; `query` are comparison tokens."""
        with self._lock:
            self.refresh()
            hits = sorted(self._tail.fuzzy(side, query, least_percent), key=lambda hit: hit.order)
        return hits if limit is None else hits[:limit]

    def phrase(
        self, side: Side, runs: Sequence[Sequence[str]], *, order: Order, limit: int | None
    ) -> PhraseHits:
        """Return the units in which every run of comparison tokens stands, the first `limit` in order."""
        with self._lock:
            self.refresh()
            found = sorted(self._tail.phrase(side, runs), key=_ORDERS[order])
        return PhraseHits(total=len(found), units=[each.unit for each in found[:limit]])

    def nearest(self, encoder: Encoder, query: Vectors, limit: int) -> list[MeaningHit]:
        """Return the units nearest in meaning on either side, best first; `query` is `(dimension,)`."""
        with self._lock:
            self.refresh()
            held = self._meaning.setdefault(encoder.name, TailVectors(encoder.dimension))
            missing = [unit for unit in self._tail.ids() if unit not in held]
            if missing:
                held.put(self.memory, encoder, self.memory.units.get(missing))
            return held.nearest(query, limit)

    def ids(self) -> list[int]:
        """Return the ids of all units indexed."""
        with self._lock:
            self.refresh()
            return self._tail.ids()


_OPEN: "weakref.WeakKeyDictionary[Memory, UnitIndex]" = weakref.WeakKeyDictionary()
_OPEN_LOCK = threading.Lock()


def index_of(memory: Memory) -> UnitIndex:
    """Return the index of an open memory, the same one every time."""
    with _OPEN_LOCK:
        index = _OPEN.get(memory)
        if index is None:
            index = _OPEN[memory] = UnitIndex(memory)
        return index
