"""What goes to which stream: data alone on standard output, UTF-8 anywhere, nothing lost, no traceback."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ENTRY = "from tm.cli import main; main()"
POSIX = pytest.mark.skipif(os.name != "posix", reason="closing a stream from outside is a POSIX shell's way")
SPLIT = " \n│╭╮╰╯─"


def closed(stream: int) -> dict[str, object]:
    """Return what makes a process start without one of its streams."""
    return {"preexec_fn": lambda: os.close(stream)}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gb18030", "latin-1"])
def test_utf8_under_any_code_page(tm_process, memory: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    ran = tm_process("concordance", "认证", "--memory", memory, "--json", env=environment)
    assert ran.document["hits"][0]["source"]
    assert "认证" in ran.out


def test_a_line_is_not_cut_where_nobody_looks_at_it(tm, built: Path, memory: Path) -> None:
    """Without a terminal tables are folded at 80 columns; not one character of them may go missing."""
    hits = tm("concordance", "茶", "--memory", memory, "--json").document["hits"]
    shown = _letters(tm("concordance", "茶", "--memory", memory).out)
    for hit in hits:
        for part in (hit["source"], hit["target"]):
            assert set(_letters(part)) <= set(shown)
    rows = tm("align", built / "en/c/2021-04-09/584757.shtml", built / "zh/c/2021-04-02/584488.shtml").out
    assert "…" not in rows
    for words in (("terms", "list"), ("stats",), ("history",), ("doctor",), ("lookup", "茶农")):
        assert "…" not in tm(*words, "--memory", memory).out, words


def test_a_narrow_terminal_folds_too(tm, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "2021年3月30日，中国质量认证中心（CQC）在安徽省六安市举行有机产品认证证书颁发仪式。"
    wide = tm("lookup", query, "--memory", memory, "--json").document
    monkeypatch.setenv("COLUMNS", "40")
    shown = tm("lookup", query, "--memory", memory).out
    assert "…" not in shown
    for match in wide["matches"]:
        assert _letters(match["target"]) in _letters(shown)


def _letters(text: str) -> str:
    return re.sub(r"[\s⟦⟧]", "", text)


def test_a_segment_is_a_line(tm, built: Path) -> None:
    path = built / "en/c/2019-04-12/557797.shtml"
    segments = tm("segment", path, "--json").document["segments"]
    assert tm("segment", path).out.splitlines() == [each["text"] for each in segments]


def test_paths_are_shown_whole(tm, memory: Path, tmp_path: Path) -> None:
    place = tmp_path / ("很长的文件夹" * 6) / ("long folder " * 5).strip() / "[red]:smile: 记忆.tmx"
    for words in (("export", "-o"), ("backup",), ("terms", "export")):
        file = place.with_suffix(".tsv") if words[0] == "terms" else place
        file = file.with_suffix(".sqlite") if words[0] == "backup" else file
        assert str(file) in tm(*words, file, "--memory", memory).out


def test_no_colour_codes_where_nobody_looks(tm, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("lookup", "茅启凡建议加强地理标志保护，打造茶叶品牌。", "--memory", memory)
    assert "\x1b" not in tm(*words).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" in tm(*words).out
    monkeypatch.setenv("NO_COLOR", "1")
    plain = tm(*words).out
    assert not re.search("\x1b\\[[0-9;]*3[0-9]", plain)


def test_differences_are_marked_without_colour(tm, memory: Path) -> None:
    out = tm("lookup", "茅启凡建议加强地理标志保护，打造“云岭绿芽”茶叶品牌。", "--memory", memory).out
    assert "[-" in out
    assert "{+" in out


@POSIX
def test_a_reader_that_leaves_early_is_no_error_to_talk_of(memory: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("认证\n" * 200, encoding="utf-8")
    command = [sys.executable, "-c", ENTRY, "lookup", "--batch", str(lines), "--memory", str(memory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["query"] == "认证"
        process.stdout.close()
        talk = process.stderr.read()
    assert talk == b""
    assert process.returncode in {0, 1}


@POSIX
def test_closed_standard_error_changes_nothing(tm_process, memory: Path, news: Path) -> None:
    ran = tm_process("concordance", "认证", "--memory", memory, "--json", **closed(2))
    assert ran.document["total"] > 0
    ran = tm_process("import", "none.tmx", "--memory", memory, "--json", **closed(2))
    assert (ran.code, len(ran.document["skipped"])) == (1, 1)
    assert tm_process("segment", "none.html", **closed(2)).code == 1
    alone = [next((news / side).rglob("*.md")) for side in ("en", "zh")]
    assert tm_process("align", *alone, "-o", "page.html", **closed(2)).code == 0


@POSIX
def test_closed_standard_output_is_no_crash(tm_process, memory: Path) -> None:
    for words in (("concordance", "认证", "--json"), ("concordance", "认证"), ("stats",)):
        ran = tm_process(*words, "--memory", memory, **closed(1))
        assert "Traceback" not in ran.err
        assert ran.code in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words", [("stats", "--json"), ("concordance", "认证", "--json"), ("concordance", "认")]
)
def test_output_that_has_no_room_is_an_error(tm_process, memory: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = tm_process(
            *words, "--memory", memory, capture_output=False, stdout=full, stderr=subprocess.PIPE
        )
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "No space left" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("segment", b"a\xff.html"),
        ("lookup", b"\xe8\xae\xff"),
        ("concordance", b"\xff"),
        ("terms", b"add", b"\xe8\xae\xa4\xe8\xaf\x81\xff", b"certification"),
        ("terms", b"add", b"\xe8\xae\xa4\xe8\xaf\x81", b"certification", b"--note", b"\xff"),
        ("export", b"-o", b"\xff\xff"),
        ("import", b"\xff.tmx"),
        ("qa", b"\xff.tsv"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="arguments are any bytes on Linux only")
def test_arguments_that_are_no_text(tm_process, memory: Path, words: tuple[bytes | str, ...]) -> None:
    ran = tm_process(*words, env={**os.environ, "TM_MEMORY": str(memory)})
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_line_break_in_a_name_does_not_break_the_line(tm) -> None:
    assert "a b c.html" in tm("segment", "a\nb\u2028c.html").complaint


@pytest.mark.parametrize(
    "words", [(), ("nosuch",), ("lookup",), ("align", "one"), ("history", "--limit", "0")]
)
def test_wrong_usage_is_2(tm, words: tuple[str, ...]) -> None:
    ran = tm(*words)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_nothing_is_written_to_standard_error_when_all_is_well(tm, built: Path, memory: Path) -> None:
    for words in (
        ("stats",),
        ("lookup", "认证"),
        ("concordance", "认"),
        ("build", built / "en", built / "zh"),
    ):
        assert tm(*words, "--memory", memory, "--json").err == ""
