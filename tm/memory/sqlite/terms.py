"""The termbase in SQLite. Leaves out: finding terms in text."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from tm.bitext import Term, TermForms, TermStatus
from tm.errors import MemoryStoreError
from tm.memory.sqlite.codes import State
from tm.memory.sqlite.database import Database, Row
from tm.memory.sqlite.ledger import Ledger
from tm.memory.sqlite.statements import statements
from tm.memory.values import Tally

_WRITTEN = (
    "en_forms",
    "zh_forms",
    "status",
    "required",
    "valid_from",
    "valid_to",
    "replaced_by",
    "authority",
    "note",
    "state",
)
"""Columns a change of a term may touch; the other three are its identity."""


class SqliteTerms:
    """See the protocol `Terms`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("terms")
        self._ledger = Ledger(database)

    def add(self, terms: Iterable[Term]) -> Tally:
        """Store terms; one with the same full forms and domain is updated."""
        tally = Tally()
        with self._db.transaction("add terms"):
            for term in terms:
                tally += self._add(term)
        return tally

    def _add(self, term: Term) -> Tally:
        en, zh = term.en.full.strip(), term.zh.full.strip()
        if not en or not zh:
            raise MemoryStoreError(f"term {en or zh!r} has no {'English' if zh else 'Chinese'} form; add it")
        new = _columns(term)
        held = self._db.row(self._sql["term_by_identity"], (zh, en, term.domain))
        if held is None:
            _act, generation = self._db.stamp()
            values = (en, zh, *(new[name] for name in _WRITTEN[:8]), term.domain, new["note"], generation)
            [[number]] = self._db.rows(self._sql["term_insert"], values)
            self._ledger.added("term", number, number)
            return Tally(added=1)
        old = _held_columns(held)
        if new == old:
            return Tally(known=1)
        self._write(held[0], old, new)
        back = old["state"] != State.LIVE
        return Tally(added=1) if back else Tally(updated=1)

    def _write(self, number: int, old: dict[str, Any], new: dict[str, Any]) -> None:
        _act, generation = self._db.stamp()
        self._ledger.changed("term", number, {name: old[name] for name in _WRITTEN if old[name] != new[name]})
        self._db.run(self._sql["term_write"], (*(new[name] for name in _WRITTEN), generation, number))

    def all(self) -> list[Term]:
        """Return every live term, by id."""
        return [_term(row) for row in self._db.rows(self._sql["terms_all"])]

    def count(self) -> int:
        """Return the number of live terms."""
        return int(self._db.rows(self._sql["terms_count"])[0][0])

    def latest(self) -> int:
        """Return the generation of the latest change of any term."""
        return int(self._db.rows(self._sql["terms_latest"])[0][0])

    def delete(self, ids: Sequence[int]) -> None:
        """Remove terms. Raises MemoryStoreError for an id that is not there."""
        with self._db.transaction(f"delete {len(ids)} terms"):
            for number in dict.fromkeys(ids):
                held = self._db.row(self._sql["term_by_id"], (number,))
                if held is None or held[-1] != State.LIVE:
                    raise MemoryStoreError(
                        f"{self._db.path}: no term {number}; `tm terms list` shows those held"
                    )
                old = _held_columns(held)
                self._write(number, old, {**old, "state": int(State.DELETED)})


def _columns(term: Term) -> dict[str, Any]:
    return {
        "en_forms": _packed(term.en),
        "zh_forms": _packed(term.zh),
        "status": term.status.value,
        "required": int(term.required),
        "valid_from": None if term.valid_from is None else term.valid_from.isoformat(),
        "valid_to": None if term.valid_to is None else term.valid_to.isoformat(),
        "replaced_by": term.replaced_by,
        "authority": term.authority,
        "note": term.note,
        "state": int(State.LIVE),
    }


def _held_columns(row: Row) -> dict[str, Any]:
    return dict(zip(_WRITTEN, (*row[3:11], *row[12:14]), strict=True))


def _packed(forms: TermForms) -> str:
    return json.dumps([forms.short, forms.abbreviation, forms.variants], ensure_ascii=False)


def _forms(full: str, packed: str) -> TermForms:
    short, abbreviation, variants = (tuple(forms) for forms in json.loads(packed))
    return TermForms(full=full, short=short, abbreviation=abbreviation, variants=variants)


def _term(row: Row) -> Term:
    return Term(
        id=row[0],
        en=_forms(row[1], row[3]),
        zh=_forms(row[2], row[4]),
        status=TermStatus(row[5]),
        required=bool(row[6]),
        valid_from=None if row[7] is None else dt.date.fromisoformat(row[7]),
        valid_to=None if row[8] is None else dt.date.fromisoformat(row[8]),
        replaced_by=row[9],
        authority=row[10],
        domain=row[11],
        note=row[12],
    )
