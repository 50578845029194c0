"""Two texts side by side as a Word table to work in: source and target, shaded by where the target is from.

Needs python-docx, loaded at first use. Leaves out: deciding what is said of a row.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

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
_TWIPS_PER_MM = 57  # 1440 to the inch
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TAGS = {Lang.EN: "en-US", Lang.ZH: "zh-CN", Lang.ZH_HANS: "zh-CN", Lang.ZH_HANT: "zh-TW"}
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
        from docx.oxml import parse_xml
        from docx.shared import Mm
    except ImportError as error:
        raise MissingPackageError("DOCX needs python-docx: pip install python-docx") from error
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    document.element.body.insert(0, parse_xml(_table(rows, source_lang, target_lang)))
    comments = _comments_of(document)
    for number, row in enumerate(rows):
        if row.notes:
            comments.append(parse_xml(_comment(number, row.notes)))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _comments_of(document: Any) -> Any:
    """Return the element that holds a document's comments; adding them one by one would take ever longer."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    assert document.comments is not None  # asking for them makes their part
    rels = document.part.rels.values()
    return next(rel.target_part.element for rel in rels if rel.reltype == RELATIONSHIP_TYPE.COMMENTS)


def _table(rows: Sequence[BilingualRow], source_lang: Lang, target_lang: Lang) -> str:
    """Return the table's XML."""
    width = _TWIPS_PER_MM * (_PAGE_MM[0] - 2 * _MARGIN_MM) // 2
    head = (
        f'<w:tbl xmlns:w="{_NAMESPACE}"><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{2 * width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>'
    )
    pieces = [head]
    for number, row in enumerate(rows):
        shade = SHADES.get(row.kind)
        filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
        source, target = _run(row.source, source_lang), _run(row.target, target_lang)
        if row.notes:
            target = (
                f'<w:commentRangeStart w:id="{number}"/>{target}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:commentReference w:id="{number}"/></w:r>'
            )
        cells = ((source, ""), (target, filled))
        pieces.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        pieces += [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr><w:p>{run}</w:p></w:tc>'
            for run, fill in cells
        ]
        pieces.append("</w:tr>")
    return "".join([*pieces, "</w:tbl>"])


def _run(text: str, lang: Lang) -> str:
    """Return a text as a run, with the fonts and the spelling of its language."""
    kind = "w:val" if lang is Lang.EN else "w:eastAsia"
    fonts = f'w:ascii="{_FONTS[Lang.EN]}" w:hAnsi="{_FONTS[Lang.EN]}"'
    if lang is not Lang.EN:
        fonts += f' w:eastAsia="{_FONTS[lang]}"'
    head = f'<w:rPr><w:rFonts {fonts}/><w:lang {kind}="{_TAGS[lang]}"/></w:rPr>'
    return f"<w:r>{head}{_text(text)}</w:r>"


def _text(text: str) -> str:
    """Return a text as run content; tabs and line ends have elements of their own."""
    lines = visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    parts = ["<w:tab/>".join(_words(piece) for piece in line.split("\t")) for line in lines]
    return "<w:br/>".join(parts)


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _comment(number: int, notes: Sequence[str]) -> str:
    """Return a comment, a paragraph a note."""
    paragraphs = "".join(f"<w:p><w:r>{_text(note)}</w:r></w:p>" for note in notes)
    return (
        f'<w:comment xmlns:w="{_NAMESPACE}" w:id="{number}" w:author="{_AUTHOR}" w:initials="TM">'
        f"{paragraphs}</w:comment>"
    )
