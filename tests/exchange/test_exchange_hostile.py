"""Files made to do harm, and files damaged on the way: one line that says what, where and what to do."""

import io
import re
import resource
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tm.bitext import Draft, DraftSegment, Finding, Lang, Severity
from tm.errors import TmError
from tm.exchange import read_draft, read_terms, read_units, write_draft
from tm.report import findings_xlsx

LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdef", "bcdefg", strict=True)
)
DECLARED = {
    "laughs": f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>',
    "outside": '<!DOCTYPE x [<!ENTITY g SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;<!ENTITY g "h">]>',
}
XML = {
    "xliff": '{}<xliff version="1.2"><file original="{}" source-language="zh-CN" target-language="en"><body>'
    '<trans-unit id="1"><source>共42家。</source><target>43 {}firms</target></trans-unit></body></file>'
    "</xliff>",
    "tmx": '{}<tmx version="1.4"><header srclang="zh-CN" creationtool="{}"/><body><tu><tuv xml:lang="zh-CN">'
    '<seg>共42家。</seg></tuv><tuv xml:lang="en"><seg>43 {}firms</seg></tuv></tu></body></tmx>',
    "tbx": '{}<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="{}"><text><body><conceptEntry id="1">'
    '<langSec xml:lang="zh"><termSec><term>认证</term></termSec></langSec><langSec xml:lang="en"><termSec>'
    "<term>certification{}</term></termSec></langSec></conceptEntry></body></text></tbx>",
}
MEGABYTE = 1 << 20
HIDING = b"<!--" + bytes(range(65, 91)) * 40_400 + b"--><!DOCTYPE x []>"
MOST_SECONDS, MOST_BYTES = 5, 300 * MEGABYTE


def document() -> bytes:
    made, data = Document(), io.BytesIO()
    made.add_table(rows=1, cols=2).rows[0].cells[0].text = "共42家。"
    made.tables[0].rows[0].cells[1].text = "43 firms."
    made.save(data)
    return data.getvalue()


def workbook() -> bytes:
    made, data = openpyxl.Workbook(), io.BytesIO()
    for row in (["zh", "en"], ["认证", "certification"]):
        made.active.append(row)
    made.save(data)
    return data.getvalue()


