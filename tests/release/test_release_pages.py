"""Pages of differing make: what is read, whatever the encoding and the names of classes."""

import contextlib
import json
import re
from pathlib import Path

import pytest

from tm.bitext import Release
from tm.release import read

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))


def page(name: str) -> Path:
    return next(path for path in PAGES.glob(f"{name}.*") if path.suffix != ".json")


def shown(release: Release) -> dict[str, object]:
    return {
        "title": release.title,
        "date": release.date.isoformat() if release.date else None,
        "origin": release.origin,
        "url": release.url,
        "lang": release.lang.value,
        "paragraphs": list(release.paragraphs),
    }


def expected(name: str) -> object:
    return json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_pages(name: str) -> None:
    assert shown(read(page(name))) == expected(name)


def encodable() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in NAMES:
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs"):
            with contextlib.suppress(UnicodeEncodeError):
                page(name).read_text(encoding="utf-8").encode(encoding)
                found.append((name, encoding))
    return found


@pytest.mark.parametrize(("name", "encoding"), encodable())
def test_the_encoding_is_found_whatever_the_page_claims(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / page(name).name
    path.write_bytes(page(name).read_text(encoding="utf-8").encode(encoding))
    assert shown(read(path)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_classes_do_not_matter(name: str, tmp_path: Path) -> None:
    text = page(name).read_text(encoding="utf-8")
    path = tmp_path / page(name).name
    path.write_text(re.sub(r'\s(?:class|id)="[^"]*"', "", text), encoding="utf-8")
    assert shown(read(path)) == expected(name)
    path.write_text(re.sub(r'(\s(?:class|id))="[^"]*"', r'\1="x1 y-2"', text), encoding="utf-8")
    assert shown(read(path)) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_windows_line_ends_do_not_matter(name: str, tmp_path: Path) -> None:
    path = tmp_path / page(name).name
    path.write_bytes(page(name).read_bytes().replace(b"\n", b"\r\n"))
    assert shown(read(path)) == expected(name)


def html(body: str, head: str = "") -> str:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def read_page(tmp_path: Path, text: str, name: str = "a.html") -> Release:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read(path)


BODY = "<h1>Lamps Certified in Wuxi</h1><p>Ten lamps were certified in Wuxi. All are bright.</p>"


@pytest.mark.parametrize(
    ("head", "body", "name", "date"),
    [
        ("", "<p>Public Time:2020-11-23 Origin:X</p>", "2019-01-01/a.html", "2020-11-23"),
        ('<meta name="PubDate" content="2020-11-23 10:00">', "", "2019-01-01/a.html", "2020-11-23"),
        (
            "",
            '<time itemprop="datePublished" datetime="2020-11-23T01:00:00Z"></time>',
            "a.html",
            "2020-11-23",
        ),
        ("", "", "www/english/c/2020-11-23/595351.shtml", "2020-11-23"),
        ("", "", "2020/11/23/lamps.html", "2020-11-23"),
        ("", "", "202011/t20201123_5512.html", "2020-11-23"),
        ("", "", "2020-11-23-lamps.html", "2020-11-23"),
        ("", "", "2020-13-45/595351.html", None),
        ("", "", "20991231123456.html", None),
        (
            '<link rel="canonical" href="https://e.org/2020/11/23/a.html">',
            "",
            "2019-01-01/a.html",
            "2020-11-23",
        ),
        ("", "<p>Wuxi</p><p>November 23, 2020</p>", "a.html", "2020-11-23"),
        ("", "<p>It was held on November 23, 2020, in Wuxi.</p>", "a.html", None),
    ],
)
def test_dates(tmp_path: Path, head: str, body: str, name: str, date: str | None) -> None:
    release = read_page(tmp_path, html(BODY + body, head), name)
    assert (release.date.isoformat() if release.date else None) == date


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://e.org/a">', "https://e.org/a"),
        ('<meta property="og:url" content="http://e.org/b">', "http://e.org/b"),
        ('<link rel="canonical" href="/a">', None),
        ("<!-- saved from url=(0021)http://e.org/c -->", "http://e.org/c"),
        ("", None),
    ],
)
def test_addresses(tmp_path: Path, head: str, url: str | None) -> None:
    assert read_page(tmp_path, html(BODY, head)).url == url


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>Lamps Certified - Wuxi Journal</title>",
            "<p>Ten lamps were certified.</p>",
            "Lamps Certified",
        ),
        (
            "<title>Wuxi Journal</title>",
            "<h2>Front-Runner Lamps</h2><p>Ten lamps passed.</p>",
            "Front-Runner Lamps",
        ),
        ("<title>灯具获证_新闻中心_无锡认证网站</title>", "<p>十款灯具获得认证。</p>", "灯具获证"),
        (
            '<meta property="og:title" content="Lamps Pass">',
            "<p>Ten lamps passed the test.</p>",
            "Lamps Pass",
        ),
        ("", "<h1>Lamps<br>Certified</h1><p>Ten lamps passed the test.</p>", "Lamps Certified"),
        ("", "<p>Lamps Pass</p><p>Ten lamps passed the test.</p>", "Lamps Pass"),
        (
            "",
            "<h1><a href='/'>Wuxi Journal</a></h1><h2>Lamps Pass</h2><p>Ten lamps passed.</p>",
            "Lamps Pass",
        ),
    ],
)
def test_titles(tmp_path: Path, head: str, body: str, title: str) -> None:
    release = read_page(tmp_path, html(body, head))
    assert release.title == title
    assert title not in release.paragraphs


