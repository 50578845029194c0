"""Findings written back: Word comments and tracked changes, XLIFF notes, PO comments."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import polib
import pytest
from docx import Document
from docx.shared import RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tm.bitext import Draft, DraftSegment, Finding, Lang, Severity
from tm.errors import ReportError
from tm.exchange import read_draft
from tm.exchange.docx_findings import docx_with_findings
from tm.exchange.docx_text import open_docx, paragraphs, place_of
from tm.exchange.po_findings import po_with_findings
from tm.exchange.xliff_findings import xliff_with_findings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)
SOURCE = "2020年，42家企业参加会议。"


def finding(segment: int = 0, **what: object) -> Finding:
    values: dict[str, Any] = {
        "id": "0",
        "rule": "number",
        "severity": Severity.ERROR,
        "message": "42 is 43 here",
        **what,
    }
    return Finding(segment=segment, **values)


def table_file(path: Path, *pieces: str, source: str = SOURCE) -> Path:
    """Write a table of one row whose draft is made of runs, bold and red by turns."""
    document = Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text = source
    for number, piece in enumerate(pieces):
        added = cells[1].paragraphs[0].add_run(piece)
        added.bold = number % 2 == 1
        added.font.color.rgb = RGBColor(255, 0, 0) if number % 2 else None
    document.save(str(path))
    return path


def commented(data: bytes) -> dict[str, str]:
    """Return the words each comment goes around, by the comment's text."""
    document = Document(io.BytesIO(data))
    around: dict[str, str] = {}
    for comment in document.comments:
        words, inside = "", False
        for element in document.element.body.iter():
            mine = element.get(f"{W}id") == str(comment.comment_id)
            if element.tag == f"{W}commentRangeStart" and mine:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and mine:
                inside = False
            elif inside and element.tag in {f"{W}t", f"{W}delText"}:
                words += element.text or ""
        around[comment.text] = words
    return around


