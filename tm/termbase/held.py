"""The finder of a memory's termbase, made once and again when the memory changes. Leaves out: finding."""

import threading
import weakref
from dataclasses import dataclass

from tm.memory.protocols import Memory
from tm.termbase.finder import TermFinder


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held:
    """A finder with the generation of the memory it was last compared with, and that of its terms."""

    generation: int
    latest: int
    finder: TermFinder


_HELD: "weakref.WeakKeyDictionary[Memory, _Held]" = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def finder_of(memory: Memory) -> TermFinder:
    """Return a finder over the live terms of a memory."""
    generation = memory.generation()
    with _LOCK:
        held = _HELD.get(memory)
        if held is not None and held.generation == generation:
            return held.finder
        latest = memory.terms.latest()
        finder = held.finder if held is not None and held.latest == latest else TermFinder(memory.terms.all())
        _HELD[memory] = _Held(generation=generation, latest=latest, finder=finder)
    return finder
