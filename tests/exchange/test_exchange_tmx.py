"""TMX as other tools write it."""

import datetime as dt

import pytest
from lxml import etree

from tm.bitext import Context, Lang, Provenance, TranslationUnit, UnitStatus
from tm.errors import ReadError
from tm.exchange import read_units, write_units

HEADER = (
    '<header creationtool="{tool}" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"'
    ' srclang="{srclang}" datatype="plaintext"/>'
)


def tmx(
    body: str, srclang: str = "en", tool: str = "Other", doctype: str = "", encoding: str = "UTF-8"
) -> str:
    head = HEADER.format(tool=tool, srclang=srclang)
    begin = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<tmx version="1.4">'
    return f"{begin}{head}<body>\n{body}</body></tmx>"


def tu(en: str = "Hello.", zh: str = "你好。", unit: str = "", of_en: str = "", of_zh: str = "") -> str:
    return (
        f'<tu>{unit}<tuv xml:lang="en-GB">{of_en}<seg>{en}</seg></tuv>'
        f'<tuv xml:lang="zh-CN">{of_zh}<seg>{zh}</seg></tuv></tu>\n'
    )


def read(written, text: str, **how: object) -> list[TranslationUnit]:
    return list(read_units(written("a.tmx", text), **how))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(written, encoding):
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding
    path = written("a.tmx", tmx(tu(), encoding=declared), encoding)
    assert [unit.zh for unit in read_units(path)] == ["你好。"]


def test_a_utf_16_file_with_doctype_as_memoq_writes_it(written):
    text = tmx(tu(), doctype='\r\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\r\n', encoding="utf-16")
    assert len(list(read_units(written("a.tmx", text, "utf-16")))) == 1


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("zh-CN", Lang.ZH_HANS),
        ("ZH-cn", Lang.ZH_HANS),
        ("zh_CN", Lang.ZH_HANS),
        ("zh-Hans", Lang.ZH_HANS),
        ("zh-SG", Lang.ZH_HANS),
        ("zh-TW", Lang.ZH_HANT),
        ("zh-HK", Lang.ZH_HANT),
        ("zh-Hant-HK", Lang.ZH_HANT),
    ],
)
def test_regions_are_mapped_to_scripts(written, tag, lang):
    [unit] = read(written, tmx(tu().replace("zh-CN", tag)))
    assert unit.zh_lang is lang


@pytest.mark.parametrize(
    ("zh", "lang"), [("认证机构", Lang.ZH_HANS), ("認證機構", Lang.ZH_HANT), ("中文", Lang.ZH)]
)
def test_plain_zh_is_told_by_its_characters(written, zh, lang):
    [unit] = read(written, tmx(tu(zh=zh).replace("zh-CN", "zh")))
    assert unit.zh_lang is lang


def test_several_variants_give_every_pair_and_other_languages_none(written, skipped):
    body = (
        '<tu><tuv xml:lang="en-US"><seg>Color.</seg></tuv><tuv xml:lang="en-GB"><seg>Colour.</seg></tuv>'
        '<tuv xml:lang="fr"><seg>Couleur.</seg></tuv><tuv xml:lang="zh-CN"><seg>颜色。</seg></tuv>'
        '<tuv xml:lang="zh-TW"><seg>顏色。</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>Only.</seg></tuv><tuv xml:lang="fr"><seg>Seul.</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg> </seg></tuv><tuv xml:lang="zh"><seg>空</seg></tuv></tu>'
    )
    units = read(written, tmx(body), on_skip=skipped.append)
    assert [(unit.en, unit.zh) for unit in units] == [
        ("Color.", "颜色。"),
        ("Color.", "顏色。"),
        ("Colour.", "颜色。"),
        ("Colour.", "顏色。"),
    ]
    assert [note.why for note in skipped] == ["unit has no Chinese text", "unit has no English text"]
    assert skipped[0].where.endswith("a.tmx:2")


