"""Bring units in and out, and look after the memory file. Leaves out: formats and storage."""

import itertools
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Skipped, TranslationUnit
from tm.errors import ReadError, TmError
from tm.exchange import read_units, write_units
from tm.exchange.formats import UNIT_ENDINGS
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.memory.index import index_of
from tm.memory.values import Act, Statistics, Tally

_REPORT_EVERY = 5_000
_NAMED = 20
"""So many rows that are no unit are told one by one: a file may hold any number of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What came in: units read, new ones, changed ones, those there already; what did not.

    `skipped` are files that failed, `ignored` those of other types; `warnings` tell what within a
    file was no unit, the first of many.
    """

    read: int
    added: int
    updated: int
    known: int
    skipped: tuple[Skipped, ...] = ()
    ignored: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """How many units were written, and where."""

    written: int
    file: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """The label of what was taken back; None where there was nothing."""

    undone: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Acts:
    """Labelled changes, newest first."""

    acts: tuple[Act, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at: `ok`, and what was found."""

    name: str
    ok: bool
    found: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """What works here; `repaired` lists what was mended."""

    ok: bool
    checks: tuple[Check, ...]
    repaired: tuple[str, ...] = ()


def import_units(session: Session, paths: Sequence[Path], progress: Progress = SILENT) -> Imported:
    """Read unit files into the memory, each under its own label; one that fails is named, the rest goes on.

    What was read of a file before its fault stays, so that a cut-off TMX is not lost whole. Raises
    ReadError where no file is of a type that holds units.
    """
    ignored = [path for path in paths if path.suffix.casefold() not in UNIT_ENDINGS and not path.is_dir()]
    if paths and len(ignored) == len(paths):
        raise ReadError(paths[0], "files of this type hold no units", f"give {', '.join(UNIT_ENDINGS)}")
    read, total, skipped, left_out = 0, Tally(), [], _LeftOut()
    for path in paths:
        if path in ignored:
            continue
        coming = _Incoming(path, left_out, progress)
        with session.memory.series(f"import {path.name}", session.user):
            total += session.memory.units.add(coming)
        read += coming.count
        if coming.fault is not None:
            why = str(coming.fault).removeprefix(f"{path}: ")
            skipped.append(Skipped(where=str(path), why=why))
    index_of(session.memory).settle()
    return Imported(
        read=read,
        added=total.added,
        updated=total.updated,
        known=total.known,
        skipped=tuple(skipped),
        ignored=tuple(str(path) for path in ignored),
        warnings=left_out.warnings,
    )


class _LeftOut:
    """What within files was no unit: the first ones by name, the others counted."""

    def __init__(self) -> None:
        self._named: list[str] = []
        self._others = 0

    def __call__(self, skipped: Skipped) -> None:
        if len(self._named) < _NAMED:
            self._named.append(f"{skipped.where}: {skipped.why}; left out")
        else:
            self._others += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line for each that is named, and one for the others."""
        return (*self._named, f"{self._others} more left out") if self._others else tuple(self._named)


class _Counted:
    """Units passing by, counted and reported."""

    def __init__(self, units: Iterator[TranslationUnit], stage: str, progress: Progress) -> None:
        self.count = 0
        self._units = units
        self._stage = stage
        self._progress = progress

    def __iter__(self) -> Iterator[TranslationUnit]:
        for unit in self._units:
            self.count += 1
            if self.count % _REPORT_EVERY == 0:
                self._progress.step(self._stage, self.count)
            yield unit


class _Incoming(_Counted):
    """The units of a file up to its end or its `fault`, whichever is first."""

    def __init__(self, path: Path, left_out: _LeftOut, progress: Progress) -> None:
        super().__init__(self._read(path, left_out), f"importing {path.name}", progress)
        self.fault: TmError | None = None

    def _read(self, path: Path, left_out: _LeftOut) -> Iterator[TranslationUnit]:
        try:
            if path.is_dir():
                raise ReadError(path, "is a folder, not a file", "give the files in it")
            yield from read_units(path, on_skip=left_out)
        except TmError as err:
            self.fault = err


def export_units(session: Session, path: Path, progress: Progress = SILENT) -> Exported:
    """Write every live unit to a file, by its ending."""
    counted = _Counted(session.memory.units.scan(barred=True), f"exporting {path.name}", progress)
    write_units(path, counted)
    return Exported(written=counted.count, file=path)


def back_up(session: Session, to: Path) -> Exported:
    """Write a whole copy of the memory to a new file. Raises MemoryStoreError if it exists."""
    session.memory.backup(to)
    return Exported(written=session.memory.units.count(), file=to)


def undo(session: Session) -> Undone:
    """Take back the last labelled change."""
    return Undone(undone=session.memory.history.undo(session.user))


def history(session: Session, limit: int) -> Acts:
    """Return the last labelled changes."""
    return Acts(acts=tuple(itertools.islice(session.memory.history.acts(limit), limit)))


def statistics(session: Session) -> Statistics:
    """Count what the memory holds."""
    return session.memory.statistics()


def examine(session: Session, *, repair: bool) -> Health:
    """Look at Python, SQLite, the encoder, the memory file and its indexes; mend what can be mended."""
    checks = [
        Check(name="Python", ok=True, found=platform.python_version()),
        Check(name="SQLite", ok=True, found=sqlite3.sqlite_version),
        _encoder_check(session),
    ]
    memory = session.memory
    repaired = tuple(memory.repair()) if repair else ()
    if repair:
        index_of(memory).rebuild()
    faults = memory.check()
    told = f"{memory.location}: sound" + (", may be read and not written" if memory.read_only else "")
    checks.append(Check(name="memory", ok=not faults, found="; ".join(faults) or told))
    index_faults = index_of(memory).check()
    checks.append(Check(name="index", ok=not index_faults, found="; ".join(index_faults) or "level"))
    cut_off = [act.label for act in memory.history.unfinished()]
    told = f"cut off: {', '.join(cut_off)}; run it again, or tm undo" if cut_off else "every change is whole"
    checks.append(Check(name="changes", ok=not cut_off, found=told))
    return Health(ok=all(check.ok for check in checks), checks=tuple(checks), repaired=repaired)


def _encoder_check(session: Session) -> Check:
    try:
        encoder = session.encoder
        found = f"{encoder.name}, {encoder.dimension} dimensions, weights {encoder.weights_hash[:12]}"
    except TmError as err:
        return Check(name="model", ok=False, found=str(err))
    return Check(name="model", ok=True, found=found)
