"""Drafts in and out: TSV, plain text beside its source, PO, TMX, XLIFF. Leaves out: aligning them.

A TSV draft is source, draft and perhaps document to a row, without header or quoting. A plain-text
draft answers its source line by line; where the two have not the same number of lines they have to
be aligned first (`read_lines` gives them).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from tm.bitext import Draft, DraftSegment, Lang, Side, other_side
from tm.errors import LanguageError, ReadError, ReportError
from tm.exchange.files import read_lines as lines_in
from tm.exchange.files import warn, whole_file, write_whole
from tm.spool import spooled
from tm.text.languages import detect_lang

if TYPE_CHECKING:
    from tm.exchange.po_edits import EntryEdit

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
    from tm.exchange.po import sides_of
    from tm.exchange.po_stream import read_entries, rows_of

    catalogue, entries = read_entries(path)
    rows = spooled(row for _entry, _form, row in rows_of(entries))
    if not rows:
        raise ReadError(path, "holds no entries", "give a PO catalogue with entries")
    texts = [(row.source, row.draft) for row in islice(rows, _SAMPLE)]
    source, target = sides_of(path, catalogue.metadata.get("Language", ""), texts)
    return Draft(name=path.name, source_lang=source, target_lang=target, segments=rows)


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
    """Write a catalogue: `template` with its renderings replaced, all else as it was, or a new one.

    Raises ReportError where the draft's rows are not those of the template, or it cannot hold one.
    """
    if template is None:
        with whole_file(path) as file:
            file.writelines(_new_po(draft, marks))
        return
    from tm.exchange.po_edits import rewritten

    write_whole(path, rewritten(template, spooled(_po_edits(path, draft, template, marks))))


def _new_po(draft: Draft, marks: Marks) -> Iterator[str]:
    import polib

    from tm.exchange.po import header_text

    yield header_text(draft.source_lang.side, draft.target_lang)
    seen: set[str] = set()
    for number, row in enumerate(draft.segments):
        entry = polib.POEntry(
            msgid=row.source,
            msgstr=row.draft,
            msgctxt=f"row {number + 1}" if row.source in seen else None,
            flags=["fuzzy"] if number in marks.doubtful else [],
            tcomment="\n".join(marks.notes.get(number, ())),
        )
        seen.add(row.source)
        yield entry.__unicode__(wrapwidth=0) + "\n"


def _po_edits(path: Path, draft: Draft, template: Path, marks: Marks) -> Iterator["EntryEdit"]:
    from tm.exchange.po_edits import EntryEdit
    from tm.exchange.po_stream import read_entries, rows_of

    _catalogue, entries = read_entries(template)
    for number, (row, found) in enumerate(zip_longest(draft.segments, rows_of(entries))):
        if row is None or found is None or (found[2].source, found[2].id) != (row.source, row.id):
            raise ReportError(
                f"{path}: row {number + 1} of the draft is not in {template}; give its own file"
            )
        entry, form, held = found
        forms, told = sorted(entry.msgstr_plural) or [None], entry.tcomment.split("\n")
        comments = tuple(note for note in marks.notes.get(number, ()) if note not in told)
        renderings = {} if row.draft == held.draft else {forms[-1 if form else 0]: row.draft}
        fuzzy = number in marks.doubtful and "fuzzy" not in entry.flags
        if comments or renderings or fuzzy:
            yield EntryEdit(line=entry.linenum, comments=comments, renderings=renderings, fuzzy=fuzzy)
