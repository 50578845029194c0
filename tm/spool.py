"""Sequences too long to be held in memory, kept in a temporary file and read a block at a time.

Leaves out: what the values are; they only have to be plain values that `pickle` can write.
"""

import os
import pickle
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from typing import TypeVar, overload

BLOCK = 1_024
"""Values read together."""
LIMIT = 16 * BLOCK
"""Values that are held in memory; what is longer goes to disk."""
_BLOCKS_HELD = 8
T = TypeVar("T")


def spooled(values: Iterable[T], *, limit: int = LIMIT) -> Sequence[T]:
    """Return values, used up once: a tuple of at most `limit`, or a sequence that lies on disk.

    Raises OSError where there is no room for it.
    """
    if isinstance(values, Spool) and len(values) > limit:
        return values
    coming = iter(values)
    first = tuple(islice(coming, limit + 1))
    return first if len(first) <= limit else Spool(chain(first, coming))


class Spool(Sequence[T]):
    """Values in a file of its own, which goes with it; a few blocks are held. Threads may share it."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        """Write all values."""
        self._starts: list[int] = []
        self._last: list[T] = []
        self._lock = threading.Lock()
        self._held: dict[int, list[T]] = {}
        with ExitStack() as closing:
            self._file = closing.enter_context(tempfile.TemporaryFile(prefix="tm-"))
            for value in values:
                self.append(value)
            weakref.finalize(self, closing.pop_all().close)

    def append(self, value: T) -> None:
        """Add a value at the end."""
        with self._lock:
            self._last.append(value)
            if len(self._last) == BLOCK:
                self._starts.append(self._file.seek(0, os.SEEK_END))
                pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
                self._last = []

    def __len__(self) -> int:
        return len(self._starts) * BLOCK + len(self._last)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        number, within = divmod(at, BLOCK)
        return self._block(number)[within]

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._starts) + 1):
            yield from self._block(number)

    def _block(self, number: int) -> list[T]:
        with self._lock:
            if number == len(self._starts):
                return self._last
            if number not in self._held:
                self._file.seek(self._starts[number])
                self._held[number] = pickle.load(self._file)  # noqa: S301 - its own file
                if len(self._held) > _BLOCKS_HELD:
                    del self._held[next(iter(self._held))]
            return self._held[number]
