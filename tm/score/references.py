"""References for a draft's segments: given, or from the memory. Leaves out: scoring against them."""

from collections.abc import Sequence

from tm.bitext import Draft, UnitStatus
from tm.lookup import LookupConfig, MatchKind, lookup
from tm.memory.protocols import Memory
from tm.score.metrics import check_lengths
from tm.score.results import Origin, Reference

LEAST_PERCENT = 75
"""A fuzzy match below this says too little of the segment (memoQ's and Trados' bands start there)."""
_WHOLE = 100
_USABLE = frozenset({UnitStatus.CONFIRMED, UnitStatus.PLAIN})


def given_references(draft: Draft, lines: Sequence[str]) -> tuple[Reference, ...]:
    """Return the lines of a reference file, an empty one being none. Raises ScoreError for another number."""
    check_lengths([segment.draft for segment in draft.segments], lines)
    return tuple(
        Reference(text=line, origin=Origin.GIVEN, percent=_WHOLE) if line.strip() else Reference()
        for line in lines
    )


def memory_references(
    memory: Memory, draft: Draft, least_percent: int = LEAST_PERCENT
) -> tuple[Reference, ...]:
    """Return the memory's rendering of every segment: exact (published), fuzzy (partial), or none."""
    config = LookupConfig(
        least_percent=least_percent,
        limit=3,
        kinds=frozenset({MatchKind.CONTEXT, MatchKind.EXACT, MatchKind.REPAIRED, MatchKind.FUZZY}),
        fragments=False,
    )
    side = draft.source_lang.side
    held: dict[str, Reference] = {}
    for segment in draft.segments:
        if segment.source not in held:
            held[segment.source] = (
                _reference(memory, segment.source, side, config) if segment.source.strip() else Reference()
            )
    return tuple(held[segment.source] for segment in draft.segments)


def _reference(memory: Memory, source: str, side: str, config: LookupConfig) -> Reference:
    found = lookup(memory, source, side="zh" if side == "zh" else "en", config=config)
    for match in found.matches:
        if match.origin.status not in _USABLE or match.percent is None:
            continue
        whole = match.kind in {MatchKind.CONTEXT, MatchKind.EXACT}
        origin = Origin.PUBLISHED if whole else Origin.PARTIAL
        return Reference(text=match.target, origin=origin, percent=_WHOLE if whole else match.percent)
    return Reference()
