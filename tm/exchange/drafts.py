"""Drafts in and out: TSV, plain text beside its source, PO, TMX, XLIFF. Leaves out: aligning them.

A TSV draft is source, draft and perhaps document to a row, without header or quoting. A plain-text
draft answers its source line by line; where the two have not the same number of lines they have to
be aligned first (`read_lines` gives them).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tm.bitext import Draft, DraftSegment, Lang, Side, other_side
from tm.errors import LanguageError, ReadError, ReportError
from tm.exchange.files import read_lines as lines_in
from tm.exchange.files import warn, whole_file
from tm.spool import Spool, spooled
from tm.text.languages import detect_lang

_SAMPLE = 200
_TSV_FIELDS = (2, 3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What is to be said of rows of a draft that is written: by row, from 0.

    `doubtful` rows are marked for another look (fuzzy in PO); `notes` are shown to the translator.
    """

    doubtful: frozenset[int] = frozenset()
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


NO_MARKS = Marks()


def read_lines(path: Path) -> list[str]:
    """Return the lines of a plain-text file, empty ones included; lines end at LF or CRLF only."""
    return list(lines_in(path))


def named_draft(path: Path, segments: Iterable[DraftSegment]) -> Draft:
    """Return the draft of a file, its languages told by its texts. Raises ReadError if they are one."""
    rows = spooled(segments)
    if not rows:
        raise ReadError(path, "holds no rows", "give a draft with a source and a rendering to a row")
    source = _lang(row.source for row in rows)
    target = _lang(row.draft for row in rows)
    if source is None and target is None:
        raise ReadError(path, "is neither English nor Chinese on either side", "give both texts")
    if source is None or target is None:
        known = source or target
        missing = Lang.ZH if known is Lang.EN else Lang.EN
        source, target = source or missing, target or missing
    if source.side == target.side:
        raise ReadError(path, f"has {source.value} on both sides", "give source and draft in two languages")
    return Draft(name=path.name, source_lang=source, target_lang=target, segments=rows)


def _lang(texts: Iterable[str]) -> Lang | None:
    sample = "\n".join(islice((text for text in texts if text.strip()), _SAMPLE))
    try:
        return detect_lang(sample)
    except LanguageError:
        return None


def read_tsv_draft(path: Path) -> Draft:
    """Return a draft from rows of source, draft and perhaps document. Raises ReadError with the line."""
    return named_draft(path, _tsv_rows(path))


def _tsv_rows(path: Path) -> Iterator[DraftSegment]:
    for number, line in enumerate(lines_in(path), 1):
        cells = line.split("\t")
        if line == "":
            continue
        if len(cells) not in _TSV_FIELDS:
            why = f"has {len(cells)} fields where source, draft and perhaps document are wanted"
            raise ReadError(f"{path}:{number}", why, "put one tab between them")
        document = cells[2] if len(cells) > _TSV_FIELDS[0] else None
        yield DraftSegment(source=cells[0], draft=cells[1], id=str(number), document=document or None)


def read_text_draft(path: Path, source: Path | None) -> Draft:
    """Return a plain-text draft beside its source, line by line.

    Raises ReadError where the source is not given or has another number of lines.
    """
    if source is None:
        raise ReadError(path, "is plain text, which needs its source", "give the source with --source")
    theirs, ours = read_lines(source), read_lines(path)
    if len(theirs) != len(ours):
        why = f"has {len(ours)} lines and its source {source} has {len(theirs)}"
        raise ReadError(path, why, "align the two first, or give one line for each")
    return named_draft(
        path,
        (
            DraftSegment(source=text, draft=rendering, id=str(number))
            for number, (text, rendering) in enumerate(zip(theirs, ours, strict=True), 1)
        ),
    )


