"""Translation units in SQLite. Leaves out: what comes in by batches (`adding`) and ranking."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import chain, islice

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.errors import MemoryStoreError, TmError
from tm.memory.sqlite.adding import Adder
from tm.memory.sqlite.codes import CONFIRMED, DO_NOT_REUSE, STATUS_CODE, State
from tm.memory.sqlite.database import Database, now
from tm.memory.sqlite.hashing import prepare, prepare_ahead
from tm.memory.sqlite.ledger import Ledger
from tm.memory.sqlite.scanning import scan_pages
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.texts import check_recipe, key_hash
from tm.memory.sqlite.unit_rows import RowMaker, UnitRow, to_unit
from tm.memory.values import Tally
from tm.text import match_key

BATCH = 50_000
"""Units committed together when `add` is not inside a transaction: of a large memory each batch
rewrites most index pages, so smaller ones would be slower."""

_MANY_UNITS = 1_000
"""Units that are worth more room for pages while they are written."""
_NO_LIMIT = 1 << 62


class SqliteUnits:
    """See the protocol `Units`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("units")
        self._ledger = Ledger(database)

    def add(self, units: Iterable[TranslationUnit]) -> Tally:
        """Store units in order, batch by batch."""
        check_recipe(self._db)
        adder, total = Adder(self._db), Tally()
        batches = _batches(units)
        head = list(islice(batches, 1))
        size = len(head[0]) if head else 0
        one = size < BATCH  # a single transaction needs no word that it ended
        ready = map(prepare, chain(head, batches)) if one else prepare_ahead(chain(head, batches))
        with (
            nullcontext() if size < _MANY_UNITS else self._db.roomy(),
            nullcontext() if one else self._db.running("add units"),
        ):
            for batch in ready:
                with self._db.transaction("add units"):
                    total += adder.add(batch)
        return total

    def put_release(self, en_key: str, zh_key: str, units: Iterable[TranslationUnit]) -> Tally:
        """Store the units of a pair of releases in place of what either held."""
        check_recipe(self._db)
        held = prepare(
            replace(unit, provenance=replace(unit.provenance, en_release=en_key, zh_release=zh_key))
            for unit in units
        )
        with self._db.transaction(f"build {zh_key}"):
            return Adder(self._db).put_release(en_key, zh_key, held)

    def get(self, ids: Sequence[int]) -> list[TranslationUnit]:
        """Return the live units with these ids in the order asked."""
        return [
            to_unit(row) for row in self._db.rows(self._sql["units_by_ids"], (json.dumps([*map(int, ids)]),))
        ]

    def exact(self, side: Side, key: str, *, limit: int | None = None) -> list[TranslationUnit]:
        """Return usable units whose match key on `side` is `key`, the best first."""
        check_recipe(self._db)
        values = {"key": key_hash(key), "limit": _NO_LIMIT if limit is None else limit}
        units = [to_unit(row) for row in self._db.rows(self._sql[f"exact_{side}"], values)]
        same = {text: match_key(text) == key for text in {unit.text(side) for unit in units}}
        return [unit for unit in units if same[unit.text(side)]]

    def of_pair(self, en_key: str | None, zh_key: str | None) -> list[TranslationUnit]:
        """Return the live units of a pair of releases, by id."""
        values = {"en": en_key, "zh": zh_key}
        return [to_unit(row) for row in self._db.rows(self._sql["units_of_pair"], values)]

    def scan(self, after: int = 0, *, barred: bool = False) -> Iterator[TranslationUnit]:
        """Yield usable units by id, in one state of the memory."""
        values = {"after": after, "barred": barred}
        for page in scan_pages(self._db, self._sql["units_after"], values):
            yield from map(to_unit, page)

    def changed_since(self, generation: int) -> list[int]:
        """Return ids of rows changed after `generation`."""
        return [row[0] for row in self._db.rows(self._sql["changed_since"], (generation,))]

    def count(self, *, barred: bool = False) -> int:
        """Return the number of usable units."""
        return int(self._db.rows(self._sql["units_count"], {"barred": barred})[0][0])

    def edit(self, unit: TranslationUnit, by: str = "") -> None:
        """Replace the stored unit of the same id."""
        if unit.id is None:
            raise MemoryStoreError(
                f"unit {unit.en[:40]!r} has no id, so there is nothing to edit; add it instead"
            )
        check_recipe(self._db)
        with self._db.transaction(f"edit unit {unit.id}", by):
            old = self._rows([unit.id])[0]
            [fresh] = RowMaker(self._db).rows(prepare([unit]))
            new = fresh._replace(state=old.state, heir=old.heir, changed=old.changed)
            if new == old:
                return
            if (new.keys, new.pair) != (old.keys, old.pair):
                self._take_identity(old, new)
            self._ledger.write_unit(old, new)

    def _take_identity(self, old: UnitRow, new: UnitRow) -> None:
        """Leave a row that remembers the old identity, so that a rebuild does not bring it back."""
        asked = json.dumps([[*new.keys]])
        rows = [UnitRow._make(row) for row in self._db.rows(self._sql["rows_by_keys"], (asked,))]
        other = next((row for row in rows if row.pair == new.pair and row.state != State.UNDONE), None)
        ghost = old._replace(state=State.EDITED, heir=old.id)
        if other is None:
            number = int(self._db.rows(self._sql["unit_last"])[0][0]) + 1
            _act, generation = self._db.stamp()
            self._db.run(self._sql["unit_insert"], (number, *ghost[1:-1], generation))
            self._ledger.added("unit", number, number)
            return
        if other.state == State.LIVE:
            raise MemoryStoreError(
                f"unit {old.id} would say the same as unit {other.id} of the same releases; merge them with"
                f" `tm merge {other.id} {old.id}`, or delete one"
            )
        self._ledger.write_unit(other, ghost._replace(id=other.id))

    def set_status(self, ids: Sequence[int], status: UnitStatus, by: str | None = None) -> None:
        """Set the status of units; do-not-reuse, and lifting it, holds for the rendering everywhere."""
        code = STATUS_CODE[status]
        with self._db.transaction(f"mark {_named(ids)} {status.value}", by or ""):
            for row in self._same_renderings(self._rows(ids), everywhere=code == DO_NOT_REUSE):
                new = row._replace(status=code, confirmed_by=None, confirmed_at=None)
                if code == CONFIRMED:
                    new = new._replace(confirmed_by=by, confirmed_at=now())
                    if row.status == CONFIRMED and row.confirmed_by == by:
                        continue
                if new != row:
                    self._ledger.write_unit(row, new)

    def delete(self, ids: Sequence[int], by: str = "") -> None:
        """Take renderings out of use, from every release they stand in."""
        with self._db.transaction(f"delete {_named(ids)}", by):
            for row in self._same_renderings(self._rows(ids), everywhere=True):
                self._ledger.write_unit(row, row._replace(state=State.DELETED))

    def merge(self, keep: int, others: Sequence[int], by: str = "") -> None:
        """Let one unit stand for others, which go out of use."""
        if keep in others:
            raise MemoryStoreError(f"unit {keep} cannot be merged into itself; name the one to keep first")
        with self._db.transaction(f"merge {_named(others)} into unit {keep}", by):
            [kept] = self._rows([keep])
            for row in self._same_renderings(self._rows(others), everywhere=True):
                if row.keys != kept.keys or row.id in others:
                    self._ledger.write_unit(row, row._replace(state=State.MERGED, heir=keep))

    def _rows(self, ids: Sequence[int]) -> list[UnitRow]:
        """Return live rows by id. Raises MemoryStoreError for an id that is not there."""
        wanted = json.dumps([*dict.fromkeys(map(int, ids))])
        rows = [UnitRow._make(row) for row in self._db.rows(self._sql["rows_by_ids"], (wanted,))]
        live = [row for row in rows if row.state == State.LIVE]
        missing = set(ids) - {row.id for row in live}
        if missing:
            raise MemoryStoreError(
                f"{self._db.path}: no unit {min(missing)} in use; `tm history` tells what became of it"
            )
        return live

    def _same_renderings(self, rows: list[UnitRow], *, everywhere: bool) -> list[UnitRow]:
        """Return rows and, for judgements that hold `everywhere` or end one that did, their twins."""
        chosen = {row.id: row for row in rows}
        wide = [row.keys for row in rows if everywhere or row.status == DO_NOT_REUSE]
        for values in self._db.rows(self._sql["rows_by_keys"], (json.dumps(wide),)):
            row = UnitRow._make(values)
            if row.state == State.LIVE and (everywhere or row.status == DO_NOT_REUSE):
                chosen[row.id] = row
        return list(chosen.values())


def _batches(units: Iterable[TranslationUnit]) -> Iterator[list[TranslationUnit]]:
    """Yield units by batches; what came before a fault of their source is yielded before it is raised."""
    rest = iter(units)
    while True:
        batch: list[TranslationUnit] = []
        try:
            batch.extend(islice(rest, BATCH))
        except TmError:
            yield batch
            raise
        if not batch:
            return
        yield batch


def _named(ids: Sequence[int]) -> str:
    return f"unit {ids[0]}" if len(ids) == 1 else f"{len(ids)} units"
