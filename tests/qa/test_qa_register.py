"""People of the register by date, post and body, imported from a file as a house keeps it."""

import datetime as dt
from pathlib import Path

import pytest

from tm.bitext import Draft, DraftSegment, Finding, Lang, Term
from tm.exchange import read_terms
from tm.qa import check

REGISTER = """\
zh	en	valid_from	valid_to	domain	note
周明远	Zhou Mingyuan			person	Director of CQC 2015-03-01–2020-06-30; 会长，茶叶协会 2020-07-01–
许静怡	Xu Jingyi	2020-07-01		person	主任，中国质量认证中心
李静	Li Jing			person	Deputy Director of CQC
李静	Jane Lee			person	Mayor of Stonebridge
何国强	Tony Ho			person	Governor of Greenland
石桥	Stonebridge			place	a town
中国质量认证中心	China Quality Certification Centre			body	CQC
"""
BEFORE, AFTER = dt.date(2019, 5, 1), dt.date(2022, 5, 1)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> tuple[Term, ...]:
    path: Path = tmp_path_factory.mktemp("register") / "people.tsv"
    path.write_text(REGISTER, encoding="utf-8")
    return tuple(read_terms(path))


def found(
    register: tuple[Term, ...], source: str, draft: str, day: dt.date | None = None, side: str = "zh"
) -> list[Finding]:
    langs = (Lang.ZH_HANS, Lang.EN) if side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = (DraftSegment(source=source, draft=draft),)
    whole = Draft(name="t", source_lang=langs[0], target_lang=langs[1], segments=segments)
    return list(check(whole, terms=register, day=day))


def test_a_post_added_is_that_of_the_day(register: tuple[Term, ...]) -> None:
    source, draft = "周明远表示满意。", "CQC Director Zhou Mingyuan said he was satisfied."
    assert found(register, source, draft, BEFORE) == []
    (late,) = found(register, source, draft, AFTER)
    assert late.rule == "post"
    assert "was not Director of CQC on 2022-05-01" in late.message
    assert draft[slice(*late.draft_span)] == "Zhou Mingyuan"
    assert found(register, source, draft) == []  # no day, nothing known


def test_a_former_post_says_so(register: tuple[Term, ...]) -> None:
    former = "Zhou Mingyuan, former Director of CQC, said he was satisfied."
    assert found(register, "周明远表示满意。", former, AFTER) == []
    assert found(register, "原主任周明远表示满意。", former, AFTER) == []
    lost = "Zhou Mingyuan, Director of CQC, said he was satisfied."
    assert [one.rule for one in found(register, "原主任周明远表示满意。", lost, AFTER)] == ["post"]


def test_a_later_post_is_no_earlier_one(register: tuple[Term, ...]) -> None:
    draft = "President Zhou Mingyuan said he was satisfied."
    assert found(register, "周明远表示满意。", draft, AFTER) == []
    assert [one.rule for one in found(register, "周明远表示满意。", draft, BEFORE)] == ["post"]


def test_a_post_that_the_source_gives_itself_is_not_judged(register: tuple[Term, ...]) -> None:
    assert found(register, "主任周明远表示满意。", "Director Zhou Mingyuan said so.", AFTER) == []


def test_a_post_added_in_chinese(register: tuple[Term, ...]) -> None:
    source = "Xu Jingyi said so."
    assert found(register, source, "主任许静怡这样表示。", AFTER, "en") == []
    assert [one.rule for one in found(register, source, "主任许静怡这样表示。", BEFORE, "en")] == ["post"]


@pytest.mark.parametrize(
    ("source", "draft", "rules"),
    [
        ("CQC副主任李静出席。", "Li Jing, Deputy Director of CQC, attended.", []),
        ("石桥市长李静出席。", "Jane Lee, Mayor of Stonebridge, attended.", []),
        ("石桥市长李静出席。", "Li Jing, Mayor of Stonebridge, attended.", ["name"]),
        ("CQC副主任李静出席。", "Jane Lee, Deputy Director of CQC, attended.", ["name"]),
        ("李静出席。", "Li Jing attended.", []),
        ("李静出席。", "Jane Lee attended.", []),
    ],
)
def test_two_people_of_one_name_are_told_by_post_and_body(
    register: tuple[Term, ...], source: str, draft: str, rules: list[str]
) -> None:
    assert [one.rule for one in found(register, source, draft)] == rules


def test_an_established_spelling(register: tuple[Term, ...]) -> None:
    assert found(register, "何国强主持会议。", "Tony Ho chaired the meeting.") == []
    (wrong,) = found(register, "何国强主持会议。", "Tony Hoe chaired the meeting.")
    assert (wrong.rule, wrong.suggestion) == ("name", "Tony Ho")


def test_the_same_people_in_the_same_order(register: tuple[Term, ...]) -> None:
    source = "主任周明远、副主任许静怡、总工程师郭怀远出席。"
    kept = "Director Zhou Mingyuan, Deputy Director Xu Jingyi and Chief Engineer Guo Huaiyuan attended."
    turned = "Deputy Director Xu Jingyi, Director Zhou Mingyuan and Chief Engineer Guo Huaiyuan attended."
    assert found(register, source, kept) == []
    assert "people-order" in [one.rule for one in found(register, source, turned)]
