"""The contract of `Units`: adding, finding, changing."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.bitext import Context, Lang, Provenance, TranslationUnit, UnitStatus
from tm.errors import MemoryStoreError
from tm.memory.values import Tally
from tm.text import match_key

WHOLE = TranslationUnit(
    en="The Centre “opened” in 2020.",
    zh="中心於2020年「成立」。",
    zh_lang=Lang.ZH_HANT,
    status=UnitStatus.CONFIRMED,
    provenance=Provenance(
        en_release="en/1.html",
        zh_release="zh/1.html",
        document="a b.tmx",
        url="https://example.org/?a=1&b=2",
        date=dt.date(2020, 11, 23),
        paragraph=3,
        confidence=0.1 + 0.2,
        model="use",
        confirmed_by="李明",
        confirmed_at=dt.datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=dt.UTC),
    ),
    context=Context(en_previous="Before.", en_next="After.", zh_previous="之前。", zh_next="之后。"),
    note="line one\nline two",
)


def test_a_unit_comes_back_as_it_went_in(memory, another):
    assert memory.units.add([WHOLE]) == Tally(added=1)
    [number] = [unit.id for unit in memory.units.scan()]
    assert another().units.get([number]) == [replace(WHOLE, id=number)]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
contexts = st.builds(Context, en_previous=st.none() | st.text(st.characters(exclude_categories=["Cs"])))
units = st.builds(
    TranslationUnit,
    en=words,
    zh=words,
    zh_lang=st.sampled_from([Lang.ZH, Lang.ZH_HANS, Lang.ZH_HANT]),
    status=st.sampled_from(UnitStatus),
    note=words | st.just(""),
    context=contexts,
    provenance=st.builds(
        Provenance,
        document=st.none() | words,
        confidence=st.none() | st.floats(0, 1),
        date=st.none() | st.dates(),
        confirmed_at=st.none() | st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(units, max_size=6))
def test_any_units_come_back_and_are_known_the_second_time(fresh, given_units):
    with fresh() as memory:
        first = memory.units.add(given_units)
        assert memory.units.add(given_units) == Tally(known=len(given_units))
        stored = list(memory.units.scan(barred=True))
        assert first == Tally(added=len(stored), known=len(given_units) - len(stored))
        if first.added == len(given_units):
            assert [replace(unit, id=None) for unit in stored] == given_units
        memory.history.undo()
        assert memory.units.count(barred=True) == 0


def test_exact_finds_what_meets_under_one_key(memory, make):
    memory.units.add([make(1), TranslationUnit(en="ＮＯＴＩＣＥ no. 1.", zh="公告第１號。"), make(2)])
    found = memory.units.exact("en", match_key("notice  No. 1."))
    assert {unit.zh for unit in found} == {"第1号公告。", "公告第１號。"}
    assert [unit.en for unit in memory.units.exact("zh", match_key("公告第1号。"))] == ["ＮＯＴＩＣＥ no. 1."]
    assert memory.units.exact("zh", match_key("Notice No. 1.")) == []
    assert memory.units.exact("en", "") == []


def test_exact_puts_confirmed_first_review_last_and_newest_before_old(memory):
    def rendering(zh: str, year: int, status: UnitStatus = UnitStatus.PLAIN) -> TranslationUnit:
        return TranslationUnit(
            en="Hello.", zh=zh, status=status, provenance=Provenance(date=dt.date(year, 1, 1))
        )

    memory.units.add(
        [
            rendering("审", 2024, UnitStatus.REVIEW),
            rendering("旧", 2010),
            rendering("新", 2020),
            rendering("定", 2001, UnitStatus.CONFIRMED),
            rendering("禁", 2024, UnitStatus.DO_NOT_REUSE),
        ]
    )
    assert [unit.zh for unit in memory.units.exact("en", match_key("Hello."))] == ["定", "新", "旧", "审"]
    assert [unit.zh for unit in memory.units.exact("en", match_key("Hello."), limit=2)] == ["定", "新"]


def test_the_first_of_two_in_one_call_stands_and_a_later_call_brings_new_writing(memory, make):
    wide = replace(make(1), zh="第１号公告。")
    assert memory.units.add([make(1), wide]) == Tally(added=1, known=1)
    assert memory.units.add([wide]) == Tally(updated=1)
    [stored] = memory.units.scan()
    assert stored.zh == "第１号公告。"


def test_a_confirmed_unit_keeps_its_writing_and_status_when_imported_again(memory, make):
    memory.units.add([make(1, status=UnitStatus.CONFIRMED)])
    assert memory.units.add([replace(make(1), zh="第１号公告。")]) == Tally(known=1)
    [stored] = memory.units.scan()
    assert (stored.zh, stored.status) == ("第1号公告。", UnitStatus.CONFIRMED)


def test_another_import_brings_a_note_neighbours_and_a_judgement(memory, make):
    memory.units.add([make(1), make(2)])
    around = Context(en_previous="Before.")
    tally = memory.units.add(
        [make(1, note="see file", context=around), make(2, status=UnitStatus.DO_NOT_REUSE)]
    )
    assert tally == Tally(updated=2)
    first, second = memory.units.scan(barred=True)
    assert (first.note, first.context, second.status) == ("see file", around, UnitStatus.DO_NOT_REUSE)
    assert memory.units.count() == 1
    assert memory.units.count(barred=True) == 2


def test_the_same_rendering_from_two_releases_is_two_units(memory, make):
    units = [make(1, provenance=Provenance(zh_release=name)) for name in ("a", "b", "a")]
    assert memory.units.add(units) == Tally(added=2, known=1)
    assert len(memory.units.exact("zh", match_key(make(1).zh))) == 2


def test_each_script_keeps_its_own_unit(memory):
    plain = TranslationUnit(en="The forum opened.", zh="论坛开幕。", zh_lang=Lang.ZH_HANS)
    other = replace(plain, zh="論壇開幕。", zh_lang=Lang.ZH_HANT)
    assert memory.units.add([plain, other]) == Tally(added=2)
    assert memory.units.add([other]) == Tally(known=1)
    assert memory.units.add([plain]) == Tally(known=1)
    assert {(unit.zh, unit.zh_lang) for unit in memory.units.scan()} == {
        ("论坛开幕。", Lang.ZH_HANS),
        ("論壇開幕。", Lang.ZH_HANT),
    }


def test_one_text_marked_as_either_script_is_one_unit(memory):
    plain = TranslationUnit(en="In Beijing.", zh="在北京。", zh_lang=Lang.ZH_HANS)
    assert memory.units.add([plain, replace(plain, zh_lang=Lang.ZH_HANT)]) == Tally(added=1, known=1)


def test_get_keeps_the_order_and_leaves_out_what_is_not_live(memory, make):
    memory.units.add(map(make, range(5)))
    memory.units.delete([2])
    assert [unit.id for unit in memory.units.get([4, 2, 1, 99])] == [4, 1]


def test_scan_sees_one_state_and_starts_after_an_id(memory, another, make):
    memory.units.add(map(make, range(3_000)))
    scan = memory.units.scan(after=10)
    assert next(scan).id == 11
    another().units.add(map(make, range(3_000, 3_010)))
    assert sum(1 for _ in scan) == 3_000 - 11
    assert memory.units.count() == 3_010


def test_changed_since_names_what_was_added_changed_and_taken_out(memory, make):
    memory.units.add(map(make, range(5)))
    before = memory.generation()
    assert memory.units.changed_since(before) == []
    memory.units.add([make(7)])
    memory.units.set_status([2], UnitStatus.CONFIRMED, by="Ann")
    memory.units.delete([3])
    assert memory.units.changed_since(before) == [2, 3, 6]
    assert memory.generation() > before
    still = memory.generation()
    memory.units.add([make(7)])
    assert memory.generation() == still


def test_confirming_says_who_and_when_and_plain_takes_it_back(memory, make):
    memory.units.add([make(1)])
    memory.units.set_status([1], UnitStatus.CONFIRMED, by="Ann")
    [stored] = memory.units.get([1])
    assert stored.provenance.confirmed_by == "Ann"
    assert dt.datetime.now(dt.UTC) - stored.provenance.confirmed_at < dt.timedelta(minutes=5)
    memory.units.set_status([1], UnitStatus.PLAIN)
    assert memory.units.get([1])[0].provenance.confirmed_by is None


def test_do_not_reuse_holds_for_a_rendering_from_any_release_until_lifted(memory, make):
    memory.units.add([make(1, provenance=Provenance(zh_release=name)) for name in "ab"])
    memory.units.set_status([1], UnitStatus.DO_NOT_REUSE)
    assert memory.units.add([make(1, provenance=Provenance(zh_release="c"))]) == Tally(known=1)
    assert memory.units.count() == 0
    assert {unit.status for unit in memory.units.scan(barred=True)} == {UnitStatus.DO_NOT_REUSE}
    memory.units.set_status([2], UnitStatus.PLAIN)
    assert memory.units.count() == 3


def test_a_deleted_rendering_does_not_come_back(memory, make):
    memory.units.add([make(1, provenance=Provenance(zh_release=name)) for name in "ab"])
    memory.units.delete([1])
    assert memory.units.count() == 0
    assert memory.units.add([make(1), make(1, provenance=Provenance(zh_release="a"))]) == Tally(known=2)
    assert memory.units.count(barred=True) == 0


def test_merged_units_go_out_of_use_in_favour_of_one(memory, make):
    memory.units.add(map(make, range(3)))
    memory.units.merge(1, [2, 3], by="Ann")
    assert [unit.id for unit in memory.units.scan()] == [1]
    assert memory.units.add(map(make, range(3))) == Tally(known=3)
    with pytest.raises(MemoryStoreError, match="into itself"):
        memory.units.merge(1, [1])


def test_an_edit_keeps_the_id_and_finds_the_unit_under_its_new_key(memory, make):
    memory.units.add([make(1)])
    [stored] = memory.units.scan()
    memory.units.edit(replace(stored, en="Announcement No. 1.", note="mended"), by="Ann")
    [edited] = memory.units.exact("en", match_key("announcement no. 1."))
    assert (edited.id, edited.note) == (1, "mended")
    assert memory.units.exact("en", match_key(make(1).en)) == []
    assert memory.units.add([make(1)]) == Tally(known=1)


def test_an_edit_back_and_forth_ends_where_it_began(memory, make):
    memory.units.add([make(1)])
    [stored] = memory.units.scan()
    memory.units.edit(replace(stored, en="Other."))
    memory.units.edit(stored)
    assert list(memory.units.scan()) == [stored]
    assert memory.units.add([replace(stored, id=None, en="Other.")]) == Tally(known=1)
    assert memory.check() == []


def test_an_edit_into_another_unit_is_refused(memory, make):
    memory.units.add([make(1), make(2)])
    first, second = memory.units.scan()
    with pytest.raises(MemoryStoreError, match="tm merge 2 1"):
        memory.units.edit(replace(first, en=second.en, zh=second.zh))
    with pytest.raises(MemoryStoreError, match="no id"):
        memory.units.edit(replace(first, id=None))


@pytest.mark.parametrize(
    "call",
    [
        lambda units, _: units.delete([1, 99]),
        lambda units, _: units.set_status([99], UnitStatus.PLAIN),
        lambda units, unit: units.edit(replace(unit, id=99)),
        lambda units, _: units.merge(99, [1]),
    ],
)
def test_an_id_that_is_not_there_is_an_error_and_nothing_changes(memory, make, call):
    memory.units.add([make(1)])
    before = memory.generation()
    with pytest.raises(MemoryStoreError, match="no unit 99"):
        call(memory.units, make(1))
    assert (memory.generation(), memory.units.count()) == (before, 1)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (TranslationUnit(en=" ", zh="字"), "empty side"),
        (TranslationUnit(en="word", zh=""), "empty side"),
        (TranslationUnit(en="half \ud83d", zh="字"), "surrogate"),
        (TranslationUnit(en="word", zh="字", zh_lang=Lang.EN), "zh_lang"),
    ],
)
def test_a_unit_that_is_none_is_an_error_and_nothing_of_its_batch_is_kept(memory, make, bad, why):
    with pytest.raises(MemoryStoreError, match=why):
        memory.units.add([make(1), bad])
    assert memory.units.count() == 0


def test_what_came_before_a_fault_of_the_source_is_kept(memory, make):
    def cut_off():
        yield from (make(1), make(2))
        raise MemoryStoreError("the file ends here")

    with pytest.raises(MemoryStoreError, match="ends here"):
        memory.units.add(cut_off())
    assert memory.units.count() == 2


@pytest.mark.parametrize(
    "text", ["a'; DROP TABLE unit;--", '"*" NEAR %_', "a\x00b", "\x01\x7f", "🀄️👩‍👩‍👧", "𠀀㐀"]
)
def test_awkward_texts_are_kept_and_found(memory, text):
    memory.units.add([TranslationUnit(en=text, zh=text)])
    for side in ("en", "zh"):
        assert [unit.text(side) for unit in memory.units.exact(side, match_key(text))] == [text]


def test_a_long_text_is_kept_and_found(memory):
    text = "很长的一句话" * 50_000
    memory.units.add([TranslationUnit(en="Long.", zh=text)])
    assert memory.units.exact("zh", match_key(text))[0].zh == text
