"""Findings as comments of Trados and memoQ, in files as these programs write them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tm.bitext import Draft, Finding, Severity
from tm.exchange import read_draft
from tm.exchange.trados_comments import _nested
from tm.exchange.xliff_findings import xliff_with_findings
from tm.exchange.xml_words import Words

FILES = Path(__file__).parent / "files"
TRADOS, MEMOQ = FILES / "trados.sdlxliff", FILES / "memoq.mqxliff"
SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
MQ = "{MQXliff}"
NOW = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)


def finding(segment: int, **what: object) -> Finding:
    values: dict[str, Any] = {"rule": "number", "severity": Severity.ERROR, "message": "off", **what}
    return Finding(segment=segment, **{"id": values["rule"], **values})


def at(draft: Draft, segment: int, words: str, **what: object) -> Finding:
    start = draft.segments[segment].draft.index(words)
    return finding(segment, **{"draft_span": (start, start + len(words)), "id": words, **what})


def checked(path: Path, draft: Draft, findings: Sequence[Finding]) -> Any:
    """Write findings into a file in its place; return its root."""
    path.write_bytes(b"".join(xliff_with_findings(path, draft, findings, when=NOW)))
    return etree.parse(str(path)).getroot()


def comments(root: Any) -> list[tuple[str, list[str]]]:
    """Return the words each comment of Trados stands around, and what it says, in order."""
    said = {
        each.get("id"): [comment.text for comment in each.iterfind("Comments/Comment")]
        for each in root.iterfind(f"{SDL}doc-info/{SDL}cmt-defs/{SDL}cmt-def")
    }
    marks = [each for each in root.iter("{*}mrk") if each.get("mtype") == "x-sdl-comment"]
    return [("".join(mark.itertext()), said[mark.get(f"{SDL}cid")]) for mark in marks]


THEIRS = ("certificates", ["“证书”还是“证明”？"])


def test_a_trados_comment_at_the_very_words(written) -> None:
    path, draft = written("a.sdlxliff", TRADOS.read_bytes()), read_draft(TRADOS)
    found = [
        at(draft, 1, "128"),
        at(draft, 2, "issued", severity=Severity.WARNING),
        at(draft, 3, "3,600", suggestion="36,000"),
        finding(4, rule="empty", message="no draft", severity=Severity.INFO),
    ]
    root = checked(path, draft, found)
    assert comments(root) == [
        ("128", ["error number, at “128”: off"]),
        THEIRS,
        ("issued", ["warning number, at “issued”: off"]),
        ("3,600", ["error number, at “3,600”: off → 36,000"]),
        ("双方签署了合作协议。", ["info empty: no draft"]),
    ]
    (_theirs, first, *_more) = root.iter("Comment")
    assert dict(first.attrib) == {
        "severity": "High",
        "user": "Duizhao",
        "date": "2026-03-01T08:30:00+00:00",
        "version": "1.0",
    }
    assert [each.get("severity") for each in root.iter("Comment")] == ["Low", "High", "Medium", "High", "Low"]
    assert [etree.QName(each).localname for each in root[0]] == ["cmt-defs", "rev-defs"]
    parents = [mark.getparent() for mark in root.iter("{*}mrk") if mark.get("mtype") == "x-sdl-comment"]
    assert [each.get("mtype") or etree.QName(each).localname for each in parents] == [
        "g", "seg", "x-sdl-added", "seg", "seg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("segment", "words", "around"),
    [
        (1, "covers 128", "covers 128"),
        (1, "28 tea", "128 tea"),
        (2, "were issued in", "were publishedissued in"),
        (2, "first cert", "first certificates"),
        (2, "rtific", "rtific"),
    ],
)
def test_words_across_codes(written, segment: int, words: str, around: str) -> None:
    path, draft = written("a.sdlxliff", TRADOS.read_bytes()), read_draft(TRADOS)
    root = checked(path, draft, [at(draft, segment, words)])
    assert (around, [f"error number, at “{words}”: off"]) in comments(root)


def test_words_that_overlap_and_places_without_words(written) -> None:
    path, draft = written("a.sdlxliff", TRADOS.read_bytes()), read_draft(TRADOS)
    text = draft.segments[0].draft
    found = [
        at(draft, 0, "Tea Certification"),
        at(draft, 0, "Certification Pilot", message="late"),
        at(draft, 0, "Pilot Begins", message="later"),
        finding(0, rule="length", message="short"),
        finding(0, rule="ending", message="no end", draft_span=(len(text), len(text))),
    ]
    assert comments(checked(path, draft, found))[:5] == [
        (text, ["error length: short"]),
        ("Tea Certification Pilot Begins", ["error number, at “Pilot Begins”: later"]),
        ("Tea Certification Pilot", ["error number, at “Certification Pilot”: late"]),
        ("Tea Certification", ["error number, at “Tea Certification”: off"]),
        ("n", ["error ending: no end"]),
    ]


def everything(draft: Draft) -> list[Finding]:
    """Return findings of every kind on every row."""
    return [
        each
        for segment, row in enumerate(draft.segments)
        for each in (
            finding(segment, id=f"{segment}a", draft_span=(0, min(9, len(row.draft))), suggestion="<家> &"),
            finding(segment, id=f"{segment}b", draft_span=(len(row.draft) // 2, len(row.draft))),
            finding(segment, id=f"{segment}c", source_span=(0, 2)),
        )
    ]


NO_HEAD = TRADOS.read_text(encoding="utf-8").replace("doc-info", "doc-others")
NO_COMMENTS = TRADOS.read_text(encoding="utf-8").replace("cmt-def", "cmt-other")
STRANGE = """\ufeff<?xml version='1.0' encoding="{encoding}" ?>\r
<!-- 供审 <trans-unit> --><x:xliff version='1.2' xmlns:x='urn:oasis:names:tc:xliff:document:1.2'
   xmlns:s="http://sdl.com/FileTypes/SdlXliff/1.0"><s:doc-info
 ><s:cmt-defs>\r\n<s:cmt-def id='k'><Comments
