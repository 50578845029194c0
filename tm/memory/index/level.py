"""An index brought level with its memory: what is on disk, and the newest units. Leaves out: searching.

Up to `TAIL_UNITS` changed units are held in the tail; beyond that they become a segment on disk.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tm.bitext import TranslationUnit, UnitStatus
from tm.errors import MemoryStoreError
from tm.memory.index.base import BUILD_WAIT_SECONDS, Base
from tm.memory.index.meaning import ModelIndex
from tm.memory.index.segment import Segment
from tm.memory.index.tail import STATUS_RANKS, Tail
from tm.memory.index.wordbook import learn
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon
    from tm.embed.encoder import Encoder

TAIL_UNITS = 4_096
"""Changed units scanned whole at each search: under a millisecond."""
SETTLED_UNITS = 512
"""Changed units that are worth a segment when a job has time for it."""
SETTLE_WAIT_SECONDS = 60
"""How long a job waits for another process that makes files; what is then left over, the next job does."""
LEARNED_AT_ONCE = 600
"""Pairs a lexicon is learned from while someone waits: about a third of a second."""
WORTH_LEARNING = 32
"""Newly confirmed units for which the lexicon is learned again."""
log = logging.getLogger(__name__)


class Level:
    """The segments, tail, vectors and lexicon of one memory, as of the last `refresh`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._base = Base(memory)
        self._loaded = False
        self._generation = 0
        self._taken = 0
        self._models: dict[str, ModelIndex] = {}
        self._lexicon: Lexicon | None = None
        self._learned_here = False
        self._untaught = 0
        self.tail = Tail()

    def __len__(self) -> int:
        return len(self.tail) + sum(len(each) - each.dead_count() for each in self.segments)

    @property
    def segments(self) -> Sequence[Segment]:
        """The segments on disk, oldest first."""
        return self._base.segments

    def refresh(self) -> Level:
        """Take in what changed in the memory since the last search, by this process or another."""
        if not self._loaded or self._base.moved:
            self._base.load()
            self._loaded = True
            self._restart()
            self._models.clear()
        if self._memory.generation() != self._generation:
            if not self._generation and self._memory.units.count() > TAIL_UNITS:
                self._base.build()
                self._restart()
            with self._memory.reading():
                self._catch_up()
        return self

    def _restart(self) -> None:
        """Begin anew from what is on disk."""
        self._generation = self._base.generation
        self._taken = 0
        self._lexicon = None
        self.tail = Tail()

    def _catch_up(self) -> None:
        generation = self._memory.generation()
        changed = self._memory.units.changed_since(self._generation)
        if self._taken + len(changed) > TAIL_UNITS:
            self._base.append()
            self._restart()
            return
        self._take(changed)
        self._generation = generation

    def _take(self, changed: Sequence[int]) -> None:
        """Hold changed units in the tail, in place of what was known of them."""
        replaced = np.asarray(changed, dtype=np.int64)
        for segment in self.segments:
            segment.bury(replaced)
        for unit_id in changed:
            self.tail.drop(unit_id)
        for unit in self._memory.units.get(changed):
            if _usable(unit):
                self.tail.put(unit)
        self._taken += len(changed)
        self._unlearn(changed)

    def _unlearn(self, changed: Sequence[int]) -> None:
        """Let go of a lexicon learned here once a unit has left the memory, or a few have changed."""
        self._untaught += len(changed)
        gone = any(unit not in self.tail for unit in changed)
        if self._learned_here and (gone or self._untaught >= WORTH_LEARNING):
            self._lexicon = None
            self._untaught = 0

    def settle(self, encoder: Encoder | None) -> None:
        """See `UnitIndex.settle`."""
        if self._memory.read_only:
            self.refresh()
            return
        with self._base.folder.alone(SETTLE_WAIT_SECONDS) as alone:
            self.refresh()
            if not alone:
                log.info("%s: the index files are left as they are", self._base.folder.path)
                return
            if self._taken >= SETTLED_UNITS:
                self._base.append()
                self._restart()
            self._base.merge()
            self._settle_lexicon()
            if encoder is not None and self.model(encoder).changed >= SETTLED_UNITS:
                self._keep_meaning(encoder.name)

    def rebuild(self) -> None:
        """See `UnitIndex.rebuild`."""
        folder = self._base.folder
        with folder.alone(BUILD_WAIT_SECONDS) as alone:
            if not alone:
                raise MemoryStoreError(
                    f"{folder.path}: the search index cannot be made anew: another process makes it or the"
                    " folder cannot be written; end that process or check rights, then try again"
                )
            self._base = Base(self._memory)
            self._base.build()
            self._restart()
            for model in self._memory.vectors.models():
                self._keep_meaning(model.name)
            self._settle_lexicon()

    def check(self) -> list[str]:
        """See `UnitIndex.check`."""
        faults = self._base.check()
        held, live = len(self), sum(1 for unit in self._memory.units.scan() if _usable(unit))
        if held != live:
            faults.append(f"the search index holds {held} units, the memory {live}; run `tm doctor --repair`")
        return faults

    def _settle_lexicon(self) -> None:
        """Learn the lexicon again once what it was learned from is not what the memory holds any more."""
        units = len(self)
        listed = bool(self._base.manifest.lexicon)
        if not self._outgrown(units) if listed else units < SETTLED_UNITS:
            return
        book = learn(self._memory, self._ids(), self._confirmed_ids())
        self._base.keep_wordbook(book, units, self._generation)
        self._lexicon = None

    def _outgrown(self, units: int) -> bool:
        """Tell whether the memory grew or shrank by a quarter since, or teachers changed, or others came.

        A teacher that was deleted, edited or barred is forgotten so; a few dozen newly confirmed units are
        worth the seconds that learning takes.
        """
        known = int(self._base.manifest.lexicon.get("units", 0))
        book = self._base.wordbook()
        if book is None or abs(units - known) * 4 >= known:
            return True
        changed = set(self._memory.units.changed_since(self._base.manifest.lexicon.get("generation", 0)))
        if not changed.isdisjoint(book.teachers):
            return True
        return len(changed.intersection(self._confirmed_ids())) >= WORTH_LEARNING

    def _ids(self) -> list[int]:
        return [*self.tail.ids(), *(unit for each in self.segments for unit in each.alive_ids().tolist())]

    def _confirmed_ids(self) -> list[int]:
        confirmed = STATUS_RANKS[UnitStatus.CONFIRMED]
        return [
            *self.tail.ids(confirmed),
            *(unit for each in self.segments for unit in each.alive_ids(confirmed).tolist()),
        ]

    def lexicon(self) -> Lexicon:
        """See `UnitIndex.lexicon`."""
        if self._lexicon is None:
            book = self._base.wordbook()
            self._learned_here = book is None
            if book is None:
                book = learn(
                    self._memory, self._ids()[:LEARNED_AT_ONCE], self._confirmed_ids()[-LEARNED_AT_ONCE:]
                )
            self._lexicon = book.lexicon
        return self._lexicon

    def _keep_meaning(self, model: str) -> None:
        self._base.keep_meaning(model)
        self._models.pop(model, None)

    def model(self, encoder: Encoder) -> ModelIndex:
        """Return the index of a model's vectors, level with the memory."""
        index = self._models.get(encoder.name)
        if index is None:
            index = ModelIndex(self._memory, encoder)
            self._base.load_meaning(encoder.name, index)
            self._models[encoder.name] = index
        if index.generation != self._generation:
            index.take(self._memory.units.changed_since(index.generation), self._generation)
        return index


def _usable(unit: TranslationUnit) -> bool:
    return unit.status is not UnitStatus.DO_NOT_REUSE
