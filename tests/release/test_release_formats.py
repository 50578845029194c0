"""Text, Markdown, DOCX and PDF."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from tm.bitext import Lang, Release
from tm.release import read

DATE = dt.date(2020, 11, 23)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_text(tmp_path: Path, text: str, name: str = "a.txt", encoding: str = "utf-8") -> Release:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_text_in_simplified_chinese(tmp_path: Path, encoding: str) -> None:
    text = (
        "培训班在无锡举办\r\n发布时间：2020-11-23  稿件来源：产品认证部\r\n\r\n"
        "　　一百名检查员参加。\r\n　　考试合格率为96%。\r\n"
    )
    release = read_text(tmp_path, text, encoding=encoding)
    assert release.title == "培训班在无锡举办"
    assert (release.date, release.origin, release.lang) == (DATE, "产品认证部", Lang.ZH_HANS)
    assert release.paragraphs == ("一百名检查员参加。", "考试合格率为96%。")


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_text_in_traditional_chinese(tmp_path: Path, encoding: str) -> None:
    text = "培訓班在無錫舉辦\n發佈日期：2020年11月23日\n一百名檢查員參加，考試合格率為九成六。\n"
    release = read_text(tmp_path, text, encoding=encoding)
    assert (release.date, release.lang) == (DATE, Lang.ZH_HANT)
    assert release.paragraphs == ("一百名檢查員參加，考試合格率為九成六。",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_text_in_english(tmp_path: Path, encoding: str) -> None:
    text = (
        "The Centre’s First Course\nNovember 23, 2020 | CQC\n\nIt was held at the café “Lane” – all of it.\n"
    )
    release = read_text(tmp_path, text, encoding=encoding)
    assert (release.title, release.date, release.origin) == ("The Centre’s First Course", DATE, "CQC")
    assert release.paragraphs == ("It was held at the café “Lane” – all of it.",)


def test_byline_above_the_title(tmp_path: Path) -> None:
    release = read_text(tmp_path, "2020-11-23\nLamps Pass\nTen lamps passed the test.\n")
    assert (release.title, release.date) == ("Lamps Pass", DATE)


def test_a_title_alone(tmp_path: Path) -> None:
    release = read_text(tmp_path, "Lamps Pass")
    assert (release.title, release.paragraphs) == ("Lamps Pass", ())


def test_a_body_that_starts_with_a_time_keeps_it(tmp_path: Path) -> None:
    release = read_text(tmp_path, "关于举办培训班的通知\n时间：上午九点\n地点：无锡\n")
    assert release.paragraphs == ("时间：上午九点", "地点：无锡")


def test_wrapped_text_is_joined(tmp_path: Path) -> None:
    text = (
        "Lamps Pass\n\nTen lamps passed the test in Wuxi on Monday, the first that did so\n"
        "since the new third-\nparty rules came into force at the beginning of the year in the\n"
        "whole of the country. More are on their way.\n\n"
        "- The first is round and has a switch that glows in the dark of\n  the night.\n"
        "- The second is square.\n"
    )
    release = read_text(tmp_path, text)
    assert release.paragraphs[0].startswith(
        "Ten lamps passed the test in Wuxi on Monday, the first that did so since"
    )
    assert "third-party rules" in release.paragraphs[0]
    assert len(release.paragraphs) == 3


def test_wrapped_chinese_is_joined_without_spaces(tmp_path: Path) -> None:
    body = (
        "江源市认证中心十一月二十三日在江源市举办节能灯具认证培训班"
        "全市三十七家灯具企业的质量负责人参加了这次培训班并参加考试"
    )
    lines = [body[start : start + 24] for start in range(0, len(body), 24)]
    release = read_text(tmp_path, "培训班举办\n\n" + "\n".join(lines) + "。\n")
    assert release.paragraphs == (body + "。",)


def test_one_paragraph_a_line_stays_so(tmp_path: Path) -> None:
    lines = ["名单如下", "江源灯具厂", "白山纸业有限公司第一分公司", "清河电线有限公司"]
    release = read_text(tmp_path, "公告\n" + "\n".join(lines))
    assert release.paragraphs == tuple(lines)


def test_lines_end_at_lf_and_crlf_only(tmp_path: Path) -> None:
    release = read_text(tmp_path, "Lamps\u2028Pass\nTen\x0clamps\x0bpassed\x85the\rtest.\r\nAll\x1ddid.")
    assert release.title == "Lamps Pass"
    assert release.paragraphs == ("Ten lamps passed the test.", "All did.")


MARKDOWN = """---
title: "培训班在无锡举办"
date: 2020-11-23
origin: 产品认证部
url: https://example.org/a
tags:
  - x
