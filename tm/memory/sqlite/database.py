"""Connections to one memory file, one a thread, and the transactions on them.

Leaves out: what the tables mean. Writers take SQLite's write lock before they read, so that no two
of them ever work from the same state; readers see the last whole commit.
"""

import datetime as dt
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tm.errors import MemoryStoreError
from tm.memory.sqlite.alive import Beacon, is_running
from tm.memory.sqlite.faults import fault
from tm.memory.sqlite.statements import statements

BUSY_SECONDS = 60
"""How long a statement waits for another process before it gives up."""

GIVE_WAY_SECONDS = 0.001
"""How long a writer that has just committed stays away, and a little more than a waiting one sleeps
between two tries: so each gets its turn. (SQLite's own waiting backs off to 100 ms, and a writer that
begins again at once would then keep another out for seconds.)"""

CACHE_KIB = 48 * 1024
"""Pages SQLite may hold in memory for a connection: reads of what it lets go cost microseconds."""

WRITING_CACHE_KIB = 192 * 1024
"""The same while many units are written: the indexes of a million units fit."""

SCAN_CACHE_KIB = 8 * 1024
"""The same for a connection that reads through a table once."""

CHECKPOINT_PAGES = 32_768
"""Length of the write-ahead log at which it is copied into the file (256 MiB): in a long import each
page of an index is then written once for many batches."""

JOURNAL_BYTES = 64 << 20
"""Size the write-ahead log is cut back to after use."""

Row = tuple[Any, ...]
Values = Sequence[Any] | dict[str, Any]


@dataclass(kw_only=True, slots=True)
class Work:
    """What the running transaction has recorded: its label, and its act once something changed."""

    label: str
    by: str
    act: int | None = None
    generation: int | None = None


@dataclass(kw_only=True, slots=True)
class Series:
    """A label over several transactions; `act` once one of them changed something."""

    label: str
    by: str
    act: int | None = None
    beacon: Beacon | None = None


class Local(threading.local):
    """One thread's connection, its owner's process and what it is in the middle of."""

    connection: sqlite3.Connection | None = None
    process: int = 0
    work: Work | None = None
    series: Series | None = None
    reading: int = 0
    committed: float = 0.0


