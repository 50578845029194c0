"""Glossary terms in drafts: required, forbidden, given up, valid for a time, nested."""

import datetime as dt

import pytest

from tm.bitext import Draft, DraftSegment, Finding, Lang, Term, TermForms, TermStatus
from tm.qa import check

ABBREVIATED = Term(
    zh=TermForms(full="国家市场监督管理总局", short=("市场监管总局",)),
    en=TermForms(full="State Administration for Market Regulation", abbreviation=("SAMR",)),
    required=True,
    domain="body",
    valid_from=dt.date(2018, 3, 21),
)
TERMS = (
    ABBREVIATED,
    Term(
        zh=ABBREVIATED.zh,
        en=TermForms(full="State Market Supervision Bureau"),
        status=TermStatus.FORBIDDEN,
        domain="body",
    ),
    Term(zh=TermForms(full="乡村振兴"), en=TermForms(full="rural revitalization")),
    Term(
        zh=TermForms(full="乡村振兴"),
        en=TermForms(full="village rejuvenation"),
        status=TermStatus.FORBIDDEN,
    ),
    Term(zh=TermForms(full="充电桩"), en=TermForms(full="charging pile")),
    Term(zh=TermForms(full="充电桩"), en=TermForms(full="charging post"), status=TermStatus.ADMITTED),
    Term(zh=TermForms(full="副主任"), en=TermForms(full="Deputy Director"), domain="post"),
    Term(zh=TermForms(full="副局长"), en=TermForms(full="Deputy Director-General"), domain="post"),
    Term(
        zh=TermForms(full="中国质量认证中心"),
        en=TermForms(full="China Quality Certification Centre", abbreviation=("CQC",)),
        domain="body",
    ),
    Term(
        zh=TermForms(full="中国质量认证中心"),
        en=TermForms(full="China Quality Certification Center"),
        status=TermStatus.DEPRECATED,
        domain="body",
    ),
    Term(zh=TermForms(full="主任"), en=TermForms(full="Director"), domain="post"),
    Term(
        zh=TermForms(full="局长"),
        en=TermForms(full="Director-General", variants=("Director",)),
        domain="post",
    ),
    Term(
        zh=TermForms(full="国家质量监督检验检疫总局", short=("国家质检总局",)),
        en=TermForms(
            full="General Administration of Quality Supervision, Inspection and Quarantine",
            abbreviation=("AQSIQ",),
        ),
        required=True,
        domain="body",
        valid_to=dt.date(2018, 3, 20),
        replaced_by="国家市场监督管理总局",
    ),
    Term(zh=TermForms(full="互认"), en=TermForms(full="mutual recognition")),
    Term(zh=TermForms(full="组长"), en=TermForms(full="head"), domain="post", required=True),
    Term(
        zh=TermForms(full="闽江省市场监督管理局", short=("省市场监管局",)),
        en=TermForms(full="Minjiang Administration for Market Regulation"),
        domain="body",
    ),
    Term(zh=TermForms(full="谭月珍"), en=TermForms(full="Tan Yuezhen"), domain="person"),
)  # fmt: skip


def findings(source: str, draft: str, side: str = "zh", day: dt.date | None = None) -> list[Finding]:
    langs = (Lang.ZH_HANS, Lang.EN) if side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = (DraftSegment(source=source, draft=draft),)
    whole = Draft(name="t", source_lang=langs[0], target_lang=langs[1], segments=segments)
    return list(check(whole, terms=TERMS, day=day))


