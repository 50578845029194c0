"""Sheets for the office: text that stays text, readable widths, a frozen heading. Leaves out: what they hold.

Needs openpyxl, loaded at first use.
"""

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
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
        self._book = openpyxl.Workbook(write_only=True)

    def sheet(
        self, title: str, columns: Sequence[Column], rows: Iterable[tuple[Sequence[Cell], str | None]]
    ) -> None:
        """Add a sheet, its rows written as they come, each given with a fill colour (`RRGGBB`) or None.

        Text never becomes a formula. On paper a sheet is as wide as the page, its heading on each.
        """
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(title)
        letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
        for letter, column in zip(letters, columns, strict=True):
            sheet.column_dimensions[letter].width = column.width
        sheet.freeze_panes = "A2"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        heading, headed = Font(bold=True), PatternFill("solid", fgColor="E3EDF7")
        sheet.append([_cell(sheet, column.heading, font=heading, fill=headed) for column in columns])
        wrapped = Alignment(wrap_text=True, vertical="top")
        fills: dict[str | None, PatternFill] = {None: PatternFill()}
        last = 1
        with closing(sheet):
            for values, colour in rows:
                last += 1
                if colour not in fills:
                    fills[colour] = PatternFill("solid", fgColor=colour)
                sheet.append([_cell(sheet, value, alignment=wrapped, fill=fills[colour]) for value in values])
            sheet.auto_filter.ref = f"A1:{letters[-1]}{last}"

    def data(self) -> bytes:
        """Return the file."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def _cell(sheet: Any, value: Cell, **style: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    shown = _rich(value) if isinstance(value, Rich) else _safe(value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, shown)
    if isinstance(shown, str):
        cell.data_type = "s"  # else a leading = would make a formula
    for name, each in style.items():
        setattr(cell, name, each)
    return cell


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
