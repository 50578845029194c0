"""The schema's versions and the way from one to the next. Leaves out: what the tables hold.

Every migration is one transaction; before the first of them the whole memory is copied to a file
beside it.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tm.errors import MemoryStoreError
from tm.memory.sqlite.faults import fault

SCHEMA_VERSION = 1
"""Version 1: units, texts, releases, pairings, vectors, terms, reviews, history."""

APPLICATION_ID = 0x446D5A5A
"""Marks a SQLite file as a memory of this program (`PRAGMA application_id`)."""

STEPS: Mapping[int, str] = {}
"""For each version but the first, the script of `migrations/NNNN.sql` that leads to it."""


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: Mapping[int, str] | None = None,
    target: int = SCHEMA_VERSION,
) -> Path | None:
    """Bring the memory at `path` to version `target`; return the backup written first, if any.

    `connection` is in autocommit mode. Raises MemoryStoreError for a newer schema, and where a step
    fails: then the memory stays at the last whole version.
    """
    steps = STEPS if steps is None else steps
    found = version(connection)
    if found > target:
        raise MemoryStoreError(
            f"{path}: this memory has schema {found}, this tm knows up to {target}; update tm"
            " (`pip install --upgrade duizhao`) or use another memory"
        )
    if found == target:
        return None
    saved = _saved_beside(connection, path, found)
    try:
        connection.execute("BEGIN IMMEDIATE")
        now_at = version(connection)
        connection.execute("ROLLBACK")
        for number in range(now_at + 1, target + 1):
            _step(connection, number, steps[number])
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise MemoryStoreError(
            f"{path}: moving from schema {version(connection)} to {target} failed ({error}); nothing is lost,"
            f" a copy from before is at {saved}"
        ) from error
    return saved


def version(connection: sqlite3.Connection) -> int:
    """Return the schema version recorded in a memory."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _step(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if version(connection) < number:
        for statement in split_script(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")
    connection.execute("COMMIT")


def split_script(script: str) -> list[str]:
    """Return the statements of a script, so that they can run inside a transaction."""
    found: list[str] = []
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            found.append(held.strip())
            held = ""
    return found


def _saved_beside(connection: sqlite3.Connection, path: Path, found: int) -> Path:
    saved = path.with_name(f"{path.name}.before-schema-{found + 1}.bak")
    number = 1
    while saved.exists():
        number += 1
        saved = path.with_name(f"{path.name}.before-schema-{found + 1}-{number}.bak")
    try:
        with closing(sqlite3.connect(saved)) as copy:
            connection.backup(copy)
    except sqlite3.Error as error:
        saved.unlink(missing_ok=True)
        raise fault(error, saved) from error
    return saved
