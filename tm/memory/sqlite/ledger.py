"""Writing down every change as it is made. Leaves out: reading it back and undoing (`history`)."""

import json
from typing import Any

from tm.memory.sqlite.database import Database
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.unit_rows import UnitRow, delta

Before = dict[str, Any]


class Ledger:
    """Records changes of rows under the running transaction's act."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._insert = statements("history")["change_insert"]
        self._write = statements("units")["unit_write"]

    def added(self, kind: str, first: int, last: int) -> None:
        """Record that the rows from `first` to `last` of table `kind` are new."""
        act, _generation = self._db.stamp()
        self._db.run(self._insert, (act, kind, first, last, None))

    def changed(self, kind: str, row: int, before: Before) -> None:
        """Record what some columns of a row held before they changed."""
        act, _generation = self._db.stamp()
        self._db.run(self._insert, (act, kind, row, row, json.dumps(before, ensure_ascii=False)))

    def write_unit(self, old: UnitRow, new: UnitRow) -> None:
        """Write `new` over `old` and record what it replaced."""
        self.changed("unit", old.id, delta(old, new))
        self.put_unit(new)

    def put_unit(self, row: UnitRow) -> None:
        """Write a unit's row as it is, under the running transaction's generation."""
        _act, generation = self._db.stamp()
        self._db.run(self._write, (*row[1:-1], generation, row.id))
