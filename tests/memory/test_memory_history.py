"""The contract of transactions, series and `History`."""

import pytest

from tm.bitext import UnitStatus
from tm.errors import MemoryStoreError


def fail_after(memory, unit) -> None:
    memory.units.add([unit])
    memory.units.delete([99])


def test_a_transaction_is_all_or_nothing(memory, make):
    with pytest.raises(MemoryStoreError), memory.transaction("two things", by="Ann"):
        fail_after(memory, make(1))
    assert (memory.units.count(), memory.generation(), memory.history.acts()) == (0, 0, [])
    with memory.transaction("two things", by="Ann"):
        memory.units.add([make(1)])
        memory.units.set_status([1], UnitStatus.CONFIRMED, by="Bo")
    [act] = memory.history.acts()
    assert (act.label, act.by, act.finished, act.rows) == ("two things", "Ann", True, 2)


def test_a_nested_transaction_that_fails_takes_back_its_own_part_only(memory, make):
    with memory.transaction("outer"):
        memory.units.add([make(1)])
        with pytest.raises(MemoryStoreError), memory.transaction("inner"):
            fail_after(memory, make(2))
        memory.units.add([make(3)])
    assert [unit.en for unit in memory.units.scan()] == [make(1).en, make(3).en]
    assert [act.label for act in memory.history.acts()] == ["outer"]


def test_a_failed_first_part_leaves_the_outer_one_its_own_act(memory, make):
    with memory.transaction("outer"):
        with pytest.raises(MemoryStoreError), memory.transaction("inner"):
            fail_after(memory, make(1))
        memory.units.add([make(2)])
    assert memory.history.undo() == "outer"
    assert memory.units.count() == 0


def test_what_was_written_is_read_inside_its_transaction(memory, make):
    with memory.transaction("inside"):
        memory.units.add([make(1)])
        assert memory.units.count() == 1
        assert [unit.en for unit in memory.units.scan()] == [make(1).en]


def test_undo_takes_back_whole_acts_newest_first_and_ends(memory, make, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    memory.units.delete([1])
    memory.units.add(map(make, range(10, 13)))
    assert memory.history.undo(by="Ann") == "add units"
    assert memory.units.count() == 1
    assert memory.history.undo() == "delete unit 1"
    assert memory.units.count() == 2
    assert memory.history.undo() == "build zh/1"
    assert memory.units.count() == 0
    assert memory.history.undo() is None
    assert [act.undone_by for act in memory.history.acts()] == ["Ann", "", ""]


def test_undo_is_seen_by_those_who_follow_changes(memory, make):
    memory.units.add(map(make, range(3)))
    before = memory.generation()
    memory.history.undo()
    assert memory.units.changed_since(before) == [1, 2, 3]


def test_undone_units_can_be_added_again(memory, make):
    memory.units.add([make(1)])
    memory.history.undo()
    assert memory.units.add([make(1), make(2)]).added == 2
    assert memory.check() == []


def test_changes_say_what_was_there_before_and_after(memory, make):
    memory.units.add([make(1)])
    memory.units.set_status([1], UnitStatus.REVIEW)
    memory.units.set_status([1], UnitStatus.CONFIRMED, by="Ann")
    memory.units.delete([1], by="Bo")
    steps = [
        (change.by, change.before and change.before.status, change.after and change.after.status)
        for change in memory.history.changes()
    ]
    assert steps == [
        ("Bo", UnitStatus.CONFIRMED, None),
        ("Ann", UnitStatus.REVIEW, UnitStatus.CONFIRMED),
        ("", UnitStatus.PLAIN, UnitStatus.REVIEW),
        ("", None, UnitStatus.PLAIN),
    ]
    assert [change.unit for change in memory.history.of_unit(1)] == [1] * 4
    memory.history.undo()
    assert memory.history.changes(1)[0].undone
    assert [
        (change.before and change.before.status, change.after and change.after.status)
        for change in memory.history.changes()
    ] == [step[1:] for step in steps]


def test_a_large_import_is_a_few_rows_of_history(memory, make):
    memory.units.add(map(make, range(26_000)))
    [act] = memory.history.acts()
    assert act.rows == 26_000
    changes = memory.history.changes()
    assert len(changes) <= 2
    assert sum(change.count for change in changes) == 26_000
    assert {change.unit for change in changes} == {None}
    [born] = memory.history.of_unit(17_000)
    assert (born.unit, born.after.id) == (17_000, 17_000)
    memory.history.undo()
    assert memory.units.count() == 0


def test_a_series_is_one_act_committed_step_by_step(memory, another, make):
    seen = another()
    with memory.series("import a.tmx", by="Ann"):
        memory.units.add([make(1)])
        assert seen.units.count() == 1
        memory.units.add([make(2)])
        assert seen.history.unfinished() == []
        with pytest.raises(MemoryStoreError, match="still running"):
            seen.history.undo()
    assert [(act.label, act.by, act.finished) for act in memory.history.acts()] == [
        ("import a.tmx", "Ann", True)
    ]
    assert memory.history.undo() == "import a.tmx"
    assert memory.units.count() == 0


def test_a_series_that_failed_is_told_of_until_it_is_done_again(memory, another, make):
    with pytest.raises(MemoryStoreError), memory.series("import a.tmx"):
        fail_after(memory, make(1))
    [act] = another().history.unfinished()
    assert (act.label, act.rows, act.finished) == ("import a.tmx", 1, False)
    with memory.series("import a.tmx"):
        memory.units.add([make(1), make(2)])
    assert memory.history.unfinished() == []


def test_a_series_that_failed_can_be_undone(memory, make):
    with pytest.raises(MemoryStoreError), memory.series("import a.tmx"):
        fail_after(memory, make(1))
    assert memory.history.undo() == "import a.tmx"
    assert (memory.units.count(), memory.history.unfinished()) == (0, [])


def test_an_empty_series_or_transaction_leaves_no_trace(memory):
    with memory.series("nothing"), memory.transaction("nothing either"):
        pass
    assert (memory.history.acts(), memory.generation()) == ([], 0)


def test_reading_sees_one_state(memory, another, make):
    memory.units.add([make(1)])
    with memory.reading():
        assert memory.units.count() == 1
        another().units.add([make(2)])
        assert memory.units.count() == 1
        with pytest.raises(MemoryStoreError, match="while reading"):
            memory.units.add([make(3)])
    assert memory.units.count() == 2


def test_undo_inside_a_transaction_is_refused(memory):
    with memory.transaction("something"), pytest.raises(MemoryStoreError, match="inside a transaction"):
        memory.history.undo()


def test_a_series_that_finds_nothing_left_to_do_settles_the_one_cut_off(memory, another, make):
    with pytest.raises(MemoryStoreError), memory.series("import big.tmx"):
        fail_after(memory, make(1))
    with memory.series("import other.tmx"):
        memory.units.add([make(1)])
    assert [act.label for act in another().history.unfinished()] == ["import big.tmx"]
    with memory.series("import big.tmx"):
        memory.units.add([make(1)])
    assert memory.history.unfinished() == []
