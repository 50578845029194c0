import dataclasses
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from tm.bitext import Context, Lang, Provenance, Term, TermForms, TranslationUnit, UnitStatus
from tm.errors import ConfigError, QueryError
from tm.lookup import LookupConfig, MatchKind, lookup
from tm.memory import Memory, open_memory
from tm.text import tokens


class BagOfTokens:
    """A tiny deterministic encoder: the hashed tokens of a text, counted."""

    name = "bag"
    dimension = 64
    weights_hash = "0" * 64

    def __init__(self) -> None:
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += 1
        rows = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in tokens(text.casefold()):
                row[sum(token.encode()) % self.dimension] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def unit(zh: str, en: str, **more: object) -> TranslationUnit:
    return TranslationUnit(zh=zh, en=en, **more)


ALIGNED = Provenance(en_release="en/a.html", zh_release="zh/a.html", date=dt.date(2024, 5, 1), paragraph=2)
NEIGHBOURS = Context(zh_previous="会议开始。", zh_next="会议结束。", en_previous="The meeting began.")
UNITS = [
    unit("国家认监委主任出席会议。", "The Director of CNCA attended the meeting."),
    unit("論壇在蘇州舉行。", "The forum was held in Suzhou.", zh_lang=Lang.ZH_HANT, provenance=ALIGNED),
    unit("双方签署了合作协议。", "The two sides signed a cooperation agreement.", context=NEIGHBOURS),
    unit("双方签署了合作协议。", "Both parties signed an agreement.", status=UnitStatus.CONFIRMED),
    unit("会议于11月9日至11日在北京召开。", "The meeting was held in Beijing on November 9–11, 2020."),
    unit("中国质量认证中心主任致辞，国家认监委主任出席会议。", "Both Directors attended, CQC's spoke."),
    unit("不可再用的句子在这里。", "A sentence not to be used again.", status=UnitStatus.DO_NOT_REUSE),
    unit("待审的句子在这里停下。", "A sentence to review.", status=UnitStatus.REVIEW),
]


WITHOUT_REPAIR = LookupConfig(kinds=frozenset(MatchKind) - {MatchKind.REPAIRED})


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(tmp_path / "m.sqlite")
    opened.units.add(UNITS)
    yield opened
    opened.close()


def kinds(result: object) -> list[tuple[str, int | None]]:
    return [(match.kind.value, match.percent) for match in result.matches]


def test_exact_before_contained_before_fuzzy(memory: Memory) -> None:
    result = lookup(memory, "国家认监委主任出席会议。", side="zh")
    assert kinds(result)[:2] == [("exact", 100), ("contained", 48)]
    contained = result.matches[1]
    start, end = contained.source_span
    assert contained.source[start:end] == "国家认监委主任出席会议。"


def test_context_needs_both_neighbours(memory: Memory) -> None:
    text = "双方签署了合作协议。"
    both = lookup(memory, text, side="zh", previous="会议开始。", next_="会议结束。")
    assert kinds(both)[:2] == [("context", 100), ("exact", 100)]
    assert both.matches[0].target.startswith("The two sides")
    one = lookup(memory, text, side="zh", previous="会议开始。", next_="别的。")
    assert kinds(one)[:2] == [("exact", 100), ("exact", 100)]
    edge = lookup(memory, UNITS[2].en, side="en", previous="The meeting began.")
    assert kinds(edge)[0] == ("context", 100)


def test_confirmed_goes_before_plain(memory: Memory) -> None:
    result = lookup(memory, "双方签署了合作协议。", side="zh")
    assert result.matches[0].origin.status is UnitStatus.CONFIRMED


def test_a_small_word_warns_and_ranks_lower(memory: Memory) -> None:
    match = lookup(memory, "国家认监委副主任出席会议。", side="zh").matches[0]
    assert match.kind is MatchKind.FUZZY
    assert match.percent == 92
    assert match.warnings == ("副主任/主任",)
    assert [(penalty.name, penalty.points) for penalty in match.penalties] == [("fact", 15)]
    assert [op.op for op in match.diff] == ["equal", "insert", "equal"]


def test_an_extra_year_warns_on_an_exact_match(memory: Memory) -> None:
    match = lookup(memory, "会议于11月9日至11日在北京召开。", side="zh").matches[0]
    assert (match.kind, match.percent) == (MatchKind.EXACT, 100)
    assert match.warnings == ("2020 only in the target",)


def test_only_numbers_differ(memory: Memory) -> None:
    match = lookup(memory, "会议于12月8日至10日在北京召开。", side="zh", config=WITHOUT_REPAIR).matches[0]
    assert (match.kind, match.percent) == (MatchKind.FUZZY, 97)


