"""Briefs for a translator or a language model: what is in them, and that they keep to their budget."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tm.bitext import TranslationUnit
from tm.cli.documents import document
from tm.errors import ConfigError, ReportError
from tm.jobs.context import ContextOptions, make_context, write_context
from tm.jobs.context_lines import markdown, rough_tokens
from tm.jobs.session import Session
from tm.lookup import MatchKind

Write = Callable[..., Path]
JOB = (
    "国家认监委副主任出席会议并讲话。",
    "国家认监委领导签署了合作协议。",
    "待审的句子应当先由人看过才能使用。",
    "国家认监委副主任出席会议并讲话。",
    "不可再用的句子在这里，谁也不要用它。",
    "火锅很好吃。",
)
LINES = ContextOptions(presegmented=True)


@pytest.fixture
def job(write: Write) -> Path:
    return write("job.txt", *JOB, apart="\n")


def test_segments_with_matches_terms_once_and_repetitions_pointed_at(session: Session, job: Path) -> None:
    brief = make_context(session, job, LINES)
    assert [segment.text for segment in brief.segments] == list(JOB)
    assert brief.segments[3].repeats == 0
    assert not brief.segments[3].matches
    assert brief.segments[0].matches[0].kind is MatchKind.EXACT
    assert brief.segments[0].terms == ("国家认监委", "副主任")
    assert [(term.source, term.targets, term.avoid) for term in brief.terms] == [
        ("国家认监委", ("CNCA",), ("National Certification Committee",)),
        ("副主任", ("Deputy Director",), ()),
    ]
    text = markdown(brief)
    assert text.count("国家认监委 → CNCA") == 1
    assert "**3** as 0" in text


def test_what_is_not_published_stays_out_unless_asked_for(session: Session, job: Path) -> None:
    unpublished = "A sentence to be reviewed must be seen by someone before it is used."
    barred = "A sentence that must not be used again by anyone."
    assert unpublished not in markdown(make_context(session, job, LINES))
    with_review = markdown(make_context(session, job, replace(LINES, with_review=True)))
    assert unpublished in with_review
    assert barred not in with_review


@pytest.mark.parametrize("budget", [170, 200, 260, 400, 8_000])
def test_a_brief_keeps_to_its_budget(session: Session, job: Path, budget: int) -> None:
    brief = make_context(session, job, replace(LINES, budget=budget))
    assert rough_tokens(markdown(brief)) <= budget
    assert brief.tokens <= budget
    whole = make_context(session, job, replace(LINES, budget=8_000))
    given = sum(len(segment.matches) for segment in brief.segments)
    assert given + brief.matches_left_out == sum(len(segment.matches) for segment in whole.segments)
    assert len(brief.terms) + brief.terms_left_out == len(whole.terms)


def test_the_best_is_kept_when_not_everything_fits(session: Session, job: Path) -> None:
    whole = make_context(session, job, LINES)
    brief = make_context(session, job, replace(LINES, budget=whole.tokens - 20))
    assert brief.matches_left_out > 0
    assert brief.segments[0].matches[0].kind is MatchKind.EXACT


def test_a_budget_that_does_not_hold_the_text_says_what_would(session: Session, job: Path) -> None:
    with pytest.raises(ConfigError, match=r"the text alone takes 1\d\d tokens and the budget is 50"):
        make_context(session, job, replace(LINES, budget=50))


def test_english_gets_chinese_renderings(session: Session, write: Write) -> None:
    path = write("job.txt", "The two sides signed an agreement on cooperation with CNCA.", apart="\n")
    brief = make_context(session, path, LINES)
    assert (brief.source_lang.value, brief.target_lang.value) == ("en", "zh-Hans")
    assert any(match.target == "双方签署了合作协议。" for match in brief.segments[0].matches)
    assert brief.terms[0].targets == ("国家认监委",)


def test_meaning_finds_what_words_do_not(session: Session, write: Write) -> None:
    path = write("job.txt", "预计第一批证书将在年末发到企业手中。", apart="\n")
    [match] = make_context(session, path, LINES).segments[0].matches[:1]
    assert match.kind is MatchKind.SEMANTIC
    assert match.percent is None
    assert match.source.startswith("首批证书")


def test_markdown_and_json(session: Session, job: Path, tmp_path: Path) -> None:
    brief = make_context(session, job, LINES)
    write_context(brief, tmp_path / "稿.md", document)
    assert (tmp_path / "稿.md").read_text(encoding="utf-8") == markdown(brief)
    write_context(brief, tmp_path / "稿.json", document)
    held = json.loads((tmp_path / "稿.json").read_text(encoding="utf-8"))
    assert [segment["text"] for segment in held["segments"]] == list(JOB)
    with pytest.raises(ReportError, match="unknown ending"):
        make_context(session, job, replace(LINES, output=tmp_path / "brief.txt"))


def test_an_endless_segment_and_line_ends_within_texts(session: Session, write: Write) -> None:
    session.memory.units.add([TranslationUnit(zh="两行\n的句子在此处。", en="A sentence\nof two lines.")])
    path = write("job.txt", "很长" * 11_000, "两行的句子在此处。", apart="\n")
    brief = make_context(session, path, replace(LINES, budget=30_000))
    assert "22000 characters" in brief.warnings[0]
    assert "→ A sentence of two lines." in markdown(brief)


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0.0), ("认证", 2.0), ("two words", 2.6), ("CQC，2020年。", 5.6)]
)
def test_rough_tokens(text: str, tokens: float) -> None:
    assert rough_tokens(text) == tokens
