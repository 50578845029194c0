"""What scoring takes and gives: plain values. Field names are those of the JSON documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tm.errors import ConfigError

_BEST = 100.0
"""The highest quality a draft can have."""


class Origin(StrEnum):
    """Where a segment's reference comes from; `ESTIMATED` has none."""

    GIVEN = "given"
    PUBLISHED = "published"
    PARTIAL = "partial"
    ESTIMATED = "estimated"


class Gate(StrEnum):
    """Whether a draft may go on."""

    READY = "ready"
    NOT_READY = "not ready"
    NO_JUDGEMENT = "no judgement"


class Band(StrEnum):
    """How much of a segment is likely to need work."""

    REWORK = "rework"
    LOOK = "look"
    FINE = "fine"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """What a segment is measured against. `percent` is how much of its source the memory's source is."""

    text: str = ""
    origin: Origin = Origin.ESTIMATED
    percent: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreConfig:
    """Thresholds and sizes of one run.

    `ready_quality` is what a draft must reach (0-100) and `least_basis` the share of its segments that must
    have a reference for its gate to be opened. `fine` and `rework` bound the bands. `seed` fixes every
    draw; `interval` is the share of resamples (0-1) between the interval's ends.
    """

    ready_quality: float = 75.0
    least_basis: float = 0.2
    least_segments: int = 3
    fine: float = 85.0
    rework: float = 60.0
    resamples: int = 1_000
    trials: int = 1_000
    interval: float = 0.95
    seed: int = 12_345

    def __post_init__(self) -> None:
        """Refuse what is out of range. Raises ConfigError."""
        if not 0 <= self.rework <= self.fine <= _BEST:
            raise ConfigError(
                f"score: rework is {self.rework} and fine {self.fine}; give 0 <= rework <= fine <= 100"
            )
        if not 0 < self.interval < 1:
            raise ConfigError(f"score: interval is {self.interval}; give a share between 0 and 1")
        if self.resamples < 1 or self.trials < 1:
            raise ConfigError("score: resamples and trials must be 1 or more")


@dataclass(frozen=True, kw_only=True, slots=True)
class MetricScore:
    """A corpus-level score with the signature that says how it was computed."""

    score: float
    signature: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """How many segments were measured against what."""

    published: int = 0
    partial: int = 0
    estimated: int = 0
    given: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SegmentScore:
    """One segment: quality 0-100, chrF2 against its reference (None without one), and why."""

    quality: float
    band: Band
    chrf2: float | None
    reference_origin: Origin
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftScore:
    """One draft. `critical` are ids of its error findings; `interval` is that of `quality`."""

    name: str
    gate: Gate
    critical: tuple[str, ...]
    quality: float | None
    interval: tuple[float, float] | None
    basis: Basis
    metrics: Mapping[str, MetricScore]
    segments: tuple[SegmentScore, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two drafts of the same source: `difference` is a minus b, `p_value` two-sided."""

    a: str
    b: str
    metric: str
    difference: float
    p_value: float
    test: str
    seed: int