def test_only_numbers_differ_and_are_repaired(memory: Memory) -> None:
    match = lookup(memory, "会议于12月8日至10日在北京召开。", side="zh").matches[0]
    assert (match.kind, match.percent) == (MatchKind.REPAIRED, 97)
    assert match.target == "The meeting was held in Beijing on December 8–10."
    assert [(change.from_, change.to) for change in match.repair.changes] == [
        ("November 9–11, 2020", "December 8–10")
    ]
    assert match.warnings == ()


def test_other_script_is_exact_with_a_penalty(memory: Memory) -> None:
    match = lookup(memory, "论坛在苏州举行。", side="zh").matches[0]
    assert match.kind is MatchKind.EXACT
    assert [penalty.name for penalty in match.penalties] == ["other script"]
    assert match.origin.script == "zh-Hant"
    assert match.origin.release == "zh/a.html"
    assert match.origin.paragraph == 2


def test_width_and_case_are_99(memory: Memory) -> None:
    match = lookup(memory, "the forum was held in Suzhou。", side="en").matches[0]
    assert (match.kind, match.percent) == (MatchKind.FUZZY, 99)
    assert "case" in [penalty.name for penalty in match.penalties]


def test_do_not_reuse_and_deleted_units_are_gone(memory: Memory) -> None:
    assert not lookup(memory, "不可再用的句子在这里。", side="zh").matches
    found = lookup(memory, "国家认监委主任出席会议。", side="zh").matches[0]
    memory.units.delete([found.origin.unit])
    assert lookup(memory, "国家认监委主任出席会议。", side="zh").matches[0].kind is MatchKind.CONTAINED


def test_needs_review_is_a_penalty(memory: Memory) -> None:
    match = lookup(memory, "待审的句子在这里停下。", side="zh").matches[0]
    assert [(penalty.name, penalty.points) for penalty in match.penalties] == [("needs review", 10)]


def test_a_unit_just_added_is_found_by_every_kind(memory: Memory) -> None:
    encoder = BagOfTokens()
    config = LookupConfig(semantic="always")
    assert not lookup(memory, "全新的一句话说明一切道理", side="zh", encoder=lambda: encoder).matches
    memory.units.add([unit("全新的一句话说明一切道理", "A new sentence explains it all")])
    exact = lookup(memory, "全新的一句话说明一切道理", side="zh", encoder=lambda: encoder, config=config)
    fuzzy = lookup(memory, "全新的一句话说明一切道路", side="zh", encoder=lambda: encoder)
    contained = lookup(memory, "说明一切", side="zh", encoder=lambda: encoder)
    meaning = lookup(memory, "话道明切说一一的句", side="zh", encoder=lambda: encoder)
    assert [result.matches[0].kind.value for result in (exact, fuzzy, contained, meaning)] == [
        "exact", "fuzzy", "contained", "semantic",
    ]  # fmt: skip


def test_the_encoder_is_left_alone_where_an_exact_match_answers(memory: Memory) -> None:
    encoder = BagOfTokens()
    lookup(memory, "双方签署了合作协议。", side="zh", encoder=lambda: encoder)
    assert encoder.calls == 0


def test_terms_in_the_query(memory: Memory) -> None:
    memory.terms.add([Term(zh=TermForms(full="副主任"), en=TermForms(full="Deputy Director"), required=True)])
    terms = lookup(memory, "國家副主任", side="zh").terms
    assert [(term.source, term.target, term.span, term.required) for term in terms] == [
        ("副主任", "Deputy Director", (2, 5), True)
    ]


def test_kinds_and_limit(memory: Memory) -> None:
    config = LookupConfig(kinds=frozenset({MatchKind.CONTAINED}), limit=1)
    assert kinds(lookup(memory, "主任出席会议", side="zh", config=config)) == [("contained", 50)]


@pytest.mark.parametrize("text", ["", " \n", "中" * 20_001, "断\ud83d"])
def test_a_query_that_cannot_be_looked_up(memory: Memory, text: str) -> None:
    with pytest.raises(QueryError):
        lookup(memory, text, side="zh")


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01",
        "'; DROP TABLE unit; --",
        '"',
        "*",
        "NEAR(a b)",
        "%_",
        "中" * 20_000,
        "。",
        "2020-11-23",
        "{0} <b>",
    ],
)
def test_odd_queries_get_a_sound_answer(memory: Memory, text: str) -> None:
    for side in ("en", "zh"):
        assert lookup(memory, text, side=side).query == text.strip()


def test_settings_are_checked() -> None:
    with pytest.raises(ConfigError):
        LookupConfig(least_percent=0)
    with pytest.raises(ConfigError):
        LookupConfig(penalties={"mood": 3})


