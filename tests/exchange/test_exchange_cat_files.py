"""Bilingual files as Trados and memoQ write them: read, and filled with all else kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from tm.bitext import Draft, Lang, UnitStatus
from tm.exchange import Marks, read_draft, read_units, write_draft

FILES = Path(__file__).parent / "files"
TRADOS, MEMOQ = FILES / "trados.sdlxliff", FILES / "memoq.mqxliff"
SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
TEA, ANNEX = "C:\\Jobs\\茶叶认证.docx", "C:\\Jobs\\附件.docx"


def rows(path: Path) -> list[tuple[str | None, str, str, str]]:
    return [(row.document, row.id, row.source, row.draft) for row in read_draft(path).segments]


def test_a_trados_draft_reads_locked_and_added_text_and_no_deleted_one() -> None:
    assert rows(TRADOS) == [
        (TEA, "t1/1", "茶叶认证试点在云南启动", "Tea Certification Pilot Begins in Yunnan"),
        (TEA, "t2/2", "试点覆盖128家茶企。", "The pilot covers 128 tea producers."),
        (TEA, "t2/3", "首批证书已于3月发出。", "The first certificates were issued in March."),
        (TEA, "t2/4", "共检测样品3.6万份。", "A total of 3,600 samples were tested."),
        (ANNEX, "t1/1", "双方签署了合作协议。", ""),
        (ANNEX, "t1/2", "双方将互认证书。", ""),
        (ANNEX, "t2/3", "双方签署了合作协议。", ""),
    ]


def test_a_memoq_draft_reads_white_space_kept_as_a_code() -> None:
    draft = read_draft(MEMOQ)
    assert (draft.source_lang, draft.target_lang) == (Lang.EN, Lang.ZH_HANT)
    assert rows(MEMOQ) == [
        ("年报.docx", "1", "Annual Report on Solar Panel Testing", "太陽能板檢測年報"),
        (
            "年报.docx",
            "2",
            "The laboratory tested 250 panels\tin June.",
            "實驗室6月檢測了520塊\t面板。",
        ),
        ("年报.docx", "3", "Most panels passed.", "多數面板合格。"),
        ("年报.docx", "4", "The two sides signed a cooperation agreement.", ""),
    ]


def test_units_of_both_say_what_is_still_in_doubt() -> None:
    left_out: list[str] = []
    units = list(read_units(TRADOS, on_skip=lambda skipped: left_out.append(skipped.why)))
    assert [(unit.en, unit.status) for unit in units] == [
        ("Tea Certification Pilot Begins in Yunnan", UnitStatus.PLAIN),
        ("The pilot covers 128 tea producers.", UnitStatus.PLAIN),
        ("The first certificates were issued in March.", UnitStatus.PLAIN),
        ("A total of 3,600 samples were tested.", UnitStatus.REVIEW),
    ]
    assert units[0].zh == "茶叶认证试点在云南启动"
    assert units[0].provenance.document == TEA
    assert left_out == [f"segment {each} has no translation" for each in ("t1/1", "t1/2", "t2/3")]
    of_memoq = list(read_units(MEMOQ, on_skip=lambda _skipped: None))
    assert [unit.status for unit in of_memoq] == [UnitStatus.PLAIN, UnitStatus.REVIEW, UnitStatus.REVIEW]
    assert {unit.zh_lang for unit in of_memoq} == {Lang.ZH_HANT}


def test_a_trados_file_with_a_large_document_in_it(written) -> None:
    text = TRADOS.read_text(encoding="utf-8").replace("UEsDBBQAAAAIAA==", "A" * 11_000_000)
    path = written("large.sdlxliff", text)
    draft = read_draft(path)
    assert draft.segments == read_draft(TRADOS).segments
    out = path.with_name("out.sdlxliff")
    write_draft(out, draft, template=path)
    assert out.stat().st_size > 11_000_000
    assert read_draft(out).segments == draft.segments


@pytest.mark.parametrize(
    ("attributes", "status"),
    [
        ('state="translated"', UnitStatus.PLAIN),
        ("", UnitStatus.PLAIN),
        ('state="needs-review-translation"', UnitStatus.REVIEW),
        ('state="new"', UnitStatus.REVIEW),
    ],
)
def test_units_of_plain_xliff_go_by_the_state_of_their_target(written, attributes, status) -> None:
    path = written(
        "a.xlf",
        '<xliff version="1.2"><file original="a" source-language="zh-TW" target-language="en"><body>'
        f'<trans-unit id="1"><source>散會。</source><target {attributes}>It ended.</target></trans-unit>'
        "</body></file></xliff>",
    )
    (unit,) = read_units(path)
    assert (unit.zh, unit.en, unit.zh_lang, unit.status) == ("散會。", "It ended.", Lang.ZH_HANT, status)


def filled(path: Path, out: Path) -> Draft:
    """Fill the empty rows of a file as a translator would; return the draft that was written."""
    draft = read_draft(path)
    texts = {
        "双方签署了合作协议。": "An agreement was signed.",
        "双方将互认证书。": "Both accept certificates.",
    }
    segments = tuple(
        replace(row, draft=row.draft or texts.get(row.source, "雙方簽署了合作協議。"))
        for row in draft.segments
    )
    done = replace(draft, segments=segments)
    last = len(segments) - 1
    write_draft(out, done, template=path, marks=Marks(doubtful=frozenset([last]), notes={last: ("exact",)}))
    return done


def test_a_filled_trados_file_keeps_its_structure_and_says_draft(tmp_path: Path) -> None:
    out = tmp_path / "out.sdlxliff"
    done = filled(TRADOS, out)
    assert read_draft(out).segments == done.segments
    assert out.read_bytes().startswith(b"\xef\xbb\xbf<?xml version=")
    root = etree.parse(str(out)).getroot()
    assert (len(list(root.iter("{*}rev-def"))), len(list(root.iter("{*}internal-file")))) == (2, 1)
    first, second = list(root.iter("{*}file"))[1].iter("{*}trans-unit")
    target = first.find("{*}target")
    assert [(etree.QName(each).localname, each.get("id")) for each in target] == [("g", "9")]
    assert [mark.get("mid") for mark in target.iter("{*}mrk")] == ["1", "2"]
    assert [seg.get("conf") for seg in first.iter(f"{SDL}seg")] == ["Draft", "Draft"]
    assert [etree.QName(each).localname for each in first] == ["source", "seg-source", "target", "seg-defs"]
    kept = [seg.get("conf") for seg in next(root.iter("{*}file")).iter(f"{SDL}seg")]
    assert kept == ["ApprovedSignOff", "Translated", "ApprovedTranslation", "Draft"]
    # the schema of XLIFF 1.2 wants notes before elements of others
    order = [etree.QName(each).localname for each in second]
    assert order == ["source", "seg-source", "target", "note", "seg-defs"]


@pytest.mark.parametrize(
    ("source", "target", "state"),
    [
        ('<g id="3">通知</g>', '<g id="3">An agreement was signed.</g>', None),
        ('<g id="3"><g id="4" >通知</g></g>', '<g id="3"><g id="4">An agreement was signed.</g></g>', None),
        ('关于<g id="3">通知</g>', "An agreement was signed.", "needs-review-translation"),
        ('<g id="3">通知</g><x id="5"/>', "An agreement was signed.", "needs-review-translation"),
        (
            '<g id="3">通<x id="5"/>知</g>',
            '<g id="3">An agreement was signed.</g>',
            "needs-review-translation",
        ),
        ("通知", "An agreement was signed.", None),
    ],
)
def test_codes_around_a_whole_segment_are_kept(written, source: str, target: str, state: str | None) -> None:
    head = '<xliff version="1.2"><file original="a" source-language="zh-CN" target-language="en"><body>'
    template = written(
        "a.xlf", f'{head}<trans-unit id="1"><source>{source}</source></trans-unit></body></file></xliff>'
    )
    draft = read_draft(template)
    (row,) = draft.segments
    done = replace(draft, segments=(replace(row, draft="An agreement was signed."),))
    write_draft(template.with_name("b.xlf"), done, template=template)
    (made,) = etree.parse(str(template.with_name("b.xlf"))).getroot().iter("target")
    assert made.attrib.pop("state", None) == state
    assert etree.tostring(made, encoding="unicode") == f"<target>{target}</target>"


def test_a_filled_memoq_file_says_pretranslated(tmp_path: Path) -> None:
    out = tmp_path / "out.mqxliff"
    done = filled(MEMOQ, out)
    assert read_draft(out).segments == done.segments
    units = list(etree.parse(str(out)).getroot().iter("{*}trans-unit"))
    assert [unit.get("{MQXliff}status") for unit in units] == [
        "ManuallyConfirmed",
        "PartiallyEdited",
        "Rejected",
        "Pretranslated",
    ]
