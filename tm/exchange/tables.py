"""Tables as text: TSV and CSV with a header, for people with a spreadsheet. Leaves out: the columns.

CSV is written for Excel: with a byte order mark, and a cell that a spreadsheet would take for a
formula (it begins with = + - @, tab or carriage return) gets an apostrophe before it, which reading
takes away again. TSV is written as it is.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from tm.errors import ReadError
from tm.exchange.files import open_text, whole_file

FIELD_CHARS = 16 << 20
"""Longest cell read; the csv module's own limit would refuse long paragraphs."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def is_csv(path: Path) -> bool:
    """Return whether a file is read and written as CSV; otherwise it is TSV."""
    return path.suffix.casefold() == ".csv"


def guarded(cell: str) -> str:
    """Return a cell as a spreadsheet takes it for text.

    >>> guarded("=1+1"), guarded("'=x"), guarded("text")
    ("'=1+1", "''=x", 'text')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table of any size that are not empty, each with the line it starts on.

    Quotes are read as in spreadsheets: a cell that begins with one may hold separators and line
    ends. Raises ReadError for a quote that is never closed.
    """
    csv.field_size_limit(FIELD_CHARS)
    line = 1
    with open_text(path) as text:
        reader = csv.reader(text, delimiter="," if is_csv(path) else "\t", strict=True)
        try:
            for cells in reader:
                if any(cells):
                    yield line, [unguarded(cell) for cell in cells] if is_csv(path) else cells
                line = reader.line_num + 1
        except csv.Error as error:
            why = f"a cell that begins here is not sound ({error})"
            raise ReadError(f"{path}:{line}", why, "check the quotes around it") from error


def write_rows(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """Write rows, the header among them; return how many."""
    with whole_file(path, "utf-8-sig" if is_csv(path) else "utf-8") as file:
        return sum(1 for _row in _written(file, rows, is_csv(path)))


def _written(file: TextIO, rows: Iterable[Sequence[str]], is_comma: bool) -> Iterator[Sequence[str]]:
    writer = csv.writer(
        file, delimiter="," if is_comma else "\t", lineterminator="\r\n" if is_comma else "\n"
    )
    plain = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [guarded(cell) for cell in row] if is_comma else row
        # the csv module leaves a bare carriage return unquoted where lines end in LF
        chosen = plain if not is_comma and any("\r" in cell for cell in cells) else writer
        chosen.writerow(cells)
        yield row
