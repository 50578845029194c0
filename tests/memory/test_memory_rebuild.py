"""The contract of `put_release`: what a changed release does to its units."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.bitext import TranslationUnit, UnitStatus
from tm.memory.values import Tally


def texts(memory, en: str = "en/1", zh: str = "zh/1") -> list[str]:
    return [unit.en for unit in memory.units.of_pair(en, zh)]


def test_building_twice_adds_nothing(memory, made_of):
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3)) == Tally(added=3)
    before = memory.generation()
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3)) == Tally(known=3)
    assert memory.generation() == before
    assert len(memory.history.acts()) == 1


def test_the_pair_is_the_provenance_whatever_the_units_say(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1))
    [unit] = memory.units.scan()
    assert (unit.provenance.en_release, unit.provenance.zh_release) == ("en/1", "zh/1")


def test_a_changed_release_updates_its_own_units_and_keeps_the_old_as_history(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3))
    memory.units.put_release("en/2", "zh/2", made_of(1, 2, 3))
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 4)) == Tally(added=1, known=1, superseded=2)
    assert texts(memory) == ["Notice No. 1.", "Notice No. 4."]
    assert len(texts(memory, "en/2", "zh/2")) == 3
    before = [change.before for change in memory.history.of_unit(2)]
    assert before[0].en == "Notice No. 2."
    assert memory.statistics().out_of_use == {"superseded": 2}


def test_what_comes_back_is_in_use_again_under_its_old_id(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    memory.units.put_release("en/1", "zh/1", made_of(1))
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 2)) == Tally(known=1, updated=1)
    assert [unit.id for unit in memory.units.scan()] == [1, 2]


def test_new_writing_under_the_same_keys_is_an_update(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1))
    [wide] = [replace(unit, zh="第１号公告。") for unit in made_of(1)]
    assert memory.units.put_release("en/1", "zh/1", [wide]) == Tally(updated=1)
    assert [unit.zh for unit in memory.units.scan()] == ["第１号公告。"]


def test_doubt_comes_and_goes_with_the_bead(memory, made_of):
    [doubtful] = [replace(unit, status=UnitStatus.REVIEW) for unit in made_of(1)]
    memory.units.put_release("en/1", "zh/1", [doubtful])
    assert memory.units.put_release("en/1", "zh/1", made_of(1)) == Tally(updated=1)
    assert [unit.status for unit in memory.units.scan()] == [UnitStatus.PLAIN]


def test_confirmed_units_survive_every_rebuild(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    memory.units.set_status([1, 2], UnitStatus.CONFIRMED, by="Ann")
    [wide] = [replace(unit, zh="第１号公告。") for unit in made_of(1)]
    memory.units.put_release("en/1", "zh/1", [wide])
    assert [(unit.zh, unit.status) for unit in memory.units.scan()] == [
        ("第1号公告。", UnitStatus.CONFIRMED),
        ("第2号公告。", UnitStatus.CONFIRMED),
    ]


def test_edited_units_survive_and_the_old_rendering_stays_away(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    memory.units.edit(replace(memory.units.get([1])[0], en="Announcement No. 1."), by="Ann")
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 2)) == Tally(known=2)
    assert texts(memory) == ["Announcement No. 1.", "Notice No. 2."]
    assert memory.units.put_release("en/1", "zh/1", made_of(2)).superseded == 1


def test_a_unit_edited_twice_or_merged_still_stands_for_its_first_rendering(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3))
    for words in ("First.", "Second."):
        memory.units.edit(replace(memory.units.get([1])[0], en=words))
    memory.units.merge(2, [1])
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 3)) == Tally(known=2)
    assert texts(memory) == ["Notice No. 2.", "Notice No. 3."]


def test_deleted_and_do_not_reuse_stay_so_from_any_release(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3))
    memory.units.delete([1])
    memory.units.set_status([2], UnitStatus.DO_NOT_REUSE)
    assert memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3)) == Tally(known=3)
    assert memory.units.put_release("en/new", "zh/new", made_of(1, 2, 3)) == Tally(added=1, known=2)
    assert [unit.en for unit in memory.units.scan()] == ["Notice No. 3."] * 2
    memory.units.put_release("en/1", "zh/1", [])
    memory.units.put_release("en/1", "zh/1", made_of(1, 2, 3))
    assert [unit.en for unit in memory.units.scan()] == ["Notice No. 3."] * 2


def test_a_release_paired_anew_leaves_nothing_of_its_old_pair(memory, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    assert memory.units.put_release("en/1", "zh/2", made_of(1, 3)) == Tally(added=2, superseded=2)
    assert texts(memory) == []
    assert len(texts(memory, "en/1", "zh/2")) == 2


def test_a_release_is_put_wholly_or_not_at_all(memory, another, made_of):
    memory.units.put_release("en/1", "zh/1", made_of(1, 2))
    seen = another()
    with memory.transaction("build"):
        memory.units.put_release("en/1", "zh/1", made_of(3, 4, 5))
        assert len(texts(seen)) == 2
    assert len(texts(seen)) == 3


numbers = st.lists(st.integers(0, 6), max_size=6)
steps = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(["1", "2"]), numbers),
    st.tuples(st.just("add"), st.just(""), numbers),
    st.tuples(st.sampled_from(["delete", "confirm", "bar", "edit", "merge"]), st.just(""), numbers),
)


def take(memory, made_of, kind: str, name: str, chosen: list[int]) -> None:
    live = list(memory.units.scan(barred=True))
    picked = [live[number] for number in dict.fromkeys(chosen) if number < len(live)]
    ids = [unit.id for unit in picked]
    if kind == "put":
        memory.units.put_release(f"en/{name}", f"zh/{name}", made_of(*chosen))
    elif kind == "add":
        memory.units.add(made_of(*chosen))
    elif not ids:
        return
    elif kind == "delete":
        memory.units.delete(ids)
    elif kind == "confirm":
        memory.units.set_status(ids, UnitStatus.CONFIRMED, by="Ann")
    elif kind == "bar":
        memory.units.set_status(ids, UnitStatus.DO_NOT_REUSE)
    elif kind == "edit":
        memory.units.edit(replace(picked[0], en=f"Edited {len(memory.history.acts(1000))}."))
    elif len(ids) > 1:
        memory.units.merge(ids[0], ids[1:])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_undo_takes_back_any_row_of_steps_one_by_one(fresh, made_of, taken):
    """Every state met on the way up is met again on the way down, and the memory stays sound."""
    with fresh() as memory:
        states = [state(memory)]
        for kind, name, chosen in taken:
            acts = len(memory.history.acts(100))
            take(memory, made_of, kind, name, chosen)
            if len(memory.history.acts(100)) > acts:
                states.append(state(memory))
            else:
                assert state(memory) == states[-1]
        assert memory.check() == []
        while len(states) > 1:
            assert state(memory) == states.pop()
            assert memory.history.undo() is not None
        assert state(memory) == states[0]
        assert memory.check() == []


def state(memory) -> list[TranslationUnit]:
    return list(memory.units.scan(barred=True))
