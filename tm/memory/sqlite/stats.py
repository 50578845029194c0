"""Counting what a memory holds. Leaves out: showing it."""

from collections import Counter

from tm.memory.sqlite.codes import SCRIPTS, STATUSES, State
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.vectors import SqliteVectors
from tm.memory.values import Statistics


def statistics(database: Database) -> Statistics:
    """Count what the memory holds, in one state of it."""
    with database.reading():
        return _count(database)


def _count(database: Database) -> Statistics:
    sql = statements("stats")

    def one(name: str) -> int:
        return int(database.rows(sql[name])[0][0])

    def table(name: str) -> dict[str, int]:
        return {str(word): count for word, count in database.rows(sql[name])}

    by_status: Counter[str] = Counter()
    out_of_use: Counter[str] = Counter()
    for status, state, count in database.rows(sql["units"]):
        if state == State.LIVE:
            by_status[STATUSES[status].value] += count
        elif state != State.UNDONE:
            out_of_use[State(state).name.lower()] += count
    return Statistics(
        units=by_status.total(),
        by_status=dict(by_status),
        by_script={SCRIPTS[code].value: count for code, count in database.rows(sql["scripts"])},
        by_year=table("years"),
        out_of_use=dict(out_of_use),
        renderings=one("renderings"),
        releases=table("releases"),
        pairs=one("pairs"),
        segments=one("segments"),
        texts=one("texts"),
        terms=table("terms"),
        reviews=table("reviews"),
        models=tuple(SqliteVectors(database).models()),
        acts=one("acts"),
        generation=int(database.rows(statements("history")["generation"])[0][0]),
        schema_version=int(database.rows("PRAGMA user_version")[0][0]),
        size_bytes=one("size"),
    )
