"""`tm analyze`, `pretranslate`, `context` and `update` as programs and people see them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tm.exchange import read_draft
from tm.jobs.volumes import Band

Tm = Callable[..., Any]
ZH, EN = "zh/c/2019-04-12/557816.shtml", "en/c/2019-04-12/557797.shtml"
KINDS = {"context", "exact", "repaired", "fuzzy", "repetition", "kept", "none"}


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A job of three lines: two known, one new."""
    path = tmp_path / "稿.txt"
    known = "中国质量认证中心通报2019年第一季度CCC专项监督情况"
    path.write_text(f"{known}\n今天我们去吃了火锅。\n{known}\n", encoding="utf-8")
    return path


def test_analyze_counts_files_and_the_job(tm: Tm, built: Path) -> None:
    ran = tm("analyze", built / ZH, built / EN, "--memory", built / "memory.sqlite", "--json")
    assert ran.code == 0, ran.err
    document = ran.document
    assert [file["lang"] for file in document["files"]] == ["zh-Hans", "en"]
    assert list(document["total"]["bands"]) == [band.value for band in Band]
    for part in (*document["files"], document["total"]):
        assert sum(volume["segments"] for volume in part["bands"].values()) == part["total"]["segments"]
    assert document["total"]["bands"]["context"]["segments"] > 10
    assert (document["skipped"], document["ignored"]) == ([], [])


