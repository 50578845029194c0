"""A draft from what was translated before: each segment's best earlier rendering, with its reasons.

Only renderings of the segment itself are put in (context, exact, repaired, fuzzy from a threshold on, and
repetitions); what is merely near in meaning belongs to `tm context`. Leaves out: finding matches (`lookup`).
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tm.bitext import Draft, Lang, UnitStatus
from tm.errors import LanguageError, QueryError
from tm.jobs.advice import TermAdvice, advice_of
from tm.jobs.bilingual import NotedRow, check_ending, write_rows
from tm.jobs.earlier import EarlierTexts
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.jobs.sources import SourceText, read_source
from tm.lookup import LookupConfig, LookupResult, Match, MatchKind, lookup
from tm.termbase import TermFinder, finder_of
from tm.text.languages import parse_lang

THRESHOLD = 75
"""Least percent of a fuzzy match put in: below it, editing takes as long as translating (Trados, memoQ)."""
_KINDS = frozenset({MatchKind.CONTEXT, MatchKind.EXACT, MatchKind.REPAIRED, MatchKind.FUZZY})
_SURE = frozenset({MatchKind.CONTEXT, MatchKind.EXACT})


class RowKind(StrEnum):
    """Where a target is from: a kind of match, a row before it, the file itself, or nowhere."""

    CONTEXT = "context"
    EXACT = "exact"
    REPAIRED = "repaired"
    FUZZY = "fuzzy"
    REPETITION = "repetition"
    KEPT = "kept"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class PretranslatedRow:
    """One segment with its target ("" if none). `repeats` is the row a repetition takes its target from."""

    source: str
    target: str
    kind: RowKind
    doubtful: bool = False
    match: Match | None = None
    repeats: int | None = None
    terms: tuple[TermAdvice, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a translator should know: origin, differences, warnings, terms, a line each."""
        told = [] if self.match is None else _told(self.match)
        if self.repeats is not None:
            told.insert(0, f"same as row {self.repeats + 1}")
        told += (f"! {warning}" for warning in self.warnings)
        told += (f"term: {term.line}" for term in self.terms)
        return tuple(told)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pretranslation:
    """A pretranslated file; `draft` is what the file itself held, where it is one with two sides."""

    file: Path
    source_lang: Lang
    target_lang: Lang
    threshold: int
    rows: tuple[PretranslatedRow, ...]
    draft: Draft | None
    seconds: float

    @property
    def summary(self) -> Mapping[RowKind, int]:
        """Rows by kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in RowKind}

    @property
    def doubtful(self) -> int:
        """Rows that a person must look at before they are used."""
        return sum(row.doubtful for row in self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class PretranslateOptions:
    """What a user may ask of a pretranslation; `output` is where it is written, if anywhere."""

    threshold: int = THRESHOLD
    source_lang: str | None = None
    target_lang: str | None = None
    presegmented: bool = False
    output: Path | None = None


_DEFAULT = PretranslateOptions()


def pretranslate(
    session: Session, path: Path, options: PretranslateOptions = _DEFAULT, progress: Progress = SILENT
) -> Pretranslation:
    """Fill a file's segments from the memory. Targets that the file holds already are kept.

    Raises ConfigError for a threshold outside 1–100, ReadError and LanguageError for a file that cannot be
    used, ReportError for one that cannot be written.
    """
    began = time.perf_counter()
    if options.output is not None:
        check_ending(options.output, path)
    text = read_source(path, lang=options.source_lang, presegmented=options.presegmented)
    target = _target_lang(text, options.target_lang)
    config = session.settings.config(
        "lookup",
        LookupConfig,
        least_percent=options.threshold,
        least_repaired=options.threshold if options.threshold > THRESHOLD else 1,
        kinds=_KINDS,
        script=target if target is Lang.ZH_HANT else Lang.ZH_HANS,
        fragments=False,
        limit=1,
    )
    rows = _Filler(session, text, target, config).rows(progress)
    done = Pretranslation(
        file=path,
        source_lang=text.lang,
        target_lang=target,
        threshold=options.threshold,
        rows=tuple(rows),
        draft=text.draft,
        seconds=time.perf_counter() - began,
    )
    if options.output is not None:
        write_pretranslation(done, options.output)
    return done


def write_pretranslation(done: Pretranslation, path: Path) -> None:
    """Write a pretranslated file by the ending of `path`; see `bilingual`."""
    rows = [
        NotedRow(source=row.source, target=row.target, kind=row.kind, doubtful=row.doubtful, notes=row.notes)
        for row in done.rows
    ]
    langs = (done.source_lang, done.target_lang)
    template = done.file if done.draft is not None else None
    write_rows(path, rows, langs, name=done.file.name, draft=done.draft, template=template)


def _target_lang(text: SourceText, asked: str | None) -> Lang:
    if asked is None:
        if text.draft is not None:
            return text.draft.target_lang
        return Lang.ZH_HANS if text.lang is Lang.EN else Lang.EN
    target = parse_lang(asked)
    if target.side == text.lang.side:
        raise LanguageError(f"{text.path} is {text.lang.value} itself; its target cannot be {target.value}")
    return target


class _Filler:
    """Fills the rows of one file in order."""

    def __init__(self, session: Session, text: SourceText, target: Lang, config: LookupConfig) -> None:
        self._session = session
        self._text = text
        self._target = target
        self._config = config
        self._finder: TermFinder = finder_of(session.memory)
        self._earlier = EarlierTexts(text.lang.side)
        self._rows: list[PretranslatedRow] = []

    def rows(self, progress: Progress) -> Sequence[PretranslatedRow]:
        total = len(self._text.segments)
        for at in range(total):
            self._rows.append(self._row(at))
            progress.step("pretranslating", at + 1, total)
        return self._rows

    def _row(self, at: int) -> PretranslatedRow:
        source = self._text.segments[at].text
        held = self._text.draft.segments[at].draft if self._text.draft is not None else ""
        if not source.strip():
            return PretranslatedRow(source=source, target=held, kind=RowKind.KEPT if held else RowKind.NONE)
        first = self._earlier.repeated(source)
        if first is None:
            self._earlier.add(at, source)
        if held.strip():
            return PretranslatedRow(source=source, target=held, kind=RowKind.KEPT)
        try:
            result = self._look_up(at, source)
        except QueryError as err:
            return PretranslatedRow(source=source, target="", kind=RowKind.NONE, warnings=(str(err),))
        row = self._filled(source, result)
        if first is None or row.kind is RowKind.CONTEXT:
            return row
        before = self._rows[first]
        if not before.target:
            return replace(row, repeats=first)
        return replace(
            row,
            target=before.target,
            kind=RowKind.REPETITION,
            doubtful=before.doubtful,
            match=before.match,
            warnings=before.warnings,
            repeats=first,
        )

    def _look_up(self, at: int, source: str) -> LookupResult:
        segments = self._text.segments
        return lookup(
            self._session.memory,
            source,
            side=self._text.lang.side,
            previous=segments[at - 1].text if at else None,
            next_=segments[at + 1].text if at + 1 < len(segments) else None,
            config=self._config,
            terms=self._finder,
        )

    def _filled(self, source: str, result: LookupResult) -> PretranslatedRow:
        terms = advice_of(result.terms)
        if not result.matches:
            return PretranslatedRow(source=source, target="", kind=RowKind.NONE, terms=terms)
        match = result.matches[0]
        warnings = list(match.warnings)
        if self._is_other_script(match):
            warnings.append(f"the rendering is in {match.origin.script}, not {self._target.value}")
        unsure = match.kind not in _SURE or match.origin.status is UnitStatus.REVIEW or bool(warnings)
        return PretranslatedRow(
            source=source,
            target=match.target,
            kind=RowKind(match.kind.value),
            doubtful=unsure,
            match=match,
            terms=terms,
            warnings=tuple(warnings),
        )

    def _is_other_script(self, match: Match) -> bool:
        """Tell whether a Chinese rendering is in the script that was not asked for."""
        return (self._target is Lang.ZH_HANT) != (match.origin.script == Lang.ZH_HANT) and (
            self._target.side == "zh"
        )


def _told(match: Match) -> list[str]:
    """Return where a match is from, how it differs and what was changed in it."""
    origin = match.origin
    facts = [origin.release or f"unit {origin.unit}"]
    facts += [origin.date.isoformat()] if origin.date else []
    facts += [f"¶{origin.paragraph}"] if origin.paragraph is not None else []
    facts += [f"confirmed by {origin.confirmed_by}"] if origin.confirmed_by else []
    facts += ["needs review"] if origin.status is UnitStatus.REVIEW else []
    told = [f"{match.kind.value} {match.percent}% · {' · '.join(facts)}"]
    if match.diff:
        told.append(f"was: {match.source}")
    if match.repair is not None:
        told += [f"changed: {change.from_} → {change.to} ({change.why})" for change in match.repair.changes]
    return told
