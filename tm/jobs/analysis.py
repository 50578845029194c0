"""How much of a job was translated before: segments, words and characters by band.

A band is settled by the best evidence: context, a repetition within the job, exact, the fuzzy percent of
`tm lookup` (from the memory, or from an earlier segment of the job), nearness in meaning, else new.
Leaves out: the renderings themselves (`pretranslation`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Lang, Skipped
from tm.errors import ConfigError, ReportError
from tm.exchange.tables import write_rows
from tm.jobs.bands import BandJob
from tm.jobs.progress import SILENT, Progress
from tm.jobs.session import Session
from tm.jobs.sources import SourceText, find_files, read_sources
from tm.jobs.volumes import Band, Counted, Volume
from tm.text.languages import parse_lang

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


@dataclass(frozen=True, kw_only=True, slots=True)
class AnalysisOptions:
    """What a user may ask of an analysis; with `output` (.csv, .tsv) it is also written as a table."""

    lang: str | None = None
    presegmented: bool = False
    least_cosine: float = LEAST_COSINE
    output: Path | None = None

    def __post_init__(self) -> None:
        """Check the language, the range, and that the table can be written."""
        if self.lang is not None:
            parse_lang(self.lang)
        if not 0 < self.least_cosine <= 1:
            raise ConfigError(f"least cosine is {self.least_cosine}; give a number above 0, at most 1")
        if self.output is not None and self.output.suffix.lower() not in {".csv", ".tsv"}:
            raise ReportError(f"{self.output}: unknown ending {self.output.suffix!r}; give .csv or .tsv")


_DEFAULT = AnalysisOptions()


def analyze(
    session: Session,
    paths: Sequence[Path],
    options: AnalysisOptions = _DEFAULT,
    progress: Progress = SILENT,
) -> Analysis:
    """Count the segments of files and folders by band, in the order given.

    Raises ReadError where none can be read; those that cannot are named. A segment that stands in two
    files is a repetition in the later one.
    """
    began = time.perf_counter()
    found = find_files(paths)
    job = BandJob(session, options.least_cosine)
    files: list[FileAnalysis] = []
    total = Counted()
    skipped: list[Skipped] = []
    texts = read_sources(found.paths, lang=options.lang, presegmented=options.presegmented)
    for done, text in enumerate(texts, 1):
        if isinstance(text, Skipped):
            skipped.append(text)
        else:
            counted = job.count(text)
            total += counted
            files.append(_file(text, counted))
        progress.step("analysing", done, len(found.paths))
    result = Analysis(
        files=tuple(files),
        total=total,
        skipped=tuple(skipped),
        ignored=found.ignored,
        warnings=tuple(dict.fromkeys(job.warnings)),
        seconds=time.perf_counter() - began,
    )
    if options.output is not None:
        write_analysis(result, options.output)
    return result


def _file(text: SourceText, counted: Counted) -> FileAnalysis:
    return FileAnalysis(
        file=text.path,
        lang=text.lang,
        bands=counted.bands,
        internal=counted.internal,
        review=counted.review,
        total=counted.total,
    )


def write_analysis(done: Analysis, path: Path) -> None:
    """Write a table with a row for each file and band, then for the whole job."""
    rows = [row for file in done.files for row in _rows(str(file.file), file)]
    write_rows(path, [_HEADINGS, *rows, *_rows("total", done.total)])


_HEADINGS = ("file", "band", "segments", "words", "characters", "of them internal")


def _rows(name: str, counted: FileAnalysis | Counted) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for band, volume in counted.bands.items():
        inside = counted.internal.get(band, Volume()).segments
        numbers = (volume.segments, volume.words, volume.characters, inside)
        rows.append((name, band.value, *map(str, numbers)))
    inside = sum(volume.segments for volume in counted.internal.values())
    total = counted.total
    rows.append((name, "total", *map(str, (total.segments, total.words, total.characters, inside))))
    return rows
