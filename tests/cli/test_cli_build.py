"""Builds that are run again, of releases that changed, taken back, and killed on the way."""

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tm.memory import open_memory

CHANGED = "c/2019-04-12/557797.shtml"
KILLED = """
import os, signal, sys
from tm.jobs import build

pairs, units = {pairs}, {units}
stored, made = build._store, build.units_of

def end():
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

def units_of(*given):
    for number, unit in enumerate(made(*given)):
        if pairs < 0 and number == units:
            end()
        yield unit

def store(*given):
    global pairs
    pairs -= 1
    return stored(*given)

build._store, build.units_of = store, units_of
sys.argv = ["tm", "build", *{folders!r}, "--memory", {memory!r}, "--json"]
from tm.cli import main
main()
"""


@pytest.fixture
def moved(built: Path, tmp_path: Path) -> Path:
    """The releases of `built` elsewhere, to be changed; their keys are the same."""
    for side in ("en", "zh"):
        shutil.copytree(built / side, tmp_path / "elsewhere" / built.name / side)
    return tmp_path / "elsewhere" / built.name


def texts(memory: Path) -> set[tuple[str, str, str]]:
    with open_memory(memory, read_only=True) as opened:
        return {(unit.en, unit.zh, unit.status.value) for unit in opened.units.scan()}


def stored(memory: Path) -> int:
    with open_memory(memory) as opened:
        assert opened.check() == []
        for pair in opened.releases.pairs():
            assert len(opened.units.of_pair(pair.en, pair.zh)) == sum(
                bool(bead.en and bead.zh) for bead in pair.beads
            )
        paired = {(pair.en, pair.zh) for pair in opened.releases.pairs()}
        sources = {(each.provenance.en_release, each.provenance.zh_release) for each in opened.units.scan()}
        assert sources == paired
        return len(paired)


def test_building_twice_adds_nothing(tm, memory: Path, built: Path, pairs) -> None:
    before = texts(memory)
    first = tm("stats", "--memory", memory, "--json").document
    done = tm("build", built / "en", built / "zh", "--memory", memory, "--json").document
    assert (done["pairs"], done["unchanged"]) == (len(pairs), len(pairs))
    assert (done["units_added"], done["units_updated"], done["units_superseded"]) == (0, 0, 0)
    assert done["units_known"] == len(before)
    assert done["needs_review"] == first["by_status"].get("review", 0)
    assert texts(memory) == before


def test_a_changed_release_updates_its_own_units_and_keeps_the_old(tm, memory: Path, moved: Path) -> None:
    page = moved / "en" / CHANGED
    original, before = page.read_bytes(), texts(memory)
    old = (
        "Of these, 141 batches failed, a failure rate of 6.6 percent, which was 1.9 percentage points lower"
        " than in the same period of 2018."
    )
    new = old.replace("Of these", "Among them")
    assert old.encode() in original
    page.write_bytes(original.replace(old.encode(), new.encode()))
    done = tm("build", moved / "en", moved / "zh", "--memory", memory, "--json").document
    assert done["unchanged"] == done["pairs"] - 1
    after = texts(memory)
    assert {en for en, _zh, _status in before - after} == {old}
    assert {en for en, _zh, _status in after - before} == {new}
    [zh] = [zh for en, zh, _status in before if en == old]
    matches = tm("lookup", zh, "--memory", memory, "--json").document["matches"]
    assert [each["target"] for each in matches if each["kind"] in {"exact", "context"}] == [new]
    assert tm("stats", "--memory", memory, "--json").document["out_of_use"] == {"superseded": 1}
    label = tm("undo", "--memory", memory, "--json").document["undone"]
    assert label.startswith("build ")
    assert texts(memory) == before


