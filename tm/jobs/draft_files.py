"""Drafts from any file: those that hold their source, and those aligned with it first.

Leaves out: the formats, and what is done with a draft.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tm.align import AlignConfig, align
from tm.bitext import Bead, Draft, DraftSegment, Segment
from tm.errors import LanguageError, ReadError
from tm.exchange import read_draft, read_lines
from tm.exchange.docx_text import REVISED, is_revised, open_docx
from tm.jobs.reading import SIDE_NAMES, read_release
from tm.jobs.session import Session
from tm.release import SUFFIXES
from tm.release.bylines import date_in_path
from tm.text.joining import joined

_PLAIN = frozenset({".txt", ".md"})
_HOLDS_SOURCE = frozenset({".docx"})
"""Of the files that are texts on their own, those that may hold their source too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftFile:
    """A draft and its file; `paired` if it was aligned with a source text of its own."""

    path: Path
    draft: Draft
    paired: bool


def read_draft_file(
    session: Session, path: Path, source: Path | None = None, *, presegmented: bool = False
) -> DraftFile:
    """Read a draft; one that is a text of its own is aligned with its `source`.

    Plain text of as many lines as its source answers it line by line, and always does so with
    `presegmented`. Raises ReadError for a file that cannot be used as a draft, and LanguageError where
    both texts are in one language.
    """
    if presegmented and path.suffix.casefold() not in _PLAIN:
        raise ReadError(
            path, "is no plain text, so it has no lines to be segments", "leave out --presegmented"
        )
    if source is None and _is_text(path) and path.suffix.casefold() not in _HOLDS_SOURCE:
        raise ReadError(path, "is a text without its source", "give the source with --source")
    if source is None or not _is_text(path) or (_is_plain(path) and _by_line(path, source, presegmented)):
        draft = read_draft(path, source)
        if source is not None and not _is_text(path):
            unused = f"{path.name} holds its source; {source.name} is not used"
            draft = replace(draft, warnings=(*draft.warnings, unused))
            source = None
        return DraftFile(path=path, draft=replace(draft, day=_day(draft, path, source)), paired=False)
    return DraftFile(path=path, draft=_aligned(session, path, source), paired=True)


def _day(draft: Draft, path: Path, source: Path | None) -> dt.date | None:
    """Return the date the source speaks from: by the rows' document, the source's path or the draft's.

    None where rows come from documents of several dates.
    """
    documents = {row.document for row in draft.segments if row.document}
    days = {day for document in documents if (day := date_in_path(document))}
    if days:
        return days.pop() if len(days) == 1 else None
    paths = (source, path) if source is not None else (path,)
    return next((day for one in paths if (day := date_in_path(one.as_posix()))), None)


def _is_text(path: Path) -> bool:
    """Return whether a file may be a text on its own: one that releases are read from."""
    return path.suffix.casefold() in SUFFIXES


def _is_plain(path: Path) -> bool:
    return path.suffix.casefold() in _PLAIN


def _by_line(path: Path, source: Path, presegmented: bool) -> bool:
    if presegmented:
        return True
    return _is_plain(source) and len(read_lines(path)) == len(read_lines(source))


def _aligned(session: Session, path: Path, source: Path) -> Draft:
    """Return a draft whose rows are the beads of two texts, in the order of the draft."""
    theirs, ours = read_release(source), read_release(path)
    langs = theirs.release.lang, ours.release.lang
    if langs[0].side == langs[1].side:
        side = SIDE_NAMES[langs[0].side]
        raise LanguageError(f"{source} and {path} are both {side}; give a source and its translation")
    en, zh = (theirs, ours) if langs[0].side == "en" else (ours, theirs)
    config = session.settings.config("align", AlignConfig)
    beads = align(en.segments, zh.segments, session.encoder, config).beads
    rows = [
        DraftSegment(
            source=joined(theirs.segments, getattr(bead, langs[0].side), langs[0].side),
            draft=joined(ours.segments, getattr(bead, langs[1].side), langs[1].side),
        )
        for bead in _in_order(beads, ours.segments, langs[1].side)
    ]
    warnings = [f"{path.name} was aligned with {source.name}: {len(rows)} rows"]
    if path.suffix.casefold() == ".docx" and is_revised(open_docx(path).element.body):
        warnings.append(f"{path.name} {REVISED}")
    return Draft(
        name=path.name,
        source_lang=langs[0],
        target_lang=langs[1],
        segments=tuple(rows),
        warnings=tuple(warnings),
        day=theirs.release.date or ours.release.date,
    )


def _in_order(beads: Sequence[Bead], segments: Sequence[Segment], side: str) -> list[Bead]:
    """Return beads by where they stand in the draft; what the draft leaves out stays behind its neighbour."""
    keyed: list[tuple[int, int, Bead]] = []
    last = -1
    for place, bead in enumerate(beads):
        indices: tuple[int, ...] = getattr(bead, side)
        last = indices[0] if indices else last
        keyed.append((min(last, len(segments)), place, bead))
    return [bead for _segment, _place, bead in sorted(keyed, key=lambda each: each[:2])]