def read_po_draft(path: Path) -> Draft:
    """Return the entries of a PO catalogue that are not obsolete, plural forms as rows of their own."""
    from tm.exchange.po_stream import read_entries, row_id

    rows: Spool[DraftSegment] = Spool()

    def take(number: int, entry: Any) -> None:
        for form, (text, rendering) in enumerate(pairs(entry)):
            rows.append(DraftSegment(source=text, draft=rendering, id=row_id(number, form)))

    from tm.exchange.po import pairs, sides_of

    catalogue = read_entries(path, take)
    if not rows:
        raise ReadError(path, "holds no entries", "give a PO catalogue with entries")
    texts = [(row.source, row.draft) for row in islice(rows, _SAMPLE)]
    source, target = sides_of(path, catalogue.metadata.get("Language", ""), texts)
    return Draft(name=path.name, source_lang=source, target_lang=target, segments=spooled(rows))


def read_tmx_draft(path: Path) -> Draft:
    """Return the units of a TMX file as rows, by its source language. Raises ReadError if it has none."""
    return named_draft(path, _tmx_rows(path))


def _tmx_rows(path: Path) -> Iterator[DraftSegment]:
    from tm.exchange.tmx_read import read_tmx_groups

    source: Side | None = None
    number = 0
    for units, side in read_tmx_groups(path, warn):
        source = source or side
        for unit in units:
            number += 1
            document = unit.provenance.document
            yield DraftSegment(
                source=unit.text(source),
                draft=unit.text(other_side(source)),
                id=str(number),
                document=document if document != path.name else None,
            )


def write_tsv_draft(path: Path, draft: Draft) -> None:
    """Write rows of source, draft and document. Raises ReportError for a text with a tab or line end."""
    with whole_file(path) as file:
        for number, row in enumerate(draft.segments, 1):
            cells = [row.source, row.draft, *([] if row.document is None else [row.document])]
            if any(mark in cell for cell in cells for mark in "\t\n\r"):
                raise ReportError(
                    f"{path}: row {number} holds a tab or a line end, which TSV cannot; write PO or XLIFF"
                )
            file.write("\t".join(cells) + "\n")


def write_text_draft(path: Path, draft: Draft) -> None:
    """Write the renderings, one a line. Raises ReportError for one with a line end."""
    with whole_file(path) as file:
        for number, row in enumerate(draft.segments, 1):
            if "\n" in row.draft or "\r" in row.draft:
                raise ReportError(f"{path}: row {number} holds a line end; write TSV, PO or XLIFF")
            file.write(row.draft + "\n")


def write_po_draft(path: Path, draft: Draft, template: Path | None, marks: Marks) -> None:
    """Write a catalogue: `template` with its renderings replaced, or a new one.

    Raises ReportError where the draft's rows are not those of the template.
    """
    import polib

    from tm.exchange.po import header_text, load, pairs

    if template is None:
        with whole_file(path) as file:
            file.write(header_text(draft.source_lang.side, draft.target_lang))
            seen: set[str] = set()
            for number, row in enumerate(draft.segments):
                twice = row.source in seen
                seen.add(row.source)
                entry = polib.POEntry(
                    msgid=row.source, msgstr=row.draft, msgctxt=f"row {number + 1}" if twice else None
                )
                _mark(entry, number, marks)
                file.write(entry.__unicode__(wrapwidth=0) + "\n")
        return
    catalogue = load(template)
    for number, row in enumerate(draft.segments):
        place, _, form = row.id.partition(".")
        entry = catalogue[int(place)] if place.isdigit() and int(place) < len(catalogue) else None
        if entry is None or not form.isdigit() or pairs(entry)[int(form)][0] != row.source:
            raise ReportError(
                f"{path}: row {number + 1} ({row.source[:40]!r}) is not in {template}; give its own file"
            )
        if entry.msgid_plural:
            last = max(entry.msgstr_plural, default=0)
            entry.msgstr_plural[last if int(form) else min(entry.msgstr_plural, default=0)] = row.draft
        else:
            entry.msgstr = row.draft
        _mark(entry, number, marks)
    with whole_file(path) as file:
        file.write(str(catalogue.__unicode__()))


def _mark(entry: Any, number: int, marks: Marks) -> None:
    """Mark a PO entry (polib) fuzzy and add notes to its comment."""
    if number in marks.doubtful and "fuzzy" not in entry.flags:
        entry.flags.append("fuzzy")
    held = entry.tcomment.split("\n") if entry.tcomment else []
    notes = [note for note in marks.notes.get(number, ()) if note not in held]
    entry.tcomment = "\n".join([*held, *notes])
