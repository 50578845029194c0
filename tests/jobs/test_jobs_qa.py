"""Checks of drafts by what the memory and the draft's file say: its day, the memory's words."""

import datetime as dt
from pathlib import Path

import pytest

from tm.align.lexicon import Lexicon
from tm.bitext import Draft, DraftSegment, Finding, TranslationUnit
from tm.jobs.draft_files import read_draft_file
from tm.jobs.qa import check_draft
from tm.jobs.session import Session
from tm.qa import check

LAST_YEAR = ("去年颁发证书312张。", "In 2021, 312 certificates were issued.")
THAT_YEAR = ("2021年颁发证书312张。", "Last year, 312 certificates were issued.")


def tsv(path: Path, *rows: tuple[str, ...]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def dates(session: Session, path: Path, source: Path | None = None) -> list[str]:
    return [found.rule for found in check_draft(session, path, source).findings if found.rule == "date"]


@pytest.mark.parametrize("row", [LAST_YEAR, LAST_YEAR[::-1]])
def test_last_year_is_the_year_before_the_day_of_the_draft(session, tmp_path: Path, row) -> None:
    assert dates(session, tsv(tmp_path / "2022-03-01" / "draft.tsv", row)) == []
    assert dates(session, tsv(tmp_path / "2024-03-01" / "draft.tsv", row)) == ["date"]


def test_the_day_is_that_of_the_rows_document(session, tmp_path: Path) -> None:
    path = tmp_path / "2024-03-01" / "draft.tsv"
    assert dates(session, tsv(path, (*LAST_YEAR, "zh/2022-03-01/a.html"))) == []
    rows = [(*LAST_YEAR, "zh/2022-03-01/a.html"), (*LAST_YEAR, "zh/2023-03-01/b.html")]
    assert read_draft_file(session, tsv(path, *rows)).draft.day is None


def test_the_day_of_a_text_is_that_of_its_source(session, tmp_path: Path) -> None:
    source, draft = tmp_path / "2022-03-01" / "zh.txt", tmp_path / "2024-03-01" / "en.txt"
    for path, text in ((source, LAST_YEAR[0]), (draft, LAST_YEAR[1])):
        path.parent.mkdir()
        path.write_text(text + "\n", encoding="utf-8")
    assert read_draft_file(session, draft, source).draft.day == dt.date(2022, 3, 1)
    assert dates(session, draft, source) == []


def test_the_day_of_an_aligned_text_is_its_releases(session, write) -> None:
    zh = write("zh.txt", "颁发证书", "发布时间：2022-03-01", LAST_YEAR[0], "会议在北京召开。")
    en = write("en.txt", "Certificates Issued", "The meeting was held in Beijing.", LAST_YEAR[1])
    assert read_draft_file(session, en, zh).draft.day == dt.date(2022, 3, 1)


def test_words_learned_from_the_memory_are_evidence(session, tmp_path: Path, monkeypatch) -> None:
    given: list[Lexicon] = []

    def spied(draft: Draft, *, lexicon: Lexicon, **known: object) -> tuple[Finding, ...]:
        given.append(lexicon)
        return check(draft, lexicon=lexicon, **known)

    monkeypatch.setattr("tm.jobs.qa.check", spied)
    session.memory.units.add(
        TranslationUnit(zh=zh, en=en)
        for zh, en in (
            ("证书有效。", "The certificate is valid."),
            ("证书丢失。", "The certificate got lost."),
            ("颁发证书。", "A certificate was issued."),
            ("证书到期。", "That certificate has expired."),
        )
    )
    check_draft(session, tsv(tmp_path / "a.tsv", LAST_YEAR))
    assert given[0].score("certificate", "证书") > 0


def test_an_empty_memory_teaches_nothing_and_does_no_harm(tmp_path: Path) -> None:
    with Session(memory=str(tmp_path / "m.sqlite")) as empty:
        assert check_draft(empty, tsv(tmp_path / "a.tsv", LAST_YEAR)).draft.segments == (
            DraftSegment(source=LAST_YEAR[0], draft=LAST_YEAR[1], id="1"),
        )
