"""Units, glossaries and their spreadsheets as TSV and CSV."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang, Term, TermForms
from tm.errors import ReadError, TermError
from tm.exchange import read_terms, read_units, write_terms, write_units
from tm.exchange.tables import guarded, unguarded


@given(st.text() | st.from_regex(r"'{0,3}[=+\-@\t\r]?x?", fullmatch=True))
def test_guarding_a_cell_is_undone_by_reading(cell):
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_csv_is_for_spreadsheets_and_tsv_is_not(tmp_path):
    from tm.bitext import TranslationUnit

    units = [TranslationUnit(en="=cmd|' /C calc'!A0", zh="-减号")]
    write_units(tmp_path / "a.csv", units)
    write_units(tmp_path / "a.tsv", units)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfzh,en,")
    assert b"'=cmd" in content
    assert b"\r\n" in content
    assert b"'=cmd" not in (tmp_path / "a.tsv").read_bytes()
    assert list(read_units(tmp_path / "a.csv")) == list(read_units(tmp_path / "a.tsv")) == units


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_two_columns_in_either_order_without_header(written, encoding, newline):
    rows = [
        "认证机构应当公开有关信息。\tCertification bodies shall publish information.",
        "第二句。\tA second.",
    ]
    text = newline.join(rows)
    turned = newline.join("\t".join(reversed(row.split("\t"))) for row in rows)
    for content in (text, turned):
        units = list(read_units(written("a.tsv", content, encoding)))
        assert [unit.en for unit in units] == ["Certification bodies shall publish information.", "A second."]
        assert units[0].zh_lang is Lang.ZH_HANS
        assert units[0].provenance.document == "a.tsv"


@pytest.mark.parametrize("header", ["Source,Target", "中文,英文", "ZH-CN,en-GB", "chinese,English"])
def test_headers_of_others(written, header):
    [unit] = read_units(written("a.csv", f"{header}\n证书,Certificate\n"))
    assert (unit.zh, unit.en) == ("证书", "Certificate")


def test_rows_that_are_no_units_are_told(written, skipped):
    text = (
        "zh\ten\tzh_lang\tstatus\tdate\n一\tOne\tzh\tplain\t\n二\t\tzh\tplain\t\n"
        "三\tThree\tzh\tfine\t\n四\tFour\tzh\t\tsoon\n五\tFive\tja\n"
    )
    units = list(read_units(written("a.tsv", text), on_skip=skipped.append))
    assert [unit.en for unit in units] == ["One"]
    assert [note.where.rpartition(":")[2] for note in skipped] == ["3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.csv", 'zh,en\n"一,One\n', r"a\.csv:2: .*quotes"),
        ("a.tsv", "123\t456\n", "neither English nor Chinese"),
        ("a.tsv", "zh\ten\n", "holds no rows"),
        ("a.tsv", "\n\n", "holds no rows"),
    ],
)
def test_unsound_tables_are_told(written, name, text, why):
    with pytest.raises(ReadError, match=why):
        list(read_units(written(name, text)))


def test_columns_and_words_of_others(written):
    text = (
        "中文术语,English,Status,Required,Abbreviation,zh-variants,Valid from,Domain,Description,pos\n"
        "国家认监委,CNCA,preferredTerm-admn-sts,yes,CNCA,认监委|国家认监会,2001/8/29,body,说明,noun\n"
    )
    [term] = read_terms(written("a.csv", text))
    assert term == Term(
        en=TermForms(full="CNCA", abbreviation=("CNCA",)),
        zh=TermForms(full="国家认监委", variants=("认监委", "国家认监会")),
        required=True,
        valid_from=dt.date(2001, 8, 29),
        domain="body",
        note="说明",
    )


@pytest.mark.parametrize(
    "text",
    [
        "certificate\t证书\nbody\t机构\n",
        "source\ttarget\n证书\tcertificate\n机构\tbody\n",
        "id\tsourceLang\ttargetLang\tsourceString\ttargetString\n1\ten\tzh\tcertificate\t证书\n2\ten\tzh\tbody\t机构\n",
    ],
)
def test_two_column_glossaries(written, text):
    assert [(term.zh.full, term.en.full) for term in read_terms(written("a.tsv", text))] == [
        ("证书", "certificate"),
        ("机构", "body"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("zh\ten\n证书\t\n", r":2: .*no English form"),
        ("zh\ten\n\tcertificate\n", r":2: .*no Chinese form"),
        ("zh\ten\tstatus\n证书\tcertificate\tmaybe\n", r":2: unknown status 'maybe'"),
        ("zh\ten\trequired\n证书\tcertificate\tmaybe\n", r":2: required is 'maybe'"),
        ("zh\ten\tvalid_from\n证书\tcertificate\t2018-02-30\n", r":2: valid_from .*no day"),
        ("zh\ten\tvalid_from\n证书\tcertificate\tlast year\n", r":2: valid_from .*2018-03-21"),
        (
            "zh\ten\tstatus\n证书\tcertificate\t\n证书\tcertificate\tforbidden\n",
            r":3: .*stands on line 2 otherwise",
        ),
        ("zh\ten\treplaced_by\n甲\tA\t乙\n乙\tB\tC\n丙\tC\t甲\n", "replaced, in the end, by itself"),
        ("zh\ten\treplaced_by\n甲\tA\t甲\n", ":2: .*by itself"),
    ],
)
def test_unsound_glossaries_name_the_line(written, text, why):
    with pytest.raises(TermError, match=why):
        read_terms(written("a.tsv", text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("\n", "no rows"),
        ("zh\ten\tnote\tnotes\n一\tOne\t\t\n", "two columns"),
        ("1\t2\n", "neither"),
    ],
)
def test_files_that_are_no_glossary(written, text, why):
    with pytest.raises(ReadError, match=why):
        read_terms(written("a.tsv", text))


def test_a_row_that_only_repeats_another_is_left_out_and_told(written, caplog):
    terms = read_terms(written("a.tsv", "zh\ten\tnote\n隔离\tquarantine\tone\n隔离\tquarantine\ttwo\n"))
    assert len(terms) == 1
    assert "a.tsv:3: 隔离 / quarantine stands on line 2 too; left out" in caplog.text


def test_a_form_with_the_sign_that_parts_forms_is_refused(tmp_path):
    term = Term(en=TermForms(full="A"), zh=TermForms(full="甲", variants=("a|b",)))
    with pytest.raises(TermError, match="holds the sign"):
        write_terms(tmp_path / "a.tsv", [term])
    with pytest.raises(TermError, match="control character"):
        write_terms(tmp_path / "a.tsv", [Term(en=TermForms(full="A"), zh=TermForms(full="甲"), note="a\x01")])
