"""Whatever bytes a file holds, it is read or refused with a TmError; nothing else comes out."""

import contextlib
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.bitext import Release
from tm.errors import TmError
from tm.release import SUFFIXES, read, segment

PAGES = Path(__file__).parent / "pages"
FRAGMENTS = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<br>", "<h1>", "</h1>", "<a href=x>", "</a>", "<table><tr><td>",
        "<!--", "-->", "<script>", "</script>", "</html>", "<title>", "</title>", "&nbsp;", "&#xD800;",
        "&#0;", "<ul><li>", "</ul>", "<pre>", "会议在苏州召开。", "发布时间：2020-11-23 来源：中心",
        "Ten lamps passed.", "Public Time:2020-11-23", "上一篇：没有了", "©", "# ", "---\n", "+++\n",
        "|甲|乙|\n", "```\n", "- ", "\n", "\r\n", "\u3000\u3000", "[x](y)", "**", "\x07", "\ufeff", "𠮷",
    ]
)  # fmt: skip


def read_or_refuse(path: Path, data: bytes) -> Release | None:
    path.write_bytes(data)
    with contextlib.suppress(TmError):
        release = read(path)
        assert segment(release)[0].text
        assert all(paragraph and paragraph == " ".join(paragraph.split()) for paragraph in release.paragraphs)
        return release
    return None


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_bytes(tmp_path: Path, suffix: str, data: bytes) -> None:
    read_or_refuse(tmp_path / f"a{suffix}", data)


@pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(FRAGMENTS, max_size=40), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_pieces_of_pages(tmp_path: Path, suffix: str, pieces: list[str], encoding: str) -> None:
    read_or_refuse(tmp_path / f"a{suffix}", "".join(pieces).encode(encoding))


def damaged(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    start = chance.randrange(len(data))
    kind = chance.randrange(3)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + chance.randbytes(8) + data[start + 8 :]
    return data[:start] + data[start + chance.randrange(1, 40) :]


@pytest.mark.parametrize(
    "path", sorted(path for path in PAGES.iterdir() if path.suffix != ".json"), ids=lambda p: p.name
)
def test_damaged_pages(tmp_path: Path, path: Path) -> None:
    data = path.read_bytes()
    for seed in range(25):
        read_or_refuse(tmp_path / path.name, damaged(data, seed))


def test_damaged_documents(
    tmp_path: Path, make_pdf: Callable[[list[list[tuple[float, float, float, str]]]], bytes]
) -> None:
    document = Document()
    document.add_paragraph("Lamps Pass", style="Title")
    document.add_paragraph("Ten lamps passed.")
    buffer = io.BytesIO()
    document.save(buffer)
    pdf = make_pdf([[(72, 700, 18, "Lamps Pass"), (72, 660, 11, "Ten lamps passed.")]])
    for seed in range(60):
        read_or_refuse(tmp_path / "a.docx", damaged(buffer.getvalue(), seed))
        read_or_refuse(tmp_path / "a.pdf", damaged(pdf, seed))
