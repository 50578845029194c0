"""The finder of a memory's termbase, made once and again when the memory changes. Leaves out: finding."""

import threading
import weakref

from tm.memory.protocols import Memory
from tm.termbase.finder import TermFinder

_HELD: "weakref.WeakKeyDictionary[Memory, tuple[int, TermFinder]]" = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def finder_of(memory: Memory) -> TermFinder:
    """Return a finder over the live terms of a memory."""
    generation = memory.generation()
    with _LOCK:
        held = _HELD.get(memory)
        if held is not None and held[0] == generation:
            return held[1]
    terms = memory.terms.all()
    finder = TermFinder(terms)
    with _LOCK:
        _HELD[memory] = (generation, finder)
    return finder
