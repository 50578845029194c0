"""`tm qa` on office files and file pairs, findings written back, baselines and dismissals."""

import json
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from tm.jobs.draft_files import read_draft_file
from tm.jobs.session import Session

ROWS = (
    ("2021年3月30日，42家企业参加会议。", "On March 30, 2021, 43 enterprises attended the meeting."),
    ("会议持续两天。", "The meeting lasted two days."),
    ("主任讲话。", "The director made a speech."),
)
EN, ZH = "c/2021-04-09/584757.shtml", "c/2021-04-02/584488.shtml"


@pytest.fixture
def docx(tmp_path: Path) -> Path:
    path = tmp_path / "稿件" / "draft.docx"
    path.parent.mkdir()
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for row in (("原文", "译文"), *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def tsv(path: Path, *rows: tuple[str, str]) -> Path:
    path.write_text("".join(f"{source}\t{draft}\n" for source, draft in rows), encoding="utf-8")
    return path


def numbers(document: dict) -> list[dict]:
    return [each for each in document["findings"] if each["rule"] == "number"]


def test_a_word_table_and_its_comments(tm, memory: Path, docx: Path, tmp_path: Path) -> None:
    checked = tmp_path / "checked.docx"
    ran = tm("qa", docx, "-o", checked, "--memory", memory, "--json")
    assert ran.document["segments"] == len(ROWS)
    (found,) = numbers(ran.document)
    assert found["segment"] == 0
    document = Document(str(checked))
    texts = [each.text for each in document.comments]
    assert any("number" in text for text in texts)
    assert len(texts) == len(ran.document["findings"])
    again = tm("qa", checked, "--memory", memory, "--json").document
    assert again["segments"] == len(ROWS)


def test_a_workbook(tm, memory: Path, tmp_path: Path) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "draft.xlsx")
    assert len(numbers(tm("qa", tmp_path / "draft.xlsx", "--memory", memory, "--json").document)) == 1


def test_output_is_refused_before_any_work(tm, docx: Path, tmp_path: Path) -> None:
    before = docx.read_bytes()
    assert "stays as it is" in tm("qa", docx, "-o", docx).complaint
    assert docx.read_bytes() == before
    assert "own kind" in tm("qa", docx, "-o", tmp_path / "a.po").complaint
    assert "unknown ending" in tm("qa", docx, "-o", tmp_path / "a.pdf").complaint


def test_a_page_and_its_translation_are_aligned(tm, built: Path, memory: Path) -> None:
    ran = tm("qa", built / "en" / EN, "--source", built / "zh" / ZH, "--memory", memory, "--json")
    aligned = tm("align", built / "en" / EN, built / "zh" / ZH, "--json").document["beads"]
    assert ran.document["segments"] == len(aligned)
    assert "was aligned with" in ran.document["warnings"][0]


def test_a_word_text_is_aligned_and_commented(tm, built: Path, memory: Path, tmp_path: Path) -> None:
    segments = tm("segment", built / "en" / EN, "--json").document["segments"]
    document = Document()
    for number in range(segments[-1]["paragraph"] + 1):
        text = " ".join(each["text"] for each in segments if each["paragraph"] == number)
        document.add_paragraph(text.replace("2021", "2012"))
    document.save(str(tmp_path / "draft.docx"))
    checked = tmp_path / "checked.docx"
    words = ("qa", tmp_path / "draft.docx", "--source", built / "zh" / ZH, "-o", checked)
    found = tm(*words, "--memory", memory, "--json").document["findings"]
    assert found
    assert len(list(Document(str(checked)).comments)) == len(found)


def test_lines_are_aligned_where_they_are_not_as_many(tm, memory: Path, tmp_path: Path) -> None:
    source, draft = tmp_path / "zh.txt", tmp_path / "en.txt"
    source.write_text("\n".join(zh for zh, _en in ROWS), encoding="utf-8")
    draft.write_text("\n".join(en for _zh, en in ROWS[:2]), encoding="utf-8")
    ran = tm("qa", draft, "--source", source, "--memory", memory, "--json")
    assert "was aligned with" in ran.document["warnings"][0]
    assert any(each["rule"] in {"omitted", "empty", "missing"} for each in ran.document["findings"])
    told = tm("qa", draft, "--source", source, "--presegmented", "--memory", memory).complaint
    assert "2 lines" in told
    assert "3" in told
    draft.write_text("\n".join(en for _zh, en in ROWS), encoding="utf-8")
    ran = tm("qa", draft, "--source", source, "--memory", memory, "--json")
    assert ran.document["segments"] == len(ROWS)
    assert ran.document["warnings"] == []


