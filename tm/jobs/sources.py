"""Source texts to work on: releases, lines of text, and drafts that already hold a source.

Leaves out: what is done with their segments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Draft, Lang, Segment, Skipped
from tm.errors import LanguageError, ReadError, TmError
from tm.exchange import read_draft, read_lines
from tm.exchange.formats import XLIFF_ENDINGS
from tm.jobs.reading import read_release
from tm.release import iter_files
from tm.text.languages import detect_lang, parse_lang

_DRAFT_ENDINGS = frozenset({*XLIFF_ENDINGS, ".po", ".tsv", ".tmx", ".xlsx"})
"""Files with a source and a target to a row; all others are read as releases."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceText:
    """The segments of one file in order; `draft` is set where the file also has renderings."""

    path: Path
    lang: Lang
    segments: tuple[Segment, ...]
    draft: Draft | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundFiles:
    """Files to read, in order; `ignored` are those of a folder that no reader knows."""

    paths: tuple[Path, ...]
    ignored: tuple[str, ...]


def read_source(path: Path, *, lang: str | None = None, presegmented: bool = False) -> SourceText:
    """Read one file: the source side of a draft, or the segments of a release.

    With `presegmented` every line of a text is one segment. Raises ReadError or LanguageError where the
    file cannot be used, or is not in `lang` where that is given.
    """
    if path.suffix.lower() in _DRAFT_ENDINGS:
        draft = read_draft(path)
        if lang and parse_lang(lang).side != draft.source_lang.side:
            raise LanguageError(f"{path}: its source is {draft.source_lang.value}, not {lang}")
        rows = tuple(Segment(text=row.source, paragraph=0) for row in draft.segments)
        return SourceText(path=path, lang=draft.source_lang, segments=rows, draft=draft)
    asked = parse_lang(lang) if lang else None
    if presegmented:
        return _lines(path, asked)
    found = read_release(path, lang=asked)
    return SourceText(path=path, lang=found.release.lang, segments=found.segments)


def _lines(path: Path, lang: Lang | None) -> SourceText:
    lines = read_lines(path)
    if lang is None:
        try:
            lang = detect_lang("\n".join(lines))
        except LanguageError as err:
            raise LanguageError(f"{path}: {err}") from err
    return SourceText(path=path, lang=lang, segments=tuple(Segment(text=line, paragraph=1) for line in lines))


def find_files(paths: Sequence[Path]) -> FoundFiles:
    """Return the files named, and those in folders named, that may be sources."""
    found: list[Path] = []
    ignored: list[str] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for file in iter_files(path):
            if file.supported or file.path.suffix.lower() in _DRAFT_ENDINGS:
                found.append(file.path)
            else:
                ignored.append(str(file.path))
    if not found:
        raise ReadError(
            ", ".join(map(str, paths)), "holds no file that can be read", "give a release or draft"
        )
    return FoundFiles(paths=tuple(dict.fromkeys(found)), ignored=tuple(ignored))


def read_sources(
    paths: Sequence[Path], *, lang: str | None = None, presegmented: bool = False
) -> Iterator[SourceText | Skipped]:
    """Yield each file as read, or why it could not be."""
    for path in paths:
        try:
            yield read_source(path, lang=lang, presegmented=presegmented)
        except TmError as err:
            yield Skipped(where=str(path), why=str(err).removeprefix(f"{path}: "))
