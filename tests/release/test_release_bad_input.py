"""What cannot be read is refused in one line: what, where, what to do."""

import contextlib
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tm.bitext import Lang
from tm.errors import LanguageError, ReadError
from tm.release import SUFFIXES, read
from tm.release.files import MAX_BYTES

TEXT = "培训班在无锡举办\n一百名检查员参加，考试合格率为96%。\n"


def docx() -> bytes:
    document = Document()
    document.add_paragraph("Lamps Pass")
    document.add_paragraph("Ten lamps passed. " * 50)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(part: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return buffer.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return buffer.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)
PAGE = "<html><body><div><h1>Lamps Pass</h1><p>Ten lamps passed.</p>"

BAD = [
    ("a.txt", b"", "is empty"),
    ("a.html", b" \n\t ", "nothing but blanks"),
    ("a.txt", b"\0" * 50, "nothing but blanks"),
    ("a.txt", b"Lamps\0Pass\nTen lamps passed.", "NUL"),
    ("a.txt", bytes(range(1, 32)) * 20, "control characters"),
    ("a.txt", bytes((7 * n * n + n // 3) % 256 for n in range(4000)), "a.txt"),
    ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
    ("a.txt", b"%PDF-1.4\n1 0 obj", "PDF"),
    ("a.md", zipped("a", b"b"), "ZIP"),
    ("a.html", b"\xd0\xcf\x11\xe0" + bytes(100), "old Word"),
    ("a.txt", TEXT.encode()[:-2], "middle of a character"),
    ("a.txt", TEXT.encode("gb18030")[:-2], "middle of a character"),
    ("a.txt", TEXT.encode("utf-16")[:-1], "middle of a character"),
    ("a.txt", (TEXT * 20).encode("gb18030")[:600] + b"\xff" + (TEXT * 20).encode("gb18030")[600:], "0xff"),
    ("a.html", PAGE.encode(), "half written"),
    ("a.html", (PAGE + "</div><p clas").encode(), "half written"),
    ("a.html", (PAGE + "</div><script>var a = 1;").encode(), "half written"),
    ("a.html", b"<html><body><script>draw()</script></body></html>", "no text"),
    ("a.md", b"<!-- nothing -->\n", "no text"),
    ("a.md", b"+++\ntitle = 'x'\n", "never closed"),
    ("a.md", b"+++\ntitle = x\n+++\nText.\n", "no TOML"),
    ("a.docx", b"plain text", "damaged or half written"),
    ("a.docx", docx()[: len(docx()) // 2], "damaged or half written"),
    ("a.docx", zipped("a.txt", b"text"), "no DOCX"),
    ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(100), "password"),
    ("a.docx", with_part("word/document.xml", ENTITIES), "entities"),
    ("a.docx", with_part("word/document.xml", b"<w:document"), "no sound DOCX"),
    ("a.docx", with_part("[Content_Types].xml", b"<x/>"), "no sound DOCX"),
    ("a.docx", with_part("word/document.xml", b" " * (65 * 2**20)), "unpacks to more"),
    ("a.pdf", b"%PDF-1.4\n1 0 obj", "half written"),
    ("a.pdf", b"%PDF-1.4\n%%EOF", "half written"),
    ("a.doc", b"x", "save it as DOCX"),
    ("a.xyz", b"x", "use one of"),
    ("a", b"x", "no ending"),
]


@pytest.mark.parametrize(("name", "data", "why"), BAD, ids=[f"{name}: {why}" for name, _, why in BAD])
def test_bad_files(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as raised:
        read(tmp_path / name)
    message = str(raised.value)
    assert why in message
    assert message.startswith(str(tmp_path / name))
    assert raised.value.advice
    assert "\n" not in message


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        read(tmp_path / "a.txt")


def test_a_folder_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ReadError, match="is a folder"):
        read(tmp_path / "a.txt")


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match="permission denied"):
        read(tmp_path / "a.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadError, match="ordinary file"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_50_megabytes_are_refused_at_once(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    started = time.monotonic()
    with pytest.raises(ReadError, match=r"50\.0 MB is more than a release may have \(32 MB\)"):
        read(path)
    assert time.monotonic() - started < 1


def test_the_largest_text_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    line = "一百名检查员参加，考试合格率为96%。" * 20 + "\n"
    path.write_text("培训班在无锡举办\n" + line * (4 * 2**20 // len(line.encode())), encoding="utf-8")
    assert path.stat().st_size < MAX_BYTES
    started = time.process_time()
    assert len(read(path).paragraphs) > 1000
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "unit", ["<div>", "<b>", "<p>x", "<a href=x>", "<table><tr><td>", "<ul><li>y", "<br>", "<!--", "&amp;"]
)
def test_pages_of_one_tag_over_and_over_do_no_harm(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<h1>Lamps Pass</h1>" + unit * 20_000 + "<p>Ten lamps passed.</p></body></html>", encoding="utf-8"
    )
    started = time.process_time()
    with contextlib.suppress(ReadError):
        read(path)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "lang"), [(TEXT, Lang.EN), ("Lamps Pass\nTen passed.", Lang.ZH), ("Это русский", None)]
)
def test_another_language_is_refused(tmp_path: Path, text: str, lang: Lang | None) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(LanguageError, match=r"a\.txt"):
        read(tmp_path / "a.txt", lang=lang)


@pytest.mark.parametrize(
    ("asked", "lang"), [(Lang.ZH, Lang.ZH_HANS), (Lang.ZH_HANT, Lang.ZH_HANT), (None, Lang.ZH_HANS)]
)
def test_the_language_asked_for(tmp_path: Path, asked: Lang | None, lang: Lang) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert read(tmp_path / "a.txt", lang=asked).lang is lang


def test_a_pdf_without_text(tmp_path: Path, make_pdf: Callable[[list[list[object]]], bytes]) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([[]]))
    with pytest.raises(ReadError, match="no text layer"):
        read(tmp_path / "a.pdf")


def test_a_pdf_cut_in_half(tmp_path: Path, make_pdf: Callable[[list[list[object]]], bytes]) -> None:
    data = make_pdf([[(72, 700, 12, "Lamps Pass")]])
    (tmp_path / "a.pdf").write_bytes(data[: len(data) // 2])
    with pytest.raises(ReadError, match="half written"):
        read(tmp_path / "a.pdf")
