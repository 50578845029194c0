"""A source that changed after it was translated: what keeps its rendering and what needs work.

The old source is aligned with its translation and compared with the new source; either language may be
the source. Leaves out: aligning itself, and translating what changed.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.align import AlignConfig, align
from tm.bitext import Bead, BeadStatus, Lang
from tm.errors import LanguageError
from tm.exchange.tables import write_rows as write_table
from tm.jobs.bilingual import NotedRow, check_ending, write_rows
from tm.jobs.corrections import Review, place, stored_reviews
from tm.jobs.reading import SIDE_NAMES, read_release
from tm.jobs.revision_rows import RevisionKind, RevisionRow, RowMaker
from tm.jobs.session import Session
from tm.jobs.versions import match_versions
from tm.pairing import PairingInput
from tm.termbase import TermFinder, finder_of

_TABLES = frozenset({".tsv", ".csv"})
_HEADINGS = ("kind", "old", "new", "rendering", "difference", "suggestion", "warnings", "confidence")


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """Every passage of the new source in order, what was deleted at its place between them."""

    old: Path
    new: Path
    translation: Path
    source_lang: Lang
    target_lang: Lang
    rows: tuple[RevisionRow, ...]
    model: str
    warnings: tuple[str, ...]
    seconds: float

    @property
    def summary(self) -> Mapping[RevisionKind, int]:
        """Rows by kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in RevisionKind}


def revise(session: Session, old: Path, new: Path, translation: Path, output: Path | None = None) -> Revision:
    """Tell what a new version of a source leaves of its translation; write it to `output` where given.

    Raises LanguageError unless `old` and `new` are in one language and `translation` in the other.
    """
    began = time.perf_counter()
    if output is not None and output.suffix.lower() not in _TABLES:
        check_ending(output)
    before, after, across = (read_release(path) for path in (old, new, translation))
    side = before.release.lang.side
    if after.release.lang.side != side:
        raise LanguageError(
            f"{old} is {SIDE_NAMES[side]} and {new} is not; give two versions of a text, then its translation"
        )
    if across.release.lang.side == side:
        raise LanguageError(f"{translation} is {SIDE_NAMES[side]} too; give the translation of {old}")
    memory = session.memory if session.memory_url is not None or session.has_memory else None
    reviews = stored_reviews(memory.reviews) if memory else ()
    beads = _beads(session, before, across, reviews)
    same = match_versions([each.text for each in before.segments], [each.text for each in after.segments])
    finder = finder_of(memory) if memory else TermFinder(())
    maker = RowMaker(before.segments, after.segments, across.segments, side, finder.find)
    warnings = [] if any(pair.new for pair in same) else [f"{old} and {new} have next to nothing in common"]
    done = Revision(
        old=old,
        new=new,
        translation=translation,
        source_lang=after.release.lang,
        target_lang=across.release.lang,
        rows=tuple(maker.rows(beads, same)),
        model=session.encoder.name,
        warnings=tuple(warnings),
        seconds=time.perf_counter() - began,
    )
    if output is not None:
        write_revision(done, output)
    return done


def _beads(
    session: Session, source: PairingInput, target: PairingInput, reviews: Sequence[Review]
) -> tuple[Bead, ...]:
    """Align the old source with its translation, holding to people's corrections."""
    en, zh = (source, target) if source.release.lang is Lang.EN else (target, source)
    placed = place(reviews, en.segments, zh.segments)
    config = session.settings.config("align", AlignConfig)
    return align(en.segments, zh.segments, session.encoder, config, confirmed=placed.corrections).beads


def write_revision(done: Revision, path: Path) -> None:
    """Write a table of every passage (.tsv, .csv), or the new source with what it keeps as a draft.

    A draft (.xliff, .po, .docx, .txt) holds the passages of the new source; renderings of changed ones
    are in it, marked for another look.
    """
    if path.suffix.lower() in _TABLES:
        write_table(path, [_HEADINGS, *map(_cells, done.rows)])
        return
    rows = [_noted(row) for row in done.rows if row.new]
    write_rows(path, rows, (done.source_lang, done.target_lang), name=done.new.name)


def difference(row: RevisionRow) -> str:
    """Return what changed in a row, in one line: 出席 → 主持; + inserted; − deleted."""
    said: list[str] = []
    for each in row.diff:
        if each.op == "replace":
            said.append(f"{each.source.strip()} → {each.query.strip()}")
        elif each.op == "insert":
            said.append(f"+ {each.query.strip()}")
        elif each.op == "delete":
            said.append(f"− {each.source.strip()}")
    return "; ".join(said)


def _cells(row: RevisionRow) -> tuple[str, ...]:
    return (
        row.kind.value,
        row.old_text,
        row.new_text,
        row.rendering,
        difference(row),
        row.suggestion,
        "; ".join(row.warnings),
        "" if row.confidence is None else f"{row.confidence:.2f}",
    )


_SHADES = {RevisionKind.UNCHANGED: "exact", RevisionKind.MOVED: "exact", RevisionKind.CHANGED: "fuzzy"}


def _noted(row: RevisionRow) -> NotedRow:
    notes = [row.kind.value]
    if row.kind is RevisionKind.CHANGED:
        notes = [f"changed: {difference(row)}", f"was: {row.old_text}"]
        notes += [f"rewritten: {each.from_} → {each.to} ({each.why})" for each in row.changes]
        notes += [f"! {warning}" for warning in row.warnings]
    unsure = row.status is BeadStatus.REVIEW
    if unsure:
        notes.append("! not sure that the rendering answers this passage")
    return NotedRow(
        source=row.new_text,
        target=row.suggestion or row.rendering,
        kind="repaired" if row.suggestion else _SHADES.get(row.kind, ""),
        doubtful=unsure or row.kind is RevisionKind.CHANGED,
        notes=tuple(notes),
    )
