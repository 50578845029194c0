"""Drafts in Word tables: rows, headers, open revisions, and files that are none."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tm.bitext import Lang
from tm.errors import ReadError
from tm.exchange import read_draft
from tm.report.bilingual_docx import BilingualRow, bilingual_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROWS = (
    ("中国质量认证中心发放证书。", "The China Quality Certification Centre issued certificates."),
    ("42家企业参加会议。", "42 enterprises attended the meeting."),
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a document with one table of texts."""

    def write(*rows: tuple[str, ...], name: str = "a.docx") -> Path:
        document = Document()
        document.add_paragraph("Working copy")
        made = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
        document.save(str(tmp_path / name))
        return tmp_path / name

    return write


def body_file(path: Path, body: str) -> Path:
    """Write a document whose body is the XML given."""
    document = Document()
    xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "word/document.xml" else old.read(part))
    return path


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells: str, mark: str = "") -> str:
    inside = "".join(f"<w:tc><w:p>{cell}</w:p></w:tc>" for cell in cells)
    return f"<w:tr>{mark}{inside}</w:tr>"


def texts(path: Path) -> list[tuple[str, str]]:
    return [(each.source, each.draft) for each in read_draft(path).segments]


def test_rows_of_a_table(table) -> None:
    draft = read_draft(table(*ROWS))
    assert [(each.source, each.draft) for each in draft.segments] == list(ROWS)
    assert [each.id for each in draft.segments] == ["1.1", "1.2"]
    assert (draft.source_lang, draft.target_lang) == (Lang.ZH_HANS, Lang.EN)
    assert draft.warnings == ()


@pytest.mark.parametrize(
    "header",
    [
        ("Source", "Target"),
        ("原文", "译文"),
        ("Chinese", "English"),
        ("中文（原文）", "英文"),
        ("Source", "Draft v2"),
    ],
)
def test_a_header_is_no_row(table, header: tuple[str, str]) -> None:
    if header[1] == "Draft v2":  # no name that is known: the row is kept, nothing is dropped unsaid
        assert texts(table(header, *ROWS)) == [header, *ROWS]
    else:
        assert texts(table(header, *ROWS)) == list(ROWS)


def test_headers_choose_columns_in_any_order(table) -> None:
    rows = [(str(n), english, chinese, "ok") for n, (chinese, english) in enumerate(ROWS)]
    assert texts(table(("No.", "Target", "Source", "Remark"), *rows)) == list(ROWS)
    assert texts(table(*((n, zh, en, note) for n, en, zh, note in rows), name="b.docx")) == list(ROWS)


def test_the_table_written_by_pretranslation_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    rows = [BilingualRow(source=source, target=target, notes=("see",)) for source, target in ROWS]
    path.write_bytes(bilingual_docx(rows, Lang.ZH_HANS, Lang.EN))
    assert texts(path) == list(ROWS)


def test_open_revisions_are_read_as_accepted_and_said_so(tmp_path: Path) -> None:
    draft = (
        run("In 2020, ")
        + '<w:del w:id="1" w:author="A"><w:r><w:delText>43</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="A">{run("42")}</w:ins>'
        + run(" firms met.")
    )
    gone = row(run("删除"), run("Gone"), mark='<w:trPr><w:del w:id="3" w:author="A"/></w:trPr>')
    path = body_file(tmp_path / "a.docx", f"<w:tbl>{row(run('2020年，42家企业开会。'), draft)}{gone}</w:tbl>")
    assert texts(path) == [("2020年，42家企业开会。", "In 2020, 42 firms met.")]
    assert read_draft(path).warnings == ("a.docx has open revisions; they were read as accepted",)


def test_a_deleted_paragraph_mark_joins_paragraphs(tmp_path: Path) -> None:
    cell = (
        '<w:tc><w:p><w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
        f"{run('One ')}</w:p><w:p>{run('two.')}</w:p><w:p>{run('Three.')}</w:p></w:tc>"
    )
    path = body_file(
        tmp_path / "a.docx", f"<w:tbl><w:tr><w:tc><w:p>{run('一二。三。')}</w:p></w:tc>{cell}</w:tr></w:tbl>"
    )
    assert texts(path) == [("一二。三。", "One two.\nThree.")]


def test_wide_cells_and_hidden_text(tmp_path: Path) -> None:
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>{run("第一节")}</w:p></w:tc></w:tr>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    path = body_file(
        tmp_path / "a.docx", f"<w:tbl>{wide}{row(run('认证机构'), run('A body') + hidden)}</w:tbl>"
    )
    assert texts(path) == [("认证机构", "A body")]


def test_a_document_without_such_a_table(table, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no table with source and draft side by side; give the source"):
        read_draft(table(("One", "Two"), ("Three", "Four")))
    (tmp_path / "b.docx").write_bytes((tmp_path / "a.docx").read_bytes()[:2_000])
    with pytest.raises(ReadError, match=r"b\.docx: is no whole DOCX"):
        read_draft(tmp_path / "b.docx")


def rewritten(path: Path, name: str, **parts: bytes) -> Path:
    """Copy a package with parts replaced or added (`__` stands for `/`, `_` before the ending for `.`)."""
    target = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part, old.read(part))
        for part_name, data in parts.items():
            new.writestr(part_name, data)
    return target


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<w:document", "is no sound DOCX"),
        (BOMB, "declares a document type"),
        (OUTSIDE, "declares a document type"),
        (BOMB.decode().encode("utf-16"), "declares a document type"),
        (b" " * (65 << 20), "unpacks to more than any such file holds"),
    ],
    ids=["broken", "entities", "external", "utf-16", "bomb"],
)
def test_unsound_packages_are_refused_in_one_line(table, data: bytes, why: str) -> None:
    path = rewritten(table(*ROWS), "b.docx", **{"word/document.xml": data})
    with pytest.raises(ReadError, match=why) as caught:
        read_draft(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0old", b"plain words"])
def test_what_is_no_package(written, data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.docx: is (empty|no whole DOCX|an old Office file)"):
        read_draft(written("a.docx", data))


def test_headings_between_the_rows_are_none_and_numbers_no_text(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=4, cols=3)
    for at, words in enumerate(("序号 No.", "中文 Chinese", "English translation")):
        table.rows[0].cells[at].text = words
    table.rows[1].cells[0].merge(table.rows[1].cells[2]).text = "第一章 发放证书 Chapter One: Certificates"
    for at, pair in enumerate(ROWS, 2):
        for cell, text in zip(table.rows[at].cells, (str(at), *pair), strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    segments = read_draft(tmp_path / "a.docx").segments
    assert [(each.source, each.draft, each.id) for each in segments] == [
        (*ROWS[0], "1.3"),
        (*ROWS[1], "1.4"),
    ]