def accepted(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    return place_of(paragraphs(document.element.body)).text


def rejected(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    for added in list(document.element.body.iter(f"{W}ins")):
        added.getparent().remove(added)
    texts = (each.text or "" for each in document.element.body.iter(f"{W}t", f"{W}delText"))
    return "".join(texts)


def test_a_comment_at_the_very_words(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, ", "43", " firms attended the ", "meeting.")
    data = docx_with_findings(
        path,
        read_draft(path),
        [finding(draft_span=(9, 17)), finding(rule="name", source_span=(9, 11))],
        when=NOW,
    )
    assert commented(data) == {"error number: 42 is 43 here": "43 firms", "error name: 42 is 43 here": "企业"}
    comment = next(iter(Document(io.BytesIO(data)).comments))
    assert (comment.author, comment.initials, comment.timestamp) == ("Duizhao", "TM", NOW)
    assert accepted(data) == rejected(path.read_bytes()).replace("。", "。\n")


def test_a_suggestion_is_a_tracked_change_with_its_formatting(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, ", "43 of", " them.")
    draft = read_draft(path)
    data = docx_with_findings(path, draft, [finding(draft_span=(9, 11), suggestion="42")], when=NOW)
    assert commented(data) == {"error number: 42 is 43 here → 42": "4342"}
    assert accepted(data).endswith("In 2020, 42 of them.")
    assert rejected(data).endswith("In 2020, 43 of them.")
    body = Document(io.BytesIO(data)).element.body
    (gone,), (added,) = list(body.iter(f"{W}del")), list(body.iter(f"{W}ins"))
    for mark in (gone, added):
        assert mark.get(f"{W}author") == "Duizhao"
        assert mark.get(f"{W}date") == "2026-03-01T08:30:00Z"
        assert mark.find(f"{W}r/{W}rPr/{W}b") is not None
        assert mark.find(f"{W}r/{W}rPr/{W}color").get(f"{W}val") == "FF0000"
    # what was checked is read again with the suggestion accepted, and says so
    (tmp_path / "b.docx").write_bytes(data)
    again = read_draft(tmp_path / "b.docx")
    assert again.segments[0].draft == "In 2020, 42 of them."
    assert again.warnings


def test_only_the_words_that_change_are_changed(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "The ", "China", " Quality Center met .")
    draft = read_draft(path)
    (row,) = draft.segments
    data = docx_with_findings(
        path,
        draft,
        [
            finding(draft_span=(0, 24), suggestion="The China Quality Centre"),
            finding(rule="spacing", message="blank", draft_span=(28, 29), suggestion=""),
            finding(rule="end", message="no end", draft_span=(30, 30), suggestion="”"),
        ],
        when=NOW,
    )
    body = Document(io.BytesIO(data)).element.body
    assert ["".join(each.itertext()) for each in body.iter(f"{W}del")] == ["Center", " "]
    assert accepted(data).endswith("The China Quality Centre met.”")
    assert rejected(data).endswith(row.draft)


def test_findings_on_the_same_words(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, 43 firms met.")
    same = [
        finding(rule=rule, draft_span=span, suggestion="42 companies")
        for rule, span in (("number", (9, 17)), ("unit", (9, 17)), ("term", (12, 21)))
    ]
    data = docx_with_findings(path, read_draft(path), same, when=NOW)
    assert accepted(data).endswith("In 2020, 42 companies met.")
    assert rejected(data).endswith("In 2020, 43 firms met.")
    assert len(list(Document(io.BytesIO(data)).comments)) == 3


def test_a_second_check_says_nothing_twice(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, ", "43 firms", " met. 43 firms left.")
    found = [
        finding(draft_span=(9, 11)),
        finding(draft_span=(23, 25)),
        finding(rule="length", message="short"),
    ]
    for _again in range(2):
        path.write_bytes(docx_with_findings(path, read_draft(path), found, when=NOW))
        assert len(list(Document(str(path)).comments)) == len(found)


def test_others_revisions_and_comments_stay(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, 43 firms met.")
    document = Document(str(path))
    paragraph = document.tables[0].rows[0].cells[1].paragraphs[0]
    document.add_comment(paragraph.runs, text="theirs", author="Li")
    wrapper = paragraph._p.makeelement(f"{W}ins", {f"{W}id": "7", f"{W}author": "Li"})
    run = paragraph.runs[0]._r
    run.addprevious(wrapper)
    wrapper.append(run)
    document.save(str(path))
    data = docx_with_findings(
        path, read_draft(path), [finding(draft_span=(9, 11), suggestion="42")], when=NOW
    )
    made = Document(io.BytesIO(data))
    assert {each.author for each in made.comments} == {"Li", "Duizhao"}
    assert len({each.comment_id for each in made.comments}) == 2
    assert commented(data)["error number: 42 is 43 here → 42"] == "43"
    assert not list(made.element.body.iter(f"{W}del"))


def test_empty_drafts_and_findings_without_words(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "")
    document = Document(str(path))
    cells = document.tables[0].add_row().cells
    cells[0].text, cells[1].text = "散会。", "It ended."
    document.save(str(path))
    draft = read_draft(path)
    found = [finding(rule="empty", message="no draft"), finding(1, rule="length", message="short")]
    words = commented(docx_with_findings(path, draft, found, when=NOW))
    assert words == {"error empty: no draft": SOURCE, "error length: short": "It ended."}


def test_rows_that_are_not_those_read(tmp_path: Path) -> None:
    path = table_file(tmp_path / "a.docx", "In 2020, 43 firms met.")
    draft = read_draft(path)
    table_file(path, "In 2021, 43 firms met.")
    with pytest.raises(ReportError, match="row 1 is not as it was read"):
        docx_with_findings(path, draft, [finding()], when=NOW)


def test_findings_in_running_text(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Tea Growers  Meet")
    body = document.add_paragraph("In 2020, 43 firms ")
    body.add_run("met in Lu’an.").italic = True
    body.add_run(" They left.")
    document.save(str(tmp_path / "a.docx"))
    rows = (
        ("茶农会议", "Tea Growers Meet"),
        ("一句。", "In 2020, 43 firms met in Lu’an. They left."),
        ("二句。", ""),
    )
    draft = Draft(
        name="a.docx",
        source_lang=Lang.ZH_HANS,
        target_lang=Lang.EN,
        segments=tuple(DraftSegment(source=source, draft=text) for source, text in rows),
    )
    found = [
        finding(0, draft_span=(4, 16), message="a"),
        finding(1, draft_span=(9, 21), message="b"),
        finding(1, draft_span=(25, 30), message="c", suggestion="Liu’an"),
        finding(2, rule="omitted", message="d", source_span=(0, 2)),
    ]
    data = docx_with_findings(tmp_path / "a.docx", draft, found, paired=True, when=NOW)
    words = commented(data)
    assert words["error number: a"] == "Growers  Meet"
    assert words["error number: b"] == "43 firms met"
    assert words["error omitted, at “二句”: d"] == "."
    assert accepted(data) == "Tea Growers  Meet\nIn 2020, 43 firms met in Liu’an. They left."


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.text("ab 认证.\t", min_size=1, max_size=6), min_size=1, max_size=5),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    suggestion=st.text("ab 证", max_size=3),
)
def test_rejecting_all_changes_gives_the_text_back(
    tmp_path: Path, pieces: list[str], spans: list[tuple[int, int]], suggestion: str
) -> None:
    path = table_file(tmp_path / "a.docx", *pieces)
    document = open_docx(path)
    text = place_of(paragraphs(document.tables[0].rows[0].cells[1]._tc)).text
    draft = Draft(
        name="a.docx",
        source_lang=Lang.ZH_HANS,
        target_lang=Lang.EN,
        segments=(DraftSegment(source=SOURCE, draft=text, id="1.1"),),
    )
    if not any(each.isascii() and each.isalpha() for each in text) or "认" in text or "证" in text:
        return
    places = [(min(*span, len(text)), min(max(span), len(text))) for span in spans]
    found = [finding(draft_span=place, suggestion=suggestion) for place in places]
    data = docx_with_findings(path, draft, found, when=NOW)
    assert rejected(data) == rejected(path.read_bytes())
    assert len(list(Document(io.BytesIO(data)).comments)) == len(found)


XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x"><file original="a.docx"
 source-language="zh-CN" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>共<g id="1">42</g>家。</source><target>43 <g id="1">firms</g></target>
<x:more/></trans-unit>
<trans-unit id="2"><source>散会。</source></trans-unit></body></file></xliff>
"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="zh-CN" trgLang="en">
<file id="f"><unit id="1"><segment id="s1"><source>共42家。</source><target>43 firms</target></segment></unit>
</file></xliff>
"""


def test_xliff_1_notes_stand_behind_the_target(written) -> None:
    path = written("a.xlf", XLIFF_1)
    draft = read_draft(path)
    found = [finding(draft_span=(0, 2), suggestion="42"), finding(1, rule="empty", message="no draft")]
    for _again in range(2):
        path.write_bytes(b"".join(xliff_with_findings(path, draft, found, when=NOW)))
    first, second = etree.parse(str(path)).getroot().iter("{*}trans-unit")
    assert [etree.QName(each).localname for each in first] == ["source", "target", "note", "more"]
    assert [etree.QName(each).localname for each in second] == ["source", "note"]
    note = first[2]
    assert note.text == "error number, at “43”: 42 is 43 here → 42"
    assert dict(note.attrib) == {"from": "Duizhao", "priority": "1", "annotates": "target"}
    assert first[1][0].text == "firms"
    assert read_draft(path) == draft


def test_xliff_2_notes_stand_before_the_segments(written) -> None:
    path = written("a.xlf", XLIFF_2)
    draft = read_draft(path)
    for _again in range(2):
        path.write_bytes(b"".join(xliff_with_findings(path, draft, [finding(draft_span=(0, 2))], when=NOW)))
    (unit,) = etree.parse(str(path)).getroot().iter("{*}unit")
    assert [etree.QName(each).localname for each in unit] == ["notes", "segment"]
    assert [each.text for each in unit[0]] == ["segment s1: error number, at “43”: 42 is 43 here"]
    path.write_bytes(b"".join(xliff_with_findings(path, draft, [], when=NOW)))
    assert path.read_text(encoding="utf-8") == XLIFF_2


def test_po_comments(written) -> None:
    header = 'msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    path = written("a.po", header + '# mine\nmsgid "共42家。"\nmsgstr "43 firms"\n')
    draft = read_draft(path)
    for _again in range(2):
        path.write_bytes(b"".join(po_with_findings(path, draft, [finding(draft_span=(0, 2))])))
    (entry,) = polib.pofile(str(path))
    assert entry.tcomment == "mine\ntm qa: error number, at “43”: 42 is 43 here"
    assert read_draft(path) == draft


# every byte that is not ours

STRANGE_1 = """\ufeff<?xml version='1.0' encoding="{encoding}" ?>\r
<!-- 供审 <trans-unit> --><x:xliff version='1.2' xmlns:x='urn:oasis:names:tc:xliff:document:1.2'
   xmlns:tool="urn:tool"><x:file original="b &amp; c.docx"
  source-language='zh-CN' target-language='en' datatype='x-a'><x:header><x:note>内部</x:note><tool:file-info/>
 </x:header><x:body><x:group id="g"><tool:cxts/><x:trans-unit id='u&lt;1'
 ><x:source>共<x:g id="1">42</x:g>家&#x3002;散会。</x:source><x:seg-source><x:mrk mtype="seg" mid="1">共<x:g
 id="1">42</x:g>家。</x:mrk><x:mrk mtype="seg" mid="2">散会。</x:mrk></x:seg-source><x:target><x:mrk
 mtype="seg" mid="1"><x:g id="1">43</x:g> firms.</x:mrk> <x:mrk mtype="seg" mid="2"><![CDATA[It <ended>.]]>
</x:mrk></x:target><x:note from='Li'>看</x:note ><x:alt-trans
><x:source>旧</x:source><x:target>old</x:target></x:alt-trans
><tool:seg-defs><tool:seg id="1" conf="Translated" locked="true" /><tool:seg id="2"
><tool:prev-origin/></tool:seg></tool:seg-defs></x:trans-unit></x:group>\r\n\t<x:trans-unit
 id="2" translate = "yes"><x:source
>散会。</x:source><x:target/></x:trans-unit></x:body></x:file></x:xliff>\r\n<?end?>"""

STRANGE_2 = """<?xml version="1.0" encoding="{encoding}"?><xliff xmlns='urn:oasis:names:tc:xliff:document:2.0'
 version='2.1' srcLang='zh-CN' trgLang='en'><file id='f'><group id="g"><unit id='1' ><notes ><note id="n"
>a &gt; b</note></notes><originalData><data id="d">&lt;b></data></originalData><segment id='s'
><source>共<pc id="1">42</pc>家。</source><target>43<ph id="2" dataRef="d"/> firms</target></segment
><ignorable><source> </source></ignorable><segment><source>散会。</source><target>It ended.</target></segment
></unit></group><unit id="2"><notes/><segment><source>再见。</source><target>Bye.</target></segment></unit>
<unit id="3"><segment><source>早安。</source><target/></segment></unit></file></xliff>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "GB18030", "US-ASCII"])
@pytest.mark.parametrize("text", [STRANGE_1, STRANGE_2], ids=["1.2", "2.1"])
def test_every_byte_of_xliff_that_is_not_ours_stays(written, text: str, encoding: str) -> None:
    marked = text.removeprefix("\ufeff") if encoding != "UTF-8" else text
    path = written("a.xlf", marked.format(encoding=encoding).encode(encoding, "xmlcharrefreplace"))
    before, draft = path.read_bytes(), read_draft(path)
    found = [
        finding(0, draft_span=(0, 2), suggestion="42 <家>"),
        finding(1, rule="omitted", source_span=(0, 2)),
        finding(2, rule="empty", message="no draft"),
    ]
    for _again in range(2):
        path.write_bytes(b"".join(xliff_with_findings(path, draft, found, when=NOW)))
        assert read_draft(path) == draft
        notes = [note.text for note in etree.parse(str(path)).getroot().iter("{*}note")]
        assert sum("42 is 43 here → 42 <家>" in note for note in notes) == 1
        assert len(notes) == (5 if "x:note" in text else 4)
    path.write_bytes(b"".join(xliff_with_findings(path, draft, [], when=NOW)))
    # an element of notes without any, which XLIFF forbids, is gone once it has held ours
    assert path.read_bytes().decode(encoding) == before.decode(encoding).replace("<notes/>", "")


def test_an_xliff_that_is_not_the_one_read(written) -> None:
    path = written("a.xlf", XLIFF_1)
    draft = read_draft(path)
    path.write_text(XLIFF_1.replace("散会", "开会"), encoding="utf-8")
    with pytest.raises(ReportError, match="row 2 is not as it was read"):
        list(xliff_with_findings(path, draft, [finding(draft_span=(0, 2))], when=NOW))


STRANGE_PO = """# 版权\r
#\r
msgid ""\r
msgstr ""\r
"Language: en\\n"\r
"Content-Type: text/plain; charset={encoding}\\n"\r
\r
#, fuzzy\r
#| msgid "旧"\r
msgctxt "menu"\r
msgid ""\r
"共42家。\\n"\r
  "散会。"\r
msgstr "43 firms.\\n"\r
"It \\"ended\\"."\r
# mine
#.  from the program
#: a.c:1   b.c:2
msgid "一个文件"
msgid_plural "%d个文件"
msgstr[0] "one file"
msgstr[1] "%d files"
#~ msgid "旧的"
#~ msgstr "old"

msgid "再见"
msgstr ""

# the end"""


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_every_byte_of_po_that_is_not_ours_stays(written, encoding: str) -> None:
    path = written("a.po", STRANGE_PO.format(encoding=encoding), encoding)
    before, draft = path.read_bytes(), read_draft(path)
    assert [row.draft for row in draft.segments] == [
        '43 firms.\nIt "ended".', "one file", "%d files", "",
    ]  # fmt: skip
    found = [
        finding(0, draft_span=(0, 2)),
        finding(1, rule="name", message="one"),
        finding(2, rule="name", message="many"),
        finding(3, rule="empty", message="no draft"),
    ]
    for _again in range(2):
        path.write_bytes(b"".join(po_with_findings(path, draft, found)))
        assert read_draft(path) == draft
        first, second, _old, third = polib.pofile(str(path))
        assert first.tcomment == "tm qa: error number, at “43”: 42 is 43 here"
        assert second.tcomment == "mine\ntm qa: error name: one\ntm qa: error name: many"
        assert third.tcomment == "tm qa: error empty: no draft"
    path.write_bytes(b"".join(po_with_findings(path, draft, [])))
    assert path.read_bytes() == before


def test_a_po_that_is_not_the_one_read(written) -> None:
    path = written("a.po", STRANGE_PO.format(encoding="UTF-8"))
    draft = read_draft(path)
    path.write_text(STRANGE_PO.format(encoding="UTF-8").replace("one file", "a file"), encoding="utf-8")
    with pytest.raises(ReportError, match="row 2 is not as it was read"):
        list(po_with_findings(path, draft, [finding(3)]))
