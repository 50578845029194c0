"""The index stays level with its memory, through changes, other processes, restarts and damage."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tm.bitext import TranslationUnit, UnitStatus
from tm.memory import Memory, open_memory
from tm.memory.index import comparison_tokens, index_of, level, likeness
from tm.memory.index.arrays import read_arrays, write_arrays

HAN = "国家认证中心主任出席会议北京苏州标准"


def text(draw: random.Random) -> str:
    return "".join(draw.choice(HAN) for _ in range(draw.randint(2, 12)))


@pytest.fixture
def small_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(level, "TAIL_UNITS", 8)
    monkeypatch.setattr(level, "SETTLED_UNITS", 2)


def usable(memory: Memory) -> dict[int, TranslationUnit]:
    return {unit.id: unit for unit in memory.units.scan() if unit.status is not UnitStatus.DO_NOT_REUSE}


def check_level(memory: Memory, draw: random.Random) -> None:
    units = usable(memory)
    query = comparison_tokens(draw.choice([text(draw), *[unit.zh for unit in units.values()]]))
    percents = {number: likeness(query, comparison_tokens(unit.zh)).percent for number, unit in units.items()}
    hits = index_of(memory).fuzzy("zh", query, 50, None)
    assert {hit.unit: hit.percent for hit in hits} == {n: p for n, p in percents.items() if p >= 50}
    run = query[: draw.randint(1, 3)]
    found = index_of(memory).phrase("zh", [run], order="relevance", limit=None)
    assert set(found.units) == {number for number, unit in units.items() if "".join(run) in unit.zh}
    assert found.total == len(found.units)
    assert len(index_of(memory)) == len(units)


def change(memory: Memory, draw: random.Random) -> None:
    units = list(usable(memory).values())
    kind = draw.randrange(6) if len(units) > 3 else 0
    if kind in {0, 1}:
        memory.units.add(
            [TranslationUnit(zh=text(draw), en=f"text {draw.random()}") for _ in range(draw.randint(1, 12))]
        )
    elif kind == 2:
        memory.units.edit(replace(draw.choice(units), zh=text(draw) + str(draw.randint(1, 10**9))))
    elif kind == 3:
        memory.units.delete([draw.choice(units).id])
    elif kind == 4:
        memory.units.set_status([draw.choice(units).id], draw.choice(list(UnitStatus)))
    else:
        index_of(memory).settle()


@pytest.mark.usefixtures("small_tail")
@pytest.mark.parametrize("seed", range(4))
def test_any_series_of_changes(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    path = tmp_path / "m.sqlite"
    memory = open_memory(path)
    for step in range(40):
        change(memory, draw)
        check_level(memory, draw)
        if step % 13 == 12:
            memory.close()
            memory = open_memory(path)
            check_level(memory, draw)
    memory.history.undo()
    check_level(memory, draw)
    index_of(memory).rebuild()
    check_level(memory, draw)
    assert index_of(memory).check() == []
    memory.close()


@pytest.mark.usefixtures("small_tail")
def test_two_open_memories_see_each_others_changes(tmp_path: Path) -> None:
    draw = random.Random(3)
    one, other = open_memory(tmp_path / "m.sqlite"), open_memory(tmp_path / "m.sqlite")
    for _ in range(20):
        change(draw.choice([one, other]), draw)
        check_level(one, draw)
        check_level(other, draw)
    one.close()
    other.close()


@pytest.mark.usefixtures("small_tail")
def test_a_memory_opened_for_reading_only(tmp_path: Path) -> None:
    draw = random.Random(4)
    memory = open_memory(tmp_path / "m.sqlite")
    memory.units.add([TranslationUnit(zh=text(draw), en=str(n)) for n in range(30)])
    memory.close()
    reader = open_memory(tmp_path / "m.sqlite", read_only=True)
    check_level(reader, draw)
    assert not (tmp_path / "m.sqlite.index").exists()
    reader.close()


@pytest.mark.usefixtures("small_tail")
@pytest.mark.parametrize("damage", ["cut", "missing", "manifest", "magic", "other memory"])
def test_a_damaged_index_counts_as_none(tmp_path: Path, damage: str) -> None:
    draw = random.Random(5)
    path = tmp_path / "m.sqlite"
    memory = open_memory(path)
    memory.units.add([TranslationUnit(zh=text(draw), en=str(n)) for n in range(30)])
    check_level(memory, draw)
    memory.close()
    folder = tmp_path / "m.sqlite.index"
    file = next(folder.glob("units-*.tmi"))
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "missing":
        file.unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    elif damage == "magic":
        file.write_bytes(b"x" * file.stat().st_size)
    else:
        for each in tmp_path.glob("m.sqlite*"):
            if each.is_file():
                each.unlink()
        other = open_memory(path)
        for n in range(60):
            other.units.add([TranslationUnit(zh=text(draw) + "新", en=f"new {n}")])
        other.close()
    memory = open_memory(path)
    check_level(memory, draw)
    memory.close()
    memory = open_memory(path)
    check_level(memory, draw)
    memory.close()


KILLED = """
import os, random, sys, threading, time
sys.path.insert(0, {tests!r})
from tm.bitext import TranslationUnit
from tm.memory import open_memory
from tm.memory.index import index_of, level
level.TAIL_UNITS = 8
draw = random.Random(int(sys.argv[2]))
memory = open_memory(sys.argv[1])
threading.Timer(draw.uniform(0.0, 0.25), lambda: os._exit(9)).start()
while True:
    memory.units.add(
        [TranslationUnit(zh="".join(draw.choices({han!r}, k=8)), en=str(draw.random())) for _ in range(9)]
    )
    index_of(memory).settle()
