"""Glossaries as XLSX workbooks: the columns of the TSV table. Leaves out: the columns (`term_table`).

The first sheet that holds anything is read. Needs openpyxl, loaded at first use.
"""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tm.bitext import Term
from tm.errors import MissingPackageError, ReadError, ReportError
from tm.exchange.cells import cell_text
from tm.exchange.packages import read_package
from tm.exchange.term_table import COLUMNS, term_rows, terms_of_rows

_PART_BYTES = 256 << 20
"""Largest part unpacked: the sheet of a glossary of a million entries is smaller."""
_CELL_CHARS = 32_767
"""Characters a cell may hold (Excel specifications and limits)."""
_WIDTHS = {"zh": 36, "en": 48, "note": 36}


def read_term_xlsx(path: Path) -> list[Term]:
    """Return the terms of a workbook; in messages the line is the sheet's row.

    Raises ReadError for what is no sound workbook, and TermError as `read_term_table` does.
    """
    openpyxl = _openpyxl()
    data = io.BytesIO(read_package(path, "XLSX", "xl/", part_bytes=_PART_BYTES))
    try:
        book = openpyxl.load_workbook(data, read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, SyntaxError, TypeError, zipfile.BadZipFile) as error:
        raise _broken(path, error) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = [
                (number, [cell_text(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            filled = [(number, cells) for number, cells in rows if any(cells)]
            if filled:
                return terms_of_rows(path, filled)
    except (KeyError, ValueError, OSError, SyntaxError, TypeError, zipfile.BadZipFile) as error:
        raise _broken(path, error) from error
    finally:
        book.close()
    return terms_of_rows(path, [])


def write_term_xlsx(path: Path, terms: Iterable[Term]) -> int:
    """Write terms to a workbook of one sheet; return how many. Text never becomes a formula."""
    from openpyxl.styles import Font

    book = _openpyxl().Workbook()
    sheet = book.active
    sheet.title = "Glossary"
    count = 0
    for count, row in enumerate(term_rows(terms)):
        for at, text in enumerate(row):
            if len(text) > _CELL_CHARS:
                raise ReportError(f"{path}: {COLUMNS[at]} of {row[0]} is longer than a cell; use .tsv")
            cell = sheet.cell(count + 1, at + 1)
            cell.value = text or None
            cell.data_type = "s" if text else "n"
    for at, name in enumerate(COLUMNS):
        sheet.cell(1, at + 1).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, at + 1).column_letter].width = _WIDTHS.get(name, 18)
    sheet.freeze_panes = "A2"
    _save(book, path)
    return count


def _save(book: Any, path: Path) -> None:
    data = io.BytesIO()
    part = path.with_name(path.name + ".part")
    try:
        book.save(data)
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data.getvalue())
        part.replace(path)
    except UnicodeEncodeError as error:
        raise ReportError(f"{path}: a text holds half a character (a lone surrogate); mend it") from error
    except OSError as error:
        raise ReportError(f"{path} could not be written ({error.strerror}); give another place") from error
    finally:
        part.unlink(missing_ok=True)


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingPackageError("XLSX needs openpyxl: pip install openpyxl") from error
    return openpyxl


def _broken(path: Path, error: Exception) -> ReadError:
    why = " ".join(str(error).split()) or type(error).__name__
    return ReadError(path, f"is no sound XLSX workbook ({why})", "save it again as .xlsx")
