"""How units come in: what is new, known, updated, barred, superseded. Leaves out: reading them.

A unit's identity is its two match keys and the pair of releases it comes from: the same rendering in
two releases is two units, so that each keeps its own date, paragraph, neighbours and confidence, a
release can take back its own, and look-up can count in how many releases a rendering stands. Texts
are stored once, so the second unit costs a row of about 100 bytes. Units from no release share one
identity, whatever file they came from.

Deleting and do-not-reuse are judgements on a rendering: they hold for its keys, from any release.
"""

import json
from dataclasses import dataclass, field

from tm.memory.sqlite.codes import CONFIRMED, DO_NOT_REUSE, PLAIN, REVIEW, State
from tm.memory.sqlite.database import Database
from tm.memory.sqlite.hashing import Prepared
from tm.memory.sqlite.ledger import Ledger
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.unit_rows import RowMaker, UnitRow
from tm.memory.values import Tally

_BARS = (State.DELETED, State.MERGED)


@dataclass(kw_only=True, slots=True)
class Plan:
    """What one batch comes to: rows to insert, rows to write over, and every row it speaks of."""

    new: list[UnitRow] = field(default_factory=list)
    writes: list[tuple[UnitRow, UnitRow]] = field(default_factory=list)
    present: set[int] = field(default_factory=set)
    updated: int = 0
    known: int = 0
    back: int = 0
    barred: int = 0
    superseded: int = 0

    def tally(self) -> Tally:
        """Return the counts a caller is told."""
        return Tally(
            added=len(self.new) - self.barred + self.back,
            updated=self.updated,
            known=self.known + self.barred,
            superseded=self.superseded,
        )