"""


@pytest.mark.usefixtures("small_tail")
def test_a_killed_process_leaves_a_sound_index(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(tests=str(Path(__file__).parent), han=HAN), encoding="utf-8")
    path = tmp_path / "m.sqlite"
    draw = random.Random(6)
    for seed in range(6):
        done = subprocess.run([sys.executable, script, path, str(seed)], capture_output=True, check=False)
        assert done.returncode == 9, done.stderr
        memory = open_memory(path)
        check_level(memory, draw)
        memory.close()


def test_array_files_are_checked(tmp_path: Path) -> None:
    import numpy as np

    from tm.errors import MemoryStoreError

    path = tmp_path / "a.tmi"
    given = {"a": np.arange(5), "b": np.zeros((0, 3), dtype=np.float32), "c": np.ones((2, 3), dtype=np.uint8)}
    write_arrays(path, {"n": 1}, given)
    held = read_arrays(path, check=True)
    assert held.facts == {"n": 1}
    assert all((held.arrays[name] == array).all() for name, array in given.items())
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    read_arrays(path)
    with pytest.raises(MemoryStoreError, match="damaged"):
        read_arrays(path, check=True)


@pytest.mark.usefixtures("small_tail")
def test_an_index_that_disagrees_with_its_memory_is_told_of_and_mended(tmp_path: Path) -> None:
    draw = random.Random(7)
    path = tmp_path / "m.sqlite"
    with open_memory(path) as memory:
        memory.units.add([TranslationUnit(zh=text(draw), en=str(n)) for n in range(30)])
        check_level(memory, draw)
        memory.units.add([TranslationUnit(zh=text(draw), en="one more")])
        claimed = memory.generation()
    manifest = tmp_path / "m.sqlite.index" / "manifest.json"
    plain = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**plain, "generation": claimed}), encoding="utf-8")
    with open_memory(path) as memory:
        [fault] = index_of(memory).check()
        assert "tm doctor --repair" in fault
        index_of(memory).rebuild()
        assert index_of(memory).check() == []
        check_level(memory, draw)
