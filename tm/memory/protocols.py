"""What a memory offers, whatever keeps it. Leaves out: its parts (`stores`), SQLite and ranking.

Each protocol, here and in `stores`, has one contract suite in `tests/memory/` that runs on every back
end. Every method raises MemoryStoreError where the memory can't be read or written.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from tm.memory.stores import History, Releases, Reviews, Terms, Units, VectorStore
from tm.memory.values import Statistics


class Memory(Protocol):
    """One open memory. Threads may share it: each has its own view and transactions."""

    @property
    def location(self) -> str:
        """Path or URL it was opened from."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        ...

    @property
    def units(self) -> Units:
        """The translation units."""
        ...

    @property
    def releases(self) -> Releases:
        """The releases and their pairs."""
        ...

    @property
    def vectors(self) -> VectorStore:
        """The vectors."""
        ...

    @property
    def terms(self) -> Terms:
        """The termbase."""
        ...

    @property
    def reviews(self) -> Reviews:
        """People's corrections to beads."""
        ...

    @property
    def history(self) -> History:
        """What was done."""
        ...

    def generation(self) -> int:
        """Return a number that grows with every commit that changes units, releases or terms."""
        ...

    def transaction(self, label: str, by: str = "") -> AbstractContextManager[None]:
        """Do several things or none, under one label in the history; nested ones join the outer.

        A nested one that fails takes back its own part only.
        """
        ...

    def series(self, label: str, by: str = "") -> AbstractContextManager[None]:
        """Put one label on several transactions, each committed by itself: for long imports and builds.

        If it is cut off, what was committed stays, and `history.unfinished` tells of it.
        """
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Let every read inside, on this thread, see one state of the memory."""
        ...

    def statistics(self) -> Statistics:
        """Count what the memory holds."""
        ...

    def check(self) -> list[str]:
        """Check the whole memory; return what is wrong, one line each. Slow on a large one."""
        ...

    def repair(self) -> list[str]:
        """Mend what can be mended without loss; return what was done, one line each."""
        ...

    def backup(self, to: Path) -> None:
        """Write a whole copy of the memory, as it is now, to a new file."""
        ...

    def close(self) -> None:
        """Release files and locks. Leaving a `with` block over the memory does it too."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...
