"""Two texts side by side as a Word table to work in: source and target, shaded by where the target is from.

Needs python-docx, loaded at first use. Leaves out: deciding what is said of a row.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tm.bitext import Lang
from tm.errors import MissingPackageError
from tm.report.markup import visible

SHADES: Mapping[str, str] = MappingProxyType(
    {
        "context": "D9EAD3",
        "exact": "D9EAD3",
        "repetition": "E3EDF7",
        "repaired": "D0E8EC",
        "fuzzy": "FDF1DD",
        "kept": "EEEEEA",
    }
)
"""Colours (`RRGGBB`) of the target's cell by kind; kinds not listed stay white."""

_AUTHOR = "Duizhao"
_PAGE_MM = (297, 210)  # A4, landscape
_MARGIN_MM = 20
_FONTS = {Lang.EN: "Calibri", Lang.ZH: "SimSun", Lang.ZH_HANS: "SimSun", Lang.ZH_HANT: "PMingLiU"}


@dataclass(frozen=True, kw_only=True, slots=True)
class BilingualRow:
    """One row: both texts, the kind that shades it, and notes for a comment beside it."""

    source: str
    target: str
    kind: str = ""
    notes: tuple[str, ...] = field(default=())


def bilingual_docx(rows: Sequence[BilingualRow], source_lang: Lang, target_lang: Lang) -> bytes:
    """Return a DOCX with one table of two columns, without a heading row, and a comment on rows with notes.

    Text is kept as it is, line ends as line breaks; characters XML cannot hold are shown as pictures.
    """
    try:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm
    except ImportError as error:
        raise MissingPackageError("DOCX needs python-docx: pip install python-docx") from error
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    width = Mm((_PAGE_MM[0] - 2 * _MARGIN_MM) / 2)
    for row in rows:
        source, target = _cells(table, width)
        _fill(source, row.source, source_lang)
        run = _fill(target, row.target, target_lang)
        if row.kind in SHADES:
            _shade(target, SHADES[row.kind])
        if row.notes:
            document.add_comment(run, text=visible("\n".join(row.notes)), author=_AUTHOR, initials="TM")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _cells(table: Any, width: int) -> tuple[Any, Any]:
    """Add a row and return its cells; going through `table.rows` would take ever longer."""
    row = table.add_row()
    source, target = row.cells
    source.width = target.width = width
    return source, target


def _fill(cell: Any, text: str, lang: Lang) -> Any:
    """Put a text in a cell's paragraph; return its run."""
    from docx.oxml.ns import qn

    run = cell.paragraphs[0].add_run(visible(text))
    run.font.name = _FONTS[Lang.EN]
    properties = run._r.get_or_add_rPr()  # noqa: SLF001  python-docx has no other door to the East Asian font
    if lang is not Lang.EN:
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[lang])
    language = properties.makeelement(qn("w:lang"), {})
    language.set(qn("w:val" if lang is Lang.EN else "w:eastAsia"), _TAGS[lang])
    properties.append(language)
    return run


_TAGS = {Lang.EN: "en-US", Lang.ZH: "zh-CN", Lang.ZH_HANS: "zh-CN", Lang.ZH_HANT: "zh-TW"}


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  as above, for shading
    shading = properties.makeelement(qn("w:shd"), {})
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    properties.append(shading)
