"""The index of one open memory: its searches. Leaves out: keeping it level (`level`), and ranking.

A look-up asks `index_of(memory)`; every search first takes in what changed since the last one.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side
from tm.memory.index.coding import token_hashes
from tm.memory.index.fuzzy import Best, FuzzyQuery, search
from tm.memory.index.level import Level
from tm.memory.index.meaning import MeaningHit
from tm.memory.index.ordering import Order, found_keys, order_key, ordered_ids, row_keys
from tm.memory.index.phrases import rows_with_any, rows_with_runs
from tm.memory.index.segment import Segment
from tm.memory.index.stretches import Stretch, longest_stretches
from tm.memory.index.tail import Found, FuzzyHit, Standing
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon
    from tm.embed.encoder import Encoder, Vectors


@dataclass(frozen=True, kw_only=True, slots=True)
class PhraseHits:
    """How many units were found, and the first of them by id."""

    total: int
    units: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeaningHits:
    """The units nearest in meaning, and how many more have no vector yet and so can't be found."""

    hits: list[MeaningHit]
    waiting: int


class UnitIndex:
    """Searches over the live, reusable units of a memory; safe to share between threads."""

    def __init__(self, memory: Memory) -> None:
        self._level = Level(weakref.proxy(memory))  # the index lives as long as its memory, not the reverse
        self._lock = threading.RLock()

    def __len__(self) -> int:
        with self._lock:
            return len(self._level.refresh())

    def settle(self, encoder: Encoder | None = None) -> None:
        """Bring the files level with the memory while there is time: after an import or a build.

        With an encoder, also the file by which its model's vectors are searched.
        """
        with self._lock:
            self._level.settle(encoder)

    def take_in(self, encoder: Encoder | None = None) -> None:
        """Take in what changed in the memory, as the next search would; with an encoder, by meaning too."""
        with self._lock:
            level = self._level.refresh()
            if encoder is not None:
                level.model(encoder).hold()

    def rebuild(self) -> None:
        """Make the whole index anew from the memory, and the files of every model it holds vectors of.

        Raises MemoryStoreError where another process is making it.
        """
        with self._lock:
            self._level.rebuild()

    def check(self) -> list[str]:
        """Read every index file and compare it with the memory; return what is wrong, one line each."""
        with self._lock:
            return self._level.refresh().check()

    def lexicon(self) -> Lexicon:
        """Return the lexicon of the memory: the one kept beside it, or one learned now from a few pairs."""
        with self._lock:
            return self._level.refresh().lexicon()

    def fuzzy(
        self, side: Side, query: Sequence[str], least_percent: int, limit: int | None
    ) -> list[FuzzyHit]:
        """Return the best units at or above `least_percent`, best first; `query` are comparison tokens."""
        best = Best(least_percent, limit)
        with self._lock:
            level = self._level.refresh()
            for hit in level.tail.fuzzy(side, query, least_percent):
                best.take(hit)
            prepared = FuzzyQuery.of(query)
            for segment in level.segments:
                search(segment.sides[side], prepared, best, segment.dead(side))
        return best.ranked()

    def stretches(
        self, side: Side, query: Sequence[str], *, least: int = 2, most_units: int = 5
    ) -> list[Stretch]:
        """Return the longest stretches of the query's tokens that stand in units, with some of these units.

        They have `least` tokens or more and come from every segment and the tail; some may lie inside others.
        """
        with self._lock:
            level = self._level.refresh()
            found = level.tail.stretches(side, query, least=least, most_units=most_units)
            hashes = token_hashes(query)
            for segment in level.segments:
                index = segment.sides[side]
                numbers = index.numbers_of(hashes)
                found.extend(
                    longest_stretches(index, numbers, segment.dead(side), least=least, most_units=most_units)
                )
        return found

    def phrase(
        self, side: Side, runs: Sequence[Sequence[str]], *, order: Order, limit: int | None
    ) -> PhraseHits:
        """Return the units in which every run of comparison tokens stands, the first `limit` in order."""
        with self._lock:
            level = self._level.refresh()
            found = level.tail.phrase(side, runs)
            total = len(found)
            for segment in level.segments:
                count, first = _phrase_in(segment, side, runs, order, limit)
                total += count
                found.extend(first)
        found.sort(key=lambda each: order_key(order, each))
        return PhraseHits(total=total, units=[each.unit for each in found[:limit]])

    def every(self, side: Side, runs: Sequence[Sequence[str]], order: Order) -> NDArray[np.int64]:
        """Return the ids of all units in which every run stands, in order; without runs, of all units."""
        with self._lock:
            level = self._level.refresh()
            parts = [row_keys(segment, side, _rows(segment, side, runs)) for segment in level.segments]
            parts.append(found_keys(level.tail.phrase(side, runs)))
        return ordered_ids(parts, order)

    def words_like(
        self, side: Side, matches: Callable[[str], object], *, order: Order, limit: int
    ) -> PhraseHits:
        """Return the units with a token of which `matches` is true, the first `limit` in order."""
        with self._lock:
            level = self._level.refresh()
            parts = [found_keys(level.tail.with_token(side, matches))]
            for segment in level.segments:
                index = segment.sides[side]
                tokens = [number for number, token in enumerate(index.vocabulary) if matches(token)]
                parts.append(row_keys(segment, side, rows_with_any(index, tokens)))
        ids = ordered_ids(parts, order)
        return PhraseHits(total=len(ids), units=ids[:limit].tolist())

    def nearest(self, encoder: Encoder, query: Vectors, limit: int) -> MeaningHits:
        """Return the units nearest in meaning on either side, best first; `query` is `(dimension,)`."""
        with self._lock:
            index = self._level.refresh().model(encoder)
            return MeaningHits(hits=index.nearest(query, limit), waiting=index.waiting)


def _rows(segment: Segment, side: Side, runs: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    index = segment.sides[side]
    return rows_with_runs(index, [index.numbers_of(token_hashes(run)) for run in runs])


def _phrase_in(
    segment: Segment, side: Side, runs: Sequence[Sequence[str]], order: Order, limit: int | None
) -> tuple[int, list[Found]]:
    """Return how many living units of a segment have every run, and the first `limit` in order."""
    index = segment.sides[side]
    rows = _rows(segment, side, runs)
    dead = segment.dead(side)
    if dead is not None:
        rows = rows[~dead[rows]]
    total = len(rows)
    if limit is not None and total > limit:
        if order == "length":
            rows = rows[:limit]
        else:
            ranks = (index.relevance_ranks if order == "relevance" else index.date_ranks)[rows]
            rows = rows[np.argpartition(ranks, limit)[:limit]]
    return total, [
        Found(unit=unit, length=length, standing=Standing(day=day, status=status))
        for unit, length, day, status in zip(
            index.ids[rows].tolist(),
            index.lengths[rows].tolist(),
            index.days[rows].tolist(),
            index.statuses[rows].tolist(),
            strict=True,
        )
    ]


_OPEN: weakref.WeakKeyDictionary[Memory, UnitIndex] = weakref.WeakKeyDictionary()
_OPEN_LOCK = threading.Lock()


def index_of(memory: Memory) -> UnitIndex:
    """Return the index of an open memory, the same one every time."""
    with _OPEN_LOCK:
        index = _OPEN.get(memory)
        if index is None:
            index = _OPEN[memory] = UnitIndex(memory)
        return index
