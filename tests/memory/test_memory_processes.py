"""Several processes on one memory, and processes that are killed."""

import random
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tm.bitext import TranslationUnit
from tm.memory import open_memory
from tm.text import match_key

RELEASE_UNITS = 12
"""Units of every release the writers put; a reader must see all of them or none."""


def release(writer: int, number: int, version: int) -> list[TranslationUnit]:
    name = f"{writer}.{number}"
    return [
        TranslationUnit(en=f"{name} says {version} {i}.", zh=f"{name}说{version}之{i}。")
        for i in range(RELEASE_UNITS)
    ]


def write(url: str, writer: int, seconds: float) -> int:
    """Put releases over and over, each version in place of the one before; return how many."""
    until, done = time.monotonic() + seconds, 0
    chosen = random.Random(writer)
    with open_memory(url) as memory:
        while time.monotonic() < until:
            number = chosen.randrange(20)
            name = f"{writer}.{number}"
            memory.units.put_release(f"en/{name}", f"zh/{name}", release(writer, number, done))
            done += 1
    return done


def read(url: str, seconds: float) -> int:
    """Look at whole releases while they change; return how many were seen."""
    until, seen = time.monotonic() + seconds, 0
    with open_memory(url) as memory:
        while time.monotonic() < until:
            counts: dict[str | None, set[str]] = {}
            units = 0
            for unit in memory.units.scan():
                units += 1
                version = unit.en.split(" ")[2]
                counts.setdefault(unit.provenance.en_release, set()).add(version)
                if units % 50 == 1:
                    memory.units.exact("zh", match_key(unit.zh))
            if units != RELEASE_UNITS * len(counts) or any(len(versions) > 1 for versions in counts.values()):
                raise AssertionError(f"half a release was seen: {counts}")
            memory.generation()
            memory.statistics()
            seen += len(counts)
    return seen


def together(url: str, writers: int, readers: int, seconds: float) -> tuple[list[int], list[int]]:
    with ProcessPoolExecutor(writers + readers, mp_context=get_context("spawn")) as pool:
        writing = [pool.submit(write, url, number, seconds) for number in range(writers)]
        reading = [pool.submit(read, url, seconds) for _ in range(readers)]
        return [future.result() for future in writing], [future.result() for future in reading]


def test_two_write_while_others_read(url):
    written, seen = together(url, 2, 2, 1.5)
    assert min(written) > max(written) / 10, "one writer kept the other out"
    assert sum(seen) > 0
    with open_memory(url) as memory:
        assert memory.check() == []
        assert len(memory.history.acts(10_000)) == sum(written)


@pytest.mark.slow
def test_two_write_while_ten_read(url):
    written, seen = together(url, 2, 10, 20)
    assert min(written) > 10
    assert min(seen) > 0
    with open_memory(url) as memory:
        assert memory.check() == []


def test_many_processes_may_make_one_memory_at_once(url):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(write, [url] * 4, range(4), [0.2] * 4))
    with open_memory(url) as memory:
        assert len(memory.history.acts(10_000)) == sum(done)


IMPORT = """
import sys
from tm.bitext import TranslationUnit
from tm.memory import open_memory
import tm.memory.sqlite.units as units
units.BATCH = 500
with open_memory(sys.argv[1]) as memory:
    print("open", flush=True)
    with memory.series("import big.tmx", by="Ann"):
        memory.units.add(
            TranslationUnit(en=f"Notice No. {n}.", zh=f"第{n}号公告。") for n in range(int(sys.argv[2]))
        )
"""
BATCH = 500


def import_and_kill(path: Path, units: int, delay: float) -> bool:
    """Start an import, kill it after `delay` seconds; return whether it was cut off."""
    child = subprocess.Popen([sys.executable, "-c", IMPORT, path, str(units)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay)
    child.kill()
    child.communicate()
    return child.returncode != 0


def killed_at_random(tmp_path: Path, times: int, units: int) -> int:
    """Kill imports at random points; what is left must be whole batches, and be told of."""
    chosen = random.Random(times)
    cut = 0
    for number in range(times):
        path = tmp_path / f"{number}.sqlite"
        cut += import_and_kill(path, units, chosen.uniform(0, 0.6))
        with open_memory(path) as memory:
            stored = memory.units.count()
            assert memory.check() == []
            assert stored % BATCH == 0
            unfinished = memory.history.unfinished()
            assert [(act.label, act.rows) for act in unfinished] == (
                [("import big.tmx", stored)]
                if 0 < stored < units
                else unfinished and [("import big.tmx", stored)]
            )
            assert [unit.id for unit in memory.units.scan()] == list(range(1, stored + 1))
            with memory.series("import big.tmx", by="Ann"):
                tally = memory.units.add(
                    TranslationUnit(en=f"Notice No. {n}.", zh=f"第{n}号公告。") for n in range(units)
                )
            assert (tally.added, tally.known) == (units - stored, stored)
            assert memory.history.unfinished() == []
    return cut


def test_a_killed_import_leaves_whole_batches_and_says_so(tmp_path):
    assert killed_at_random(tmp_path, 4, 8_000) >= 1


@pytest.mark.slow
def test_imports_killed_at_forty_points(tmp_path):
    assert killed_at_random(tmp_path, 40, 20_000) >= 20


BUILD = """
import sys
sys.path.insert(0, sys.argv[2])
from test_memory_processes import write
print("open", flush=True)
write(sys.argv[1], 0, 60)
"""


def test_a_killed_build_leaves_the_last_whole_release(tmp_path):
    path = tmp_path / "m.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", BUILD, path, str(Path(__file__).parent)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    with open_memory(path) as memory:
        until = time.monotonic() + 30
        while memory.units.count() < 5 * RELEASE_UNITS and time.monotonic() < until:
            time.sleep(0.02)
    child.kill()
    child.communicate()
    assert read(str(path), 0.01) > 0
    with open_memory(path) as memory:
        assert memory.check() == []
        assert memory.units.count() % RELEASE_UNITS == 0


def test_threads_share_one_memory(memory):
    from concurrent.futures import ThreadPoolExecutor

    def put(number: int) -> int:
        memory.units.put_release(f"en/{number}", f"zh/{number}", release(9, number, 0))
        return memory.units.count()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(put, range(20)))
    assert memory.units.count() == 20 * RELEASE_UNITS
    assert all(count % RELEASE_UNITS == 0 for count in counts)
