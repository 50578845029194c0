"""The segments of an index: mapped, added to, merged and built anew. Leaves out: the newest units (`tail`).

Everything here works on one memory at one moment; `live` decides when.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.bitext import TranslationUnit
from tm.errors import MemoryStoreError
from tm.memory.index.arrays import read_arrays
from tm.memory.index.coding import token_hash
from tm.memory.index.folder import IndexFolder, Manifest
from tm.memory.index.meaning import VERSION, ModelIndex, write_meaning
from tm.memory.index.segment import Segment, read_segment, segment_arrays, write_segment
from tm.memory.index.wordbook import Wordbook, read_wordbook, write_wordbook
from tm.memory.protocols import Memory

SEGMENT_UNITS = 1 << 18
"""Units in a full segment: its making takes about 0.6 GB at 40 tokens a text."""
_SAMPLES = 8
_FETCH = 2_000
_MOST_DEAD_SHARE = 4
"""A segment is merged once one of this many of its units has been replaced."""
BUILD_WAIT_SECONDS = 900
"""How long a process waits for another that makes the first index: sooner done than making it twice."""
_TRIES = 5
"""Readings of an index that is replaced while it is read."""
log = logging.getLogger(__name__)


class Base:
    """The segments that reflect a memory up to `generation`; 0 where there are none."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.folder = IndexFolder(memory.location)
        self.segments: list[Segment] = []
        self.manifest = Manifest(generation=0, segments=())
        self.stamp = self.folder.stamp()

    @property
    def generation(self) -> int:
        """The change of the memory up to which the segments are level."""
        return self.manifest.generation

    @property
    def moved(self) -> bool:
        """Whether another process has listed other files since."""
        return self.folder.stamp() != self.stamp

    def load(self) -> None:
        """Map what the folder lists; an index that is damaged or of another memory counts as none."""
        for tried in range(_TRIES):
            self.stamp = self.folder.stamp()
            try:
                self._map()
            except MemoryStoreError as err:
                if self.moved and tried + 1 < _TRIES:
                    continue
                log.warning("%s; until then it is built in memory", err)
            return

    def _map(self) -> None:
        self.segments, self.manifest = [], Manifest(generation=0, segments=())
        manifest = self.folder.read()
        if manifest is not None and self._is_of_this_memory(manifest):
            self._hold([read_segment(self.folder.path / name) for name in manifest.segments])
            self.manifest = manifest

    def _is_of_this_memory(self, manifest: Manifest) -> bool:
        """Compare the sampled units; those changed since prove nothing."""
        if manifest.generation > self._memory.generation():
            return False
        changed = set(self._memory.units.changed_since(manifest.generation)) if manifest.samples else set()
        asked = {unit: key for unit, key in manifest.samples if unit not in changed}
        found = {unit.id: _key(unit) for unit in self._memory.units.get(list(asked))}
        return found == asked

    def _hold(self, segments: Iterable[Segment]) -> None:
        """Hold segments, oldest first; what a later one replaces is buried in the earlier ones."""
        held: list[Segment] = []
        for segment in segments:
            if len(segment.replaced):
                for earlier in held:
                    earlier.bury(segment.replaced)
            held.append(segment)
        self.segments = held

    @contextmanager
    def _making(self, wait_seconds: float) -> Iterator[bool]:
        """Yield whether files may be made and listed; otherwise what is made stays in this process."""
        if self._memory.read_only:
            yield False
            return
        with self.folder.alone(wait_seconds) as alone:
            yield alone and not self.moved

    def build(self) -> None:
        """Make all segments from the memory, or load what another process made meanwhile."""
        with self._making(BUILD_WAIT_SECONDS) as alone:
            if self.moved:
                self.load()
                if self.generation:
                    return
            made: list[Segment] = []
            with self._memory.reading():
                generation = self._memory.generation()
                units = self._memory.units.scan()
                while chunk := segment_of(units, SEGMENT_UNITS):
                    made.append(self._kept(chunk, alone=alone))
            self._hold(made)
            self._publish(generation, alone=alone)

    def append(self) -> None:
        """Add a segment that takes the place of every unit changed since, whatever became of it."""
        with self._making(0) as alone:
            with self._memory.reading():
                generation = self._memory.generation()
                changed = self._memory.units.changed_since(self.generation)
                arrays = segment_arrays(self._units(changed), changed)
            self._hold([*self.segments, self._kept(arrays, alone=alone)])
            self._publish(generation, alone=alone)

    def check(self) -> list[str]:
        """Read every file listed; return what is wrong with them, one line each."""
        names = [*self.manifest.segments]
        names += [name for entry in self.manifest.meanings.values() for name in entry["files"]]
        faults: list[str] = []
        for name in names:
            try:
                read_arrays(self.folder.path / name, check=True)
            except MemoryStoreError as err:
                faults.append(str(err))
        return faults

    def merge(self) -> None:
        """Put small and half-dead segments together."""
        victims = [segment for segment in self.segments if _is_worth_merging(segment)]
        others = [segment for segment in self.segments if not _is_worth_merging(segment)]
        if len(victims) < 2 and not any(segment.dead_count() for segment in victims):  # noqa: PLR2004
            return
        alive = np.unique(np.concatenate([segment.alive_ids() for segment in victims]))
        replaced = np.unique(np.concatenate([segment.replaced for segment in victims]))
        if others:
            elsewhere = np.concatenate([segment.alive_ids() for segment in others])
            replaced = np.setdiff1d(replaced, elsewhere, assume_unique=False)
        with self._making(0) as alone:
            if not alone:
                return
            made: list[Segment] = []
            for start in range(0, len(alive), SEGMENT_UNITS):
                ids = alive[start : start + SEGMENT_UNITS].tolist()
                arrays = segment_arrays(self._units(ids), [] if start else replaced.tolist())
                made.append(self._kept(arrays, alone=True))
            self._hold([*others, *made])
            self._publish(self.generation, alone=True)

    def keep_meaning(self, model: str) -> None:
        """Write the file of a model's vectors, in place of the one listed; for `alone` only."""
        with self._memory.reading():
            path = self.folder.fresh("meaning")
            generation = self._memory.generation()
            if write_meaning(self._memory, model, path):
                entry = {"files": [path.name], "generation": generation, "version": VERSION}
                self._list(replace(self.manifest, meanings={**self.manifest.meanings, model: entry}))

    def _list(self, manifest: Manifest) -> None:
        """Let other processes see the files, if every segment has one."""
        self.manifest = manifest
        if len(manifest.segments) < len(self.segments):
            return
        self.folder.publish(manifest)
        self.stamp = self.folder.stamp()

    def load_meaning(self, model: str, index: ModelIndex) -> None:
        """Map the file of a model's vectors, if one is listed; one damaged or of old counts as none."""
        entry = self.manifest.meanings.get(model)
        if entry is None or entry.get("version") != VERSION:
            return
        try:
            index.load(self.folder.path / entry["files"][0], int(entry["generation"]))
        except (MemoryStoreError, KeyError, IndexError) as err:
            log.warning("the vectors of %s are searched without their index: %s", model, err)

    def keep_wordbook(self, book: Wordbook, units: int, generation: int) -> None:
        """Write what a memory of so many units taught up to a change, in place of it; for `alone` only."""
        path = self.folder.fresh("lexicon")
        write_wordbook(path, book)
        entry = {"files": [path.name], "units": units, "generation": generation}
        self._list(replace(self.manifest, lexicon=entry))

    def wordbook(self) -> Wordbook | None:
        """Return the wordbook listed; None where there is none or it is damaged."""
        names = self.manifest.lexicon.get("files", ())
        try:
            return read_wordbook(self.folder.path / names[0]) if names else None
        except MemoryStoreError as err:
            log.warning("%s; counterparts are marked without it", err)
            return None

    def _units(self, ids: Sequence[int]) -> Iterator[TranslationUnit]:
        for start in range(0, len(ids), _FETCH):
            yield from self._memory.units.get(ids[start : start + _FETCH])

    def _kept(self, arrays: dict[str, NDArray[Any]], *, alone: bool) -> Segment:
        """Write a segment beside the memory; where that may not be, keep it in memory."""
        if not alone:
            return Segment(arrays)
        try:
            return write_segment(self.folder.fresh("units"), arrays)
        except MemoryStoreError as err:
            log.warning("%s; the index is kept in memory", err)
            return Segment(arrays)

    def _publish(self, generation: int, *, alone: bool) -> None:
        names = tuple(segment.path.name for segment in self.segments if segment.path is not None)
        self.manifest = replace(self.manifest, generation=generation, segments=names, samples=self._samples())
        if not alone:
            return
        try:
            self._list(self.manifest)
        except MemoryStoreError as err:
            log.warning("%s; the index serves this run only", err)

    def _samples(self) -> tuple[tuple[int, int], ...]:
        ids = [int(segment.unit_ids[0]) for segment in self.segments[:_SAMPLES] if len(segment)]
        return tuple((unit.id, _key(unit)) for unit in self._memory.units.get(ids) if unit.id is not None)


def segment_of(units: Iterator[TranslationUnit], size: int) -> dict[str, NDArray[Any]] | None:
    """Return the arrays of a segment of the next `size` units, None where there are none left."""
    first = next(units, None)
    if first is None:
        return None

    def chunk() -> Iterator[TranslationUnit]:
        yield first
        yield from islice(units, size - 1)

    return segment_arrays(chunk(), ())


def _is_worth_merging(segment: Segment) -> bool:
    alive = len(segment) - segment.dead_count()
    return alive < SEGMENT_UNITS // 2 or segment.dead_count() * _MOST_DEAD_SHARE > len(segment)


def _key(unit: TranslationUnit) -> int:
    return token_hash(f"{unit.en}\n{unit.zh}") >> 1
