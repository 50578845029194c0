import datetime as dt
import json
from pathlib import Path

import pytest

from tm.bitext import Lang, Term, TermForms, TermStatus, TranslationUnit
from tm.lookup.repair import repaired
from tm.termbase import TermFinder

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "lookup_repair.json").read_text(encoding="utf-8")
)


def term(zh: str, en: str, **more: object) -> Term:
    return Term(zh=TermForms(full=zh), en=TermForms(full=en), **more)


FINDER = TermFinder(
    [
        term("主任", "Director"),
        term("副主任", "Deputy Director"),
        term("苏州", "Suzhou"),
        term("北京", "Beijing"),
        term("质检总局", "AQSIQ", valid_to=dt.date(2018, 3, 20), replaced_by="市场监管总局"),
        term("市场监管总局", "SAMR"),
        term("刘卫军", "Liu Weijun"),
        term("王芳", "Wang Fang"),
        term("认证机构", "certification body"),
        term("检验机构", "inspection body"),
        term("商务部", "Ministry of Commerce", domain="body"),
        Term(
            zh=TermForms(full="工业和信息化部", short=("工信部",)),
            en=TermForms(full="Ministry of Industry and Information Technology", abbreviation=("MIIT",)),
            domain="body",
        ),
        Term(
            zh=TermForms(full="国家认监委"),
            en=TermForms(
                full="Certification and Accreditation Administration of China", abbreviation=("CNCA",)
            ),
            domain="body",
        ),
        term("国家认监委", "National Recognition Commission", status=TermStatus.FORBIDDEN, domain="body"),
        term("中国质量认证中心", "China Quality Certification Centre", domain="body"),
        term("旧称", "Old Name", status=TermStatus.FORBIDDEN),
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_rendering_is_rewritten_or_left_alone(case: dict) -> None:
    zh_first = case["side"] == "zh"
    unit = TranslationUnit(
        zh=case["source"] if zh_first else case["target"],
        en=case["target"] if zh_first else case["source"],
        zh_lang=Lang(case.get("lang", "zh-Hans")),
    )
    found = repaired(case["query"], unit, case["side"], FINDER.find)
    assert (found.target if found else None) == case["expect"]
    if found:
        for change in found.repair.changes:
            assert change.from_ in case["target"]
            assert change.to in found.target
