from collections.abc import Iterator
from pathlib import Path

import pytest

from tm.align.lexicon import Lexicon
from tm.bitext import Term, TermForms, TermStatus, TranslationUnit
from tm.lookup import concordance, lookup
from tm.lookup.answers import Answers
from tm.memory import Memory, open_memory
from tm.memory.index import index_of, level

PAIRS = [
    ("认证机构应当保存记录。", "Certification bodies shall keep records."),
    ("认证机构公布结果。", "Certification bodies publish the results."),
    ("认证机构接受监督。", "Certification bodies accept supervision."),
    ("检验机构应当保存样品。", "Inspection bodies shall keep samples."),
    ("检验机构公布结果。", "Inspection bodies publish the results."),
    ("企业公布结果。", "Enterprises publish the results."),
    ("企业接受监督检查。", "Enterprises accept supervision and inspection."),
    ("企业应当保存记录。", "Enterprises shall keep records."),
]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(tmp_path / "m.sqlite")
    opened.units.add([TranslationUnit(zh=zh, en=en) for zh, en in PAIRS])
    yield opened
    opened.close()


def test_parts_seen_before_with_their_renderings(memory: Memory) -> None:
    text = "昨天，认证机构已经派人接受监督了呀"
    found = lookup(memory, text, side="zh").fragments
    assert [fragment.source for fragment in found] == ["认证机构", "接受监督"]
    for fragment in found:
        assert text[slice(*fragment.query_span)] == fragment.source
    first = found[0]
    assert first.target[slice(*first.target_span)].lower() == "certification bodies"


def test_english_parts(memory: Memory) -> None:
    found = lookup(
        memory, "Some of the certification bodies will soon publish the results too", side="en"
    ).fragments
    assert [fragment.source.lower() for fragment in found] == ["certification bodies", "publish the results"]


def test_terms_are_parts_where_a_unit_renders_them_as_the_glossary_does(memory: Memory) -> None:
    text = "本月飞行检查员访问我们"
    memory.units.add(
        [
            TranslationUnit(zh="飞行检查员来访。", en="The unannounced inspectors called."),
            TranslationUnit(zh="飞行检查员已离开，不在此处停留。", en="They have left and are not staying."),
        ]
    )
    assert not lookup(memory, text, side="zh").fragments
    memory.terms.add(
        [
            Term(zh=TermForms(full="飞行检查员"), en=TermForms(full="unannounced inspector")),
            Term(zh=TermForms(full="飞行检查员"), en=TermForms(full="the"), status=TermStatus.FORBIDDEN),
        ]
    )
    [found] = lookup(memory, text, side="zh").fragments
    assert (found.source, text[slice(*found.query_span)]) == ("飞行检查员", "飞行检查员")
    assert found.target[slice(*found.target_span)] == "unannounced inspectors"
    [back] = lookup(memory, "Tomorrow many unannounced inspectors fly home", side="en").fragments
    assert back.target[slice(*back.target_span)] == "飞行检查员"


def test_no_parts_beside_a_whole_match(memory: Memory) -> None:
    assert lookup(memory, "认证机构公布结果。", side="zh").fragments == ()


def test_no_parts_beside_a_match_that_lacks_a_word_only(memory: Memory) -> None:
    near = lookup(memory, "认证机构公布结果呀。", side="zh")
    assert near.matches[0].percent == 90
    assert near.fragments == ()
    assert lookup(memory, "认证机构昨天公布结果呀。", side="zh").fragments


def test_the_same_from_a_segment_on_disk(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "昨天，认证机构已经派人接受监督了呀"
    before = lookup(memory, text, side="zh").fragments
    monkeypatch.setattr(level, "SETTLED_UNITS", 2)
    index_of(memory).settle()
    after = lookup(memory, text, side="zh").fragments
    assert [fragment.source for fragment in after] == [fragment.source for fragment in before]
    assert after[0].target_span == before[0].target_span


@pytest.mark.parametrize("text", ["一", "没见过的话", "<b>认证机构</b>㎡", "。。。"])
def test_nothing_to_show(memory: Memory, text: str) -> None:
    assert lookup(memory, text, side="zh").fragments == ()


def test_concordance_marks_what_answers(memory: Memory) -> None:
    for hit in concordance(memory, "认证机构").hits:
        assert hit.target[slice(*hit.other_span)].lower() == "certification bodies"
    for hit in concordance(memory, "records").hits:
        assert "记录" in hit.target[slice(*hit.other_span)]


def test_answers_by_equal_words_and_the_lexicon() -> None:
    lexicon = Lexicon(entries={"forum": {"论坛": 0.9, "论": 0.4}, "green": {"绿色": 0.8}})
    text = "绿色论坛由CQC举办"
    assert text[slice(*Answers("forum", "en", lexicon).span(text))] == "论坛"
    assert text[slice(*Answers("green forum", "en", lexicon).span(text))] == "绿色论坛"
    assert text[slice(*Answers("CQC", "en", lexicon).span(text))] == "CQC"
    assert Answers("absent", "en", lexicon).span(text) is None
    assert Answers("论坛", "zh", lexicon).span("The Green Forum opened") == (10, 15)