class Adder:
    """Adds units within transactions of the caller's; keeps what it learnt between batches."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("units")
        self._maker = RowMaker(database)
        self._ledger = Ledger(database)

    def add(self, ready: Prepared) -> Tally:
        """Store one batch. What is known stays, but for better writing, a note or a judgement."""
        plan = self._plan(ready, rebuild=False)
        self._carry_out(plan)
        return plan.tally()

    def put_release(self, en_key: str, zh_key: str, ready: Prepared) -> Tally:
        """Store the units of a pair of releases in place of what either release held."""
        plan = self._plan(ready, rebuild=True)
        present = self._with_heirs(plan.present)
        for row in self._db.rows(self._sql["rows_of_releases"], {"en": en_key, "zh": zh_key}):
            stored = UnitRow._make(row)
            if stored.id not in present and stored.status in (PLAIN, REVIEW):
                plan.writes.append((stored, stored._replace(state=State.SUPERSEDED)))
                plan.superseded += 1
        self._carry_out(plan)
        return plan.tally()

    def _with_heirs(self, ids: set[int]) -> set[int]:
        """Return ids and the units that stand for them, at any remove."""
        found, fresh = set(ids), set(ids)
        while fresh:
            rows = self._db.rows(self._sql["rows_by_ids"], (json.dumps(sorted(fresh)),))
            fresh = {heir for row in rows if (heir := UnitRow._make(row).heir) is not None} - found
            found |= fresh
        return found

    def _plan(self, ready: Prepared, *, rebuild: bool) -> Plan:
        plan = Plan()
        rows = self._maker.rows(ready)
        stored = self._stored({row.keys for row in rows})
        seen: dict[tuple[int, int, int], list[UnitRow]] = {}
        for row in rows:
            key = (row.en_key, row.zh_key, row.pair)
            alike = seen.get(key)
            if alike is None:
                seen[key] = [row]
            elif any(map(row.is_writing_of, alike)):
                plan.known += 1
                continue
            else:
                alike.append(row)
            others = stored.get(key[:2])
            if others is None:
                plan.new.append(row)
            else:
                self._meet(plan, row, others, rebuild=rebuild)
        return plan

    def _stored(self, keys: set[tuple[int, int]]) -> dict[tuple[int, int], list[UnitRow]]:
        found: dict[tuple[int, int], list[UnitRow]] = {}
        for values in self._db.rows(self._sql["rows_by_keys"], (json.dumps(sorted(keys)),)):
            row = UnitRow._make(values)
            found.setdefault(row.keys, []).append(row)
        return found

    def _meet(self, plan: Plan, row: UnitRow, others: list[UnitRow], *, rebuild: bool) -> None:
        """Settle a unit whose rendering is known, from this pair of releases or from another."""
        mine = max(
            (other for other in others if other.pair == row.pair and row.is_writing_of(other)),
            key=lambda other: other.state != State.UNDONE,
            default=None,
        )
        bar = next((other for other in others if other.state in _BARS), None)
        unwanted = any(
            other.status == DO_NOT_REUSE and other.state in (State.LIVE, State.SUPERSEDED) for other in others
        )
        if mine is None:
            if bar is not None:
                row = row._replace(state=bar.state, heir=bar.heir)
                plan.barred += 1
            elif unwanted:
                row = row._replace(status=DO_NOT_REUSE)
                plan.barred += 1
            plan.new.append(row)
            return
        plan.present.add(mine.id)
        if mine.state in (State.DELETED, State.EDITED, State.MERGED) or bar is not None:
            plan.known += 1
            return
        settled = _settle(mine, row, rebuild=rebuild)
        if unwanted:
            settled = settled._replace(status=DO_NOT_REUSE)
        _count(plan, mine, settled)

    def _carry_out(self, plan: Plan) -> None:
        if not plan.new and not plan.writes:
            return
        _act, generation = self._db.stamp()
        for old, new in plan.writes:
            self._ledger.write_unit(old, new)
        if plan.new:
            first = int(self._db.rows(self._sql["unit_last"])[0][0]) + 1
            self._db.run_many(
                self._sql["unit_insert"],
                [(number, *row[1:-1], generation) for number, row in enumerate(plan.new, first)],
            )
            self._ledger.added("unit", first, first + len(plan.new) - 1)


def _settle(mine: UnitRow, row: UnitRow, *, rebuild: bool) -> UnitRow:
    """Return what a stored row becomes when its unit comes in again.

    A confirmed row keeps its writing and a judged row its status. Otherwise a rebuild brings
    everything anew; another import brings its writing, a note or neighbours where there were none,
    and a judgement (confirmed, do-not-reuse).
    """
    if mine.state == State.UNDONE:
        return row._replace(id=mine.id, changed=mine.changed)
    if mine.status == DO_NOT_REUSE:
        return mine._replace(state=State.LIVE)
    judged = row.status in (CONFIRMED, DO_NOT_REUSE)
    if rebuild and mine.status != CONFIRMED:
        return row._replace(id=mine.id, note=row.note or mine.note, changed=mine.changed)
    kept = mine._replace(state=State.LIVE)
    if judged and mine.status != row.status:
        kept = kept._replace(status=row.status, confirmed_by=row.confirmed_by, confirmed_at=row.confirmed_at)
    if mine.status != CONFIRMED:
        kept = kept._replace(en_text=row.en_text, zh_text=row.zh_text, zh_lang=row.zh_lang)
    if row.note is not None:
        kept = kept._replace(note=row.note)
    if any(row.around) and (rebuild or not any(mine.around)):
        kept = kept.with_around(row)
    return kept


def _count(plan: Plan, mine: UnitRow, settled: UnitRow) -> None:
    if settled == mine:
        plan.known += 1
        return
    plan.writes.append((mine, settled))
    shown = (mine.en_text, mine.zh_text, mine.status, mine.state, mine.note)
    if mine.state == State.UNDONE:
        plan.back += 1
    elif shown == (settled.en_text, settled.zh_text, settled.status, settled.state, settled.note):
        plan.known += 1
    else:
        plan.updated += 1
