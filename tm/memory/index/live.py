"""The index of one open memory, kept level with it. Leaves out: ranking what is found.

A look-up asks `index_of(memory)`; every search first takes in what changed since the last one. Up to
`TAIL_UNITS` changed units are held in the tail; beyond that they become a segment on disk.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.memory.index.base import Base
from tm.memory.index.coding import token_hashes
from tm.memory.index.fuzzy import Best, FuzzyQuery, search
from tm.memory.index.meaning import MeaningHit, ModelIndex, write_meaning
from tm.memory.index.ordering import Order, found_keys, order_key, ordered_ids, row_keys
from tm.memory.index.phrases import rows_with_any, rows_with_runs
from tm.memory.index.segment import Segment
from tm.memory.index.stretches import Stretch, longest_stretches
from tm.memory.index.tail import Found, FuzzyHit, Standing, Tail
from tm.memory.index.wordbook import learn
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon
    from tm.embed.encoder import Encoder, Vectors

TAIL_UNITS = 4_096
"""Changed units scanned whole at each search: under a millisecond."""
SETTLED_UNITS = 512
"""Changed units that are worth a segment when a job has time for it."""

LEARNED_AT_ONCE = 600
"""Pairs a lexicon is learned from while someone waits: about a third of a second."""


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
        self._memory = weakref.ref(memory)
        self._base: Base | None = None
        self._tail = Tail()
        self._recent: set[int] = set()
        self._meaning: dict[str, ModelIndex] = {}
        self._lexicon: Lexicon | None = None
        self._generation = -1
        self._lock = threading.RLock()

    @property
    def memory(self) -> Memory:
        """The memory indexed."""
        memory = self._memory()
        assert memory is not None, "the index outlived its memory"
        return memory

    def __len__(self) -> int:
        with self._lock:
            base = self.refresh()
            return len(self._tail) + sum(len(each) - each.dead_count() for each in base.segments)

    def refresh(self) -> Base:
        """Take in what changed in the memory since the last search, by this process or another."""
        with self._lock:
            generation = self.memory.generation()
            if self._base is None:
                self._base = Base(self.memory)
                self._start(self._base)
            elif self._base.folder.stamp() != self._base.stamp:
                self._start(self._base)
            if generation != self._generation:
                self._catch_up(self._base)
            return self._base

    def _start(self, base: Base) -> None:
        base.load()
        self._empty_tail()
        self._meaning.clear()
        self._generation = base.generation

    def _empty_tail(self) -> None:
        self._tail = Tail()
        self._recent.clear()
        self._lexicon = None

    def _catch_up(self, base: Base) -> None:
        units = self.memory.units
        generation = self.memory.generation()
        if base.generation == 0 and not self._recent and units.count() > TAIL_UNITS:
            base.build()
            self._generation = base.generation
            return
        changed = units.changed_since(max(self._generation, 0))
        if len(self._recent) + len(changed) > TAIL_UNITS:
            base.append(sorted({*self._recent, *changed}))
            self._empty_tail()
            self._generation = base.generation
            return
        self._take(base, changed)
        self._generation = generation

    def _take(self, base: Base, changed: Sequence[int]) -> None:
        """Hold changed units in the tail, in place of what was known of them."""
        replaced = np.asarray(changed, dtype=np.int64)
        for segment in base.segments:
            ids = segment.unit_ids
            if len(replaced) and len(ids) and replaced.min() <= ids.max():
                segment.bury(replaced)
        for unit_id in changed:
            self._tail.drop(unit_id)
        for unit in self.memory.units.get(changed):
            if _usable(unit):
                self._tail.put(unit)
        self._recent.update(changed)

    def settle(self, encoder: Encoder | None = None) -> None:
        """Bring the files level with the memory while there is time: after an import or a build.

        With an encoder, also the file by which its model's vectors are searched.
        """
        with self._lock:
            base = self.refresh()
            if len(self._recent) >= SETTLED_UNITS:
                base.append(sorted(self._recent))
                self._empty_tail()
                self._generation = base.generation
            base.merge()
            self._settle_lexicon(base)
            if encoder is not None and self._model(base, encoder).changed >= SETTLED_UNITS:
                self._write_meaning(base, encoder.name)

    def rebuild(self) -> None:
        """Make the whole index anew from the memory, and the files of every model it holds vectors of."""
        with self._lock:
            base = self._base = Base(self.memory)
            base.build()
            self._empty_tail()
            self._generation = base.generation
            for model in self.memory.vectors.models():
                self._write_meaning(base, model.name)
            self._settle_lexicon(base)

    def check(self) -> list[str]:
        """Read every index file and compare it with the memory; return what is wrong, one line each."""
        with self._lock:
            faults = self.refresh().check()
            held, live = len(self), sum(1 for unit in self.memory.units.scan() if _usable(unit))
        if held != live:
            faults.append(f"the search index holds {held} units, the memory {live}; run `tm doctor --repair`")
        return faults

    def _settle_lexicon(self, base: Base) -> None:
        """Learn the lexicon again once the memory has grown or shrunk by a quarter since."""
        units = len(self)
        known = int(base.manifest.lexicon.get("units", 0))
        if self.memory.read_only or units < SETTLED_UNITS or abs(units - known) * 4 < known:
            return
        base.keep_lexicon(learn(self.memory, self._some_ids(base)), units)
        self._lexicon = None

    def _some_ids(self, base: Base) -> list[int]:
        return [
            *self._tail.ids(),
            *(unit for segment in base.segments for unit in segment.alive_ids().tolist()),
        ]

    def lexicon(self) -> Lexicon:
        """Return the lexicon of the memory: the one kept beside it, or one learned now from a few pairs."""
        with self._lock:
            base = self.refresh()
            if self._lexicon is None:
                self._lexicon = base.lexicon()
            if self._lexicon is None:
                ids = self._some_ids(base)[:LEARNED_AT_ONCE]
                self._lexicon = learn(self.memory, ids)
            return self._lexicon

    def stretches(
        self, side: Side, query: Sequence[str], *, least: int = 2, most_units: int = 5
    ) -> list[Stretch]:
        """Return the longest stretches of the query's tokens that stand in units, with some of these units.

        They have `least` tokens or more and come from every segment and the tail; some may lie inside others.
        """
        with self._lock:
            base = self.refresh()
            found = self._tail.stretches(side, query, least=least, most_units=most_units)
            hashes = token_hashes(query)
            for segment in base.segments:
                index = segment.sides[side]
                numbers = index.numbers_of(hashes)
                found.extend(
                    longest_stretches(index, numbers, segment.dead(side), least=least, most_units=most_units)
                )
        return found

    def _write_meaning(self, base: Base, model: str) -> None:
        if self.memory.read_only:
            return
        with self.memory.reading():
            path = base.folder.fresh("meaning")
            generation = self.memory.generation()
            if write_meaning(self.memory, model, path):
                base.publish_meaning(model, path.name, generation)
        self._meaning.pop(model, None)

    def _model(self, base: Base, encoder: Encoder) -> ModelIndex:
        """Return the index of a model's vectors, level with the memory."""
        index = self._meaning.get(encoder.name)
        if index is None:
            index = ModelIndex(self.memory, encoder)
            base.load_meaning(encoder.name, index)
            self._meaning[encoder.name] = index
        if index.generation != self._generation:
            index.take(self.memory.units.changed_since(index.generation), self._generation)
        return index

    def fuzzy(
        self, side: Side, query: Sequence[str], least_percent: int, limit: int | None
    ) -> list[FuzzyHit]:
        """Return the best units at or above `least_percent`, best first; `query` are comparison tokens."""
        best = Best(least_percent, limit)
        with self._lock:
            base = self.refresh()
            for hit in self._tail.fuzzy(side, query, least_percent):
                best.take(hit)
            prepared = FuzzyQuery.of(query)
            for segment in base.segments:
                search(segment.sides[side], prepared, best, segment.dead(side))
        return best.ranked()

    def phrase(
        self, side: Side, runs: Sequence[Sequence[str]], *, order: Order, limit: int | None
    ) -> PhraseHits:
        """Return the units in which every run of comparison tokens stands, the first `limit` in order."""
        with self._lock:
            base = self.refresh()
            found = self._tail.phrase(side, runs)
            total = len(found)
            for segment in base.segments:
                count, first = _phrase_in(segment, side, runs, order, limit)
                total += count
                found.extend(first)
        found.sort(key=lambda each: order_key(order, each))
        return PhraseHits(total=total, units=[each.unit for each in found[:limit]])

    def every(self, side: Side, runs: Sequence[Sequence[str]], order: Order) -> NDArray[np.int64]:
        """Return the ids of all units in which every run stands, in order; without runs, of all units."""
        with self._lock:
            base = self.refresh()
            parts = [row_keys(segment, side, _rows(segment, side, runs)) for segment in base.segments]
            parts.append(found_keys(self._tail.phrase(side, runs)))
        return ordered_ids(parts, order)

    def words_like(
        self, side: Side, matches: Callable[[str], object], *, order: Order, limit: int
    ) -> PhraseHits:
        """Return the units with a token of which `matches` is true, the first `limit` in order."""
        with self._lock:
            base = self.refresh()
            parts = [found_keys(self._tail.with_token(side, matches))]
            for segment in base.segments:
                index = segment.sides[side]
                tokens = [number for number, token in enumerate(index.vocabulary) if matches(token)]
                parts.append(row_keys(segment, side, rows_with_any(index, tokens)))
        ids = ordered_ids(parts, order)
        return PhraseHits(total=len(ids), units=ids[:limit].tolist())

    def nearest(self, encoder: Encoder, query: Vectors, limit: int) -> MeaningHits:
        """Return the units nearest in meaning on either side, best first; `query` is `(dimension,)`."""
        with self._lock:
            index = self._model(self.refresh(), encoder)
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


def _usable(unit: TranslationUnit) -> bool:
    return unit.status is not UnitStatus.DO_NOT_REUSE


_OPEN: weakref.WeakKeyDictionary[Memory, UnitIndex] = weakref.WeakKeyDictionary()
_OPEN_LOCK = threading.Lock()


def index_of(memory: Memory) -> UnitIndex:
    """Return the index of an open memory, the same one every time."""
    with _OPEN_LOCK:
        index = _OPEN.get(memory)
        if index is None:
            index = _OPEN[memory] = UnitIndex(memory)
        return index