def test_undo_takes_back_a_build_an_import_and_terms(tm, built: Path, tmp_path: Path) -> None:
    memory = ("--memory", tmp_path / "m.sqlite", "--json")
    rows, words = tmp_path / "rows.tsv", tmp_path / "words.tsv"
    rows.write_text("茶叶上市。\tTea comes to market.\n", encoding="utf-8")
    words.write_text("zh\ten\n茶叶\ttea leaves\n", encoding="utf-8")

    def counts() -> tuple[int, int, int]:
        found = tm("stats", *memory).document
        return found["units"], found["pairs"], sum(found["terms"].values())

    steps = (
        ("import", rows, "--no-vectors"),
        ("build", built / "en" / "files", built / "zh" / "files"),
        ("terms", "import", words),
        ("terms", "add", "茶农", "tea farmer"),
    )
    tm("terms", "add", "茶", "tea", *memory)
    states = [counts()]
    for step in steps:
        assert tm(*step, *memory).code == 0
        states.append(counts())
    assert len(set(states)) == len(states)
    for _step, before in zip(reversed(steps), reversed(states[:-1]), strict=True):
        assert tm("undo", *memory).document["undone"]
        assert counts() == before
    assert tm("undo", *memory).document["undone"] == "add term 茶"
    assert tm("undo", *memory).document["undone"] is None
    acts = tm("history", *memory).document["acts"]
    assert len(acts) == len(steps) + 1
    assert all(act["undone_at"] for act in acts)


@pytest.mark.parametrize(
    ("pairs_whole", "units"), [(0, 0), pytest.param(1, 3, marks=pytest.mark.slow), (2, 6)]
)
def test_a_killed_build_leaves_whole_releases_and_is_picked_up(
    tm, built: Path, tmp_path: Path, pairs, pairs_whole: int, units: int
) -> None:
    memory = tmp_path / "m.sqlite"
    folders = [str(built / side) for side in ("en", "zh")]
    # `_store` counts down before the units of its pair are made: those of the next one are cut off
    script = KILLED.format(pairs=pairs_whole, units=units, folders=folders, memory=str(memory))
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=120)
    assert killed.returncode != 0
    assert killed.stdout == b""
    assert stored(memory) == pairs_whole
    health = tm("doctor", "--memory", memory, "--json")
    assert health.code == 1
    assert [each["name"] for each in health.document["checks"] if not each["ok"]] == ["changes"]
    done = tm("build", *folders, "--memory", memory, "--json").document
    assert (done["pairs"], done["unchanged"]) == (len(pairs), pairs_whole)
    assert texts(memory) == texts(built / "memory.sqlite")
    assert tm("doctor", "--memory", memory).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_build_killed_at_any_moment(tm, built: Path, tmp_path: Path, seed: int) -> None:
    memory = tmp_path / "m.sqlite"
    folders = [str(built / side) for side in ("en", "zh")]
    command = [sys.executable, "-c", "from tm.cli import main; main()", "build", *folders]
    with subprocess.Popen([*command, "--memory", str(memory)], stdout=subprocess.PIPE) as process:
        while not memory.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(random.Random(seed).uniform(0, 3))
        process.kill()
    if memory.stat().st_size:
        assert stored(memory) <= len(list((built / "en").rglob("*.*")))
    tm("build", *folders, "--memory", memory)
    assert texts(memory) == texts(built / "memory.sqlite")


def test_a_release_that_lost_its_counterpart_is_told(tm, memory: Path, news: Path, pairs) -> None:
    (news / "zh" / pairs[CHANGED]).unlink()
    done = tm("build", news / "en", news / "zh", "--memory", memory, "--json").document
    assert done["pairs"] == len(pairs) - 1
    assert any(each.endswith(CHANGED) for each in done["unpaired"]["en"])


def test_confirmed_units_survive_builds(tm, memory: Path, moved: Path) -> None:
    with open_memory(memory) as opened:
        [unit] = [each for each in opened.units.scan() if each.zh.startswith("白云岭村海拔800米")]
    assert tm("confirm", str(unit.id), "--by", "李雯", "--memory", memory).code == 0
    page = moved / "zh/c/2021-04-02/584488.shtml"
    page.write_bytes(page.read_bytes().replace("17期".encode("gb18030"), "18期".encode("gb18030")))
    page.write_bytes(page.read_bytes().replace("17期".encode(), "18期".encode()))
    done = tm("build", moved / "en", moved / "zh", "--memory", memory, "--json").document
    assert done["unchanged"] == done["pairs"] - 1
    match = tm("lookup", unit.zh, "--memory", memory, "--json").document["matches"][0]
    assert (match["origin"]["status"], match["origin"]["confirmed_by"]) == ("confirmed", "李雯")