def changed(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one of its parts changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return data.getvalue()


PARTS = {
    "docx": (document(), "word/document.xml", b"<w:document"),
    "xlsx": (workbook(), "xl/worksheets/sheet1.xml", b"<worksheet"),
}


def _xml() -> dict[str, tuple[bytes, str]]:
    refused = r"declares XML entities|amplification factor exceeded|references external entity|not defined"
    found = {}
    for ending, text in XML.items():
        for how, declared in DECLARED.items():
            found[f"{how}.{ending}"] = (text.format(declared, "a", "&g;").encode(), refused)
            found[f"{how}-attribute.{ending}"] = (text.format(declared, "&g;", "").encode(), refused)
            found[f"{how}-wide.{ending}"] = (text.format(declared, "a", "&g;").encode("utf-16"), refused)
        whole = text.format("", "a", "").encode()
        found[f"undeclared.{ending}"] = (
            text.format("", "a", "&g;").encode(),
            r":1: .*(Entity 'g' not defined|refers to an entity)",
        )
        found[f"half.{ending}"] = (whole[: len(whole) // 2], r":1: is damaged or cut short")
        found[f"nul.{ending}"] = (text.format("", "a", "\0").encode(), r":1: is damaged .*0x0")
        found[f"deep.{ending}"] = (
            text.format("", "a", "<g>" * 9_999).encode(),
            r"Excessive depth|more than 200 deep",
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        found[f"encoding.{ending}"] = (text.format(head, "a", "").encode("gb18030"), r"Invalid bytes")
    nested = XML["xliff"].format("", "a", "<g>" * 1_000 + "</g>" * 1_000)
    found["nested.xliff"] = (nested.encode(), r":1: .*more than 200 deep")
    return found


def _packages() -> dict[str, tuple[bytes, str]]:
    found = {}
    for kind, (whole, part, opening) in PARTS.items():
        for how, declared in DECLARED.items():
            unsafe = changed(
                whole, part, lambda xml, d=declared, o=opening: xml.replace(o, d.encode() + o, 1)
            )
            found[f"{how}.{kind}"] = (unsafe, rf"{part} declares a document type")
        hidden = changed(
            whole,
            part,
            lambda xml, o=opening: xml.replace(o, HIDING + o, 1),
        )
        found[f"hidden.{kind}"] = (hidden, r"declares a document type|unpacks to more")
        for megabytes in (30, 300):
            blanks = changed(whole, part, lambda xml, size=megabytes: xml + b" " * (size * MEGABYTE))
            found[f"bomb{megabytes}.{kind}"] = (blanks, "unpacks to more than any such file holds")
        found[f"half.{kind}"] = (whole[: len(whole) // 2], f"is no whole {kind.upper()}")
        third = len(whole) // 3
        found[f"scratched.{kind}"] = (whole[:third] + b"SCRATCH!" + whole[third + 8 :], "is no whole")
        inside = io.BytesIO()
        with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", blanks)
        found[f"nested.{kind}"] = (inside.getvalue(), "is a ZIP archive but no")
        found[f"text.{kind}"] = ("共42家。\t43 firms\n".encode(), "is no whole")
    return found


def _texts() -> dict[str, tuple[bytes, str]]:
    good = "共42家。\t43 firms\n".encode()
    return {
        "nul.tsv": (good + b"\xe5\x85\xb1\t4\0\n", r":2: holds NUL bytes"),
        "bytes.tsv": (good + b"\xff\xfe\xff\n", r":2: byte 0xff fits no known encoding"),
        "large.tsv": (good * 400_000 + b"\xe5\x85\xb1\t\xff\n", r":400001: byte 0xff does not fit"),
        "large-nul.tsv": (good * 400_000 + b"\xe5\x85\xb1\t\0\n", r":400001: holds NUL bytes"),
        "large-half.tsv": (good * 400_000 + b"\xe5\x85", "ends in the middle of a character"),
        "fields.tsv": (good + b"a\tb\tc\td\n", r":2: has 4 fields"),
        "half.po": (b'msgid "a"\nmsgstr "', r":2: a text has no closing quote"),
        "word.po": (b'msgid "a"\nmsgwhat "b"\n', r":2: is not a sound PO file"),
    }


HOSTILE = {
    **_xml(),
    **_packages(),
    **_texts(),
    **{f"nothing.{ending}": (b"", "is empty") for ending in ("tsv", "po", "docx", "xlsx", *XML)},
}
READERS = {"tbx": (read_terms,), "xlsx": (read_draft, read_terms), "tmx": (read_draft, read_units)}


def complaints(path: Path) -> Iterator[str]:
    """What every reader of such files says."""
    for reader in READERS.get(path.suffix.removeprefix("."), (read_draft,)):
        with pytest.raises(TmError) as caught:
            list(reader(path))
        complaint = str(caught.value)
        assert str(path) in complaint
        assert len(complaint.splitlines()) == 1
        assert "; " in complaint, "says what to do"
        yield complaint


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_in_one_line(written, name: str) -> None:
    data, why = HOSTILE[name]
    path = written(name, data)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for complaint in complaints(path):
        assert re.search(why, complaint), complaint
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < MOST_SECONDS
    assert (after.ru_maxrss - before.ru_maxrss) * 1024 < MOST_BYTES
    assert [each.name for each in path.parent.iterdir()] == [name]


@pytest.mark.parametrize("ending", ["tsv", "po", "docx", "xlsx", *XML])
def test_a_folder_where_a_file_is_expected(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / f"folder.{ending}"
    folder.mkdir()
    for complaint in complaints(folder):
        assert "is a folder, not a file" in complaint


def with_parts(package: bytes, *parts: tuple[str, bytes]) -> bytes:
    """A package with more parts; one that is there already stands twice."""
    data = io.BytesIO(package)
    with warnings.catch_warnings(), zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of the part that stands twice
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


OUTWARD = (
    "../../evil.xml",
    "/evil.xml",
    "..\\evil.xml",
    "C:\\evil.xml",
    "word/../../evil.xml",
    "xl/\u202exml.live",
)


@pytest.mark.parametrize("kind", PARTS)
def test_parts_that_point_out_of_a_package_are_nobodys(tmp_path: Path, kind: str) -> None:
    whole = PARTS[kind][0]
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = folder / f"slip.{kind}"
    path.write_bytes(whole)
    expected = read_draft(path).segments
    path.write_bytes(with_parts(whole, *((name, b"<evil/>") for name in OUTWARD)))
    assert read_draft(path).segments == expected
    assert [each.relative_to(tmp_path).as_posix() for each in sorted(tmp_path.rglob("*"))] == [
        "a",
        "a/b",
        f"a/b/slip.{kind}",
    ]


LINKS = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"])
@pytest.mark.parametrize("kind", PARTS)
def test_links_out_of_a_package_are_not_followed(written, kind: str, target: str) -> None:
    linked = changed(
        PARTS[kind][0],
        LINKS[kind],
        lambda xml: re.sub(rb'Target="[^"]*"', f'Target="{target}"'.encode(), xml),
    )
    for complaint in complaints(written(f"a.{kind}", linked)):
        assert "root:" not in complaint


@pytest.mark.parametrize("kind", PARTS)
def test_both_of_two_parts_of_one_name_are_looked_at(written, kind: str) -> None:
    whole, part, opening = PARTS[kind]
    for first in (True, False):
        safe = zipfile.ZipFile(io.BytesIO(whole)).read(part)
        unsafe = safe.replace(opening, b"<!DOCTYPE x []>" + opening, 1)
        start = changed(whole, part, lambda _xml, held=unsafe if first else safe: held)
        path = written(f"twice.{kind}", with_parts(start, (part, safe if first else unsafe)))
        for complaint in complaints(path):
            assert "declares a document type" in complaint


CELL = 32_767
"""Characters a cell of Excel may hold."""


@pytest.mark.parametrize("ending", ["xlsx", "tsv", "po", "xliff"])
def test_the_longest_cells_are_read_whole_and_reported(tmp_path: Path, ending: str) -> None:
    rows = (("证" * CELL, "certificate " * (CELL // 12)), ("共42家。", "43 firms."))
    path = tmp_path / f"long.{ending}"
    if ending == "xlsx":
        book = openpyxl.Workbook()
        for row in (("source", "target"), *rows):
            book.active.append(row)
        book.save(path)
    else:
        segments = tuple(DraftSegment(source=zh, draft=en) for zh, en in rows)
        write_draft(path, Draft(name="a", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments))
    draft = read_draft(path)
    assert [(row.source, row.draft) for row in draft.segments] == list(rows)
    finding = Finding(
        id="1", segment=0, rule="number", severity=Severity.ERROR, message="m", draft_span=(0, 11)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(findings_xlsx(draft, [finding])))["Findings"]
    assert [len(sheet.cell(2, at).value) for at in (6, 7)] == [CELL, len(rows[0][1])]


MIXED = {
    "a.tsv": "共42家。\t42 firms.\r\n散会。\tIt ended.\n\r\n再见。\tBye.",
    "a.po": 'msgid "共42家。"\r\nmsgstr "42 firms."\n\r\nmsgid "散会。"\nmsgstr "It ended."\r\n\n'
    'msgid "再见。"\r\nmsgstr "Bye."',
    "a.xliff": '<xliff version="1.2">\r\n<file source-language="zh-CN" target-language="en"><body>\n'
    + "\r\n\n\r".join(
        f"<trans-unit id='{number}'>\r<source>{zh}</source>\n<target>{en}</target>\r\n</trans-unit>"
        for number, (zh, en) in enumerate(
            [("共42家。", "42 firms."), ("散会。", "It ended."), ("再见。", "Bye.")]
        )
    )
    + "</body></file></xliff>\r",
}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [(name, encoding) for name in MIXED for encoding in ("utf-8", "utf-8-sig")]
    + [("a.tsv", "utf-16"), ("a.xliff", "utf-16")],
)
def test_mixed_line_ends_make_no_rows_and_end_none(written, name: str, encoding: str) -> None:
    path = written(name, MIXED[name], encoding)
    assert [(row.source, row.draft) for row in read_draft(path).segments] == [
        ("共42家。", "42 firms."),
        ("散会。", "It ended."),
        ("再见。", "Bye."),
    ]


def test_line_ends_within_a_cell_are_one_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["共42家。\n散会。", "42 firms.\r\nIt ended."])
    book.save(tmp_path / "a.xlsx")
    (row,) = read_draft(tmp_path / "a.xlsx").segments
    assert (row.source, row.draft) == ("共42家。\n散会。", "42 firms.\nIt ended.")


GLOSSARIES = {
    "two steps": ("甲\tA\tB\n乙\tB\tA\n", r":2: .* is replaced, in the end, by itself"),
    "three steps": ("甲\tA\t乙\n乙\tB\tC\n丙\tC\tA\n", r":2: .* by itself"),
    "itself": ("甲\tA\tA\n", r":2: .* by itself"),
    "twice": ("甲\tA\t\n乙\tB\t\n甲\tA\tB\n", r":4: 甲 / A stands on line 2 otherwise"),
    "no English": ("甲\tA\t\n乙\t \t\n", r":3: the entry has no English form"),
    "no Chinese": ("\tA\t\n", r":2: the entry has no Chinese form"),
}


@pytest.mark.parametrize("label", GLOSSARIES)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "mixed"])
def test_a_glossary_that_is_not_sound_is_refused_with_its_line(written, label: str, ends: str) -> None:
    rows, why = GLOSSARIES[label]
    text = f"zh\ten\treplaced_by\n{rows}"
    text = text.replace("\n", "\r\n", 1) if ends == "mixed" else text.replace("\n", ends)
    with pytest.raises(TmError, match=why):
        read_terms(written("terms.tsv", text))
