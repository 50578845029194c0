"""PO catalogues as others write them."""

import polib
import pytest

from tm.bitext import Lang, TranslationUnit, UnitStatus
from tm.errors import ReadError
from tm.exchange import read_units, write_units

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset={}\\n"\n\n'
BODY = """\
# a translator's comment
#. from the program
#: src/a.c:12
#, fuzzy, c-format
#| msgid "Open the old file"
msgctxt "menu"
msgid "Open the file"
msgstr "打开文件"

msgid "Certification bodies"
msgstr "认证机构"

msgid "Not yet"
msgstr ""

#, c-format
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d 个文件"

#~ msgid "Old"
#~ msgstr "旧的"
"""


def catalogue(language: str = "zh_CN", charset: str = "UTF-8", body: str = BODY) -> str:
    return HEADER.format(language, charset) + body


def test_a_catalogue_from_english(written, skipped):
    units = list(read_units(written("a.po", catalogue()), on_skip=skipped.append))
    assert [(unit.en, unit.zh) for unit in units] == [
        ("Open the file", "打开文件"),
        ("Certification bodies", "认证机构"),
        ("%d file", "%d 个文件"),
        ("%d files", "%d 个文件"),
    ]
    assert {unit.zh_lang for unit in units} == {Lang.ZH_HANS}
    assert [unit.status for unit in units[:2]] == [UnitStatus.REVIEW, UnitStatus.PLAIN]
    assert units[0].note == (
        "a translator's comment\nextracted: from the program\n"
        "msgctxt: menu\nprevious msgid: Open the old file"
    )
    assert units[0].provenance.document == "a.po"
    assert [note.why for note in skipped] == ["entry has no text", "entry is obsolete"]
    assert skipped[0].where.endswith("a.po:18")


def test_a_catalogue_from_chinese(written):
    body = 'msgid "认证机构应当公开信息"\nmsgstr "Certification bodies shall publish information"\n'
    [unit] = read_units(written("a.po", catalogue("en", body=body)))
    assert (unit.zh[:2], unit.en[:4]) == ("认证", "Cert")


@pytest.mark.parametrize(
    ("language", "lang"), [("zh_TW", Lang.ZH_HANT), ("zh_HK", Lang.ZH_HANT), ("", Lang.ZH_HANS)]
)
def test_the_language_header_names_the_script(written, language, lang):
    body = 'msgid "Open the file"\nmsgstr "打开文件"\n'
    [unit] = read_units(written("a.po", catalogue(language, body=body)))
    assert unit.zh_lang is lang


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_declared_charset_is_read(written, encoding):
    charset = "UTF-8" if encoding == "utf-8-sig" else encoding
    assert len(list(read_units(written("a.po", catalogue(charset=charset), encoding)))) == 4


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (catalogue(body='msgid "a"\nmsgstr "b" c"\n'), r"a\.po:\d+: is not a sound PO file"),
        (catalogue(body="what is this\n"), r"a\.po:6: "),
        (
            catalogue(body='msgid "Bonjour le monde"\nmsgstr "Hello, the world"\n', language="en"),
            "between English and",
        ),
        ("# only a comment\n", "holds no entries"),
    ],
)
def test_unsound_catalogues_are_told(written, text, why):
    with pytest.raises(ReadError, match=why):
        list(read_units(written("a.po", text)))


def test_wrong_bytes_are_told(written):
    with pytest.raises(ReadError, match="not a sound PO file"):
        list(read_units(written("a.po", catalogue().encode("gb18030"))))


def test_notes_go_back_to_their_places(written, tmp_path):
    units = list(read_units(written("a.po", catalogue()), on_skip=lambda _: None))
    write_units(tmp_path / "b.po", units, source="en")
    entry = polib.pofile(str(tmp_path / "b.po"))[0]
    assert (entry.msgctxt, entry.previous_msgid, entry.tcomment) == (
        "menu",
        "Open the old file",
        "a translator's comment",
    )
    assert "fuzzy" in entry.flags
    assert entry.comment.split("\n")[1:] == ["from the program"]


def test_equal_sources_get_a_context_of_their_own(tmp_path):
    units = [TranslationUnit(en=f"Director {n}", zh="主任") for n in range(3)]
    write_units(tmp_path / "a.po", units)
    entries = polib.pofile(str(tmp_path / "a.po"), check_for_duplicates=True)
    assert [entry.msgctxt for entry in entries] == [None, "tm:2", "tm:3"]
    assert polib.pofile(str(tmp_path / "a.po")).metadata["Language"] == "en"