><Comment user="Li" >看</Comment></Comments></s:cmt-def></s:cmt-defs></s:doc-info
><x:file original="b &amp; c.docx" source-language='zh-CN' target-language='en' datatype='x-a'><x:body
><x:group id="g"><x:trans-unit id='u&lt;1'
 ><x:source>共<x:g id="1">42</x:g>家&#x3002;散会。</x:source><x:seg-source><x:mrk mtype="seg" mid="1">共<x:g
 id="1">42</x:g>家。</x:mrk><x:mrk mtype="seg" mid="2">散会。</x:mrk></x:seg-source><x:target><x:mrk
 mtype="seg" mid="1"><x:g id="1">43 &lt;</x:g> f&#105;rms&#x3002;\r\n</x:mrk> <x:mrk mtype="seg"
  mid="2" ><![CDATA[It <ended>.]]> No<x:mrk mtype='x-sdl-comment' s:cid='k' >w</x:mrk
></x:mrk></x:target><x:note from='Li'>看</x:note ></x:trans-unit></x:group>\r\n\t<x:trans-unit id="2"
 translate = "yes"><x:source>散会。</x:source><x:target/></x:trans-unit></x:body></x:file></x:xliff>\r\n
<?end?>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "GB18030", "US-ASCII"])
@pytest.mark.parametrize(
    "text",
    [TRADOS.read_text(encoding="utf-8"), NO_HEAD, NO_COMMENTS, STRANGE, MEMOQ.read_text(encoding="utf-8")],
    ids=["trados", "no head", "no comments", "strange", "memoq"],
)
def test_every_byte_that_is_not_ours_stays(written, text: str, encoding: str) -> None:
    text = text.replace('encoding="utf-8"', f'encoding="{encoding}"', 1).replace("{encoding}", encoding)
    text = text if encoding == "UTF-8" else text.removeprefix("\ufeff")
    path = written("a.xlf", text.replace('"UTF-8"', f'"{encoding}"', 1).encode(encoding, "xmlcharrefreplace"))
    before, draft = path.read_bytes(), read_draft(path)
    found = everything(draft)
    once = b""
    for _again in range(2):
        root = checked(path, draft, found)
        assert read_draft(path) == draft
        ours = [
            *root.iterfind(f"{SDL}doc-info/{SDL}cmt-defs/{SDL}cmt-def/Comments/Comment[@user='Duizhao']"),
            *root.iterfind(f".//{MQ}comments/{MQ}comment[@creatoruser='Duizhao']"),
        ]
        assert len(ours) == len(found)
        assert once in {b"", path.read_bytes()}
        once = path.read_bytes()
    other = checked(path, draft, found[::2])
    assert len(list(other.iter("{*}Comment", "{*}comment"))) < len(ours)
    checked(path, draft, [])
    assert path.read_bytes().decode(encoding) == before.decode(encoding)