def test_the_result_becomes_json(memory: Memory) -> None:
    result = lookup(memory, "国家认监委副主任出席会议。", side="zh")
    plain = dataclasses.asdict(result)
    assert {"query", "matches", "fragments", "terms", "seconds"} <= set(plain)
    json.dumps(plain, default=str)


def test_no_heavy_package_is_imported() -> None:
    heavy = ("torch", "scipy", "sentence_transformers")
    code = f"import sys, tm.lookup; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def use() -> object:
    from tm.embed import encoder

    return encoder("use")


def test_meaning_across_languages_with_the_real_model(memory: Memory, use: object) -> None:
    across = lookup(memory, "A contract on working together was concluded", side="en", encoder=lambda: use)
    assert "协议" in across.matches[0].target
    assert across.matches[0].kind is MatchKind.SEMANTIC
    assert across.matches[0].percent is None
    assert across.matches[0].cosine > 0.5
    back = lookup(memory, "研讨会在苏州举办", side="zh", encoder=lambda: use)
    assert "Suzhou" in back.matches[0].target


def test_a_very_long_query_is_answered_soon(memory: Memory) -> None:
    memory.units.add([unit("长" * 300 + str(n), f"long {n}") for n in range(20)])
    began = time.perf_counter()
    for text in ("中" * 20_000, "长" * 20_000, "长" * 299):
        lookup(memory, text, side="zh")
    assert time.perf_counter() - began < 5


def test_a_folder_that_cannot_be_written_is_no_hindrance(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.memory.index.level.TAIL_UNITS", 2)
    (tmp_path / "m.sqlite.index").write_text("in the way", encoding="utf-8")
    match = lookup(memory, "国家认监委副主任出席会议。", side="zh").matches[0]
    assert match.percent == 92


@pytest.mark.parametrize(
    ("side", "query", "target"),
    [
        ("zh", "论坛于二〇二四年六月三日召开。", "The forum was held on June 3, 2024."),
        ("zh", "论坛于6月3日召开", "The forum was held on June 3."),
        ("en", "The forum was held on June 3.", "论坛于6月3日召开。"),
        ("en", "Investment reached 1.2 billion yuan.", "投资达12亿元。"),
    ],
)
def test_values_may_be_most_of_a_repaired_segment(memory: Memory, side: str, query: str, target: str) -> None:
    memory.units.add(
        [
            unit("论坛于2020年11月9日召开。", "The forum was held on November 9, 2020."),
            unit("投资达3亿元。", "Investment reached 300 million yuan."),
        ]
    )
    match = lookup(memory, query, side=side).matches[0]
    assert (match.kind, match.target) == (MatchKind.REPAIRED, target)
    assert match.percent < 70


def test_a_name_within_a_longer_one_is_not_out_of_date(memory: Memory) -> None:
    memory.terms.add(
        [
            Term(
                zh=TermForms(full="农业部"),
                en=TermForms(full="Ministry of Agriculture"),
                valid_to=dt.date(2018, 3, 21),
            ),
            Term(
                zh=TermForms(full="农业农村部"),
                en=TermForms(full="Ministry of Agriculture and Rural Affairs"),
            ),
        ]
    )
    memory.units.add(
        [
            unit("农业农村部派员参加。", "The Ministry of Agriculture and Rural Affairs sent experts."),
            unit("农业部派员参加。", "The Ministry of Agriculture sent experts."),
        ]
    )
    assert lookup(memory, "农业农村部派员参加。", side="zh").matches[0].warnings == ()
    found = lookup(memory, "农业部派员参加。", side="zh").matches[0]
    assert [penalty.name for penalty in found.penalties] == ["out of date"]
    then = LookupConfig(as_of=dt.date(2017, 1, 1))
    assert lookup(memory, "农业部派员参加。", side="zh", config=then).matches[0].warnings == ()


def test_a_post_rewritten_is_still_warned_of(memory: Memory) -> None:
    memory.terms.add(
        [
            Term(zh=TermForms(full="主任"), en=TermForms(full="Director")),
            Term(zh=TermForms(full="副主任"), en=TermForms(full="Deputy Director")),
        ]
    )
    match = lookup(memory, "国家认监委副主任出席会议。", side="zh").matches[0]
    assert (match.kind, match.target) == (
        MatchKind.REPAIRED, "The Deputy Director of CNCA attended the meeting.",
    )  # fmt: skip
    assert match.warnings == ("副主任/主任",)
    assert [penalty.name for penalty in match.penalties] == ["fact"]


def test_a_value_only_in_the_target_is_told_once(memory: Memory) -> None:
    memory.units.add([unit("会议在北京召开，共3天。", "Held on May 3, 2020 in Beijing for 3 days.")])
    match = lookup(memory, "会议在北京召开，共4天。", side="zh").matches[0]
    assert sum("2020" in warning for warning in match.warnings) == 1
