"""What an audit says, and keeping the best of it in bounded memory. Leaves out: finding it."""

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class AuditKind(StrEnum):
    """What may be wrong, the gravest first."""

    UNLIKE = "unlike"
    VALUES = "values"
    SUPERSEDED = "superseded"
    TARGETS = "several-targets"
    SOURCES = "several-sources"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFinding:
    """One thing to look at: which units (at most 50 named, `count` in all) and their texts.

    `confidence` in 0–1 is how likely it is worth mending; how it is reckoned stands with each check.
    """

    kind: AuditKind
    confidence: float
    units: tuple[int, ...]
    count: int
    message: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


class Best:
    """The surest findings of each kind, and how many there are."""

    def __init__(self, limit: int, least_confidence: float = 0.0) -> None:
        self._limit = limit
        self._least = least_confidence
        self._counts: Counter[AuditKind] = Counter()
        self._heaps: dict[AuditKind, list[tuple[float, int, AuditFinding]]] = {kind: [] for kind in AuditKind}
        self._number = itertools.count()

    def take(self, finding: AuditFinding) -> None:
        """Count a finding that is sure enough, and hold it while it is among the surest."""
        if finding.confidence < self._least:
            return
        self._counts[finding.kind] += 1
        heap = self._heaps[finding.kind]
        entry = (finding.confidence, -next(self._number), finding)
        if len(heap) < self._limit:
            heapq.heappush(heap, entry)
        else:
            heapq.heappushpop(heap, entry)

    def take_all(self, findings: Iterable[AuditFinding]) -> None:
        """Take several findings."""
        for finding in findings:
            self.take(finding)

    @property
    def counts(self) -> Mapping[AuditKind, int]:
        """Return how many findings of each kind there were, held or not."""
        return {kind: self._counts[kind] for kind in AuditKind}

    def ranked(self) -> tuple[AuditFinding, ...]:
        """Return the findings held: by kind, the surest first."""
        return tuple(
            finding
            for kind in AuditKind
            for _, _, finding in sorted(self._heaps[kind], key=lambda entry: (-entry[0], -entry[1]))
        )
