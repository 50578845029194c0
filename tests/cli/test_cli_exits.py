"""Exit codes, and what goes before what: flag, environment, `tm.toml`, default."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
POOR = CORPORA / "drafts/2021-organic-tea-luan.c.tsv"


def count(ran) -> int:
    return int(ran.document["units"])


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A draft nothing is wrong with."""
    path = tmp_path / "clean.tsv"
    path.write_text("培训班圆满结束。\tThe training course came to an end.\n", encoding="utf-8")
    return path


def test_findings_are_3_only_where_asked_for(tm, memory: Path, clean: Path) -> None:
    for words, code in (
        ((POOR,), 0),
        ((POOR, "--fail-on", "error"), 3),
        ((POOR, "--fail-on", "info"), 3),
        ((clean, "--fail-on", "error"), 0),
        ((clean, "--fail-on", "warning"), 0),
    ):
        ran = tm("qa", *words, "--memory", memory, "--json")
        assert ran.code == code, words
        assert "findings" in ran.document


def test_a_threshold_missed_is_3(tm, memory: Path) -> None:
    for least, code in (("0", 0), ("100", 3)):
        ran = tm("score", POOR, "--min-quality", least, "--memory", memory, "--json")
        assert ran.code == code
        assert ran.document["drafts"]


@pytest.mark.parametrize(
    "words",
    [
        ("qa", POOR, "--fail-on", "loud"),
        ("lookup", "认证", "--kinds", "near"),
        ("lookup", "认证", "--from", "fr"),
        ("lookup", "认证", "--min", "0"),
        ("lookup", "认证", "--limit", "0"),
        ("lookup", " "),
        ("concordance", ""),
        ("concordance", "(", "--regex"),
        ("terms", "add", "tea", "tree"),
        ("terms", "add", "茶", "tea", "--status", "loved"),
        ("terms", "list", "--from", "fr"),
        ("export", "-o", "memory.doc"),
        ("terms", "export", "terms.doc"),
        ("history", "--unit", "123456"),
        ("edit", "123456", "--note", "x"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_1(tm, memory: Path, words: tuple[object, ...]) -> None:
    before = memory.read_bytes()
    assert tm(*words, "--memory", memory).complaint
    assert tm(*words, "--memory", memory, "--json").complaint
    assert memory.read_bytes() == before


def test_a_flag_goes_before_the_environment_before_the_file(
    tm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {}
    for number, name in enumerate(("flag", "environment", "file")):
        places[name] = tmp_path / f"{name}.sqlite"
        for term in range(number + 1):
            tm("terms", "add", f"词{term}", f"word {term}", "--memory", places[name])
    Path("tm.toml").write_text(f"memory = '{places['file']}'\n", encoding="utf-8")

    def terms(*words: object) -> int:
        return len(tm("terms", "list", *words, "--json").document["terms"])

    assert terms() == 3
    monkeypatch.setenv("TM_MEMORY", str(places["environment"]))
    assert terms() == 2
    assert terms("--memory", places["flag"]) == 1
    assert terms("--memory", f"sqlite:///{places['flag'].as_posix()}") == 1
    monkeypatch.setenv("TM_MEMORY", "")
    assert terms() == 3


def test_a_memory_in_a_settings_file_above_lies_beside_it(
    tm, memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(memory, tmp_path / "ours.sqlite")
    (tmp_path / "tm.toml").write_text('memory = "ours.sqlite"\n', encoding="utf-8")
    inner = tmp_path / "项目" / "译文"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert count(tm("stats", "--json")) > 0
    assert not list(inner.iterdir())


def test_the_model_too_comes_from_flag_environment_or_file(
    tm, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("reembed", "--memory", memory, "--json")
    assert tm(*words).document["model"] == "use"
    for name in ("file-model", "their-model"):
        for file in ("weights.npz", "sp.model"):
            (Path.cwd() / name).mkdir(exist_ok=True)
            (Path.cwd() / name / file).write_bytes(b"no weights")
    Path("tm.toml").write_text('model = "file-model"\n', encoding="utf-8")
    assert "file-model" in tm(*words).complaint
    monkeypatch.setenv("TM_MODEL", "their-model")
    assert "their-model" in tm(*words).complaint
    assert tm(*words, "--model", "use").document["model"] == "use"


def test_settings_of_a_room_hold_until_a_flag_says_otherwise(tm, memory: Path) -> None:
    Path("tm.toml").write_text("[lookup]\nlimit = 1\n", encoding="utf-8")
    query = ("lookup", "茶农表示，有机产品认证带来了收益。", "--memory", memory, "--json")
    assert len(tm(*query, "--min", "1").document["matches"]) == 1
    assert len(tm(*query, "--min", "1", "--limit", "3").document["matches"]) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour"),
        ("memory = ", "TOML"),
        ("[lookup]\nlimit = 'x'", "limit"),
        ("[lookup]\nx = 1", "'x'"),
    ],
)
def test_a_settings_file_that_is_not_sound_is_named(tm, memory: Path, text: str, said: str) -> None:
    Path("tm.toml").write_text(text, encoding="utf-8")
    complaint = tm("lookup", "认证", "--memory", memory).complaint
    assert "tm.toml" in complaint
    assert said in complaint


def test_the_default_memory_lies_in_the_users_data_folder(tm) -> None:
    from tm.memory import default_location

    assert default_location().is_relative_to(Path(os.environ["HOME"]))
    assert "tm build" in tm("stats").complaint
    assert not default_location().exists()
    assert tm("terms", "add", "茶", "tea").code == 0
    assert default_location().is_file()
    assert count(tm("stats", "--json")) == 0


def test_a_question_makes_no_memory(tm, tmp_path: Path) -> None:
    place = tmp_path / "mistyped" / "memory.sqlite"
    for words in (
        ("lookup", "认证"), ("concordance", "认证"), ("stats",), ("history",), ("undo",),
        ("export", "-o", "x.tmx"), ("backup", "x.sqlite"), ("terms", "list"), ("terms", "find", "认证"),
        ("reembed",),
    ):  # fmt: skip
        complaint = tm(*words, "--memory", place).complaint
        assert str(place) in complaint
        assert "tm build" in complaint
    assert not place.parent.exists()
    assert not list(Path.cwd().iterdir())


def test_who_did_it_is_told(tm, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TM_USER", "李雯")
    tm("terms", "add", "茶", "tea", "--memory", memory)
    assert tm("history", "--memory", memory, "--json").document["acts"][0]["by"] == "李雯"


def test_files_that_may_not_be_read_are_errors_and_no_wrong_usage() -> None:
    from tm import cli
    from tm.cli.app import command

    assert cli.main
    waiting: list[Any] = [command()]
    looked_at = 0
    while waiting:
        one = waiting.pop()
        waiting.extend(getattr(one, "commands", {}).values())
        kinds = [parameter.type for parameter in one.params if hasattr(parameter.type, "readable")]
        assert not any(kind.readable for kind in kinds), one.name
        looked_at += len(kinds)
    assert looked_at > 20


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever runs this may read everything")
def test_what_may_not_be_read_is_one_line(tm, tmp_path: Path) -> None:
    locked, folder = tmp_path / "locked.txt", tmp_path / "folder"
    locked.write_text("It rained.", encoding="utf-8")
    folder.mkdir()
    (folder / "inner").mkdir()
    (folder / "en.txt").write_text("It rained all day in Wuxi.", encoding="utf-8")
    for place in (locked, folder / "inner"):
        place.chmod(0)
    try:
        assert str(locked) in tm("segment", locked).complaint
        assert str(locked) in tm("align", POOR, locked, "--presegmented").complaint
        assert "cannot be opened" in tm("pair", folder, CORPORA / "zh").err
    finally:
        (folder / "inner").chmod(0o700)
