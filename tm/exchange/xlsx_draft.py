"""Drafts in workbooks: source and draft in two columns of a sheet. Leaves out: writing them.

Needs openpyxl, loaded at first use. Formulas count with the values they had when last saved.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tm.bitext import Draft, DraftSegment
from tm.errors import MissingPackageError, ReadError
from tm.exchange.columns import Columns, columns_of
from tm.exchange.drafts import named_draft
from tm.exchange.packages import read_package

_MAX_COLUMNS = 64
"""Columns looked at: a bilingual sheet has a handful."""


def read_xlsx_draft(path: Path) -> Draft:
    """Return the rows of the sheets with source and draft. Raises ReadError where there are none.

    Sheets whose first row names the columns are read; where none does, the first sheet with a column of
    each language. A row's id is its number in the sheet; `document` names the sheet where there are more.
    """
    sheets = dict(_sheets(path))
    found = {name: columns_of([row for _number, row in rows]) for name, rows in sheets.items()}
    chosen = [name for name, columns in found.items() if columns and columns.header]
    chosen = chosen or [name for name, columns in found.items() if columns][:1]
    if not chosen:
        raise ReadError(
            path,
            "holds no sheet with source and draft side by side",
            "put them in two columns, headed source and target",
        )
    rows: list[DraftSegment] = []
    for name in chosen:
        columns = found[name]
        assert columns is not None  # as chosen above
        rows += _segments(sheets[name], columns, name if len(chosen) > 1 else None)
    return named_draft(path, rows)


def _segments(
    rows: list[tuple[int, list[str]]], columns: Columns, document: str | None
) -> Iterator[DraftSegment]:
    for number, row in rows[1 if columns.header else 0 :]:
        source, draft = (row[at] if at < len(row) else "" for at in (columns.source, columns.draft))
        if source.strip() or draft.strip():
            yield DraftSegment(source=source, draft=draft, id=str(number), document=document)


def _sheets(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Yield the sheets by name: rows that hold text, with their numbers."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise MissingPackageError("XLSX needs openpyxl: pip install openpyxl") from error
    data = read_package(path, "XLSX", "xl/")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it does not keep; nothing is written here
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    yield sheet.title, list(_rows(sheet))
            finally:
                book.close()
    except (
        InvalidFileException, zipfile.BadZipFile, SyntaxError, KeyError, ValueError, TypeError,
        AttributeError, IndexError,
    ) as error:  # fmt: skip
        said = " ".join(str(error).split()) or type(error).__name__
        raise ReadError(
            path, f"is no sound XLSX ({said})", "save it again in a spreadsheet program"
        ) from error


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # what a sheet says of its size is no more than a claim
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True), 1):
        row = [_text(value) for value in values]
        if any(row):
            yield number, row


def _text(value: Any) -> str:
    r"""Return a cell's value as text.

    >>> _text("认证\r\n机构"), _text(None), _text(3)
    ('认证\n机构', '', '3')
    """
    if value is None:
        return ""
    return str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n")
