"""What a look-up answers: plain values that carry their reasons. Leaves out: finding and ranking them.

Field names are those of the JSON documents; a trailing underscore (`from_`) is not part of the name.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tm.bitext import Side, Span, TermStatus, UnitStatus


class MatchKind(StrEnum):
    """Why a unit is shown; kinds rank in this order."""

    CONTEXT = "context"
    EXACT = "exact"
    REPAIRED = "repaired"
    CONTAINED = "contained"
    FUZZY = "fuzzy"
    SEMANTIC = "semantic"

    @property
    def rank(self) -> int:
        """0 for the best kind."""
        return list(MatchKind).index(self)


DiffKind = Literal["equal", "insert", "delete", "replace"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffOp:
    """One stretch of the comparison: what the query has and what the found source has.

    `insert` stands only in the query, `delete` only in the source. Joined, the `query` stretches give
    the query and the `source` stretches the source.
    """

    op: DiffKind
    query: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Penalty:
    """Points taken off for ranking, by name; the percent shown is without them."""

    name: str
    points: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RepairChange:
    """One stretch of the target rewritten, and why."""

    from_: str
    to: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """What was changed in a target to fit the query."""

    changes: tuple[RepairChange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a match comes from; `release` is the key on the query's side, or the imported file."""

    unit: int
    release: str | None
    url: str | None
    date: dt.date | None
    paragraph: int | None
    script: str
    status: UnitStatus
    confirmed_by: str | None
    confidence: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """One earlier rendering. `percent` is None for semantic matches, `cosine` for all others.

    `source` is the unit's text on the query's side, `target` the text across. `source_span` is where a
    contained query stands in `source`, `target_span` what answers it, where that is known.
    """

    kind: MatchKind
    percent: int | None
    cosine: float | None
    source: str
    target: str
    origin: Origin
    penalties: tuple[Penalty, ...] = ()
    warnings: tuple[str, ...] = ()
    diff: tuple[DiffOp, ...] = ()
    repair: Repair | None = None
    source_span: Span | None = None
    target_span: Span | None = None

    @property
    def points(self) -> int:
        """Sum of all penalties."""
        return sum(penalty.points for penalty in self.penalties)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fragment:
    """A stretch of the query seen before inside a unit, with its rendering where it is known."""

    query_span: Span
    source: str
    target: str
    target_span: Span | None
    unit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class QueryTerm:
    """A term recognised in the query; `source` is the form that stands there."""

    source: str
    target: str
    status: TermStatus
    span: Span
    required: bool = False
    replaced_by: str | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupResult:
    """Everything the memory knows about one segment, best first."""

    query: str
    side: Side
    matches: tuple[Match, ...]
    fragments: tuple[Fragment, ...] = ()
    terms: tuple[QueryTerm, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcordanceHit:
    """A unit in which the query stands. `spans` are all its places in `source`, `span` the first.

    `side` is the side of `source`; `other_span` answers `span` in `target`, where that is known.
    `folded` is True where the text stands in another script, width or case than the query.
    """

    side: Side
    source: str
    target: str
    span: Span
    other_span: Span | None
    origin: Origin
    spans: tuple[Span, ...] = ()
    folded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcordanceResult:
    """`total` counts the units found on the sides searched; `hits` are the first of them."""

    query: str
    total: int
    hits: tuple[ConcordanceHit, ...]
    warnings: tuple[str, ...] = field(default=())
    seconds: float = 0.0
