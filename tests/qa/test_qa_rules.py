"""Every rule on texts of its own: what must be found and what must stay silent."""

import json
from pathlib import Path
from typing import Any

import pytest

from tm.bitext import Draft, DraftSegment, Finding, Lang
from tm.qa import check

CASES = Path(__file__).parent.parent / "cases"


def load(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in cases]


def findings(source: str, draft: str, side: str) -> tuple[Finding, ...]:
    langs = (Lang.ZH_HANS, Lang.EN) if side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = (DraftSegment(source=source, draft=draft),)
    return check(Draft(name="case", source_lang=langs[0], target_lang=langs[1], segments=segments))


@pytest.mark.parametrize("case", load("qa-rules"))
def test_what_is_wrong_is_found_and_nothing_else(case: dict[str, Any]) -> None:
    found = findings(case["source"], case["draft"], case["from"])
    assert sorted({finding.rule for finding in found}) == case["rules"], [f.message for f in found]
    for finding in found:
        for span, text in ((finding.source_span, case["source"]), (finding.draft_span, case["draft"])):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)


def test_half_width_commas_of_neighbouring_rows_are_said_once_but_a_lone_one_always() -> None:
    rows = ["中心召开会议,随后闭会。", "会议讨论计划,形成决议。", "各方表示赞同，会议结束,代表离开。"]
    segments = tuple(DraftSegment(source="It met, then closed.", draft=row) for row in rows)
    draft = Draft(name="rows", source_lang=Lang.EN, target_lang=Lang.ZH_HANS, segments=segments)
    assert [finding.segment for finding in check(draft) if finding.rule == "width"] == [0, 2]