---

一百名**检查员**参加了[培训](https://example.org/b)，
考试合格率为96%。

## 内容

- 第一项 `CCC`
- 第二项，见 <https://example.org/c>
1. 第三项

> 引文一句。

![图](a.png)

| 甲 | 乙 |
|----|---|
| 1 | 2\\|3 |

<!-- 不读 -->
5 \\* 3 = 15，snake_case_name 不变。
***
```
代码一行
```
[x]: https://example.org
"""


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    release = read_text(tmp_path, MARKDOWN, "a.md")
    assert (release.title, release.date, release.origin) == ("培训班在无锡举办", DATE, "产品认证部")
    assert release.url == "https://example.org/a"
    assert release.paragraphs == (
        "一百名检查员参加了培训，考试合格率为96%。",
        "内容",
        "第一项 CCC",
        "第二项，见 https://example.org/c",
        "第三项",
        "引文一句。",
        "甲",
        "乙",
        "1",
        "2|3",
        "5 * 3 = 15，snake_case_name 不变。",
        "代码一行",
    )


@pytest.mark.parametrize(
    "text",
    [
        "# Lamps Pass\n\nPublic Time:2020-11-23 Origin:CQC\n\nTen lamps passed.\n",
        "Lamps Pass\n==========\n\nPublic Time:2020-11-23 Origin:CQC\n\nTen lamps\npassed.\n",
        "Public Time:2020-11-23 Origin:CQC\n\n# Lamps Pass #\n\nTen lamps _passed_.\n",
        "+++\ntitle = 'Lamps Pass'\ndate = 2020-11-23\nsource = 'CQC'\n+++\nTen lamps passed.\n",
        "---\ntitle: Lamps Pass\ndate: 2020-11-23\nsource: CQC\n---\n# Lamps Pass\n\nTen lamps passed.\n",
        "Lamps Pass\n\nPublic Time:2020-11-23 Origin:CQC\n\nTen lamps passed.\n",
    ],
)
def test_markdown_titles(tmp_path: Path, text: str) -> None:
    release = read_text(tmp_path, text, "a.md")
    assert (release.title, release.date, release.origin) == ("Lamps Pass", DATE, "CQC")
    assert release.paragraphs == ("Ten lamps passed.",)


def test_markdown_heading_deep_in_the_text_is_no_title(tmp_path: Path) -> None:
    release = read_text(tmp_path, "Lamps Pass\n\nTen lamps passed.\n\n## Next\n\nMore follow.\n", "a.md")
    assert (release.title, release.paragraphs) == (
        "Lamps Pass",
        ("Ten lamps passed.", "Next", "More follow."),
    )


def save(document: Any, tmp_path: Path) -> Release:
    document.save(tmp_path / "a.docx")
    return read(tmp_path / "a.docx")


@pytest.mark.parametrize("style", ["Title", "Heading 1", None])
def test_docx(tmp_path: Path, style: str | None) -> None:
    document = Document()
    document.add_paragraph("")
    document.add_paragraph("培训班在无锡举办", style=style)
    document.add_paragraph("发布时间：2020-11-23　稿件来源：产品认证部")
    document.add_paragraph("一百名检查员参加。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "企业", "白山纸业"
    document.add_paragraph("考试合格率为96%。")
    document.sections[0].header.paragraphs[0].text = "页眉"
    release = save(document, tmp_path)
    assert (release.title, release.date, release.origin) == ("培训班在无锡举办", DATE, "产品认证部")
    assert release.paragraphs == ("一百名检查员参加。", "企业", "白山纸业", "考试合格率为96%。")


def test_docx_shows_the_final_version(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Lamps Pass", style="Title")
    document.element.body.insert(
        1,
        parse_xml(
            f"<w:p {W}><w:r><w:t>Ten </w:t></w:r><w:del><w:r><w:delText>nine </w:delText></w:r></w:del>"
            '<w:ins><w:r><w:t xml:space="preserve">bright </w:t></w:r></w:ins>'
            "<w:hyperlink><w:r><w:t>lamps</w:t></w:r></w:hyperlink>"
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:tab/><w:t>passed.</w:t></w:r></w:p>"
        ),
    )
    document.element.body.insert(
        2,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t><w:br/>"
            "<w:t>On a new line.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    release = save(document, tmp_path)
    assert release.paragraphs == ("Ten bright lamps passed.", "In a control.", "On a new line.")


def test_docx_text_above_the_title_is_kept(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("2020-11-23")
    document.add_paragraph("Press release")
    document.add_paragraph("Lamps Pass", style="Title")
    document.add_paragraph("Ten lamps passed.")
    release = save(document, tmp_path)
    assert (release.title, release.date) == ("Lamps Pass", DATE)
    assert release.paragraphs == ("Press release", "Ten lamps passed.")


Line = tuple[float, float, float, str]
MakePdf = Callable[[Sequence[Sequence[Line]]], bytes]


def test_pdf_in_english(tmp_path: Path, make_pdf: MakePdf) -> None:
    head, foot = (72.0, 800.0, 9.0, "Northbank Centre"), 40.0
    first: list[Line] = [
        head,
        (72, 740, 18, "Northbank Helps Small Firms"),
        (72, 718, 18, "Save Energy in Xilin"),
        (72, 690, 10, "Public Time:2020-11-23 Origin:Energy Department"),
        (96, 660, 11, "On November 19, 2020, Northbank Certification Centre presented energy management"),
        (
            72,
            645,
            11,
            "certificates to 16 small firms in Xilin. They are the first in the county to hold one of",
        ),
        (72, 630, 11, "the new kind."),
        (96, 615, 11, "The firms saved 4,300 tonnes of coal in a year, which is more than they had hoped"),
        (72, 600, 11, "when the scheme began, and"),
        (290, foot, 9, "1"),
    ]
    second: list[Line] = [
        head,
        (72, 760, 11, "they want to go on."),
        (72, 730, 11, "Training will be held in 2021."),
        (290, foot, 9, "2"),
    ]
    (tmp_path / "a.pdf").write_bytes(make_pdf([first, second]))
    release = read(tmp_path / "a.pdf")
    assert release.title == "Northbank Helps Small Firms Save Energy in Xilin"
    assert (release.date, release.origin) == (DATE, "Energy Department")
    assert [paragraph.split()[-1] for paragraph in release.paragraphs] == ["kind.", "on.", "2021."]


def test_pdf_in_chinese(tmp_path: Path, make_pdf: MakePdf) -> None:
    lines: list[Line] = [
        (72, 760, 18, "江源市举办节能灯具认证培训班"),
        (150, 730, 10, "发布时间：2020-11-23 来源：江源认证中心"),
        (96, 700, 12, "6月16日，节能灯具认证培训班在江源市开班。全市37家灯具企业的质量"),
        (72, 680, 12, "负责人参加。授课老师结合实例，讲解了型式试验、工厂检查等环节的要求，"),
        (72, 660, 12, "并回答了问题。"),
        (96, 640, 12, "培训班还安排了闭卷考试。"),
        (280, 40, 9, "— 1 —"),
    ]
    (tmp_path / "a.pdf").write_bytes(make_pdf([lines]))
    release = read(tmp_path / "a.pdf")
    assert (release.title, release.date) == ("江源市举办节能灯具认证培训班", DATE)
    assert release.paragraphs[0].endswith(
        "企业的质量负责人参加。授课老师结合实例，讲解了型式试验、工厂检查等环节的要求，并回答了问题。"
    )
    assert release.paragraphs[1:] == ("培训班还安排了闭卷考试。",)


def test_docx_parts_in_utf16_are_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Lamps Pass")
    document.add_paragraph("Ten lamps passed.")
    document.save(tmp_path / "b.docx")
    packed = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "b.docx") as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = (
                    data.decode()
                    .replace("encoding='UTF-8'", "encoding='UTF-16'")
                    .replace("UTF-8", "UTF-16")
                    .encode("utf-16")
                )
            new.writestr(name, data)
    (tmp_path / "a.docx").write_bytes(packed.getvalue())
    assert read(tmp_path / "a.docx").paragraphs == ("Ten lamps passed.",)
