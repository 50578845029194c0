"""What a changed source leaves of its translation, in both directions."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.errors import AlignError, LanguageError, ReportError
from tm.exchange import read_draft
from tm.jobs.revision import Revision, difference, revise
from tm.jobs.session import Session
from tm.jobs.versions import match_versions

Write = Callable[..., Path]
CORPORA = Path(__file__).parents[2] / "corpora"
ZH = (
    "中心举办认证培训班",
    "11月9日，中国质量认证中心在苏州举办认证培训班。",
    "国家认监委副主任王强出席开班仪式并讲话。",
    "来自各地的120名学员参加了培训。",
    "培训结束后，学员参观了两家获证企业。",
    "主办方表示，明年将继续举办此类培训。",
)
EN = (
    "Centre Holds Certification Training Course",
    "On November 9, China Quality Certification Centre held a certification training course in Suzhou.",
    "Wang Qiang, Deputy Director of CNCA, attended the opening ceremony and delivered a speech.",
    "A total of 120 participants from across the country attended the course.",
    "After the course, the participants visited two certified companies.",
    "The organiser said that such courses would be held again next year.",
)
ZH_NEW = (
    ZH[0],
    ZH[1],
    "国家认监委副主任王强主持开班仪式并讲话。",
    "来自各地的150名学员参加了培训。",
    "培训为期三天，内容涵盖审核实务。",
    ZH[5],
)


@pytest.fixture
def done(session: Session, write: Write) -> Revision:
    return revise(session, write("old.txt", *ZH), write("new.txt", *ZH_NEW), write("en.txt", *EN))


def rows(done: Revision) -> list[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    return [(row.kind.value, row.old, row.new, row.target) for row in done.rows]


def test_every_passage_has_its_place_and_kind(done: Revision) -> None:
    assert rows(done) == [
        ("unchanged", (0,), (0,), (0,)),
        ("unchanged", (1,), (1,), (1,)),
        ("changed", (2,), (2,), (2,)),
        ("changed", (3,), (3,), (3,)),
        ("deleted", (4,), (), (4,)),
        ("inserted", (), (4,), ()),
        ("unchanged", (5,), (5,), (5,)),
    ]
    assert {kind.value: count for kind, count in done.summary.items() if count} == {
        "unchanged": 3,
        "changed": 2,
        "deleted": 1,
        "inserted": 1,
    }


def test_the_difference_is_shown_with_the_old_rendering(done: Revision) -> None:
    row = done.rows[2]
    assert difference(row) == "出席 → 主持"
    assert row.rendering == EN[2]
    assert not row.keeps
    assert not row.suggestion
    assert "".join(op.query for op in row.diff) == ZH_NEW[2]


def test_a_rendering_is_rewritten_where_only_a_value_changed(done: Revision) -> None:
    row = done.rows[3]
    assert row.suggestion == EN[3].replace("120", "150")
    assert [(change.from_, change.to) for change in row.changes] == [("120", "150")]


def test_english_sources_work_the_same_way(session: Session, write: Write) -> None:
    new = (
        *EN[:2],
        EN[2].replace("attended", "chaired"),
        *EN[4:],
        "The event was broadcast live on the website.",
    )
    done = revise(session, write("old.txt", *EN), write("new.txt", *new), write("zh.txt", *ZH))
    assert (done.source_lang.value, done.target_lang.value) == ("en", "zh-Hans")
    assert [row.kind.value for row in done.rows] == [
        "unchanged", "unchanged", "changed", "deleted", "unchanged", "unchanged", "inserted",
    ]  # fmt: skip
    assert difference(done.rows[2]) == "attended → chaired"
    assert done.rows[2].rendering == ZH[2]


def test_a_fact_that_changed_by_one_word_is_warned_of(session: Session, write: Write) -> None:
    new = (*ZH[:2], "国家认监委主任王强出席开班仪式并讲话。", *ZH[3:])
    done = revise(session, write("old.txt", *ZH), write("new.txt", *new), write("en.txt", *EN))
    assert done.rows[2].warnings == ("主任/副主任",)


def test_a_passage_that_moved_keeps_its_rendering(session: Session, write: Write) -> None:
    new = (*ZH[:2], ZH[5], *ZH[2:5])
    done = revise(session, write("old.txt", *ZH), write("new.txt", *new), write("en.txt", *EN))
    moved = [row for row in done.rows if row.kind.value == "moved"]
    assert [row.rendering for row in moved] == [EN[5]]
    assert all(row.keeps for row in done.rows)
    assert [row.new for row in done.rows] == [(number,) for number in range(6)]


def test_sentences_rendered_together_change_together(session: Session, write: Write) -> None:
    en = (*EN[:2], f"{EN[2][:-1]}, and {EN[3][0].lower()}{EN[3][1:]}", *EN[4:])
    done = revise(session, write("old.txt", *ZH), write("new.txt", *ZH_NEW), write("en.txt", *en))
    row = next(row for row in done.rows if len(row.old) > 1)
    assert (row.kind.value, row.old, row.new) == ("changed", (2, 3), (2, 3))
    assert row.old_text == ZH[2] + ZH[3]
    assert row.rendering == en[2]


def test_what_one_side_alone_has_is_told(session: Session) -> None:
    zh, en = CORPORA / "zh/c/2020-07-10/574664.shtml", CORPORA / "en/c/2020-07-10/574631.shtml"
    done = revise(session, zh, zh, en)
    bare = [row.old_text for row in done.rows if row.old and not row.rendering]
    assert "要加强宣传引导，及时回应企业关切。" in bare
    alone = [row.rendering for row in done.rows if row.kind.value == "unsourced"]
    assert alone == [
        "A list of frequently asked questions will be posted on the CQC website by the end of July."
    ]
    assert sum(row.keeps for row in done.rows) == len(done.rows) - len(bare) - len(alone)


def test_tables_and_drafts(session: Session, write: Write, tmp_path: Path) -> None:
    files = write("old.txt", *ZH), write("new.txt", *ZH_NEW), write("en.txt", *EN)
    for name in ("更新.csv", "u.tsv", "u.xliff", "u.po", "u.docx"):
        revise(session, *files, output=tmp_path / name)
    with (tmp_path / "更新.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["kind"] for row in table].count("unchanged") == 3
    assert table[2]["difference"] == "出席 → 主持"
    draft = read_draft(tmp_path / "u.xliff")
    assert [row.source for row in draft.segments] == list(ZH_NEW)
    assert [row.draft for row in draft.segments] == [
        EN[0],
        EN[1],
        EN[2],
        EN[3].replace("120", "150"),
        "",
        EN[5],
    ]
    assert (tmp_path / "u.xliff").read_text(encoding="utf-8").count("needs-review-translation") == 2
    with pytest.raises(ReportError, match="unknown ending"):
        revise(session, *files, output=tmp_path / "u.html")


def test_without_a_memory_terms_and_corrections_are_done_without(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    files = write("old.txt", *ZH), write("new.txt", *ZH), write("en.txt", *EN)
    with Session(create=False) as bare:
        assert all(row.keeps for row in revise(bare, *files).rows)
    assert not (tmp_path / "home").exists()


def test_texts_in_the_wrong_language_are_refused(session: Session, write: Write) -> None:
    zh, en = write("zh.txt", *ZH), write("en.txt", *EN)
    with pytest.raises(LanguageError, match="two versions"):
        revise(session, zh, en, en)
    with pytest.raises(LanguageError, match="is Chinese too"):
        revise(session, zh, zh, zh)


def test_texts_that_are_no_versions_are_told(session: Session, write: Write) -> None:
    new = write("new.txt", "苏州园林春色正好", "游客纷纷前来赏花拍照。", "当地的餐馆也坐满了客人。")
    done = revise(session, write("old.txt", *ZH), new, write("en.txt", *EN))
    assert done.warnings
    assert {row.kind.value for row in done.rows} <= {"inserted", "deleted", "changed"}


TEXTS = st.lists(
    st.sampled_from(["甲乙丙丁。", "甲乙丙戊。", "春夏秋冬。", "一二三四五六。", "A b c d.", ""]), max_size=8
)


@given(TEXTS, TEXTS)
def test_a_segment_has_one_counterpart_at_most_and_order_holds(old: list[str], new: list[str]) -> None:
    pairs = match_versions(old, new)
    assert len({pair.old for pair in pairs}) == len({pair.new for pair in pairs}) == len(pairs)
    in_order = [pair.new for pair in pairs if not pair.moved]
    assert in_order == sorted(in_order)
    assert all(old[pair.old] == new[pair.new] for pair in pairs if pair.moved)


@given(TEXTS)
def test_a_text_is_its_own_version(texts: list[str]) -> None:
    assert [(pair.old, pair.new) for pair in match_versions(texts, texts)] == [
        (n, n) for n in range(len(texts))
    ]


def test_two_large_texts_with_nothing_in_common_are_refused() -> None:
    old, new = ([f"{word}{number}" for number in range(3_001)] for word in ("甲", "乙"))
    with pytest.raises(AlignError, match="3001 and 3001 segments"):
        match_versions(old, new)
