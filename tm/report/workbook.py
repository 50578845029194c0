"""Sheets for the office: text that stays text, readable widths, a frozen heading. Leaves out: what they hold.

Needs openpyxl, loaded at first use.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tm.bitext import Span
from tm.errors import MissingPackageError
from tm.report.markup import visible

_CELL_LIMIT = 32_767
"""Characters a cell may hold (Excel specifications and limits)."""
_CUT = " … [cut: a cell holds 32,767 characters]"
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
"""Office reads `_x0041_` as an escaped character (ECMA-376 part 1, 22.9.2.19)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a sheet: its heading and its width in characters."""

    heading: str
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Rich:
    """A cell's text with some spans in bold and in colour (`RRGGBB`)."""

    text: str
    spans: tuple[Span, ...]
    colour: str


Cell = str | int | float | bool | None | Rich


class Workbook:
    """A workbook in the making: add sheets, then take its bytes."""

    def __init__(self) -> None:
        try:
            import openpyxl
        except ImportError as error:
            raise MissingPackageError("XLSX needs openpyxl: pip install openpyxl") from error
        self._book = openpyxl.Workbook()
        self._book.remove(self._book.active)

    def sheet(
        self, title: str, columns: Sequence[Column], rows: Iterable[tuple[Sequence[Cell], str | None]]
    ) -> None:
        """Add a sheet; each row comes with a fill colour (`RRGGBB`) or None. Text never becomes a formula."""
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(title)
        sheet.append([column.heading for column in columns])
        for cell, column in zip(sheet[1], columns, strict=True):
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E3EDF7")
            sheet.column_dimensions[get_column_letter(cell.column)].width = column.width
        wrapped = Alignment(wrap_text=True, vertical="top")
        for number, (values, colour) in enumerate(rows, 2):
            fill = PatternFill("solid", fgColor=colour) if colour else None
            for at, value in enumerate(values, 1):
                cell = sheet.cell(number, at)
                _write(cell, value)
                cell.alignment = wrapped
                if fill is not None:
                    cell.fill = fill
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions

    def data(self) -> bytes:
        """Return the file."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def _write(cell: Any, value: Cell) -> None:
    if isinstance(value, Rich):
        cell.value = _rich(value)
    elif isinstance(value, str):
        cell.value = _safe(value)
        cell.data_type = "s"  # else a leading = would make a formula
    else:
        cell.value = value


def _safe(text: str) -> str:
    shown = _ESCAPE.sub("_x005F_x", visible(text))
    return shown if len(shown) <= _CELL_LIMIT else shown[: _CELL_LIMIT - len(_CUT)] + _CUT


def _rich(value: Rich) -> Any:
    """Return the text with its spans marked; too long a text goes without marks."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    covered = sorted(span for span in value.spans if span[0] < span[1])
    if not covered or len(value.text) > _CELL_LIMIT // 2:
        return _safe(value.text)
    blocks: list[Any] = []
    at = 0
    for start, end in covered:
        if end <= at:
            continue
        blocks += [_safe(value.text[at:start])] if start > at else []
        font = InlineFont(b=True, color=value.colour)
        blocks.append(TextBlock(font, _safe(value.text[max(start, at) : end])))
        at = end
    return CellRichText(*blocks, *([_safe(value.text[at:])] if at < len(value.text) else []))
