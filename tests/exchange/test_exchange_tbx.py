"""Glossaries as TBX version 3 and in the older martif form."""

import datetime as dt

import pytest

from tm.bitext import Term, TermForms, TermStatus
from tm.errors import ReadError, TermError
from tm.exchange import read_terms, write_terms

NAMES = ("词汇.tbx", "a.martif.tbx", "a.martif")
V3 = (
    '<?xml version="1.0"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="en" '
    'xmlns="urn:iso:std:iso:30042:ed-2">\n<tbxHeader/><text><body>\n{}\n</body></text></tbx>'
)
MARTIF = (
    '<?xml version="1.0"?>\n<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n'
    '<martif type="TBX" xml:lang="en"><martifHeader/><text><body>\n{}\n</body></text></martif>'
)


def test_statuses_and_types_have_their_names_in_the_format(tmp_path):
    term = Term(
        zh=TermForms(full="国家認監委", short=("認監委",)),
        en=TermForms(full="Certification and Accreditation Administration", abbreviation=("CNCA",)),
        status=TermStatus.DEPRECATED,
        replaced_by="市场监管总局",
        valid_to=dt.date(2018, 3, 20),
    )
    write_terms(tmp_path / "a.tbx", [term])
    text = (tmp_path / "a.tbx").read_text(encoding="utf-8")
    for piece in (
        'style="dca"',
        "urn:iso:std:iso:30042:ed-2",
        "<conceptEntry",
        'xml:lang="zh-Hant"',
        '<termNote type="administrativeStatus">deprecatedTerm-admn-sts<',
        '<termNote type="termType">shortForm<',
        '<termNote type="termType">abbreviation<',
        '"valid_to": "2018-03-20"',
    ):
        assert piece in text
    write_terms(tmp_path / "a.martif.tbx", [term])
    old = (tmp_path / "a.martif.tbx").read_text(encoding="utf-8")
    assert "<martif type=" in old
    assert "<termEntry" in old
    assert '<langSet xml:lang="en"><tig><term>' in old


ENTRY = """<conceptEntry id="1"><descrip type="subjectField">body</descrip><note>one</note>
<langSec xml:lang="fr"><termSec><term>centre</term></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>中国质量认证中心</term></termSec></langSec>
<langSec xml:lang="en-GB">
<termSec><term>China Quality Certification Center</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
<termSec><term>China Quality Certification Centre</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
<termSec><term>CQC</term><termNote type="termType">acronym</termNote></termSec>
</langSec></conceptEntry>"""


def test_a_deprecated_form_is_an_entry_of_its_own(written):
    good, bad = read_terms(written("a.tbx", V3.format(ENTRY)))
    assert good.en == TermForms(full="China Quality Certification Centre", abbreviation=("CQC",))
    assert (good.status, good.domain, good.note) == (TermStatus.PREFERRED, "body", "one")
    assert bad.en.full == "China Quality Certification Center"
    assert bad.status is TermStatus.DEPRECATED
    assert bad.zh.full == "中国质量认证中心"


def test_dct_style_is_read(written):
    body = """<conceptEntry id="1" xmlns:min="urn:min" xmlns:basic="urn:basic">
<min:subjectField>post</min:subjectField>
<langSec xml:lang="zh"><termSec><term>处长</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Division Chief</term>
<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec></langSec></conceptEntry>"""
    [term] = read_terms(written("a.tbx", V3.format(body).replace('"dca"', '"dct"')))
    assert (term.en.full, term.domain, term.status) == ("Division Chief", "post", TermStatus.ADMITTED)


def test_the_older_form_is_read_with_its_document_type(written):
    body = """<termEntry><langSet xml:lang="en"><ntig><termGrp><term>audit</term></termGrp></ntig></langSet>
<langSet xml:lang="zh-TW"><tig><term>稽核</term></tig></langSet></termEntry>"""
    [term] = read_terms(written("a.tbx", MARTIF.format(body)))
    assert (term.en.full, term.zh.full) == ("audit", "稽核")


def test_an_entry_of_one_language_is_told_and_left_out(written, caplog):
    lone = "<conceptEntry><langSec xml:lang='en'><termSec><term>x</term></termSec></langSec></conceptEntry>"
    assert len(read_terms(written("a.tbx", V3.format(ENTRY + "\n" + lone)))) == 2
    assert "a.tbx:14: entry has no Chinese term" in caplog.text
    with pytest.raises(ReadError, match="no entry with an English and a Chinese term"):
        read_terms(written("b.tbx", V3.format(lone)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (V3.format("<conceptEntry>"), r"a\.tbx:5: is damaged or cut short"),
        ("<html/>", "is XML but not TBX"),
        (V3.format(ENTRY.replace("<term>CQC</term>", "<term> </term>")), r"a\.tbx:12: the term is empty"),
        (
            V3.format(ENTRY.replace("supersededTerm-admn-sts", "doubtful")),
            r"a\.tbx:9: unknown administrative",
        ),
        (V3.format(ENTRY.replace(">one<", ">Duizhao: {<")), r"a\.tbx:4: the note"),
        (V3.format(ENTRY.replace(">one<", '>Duizhao: {"replaced_by": "中国质量认证中心"}<')), "by itself"),
        (V3.format(ENTRY + ENTRY.replace(">one<", ">two<").replace(">body<", ">body<")), None),
    ],
)
def test_what_is_not_sound_is_refused_with_its_line(written, content, message, caplog):
    path = written("a.tbx", content)
    if message is None:
        assert len(read_terms(path)) == 2
        assert "stands on line 4 too" in caplog.text
        return
    with pytest.raises((ReadError, TermError), match=message):
        read_terms(path)


def test_entities_are_refused_and_never_expanded(written, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    for declared in ('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">', f'<!ENTITY b SYSTEM "{secret.as_uri()}">'):
        text = V3.format(ENTRY.replace("CQC", "&b;")).replace("<tbx", f"<!DOCTYPE tbx [{declared}]>\n<tbx", 1)
        with pytest.raises(ReadError, match="declares XML entities"):
            read_terms(written("a.tbx", text))
    with pytest.raises(ReadError, match="entit"):
        read_terms(written("b.tbx", MARTIF.format(ENTRY.replace("CQC", "&nowhere;"))))


def test_a_character_xml_has_no_place_for_is_refused(tmp_path):
    with pytest.raises(TermError, match="holds a character that XML can't"):
        write_terms(tmp_path / "a.tbx", [Term(en=TermForms(full="a\x01"), zh=TermForms(full="甲"))])
    assert not (tmp_path / "a.tbx").exists()
