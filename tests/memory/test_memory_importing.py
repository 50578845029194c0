"""Long imports: batches are prepared in a process beside, and nothing hangs on it."""

import pytest

from tm.bitext import Context, TranslationUnit
from tm.errors import MemoryStoreError, TmError
from tm.memory import open_memory
from tm.memory.sqlite import hashing
from tm.memory.sqlite import units as units_module


def numbered(count, fault=None):
    """Yield units of which every second shares a side with the one before; then a fault, if there is one."""
    for number in range(count):
        yield TranslationUnit(
            en=f"Notice No. {number // 2}.",
            zh=f"第{number}号公告。",
            context=Context(zh_previous=f"第{number - 1}号公告。" if number else None),
        )
    if fault is not None:
        raise fault


def add_in_batches(monkeypatch, memory, units, batch=100):
    monkeypatch.setattr(units_module, "BATCH", batch)
    return memory.units.add(units)


def test_a_long_import_stores_what_short_ones_do(memory, tmp_path, monkeypatch):
    assert add_in_batches(monkeypatch, memory, numbered(950)).added == 950
    with open_memory(tmp_path / "other.sqlite") as other:
        for first in range(0, 950, 50):
            other.units.add(list(numbered(950))[first : first + 50])
        assert list(memory.units.scan()) == list(other.units.scan())
    assert memory.check() == []


def test_only_the_first_batch_is_hashed_here(memory, monkeypatch):
    made, real = [], hashing.Hashes.of
    monkeypatch.setattr(hashing.Hashes, "of", lambda *asked: made.append(asked) or real(*asked))
    assert add_in_batches(monkeypatch, memory, numbered(950)).added == 950
    assert len(made) == 1


@pytest.mark.parametrize("fault", [TmError("cut off"), ValueError("not a number")])
def test_what_came_before_a_fault_is_stored(memory, monkeypatch, fault):
    with pytest.raises(type(fault)):
        add_in_batches(monkeypatch, memory, numbered(250, fault))
    assert memory.units.count() == (250 if isinstance(fault, TmError) else 200)


def test_a_unit_that_cannot_be_stored_ends_a_long_import(memory, monkeypatch):
    units = [*numbered(450)]
    units[320] = TranslationUnit(en="half \ud800", zh="半个")
    with pytest.raises(MemoryStoreError, match="lone surrogate"):
        add_in_batches(monkeypatch, memory, units)
    assert memory.units.count() == 300


@pytest.mark.parametrize("command", [("-c", "pass"), ("-c", "import sys; sys.stdin.buffer.read(999)")])
def test_an_import_goes_on_without_the_process_beside(memory, monkeypatch, command):
    monkeypatch.setattr(hashing, "_COMMAND", command)
    assert add_in_batches(monkeypatch, memory, numbered(450)).added == 450
    monkeypatch.setattr(hashing.sys, "executable", "/nowhere/python")
    assert add_in_batches(monkeypatch, memory, numbered(950)).added == 500
    assert memory.check() == []
