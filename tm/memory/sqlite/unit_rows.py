"""A translation unit as a row and back. Leaves out: which rows are written, and why (`adding`)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from tm.bitext import Context, Provenance, TranslationUnit
from tm.memory.sqlite.codes import SCRIPT_CODE, SCRIPTS, STATUS_CODE, STATUSES, State
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.hashing import Prepared
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.texts import Texts

_LIVE = int(State.LIVE)
"""A plain number: SQLite takes those in without looking for an adapter."""


class UnitRow(NamedTuple):
    """One row of the table `unit`; the fields are its columns, in order."""

    id: int
    en_text: int
    zh_text: int
    en_key: int
    zh_key: int
    pair: int
    origin: int
    zh_lang: int
    status: int
    state: int
    heir: int | None
    paragraph: int | None
    confidence: float | None
    confirmed_by: str | None
    confirmed_at: str | None
    en_previous: int | None
    en_next: int | None
    zh_previous: int | None
    zh_next: int | None
    note: str | None
    changed: int

    @property
    def keys(self) -> tuple[int, int]:
        """Hashes of both match keys."""
        return self.en_key, self.zh_key

    def is_writing_of(self, other: "UnitRow") -> bool:
        """Tell whether one of two units with the same keys stands for both: each script keeps its own."""
        return self.zh_lang == other.zh_lang or self.zh_text == other.zh_text

    @property
    def around(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Texts of the neighbours."""
        return self.en_previous, self.en_next, self.zh_previous, self.zh_next

    def with_around(self, other: "UnitRow") -> "UnitRow":
        """Return the row with the neighbours of another."""
        return self._replace(
            en_previous=other.en_previous,
            en_next=other.en_next,
            zh_previous=other.zh_previous,
            zh_next=other.zh_next,
        )


def delta(old: UnitRow, new: UnitRow) -> dict[str, Any]:
    """Return the columns of `old` that `new` changes, `changed` left out."""
    return {
        name: before
        for name, before, after in zip(UnitRow._fields[:-1], old, new, strict=False)
        if before != after
    }


def to_unit(row: Sequence[Any]) -> TranslationUnit:
    """Return the unit of a row of the view `whole_unit`."""
    date, confirmed_at = row[10], row[15]
    return TranslationUnit(
        id=row[0],
        en=row[1],
        zh=row[2],
        zh_lang=SCRIPTS[row[3]],
        status=STATUSES[row[4]],
        note=row[5] or "",
        provenance=Provenance(
            en_release=row[6],
            zh_release=row[7],
            document=row[8],
            url=row[9],
            date=None if date is None else dt.date.fromisoformat(date),
            model=row[11],
            paragraph=row[12],
            confidence=row[13],
            confirmed_by=row[14],
            confirmed_at=None if confirmed_at is None else dt.datetime.fromisoformat(confirmed_at),
        ),
        context=Context(en_previous=row[16], en_next=row[17], zh_previous=row[18], zh_next=row[19]),
    )


class RowMaker:
    """Turns units into rows within the running transaction, storing texts, pairs and origins."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("units")
        self._texts = Texts(database)
        self._pairs: dict[tuple[str | None, str | None], int] = {(None, None): 0}
        self._origins: dict[tuple[str | None, str | None, dt.date | None, str | None], int] = {}

    def rows(self, ready: Prepared) -> list[UnitRow]:
        """Return a live row for every unit, its id 0 where the unit has none."""
        ids = self._texts.ids_of(ready.hashes)
        return [self._row(unit, ids, ready.keys) for unit in ready.units]

    def _row(self, unit: TranslationUnit, ids: dict[str, int], keys: dict[str, int]) -> UnitRow:
        source, around = unit.provenance, unit.context
        confirmed_at = source.confirmed_at
        before, after = around.en_previous, around.en_next
        zh_before, zh_after = around.zh_previous, around.zh_next
        return UnitRow(
            unit.id or 0,
            ids[unit.en],
            ids[unit.zh],
            keys[unit.en],
            keys[unit.zh],
            self.pair(source.en_release, source.zh_release),
            self._origin(source),
            SCRIPT_CODE[unit.zh_lang],
            STATUS_CODE[unit.status],
            _LIVE,
            None,
            source.paragraph,
            source.confidence,
            source.confirmed_by,
            None if confirmed_at is None else confirmed_at.isoformat(),
            None if before is None else ids[before],
            None if after is None else ids[after],
            None if zh_before is None else ids[zh_before],
            None if zh_after is None else ids[zh_after],
            unit.note or None,
            0,
        )

    def pair(self, en_release: str | None, zh_release: str | None) -> int:
        """Return the id of a pair of release keys, storing it if need be; 0 for no release."""
        asked = (en_release, zh_release)
        if asked not in self._pairs:
            found = self._db.row(self._sql["pair_find"], asked) or self._db.row(
                self._sql["pair_insert"], asked
            )
            assert found is not None
            self._pairs[asked] = found[0]
        return self._pairs[asked]

    def _origin(self, source: Provenance) -> int:
        key = (source.document, source.url, source.date, source.model)
        known = self._origins.get(key)
        if known is None:
            date = None if source.date is None else source.date.isoformat()
            asked = (source.document, source.url, date, source.model)
            found = self._db.row(self._sql["origin_find"], asked) or self._db.row(
                self._sql["origin_insert"], asked
            )
            assert found is not None
            known = self._origins[key] = int(found[0])
        return known
