"""Work on single units: what changes, who did it, and that it can be taken back."""

import pytest

from tm.bitext import Lang, UnitStatus
from tm.errors import ConfigError, LanguageError, MemoryStoreError, QueryError
from tm.jobs.editing import (
    NewTexts,
    delete_units,
    edit_unit,
    judge_units,
    merge_units,
    show_units,
    unit_history,
)
from tm.jobs.search import LookupOptions, look_up
from tm.jobs.session import Session
from tm.jobs.upkeep import undo


def number(session: Session, zh: str) -> int:
    [found] = [unit.id for unit in session.memory.units.scan(barred=True) if unit.zh.startswith(zh)]
    assert found is not None
    return found


@pytest.fixture
def signed(session: Session) -> int:
    return number(session, "双方签署")


def test_a_text_goes_to_the_side_it_is_written_in(session: Session, signed: int) -> None:
    done = edit_unit(session, signed, NewTexts(target="Both parties signed an agreement."), by="李")
    assert done.before.en == "The two sides signed a cooperation agreement."
    assert (done.after.en, done.after.zh) == ("Both parties signed an agreement.", "双方签署了合作协议。")
    done = edit_unit(session, signed, NewTexts(target="双方签署了协议。"))
    assert (done.after.en, done.after.zh) == ("Both parties signed an agreement.", "双方签署了协议。")
    both = NewTexts(source="CQC signed it.", target="中心签署。", note="checked")
    after = edit_unit(session, signed, both).after
    assert (after.en, after.zh, after.note) == ("CQC signed it.", "中心签署。", "checked")


def test_an_edited_unit_is_found_at_once_in_words_and_in_meaning(session: Session, signed: int) -> None:
    edit_unit(
        session,
        signed,
        NewTexts(source="苏州园林的春天十分美丽。", target="Spring in Suzhou's gardens is lovely."),
    )
    exact = look_up(session, "苏州园林的春天十分美丽。", LookupOptions())
    assert exact.matches[0].origin.unit == signed
    near = look_up(
        session, "The gardens of Suzhou are beautiful in spring.", LookupOptions(kinds=("semantic",))
    )
    assert near.matches[0].origin.unit == signed
    assert not look_up(session, "双方签署了合作协议。", LookupOptions(kinds=("exact",))).matches


def test_a_new_script_is_noticed(session: Session, signed: int) -> None:
    assert edit_unit(session, signed, NewTexts(source="雙方簽署了合作協議。")).after.zh_lang is Lang.ZH_HANT
    assert edit_unit(session, signed, NewTexts(source="中文")).after.zh_lang is Lang.ZH_HANT


def test_a_note_is_set_and_removed(session: Session, signed: int) -> None:
    assert edit_unit(session, signed, NewTexts(note="see 2024")).after.note == "see 2024"
    assert edit_unit(session, signed, NewTexts(note="")).after.note == ""


def test_the_same_texts_again_leave_no_trace(session: Session, signed: int) -> None:
    before = len(unit_history(session, signed).changes)
    done = edit_unit(session, signed, NewTexts(source="双方签署了合作协议。"))
    assert done.before == done.after
    assert len(unit_history(session, signed).changes) == before


