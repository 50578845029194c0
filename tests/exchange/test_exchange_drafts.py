"""Drafts in and out."""

from dataclasses import replace

import pytest
from lxml import etree

from tm.bitext import Draft, DraftSegment, Lang
from tm.errors import ReadError, ReportError
from tm.exchange import Marks, read_draft, read_lines, write_draft

ROWS = (
    DraftSegment(
        source="认证机构应当公开信息。", draft="Certification bodies shall publish information.", id="1"
    ),
    DraftSegment(source='他说："好"。', draft='He said "good".', id="2", document="b.html"),
    DraftSegment(source="还没有译文。", draft="", id="3"),
)
DRAFT = Draft(name="a", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=ROWS)


def texts(draft: Draft) -> list[tuple[str, str]]:
    return [(row.source, row.draft) for row in draft.segments]


@pytest.mark.parametrize("ending", ["tsv", "po", "xliff"])
def test_a_draft_goes_out_and_comes_in(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write_draft(path, DRAFT)
    draft = read_draft(path)
    assert texts(draft) == texts(DRAFT)
    assert (draft.name, draft.source_lang, draft.target_lang) == (path.name, Lang.ZH_HANS, Lang.EN)


def test_tsv_has_no_header_and_no_quoting(written):
    draft = read_draft(written("a.tsv", '"认证\tThe "first" row\tdoc.html\n机构\tSecond row\r\n'))
    assert texts(draft) == [('"认证', 'The "first" row'), ("机构", "Second row")]
    assert [row.document for row in draft.segments] == ["doc.html", None]
    assert (draft.source_lang, draft.target_lang) == (Lang.ZH_HANS, Lang.EN)


def test_english_drafts_into_traditional_chinese(written):
    draft = read_draft(written("a.tsv", "The certification body\t認證機構\n"))
    assert (draft.source_lang, draft.target_lang) == (Lang.EN, Lang.ZH_HANT)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("证书 no tab\n", r"a\.tsv:1: has 1 fields"),
        ("证书\tcertificate\n一\ttwo\tthree\tfour\n", r"a\.tsv:2: has 4 fields"),
        ("one text\tanother text\n", "en on both sides"),
        ("1\t2\n", "neither English nor Chinese"),
        ("\n", "holds no rows"),
    ],
)
def test_unsound_tsv_drafts(written, text, why):
    with pytest.raises(ReadError, match=why):
        read_draft(written("a.tsv", text))


def test_plain_text_answers_its_source_line_by_line(written):
    source = written("zh.txt", "第一行。\r\n\r\n第三行\u2028还是第三行。\r\n")
    draft = read_draft(written("en.txt", "The first line.\n\nThe third line.\n"), source)
    assert texts(draft) == [
        ("第一行。", "The first line."),
        ("", ""),
        ("第三行\u2028还是第三行。", "The third line."),
    ]
    assert read_lines(source)[1] == ""


def test_plain_text_of_another_length_or_without_source(written):
    source = written("zh.txt", "第一行。\n第二行。\n")
    with pytest.raises(ReadError, match=r"has 1 lines and its source .*zh\.txt has 2; align"):
        read_draft(written("en.txt", "Both lines.\n"), source)
    with pytest.raises(ReadError, match="--source"):
        read_draft(written("en.txt", "Both lines.\n"))


def test_a_tmx_draft_follows_its_source_language(written):
    text = (
        '<tmx version="1.4"><header srclang="en-US" creationtool="x"/><body>'
        '<tu><tuv xml:lang="zh-CN"><seg>证书</seg></tuv><tuv xml:lang="en"><seg>Certificate</seg></tuv></tu>'
        "</body></tmx>"
    )
    draft = read_draft(written("a.tmx", text))
    assert texts(draft) == [("Certificate", "证书")]


def test_marks_are_shown_in_po_and_xliff(tmp_path):
    marks = Marks(
        doubtful=frozenset([1]), notes={0: ("term: CQC",), 1: ("repaired: 2020 → 2021", "see b.html")}
    )
    write_draft(tmp_path / "a.po", DRAFT, marks=marks)
    content = (tmp_path / "a.po").read_text(encoding="utf-8")
    assert "# repaired: 2020 → 2021\n# see b.html\n#, fuzzy\n" in content
    write_draft(tmp_path / "a.xliff", DRAFT, marks=marks)
    root = etree.parse(tmp_path / "a.xliff").getroot()
    states = [target.get("state") for target in root.iter("{*}target")]
    assert states == [None, "needs-review-translation"]
    assert [note.text for note in root.iter("{*}note")] == [
        "term: CQC",
        "repaired: 2020 → 2021",
        "see b.html",
    ]


