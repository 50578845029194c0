"""What a brief for a translator holds. Leaves out: making it (`context`) and writing it (`context_lines`)."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Lang
from tm.jobs.advice import TermAdvice
from tm.lookup import MatchKind


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextMatch:
    """One earlier rendering; see `Match`. `repeats_source` is True where its source is the segment itself."""

    kind: MatchKind
    percent: int | None
    cosine: float | None
    source: str
    target: str
    unit: int
    release: str | None
    date: dt.date | None
    repeats_source: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextSegment:
    """One segment, what it repeats, its matches best first, and the forms of the terms that stand in it."""

    segment: int
    text: str
    repeats: int | None = None
    matches: tuple[ContextMatch, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextBrief:
    """A brief. `tokens` is roughly what it costs; `terms_left_out` and `matches_left_out` did not fit."""

    file: Path
    source_lang: Lang
    target_lang: Lang
    budget: int
    tokens: int
    with_review: bool
    terms: tuple[TermAdvice, ...]
    segments: tuple[ContextSegment, ...]
    terms_left_out: int
    matches_left_out: int
    warnings: tuple[str, ...]
    seconds: float
