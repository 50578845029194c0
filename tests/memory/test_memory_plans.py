"""No statement that is run often may walk a whole table."""

import re
import sqlite3
from contextlib import closing

import pytest

from tm.memory.sqlite.migrations import split_script
from tm.memory.sqlite.statements import script, statements

WALKS = {
    "units_count",  # counting
    *("terms_all", "terms_count", "pairings", "reviews_all", "release_keys", "models"),  # all there is
    *("acts", "acts_unfinished", "act_latest", "changes_latest"),  # the newest, until enough are found
}
SUBJECTS = ("units", "texts", "history", "vectors", "terms", "releases", "reviews", "undo")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_statements_find_their_rows_by_an_index(subject):
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in split_script(script("schema.sql")):
            connection.execute(statement)
        for name, sql in statements(subject).items():
            named = set(re.findall(r":(\w+)", sql))
            values = dict.fromkeys(named, 1) | {key: "[]" for key in ("ids", "texts") if key in named}
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values or ["[]"] * sql.count("?"))
            walked = [row[3] for row in plan if re.match(r"SCAN (?!wanted|CONSTANT|\()", row[3])]
            assert not walked or name in WALKS, (name, walked)
