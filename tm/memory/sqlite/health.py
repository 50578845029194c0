"""Checking a whole memory and mending what can be mended. Leaves out: the quick check at opening."""

from collections.abc import Iterator

from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.scanning import scan_pages
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.texts import key_hash, key_recipe
from tm.text import match_key

_COUNTED = {
    "twins": "renderings stand twice for the same releases; delete one of each",
    "wordless": "units have lost their words; restore a backup",
    "vector_lengths": "vectors do not fit their model; run `tm reembed`",
    "live_releases_twice": "releases are held twice under one key; build them again",
}


def check(database: Database) -> list[str]:
    """Return what is wrong with the memory, one line each."""
    try:
        found = [str(row[0]) for row in database.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        if found:
            return [f"{database.path} is damaged: {problem}; restore a backup" for problem in found]
        return _disagreements(database)
    except MemoryStoreError as error:
        return [str(error)]


def _disagreements(database: Database) -> list[str]:
    sql = statements("health")
    problems: list[str] = []
    with database.reading():
        for table, count in database.rows(sql["foreign_keys"]):
            problems.append(
                f"{count} rows of table {table} point at rows that are not there; restore a backup"
            )
        for name, words in _COUNTED.items():
            count = database.rows(sql[name])[0][0]
            if count:
                problems.append(f"{count} {words}")
        stale = sum(1 for _row in _stale(database))
    if stale or _recipe(database) != key_recipe():
        problems.append(f"match keys of {stale} units are out of date; run `tm doctor --repair`")
    return problems


def repair(database: Database) -> list[str]:
    """Make match keys anew where they are out of date; return what was done, one line each."""
    sql = statements("health")
    done: list[str] = []
    with database.transaction("repair"):
        stale = list(_stale(database))
        if stale:
            generation = database.rows(statements("history")["generation_next"])[0][0]
            rows = [(en, zh, generation, number) for number, en, zh in stale]
            database.run_many(sql["keys_write"], rows)
            done.append(f"match keys of {len(stale)} units made anew")
        if _recipe(database) != key_recipe():
            database.run(sql["recipe_write"], (key_recipe(),))
            done.append("recipe of match keys recorded")
    database.recipe_checked = False
    return done


def _recipe(database: Database) -> str | None:
    row = database.row(statements("health")["recipe"])
    return None if row is None else str(row[0])


def _stale(database: Database) -> Iterator[tuple[int, int, int]]:
    """Yield id and proper key hashes of every unit whose stored ones differ."""
    for page in scan_pages(database, statements("health")["unit_texts_after"], {"after": 0}):
        for number, en, zh, en_key, zh_key in page:
            proper = key_hash(match_key(en)), key_hash(match_key(zh))
            if proper != (en_key, zh_key):
                yield number, *proper
