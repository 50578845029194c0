"""Drafts in Word tables of two columns, source beside draft. Leaves out: writing findings back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tm.bitext import Draft, DraftSegment
from tm.errors import ReadError
from tm.exchange.columns import columns_of
from tm.exchange.docx_text import REVISED, Place, W, is_gone, is_revised, open_docx, paragraphs, place_of
from tm.exchange.drafts import named_draft

_EMPTY = Place(text="", spots=[])
_COVERED = Place(text="", spots=[])
"""Where a wide cell to the left goes on."""
_MAX_SPAN = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class DocxRow:
    """A row of a bilingual table: both places, and its number as `table.row`, from 1."""

    id: str
    source: Place
    draft: Place


def read_docx_draft(path: Path) -> Draft:
    """Return the rows of the bilingual tables of a document. Raises ReadError where it has none.

    A first row that names the columns is no row of the draft; open revisions are read as accepted, and
    the draft's `warnings` say so.
    """
    document = open_docx(path)
    rows = [
        DraftSegment(source=row.source.text, draft=row.draft.text, id=row.id) for row in docx_rows(document)
    ]
    if not rows:
        raise ReadError(
            path, "holds no table with source and draft side by side", "give the source text with --source"
        )
    warnings = (f"{path.name} {REVISED}",) if is_revised(document.element.body) else ()
    return replace(named_draft(path, rows), warnings=warnings)


def docx_rows(document: Any) -> Iterator[DocxRow]:
    """Yield the rows of all bilingual tables, in order; rows without any text are left out."""
    for number, table in enumerate(_tables(document.element.body), 1):
        rows = [(place, _cells(row)) for place, row in enumerate(_rows(table), 1)]
        columns = columns_of([[cell.text for cell in cells] for _number, cells in rows])
        if columns is None:
            continue
        for place, cells in rows[columns.first :]:
            source, draft = (
                cells[at] if at < len(cells) else _EMPTY for at in (columns.source, columns.draft)
            )
            left, right = sorted((columns.source, columns.draft))
            if all(cell is _COVERED for cell in cells[left + 1 : right + 1]):
                continue  # one cell for both: a heading between the rows
            if source.text or draft.text:
                yield DocxRow(id=f"{number}.{place}", source=source, draft=draft)


def _tables(body: Any) -> Iterator[Any]:
    """Yield the tables that stand in no other table."""
    for table in body.iter(f"{W}tbl"):
        if not any(each.tag == f"{W}tbl" for each in table.iterancestors()):
            yield table


def _rows(table: Any) -> Iterator[Any]:
    for row in _own(table, f"{W}tr"):
        if not is_gone(row.find(f"{W}trPr"), "del"):
            yield row


def _own(top: Any, tag: str) -> Iterator[Any]:
    """Yield rows of a table or cells of a row, those within content controls too, none of inner tables."""
    for child in top:
        if child.tag == tag:
            yield child
        elif child.tag not in {f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}p"}:
            yield from _own(child, tag)


def _cells(row: Any) -> list[Place]:
    """Return the cells of a row by column of the grid; what a wide cell covers is empty."""
    cells: list[Place] = []
    for cell in _own(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        if is_gone(properties, "cellDel"):
            continue
        cells.append(place_of(paragraphs(cell)))
        wide = None if properties is None else properties.find(f"{W}gridSpan")
        span = str(wide.get(f"{W}val", "1")) if wide is not None else "1"
        cells += [_COVERED] * (min(int(span), _MAX_SPAN) - 1 if span.isdigit() else 0)
    return cells