def test_analyze_as_a_table_and_a_sheet(tm: Tm, built: Path, lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "job.csv"
    ran = tm("analyze", lines, "--presegmented", "-o", out, "--memory", built / "memory.sqlite")
    assert ran.code == 0, ran.err
    assert "repetitions" in ran.out
    assert "total" in ran.out
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_analyze_goes_on_after_a_file_that_cannot_be_read(
    tm: Tm, built: Path, lines: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no")
    ran = tm("analyze", lines, broken, "--memory", built / "memory.sqlite", "--json")
    assert ran.code == 1
    assert [Path(each["where"]).name for each in ran.document["skipped"]] == ["broken.docx"]
    assert "skipped" in ran.err
    assert len(ran.document["files"]) == 1


@pytest.mark.parametrize("ending", ["xliff", "po", "tsv"])
def test_pretranslate_writes_a_draft(tm: Tm, built: Path, lines: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"稿.{ending}"
    ran = tm(
        "pretranslate", lines, "--presegmented", "-o", out, "--memory", built / "memory.sqlite", "--json"
    )
    assert ran.code == 0, ran.err
    document = ran.document
    assert document["source_lang"] == "zh-Hans"
    assert [row["kind"] for row in document["rows"]] == ["exact", "none", "repetition"]
    assert set(document["summary"]) == KINDS
    assert "draft" not in document
    assert document["rows"][0]["match"]["origin"]["unit"] > 0
    assert [row.draft for row in read_draft(out).segments] == [row["target"] for row in document["rows"]]


def test_pretranslate_shows_rows_where_nothing_is_written(tm: Tm, built: Path, lines: Path) -> None:
    ran = tm("pretranslate", lines, "--presegmented", "--memory", built / "memory.sqlite")
    assert ran.code == 0, ran.err
    assert "exact 100%" in ran.out
    assert "3 segments: 1 exact, 1 repetition, 1 none" in ran.out


def test_a_draft_made_here_can_be_checked_here(tm: Tm, built: Path, tmp_path: Path) -> None:
    out = tmp_path / "稿.xliff"
    assert tm("pretranslate", built / ZH, "-o", out, "--memory", built / "memory.sqlite").code == 0
    ran = tm("qa", out, "--memory", built / "memory.sqlite", "--json")
    assert ran.code == 0, ran.err
    assert ran.document["segments"] == len(read_draft(out).segments)


def test_context_within_its_budget(tm: Tm, built: Path, lines: Path, tmp_path: Path) -> None:
    memory = ("--memory", built / "memory.sqlite")
    ran = tm("context", lines, "--presegmented", "--budget", "400", *memory, "--json")
    assert ran.code == 0, ran.err
    document = ran.document
    assert document["tokens"] <= document["budget"] == 400
    assert [segment["repeats"] for segment in document["segments"]] == [None, None, 0]
    out = tmp_path / "brief.json"
    assert tm("context", lines, "--presegmented", "-o", out, *memory).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["schema"] == 1
    shown = tm("context", lines, "--presegmented", *memory)
    assert shown.out.startswith("# 稿.txt")
    assert "→" in shown.out


def test_update_lists_what_changed(tm: Tm, built: Path, news: Path, tmp_path: Path) -> None:
    old, new, out = news / ZH, tmp_path / "新.shtml", tmp_path / "update.tsv"
    page = old.read_bytes()
    encoding = "utf-8" if "不得".encode() in page else "gb18030"
    new.write_bytes(page.replace("不得".encode(encoding), "可以".encode(encoding), 1))
    ran = tm("update", old, new, news / EN, "-o", out, "--memory", built / "memory.sqlite", "--json")
    assert ran.code == 0, ran.err
    document = ran.document
    rows = [row for row in document["rows"] if row["kind"] == "changed"]
    assert len(rows) == document["summary"]["changed"] == 1
    assert {"op": "replace", "query": "可以", "source": "不得"} in rows[0]["diff"]
    assert rows[0]["rendering"]
    assert "不得 → 可以" in out.read_text(encoding="utf-8")
    shown = tm("update", old, new, news / EN, "--memory", built / "memory.sqlite")
    assert "[-不得-]{+可以+}" in "".join(shown.out.split())
    assert len(tm("update", old, new, news / EN, "--all", "--memory", built / "memory.sqlite").out) > len(
        shown.out
    )


def test_update_needs_no_memory(tm: Tm, built: Path) -> None:
    ran = tm("update", built / ZH, built / ZH, built / EN, "--json")
    assert ran.code == 0, ran.err
    assert ran.document["summary"]["changed"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("analyze", "nowhere/"), "does not exist"),
        (("analyze", "{zh}", "--semantic", "2"), "least cosine is 2.0"),
        (("analyze", "{zh}", "-o", "a.pdf"), "give .csv or .tsv"),
        (("analyze", "{zh}", "--from", "fr"), "'fr'"),
        (("pretranslate", "{zh}", "--threshold", "0"), "least percent is 0"),
        (("pretranslate", "{zh}", "-o", "a.pdf"), "unknown ending '.pdf'"),
        (("pretranslate", "{zh}", "--to", "zh"), "its target cannot be zh"),
        (("pretranslate", "{zh}", "--from", "en"), "not en"),
        (("pretranslate", "nowhere.txt"), "does not exist"),
        (("context", "{zh}", "--budget", "60"), "the text alone takes"),
        (("context", "{zh}", "-o", "a.txt"), "give .json or .md"),
        (("update", "{zh}", "{en}", "{zh}"), "two versions"),
        (("update", "{zh}", "{zh}", "{zh}"), "is Chinese too"),
        (("update", "{zh}", "{zh}", "{en}", "-o", "a.html"), "unknown ending '.html'"),
    ],
)
def test_what_cannot_be_done_is_one_line(tm: Tm, built: Path, words: tuple[str, ...], said: str) -> None:
    filled = [word.format(zh=built / ZH, en=built / EN) for word in words]
    ran = tm(*filled, "--memory", built / "memory.sqlite")
    if "nowhere/" in words:
        assert ran.code == 1
        assert said in ran.err
    else:
        assert said in ran.complaint


@pytest.mark.parametrize("command", ["analyze", "pretranslate", "context"])
def test_commands_that_ask_make_no_memory(tm: Tm, lines: Path, tmp_path: Path, command: str) -> None:
    missing = tmp_path / "none.sqlite"
    assert "there is no memory here" in tm(command, lines, "--memory", missing).complaint
    assert not missing.exists()
