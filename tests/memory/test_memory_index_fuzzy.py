"""A fuzzy search finds what brute force finds, with the same percents."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.bitext import TranslationUnit
from tm.memory.index.coding import Coder, token_hashes, words_hash
from tm.memory.index.compare import comparison_tokens, likeness, words_of
from tm.memory.index.fuzzy import Best, FuzzyQuery, search
from tm.memory.index.phrases import places_of_run, rows_with_run
from tm.memory.index.side import SideIndex
from tm.memory.index.side_build import UnitFacts, side_arrays
from tm.memory.index.tail import Tail
from tm.text import fold

WORDS = [
    "国",
    "家",
    "认",
    "证",
    "2020",
    "12",
    "年",
    "，",
    "。",
    "CQC",
    "the",
    "<b>",
    "</b>",
    "副",
    "主",
    "任",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def side_of(texts: list[str]) -> SideIndex:
    coder = Coder()
    coder.add(texts)
    count = len(texts)
    facts = UnitFacts(
        ids=np.arange(1, count + 1), days=np.zeros(count, np.int32), statuses=np.ones(count, np.uint8)
    )
    return SideIndex(side_arrays(coder.finish(), facts))


def brute(texts: list[str], query: str, least: int) -> dict[int, int]:
    tokens = comparison_tokens(query)
    percents = {
        number: likeness(tokens, comparison_tokens(text)).percent for number, text in enumerate(texts, 1)
    }
    return {number: percent for number, percent in percents.items() if percent >= least}


def found(side: SideIndex, query: str, least: int, limit: int | None = None) -> dict[int, int]:
    best = Best(least, limit)
    search(side, FuzzyQuery.of(comparison_tokens(query)), best, None)
    return {hit.unit: hit.percent for hit in best.ranked()}


@settings(max_examples=150)
@given(st.lists(TEXTS, min_size=1, max_size=40), TEXTS, st.sampled_from([30, 50, 70, 85, 95]))
def test_every_unit_at_or_above_the_threshold(texts: list[str], query: str, least: int) -> None:
    if comparison_tokens(query):
        assert found(side_of(texts), query, least) == brute(texts, query, least)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=40), TEXTS, st.sampled_from([50, 70]))
def test_the_tail_finds_the_same(texts: list[str], query: str, least: int) -> None:
    tail = Tail()
    for number, text in enumerate(texts, 1):
        tail.put(TranslationUnit(id=number, en="", zh=text))
    tokens = comparison_tokens(query)
    hits = {hit.unit: hit.percent for hit in tail.fuzzy("zh", tokens, least)}
    assert hits == (brute(texts, query, least) if tokens else {})


def test_a_larger_memory_with_frequent_and_rare_tokens() -> None:
    draw = random.Random(7)
    common, rare = "的一是在国家认证中心", [chr(code) for code in range(0x5000, 0x5400)]
    texts = [
        "".join(
            draw.choice(common) if draw.random() < 0.7 else draw.choice(rare)
            for _ in range(draw.randint(3, 30))
        )
        for _ in range(2_000)
    ]
    texts += ["".join(draw.sample(text, len(text))) for text in texts[:300]]
    side = side_of(texts)
    for _ in range(60):
        query = list(draw.choice(texts))
        for _ in range(draw.randint(0, 4)):
            query[draw.randrange(len(query))] = draw.choice(rare)
        expected = brute(texts, "".join(query), 70)
        assert found(side, "".join(query), 70) == expected
        best = sorted(expected.values(), reverse=True)[:5]
        assert sorted(found(side, "".join(query), 70, 5).values(), reverse=True) == best


def test_phrases_of_frequent_and_rare_tokens() -> None:
    draw = random.Random(8)
    common = "的一是在国家认证中心"
    rare = [chr(code) for code in range(0x5000, 0x5200) if fold(chr(code)) == chr(code)]
    texts = [
        "".join(
            draw.choice(common) if draw.random() < 0.7 else draw.choice(rare)
            for _ in range(draw.randint(1, 30))
        )
        for _ in range(1_500)
    ]
    side = side_of(texts)
    for _ in range(300):
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        phrase = text[start : start + draw.randint(1, 5)]
        rows = rows_with_run(side, side.numbers_of(token_hashes(list(phrase))))
        expected = [number for number, each in enumerate(texts, 1) if phrase in each]
        assert sorted(side.ids[rows].tolist()) == expected
        if len(phrase) > 1:
            places = places_of_run(side, side.numbers_of(token_hashes(list(phrase))))
            count = sum(each.startswith(phrase, at) for each in texts for at in range(len(each)))
            assert len(places) == count


def test_rows_marked_dead_are_left_out() -> None:
    side = side_of(["国家认证中心", "国家认证中心主任"])
    dead = np.zeros(2, dtype=bool)
    dead[0] = True
    best = Best(70, None)
    search(side, FuzzyQuery.of(comparison_tokens("国家认证中心")), best, dead)
    assert [hit.unit for hit in best.ranked()] == [2]


@given(st.lists(TEXTS, min_size=1, max_size=10))
def test_hashes_of_words_are_those_of_the_query(texts: list[str]) -> None:
    side = side_of(texts)
    for number, text in enumerate(texts, 1):
        tokens = comparison_tokens(text)
        rows = side.rows_with_words(words_hash(tokens))
        assert number in side.ids[rows]
        assert all(
            words_of(comparison_tokens(texts[int(unit) - 1])) == words_of(tokens) for unit in side.ids[rows]
        )