@pytest.mark.parametrize(
    ("texts", "error", "said"),
    [
        (NewTexts(), ConfigError, "nothing to change"),
        (NewTexts(target=" "), QueryError, "empty"),
        (NewTexts(target="half \ud800"), QueryError, "surrogate"),
        (NewTexts(source="中文", target="也是中文"), LanguageError, "both zh"),
        (NewTexts(target="中文", source_lang="zh"), LanguageError, "not the en side"),
        (NewTexts(source="English", source_lang="zh"), LanguageError, "not the zh side"),
        (NewTexts(source="x", source_lang="fr"), LanguageError, "fr"),
    ],
)
def test_texts_that_cannot_be_meant_are_refused(
    session: Session, signed: int, texts: NewTexts, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        edit_unit(session, signed, texts)
    assert show_units(session, [signed]).units[0].zh == "双方签署了合作协议。"


def test_an_edit_that_would_make_a_double_says_to_merge(session: Session, signed: int) -> None:
    other = show_units(session, [number(session, "首批")]).units[0]
    with pytest.raises(MemoryStoreError, match=r"tm merge"):
        edit_unit(session, signed, NewTexts(source=other.zh, target=other.en))


def test_delete_and_undo(session: Session, signed: int) -> None:
    done = delete_units(session, [signed, signed], by="王")
    assert (done.deleted, done.out_of_use) == ((signed,), 1)
    assert not look_up(session, "双方签署了合作协议。", LookupOptions(kinds=("exact",))).matches
    assert unit_history(session, signed).changes[0].by == "王"
    assert undo(session).undone == f"delete unit {signed}"
    assert show_units(session, [signed]).units[0].zh == "双方签署了合作协议。"
    assert unit_history(session, signed).changes[0].undone


def test_merge_and_undo(session: Session, signed: int) -> None:
    other = number(session, "首批")
    done = merge_units(session, signed, [other])
    assert (done.kept.id, done.merged, done.out_of_use) == (signed, (other,), 1)
    with pytest.raises(MemoryStoreError, match="in use"):
        show_units(session, [other])
    undo(session)
    assert show_units(session, [other, signed]).units[0].id == other
    with pytest.raises(MemoryStoreError, match="merged into itself"):
        merge_units(session, signed, [signed])


def test_judging_keeps_who_and_when(session: Session) -> None:
    doubtful = number(session, "待审")
    [unit] = judge_units(session, [doubtful], "confirmed", by="张三").units
    assert (unit.status, unit.provenance.confirmed_by) == (UnitStatus.CONFIRMED, "张三")
    assert unit.provenance.confirmed_at is not None
    assert judge_units(session, [doubtful], "review").units[0].provenance.confirmed_by is None
    with pytest.raises(ConfigError, match="use one of confirmed"):
        judge_units(session, [doubtful], "fine")


def test_what_is_not_to_be_reused_leaves_look_up_and_comes_back(session: Session, signed: int) -> None:
    judge_units(session, [signed], "do-not-reuse")
    assert not look_up(session, "双方签署了合作协议。", LookupOptions(kinds=("exact",))).matches
    judge_units(session, [signed], "plain")
    assert look_up(session, "双方签署了合作协议。", LookupOptions(kinds=("exact",))).matches


def test_history_tells_who_when_and_what_newest_first(session: Session, signed: int) -> None:
    edit_unit(session, signed, NewTexts(target="The two sides signed an agreement."), by="李")
    judge_units(session, [signed], "confirmed", by="王")
    judged, edited, added = unit_history(session, signed).changes
    assert (judged.by, judged.what, judged.status) == (
        "王",
        f"mark unit {signed} confirmed",
        UnitStatus.CONFIRMED,
    )
    assert (edited.by, edited.what) == ("李", f"edit unit {signed}")
    assert [(op.op, op.query, op.source) for op in edited.en_diff if op.op != "equal"] == [
        ("replace", "an ", "a cooperation ")
    ]
    assert not edited.zh_diff
    assert (added.en, added.en_diff) == ("The two sides signed a cooperation agreement.", ())
    assert judged.at >= edited.at >= added.at


def test_undone_edits_stay_in_the_history(session: Session, signed: int) -> None:
    edit_unit(session, signed, NewTexts(target="Something else."))
    undo(session)
    assert show_units(session, [signed]).units[0].en == "The two sides signed a cooperation agreement."
    assert [change.undone for change in unit_history(session, signed).changes] == [True, False]


@pytest.mark.parametrize("unit", [0, -1, 999, 1 << 63, 10**30])
def test_units_that_are_not_there_are_named(session: Session, unit: int) -> None:
    for work in (
        lambda: show_units(session, [unit]),
        lambda: edit_unit(session, unit, NewTexts(note="x")),
        lambda: delete_units(session, [unit]),
        lambda: merge_units(session, 1, [unit]),
        lambda: judge_units(session, [unit], "plain"),
        lambda: unit_history(session, unit),
    ):
        with pytest.raises(MemoryStoreError, match=str(unit)):
            work()


def test_one_that_is_not_there_spares_the_others(session: Session, signed: int) -> None:
    with pytest.raises(MemoryStoreError):
        delete_units(session, [signed, 999])
    assert show_units(session, [signed]).units
    with pytest.raises(ConfigError, match="no units named"):
        delete_units(session, [])


def test_who_is_the_session_s_user_unless_told(
    session: Session, signed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TM_USER", "译者")
    delete_units(session, [signed])
    assert unit_history(session, signed).changes[0].by == "译者"