def now() -> str:
    """Return the time in UTC, ISO 8601 to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Database:
    """Runs named statements on this thread's connection; every SQLite error becomes a TmError."""

    def __init__(self, path: Path, *, read_only: bool, immutable: bool = False, wal: bool = True) -> None:
        self.path = path
        self.read_only = read_only
        self.wal = wal
        self._immutable = immutable
        self._local = Local()
        self._open: list[tuple[int, sqlite3.Connection]] = []
        self._guard = threading.Lock()
        self.closed = False
        self.recipe_checked = False

    def fresh(self, cache_kib: int = CACHE_KIB) -> sqlite3.Connection:
        """Return a new connection, set up; the caller closes it."""
        mode = "ro" if self.read_only else "rw"
        uri = f"{self.path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if self._immutable else "")
        try:
            connection = sqlite3.connect(
                uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute(f"PRAGMA cache_size = -{cache_kib:d}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if self.wal else 'FULL'}")
        except sqlite3.Error as error:
            raise fault(error, self.path) from error
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread, opened at first use (again in a forked process)."""
        local = self._local
        if local.connection is None or local.process != os.getpid():
            if self.closed:
                raise MemoryStoreError(f"{self.path}: this memory was closed; open it again")
            local.connection, local.process = self.fresh(), os.getpid()
            local.work = local.series = None
            with self._guard:
                self._open.append((local.process, local.connection))
        return local.connection

    @property
    def work(self) -> Work | None:
        """The transaction this thread is in, or None."""
        return self._local.work

    @property
    def series(self) -> Series | None:
        """The series of transactions this thread is in, or None."""
        return self._local.series

    @series.setter
    def series(self, series: Series | None) -> None:
        self._local.series = series

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return every row of a statement."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise fault(error, self.path) from error

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a statement, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def run(self, sql: str, values: Values = ()) -> int:
        """Run a writing statement; return how many rows it touched."""
        try:
            return self.connection.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise fault(error, self.path) from error

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """Run a writing statement once for each set of values."""
        try:
            self.connection.executemany(sql, values)
        except sqlite3.Error as error:
            raise fault(error, self.path) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let every read of this thread inside see one state of the memory."""
        if self._local.work is not None or self._local.reading:
            yield
            return
        self.run("BEGIN")
        self._local.reading += 1
        try:
            yield
        finally:
            self._local.reading -= 1
            with suppress(MemoryStoreError):
                self.run("ROLLBACK")

    @property
    def steady(self) -> bool:
        """Whether this thread's reads already see one state (inside a transaction or `reading`)."""
        return self._local.work is not None or self._local.reading > 0

    @contextmanager
    def transaction(self, label: str, by: str = "") -> Iterator[Work]:
        """Do all inside or none of it; one inside another joins it, and fails alone."""
        if self.read_only:
            raise MemoryStoreError(
                f"{self.path} was opened read-only; to {label}, allow writing to the file and its folder"
            )
        if self._local.reading:
            raise MemoryStoreError(
                f"{self.path}: cannot {label} while reading one state of it; end that first"
            )
        if self._local.work is not None:
            with self._joined(self._local.work) as work:
                yield work
            return
        self._begin_writing()
        series = self._local.series
        work = Work(label=label, by=by)
        if series is not None:
            work = Work(label=series.label, by=series.by or by, act=series.act)
        self._local.work = work
        try:
            yield work
            self.run("COMMIT")
        except BaseException:
            with suppress(MemoryStoreError):
                self.run("ROLLBACK")
            raise
        finally:
            self._local.work = None
            self._local.committed = time.monotonic()
        if series is not None:
            series.act = work.act

    def _begin_writing(self) -> None:
        """Take the write lock in turn with other threads and processes."""
        time.sleep(max(0.0, self._local.committed + GIVE_WAY_SECONDS - time.monotonic()))
        until = time.monotonic() + BUSY_SECONDS
        self.run("PRAGMA busy_timeout = 0")
        try:
            while not self._begun(last=time.monotonic() > until):
                time.sleep(GIVE_WAY_SECONDS / 2)
        finally:
            self.run(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def _begun(self, *, last: bool) -> bool:
        """Return whether the write lock could be had at once; a `last` try raises if not."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise fault(error, self.path) from error
            return False
        return True

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Let this thread's connection hold more pages inside, for writing much."""
        self.run(f"PRAGMA cache_size = -{WRITING_CACHE_KIB:d}")
        try:
            yield
        finally:
            with suppress(MemoryStoreError):
                self.run(f"PRAGMA cache_size = -{CACHE_KIB:d}")

    @contextmanager
    def running(self, label: str, by: str = "") -> Iterator[None]:
        """Put one label on several transactions; each is committed by itself.

        Where the body fails or the process dies, what was committed stays and the act stays
        unfinished. Inside a transaction or another series this adds nothing.
        """
        if self._local.work is not None or self._local.series is not None:
            yield
            return
        series = Series(label=label, by=by)
        self._local.series = series
        try:
            with self.roomy():
                yield
            self._local.series = None
            self._settle(series)
        finally:
            self._local.series = None
            if series.beacon is not None:
                series.beacon.put_out()

    def _settle(self, series: Series) -> None:
        """Mark a series that ends as finished, and earlier ones of its label that were cut off."""
        named = statements("history")
        acts = [
            int(row[0])
            for row in self.rows(named["acts_unfinished"])
            if row[1] == series.label and not is_running(self.path, int(row[0]))
        ]
        if series.act is not None:
            acts.append(series.act)
        if acts and not self.read_only:
            with self.transaction(series.label, series.by):
                self.run_many(named["act_finish"], [{"now": now(), "act": act} for act in acts])

    @contextmanager
    def _joined(self, work: Work) -> Iterator[Work]:
        act, generation = work.act, work.generation
        self.run("SAVEPOINT joined")
        try:
            yield work
        except BaseException:
            work.act, work.generation = act, generation
            with suppress(MemoryStoreError):
                self.run("ROLLBACK TO joined")
                self.run("RELEASE joined")
            raise
        self.run("RELEASE joined")

    def stamp(self) -> tuple[int, int]:
        """Return (act, generation) of the running transaction, recording both at its first change."""
        work = self._local.work
        if work is None:
            raise MemoryStoreError(f"{self.path}: a change was made outside a transaction")
        named = statements("history")
        if work.act is None:
            finished = None if self._local.series is not None else now()
            inserted = self.rows(named["act_insert"], (work.label, work.by, now(), finished))
            work.act = int(inserted[0][0])
            if self._local.series is not None:
                self._light(self._local.series, work.act)
        if work.generation is None:
            work.generation = int(self.rows(named["generation_next"])[0][0])
        return work.act, work.generation

    def _light(self, series: Series, act: int) -> None:
        """Show other processes that the series is running, before they can see its act."""
        if series.beacon is not None:
            series.beacon.put_out()
        try:
            series.beacon = Beacon(self.path, act)
        except OSError as error:
            raise MemoryStoreError(
                f"{self.path}: no lock file could be made beside it ({error.strerror});"
                " check the folder's permissions"
            ) from error

    def close(self) -> None:
        """Close every connection of this process."""
        self.closed = True
        with self._guard:
            mine = [connection for process, connection in self._open if process == os.getpid()]
            self._open.clear()
        for connection in mine:
            try:
                connection.close()
            except sqlite3.Error as error:
                raise fault(error, self.path) from error
        self._local.connection = None