def test_what_is_left_out_is_logged(written, caplog):
    assert read(written, tmx(tu(zh=""))) == []
    assert "a.tmx:2: unit has no Chinese text; left out" in caplog.text


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ('Press <bpt i="1">&lt;b&gt;</bpt>OK<ept i="1">&lt;/b&gt;</ept>.', "Press OK."),
        ('<it pos="begin">{\\b</it>Bold<ph x="1">{0}</ph> end', "Bold end"),
        ('See <hi type="b">the <hi>inner</hi> word</hi> now', "See the inner word now"),
        ('A <ph>&lt;img alt="<sub>small picture</sub>"&gt;</ph> here', "A small picture here"),
        ("<ut>&amp;tA;</ut>Wordfast<ut>&amp;tB;</ut>", "Wordfast"),
        ('one<ph type="lb"/>two<ph>&lt;br/&gt;</ph>three', "one\ntwo\nthree"),
        ("a<!-- no --> b &amp; <![CDATA[<c>]]>", "a b & <c>"),
        ("&#x4E2D;&#25991; keep  spaces ", "中文 keep  spaces "),
        ('x<ph type="x-tm-char">U+0001</ph>y', "x\x01y"),
    ],
)
def test_inline_elements_lose_codes_and_no_text(written, seg, text):
    [unit] = read(written, tmx(tu(en=seg)))
    assert unit.en == text


CONTEXTS = {
    "Trados": (
        tu(
            unit='<prop type="x-Context">1, 2</prop>'
            '<prop type="x-ContextContent">Before || it | | 之前 | </prop>'
        ),
        Context(en_previous="Before | it", zh_previous="之前"),
    ),
    "memoQ": (
        tu(
            of_en='<prop type="x-context-pre">&lt;seg&gt;A &amp;amp; B'
            "&lt;ph&gt;x&lt;/ph&gt;&lt;/seg&gt;</prop>"
            '<prop type="x-context-post">\n&lt;seg&gt;After.&lt;/seg&gt;</prop>'
        ),
        Context(en_previous="A & B", en_next="After."),
    ),
    "MateCat": (
        tu(unit='<prop type="x-context-pre">% w/w</prop><prop type="x-context-post">After.</prop>'),
        Context(en_previous="% w/w", en_next="After."),
    ),
    "Phrase": (
        tu(of_en='<prop type="context_prev">Before.</prop><prop type="context_next">After.</prop>'),
        Context(en_previous="Before.", en_next="After."),
    ),
    "XTM": (
        tu(
            unit='<prop type="x-previous-source-text">Before.</prop>'
            '<prop type="x-next-source-text">After.</prop>'
            '<prop type="x-next-target-text">之后。</prop>'
        ),
        Context(en_previous="Before.", en_next="After.", zh_next="之后。"),
    ),
    "OmegaT": (
        tu(
            unit='<prop type="file">a.docx</prop><prop type="prev">Before.</prop>'
            '<prop type="next">After.</prop>'
        ),
        Context(en_previous="Before.", en_next="After."),
    ),
}


@pytest.mark.parametrize("tool", CONTEXTS)
def test_context_of_other_tools(written, tool):
    body, context = CONTEXTS[tool]
    [unit] = read(written, tmx(body))
    assert unit.context == context


def test_context_lies_on_the_side_of_the_source(written):
    [unit] = read(written, tmx(CONTEXTS["OmegaT"][0], srclang="zh-CN"))
    assert (unit.context.zh_previous, unit.context.en_previous) == ("Before.", None)


def test_a_key_of_weblate_and_notes_become_the_note(written):
    [unit] = read(written, tmx(tu(unit='<prop type="x-context">menu.open</prop>')))
    assert unit.note == "menu.open"
    [unit] = read(written, tmx(tu(unit="<note>first</note><note>second</note>")))
    assert unit.note == "first\nsecond"


