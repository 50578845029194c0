"""Terms that go without saying and terms rendered by other words, by the embedded encoder."""

import pytest

from tm.bitext import Draft, DraftSegment, Finding, Lang, Term, TermForms
from tm.embed import encoder
from tm.qa import check

TERMS = (
    Term(zh=TermForms(full="认证"), en=TermForms(full="certification"), required=True),
    Term(zh=TermForms(full="养老机构"), en=TermForms(full="elderly care institution")),
    Term(zh=TermForms(full="有机产品认证"), en=TermForms(full="organic product certification")),
    Term(zh=TermForms(full="工厂检查"), en=TermForms(full="factory inspection")),
    Term(zh=TermForms(full="采信"), en=TermForms(full="acceptance")),
    Term(zh=TermForms(full="直流充电桩"), en=TermForms(full="direct-current charging pile")),
    Term(
        zh=TermForms(full="农业农村部"),
        en=TermForms(full="Ministry of Agriculture and Rural Affairs"),
        domain="body",
        required=True,
    ),
    Term(zh=TermForms(full="互认"), en=TermForms(full="mutual recognition")),
    Term(zh=TermForms(full="减负"), en=TermForms(full="reduce the burden")),
    Term(zh=TermForms(full="提升行动"), en=TermForms(full="the Campaign"), domain="programme", required=True),
    Term(zh=TermForms(full="主任"), en=TermForms(full="Director"), domain="post"),
    Term(zh=TermForms(full="局长"), en=TermForms(full="Director"), domain="post"),
    Term(zh=TermForms(full="周明远"), en=TermForms(full="Zhou Mingyuan"), domain="person"),
)


def findings(*rows: tuple[str, str], side: str = "zh") -> list[Finding]:
    langs = (Lang.ZH_HANS, Lang.EN) if side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = tuple(DraftSegment(source=source, draft=draft) for source, draft in rows)
    whole = Draft(name="t", source_lang=langs[0], target_lang=langs[1], segments=segments)
    return [one for one in check(whole, terms=TERMS, encoder=encoder("use")) if one.rule.startswith("term")]


@pytest.mark.parametrize(
    ("source", "draft"),
    [
        ("逾期未完成的，认证申请将予以终止。", "If it is late, the application will be closed."),
        ("标准对养老机构进行评价。", "The standard assesses an institution as a whole."),
        ("双方将采信检测报告。", "The two sides will accept test reports."),
        ("农业农村部有关专家参加。", "Experts took part."),
        ("装了直流充电桩。", "Current in the piles for charging is, as the law asks, direct."),
        ("互认的证书共有九张。", "Nine certificates were recognized by both sides."),
    ],
)
def test_a_term_may_go_without_saying_or_be_shortened(source: str, draft: str) -> None:
    assert findings((source, draft)) == []


@pytest.mark.parametrize(
    ("source", "draft", "instead"),
    [
        (
            "茶园通过有机产品认证。",
            "The gardens passed green product certification.",
            "green product certification",
        ),
        ("新规则包括工厂检查。", "The new rules include plant inspection.", "plant inspection"),
        (
            "农业农村部有关专家参加。",
            "Experts from the Ministry of Agriculture took part.",
            "Ministry of Agriculture",
        ),
    ],
)
def test_another_rendering_is_found_and_marked(source: str, draft: str, instead: str) -> None:
    (found,) = findings((source, draft))
    assert found.draft_span is not None
    assert instead in draft[slice(*found.draft_span)]
    assert found.suggestion is None


@pytest.mark.parametrize(
    ("source", "draft", "rules"),
    [
        ("The campaign targeted toys.", "本次专项行动聚焦玩具。", []),
        ("The gardens passed organic product certification.", "茶园通过有机农产品认证。", []),
        ("The gardens passed organic product certification.", "茶园通过有机产品认可。", ["term"]),
        ("They reduce the burden on enterprises.", "这些举措减轻企业负担。", []),
        ("It covers direct-current charging piles.", "适用于直流充电堆。", ["term"]),
    ],
)
def test_into_chinese(source: str, draft: str, rules: list[str]) -> None:
    assert [found.rule for found in findings((source, draft), side="en")] == rules


def test_a_post_called_by_its_body_is_no_inconsistency() -> None:
    rows = (("The Director of the centre spoke.", "中心主任讲话。"), ("The Director left.", "局长离开。"))
    assert findings(*rows, side="en") == []


def test_a_person_of_the_register_is_taken_up_by_he_once_met() -> None:
    first = ("周明远出席会议。", "Zhou Mingyuan attended the meeting.")
    again = ("周明远说，工作已经完成。", "He said that the work was finished.")
    segments = tuple(DraftSegment(source=source, draft=draft) for source, draft in (first, again))
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    assert check(whole, terms=TERMS) == ()
    alone = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments[1:])
    assert [found.rule for found in check(alone, terms=TERMS)] == ["name"]


def test_another_body_of_the_glossary_is_no_rendering() -> None:
    bodies = (
        Term(zh=TermForms(full="市场监管总局"), en=TermForms(full="SAMR"), domain="body", required=True),
        Term(zh=TermForms(full="国家质检总局"), en=TermForms(full="AQSIQ"), domain="body"),
    )
    segments = (DraftSegment(source="市场监管总局发布该办法。", draft="AQSIQ issued the measures."),)
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    (found,) = check(whole, terms=bodies, encoder=encoder("use"))
    assert (found.rule, found.draft_span) == ("term-required", (0, 5))


@pytest.mark.parametrize(
    ("draft", "rules"),
    [
        ("Wang Jianguo, Director of CNCA, and Li Minghua, Director of SAMR, attended.", ["post"]),
        ("Wang Jianguo, Director of SAMR, and Li Minghua, Director of CNCA, attended.", []),
    ],
)
def test_each_person_keeps_the_own_body(draft: str, rules: list[str]) -> None:
    bodies = (
        Term(zh=TermForms(full="市场监管总局"), en=TermForms(full="SAMR"), domain="body"),
        Term(zh=TermForms(full="国家认监委"), en=TermForms(full="CNCA"), domain="body"),
    )
    source = "市场监管总局局长王建国、国家认监委主任李明华出席。"
    segments = (DraftSegment(source=source, draft=draft),)
    whole = Draft(name="t", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)
    assert [found.rule for found in check(whole, terms=bodies)] == rules