def test_a_byline_in_one_block_with_the_title(tmp_path: Path) -> None:
    body = "<h2>Lamps Pass <span>Public Time:2020-11-23 Origin:CQC</span></h2><p>Ten lamps passed.</p>"
    release = read_page(tmp_path, html(body))
    assert (release.title, release.origin, release.paragraphs) == (
        "Lamps Pass",
        "CQC",
        ("Ten lamps passed.",),
    )
    assert release.date is not None


def test_text_is_verbatim_but_for_white_space(tmp_path: Path) -> None:
    body = (
        "<h1>Ｔｉｔｌｅ “x”</h1><p>ＣＱＣ\u3000\u3000认证&nbsp;&nbsp;中心\u2028第\u000c一\u200b步，‘好’。</p>"
        "<p>两行\n的中文，and two\nEnglish lines.</p>"
    )
    release = read_page(tmp_path, html(body))
    assert release.title == "Ｔｉｔｌｅ “x”"
    assert release.paragraphs == (
        "ＣＱＣ 认证 中心 第 一\u200b步，‘好’。",
        "两行的中文，and two English lines.",
    )


def test_ruby_and_entities(tmp_path: Path) -> None:
    ruby = "<ruby>认<rt>rèn</rt>证<rt>zhèng</rt></ruby>"
    body = f"<h1>A &amp; B</h1><p>&#20013;&#25991;的{ruby}&hellip;&mdash;&lt;b&gt;。</p>"
    assert read_page(tmp_path, html(body)).paragraphs == ("中文的认证…—<b>。",)


def test_breaks_part_paragraphs_and_wrapped_lines_join(tmp_path: Path) -> None:
    wrapped = (
        "The course was held in the city of Wuxi from the tenth to the<br>"
        "thirteenth of May and was attended by one hundred inspectors<br>"
        "from all over the country, who sat an examination at the end.<br><br>Most passed."
    )
    release = read_page(tmp_path, html(f"<h1>Course</h1><div>{wrapped}</div>"))
    assert len(release.paragraphs) == 2
    assert release.paragraphs[0] == wrapped.removesuffix("<br><br>Most passed.").replace("<br>", " ")


def test_a_lead_outside_of_the_body_is_kept(tmp_path: Path) -> None:
    body = (
        "<h1>Lamps Pass</h1><div>2020-11-23</div><div><p>Ten lamps passed the test in Wuxi.</p></div>"
        "<div><p>The test took three weeks, and forty engineers worked on it day and night.</p>"
        "<p>The next one is planned for May, when the new laboratory will be open.</p></div>"
    )
    assert len(read_page(tmp_path, html(body)).paragraphs) == 3


def test_entities_declared_in_a_page_are_not_expanded(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    release = read_page(tmp_path, doctype + html(BODY + "<p>It is &b; that.</p>"))
    assert "aaaa" not in " ".join(release.paragraphs)
