"""Drafts in workbooks."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tm.bitext import Lang
from tm.errors import ReadError
from tm.exchange import read_draft

ROWS = (
    ("中国质量认证中心发放证书。", "The China Quality Certification Centre issued certificates."),
    ("42家企业参加会议。", "42 enterprises attended the meeting."),
)


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: rows by the name of their sheet."""

    def write(**sheets: list[tuple[object, ...]]) -> Path:
        made = Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        made.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return write


def texts(path: Path) -> list[tuple[str, str]]:
    return [(each.source, each.draft) for each in read_draft(path).segments]


def test_the_first_two_text_columns(book) -> None:
    draft = read_draft(book(One=[(1, *ROWS[0], None), (None,), (2, *ROWS[1], "ok")]))
    assert [(each.source, each.draft, each.id) for each in draft.segments] == [
        (*ROWS[0], "1"),
        (*ROWS[1], "3"),
    ]
    assert (draft.source_lang, draft.target_lang) == (Lang.ZH_HANS, Lang.EN)


def test_headers_say_which_columns(book) -> None:
    rows = [("id-1", english, "a remark of some length, in English", chinese) for chinese, english in ROWS]
    assert texts(book(Sheet=[("ID", "译文", "Remark", "原文"), *rows])) == list(ROWS)


def test_an_identifier_column_is_no_text(book) -> None:
    assert texts(book(Sheet=[("row.a", *ROWS[0]), ("row.b", *ROWS[1])])) == list(ROWS)


def test_sheets_with_headers_are_read_and_named(book) -> None:
    headed = [("Source", "Target"), ROWS[0]]
    draft = read_draft(book(Notes=[("说明", "About this file")], A=headed, B=[("Source", "Target"), ROWS[1]]))
    assert [(each.document, each.id, each.source) for each in draft.segments] == [
        ("A", "2", ROWS[0][0]),
        ("B", "2", ROWS[1][0]),
    ]


def test_numbers_and_line_ends_in_cells(book) -> None:
    assert texts(book(A=[("Source", "Target"), ("一\n二", "one\r\ntwo"), ("三", 3)])) == [
        ("一\n二", "one\ntwo"),
        ("三", "3"),
    ]


def test_no_such_columns(book) -> None:
    with pytest.raises(ReadError, match="holds no sheet with source and draft side by side"):
        read_draft(book(A=[(1, 2), (3, 4)]))


def replaced(path: Path, part: str, data: bytes) -> Path:
    target = path.with_name("b.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(each, data if each.filename == part else old.read(each))
    return target


@pytest.mark.parametrize(
    ("part", "data", "why"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet", "is no sound XLSX"),
        ("xl/workbook.xml", b"<workbook/>", "is no sound XLSX|no sheet"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type"),
        ("xl/worksheets/sheet1.xml", b" " * (65 << 20), "unpacks to more than any such file holds"),
    ],
)
def test_unsound_packages_are_refused_in_one_line(book, part: str, data: bytes, why: str) -> None:
    path = replaced(book(A=list(ROWS)), part, data)
    with pytest.raises(ReadError, match=why) as caught:
        read_draft(path)
    assert "\n" not in str(caught.value)


def test_a_sheet_that_claims_to_be_huge_is_read_by_its_cells(book) -> None:
    path = book(A=list(ROWS))
    with zipfile.ZipFile(path) as old:
        sheet = old.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert texts(replaced(path, "xl/worksheets/sheet1.xml", sheet)) == list(ROWS)


def test_what_is_no_package(written) -> None:
    with pytest.raises(ReadError, match="is no whole XLSX"):
        read_draft(written("a.xlsx", b"words"))


def test_a_title_above_the_headings(book) -> None:
    headings = ("No.", "English translation", "中文原文 / Chinese source", "Remarks")
    rows = [("双语对照稿 Bilingual draft",), (), headings, (1, ROWS[0][1], ROWS[0][0], "in English, too")]
    draft = read_draft(book(A=rows))
    assert [(each.source, each.draft, each.id) for each in draft.segments] == [(*ROWS[0], "4")]


def test_days_and_whole_numbers_are_written_plainly(book) -> None:
    day, hour = map(dt.datetime.fromisoformat, ("2020-05-12", "2020-05-12T08:30"))
    rows = [("原文", "译文"), ROWS[0], (day, day), (42.0, 42), (0.5, hour), (True, dt.date(2020, 5, 12))]
    assert texts(book(A=rows))[1:] == [
        ("2020-05-12", "2020-05-12"),
        ("42", "42"),
        ("0.5", "2020-05-12 08:30:00"),
        ("true", "2020-05-12"),
    ]
