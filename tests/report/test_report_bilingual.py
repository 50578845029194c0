"""Two-column Word tables: every text survives, marks and comments are in place."""

import io
import zipfile

from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang
from tm.report.bilingual_docx import SHADES, BilingualRow, bilingual_docx
from tm.report.markup import visible


def cells(data: bytes) -> list[tuple[str, str]]:
    [table] = Document(io.BytesIO(data)).tables
    return [(row.cells[0].text, row.cells[1].text) for row in table.rows]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=4))
def test_any_text_is_shown(rows: list[tuple[str, str]]) -> None:
    data = bilingual_docx([BilingualRow(source=one, target=two) for one, two in rows], Lang.ZH_HANS, Lang.EN)
    shown = [tuple(visible(text.replace("\r\n", "\n").replace("\r", "\n")) for text in row) for row in rows]
    assert cells(data) == shown


def test_a_comment_stands_on_its_row_alone() -> None:
    rows = [
        BilingualRow(source="一", target="one", kind="exact", notes=("exact 100%", "! <b>副主任</b>/主任")),
        BilingualRow(source="二", target="", kind="none"),
    ]
    document = Document(io.BytesIO(bilingual_docx(rows, Lang.ZH_HANS, Lang.EN)))
    [comment] = document.comments
    assert comment.text == "exact 100%\n! <b>副主任</b>/主任"
    first, second = (row.cells[1]._tc.xml for row in document.tables[0].rows)
    assert "commentReference" in first
    assert SHADES["exact"] in first
    assert "commentReference" not in second
    assert "w:shd" not in second


def test_chinese_has_a_chinese_font_of_its_script() -> None:
    for lang, font in ((Lang.ZH_HANS, "SimSun"), (Lang.ZH_HANT, "PMingLiU")):
        data = bilingual_docx([BilingualRow(source="one", target="一")], Lang.EN, lang)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert f'w:eastAsia="{font}"' in package.read("word/document.xml").decode()


def test_no_rows_are_a_document_too() -> None:
    assert cells(bilingual_docx([], Lang.EN, Lang.ZH_HANS)) == []