def test_a_baseline_accepts_what_is_there(tm, memory: Path, tmp_path: Path) -> None:
    draft, baseline = tsv(tmp_path / "a.tsv", ROWS[0]), tmp_path / "baseline.json"
    words = ("qa", draft, "--baseline", baseline, "--memory", memory, "--json", "--fail-on", "error")
    first = tm(*words)
    assert (first.code, first.document["findings"]) == (0, [])
    assert "accepted in" in first.document["warnings"][0]
    assert first.document["accepted"] == len(json.loads(baseline.read_text(encoding="utf-8"))["findings"])
    assert tm(*words).document["warnings"] == []
    tsv(draft, ("共有7家机构。", "There are 8 bodies in all."), ROWS[0])
    third = tm(*words)
    assert third.code == 3
    assert [each["segment"] for each in numbers(third.document)] == [0]
    assert (tm(*words, "--write-baseline").code, tm(*words).code) == (0, 0)


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"findings": [1], "schema": 1}', '{"findings": [], "schema": 9}']
)
def test_an_unsound_baseline_is_one_line(tm, memory: Path, tmp_path: Path, text: str) -> None:
    draft, baseline = tsv(tmp_path / "a.tsv", ROWS[0]), tmp_path / "baseline.json"
    baseline.write_text(text, encoding="utf-8")
    assert "baseline.json" in tm("qa", draft, "--baseline", baseline, "--memory", memory).complaint
    assert baseline.read_text(encoding="utf-8") == text
    assert "--baseline" in tm("qa", draft, "--write-baseline", "--memory", memory).complaint


def test_a_finding_dismissed_stays_so_in_its_segment(tm, memory: Path, tmp_path: Path) -> None:
    draft = tsv(tmp_path / "a.tsv", ROWS[0], ("共有43家机构。", "There are 44 bodies in all."))
    words = ("qa", draft, "--memory", memory, "--json")
    first, second = numbers(tm(*words).document)
    assert first["id"][:8] in tm("qa", draft, "--memory", memory).out
    ran = tm(*words, "--dismiss", first["id"][:8])
    assert [each["id"] for each in numbers(ran.document)] == [second["id"]]
    assert ran.document["dismissed"] == 1
    assert (tmp_path / "tm-qa-dismissed.json").exists()
    # other words of the segment may change; the words that were judged may not
    tsv(
        draft,
        (ROWS[0][0], ROWS[0][1].replace("attended", "joined")),
        ("共有43家机构。", "There are 44 bodies."),
    )
    assert [each["segment"] for each in numbers(tm(*words).document)] == [1]
    tsv(draft, (ROWS[0][0], ROWS[0][1].replace("43", "45")))
    assert len(numbers(tm(*words).document)) == 1
    assert "is no finding of a.tsv" in tm(*words[:-1], "--dismiss", "nosuch").complaint


def test_dismissals_lie_beside_the_settings(tm, memory: Path, tmp_path: Path, monkeypatch) -> None:
    project = tmp_path / "project"
    (project / "drafts").mkdir(parents=True)
    (project / "tm.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(project)
    draft = tsv(project / "drafts" / "a.tsv", ROWS[0])
    (found,) = numbers(tm("qa", draft, "--memory", memory, "--json").document)
    tm("qa", draft, "--memory", memory, "--dismiss", found["id"])
    assert (project / "tm-qa-dismissed.json").exists()
    moved = shutil.copyfile(draft, project / "b.tsv")
    assert numbers(tm("qa", moved, "--memory", memory, "--json").document) == []
    (project / "tm-qa-dismissed.json").write_text('{"dismissed": [{}], "schema": 1}', encoding="utf-8")
    assert "without rule and source" in tm("qa", draft, "--memory", memory).complaint


def test_a_source_that_is_not_needed_is_said_to_be_unused(tmp_path: Path) -> None:
    draft = tmp_path / "draft.tsv"
    draft.write_text("会议结束。\tThe meeting ended.\n", encoding="utf-8")
    with Session(memory=str(tmp_path / "m.sqlite")) as session:
        read = read_draft_file(session, draft, tmp_path / "source.txt")
    assert read.draft.warnings == ("draft.tsv holds its source; source.txt is not used",)