@pytest.mark.parametrize(
    ("ending", "text"), [("tsv", "a\tb"), ("tsv", "a\nb"), ("txt", "a\r\nb"), ("xliff", "a\x01b")]
)
def test_what_a_format_cannot_hold_is_refused(tmp_path, ending, text):
    rows = (DraftSegment(source="证书", draft=text),)
    draft = Draft(name="a", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=rows)
    with pytest.raises(ReportError, match="row 1 holds"):
        write_draft(tmp_path / f"a.{ending}", draft)
    assert list(tmp_path.iterdir()) == []


def answered(draft: Draft) -> Draft:
    """Return the draft with every empty row filled in."""
    rows = tuple(
        DraftSegment(
            source=row.source, draft=row.draft or f"[{row.source}]", id=row.id, document=row.document
        )
        for row in draft.segments
    )
    return Draft(name=draft.name, source_lang=draft.source_lang, target_lang=draft.target_lang, segments=rows)


PO = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# keep me
#: a.c:1
msgctxt "menu"
msgid "Open the file"
msgstr "打开文件"

#, c-format
msgid "%d file"
msgid_plural "%d files"
msgstr[0] ""

msgid "Close"
msgstr ""
"""


def test_a_po_template_is_filled_and_else_kept(written, tmp_path):
    template = written("a.po", PO)
    draft = answered(read_draft(template))
    write_draft(tmp_path / "b.po", draft, template=template, marks=Marks(doubtful=frozenset([3])))
    content = (tmp_path / "b.po").read_text(encoding="utf-8")
    for kept in (
        '# keep me\n#: a.c:1\nmsgctxt "menu"',
        "#, c-format",
        'msgid "Close"\nmsgstr "[Close]"',
        "#, fuzzy\nmsgid",
    ):
        assert kept in content
    assert texts(read_draft(tmp_path / "b.po"))[0] == ("Open the file", "打开文件")
    with pytest.raises(ReportError, match="is not in"):
        write_draft(tmp_path / "c.po", DRAFT, template=template)


STRANGE_PO = """\
# 版权\r
msgid ""\r
msgstr ""\r
"Language: en\\n"\r
"Content-Type: text/plain; charset={encoding}\\n"\r
\r
#   mine\r
#: a.c:1   b.c:2\r
#| msgid "旧"\r
msgctxt   "menu"\r
msgid ""\r
"共42家。\\n"\r
  "散会。"\r
{first}
#, c-format ,no-wrap
msgid "一个文件"
msgid_plural "%d个文件"
msgstr[0] "one \\"file\\""
{second}

#~ msgid "旧的"
#~ msgstr "old"

