"""Passages of a revised text: old source, new source and rendering set beside each other.

Leaves out: reading and aligning (`revision`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tm.bitext import Bead, BeadStatus, Segment, Side, TranslationUnit, other_side
from tm.jobs.versions import SamePlace
from tm.lookup.cautions import fact_cautions
from tm.lookup.diff import diff
from tm.lookup.kinds import same_writing
from tm.lookup.matches import FindTerms
from tm.lookup.repair import repaired
from tm.lookup.results import DiffOp, RepairChange
from tm.text.joining import joined


class RevisionKind(StrEnum):
    """What became of a passage; `unsourced` is translation that answers nothing in the old source."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    UNSOURCED = "unsourced"


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionRow:
    """One passage: segment numbers in the three texts, and their words.

    `rendering` is the old one; it holds as it is where the passage is unchanged or moved. `diff` sets the
    new source against the old; `suggestion` is the rendering rewritten where only values or known terms
    changed and that is certain, with its `changes`. `confidence` is how sure the alignment of old source
    and rendering is, None where there is no rendering.
    """

    kind: RevisionKind
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    target: tuple[int, ...] = ()
    old_text: str = ""
    new_text: str = ""
    rendering: str = ""
    confidence: float | None = None
    status: BeadStatus | None = None
    diff: tuple[DiffOp, ...] = ()
    suggestion: str = ""
    changes: tuple[RepairChange, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether the old rendering may stay as it is."""
        return self.kind in {RevisionKind.UNCHANGED, RevisionKind.MOVED} and bool(self.rendering)


class RowMaker:
    """Makes rows of three texts; `side` is the source's."""

    def __init__(
        self,
        old: Sequence[Segment],
        new: Sequence[Segment],
        target: Sequence[Segment],
        side: Side,
        find_terms: FindTerms,
    ) -> None:
        self._old, self._new, self._target, self._side = old, new, target, side
        self._find_terms = find_terms

    def rows(self, beads: Sequence[Bead], same: Sequence[SamePlace]) -> list[RevisionRow]:
        """Return rows by the new source; what has no place there follows what stood before it."""
        by_old = {pair.old: pair for pair in same}
        taken = {pair.new for pair in same}
        placed: list[tuple[float, RevisionRow]] = []
        last = -1
        for bead in self._by_source(beads):
            row = self._row(bead, by_old, taken)
            taken.update(row.new)
            if row.new and row.kind is not RevisionKind.MOVED:
                last = max(last, row.new[-1])
            placed.append((row.new[0] if row.new else last + 0.5, row))
        for number, segment in enumerate(self._new):
            if number not in taken:
                row = RevisionRow(kind=RevisionKind.INSERTED, new=(number,), new_text=segment.text)
                placed.append((number, row))
        return [row for _, row in sorted(placed, key=lambda each: each[0])]

    def _by_source(self, beads: Sequence[Bead]) -> list[Bead]:
        """Return beads by the old source; one without source follows the bead it came after."""
        placed: list[tuple[float, Bead]] = []
        last = -1
        for bead in beads:
            source, _ = self._sides(bead)
            if source and not bead.moved:
                last = source[0]
            placed.append((source[0] if source else last + 0.5, bead))
        return [bead for _, bead in sorted(placed, key=lambda each: each[0])]

    def _sides(self, bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (bead.en, bead.zh) if self._side == "en" else (bead.zh, bead.en)

    def _row(self, bead: Bead, by_old: Mapping[int, SamePlace], taken: set[int]) -> RevisionRow:
        source, target = self._sides(bead)
        rendering = joined(self._target, target, other_side(self._side))
        if not source:
            return RevisionRow(
                kind=RevisionKind.UNSOURCED, target=target, rendering=rendering, confidence=bead.confidence
            )
        pairs = [by_old[number] for number in source if number in by_old]
        new = _with_inserted([pair.new for pair in pairs], taken)
        kind = self._kind(source, pairs, new)
        row = RevisionRow(
            kind=kind,
            old=source,
            new=new,
            target=target,
            old_text=joined(self._old, source, self._side),
            new_text=joined(self._new, new, self._side),
            rendering=rendering,
            confidence=bead.confidence if target else None,
            status=bead.status if target else None,
        )
        return self._with_difference(row) if kind is RevisionKind.CHANGED else row

    def _kind(self, source: Sequence[int], pairs: Sequence[SamePlace], new: Sequence[int]) -> RevisionKind:
        if not pairs:
            return RevisionKind.DELETED
        same = len(pairs) == len(source) == len(new) and all(
            same_writing(self._new[pair.new].text, self._old[pair.old].text) for pair in pairs
        )
        in_order = [pair.new for pair in pairs] == list(range(pairs[0].new, pairs[0].new + len(pairs)))
        if not (same and in_order):
            return RevisionKind.CHANGED
        return RevisionKind.MOVED if any(pair.moved for pair in pairs) else RevisionKind.UNCHANGED

    def _with_difference(self, row: RevisionRow) -> RevisionRow:
        """Return a changed row with what changed in it, and its rendering rewritten where that is certain."""
        new, old = row.new_text, row.old_text
        cautions = fact_cautions(new, old, self._side)
        rewritten = None
        if row.rendering:
            en, zh = (old, row.rendering) if self._side == "en" else (row.rendering, old)
            rewritten = repaired(new, TranslationUnit(en=en, zh=zh), self._side, self._find_terms)
        return replace(
            row,
            diff=diff(new, old),
            warnings=tuple(dict.fromkeys(caution.text for caution in cautions)),
            suggestion=rewritten.target if rewritten else "",
            changes=rewritten.repair.changes if rewritten else (),
        )


def _with_inserted(numbers: Sequence[int], taken: set[int]) -> tuple[int, ...]:
    """Return segments of the new source with those inserted between them."""
    if not numbers:
        return ()
    between = (number for number in range(min(numbers), max(numbers)) if number not in taken)
    return tuple(sorted({*numbers, *between}))
