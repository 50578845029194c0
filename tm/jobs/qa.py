"""Check a draft with what the memory knows. Leaves out: the rules, and reading drafts."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from tm.bitext import Draft, Finding, Severity, TranslationUnit, UnitStatus, other_side
from tm.errors import ConfigError
from tm.jobs import qa_output
from tm.jobs.draft_files import DraftFile, read_draft_file
from tm.jobs.qa_judgements import (
    dismiss,
    dismissed_file,
    judged,
    read_baseline,
    read_dismissed,
    write_baseline,
)
from tm.jobs.session import Session
from tm.memory.index import index_of
from tm.qa import BY_ID, BY_MEANING, LengthBand, QaConfig, check, learn_lengths
from tm.spool import spooled
from tm.termbase import finder_of
from tm.text import match_key

_UNITS_FOR_LENGTHS = 20_000
"""More units would not move a median any more."""


@dataclass(frozen=True, kw_only=True)
class QaReport:
    """What is wrong with a draft; many findings lie on disk (`spool`).

    `accepted` and `dismissed` count findings left out by a baseline and by people's judgement; `file` is
    the draft's own; `warnings` say how it was read and what was written beside it.
    """

    draft: Draft
    findings: Sequence[Finding]
    file: DraftFile | None = None
    accepted: int = 0
    dismissed: int = 0
    warnings: tuple[str, ...] = ()

    @cached_property
    def _counts(self) -> Counter[tuple[str, Severity]]:
        return Counter((finding.rule, finding.severity) for finding in self.findings)

    @property
    def summary(self) -> Mapping[str, int]:
        """Findings by rule, most frequent first."""
        summed: Counter[str] = Counter()
        for (rule, _severity), count in self._counts.items():
            summed[rule] += count
        return dict(summed.most_common())

    def at_least(self, severity: Severity) -> bool:
        """Tell whether any finding weighs `severity` or more."""
        ranks = list(Severity)
        return any(ranks.index(found) <= ranks.index(severity) for _rule, found in self._counts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """What is known, or now said, of findings: a baseline file, written anew or not, and ids to dismiss."""

    baseline: Path | None = None
    write_baseline: bool = False
    dismiss: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ConfigError where a baseline is to be written without saying where."""
        if self.write_baseline and self.baseline is None:
            raise ConfigError("a baseline is written to a file; name it with --baseline")


_UNJUDGED = Judging()


def check_draft(
    session: Session,
    path: Path,
    source: Path | None = None,
    *,
    presegmented: bool = False,
    rules: frozenset[str] | None = None,
    judging: Judging = _UNJUDGED,
) -> QaReport:
    """Read a draft, aligned with its `source` where it has to be, and check it, by some `rules` or all.

    Findings dismissed earlier are left out: those in `tm-qa-dismissed.json` beside `tm.toml`, or beside
    the draft where there is none; `judging.dismiss` adds to them. A baseline that is not there yet, or is
    to be written, takes all findings as accepted; otherwise those it holds are left out. Raises
    ReadError for a file that cannot be used, QueryError for an id to dismiss that is no finding's.
    """
    config = _config(session, rules)
    file = read_draft_file(session, path, source, presegmented=presegmented)
    found = findings_of(session, file.draft, config)
    warnings = list(file.draft.warnings)
    held = dismissed_file(path, session.settings.file)
    if judging.dismiss:
        told = dismiss(
            held, file.draft, found, judging.dismiss, by=session.user, day=dt.datetime.now(dt.UTC).date()
        )
        warnings.append(f"{len(told)} dismissed in {held}")
    wrong = read_dismissed(held)
    kept = (
        spooled(finding for finding in found if judged(finding, file.draft) not in wrong) if wrong else found
    )
    new = kept
    if judging.baseline and (judging.write_baseline or not judging.baseline.exists()):
        count = write_baseline(judging.baseline, kept)
        warnings.append(
            f"{count} findings accepted in {judging.baseline}; from now on only new ones are told"
        )
        new = ()
    elif judging.baseline:
        known = read_baseline(judging.baseline)
        new = spooled(finding for finding in kept if finding.id not in known)
    return QaReport(
        draft=file.draft,
        findings=new,
        file=file,
        accepted=len(kept) - len(new),
        dismissed=len(found) - len(kept),
        warnings=tuple(warnings),
    )


def named_rules(names: str | None) -> frozenset[str] | None:
    """Return the rules named with commas between them, None for None. Raises ConfigError for no rule's id."""
    if names is None:
        return None
    rules = frozenset(name.strip() for name in names.split(","))
    unknown = sorted(rules - BY_ID.keys())
    if unknown:
        raise ConfigError(f"unknown rule {unknown[0]!r}; known are {', '.join(sorted(BY_ID))}")
    return rules


def _config(session: Session, rules: frozenset[str] | None) -> QaConfig:
    """Return the settings; rules that are asked for are on though the settings switch them off."""
    config = session.settings.config("qa", QaConfig)
    return config if rules is None else replace(config, off=frozenset(BY_ID) - rules)


def findings_of(session: Session, draft: Draft, config: QaConfig | None = None) -> Sequence[Finding]:
    """Return what is wrong with a draft, by its day and the memory's terms, renderings, words and lengths."""
    settings = config or session.settings.config("qa", QaConfig)
    return check(
        draft,
        terms=finder_of(session.memory),
        published=_Published(session, draft),
        lexicon=index_of(session.memory).lexicon(),
        lengths=_lengths(session),
        encoder=None if settings.off >= BY_MEANING else session.encoder,
        day=draft.day,
        config=settings,
    )


class _Published(Mapping[str, tuple[str, ...]]):
    """The trusted renderings of source segments by their match key, asked of the memory one by one."""

    def __init__(self, session: Session, draft: Draft) -> None:
        self._units = session.memory.units
        self._draft = draft

    def __getitem__(self, key: str) -> tuple[str, ...]:
        side = self._draft.source_lang.side
        units = [unit for unit in self._units.exact(side, key) if trusted(unit)] if key else []
        if not units:
            raise KeyError(key)
        return tuple(dict.fromkeys(unit.text(other_side(side)) for unit in units))

    def __iter__(self) -> Iterator[str]:
        keys = (match_key(segment.source) for segment in self._draft.segments)
        return (key for key in dict.fromkeys(keys) if key in self)

    def __len__(self) -> int:
        return sum(1 for _key in self)


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
    """Write findings as a report or back into a copy of the draft's file, by the ending of `path`."""
    file = report.file or DraftFile(path=Path(report.draft.name), draft=report.draft, paired=False)
    qa_output.write_findings(file, report.findings, path)
