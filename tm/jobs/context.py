"""What a person, or a language model asked for a draft, should be given: matches and terms by segment.

The brief keeps to a budget of tokens, counted on the Markdown lines it is written as. Every segment is in
it; terms come next, each once; the rest goes to the matches worth most. Leaves out: finding them (`lookup`).
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tm.bitext import Lang, UnitStatus
from tm.embed.encoder import Encoder, Vectors
from tm.errors import QueryError, ReportError
from tm.jobs.advice import TermAdvice, advice_of
from tm.jobs.context_choice import Choice
from tm.jobs.context_lines import markdown
from tm.jobs.context_values import ContextBrief, ContextMatch, ContextSegment
from tm.jobs.earlier import EarlierTexts
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.jobs.sources import SourceText, read_source
from tm.lookup import LookupConfig, Match, MatchKind, lookup
from tm.termbase import finder_of

DEFAULT_BUDGET = 8_000
_MATCHES = 3
"""Most matches given for a segment."""
_POOL = 2 * _MATCHES
"""Matches asked for, as those that may not be shown are then left out."""
_LEAST_PERCENT = 50
_LEAST_COSINE = 0.55


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextOptions:
    """What a user may ask of a brief; `output` is only checked here, before any work is done."""

    budget: int = DEFAULT_BUDGET
    with_review: bool = False
    source_lang: str | None = None
    presegmented: bool = False
    output: Path | None = None


def make_context(
    session: Session, path: Path, options: ContextOptions, progress: Progress = SILENT
) -> ContextBrief:
    """Return the brief of a file within the budget, of published renderings unless told otherwise.

    Raises ConfigError where the budget does not hold the text itself.
    """
    began = time.perf_counter()
    if options.output is not None and options.output.suffix.lower() not in {".json", ".md"}:
        ending = options.output.suffix
        raise ReportError(f"{options.output}: unknown ending {ending!r}; give .json or .md")
    text = read_source(path, lang=options.source_lang, presegmented=options.presegmented)
    finder = _Finder(session, text, with_review=options.with_review)
    found: list[ContextSegment] = []
    for at in range(len(text.segments)):
        found.append(finder.segment(at))
        progress.step("looking up", at + 1, len(text.segments))
    chosen = Choice(path, options.budget, found, finder.advice())
    return ContextBrief(
        file=path,
        source_lang=text.lang,
        target_lang=Lang.ZH_HANS if text.lang is Lang.EN else Lang.EN,
        budget=options.budget,
        tokens=round(chosen.spent),
        with_review=options.with_review,
        terms=tuple(chosen.terms),
        segments=tuple(chosen.segments),
        terms_left_out=chosen.terms_left_out,
        matches_left_out=chosen.matches_left_out,
        warnings=tuple(dict.fromkeys(finder.warnings)),
        seconds=time.perf_counter() - began,
    )


def write_context(brief: ContextBrief, path: Path, as_json: Callable[[ContextBrief], str]) -> None:
    """Write a brief as Markdown, or as JSON where `path` ends in .json. Raises ReportError."""
    from tm.report import write_report

    text = as_json(brief) + "\n" if path.suffix.lower() == ".json" else markdown(brief)
    write_report(path, text)


class _AllAtOnce:
    """An encoder that has the texts of a job encoded together at the first question."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        self._texts = list(dict.fromkeys(texts))
        self.name, self.dimension = encoder.name, encoder.dimension
        self.weights_hash = encoder.weights_hash

    @cached_property
    def _vectors(self) -> dict[str, Vectors]:
        return dict(zip(self._texts, self._encoder.encode(self._texts), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts of the job, or of others one by one."""
        import numpy as np

        if all(text in self._vectors for text in texts):
            return np.stack([self._vectors[text] for text in texts])
        return self._encoder.encode(texts)


class _Finder:
    """Finds what there is to say of each segment of one file."""

    def __init__(self, session: Session, text: SourceText, *, with_review: bool) -> None:
        self._session = session
        self._text = text
        self._with_review = with_review
        self._config = session.settings.config(
            "lookup",
            LookupConfig,
            limit=_POOL,
            least_percent=_LEAST_PERCENT,
            least_cosine=_LEAST_COSINE,
            fragments=False,
        )
        self._terms = finder_of(session.memory)
        self._earlier = EarlierTexts(text.lang.side)
        self._advice: dict[str, TermAdvice] = {}
        self._counts: Counter[str] = Counter()
        self.warnings: list[str] = []

    @cached_property
    def _encoder(self) -> _AllAtOnce:
        texts = [segment.text.strip() for segment in self._text.segments if segment.text.strip()]
        return _AllAtOnce(self._session.encoder, texts)

    def segment(self, at: int) -> ContextSegment:
        """Return one segment with every match and term that may be shown."""
        segments = self._text.segments
        source = segments[at].text
        if not source.strip():
            return ContextSegment(segment=at, text=source)
        first = self._earlier.repeated(source)
        if first is not None:
            return ContextSegment(segment=at, text=source, repeats=first)
        self._earlier.add(at, source)
        try:
            found = lookup(
                self._session.memory,
                source,
                side=self._text.lang.side,
                previous=segments[at - 1].text if at else None,
                next_=segments[at + 1].text if at + 1 < len(segments) else None,
                config=self._config,
                encoder=lambda: self._encoder,
                terms=self._terms,
            )
        except QueryError as err:
            self.warnings.append(f"segment {at}: {err}")
            return ContextSegment(segment=at, text=source)
        self.warnings += found.warnings
        advice = advice_of(found.terms)
        self._advice.update((term.source, term) for term in advice)
        self._counts.update(term.source for term in found.terms)
        shown = [match for match in found.matches if self._may_show(match)][:_MATCHES]
        return ContextSegment(
            segment=at,
            text=source,
            matches=tuple(_match(match) for match in shown),
            terms=tuple(term.source for term in advice),
        )

    def _may_show(self, match: Match) -> bool:
        """Tell whether a rendering is published, or may be shown though it is not."""
        status = match.origin.status
        return status in {UnitStatus.CONFIRMED, UnitStatus.PLAIN} or (
            self._with_review and status is UnitStatus.REVIEW
        )

    def advice(self) -> list[TermAdvice]:
        """Return the terms of the file, required ones first, then those that stand most often."""
        return sorted(self._advice.values(), key=lambda term: (not term.required, -self._counts[term.source]))


def _match(match: Match) -> ContextMatch:
    return ContextMatch(
        kind=match.kind,
        percent=match.percent,
        cosine=match.cosine,
        source=match.source,
        target=match.target,
        unit=match.origin.unit,
        release=match.origin.release,
        date=match.origin.date,
        repeats_source=match.kind in {MatchKind.CONTEXT, MatchKind.EXACT},
        warnings=match.warnings,
    )
