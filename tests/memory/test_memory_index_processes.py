"""Several processes on one index: some change it, others search it, all at once."""

import gc
import logging
import random
import time
import weakref
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from test_memory_processes import RELEASE_UNITS, release

from tm.bitext import TranslationUnit
from tm.errors import MemoryStoreError
from tm.memory import open_memory
from tm.memory.index import base, comparison_tokens, folder, index_of, level


class _Fail(logging.Handler):
    """A warning of the index means that a process fell back on an index of its own."""

    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(record.getMessage())


def begin() -> None:
    """Let few units fill a tail and a segment, and files nobody lists go at once."""
    level.TAIL_UNITS, level.SETTLED_UNITS = 60, 10
    base.SEGMENT_UNITS = 200
    folder._STALE_SECONDS = 0
    logging.getLogger("tm.memory.index").addHandler(_Fail(logging.WARNING))
    logging.raiseExceptions = True


def write(url: str, writer: int, seconds: float) -> int:
    """Put releases and bring the files level, or make them anew, now and then."""
    until, done = time.monotonic() + seconds, 0
    chosen = random.Random(writer)
    with open_memory(url) as memory:
        while time.monotonic() < until:
            number = chosen.randrange(20)
            memory.units.put_release(
                f"en/{writer}.{number}", f"zh/{writer}.{number}", release(writer, number, done)
            )
            done += 1
            if chosen.random() < 0.2:
                index_of(memory).settle()
            elif chosen.random() < 0.05:
                index_of(memory).rebuild()
    return done


def search(url: str, reader: int, seconds: float) -> int:
    """Look for releases while they change; each is there whole or, before it first came, not at all."""
    until, seen = time.monotonic() + seconds, set[str]()
    chosen = random.Random(reader)
    with open_memory(url) as memory:
        index, searches = index_of(memory), 0
        while time.monotonic() < until:
            name = f"{chosen.randrange(2)}.{chosen.randrange(20)}"
            tokens = comparison_tokens(f"{name} says")
            total = index.phrase("en", [tokens], order="relevance", limit=None).total
            if total not in ({RELEASE_UNITS} if name in seen else {0, RELEASE_UNITS}):
                raise AssertionError(f"{total} units of release {name} were found")
            if total:
                seen.add(name)
                assert index.fuzzy("zh", comparison_tokens(f"{name}说5之1。"), 70, 3)
            searches += 1
    return searches


def together(url: str, readers: int, seconds: float) -> tuple[list[int], list[int]]:
    with ProcessPoolExecutor(2 + readers, mp_context=get_context("spawn"), initializer=begin) as pool:
        writing = [pool.submit(write, url, number, seconds) for number in range(2)]
        reading = [pool.submit(search, url, number, seconds) for number in range(readers)]
        return [future.result() for future in writing], [future.result() for future in reading]


def check(url: str) -> None:
    with open_memory(url) as memory:
        assert memory.check() == []
        faults = index_of(memory).check()
        assert faults == [], faults


def test_two_change_an_index_while_others_search_it(url: str) -> None:
    written, searches = together(url, 2, 3)
    assert min(written) > 0
    assert min(searches) > 0
    check(url)


@pytest.mark.slow
def test_two_change_an_index_while_ten_search_it(url: str) -> None:
    written, searches = together(url, 10, 20)
    assert min(written) > 5
    assert min(searches) > 5
    check(url)


def test_while_another_makes_files_a_search_goes_on_and_a_rebuild_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(level, "TAIL_UNITS", 8)
    monkeypatch.setattr(level, "BUILD_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(level, "SETTLE_WAIT_SECONDS", 0.05)
    with open_memory(tmp_path / "m.sqlite") as memory, ThreadPoolExecutor(1) as other:
        memory.units.add([TranslationUnit(zh=f"第{n}句", en=f"sentence {n}") for n in range(20)])
        index = index_of(memory)
        index.settle()
        with index._level._base.folder.alone(0):
            memory.units.add([TranslationUnit(zh=f"第{n}句", en=f"sentence {n}") for n in range(20, 40)])
            asked = comparison_tokens("第33句")
            assert other.submit(index.fuzzy, "zh", asked, 99, 1).result()[0].unit == 34
            other.submit(index.settle).result()
            with pytest.raises(MemoryStoreError, match="another process"):
                other.submit(index.rebuild).result()
        index.rebuild()
        assert index.check() == []
    check(str(tmp_path / "m.sqlite"))


def test_a_memory_is_let_go_of_with_its_index(tmp_path: Path) -> None:
    memory = open_memory(tmp_path / "m.sqlite")
    memory.units.add([TranslationUnit(zh="你好", en="hello")])
    assert index_of(memory).fuzzy("zh", comparison_tokens("你好"), 70, 1)
    known = weakref.ref(memory)
    memory.close()
    del memory
    gc.collect()
    assert known() is None
