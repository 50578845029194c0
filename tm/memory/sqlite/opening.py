"""Making, opening and vetting a memory file. Leaves out: reading and writing what it holds."""

import logging
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import BUSY_SECONDS, Database
from tm.memory.sqlite.faults import fault
from tm.memory.sqlite.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate, split_script, version
from tm.memory.sqlite.place import network_share
from tm.memory.sqlite.statements import script
from tm.memory.sqlite.texts import key_recipe

_LOG = logging.getLogger(__name__)

PAGE_SIZE = 8_192
"""Bytes a page: fifteen vectors of 512 components fill one of 8 KiB, seven leave much of 4 KiB bare."""

CHECKED_BYTES = 32 << 20
"""After a close that was not clean, memories up to this size are checked as they are opened (≤ 0.2 s)."""

_HEADER = b"SQLite format 3\0"
_MINIMUM = (3, 37, 0)
"""SQLite 3.37 brought STRICT tables; Python 3.11's builds carry it or later."""


def opened(path: Path, *, create: bool = True, read_only: bool = False, share: str | None = None) -> Database:
    """Return the database at `path`, vetted, made or migrated as need be.

    `share` is the kind of network share it lies on, by default found out: there it is kept without
    WAL, since SQLite's shared memory does not work between machines.
    """
    if sqlite3.sqlite_version_info < _MINIMUM:
        raise MemoryStoreError(
            f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or later is needed: update Python"
        )
    _vet_file(path, create=create and not read_only)
    share = share or network_share(path)
    if share is not None:
        _LOG.warning(
            "%s lies on a network share (%s): kept without WAL, so let one machine write at a time",
            path,
            share,
        )
    if read_only:
        return _opened_to_read(path)
    unclean = _wal(path).exists() and _wal(path).stat().st_size > 0
    database = Database(path, read_only=False, wal=share is None)
    try:
        _prepare(database, share)
        if unclean and path.stat().st_size <= CHECKED_BYTES:
            _quick_check(database)
    except BaseException:
        database.close()
        raise
    return database


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _vet_file(path: Path, *, create: bool) -> None:
    """Refuse what plainly is no memory file, before SQLite touches it."""
    try:
        if path.is_dir():
            raise MemoryStoreError(f"{path} is a folder, not a memory file; give a file in it")
        if not path.exists():
            if not create:
                raise MemoryStoreError(
                    f"{path}: there is no memory here; make one with `tm build` or `tm import`"
                )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise MemoryStoreError(
            f"{path} could not be opened ({error.strerror}); check its folder and permissions"
        ) from error
    if head and not head.startswith(_HEADER):
        raise MemoryStoreError(f"{path} is not a memory file; give another path, or move this file away")
    if len(head) == 100 and not _wal(path).exists():  # noqa: PLR2004
        pages, page = int.from_bytes(head[28:32], "big"), int.from_bytes(head[16:18], "big")
        whole = pages * (65_536 if page == 1 else page)
        if head[24:28] == head[92:96] and size < whole:
            raise MemoryStoreError(
                f"{path} is cut short ({size:,} of {whole:,} bytes); copy it again or restore a backup"
            )


def _opened_to_read(path: Path) -> Database:
    """Open for reading; as a file that never changes where no shared memory can be made beside it."""
    database = Database(path, read_only=True)
    try:
        _vet_schema(database)
    except MemoryStoreError as error:
        database.close()
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or _wal(path).exists():
            raise
        database = Database(path, read_only=True, immutable=True)
        _vet_schema(database)
    if database.rows("PRAGMA user_version")[0][0] < SCHEMA_VERSION:
        database.close()
        raise MemoryStoreError(
            f"{path} has an older schema; open it once for writing, so that it can be brought up to date"
        )
    return database


def _vet_schema(database: Database) -> None:
    mark = database.rows("PRAGMA application_id")[0][0]
    found = version(database.connection)
    if mark != APPLICATION_ID:
        raise _foreign(database.path)
    if found > SCHEMA_VERSION:
        migrate(database.connection, database.path)


def _prepare(database: Database, share: str | None) -> None:
    connection = database.connection
    try:
        _vet_owner(connection, database.path)  # choosing the journal writes to the file
    except sqlite3.Error as error:
        raise fault(error, database.path) from error
    _set_journal(database, share)
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] == 0:
            _make(connection, database.path)
        _vet_schema(database)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            f"PRAGMA application_id = {APPLICATION_ID:d}"
        )  # only a write tells a read-only file
        connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise fault(error, database.path) from error
    migrate(connection, database.path)


def _set_journal(database: Database, share: str | None) -> None:
    """Choose the journal; SQLite does not wait here by itself while another process is opening too."""
    wanted = "wal" if share is None else "delete"
    deadline = time.monotonic() + BUSY_SECONDS
    connection = database.connection
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == wanted:
                return
            if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
                connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            got = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise fault(error, database.path) from error
            time.sleep(0.05)
            continue
        except sqlite3.Error as error:
            raise fault(error, database.path) from error
        if got == wanted:
            return
        raise MemoryStoreError(
            f"{database.path} could not be set up for this drive ({share or 'journal ' + got});"
            " close it elsewhere, or move it to a local drive"
        )


def _make(connection: sqlite3.Connection, path: Path) -> None:
    """Write the schema into an empty file, once, however many processes try."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _fill(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _fill(connection: sqlite3.Connection, path: Path) -> None:
    if _vet_owner(connection, path):
        return
    for statement in split_script(script("schema.sql")):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('key_probe', ?)", (key_recipe(),))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


def _vet_owner(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether the file is a memory, False while it is empty; refuse another program's."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark == 0 and not connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]:
        return False
    if mark != APPLICATION_ID:
        raise _foreign(path)
    return True


def _foreign(path: Path) -> MemoryStoreError:
    return MemoryStoreError(f"{path} is a SQLite file of another program; give another path")


def _quick_check(database: Database) -> None:
    [[answer], *_rest] = database.rows("PRAGMA quick_check(1)")
    if answer != "ok":
        raise MemoryStoreError(
            f"{database.path} is damaged ({answer}); run `tm doctor`, or restore the latest backup"
        )


def backed_up(database: Database, to: Path) -> None:
    """Write a copy of the memory, as it is now, to the new file `to`."""
    if to.exists():
        raise MemoryStoreError(f"{to} is there already; give a new file name for the backup")
    part = to.with_name(to.name + ".part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(database.fresh()) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        part.replace(to)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise fault(error, to) from error
        why = error.strerror
        raise MemoryStoreError(f"{to} could not be written ({why}); give another place") from error