@pytest.mark.parametrize(
    ("source", "draft", "rules"),
    [
        ("会议由市场监管总局指导。", "The meeting was guided by SAMR.", []),
        ("会议由市场监管总局指导。", "The meeting was guided by the market regulator.", ["term-required"]),
        (
            "会议由市场监管总局指导。",
            "State Market Supervision Bureau guided the meeting.",
            ["term-forbidden"],
        ),
        ("中心助力乡村振兴。", "The centre supports revitalizing rural areas.", []),
        ("中心助力乡村振兴。", "The centre supports village rejuvenation.", ["term-forbidden"]),
        ("中心助力乡村振兴。", "The centre supports the countryside.", ["term"]),
        ("企业生产充电桩。", "The company makes charging piles.", []),
        ("企业生产充电桩。", "The company makes charging posts.", []),
        ("企业生产充电桩。", "The company makes chargers.", ["term"]),
        ("副主任出席。", "The Deputy Director attended.", []),
        ("副主任出席。", "The Deputy Director-General attended.", ["term"]),
        ("县人大常委会副主任石岩出席。", "Shi Yan, Vice Chairman of the county people's congress, came.", []),
        (
            "县人大常委会副主任石岩出席。",
            "Shi Yan, Chairman of the county people's congress, came.",
            ["post", "term"],
        ),
        ("局长办公会通过方案。", "An executive meeting of the bureau adopted the plan.", []),
        ("市场监管总局副局长石岩出席。", "Shi Yan, Vice Minister of SAMR, attended.", ["term"]),
        ("两省互认结果。", "The two provinces mutually recognize results.", []),
        ("皖西省市场监管局公布名单。", "Wanxi Administration for Market Regulation published the list.", []),
        ("中国质量认证中心主办。", "China Quality Certification Centre organised it.", []),
        ("中国质量认证中心主办。", "China Quality Certification Center organised it.", ["term-deprecated"]),
    ],
)
def test_chinese_into_english(source: str, draft: str, rules: list[str]) -> None:
    assert [finding.rule for finding in findings(source, draft)] == rules


@pytest.mark.parametrize(
    ("source", "draft", "rules"),
    [
        ("The company makes charging piles.", "该公司生产充电桩。", []),
        ("The company makes charging piles.", "该公司生产充电堆。", ["term"]),
        ("CQC held the meeting.", "CQC召开会议。", []),
        ("CQC held the meeting.", "中国质量认证中心召开会议。", []),
        ("Director of CQC, he attended.", "他以CQC主任身份出席。", []),
        ("Director of CQC, he attended.", "他以CQC局长身份出席。", ["post"]),
        ("General Manager Tan Yuezhen spoke.", "总经理谭月贞发言。", ["name"]),
        ("Director-General Orhan Kaya met the Foreign Minister.", "总干事奥尔汗·卡亚会见外长。", []),
        ("The director-general of the agency met the Foreign Minister.", "该机构总干事会见外长。", []),
        ("The Director of the clinic spoke.", "诊所负责人发言。", []),
        ("The Director of the clinic spoke.", "诊所护士发言。", ["term"]),
        ("The plant has a head of 300 meters.", "电站水头为300米。", []),
        ("Minjiang Administration for Market Regulation", "闽江省市场监管局", []),
        ("The two heads of state met.", "两国元首会晤。", []),
        ("The leaders of SAMR visited the plant.", "局领导参观了工厂。", []),
        ("The leaders of SAMR visited the plant.", "司领导参观了工厂。", ["term-required"]),
    ],
)
def test_english_into_chinese(source: str, draft: str, rules: list[str]) -> None:
    assert [finding.rule for finding in findings(source, draft, "en")] == rules


@pytest.mark.parametrize(
    ("source", "draft", "year", "rules"),
    [
        ("原国家质检总局发布公告。", "The former AQSIQ issued a notice.", 2022, []),
        ("原国家质检总局发布公告。", "AQSIQ issued a notice.", 2022, ["post"]),
        ("原国家质检总局发布公告。", "The former SAMR issued a notice.", 2022, ["term-required"]),
        ("国家质检总局发布公告。", "AQSIQ issued a notice.", 2016, []),
        ("市场监管总局发布公告。", "AQSIQ issued a notice.", 2022, ["term-required"]),
        ("市场监管总局发布公告。", "SAMR issued a notice.", 2022, []),
    ],
)
def test_a_body_is_called_as_at_the_time_the_sentence_speaks_of(
    source: str, draft: str, year: int, rules: list[str]
) -> None:
    assert [finding.rule for finding in findings(source, draft, day=dt.date(year, 5, 1))] == rules


def test_a_certain_rendering_is_suggested_where_the_wrong_one_stands() -> None:
    (found,) = findings("中心助力乡村振兴。", "The centre supports village rejuvenation.")
    assert found.suggestion == "rural revitalization"
    assert found.draft_span is not None
    assert "The centre supports village rejuvenation."[slice(*found.draft_span)] == "village rejuvenation"
