"""Reading long tables page by page in one state of the memory. Leaves out: what the rows mean."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from tm.memory.sqlite.database import SCAN_CACHE_KIB, Database, Row
from tm.memory.sqlite.faults import fault

PAGE = 2_000
"""Rows fetched at a time."""


def scan_pages(
    database: Database,
    sql: str,
    values: dict[str, Any],
    page: int = PAGE,
    key: Callable[[Row], int] = lambda row: int(row[0]),
) -> Iterator[list[Row]]:
    """Yield pages of rows of a statement that takes `:after` and `:limit`, in order of `key`.

    Inside a transaction or `reading()` the thread's own connection is asked, so that what was just
    written is seen. Otherwise a connection of its own holds one state until the iterator ends, so
    that no half of a later change is seen. Without WAL (on a network share) that would keep writers
    out, so there each page shows the state of its moment.
    """
    own = database.wal and not database.steady
    if not own:
        after = values["after"]
        while rows := database.rows(sql, {**values, "after": after, "limit": page}):
            yield rows
            after = key(rows[-1])
        return
    with closing(database.fresh(SCAN_CACHE_KIB)) as connection:
        try:
            cursor = connection.execute(sql, {**values, "limit": -1})
            while rows := cursor.fetchmany(page):
                yield rows
        except sqlite3.Error as error:
            raise fault(error, database.path) from error
