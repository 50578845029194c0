"""What was done to a memory, and taking the last of it back. Leaves out: writing it down (`ledger`)."""

import json
from typing import Any

from tm.bitext import TranslationUnit
from tm.errors import MemoryStoreError
from tm.memory.sqlite.alive import is_running
from tm.memory.sqlite.codes import State
from tm.memory.sqlite.database import Database, Row, now
from tm.memory.sqlite.ledger import Before, Ledger
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.unit_rows import UnitRow, to_unit
from tm.memory.values import Act, Change

_NONE_LATER = 1 << 62
"""Greater than the id of any change."""


class SqliteHistory:
    """See the protocol `History`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("history")
        self._undo = statements("undo")
        self._units = statements("units")

    def acts(self, limit: int = 50) -> list[Act]:
        """Return the latest labelled transactions, newest first."""
        return [_act(row) for row in self._db.rows(self._sql["acts"], (limit,))]

    def unfinished(self) -> list[Act]:
        """Return series that were cut off."""
        acts = [_act(row) for row in self._db.rows(self._sql["acts_unfinished"])]
        return [act for act in acts if not is_running(self._db.path, act.id)]

    def changes(self, limit: int = 50) -> list[Change]:
        """Return the latest changes, newest first."""
        with self._db.reading():
            return [self._change(row) for row in self._db.rows(self._sql["changes_latest"], (limit,))]

    def of_unit(self, unit: int) -> list[Change]:
        """Return every change of one unit, newest first."""
        with self._db.reading():
            values = {"kind": "unit", "row": unit}
            return [self._change(row, unit) for row in self._db.rows(self._sql["changes_of_row"], values)]

    def _change(self, row: Row, unit: int | None = None) -> Change:
        number, label, at, by, kind, first, last, before_json, after_json, undone, act = row
        single = first if unit is None and first == last else unit
        before = after = None
        if kind == "unit" and single is not None:
            after_row = self._unit_after(number, single, after_json)
            after = self._shown(after_row)
            if before_json is not None and after_row is not None:
                before = self._shown(after_row | json.loads(before_json))
        return Change(
            id=number,
            act=act,
            label=label,
            at=at,
            by=by,
            kind=kind,
            count=last - first + 1,
            unit=single if kind == "unit" else None,
            before=before,
            after=after,
            undone=undone is not None,
        )

    def _unit_after(self, change: int, unit: int, after_json: str | None) -> dict[str, Any] | None:
        """Return a unit's columns as they stood after a change: today's, with later changes taken off."""
        rows = self._db.rows(self._units["rows_by_ids"], (json.dumps([unit]),))
        if not rows:
            return None
        columns = UnitRow._make(rows[0])._asdict()
        for _later, before in self._db.rows(self._sql["deltas_since"], ("unit", unit, change + 1)):
            columns |= json.loads(before)
        if after_json is not None:
            columns |= json.loads(after_json)
        return columns

    def _shown(self, columns: dict[str, Any] | None) -> TranslationUnit | None:
        """Return the unit that columns stand for, None where it was not in use."""
        if columns is None or columns["state"] != State.LIVE:
            return None
        [row] = self._db.rows(self._undo["whole_of_columns"], columns)
        return to_unit(row)

    def undo(self, by: str = "") -> str | None:
        """Take back the last labelled transaction not yet undone."""
        if self._db.work is not None:
            raise MemoryStoreError("undo cannot run inside a transaction; finish that first")
        with self._db.transaction("undo", by) as work:
            found = self._db.row(self._sql["act_latest"])
            if found is None:
                return None
            act, label, finished = found
            if finished is None and is_running(self._db.path, act):
                raise MemoryStoreError(
                    f"{self._db.path}: {label!r} is still running; wait for it to end, then undo"
                )
            work.act = act
            _act, generation = self._db.stamp()
            self._take_back(act, generation)
            self._db.run(self._sql["act_undone"], {"now": now(), "by": by, "act": act})
            return str(label)

    def _take_back(self, act: int, generation: int) -> None:
        """Take back the changes of an act, newest first."""
        after_all = _NONE_LATER
        while page := self._db.rows(self._sql["changes_of_act"], (act, after_all)):
            for change, kind, first, last, before in page:
                if before is None:
                    values = {"first": first, "last": last, "generation": generation}
                    self._db.run(self._undo[f"{kind}_added"], values)
                else:
                    after = self._restore(kind, first, json.loads(before), generation)
                    self._db.run(self._sql["change_after"], (json.dumps(after, ensure_ascii=False), change))
            after_all = page[-1][0]

    def _restore(self, kind: str, row: int, before: Before, generation: int) -> Before:
        """Put back what some columns held; return what they held until now."""
        if kind == "unit":
            [values] = self._db.rows(self._units["rows_by_ids"], (json.dumps([row]),))
            stored = UnitRow._make(values)
            Ledger(self._db).put_unit(stored._replace(**before))
            columns = stored._asdict()
        else:
            names = json.loads(self._db.rows(self._undo[f"{kind}_read"], (row,))[0][0])
            columns = dict(names)
            self._db.run(self._undo[f"{kind}_write"], {**columns, **before, "changed": generation, "id": row})
        return {name: columns[name] for name in before}


def _act(row: Row) -> Act:
    number, label, by, at, finished, undone_at, undone_by, rows = row
    return Act(
        id=number,
        label=label,
        by=by,
        at=at,
        finished=finished is not None,
        undone_at=undone_at,
        undone_by=undone_by,
        rows=rows,
    )