def beads_of(memory: Path, en: str) -> dict[tuple[int, ...], tuple[tuple[int, ...], str]]:
    with open_memory(memory, read_only=True) as opened:
        pair = opened.releases.pair_of(en)
        assert pair is not None
        return {bead.en: (bead.zh, bead.status.value) for bead in pair.beads}


def test_corrections_given_once_hold_in_every_build(tm, memory: Path, built: Path, tmp_path: Path) -> None:
    key = f"{built.name}/en/{CHANGED}"
    with open_memory(memory) as opened:
        pair = opened.releases.pair_of(key)
        en, zh = (opened.releases.get(name)[1] for name in (key, pair.zh))
    wrong = {"action": "confirm", "en": [en[2].text, en[3].text], "zh": [zh[2].text]}
    asked = tmp_path / "asked.jsonl"
    stale = {"action": "confirm", "en": ["Nobody wrote this."], "zh": ["没人写过这句。"]}
    asked.write_text("\n".join(json.dumps(row) for row in (wrong, stale)), encoding="utf-8")
    words = ("build", built / "en", built / "zh", "--memory", memory, "--json")
    before = texts(memory)
    first = tm(*words, "--confirmed", asked).document
    assert first["unchanged"] == first["pairs"] - 1
    assert beads_of(memory, key)[2, 3] == ((2,), "confirmed")
    assert first["warnings"] == [
        "correction not found in any pair, kept for later: confirm Nobody wrote this. ↔ 没人写过这句。"
    ]
    again = tm(*words).document
    assert again["unchanged"] == again["pairs"]
    assert again["warnings"] == []
    held = {(old, new) for old, new, status in texts(memory) if status == "confirmed"}
    assert held == {(f"{en[2].text} {en[3].text}", zh[2].text)}
    asked.write_text(json.dumps({**wrong, "action": "reject"}), encoding="utf-8")
    tm(*words, "--confirmed", asked)
    assert (2, 3) not in beads_of(memory, key)
    assert texts(memory) == before
    for _ in range(2):
        assert tm("undo", "--memory", memory, "--json").document["undone"].startswith("build ")
    assert tm(*words).document["unchanged"] == again["pairs"]
    assert texts(memory) == before


def test_a_confirmed_unit_holds_its_bead_against_the_aligner(tm, memory: Path, built: Path) -> None:
    words = ("build", built / "en", built / "zh", "--memory", memory, "--json")
    with open_memory(memory) as opened:
        pair, bead = next(
            (pair, bead)
            for pair in opened.releases.pairs()
            for bead in pair.beads
            if len(bead.en) > 1 and len(bead.zh) == 1
        )
        zh = opened.releases.get(pair.zh)[1][bead.zh[0]].text
        [unit] = [each for each in opened.units.of_pair(pair.en, pair.zh) if each.zh == zh]
    Path("tm.toml").write_text("[align]\nmax_bead = 2\n", encoding="utf-8")
    tm(*words)
    assert bead.en not in beads_of(memory, pair.en)
    tm("undo", "--memory", memory)
    tm("confirm", str(unit.id), "--by", "李雯", "--memory", memory)
    assert tm(*words).code == 0
    assert beads_of(memory, pair.en)[bead.en] == (bead.zh, "confirmed")
    [match] = [
        each
        for each in tm("lookup", zh, "--memory", memory, "--json").document["matches"]
        if each["kind"] in {"exact", "context"}
    ]
    assert (match["target"], match["origin"]["confirmed_by"]) == (unit.en, "李雯")


def test_folders_that_moved_are_known_again(tm, memory: Path, moved: Path, pairs) -> None:
    done = tm("build", moved / "en", moved / "zh", "--memory", memory, "--json").document
    assert (done["unchanged"], done["units_added"]) == (len(pairs), 0)
