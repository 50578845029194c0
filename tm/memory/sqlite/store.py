"""One memory in one SQLite file. Leaves out: everything its parts do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tm.memory.sqlite.health import check, repair
from tm.memory.sqlite.history import SqliteHistory
from tm.memory.sqlite.opening import backed_up, opened
from tm.memory.sqlite.releases import SqliteReleases
from tm.memory.sqlite.reviews import SqliteReviews
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.stats import statistics
from tm.memory.sqlite.terms import SqliteTerms
from tm.memory.sqlite.units import SqliteUnits
from tm.memory.sqlite.vectors import SqliteVectors
from tm.memory.values import Statistics


class SqliteMemory:
    """See the protocol `Memory`."""

    def __init__(
        self, path: Path, *, create: bool = True, read_only: bool = False, share: str | None = None
    ) -> None:
        self._db = opened(path, create=create, read_only=read_only, share=share)
        self.units = SqliteUnits(self._db)
        self.releases = SqliteReleases(self._db)
        self.vectors = SqliteVectors(self._db)
        self.terms = SqliteTerms(self._db)
        self.reviews = SqliteReviews(self._db)
        self.history = SqliteHistory(self._db)

    @property
    def location(self) -> str:
        """Path of the file."""
        return str(self._db.path)

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._db.read_only

    def generation(self) -> int:
        """Return the number of the latest change."""
        return int(self._db.rows(statements("history")["generation"])[0][0])

    @contextmanager
    def transaction(self, label: str, by: str = "") -> Iterator[None]:
        """Do several things or none, under one label in the history."""
        with self._db.transaction(label, by):
            yield

    @contextmanager
    def series(self, label: str, by: str = "") -> Iterator[None]:
        """Put one label on several transactions, each committed by itself."""
        with self._db.running(label, by):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let every read inside, on this thread, see one state of the memory."""
        with self._db.reading():
            yield

    def statistics(self) -> Statistics:
        """Count what the memory holds."""
        return statistics(self._db)

    def check(self) -> list[str]:
        """Check the whole memory; return what is wrong, one line each."""
        return check(self._db)

    def repair(self) -> list[str]:
        """Mend what can be mended without loss; return what was done."""
        return repair(self._db)

    def backup(self, to: Path) -> None:
        """Write a whole copy of the memory, as it is now, to a new file."""
        backed_up(self._db, to)

    def close(self) -> None:
        """Release files and locks."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
