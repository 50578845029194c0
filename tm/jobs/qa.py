"""Check a draft with what the memory knows. Leaves out: the rules, and reading drafts."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Draft, Finding, Severity, TranslationUnit, UnitStatus, other_side
from tm.errors import ConfigError, ReportError
from tm.exchange import read_draft
from tm.jobs.session import Session
from tm.qa import LengthBand, QaConfig, check, learn_lengths
from tm.report import findings_junit, findings_page, findings_sarif, findings_xlsx, write_report
from tm.termbase import finder_of
from tm.text import match_key

_UNITS_FOR_LENGTHS = 20_000
"""More units would not move a median any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QaReport:
    """What is wrong with a draft; `summary` counts findings by rule, most frequent first."""

    draft: Draft
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> Mapping[str, int]:
        """Findings by rule, most frequent first."""
        return dict(Counter(finding.rule for finding in self.findings).most_common())

    def at_least(self, severity: Severity) -> bool:
        """Tell whether any finding weighs `severity` or more."""
        ranks = list(Severity)
        return any(ranks.index(finding.severity) <= ranks.index(severity) for finding in self.findings)


def check_draft(session: Session, path: Path, source: Path | None = None) -> QaReport:
    """Read a draft and check it. Raises ReadError for a file that cannot be used as one."""
    draft = read_draft(path, source)
    return QaReport(draft=draft, findings=findings_of(session, draft))


def findings_of(session: Session, draft: Draft) -> tuple[Finding, ...]:
    """Return what is wrong with a draft, by the memory's terms, renderings and lengths."""
    return check(
        draft,
        terms=finder_of(session.memory),
        published=_published(session, draft),
        lengths=_lengths(session),
        encoder=session.encoder,
        config=session.settings.config("qa", QaConfig),
    )


def _published(session: Session, draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return the trusted renderings of each source segment, by its match key."""
    side = draft.source_lang.side
    published: dict[str, tuple[str, ...]] = {}
    for segment in draft.segments:
        key = match_key(segment.source)
        if key and key not in published:
            units = [unit for unit in session.memory.units.exact(side, key) if trusted(unit)]
            if units:
                published[key] = tuple(dict.fromkeys(unit.text(other_side(side)) for unit in units))
    return published


def trusted(unit: TranslationUnit) -> bool:
    """Tell whether a unit may stand as a reference: published, and not waiting for review."""
    return unit.status in {UnitStatus.CONFIRMED, UnitStatus.PLAIN}


def _lengths(session: Session) -> LengthBand:
    units = itertools.islice(session.memory.units.scan(), _UNITS_FOR_LENGTHS)
    return learn_lengths((unit.en, unit.zh) for unit in units if trusted(unit))


def severity_of(name: str) -> Severity:
    """Return a severity by its name. Raises ConfigError for another word."""
    try:
        return Severity(name)
    except ValueError as err:
        raise ConfigError(f"unknown severity {name!r}; use {', '.join(Severity)}") from err


def write_findings(report: QaReport, path: Path) -> None:
    """Write findings as .html, .xlsx, .sarif or .xml (JUnit), by the ending of `path`."""
    writers: Mapping[str, Callable[[Draft, Sequence[Finding]], str | bytes]] = {
        ".html": findings_page,
        ".xlsx": findings_xlsx,
        ".sarif": findings_sarif,
        ".xml": findings_junit,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give one of {', '.join(writers)}")
    write_report(path, writer(report.draft, report.findings))
