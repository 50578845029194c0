"""What goes into pairing and what comes out: plain frozen values. Leaves out: how it is found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tm.bitext import Release, Segment, Side
from tm.errors import ConfigError


@dataclass(frozen=True, kw_only=True, slots=True)
class PairingInput:
    """A release and its segments in order; segment 0 is the title where the release has one."""

    release: Release
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PairConfig:
    """Settings of pairing. Raises ConfigError for a value out of its range.

    `threshold` is the least probability at which two releases are called a pair. Where the best way to
    pair is less than `tie_odds` times as likely as another, the releases are `ambiguous`. `candidates`
    is how many releases of the other side are looked at closely for each release. `version_likeness`
    is the share of two texts of one language that must agree for one to be a version of the other.
    """

    threshold: float = 0.5
    tie_odds: float = 2.0
    candidates: int = 8
    version_likeness: float = 0.6

    def __post_init__(self) -> None:
        """Check the ranges."""
        ranges = (
            ("threshold", self.threshold, 0.0, 1.0),
            ("tie_odds", self.tie_odds, 1.0, float("inf")),
            ("candidates", self.candidates, 1, 1_000),
            ("version_likeness", self.version_likeness, 0.0, 1.0),
        )
        for name, value, low, high in ranges:
            if not low <= value <= high:
                raise ConfigError(f"pairing: {name} is {value}; give a value from {low} to {high}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reasons:
    """Why two releases are held to answer each other.

    `date_days` is how many days after the Chinese one the English one was put up (None: a date is
    missing). `numbers`, `names` and `latin` are shares (0–1) of what should be found on the other side,
    weighted by rarity, None where there is nothing to compare. `title_cosine` and `body_cosine` compare
    vectors centred by language; `alignment` is the share (0–1) of both texts that a quick alignment
    matches; `length` the ratio of the texts' lengths over the usual one, below 1 where the English is
    short for the Chinese. `shared` lists the rarest numbers, dates and names found on both sides.
    """

    date_days: int | None
    numbers: float | None
    names: float | None
    latin: float | None
    title_cosine: float | None
    body_cosine: float
    alignment: float
    length: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasePair:
    """An English and a Chinese release that answer each other; `confidence` is a probability."""

    en: str
    zh: str
    confidence: float
    reasons: Reasons


@dataclass(frozen=True, kw_only=True, slots=True)
class Duplicate:
    """Releases of one side that say the same.

    `kept` stands for them all and `others` are left aside. `identical`: the texts are equal but for
    width, case, script and white space. `version`: they differ, and all answer one release across;
    `kept` is in a pair or ambiguous.
    """

    side: Side
    kind: Literal["identical", "version"]
    kept: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambiguous:
    """Releases that may be paired in more than one way about equally likely; `candidates` lists the ways."""

    en: tuple[str, ...]
    zh: tuple[str, ...]
    candidates: tuple[ReleasePair, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pairing:
    """Every release once: in a pair, unpaired, ambiguous, or among the `others` of a duplicate."""

    pairs: tuple[ReleasePair, ...]
    unpaired: Mapping[Side, tuple[str, ...]] = field(default_factory=lambda: {"en": (), "zh": ()})
    duplicates: tuple[Duplicate, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
