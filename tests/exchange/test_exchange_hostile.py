"""Files made to do harm, and files damaged on the way: one line that says what, where and what to do."""

import io
import re
import resource
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tm.errors import TmError
from tm.exchange import read_draft, read_terms, read_units

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
        found[f"deep.{ending}"] = (text.format("", "a", "<g>" * 9_999).encode(), r"Excessive depth")
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        found[f"encoding.{ending}"] = (text.format(head, "a", "").encode("gb18030"), r"Invalid bytes")
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