def test_what_a_translator_answers_keeps_its_place(written) -> None:
    path, draft = written("a.sdlxliff", TRADOS.read_bytes()), read_draft(TRADOS)
    checked(path, draft, [at(draft, 3, "3,600"), at(draft, 0, "Tea")])
    text = path.read_text(encoding="utf-8")
    answer = '<Comment severity="Low" user="lin" date="2026-03-02T09:00:00+08:00" version="1.0">是</Comment>'
    words = "3,600”: off</Comment>"
    assert words in text
    path.write_text(text.replace(words, words + answer), encoding="utf-8", newline="")
    assert comments(checked(path, draft, [])) == [THEIRS, ("3,600", ["是"])]


def test_a_memoq_comment_in_its_unit(written) -> None:
    path, draft = written("a.mqxliff", MEMOQ.read_bytes()), read_draft(MEMOQ)
    found = [
        at(draft, 0, "年報"),
        at(draft, 1, "520", suggestion="250"),
        finding(3, rule="empty", message="no draft"),
    ]
    first, second, third, fourth = checked(path, draft, found).iter("{*}trans-unit")
    told = [
        [(each.get("creatoruser"), each.get("appliesto"), each.text) for each in unit[-1]]
        for unit in (first, second, fourth)
    ]
    assert told == [
        [("lin", "Target", "用「年報」"), ("Duizhao", "Target", "error number, at “年報”: off")],
        [("Duizhao", "Target", "error number, at “520”: off → 250")],
        [("Duizhao", "Row", "error empty: no draft")],
    ]
    assert third.find(f"{MQ}comments") is None
    (theirs, ours) = first[-1]
    assert set(ours.attrib) == set(theirs.attrib)
    assert (ours.get("time"), ours.get("deleted"), ours.get("category"), ours.get("origin")) == (
        "2026-03-01T08:30:00Z", "false", "0", "User",
    )  # fmt: skip


def test_a_trados_file_with_a_large_document_in_it(written) -> None:
    text = TRADOS.read_text(encoding="utf-8").replace("UEsDBBQAAAAIAA==", "A" * 11_000_000)
    path = written("large.sdlxliff", text)
    draft = read_draft(path)
    path.write_bytes(b"".join(xliff_with_findings(path, draft, [at(draft, 3, "3,600")], when=NOW)))
    assert path.stat().st_size > len(text)
    assert read_draft(path) == draft


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=8))
def test_places_nest_whatever_was_found(found: list[tuple[int, int]]) -> None:
    given_places = [(start, start + length) for start, length in found]
    places = _nested(given_places)
    for (start, end), (first, last) in zip(given_places, places, strict=True):
        assert first <= start < end == last
    for start, end in places:
        assert not [place for place in places if start < place[0] < end < place[1]]


CONTENT = st.recursive(
    st.sampled_from(
        ["a", "家 ", "&amp;", "&#x5bb6;", "\r\n", "<x/>", "<!-- - -->", "<![CDATA[<&]]>", "<d>x</d>"]
    ),
    lambda inner: st.lists(inner, max_size=4).map("".join) | inner.map(lambda text: f"<g>{text}</g>"),
    max_leaves=12,
)


@given(content=CONTENT, span=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_words_are_found_in_any_content(content: str, span: tuple[int, int]) -> None:
    data = content.encode()
    words = Words(data, hidden=lambda name, _: name == "d", ignored=lambda _name, _: False)
    tree = etree.fromstring(b"<a>" + data + b"</a>")
    for hidden in tree.iter("d"):
        hidden.text = None
    assert words.text == "".join(tree.itertext(etree.Element, with_tail=True)) or "<!--" in content
    start, end = sorted(min(each, len(words.text)) for each in span)
    if start == end:
        return
    first, last = words.around((start, end))
    marked = b"<a>" + data[:first] + b"<m>" + data[first:last] + b"</m>" + data[last:] + b"</a>"
    (mark,) = etree.fromstring(marked).iter("m")
    inside = Words(data[first:last], hidden=lambda name, _: name == "d", ignored=lambda _name, _: False)
    assert words.text[start:end] in inside.text
    assert mark is not None
