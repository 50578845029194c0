"""Bad input, as it comes: one line that says what, where and what to do, and nothing stored is harmed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
EN, ZH = CORPORA / "en/c/2019-04-12/557797.shtml", CORPORA / "zh/c/2019-04-12/557816.shtml"
MEGABYTE = 1 << 20


def _bad_files() -> dict[str, bytes]:
    page = EN.read_bytes()
    return {
        "empty.html": b"",
        "binary.html": bytes(range(256)) * 40,
        "half.html": page[:700],
        "half.docx": next((CORPORA / "en").rglob("*.docx")).read_bytes()[:3000],
        "half.pdf": b"%PDF-1.7\n1 0 obj\n<<",
        "unknown.txt": b"\x81\x39\xff\xfe\x80\x9d\xc0\x81\xf8\xff" * 40,
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "blank.txt": b"\n \n\t\n",
        "russian.txt": "Центр сертификации качества провёл совещание.\n".encode(),
        "frames.html": b"<html><body></body></html>",
    }


BAD = _bad_files()


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder of files none of which is a release."""
    folder = tmp_path / "坏"
    folder.mkdir()
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    with (folder / "large.html").open("wb") as file:
        file.truncate(50 * MEGABYTE)
    with (folder / "large.txt").open("wb") as file:
        file.write(b"A sentence of some length stands here. " * (50 * MEGABYTE // 39))
    (folder / "notes.zip").write_bytes(b"PK")
    return folder


@pytest.mark.parametrize("name", [*BAD, "large.html", "large.txt", "notes.zip", "none.html", "."])
def test_a_file_that_is_no_release(tm, bad: Path, name: str) -> None:
    for words in (("segment", bad / name), ("align", bad / name, ZH), ("align", EN, bad / name)):
        complaint = tm(*words, "--json").complaint
        assert str(bad / name) in complaint
        assert "; " in complaint, "says what to do"


def test_a_batch_goes_on_with_the_rest(tm, news: Path, bad: Path, pairs, alone) -> None:
    shutil.copytree(bad, news / "en" / "坏")
    for words in (("pair",), ("build", "--memory", "m.sqlite")):
        ran = tm(*words, news / "en", news / "zh", "--json")
        assert ran.code == 1
        found = ran.document
        count = found["pairs"] if words[0] == "build" else len(found["pairs"])
        assert count == len(pairs)
        skipped = {Path(each["where"]).name: each["why"] for each in found["skipped"]}
        assert skipped.keys() == {*BAD, "large.html", "large.txt"}
        assert all(skipped.values())
        assert [Path(each).name for each in found["ignored"]] == ["notes.zip"]
        assert len([line for line in ran.err.splitlines() if line.startswith("skipped ")]) == len(skipped)
    assert alone.keys() == {"en", "zh"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_not_utf8_is_skipped(tm, news: Path, pairs) -> None:
    (news / "en" / os.fsdecode(b"\xff\xfe.html")).write_bytes(EN.read_bytes())
    for words in (("pair",), ("build", "--memory", "m.sqlite")):
        ran = tm(*words, news / "en", news / "zh", "--json")
        assert ran.code == 1
        found = ran.document
        assert (found["pairs"] if words[0] == "build" else len(found["pairs"])) == len(pairs)
        assert [each["why"] for each in found["skipped"]] == ["has a name that is not UTF-8; rename it"]


def test_files_of_other_types_alone_are_no_fault(tm, news: Path) -> None:
    (news / "zh" / "notes.zip").write_bytes(b"PK")
    (news / "zh" / "style.css").write_bytes(b"p {}")
    ran = tm("pair", news / "en", news / "zh", "--json")
    assert ran.code == 0
    assert sorted(Path(each).name for each in ran.document["ignored"]) == ["notes.zip", "style.css"]


def test_folders_with_nothing_to_read(tm, news: Path, bad: Path, tmp_path: Path) -> None:
    empty = tmp_path / "leer"
    empty.mkdir()
    for words in (
        (empty, news / "zh"), (news / "en", empty), (bad, news / "zh"), (tmp_path / "none", news / "zh"),
        (EN, news / "zh"), (news / "en", news / "en"), (news / "zh", news / "en"),
    ):  # fmt: skip
        for command in (("pair",), ("build", "--memory", "m.sqlite")):
            complaint = tm(*command, *words).complaint
            assert any(str(each) in complaint for each in words)


def test_two_english_releases(tm, built: Path) -> None:
    other = built / "en/c/2021-04-09/584757.shtml"
    for pair in ((EN, EN), (EN, other), (ZH, ZH)):
        complaint = tm("align", *pair, "--json").complaint
        assert str(pair[0]) in complaint
        assert "both" in complaint


def test_two_sides_the_wrong_way_round_are_put_right_and_told(tm) -> None:
    right, wrong = (tm("align", *pair, "--json").document for pair in ((EN, ZH), (ZH, EN)))
    assert right["warnings"] == []
    assert str(ZH) in wrong["warnings"][0]
    assert {**wrong, "warnings": []} == right


def test_an_english_release_among_the_chinese_ones_is_skipped(tm, news: Path, pairs) -> None:
    shutil.copyfile(EN, news / "zh" / "stray.shtml")
    ran = tm("pair", news / "en", news / "zh", "--json")
    assert ran.code == 1
    assert len(ran.document["pairs"]) == len(pairs)
    [skipped] = ran.document["skipped"]
    assert skipped["where"].endswith("stray.shtml")
    assert "en" in skipped["why"]


# what is given as a memory


def _no_memories(folder: Path, memory: Path) -> Iterator[tuple[Path, str]]:
    text = folder / "text.sqlite"
    text.write_text("认证" * 500, encoding="utf-8")
    yield text, "not a memory"
    foreign = folder / "foreign.sqlite"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE t (a)")
        other.commit()
    yield foreign, "another program"
    newer = Path(shutil.copyfile(memory, folder / "newer.sqlite"))
    with closing(sqlite3.connect(newer)) as other:
        other.execute("PRAGMA user_version = 9999")
        other.commit()
    yield newer, "newer"
    half = folder / "half.sqlite"
    half.write_bytes(memory.read_bytes()[: memory.stat().st_size // 2])
    yield half, "cut short"
    yield folder, "folder"


def test_what_is_no_memory_is_refused_and_not_touched(tm, memory: Path, tmp_path: Path, news: Path) -> None:
    row = tmp_path / "row.tsv"
    row.write_text("认证\tcertification\n", encoding="utf-8")
    folder = tmp_path / "memories"
    folder.mkdir()
    for place, why in _no_memories(folder, memory):
        before = place.read_bytes() if place.is_file() else None
        for words in (
            ("lookup", "认证"), ("concordance", "认证"), ("stats",), ("undo",), ("doctor",),
            ("terms", "list"), ("export", "-o", "x.tmx"), ("backup", "x.sqlite"),
            ("import", row, "--no-vectors"), ("build", news / "en", news / "zh"),
        ):  # fmt: skip
            complaint = tm(*words, "--memory", place).complaint
            assert str(place) in complaint
            assert why in complaint
        assert before is None or place.read_bytes() == before
    assert not Path("x.tmx").exists()


def test_a_server_is_not_built_yet(tm) -> None:
    assert "not built yet" in tm("stats", "--memory", "postgresql://host/db").complaint


# drafts, glossaries, units


@pytest.mark.parametrize("words", [("qa",), ("score",)])
def test_files_that_are_no_draft(tm, memory: Path, bad: Path, words: tuple[str, ...]) -> None:
    (bad / "empty.tsv").write_bytes(b"")
    (bad / "binary.tsv").write_bytes(BAD["binary.html"])
    (bad / "one.tsv").write_text("only one field\n", encoding="utf-8")
    (bad / "same.tsv").write_text("an English text\tanother one\n", encoding="utf-8")
    (bad / "half.xliff").write_text('<?xml version="1.0"?><xliff version="1.2"><file>', encoding="utf-8")
    (bad / "half.po").write_text('msgid "认证"\nmsgstr "certif', encoding="utf-8")
    for name in (
        "empty.tsv", "binary.tsv", "one.tsv", "same.tsv", "half.xliff", "half.po", "none.tsv", "notes.zip",
    ):  # fmt: skip
        assert str(bad / name) in tm(*words, bad / name, "--memory", memory, "--json").complaint


def test_glossaries_that_are_none_leave_the_terms_alone(tm, memory: Path, bad: Path) -> None:
    before = tm("stats", "--memory", memory, "--json").document["terms"]
    (bad / "binary.tsv").write_bytes(BAD["binary.html"])
    (bad / "status.tsv").write_text(
        "zh\ten\tstatus\n绿茶\tgreen tea\tpreferred\n茶\ttea\tloved\n", encoding="utf-8"
    )
    for name in ("binary.tsv", "status.tsv", "none.csv", "notes.zip"):
        assert name in tm("terms", "import", bad / name, "--memory", memory).complaint
    assert tm("stats", "--memory", memory, "--json").document["terms"] == before


def test_a_tmx_that_breaks_off_keeps_what_came_before(tm, cut_tmx: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.tsv"
    good.write_text("认证\tcertification\n", encoding="utf-8")
    ran = tm("import", tmp_path / "none.tmx", cut_tmx, good, "--no-vectors", "--memory", "m.sqlite", "--json")
    found = ran.document
    assert ran.code == 1
    assert [Path(each["where"]).name for each in found["skipped"]] == ["none.tmx", "cut.tmx"]
    assert found["read"] == found["added"] > 1
    assert tm("stats", "--memory", "m.sqlite", "--json").document["units"] == found["added"]
    assert tm("lookup", "认证", "--memory", "m.sqlite", "--json").document["matches"][0]["kind"] == "exact"


# what cannot be written


def _outputs(memory: Path) -> Iterator[tuple[tuple[object, ...], str]]:
    yield ("export", "--memory", memory, "-o"), ".tmx"
    yield ("export", "--memory", memory, "-o"), ".csv"
    yield ("backup", "--memory", memory), ".sqlite"
    yield ("terms", "export", "--memory", memory), ".tsv"
    for ending in (".html", ".tmx", ".xliff"):
        yield ("align", EN, ZH, "-o"), ending
    yield ("align", EN, ZH, "--plot"), ".svg"
    yield ("qa", CORPORA / "drafts/2021-organic-tea-luan.a.tsv", "--memory", memory, "-o"), ".xlsx"


def test_places_that_cannot_be_written(tm, memory: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    for words, ending in _outputs(memory):
        taken = tmp_path / f"folder{ending}"
        taken.mkdir(exist_ok=True)
        for place in (tmp_path / "file" / f"below{ending}", taken):
            complaint = tm(*words, place).complaint
            assert str(place) in complaint, words
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here"
    assert not list(tmp_path.rglob("*.part"))


def test_a_failed_export_leaves_the_old_file(tm, memory: Path, tmp_path: Path) -> None:
    place = tmp_path / "units.tmx"
    tm("export", "-o", place, "--memory", memory)
    before = place.read_bytes()
    damaged = tmp_path / "damaged.sqlite"
    data = bytearray(memory.read_bytes())
    data[8_192 * 3 : 8_192 * 40] = b"\x7f" * (8_192 * 37)
    damaged.write_bytes(data)
    assert tm("export", "-o", place, "--memory", damaged).complaint
    assert place.read_bytes() == before


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.argv = ["tm", *{words!r}]
from tm.cli import main
main()
"""


def limited(size: int, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file of more than so many bytes."""
    script = LIMITED.format(size=size, words=[str(each) for each in words])
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, encoding="utf-8", timeout=120
    )


@pytest.mark.skipif(os.name != "posix", reason="limits of this kind are POSIX's")
def test_no_room_to_write(tm, memory: Path, news: Path, tmp_path: Path) -> None:
    before = tm("stats", "--memory", memory, "--json").document
    (news / "en/c/2019-04-12/557797.shtml").write_bytes(EN.read_bytes().replace(b"173", b"174"))
    for words in (
        ("export", "--memory", memory, "-o", tmp_path / "big.tmx"),
        ("backup", "--memory", memory, tmp_path / "big.sqlite"),
        ("terms", "import", CORPORA / "glossary.tsv", "--memory", tmp_path / "small.sqlite"),
        ("build", news / "en", news / "zh", "--memory", memory),
    ):
        ran = limited(20_000, *words)
        assert (ran.returncode, ran.stdout) == (1, "")
        assert len(ran.stderr.splitlines()) == 1, ran.stderr
        assert ran.stderr.startswith("tm: ")
    assert not (tmp_path / "big.tmx").exists()
    assert not (tmp_path / "big.sqlite").exists()
    assert not list(tmp_path.rglob("*.part"))
    after = tm("stats", "--memory", memory, "--json").document
    assert (after["units"], after["terms"]) == (before["units"], before["terms"])
    assert tm("doctor", "--memory", memory, "--json").document["checks"][3]["ok"]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A drive of 40 kB, where this user may make one."""
    place = tmp_path / "tiny"
    place.mkdir()
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("needs Linux")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("drives may not be made here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(tm, memory: Path, tiny: Path, news: Path, pairs) -> None:
    for words in (
        ("export", "--memory", memory, "-o", tiny / "big.tmx"),
        ("backup", "--memory", memory, tiny / "big.sqlite"),
    ):
        complaint = tm(*words).complaint
        assert str(tiny) in complaint
        assert list(tiny.iterdir()) == []
    complaint = tm("build", news / "en", news / "zh", "--memory", tiny / "m.sqlite").complaint
    assert "disk is full" in complaint
    subprocess.run(["mount", "-o", "remount,size=16m", str(tiny)], check=True)  # some space was freed
    found = tm("build", news / "en", news / "zh", "--memory", tiny / "m.sqlite", "--json").document
    assert found["pairs"] == len(pairs)
    assert found["units_added"] > 0
