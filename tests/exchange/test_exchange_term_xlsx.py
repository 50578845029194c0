"""Glossaries as XLSX workbooks."""

import datetime as dt
import zipfile

import openpyxl
import pytest

from tm.bitext import Term, TermForms, TermStatus
from tm.errors import ReadError, ReportError, TermError
from tm.exchange import read_terms, write_terms


def book(path, rows, *, first_empty=False):
    made = openpyxl.Workbook()
    sheet = made.create_sheet("词汇") if first_empty else made.active
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_what_is_written_is_read_again(tmp_path):
    terms = [
        Term(
            zh=TermForms(full="国家认证认可监督管理委员会", short=("国家认监委",), variants=("認監委",)),
            en=TermForms(full="=CNCA()", abbreviation=("CNCA",)),
            status=TermStatus.FORBIDDEN,
            required=True,
            valid_from=dt.date(2001, 8, 29),
            valid_to=dt.date(2018, 3, 20),
            replaced_by="市场监管总局",
            authority="国务院",
            domain="body",
            note="两行\n一注 _x0041_",
        ),
        Term(zh=TermForms(full="3C"), en=TermForms(full="CCC")),
    ]
    assert write_terms(tmp_path / "词汇.xlsx", terms) == 2
    assert read_terms(tmp_path / "词汇.xlsx") == terms
    sheet = openpyxl.load_workbook(tmp_path / "词汇.xlsx").active
    assert sheet["B2"].data_type != "f"


def test_a_workbook_of_the_office_is_read(tmp_path):
    rows = [
        ["中文", "English", "required", "生效", "note"],
        ["市场监管总局", "SAMR", True, dt.datetime.fromisoformat("2018-03-21"), 12.0],
        [None, None],
        ["认证", "certification"],
    ]
    first, second = read_terms(book(tmp_path / "a.xlsx", rows, first_empty=True))
    assert (first.required, first.valid_from, first.note) == (True, dt.date(2018, 3, 21), "12")
    assert second.en.full == "certification"


def test_what_is_not_sound_is_refused_with_its_row(tmp_path):
    with pytest.raises(TermError, match=r"a\.xlsx:4: the entry has no English form"):
        read_terms(book(tmp_path / "a.xlsx", [["zh", "en"], ["甲", "a"], [], ["乙", ""]]))
    with pytest.raises(TermError, match=r"b\.xlsx:2: unknown status"):
        read_terms(book(tmp_path / "b.xlsx", [["zh", "en", "status"], ["甲", "a", "maybe"]]))
    with pytest.raises(ReadError, match="holds no rows"):
        read_terms(book(tmp_path / "c.xlsx", []))


def test_what_is_no_workbook_is_refused(written, tmp_path, monkeypatch):
    with pytest.raises(ReadError, match="is no whole XLSX"):
        read_terms(written("a.xlsx", "zh,en\n"))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("nothing.txt", "x")
    with pytest.raises(ReadError, match="is a ZIP archive but no XLSX"):
        read_terms(tmp_path / "b.xlsx")
    good = book(tmp_path / "c.xlsx", [["zh", "en"], ["甲", "a"]])
    (tmp_path / "d.xlsx").write_bytes(good.read_bytes()[:3_000])
    with pytest.raises(ReadError, match="is no whole XLSX"):
        read_terms(tmp_path / "d.xlsx")
    monkeypatch.setattr("tm.exchange.term_xlsx._PART_BYTES", 1_000)
    with pytest.raises(ReadError, match="unpacks to more"):
        read_terms(good)


def test_declared_entities_are_refused(tmp_path):
    good = book(tmp_path / "a.xlsx", [["zh", "en"], ["甲", "a"]])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            if name.endswith("sheet1.xml"):
                text = f'<!DOCTYPE x [<!ENTITY a "aaa">]>{text.partition("?>")[2] or text}'
            new.writestr(name, text)
    with pytest.raises(ReadError, match=r"sheet1\.xml declares a document type"):
        read_terms(tmp_path / "b.xlsx")


def test_a_cell_too_long_is_refused(tmp_path):
    with pytest.raises(ReportError, match="longer than a cell"):
        write_terms(
            tmp_path / "a.xlsx", [Term(zh=TermForms(full="甲"), en=TermForms(full="a"), note="x" * 40_000)]
        )
    assert not (tmp_path / "a.xlsx").exists()
