"""How much of a job was translated before: segments, words and characters by band.

A band is settled by the best evidence: context, a repetition within the job, exact, the fuzzy percent of
`tm lookup` (from the memory, or from an earlier segment of the job), nearness in meaning, else new.
Leaves out: the renderings themselves (`pretranslation`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tm.bitext import Lang, Side, Skipped, TranslationUnit, UnitStatus
from tm.errors import ConfigError, QueryError
from tm.jobs.earlier import EarlierTexts
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.jobs.sources import SourceText, find_files, read_sources
from tm.jobs.volumes import LEAST_PERCENTS, Band, Counted, Volume, band_of, volume_of
from tm.lookup.kinds import in_context, same_writing
from tm.lookup.query import checked
from tm.memory.index import comparison_tokens, index_of
from tm.text import match_key

_SAME_BUT_WRITING = 99
LEAST_COSINE = 0.7
"""From here on the nearest sentence of a memory usually says the same in other words (`corpora/`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileAnalysis:
    """One file of a job; see `Counted`."""

    file: Path
    lang: Lang
    bands: Mapping[Band, Volume]
    internal: Mapping[Band, Volume]
    review: Volume
    total: Volume


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysis:
    """A whole job, file by file and together."""

    files: tuple[FileAnalysis, ...]
    total: Counted
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float


def analyze(
    session: Session,
    paths: Sequence[Path],
    *,
    lang: str | None = None,
    presegmented: bool = False,
    least_cosine: float = LEAST_COSINE,
    progress: Progress = SILENT,
) -> Analysis:
    """Count the segments of files and folders by band, in the order given.

    Raises ReadError where none can be read; those that cannot are named. A segment that stands in two
    files is a repetition in the later one.
    """
    if not 0 < least_cosine <= 1:
        raise ConfigError(f"least cosine is {least_cosine}; give a number above 0, at most 1")
    began = time.perf_counter()
    found = find_files(paths)
    job = _Job(session, least_cosine)
    files: list[FileAnalysis] = []
    total = Counted()
    skipped: list[Skipped] = []
    for done, text in enumerate(read_sources(found.paths, lang=lang, presegmented=presegmented), 1):
        if isinstance(text, Skipped):
            skipped.append(text)
        else:
            counted = job.count(text)
            total += counted
            files.append(_file(text, counted))
        progress.step("analysing", done, len(found.paths))
    return Analysis(
        files=tuple(files),
        total=total,
        skipped=tuple(skipped),
        ignored=found.ignored,
        warnings=tuple(dict.fromkeys(job.warnings)),
        seconds=time.perf_counter() - began,
    )


def _file(text: SourceText, counted: Counted) -> FileAnalysis:
    return FileAnalysis(
        file=text.path,
        lang=text.lang,
        bands=counted.bands,
        internal=counted.internal,
        review=counted.review,
        total=counted.total,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Verdict:
    """Where a segment is counted; one that is not `sound` cannot be searched for."""

    band: Band
    internal: bool = False
    review: bool = False
    sound: bool = True


class _Job:
    """The files of one analysis, one after another."""

    def __init__(self, session: Session, least_cosine: float) -> None:
        self._session = session
        self._least_cosine = least_cosine
        self._earlier: dict[Side, EarlierTexts] = {"en": EarlierTexts("en"), "zh": EarlierTexts("zh")}
        self._number = 0
        self.warnings: list[str] = []

    @cached_property
    def _has_vectors(self) -> bool:
        return any(model.vectors for model in self._session.memory.vectors.models())

    def count(self, text: SourceText) -> Counted:
        """Return one file's text by band."""
        bands = dict.fromkeys(Band, Volume())
        internal: dict[Band, Volume] = {}
        review, total = Volume(), Volume()
        verdicts = self._verdicts(text)
        for segment, verdict in zip(text.segments, verdicts, strict=True):
            if verdict is None:
                continue
            volume = volume_of(segment.text)
            bands[verdict.band] += volume
            total += volume
            review += volume if verdict.review else Volume()
            if verdict.internal:
                internal[verdict.band] = internal.get(verdict.band, Volume()) + volume
        return Counted(bands=bands, internal=internal, review=review, total=total)

    def _verdicts(self, text: SourceText) -> list[_Verdict | None]:
        """Return a verdict for each segment, None for an empty one; the new ones are asked by meaning."""
        verdicts = [self._verdict(text, at) for at in range(len(text.segments))]
        new = [at for at, each in enumerate(verdicts) if each and each.band is Band.NEW and each.sound]
        for at in self._near_in_meaning(text, new):
            verdicts[at] = _Verdict(band=Band.SEMANTIC)
        return verdicts

    def _verdict(self, text: SourceText, at: int) -> _Verdict | None:
        segments, side = text.segments, text.lang.side
        if not segments[at].text.strip():
            return None
        try:
            source = checked(segments[at].text)
        except QueryError as err:
            self.warnings.append(f"{text.path}: segment {at}: {err}; counted as new")
            return _Verdict(band=Band.NEW, sound=False)
        previous = segments[at - 1].text if at else None
        next_ = segments[at + 1].text if at + 1 < len(segments) else None
        earlier = self._earlier[side]
        exact = self._exact(source, side, previous, next_)
        if exact is not None and exact.band is Band.CONTEXT:
            self._remember(side, source)
            return exact
        if earlier.repeated(source) is not None:
            return _Verdict(band=Band.REPETITIONS, internal=True)
        verdict = exact or self._fuzzy(source, side)
        self._remember(side, source)
        return verdict

    def _remember(self, side: Side, source: str) -> None:
        self._number += 1
        if self._earlier[side].repeated(source) is None:
            self._earlier[side].add(self._number, source)

    def _exact(self, source: str, side: Side, previous: str | None, next_: str | None) -> _Verdict | None:
        units = self._session.memory.units.exact(side, match_key(source))
        same = [unit for unit in units if same_writing(source, unit.text(side))]
        if not same:
            return _Verdict(band=Band.FUZZY_95, review=_in_review(units[0])) if units else None
        known = [unit for unit in same if in_context(unit, side, previous, next_)]
        best = (known or same)[0]
        return _Verdict(band=Band.CONTEXT if known else Band.EXACT, review=_in_review(best))

    def _fuzzy(self, source: str, side: Side) -> _Verdict:
        least = LEAST_PERCENTS[Band.FUZZY_50]
        hits = index_of(self._session.memory).fuzzy(side, comparison_tokens(source), least, 1)
        held = hits[0].percent if hits else 0
        inside = self._earlier[side].nearest(source, max(least, min(held + 1, _SAME_BUT_WRITING)))
        if inside is not None and inside.percent > held:
            return _Verdict(band=band_of(inside.percent), internal=True)
        if not hits:
            return _Verdict(band=Band.NEW)
        units = self._session.memory.units.get([hits[0].unit])
        return _Verdict(band=band_of(held), review=any(map(_in_review, units)))

    def _near_in_meaning(self, text: SourceText, numbers: Sequence[int]) -> list[int]:
        """Return those of the segments that a unit of the memory is near to in meaning."""
        if not numbers or not self._has_vectors:
            return []
        encoder = self._session.encoder
        index = index_of(self._session.memory)
        vectors = encoder.encode([text.segments[at].text for at in numbers])
        near: list[int] = []
        for at, vector in zip(numbers, vectors, strict=True):
            found = index.nearest(encoder, vector, 1)
            if found.hits and found.hits[0].cosine >= self._least_cosine:
                near.append(at)
        return near


def _in_review(unit: TranslationUnit) -> bool:
    return unit.status is UnitStatus.REVIEW