msgid "再见"
msgstr   "Bye"
"""


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_every_byte_of_po_that_is_not_filled_stays(written, tmp_path, encoding):
    before = STRANGE_PO.format(
        encoding=encoding, first='msgstr ""\r\n"old"\r', second='msgstr[1]   ""\n  "%d files"'
    )
    template = written("a.po", before, encoding)
    draft = read_draft(template)
    assert [row.draft for row in draft.segments] == ["old", 'one "file"', "%d files", "Bye"]
    rows = [
        replace(row, draft=text) for row, text in zip(draft.segments, ("42.\nBye.", *" xy"), strict=False)
    ]
    done = replace(
        draft,
        segments=(
            rows[0],
            draft.segments[1],
            replace(draft.segments[2], draft='"%d" files'),
            draft.segments[3],
        ),
    )
    marks = Marks(doubtful=frozenset([0, 2]), notes={0: ("exact", "mine"), 2: ("see a",)})
    write_draft(tmp_path / "b.po", done, template=template, marks=marks)
    wanted = STRANGE_PO.format(
        encoding=encoding,
        first='msgstr ""\r\n"42.\\n"\r\n"Bye."\r',
        second='msgstr[1]   "\\"%d\\" files"',
    )
    wanted = wanted.replace("#   mine\r\n", "#   mine\r\n# exact\r\n# mine\r\n", 1)
    wanted = wanted.replace('#| msgid "旧"\r\n', '#, fuzzy\r\n#| msgid "旧"\r\n', 1)
    wanted = wanted.replace("#, c-format ,no-wrap\n", "# see a\n#, c-format ,no-wrap, fuzzy\n", 1)
    assert (tmp_path / "b.po").read_bytes().decode(encoding) == wanted
    write_draft(tmp_path / "c.po", draft, template=template)
    assert (tmp_path / "c.po").read_bytes() == template.read_bytes()


def test_a_po_that_cannot_hold_a_rendering(written, tmp_path):
    text = 'msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset={}\\n"\n\nmsgid "證書"\n'
    template = written("a.po", text.format("big5") + 'msgstr ""\n', "big5")
    draft = answered(read_draft(template))
    done = replace(draft, segments=(replace(draft.segments[0], draft="certi\u2011ficate"),))
    with pytest.raises(ReportError, match="encoding big5 cannot hold"):
        write_draft(tmp_path / "b.po", done, template=template)
    template = written("a.po", text.format("UTF-8") + 'msgid_plural "證"\n')
    with pytest.raises(ReportError, match="no msgstr to be filled"):
        write_draft(tmp_path / "b.po", answered(read_draft(template)), template=template)
    assert not (tmp_path / "b.po").exists()


XLIFF_1 = """\
<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"
><file original="a.docx" source-language="zh-CN" target-language="en-GB" datatype="xml"><body>
<group><trans-unit id="u1"><source>第一句。第二句<g id="1">重要</g>。</source>
<seg-source><mrk mtype="seg" mid="1">第一句。</mrk
><mrk mtype="seg" mid="2">第二句<g id="1">重要</g>。</mrk></seg-source>
<target><mrk mtype="seg" mid="1">The first.</mrk></target><sdl:seg-defs/></trans-unit></group>
<trans-unit id="u2"><source>第<x id="1"/>三<ph id="2">{0}</ph>句<x id="3" ctype="lb"/>。</source></trans-unit>
<trans-unit id="u3"><source> </source></trans-unit>
</body></file></xliff>
"""
XLIFF_2 = """\
<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-TW">
<file id="f1" original="a.html"><group id="g"><unit id="u1">
<segment id="s1"><source>Press <pc id="1">OK</pc><cp hex="0009"/>now.</source>
<target>按確定。</target></segment>
<ignorable><source> </source></ignorable>
<segment><source>Again.</source></segment></unit></group></file></xliff>
"""


@pytest.mark.parametrize("ending", ["xliff", "xlf", "sdlxliff", "mqxliff"])
def test_xliff_1_rows_are_its_segments(written, ending):
    draft = read_draft(written(f"a.{ending}", XLIFF_1))
    assert texts(draft) == [("第一句。", "The first."), ("第二句重要。", ""), ("第三句\n。", "")]
    assert [row.id for row in draft.segments] == ["u1/1", "u1/2", "u2"]
    assert {row.document for row in draft.segments} == {"a.docx"}
    assert (draft.source_lang, draft.target_lang) == (Lang.ZH_HANS, Lang.EN)


def test_xliff_2_rows_are_its_segments(written):
    draft = read_draft(written("a.xlf", XLIFF_2))
    assert texts(draft) == [("Press OK\tnow.", "按確定。"), ("Again.", "")]
    assert (draft.source_lang, draft.target_lang) == (Lang.EN, Lang.ZH_HANT)


@pytest.mark.parametrize("content", [XLIFF_1, XLIFF_2])
def test_an_xliff_template_is_filled_and_else_kept(written, tmp_path, content):
    template = written("a.xlf", content)
    draft = answered(read_draft(template))
    marks = Marks(doubtful=frozenset([0]), notes={0: ("look here",)})
    write_draft(tmp_path / "b.xlf", draft, template=template, marks=marks)
    assert texts(read_draft(tmp_path / "b.xlf")) == texts(draft)
    text = (tmp_path / "b.xlf").read_text(encoding="utf-8")
    assert "look here" in text
    assert ("needs-review-translation" in text) or ('state="initial"' in text)
    assert ("seg-defs" in text) == ("seg-defs" in content)
    with pytest.raises(ReportError, match="is not in"):
        write_draft(tmp_path / "c.xlf", DRAFT, template=template)


STRANGE_1 = """\
<?xml version='1.0' encoding="{encoding}" ?>\r
<!-- 供审 --><x:xliff xmlns:x='urn:oasis:names:tc:xliff:document:1.2' xmlns:q="MQXliff" version='1.2'><x:file
 original='a' source-language='zh-CN' target-language='en' datatype='xml'><x:body><x:trans-unit id='1'
 q:status\n = "NotStarted" ><x:source>共<x:g id='1'