def test_dates_and_doubt_of_other_tools(written):
    body = (
        '<tu creationdate="20190101T000000Z"><prop type="x-ConfirmationLevel">Draft</prop>'
        '<tuv xml:lang="en"><seg>Hi.</seg></tuv>'
        '<tuv xml:lang="zh" changedate="20201123T101500Z"><seg>嗨。</seg></tuv></tu>'
        '<tu creationdate="yesterday"><tuv lang="EN"><seg>Ho.</seg></tuv>'
        '<tuv lang="ZH"><seg>嗬。</seg></tuv></tu>'
    )
    first, second = read(written, tmx(body))
    assert first.provenance == Provenance(document="a.tmx", date=dt.date(2020, 11, 23))
    assert (first.status, second.status) == (UnitStatus.REVIEW, UnitStatus.PLAIN)
    assert second.provenance.date is None


def test_a_namespace_does_no_harm(written):
    text = tmx(tu()).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
    assert len(read(written, text)) == 1


def test_our_own_unsound_values_are_told(written, skipped):
    body = (
        tu(unit='<prop type="x-tm-date">soon</prop>')
        + tu(unit='<prop type="x-tm-status">fine</prop>')
        + tu("Yes.")
    )
    assert [unit.en for unit in read(written, tmx(body, tool="duizhao"), on_skip=skipped.append)] == ["Yes."]
    assert ["not sound" in note.why for note in skipped] == [True, True]


BILLION = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BILLION, OUTSIDE])
def test_entities_are_refused(written, doctype):
    with pytest.raises(ReadError, match="declares XML entities"):
        read(written, tmx(tu(en="&b;"), doctype=doctype))


def test_an_undeclared_entity_is_not_lost_in_silence(written, skipped):
    text = tmx(tu(en="a&nbsp;b") + tu("Yes."), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
    assert [unit.en for unit in read(written, text, on_skip=skipped.append)] == ["Yes."]
    assert "&nbsp;" in skipped[0].why


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_file_gives_what_stands_before_and_the_line(written, cut):
    text = tmx("".join(tu(en=f"Number {n}.") for n in range(2_000)))
    units, path = [], written("a.tmx", text[: int(len(text) * cut)])
    with pytest.raises(ReadError, match=r"a\.tmx:\d+: is damaged or cut short") as caught:
        units.extend(read_units(path))
    line = int(caught.value.where.rpartition(":")[2])
    assert abs(line - 2_000 * cut) < 30
    assert len(units) > 1_900 * cut - 100


@pytest.mark.parametrize(
    "text", ["not xml at all", "<html><body>x</body></html>", "<tmx version='1.4'><body/></tmx>"]
)
def test_what_is_no_tmx_is_told(written, text):
    with pytest.raises(ReadError):
        read(written, text)


def test_wrong_bytes_name_the_line(written):
    with pytest.raises(ReadError, match=r"a\.tmx:2: "):
        list(read_units(written("a.tmx", tmx(tu() + tu()).encode().replace("你好".encode(), b"\xc4\xe3", 2))))


def test_depth_is_bounded(written):
    with pytest.raises(ReadError, match="damaged"):
        read(written, tmx(tu(en="<hi>" * 5_000 + "deep" + "</hi>" * 5_000)))


def test_the_file_is_sound_tmx_for_others(tmp_path):
    path = tmp_path / "out.tmx"
    unit = TranslationUnit(
        id=7,
        en="A & B\x02",
        zh="甲與乙",
        zh_lang=Lang.ZH_HANT,
        provenance=Provenance(date=dt.date(2020, 11, 23)),
        context=Context(zh_previous="前"),
    )
    write_units(path, [unit], source="zh")
    root = etree.parse(path).getroot()
    header = root.find("header").attrib
    assert {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    } <= set(header)
    [tu_element] = root.iter("tu")
    assert (tu_element.get("tuid"), tu_element.get("srclang")) == ("7", "zh-TW")
    assert tu_element.get("creationdate") == "20201123T000000Z"
    langs = [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in tu_element.iter("tuv")]
    assert langs == ["zh-TW", "en"]
    assert tu_element.findtext("tuv/prop") == "<seg>前</seg>"
