"""Drafts in workbooks: source and draft in two columns of a sheet. Leaves out: writing them.

Needs openpyxl, loaded at first use. Formulas count with the values they had when last saved.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tm.bitext import Draft, DraftSegment
from tm.errors import MissingPackageError, ReadError
from tm.exchange.cells import cell_text
from tm.exchange.columns import Columns, columns_of
from tm.exchange.drafts import named_draft
from tm.exchange.packages import read_package

_SAMPLE = 200
_PART_BYTES = 256 << 20
"""Largest sheet unpacked: it is read row by row."""
_MAX_COLUMNS = 64
"""Columns looked at: a bilingual sheet has a handful."""


def read_xlsx_draft(path: Path) -> Draft:
    """Return the rows of the sheets with source and draft. Raises ReadError where there are none.

    Sheets whose first row names the columns are read; where none does, the first sheet with a column of
    each language. A row's id is its number in the sheet; `document` names the sheet where there are more.
    """
    with _opened(path) as book:
        found = {sheet.title: columns_of([row for _, row in islice(_rows(sheet), _SAMPLE)]) for sheet in book}
    pairs = {name: columns for name, columns in found.items() if columns}
    chosen = {name: columns for name, columns in pairs.items() if columns.named}
    chosen = chosen or dict(islice(pairs.items(), 1))
    if not chosen:
        raise ReadError(
            path,
            "holds no sheet with source and draft side by side",
            "put them in two columns, headed source and target",
        )
    return named_draft(path, _segments(path, chosen))


def _segments(path: Path, chosen: Mapping[str, Columns]) -> Iterator[DraftSegment]:
    with _opened(path) as book:
        for name, columns in chosen.items():
            document = name if len(chosen) > 1 else None
            for number, row in islice(_rows(book[name]), columns.first, None):
                source, draft = (row[at] if at < len(row) else "" for at in (columns.source, columns.draft))
                if source.strip() or draft.strip():
                    yield DraftSegment(source=source, draft=draft, id=str(number), document=document)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a workbook for reading row by row. Raises ReadError for what is no sound one."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise MissingPackageError("XLSX needs openpyxl: pip install openpyxl") from error
    data = read_package(path, "XLSX", "xl/", part_bytes=_PART_BYTES)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it does not keep; nothing is written here
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                yield book
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
        row = [cell_text(value) for value in values]
        if any(row):
            yield number, row