>42</x:g>家&#x3002;</x:source>{new}\r\n</x:trans-unit><x:trans-unit id="2"><x:source><x:g id='1' ><x:g
id='2'>散会。</x:g></x:g></x:source>{empty}<x:alt-trans><x:target>Old.</x:target></x:alt-trans></x:trans-unit
><x:trans-unit id="3"><x:source>再见。</x:source><x:target state = 'final'>{held}</x:target
></x:trans-unit><x:trans-unit id="4"><x:source>早安。</x:source><x:target>Morn&#105;ng</x:target
></x:trans-unit></x:body></x:file></x:xliff>\r\n<?end?>"""
BEFORE_1 = {"new": "", "empty": "<x:target />", "held": "<![CDATA[Bye]]>"}
AFTER_1 = {
    "new": '<x:target state="needs-review-translation">[共42家。]</x:target>',
    "empty": "<x:target><x:g id='1' ><x:g\nid='2'>[散会。]</x:g></x:g></x:target><x:note>R&amp;D</x:note>",
    "held": "Goodbye.",
}


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "GB18030"])
def test_every_byte_of_xliff_that_is_not_filled_stays(written, tmp_path, encoding):
    template = written("a.xlf", STRANGE_1.format(encoding=encoding, **BEFORE_1), encoding)
    draft = read_draft(template)
    rows = answered(draft).segments
    done = replace(draft, segments=(*rows[:2], replace(rows[2], draft="Goodbye."), rows[3]))
    write_draft(tmp_path / "b.xlf", done, template=template, marks=Marks(notes={1: ("R&D",)}))
    wanted = STRANGE_1.format(encoding=encoding, **AFTER_1).replace(
        'q:status\n = "NotStarted"', 'q:status="Pretranslated"'
    )
    assert (tmp_path / "b.xlf").read_bytes().decode(encoding) == wanted
    write_draft(tmp_path / "c.xlf", draft, template=template)
    assert (tmp_path / "c.xlf").read_bytes() == template.read_bytes()


@pytest.mark.parametrize(
    ("target", "made"),
    [
        (
            "",
            '<target><g id="9"><mrk mtype="seg" mid="1">[甲。]</mrk> <mrk mtype="seg" mid="2"/></g></target>',
        ),
        ("<target/>", '<target><mrk mtype="seg" mid="1">[甲。]</mrk></target>'),
        (
            '<target a="b"><mrk mtype="seg" mid="2">B.</mrk></target>',
            '<target a="b"><mrk mtype="seg" mid="2">B.</mrk><mrk mtype="seg" mid="1">[甲。]</mrk></target>',
        ),
        (
            '<target><mrk mtype="seg" mid="1"/></target>',
            '<target><mrk mtype="seg" mid="1">[甲。]</mrk></target>',
        ),
    ],
)
def test_segments_are_made_in_a_target(written, tmp_path, target, made):
    text = (
        '<xliff version="1.2"><file original="a" source-language="zh" target-language="en"><body>'
        '<trans-unit id="1"><source>甲。</source><seg-source><g id="9"><mrk mtype="seg" mid="1">甲。</mrk> '
        '<mrk mtype="seg" mid="2"/></g></seg-source>{}</trans-unit></body></file></xliff>'
    )
    template = written("a.xlf", text.format(target))
    write_draft(tmp_path / "b.xlf", answered(read_draft(template)), template=template)
    assert (tmp_path / "b.xlf").read_text(encoding="utf-8") == text.format(made)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (XLIFF_1[:700], r"a\.xlf:\d+: is damaged or cut short"),
        ("<tmx/>", "not XLIFF"),
        (XLIFF_1.replace("<xliff", '<!DOCTYPE x [<!ENTITY a "b">]><xliff', 1), "declares XML entities"),
        (
            '<xliff version="1.2"><file source-language="en" target-language="zh"><body/></file></xliff>',
            "holds no rows",
        ),
        ("", "is empty"),
    ],
)
def test_unsound_xliff(written, text, why):
    with pytest.raises(ReadError, match=why):
        read_draft(written("a.xlf", text))


@pytest.mark.parametrize("name", ["a.odt", "a"])
def test_unknown_endings_are_told(written, name):
    with pytest.raises(ReadError, match="is none of"):
        read_draft(written(name, "x"))
