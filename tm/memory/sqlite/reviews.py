"""People's corrections to beads in SQLite. Leaves out: finding them again in a text."""

import json
from collections.abc import Sequence

from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import Database, now
from tm.memory.sqlite.ledger import Ledger
from tm.memory.sqlite.statements import statements

ACTIONS = ("confirm", "reject")


class SqliteReviews:
    """See the protocol `Reviews`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("reviews")
        self._ledger = Ledger(database)

    def add(
        self, action: str, en: Sequence[str], zh: Sequence[str], occurrence: int = 0, by: str = ""
    ) -> None:
        """Record a correction; the same one as the latest of its bead is not recorded twice."""
        if action not in ACTIONS:
            raise MemoryStoreError(f"a bead is confirmed or rejected, not {action!r}; use one of {ACTIONS}")
        bead = (json.dumps([*en], ensure_ascii=False), json.dumps([*zh], ensure_ascii=False), occurrence)
        with self._db.transaction(f"{action} a bead", by) as work:
            latest = self._db.row(self._sql["review_latest"], bead)
            if latest is not None and latest[0] == action:
                return
            _act, generation = self._db.stamp()
            values = (action, *bead, by or work.by, now(), generation)
            [[number]] = self._db.rows(self._sql["review_insert"], values)
            self._ledger.added("review", number, number)

    def all(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...], int]]:
        """Return every correction, oldest first."""
        return [
            (action, tuple(json.loads(en)), tuple(json.loads(zh)), occurrence)
            for action, en, zh, occurrence, _by, _at in self._db.rows(self._sql["reviews_all"])
        ]
