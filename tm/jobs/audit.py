"""Go over a whole memory for what may be wrong in it, in bounded memory.

Leaves out: mending it (`editing`).
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tm.errors import ConfigError
from tm.jobs.audit_findings import AuditFinding, AuditKind, Best
from tm.jobs.audit_groups import KeyTable
from tm.jobs.audit_meaning import MeaningCheck
from tm.jobs.audit_units import term_findings, value_findings
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.termbase import finder_of
from tm.text.languages import parse_lang

DEFAULT_LIMIT = 20
_REPORT_EVERY = 500
_GROUPED = frozenset({AuditKind.TARGETS, AuditKind.SOURCES, AuditKind.DUPLICATE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What was found: `summary` counts every finding by kind, `findings` are the surest of each kind."""

    units: int
    summary: Mapping[AuditKind, int]
    findings: tuple[AuditFinding, ...]
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditOptions:
    """What a user may ask of an audit: `kinds` (none for all), at most `limit` findings of each.

    Findings below `least_confidence` are not counted; `source_lang` is what is called the source.
    """

    kinds: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    least_confidence: float = 0.0
    source_lang: str = "zh"

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.limit < 1:
            raise ConfigError(f"limit is {self.limit}; give 1 or more")
        if not 0 <= self.least_confidence <= 1:
            raise ConfigError(f"least confidence is {self.least_confidence}; give a number from 0 to 1")


_DEFAULT = AuditOptions()


def audit(session: Session, options: AuditOptions = _DEFAULT, progress: Progress = SILENT) -> Audit:
    """Check every usable unit of the memory. Raises ConfigError for a kind that is unknown."""
    began = time.perf_counter()
    wanted = _kinds(options.kinds)
    best = Best(options.limit, options.least_confidence)
    source = parse_lang(options.source_lang).side
    memory = session.memory
    warnings: list[str] = []
    with memory.reading():
        keys = KeyTable()
        units = _scan(session, wanted, keys, best, progress)
        for finding in keys.findings(memory.units, source):
            if finding.kind in wanted:
                best.take(finding)
        if AuditKind.UNLIKE in wanted:
            warnings += _compare_meanings(session, units, best, progress)
    return Audit(
        units=units,
        summary={kind: count for kind, count in best.counts.items() if kind in wanted},
        findings=best.ranked(),
        warnings=tuple(warnings),
        seconds=time.perf_counter() - began,
    )


def _kinds(names: Collection[str]) -> frozenset[AuditKind]:
    try:
        return frozenset(map(AuditKind, names)) or frozenset(AuditKind)
    except ValueError as err:
        raise ConfigError(f"{err}; known are {', '.join(AuditKind)}") from err


def _scan(
    session: Session, wanted: frozenset[AuditKind], keys: KeyTable, best: Best, progress: Progress
) -> int:
    """Check units one by one and note their keys; return how many there were."""
    memory = session.memory
    finder = finder_of(memory)
    terms = AuditKind.SUPERSEDED in wanted and len(finder) > 0
    total, done = memory.units.count(), 0
    for unit in memory.units.scan():
        if wanted & _GROUPED:
            keys.add(unit)
        if AuditKind.VALUES in wanted:
            best.take_all(value_findings(unit))
        if terms:
            best.take_all(term_findings(unit, finder))
        done += 1
        if done % _REPORT_EVERY == 0:
            progress.step("checking", done, total)
    return done


def _compare_meanings(session: Session, units: int, best: Best, progress: Progress) -> list[str]:
    """Compare the sides of units by their vectors; return what could not be compared."""
    memory = session.memory
    if not any(info.name == session.model and info.vectors for info in memory.vectors.models()):
        return [f"no vectors of {session.model} are held, so meanings were not compared; run `tm reembed`"]
    check = MeaningCheck(memory, session.model)
    for finding in check.findings():
        best.take(finding)
        progress.step("comparing meanings", check.seen, units)
    if check.seen == 0:
        return [f"too few units to judge the vectors of {session.model} by; meanings were not compared"]
    missing = units - check.seen
    told = f"{missing} units have no vectors of {session.model} and were not compared; run `tm reembed`"
    return [told] if missing > 0 else []
