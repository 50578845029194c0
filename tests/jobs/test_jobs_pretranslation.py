"""What `tm pretranslate` puts in, what it marks, and the files it writes."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tm.bitext import Draft, DraftSegment, Lang, TranslationUnit
from tm.errors import ConfigError, LanguageError, ReadError, ReportError
from tm.exchange import read_draft, write_draft
from tm.jobs.pretranslation import PretranslateOptions, Pretranslation, pretranslate
from tm.jobs.session import Session

Write = Callable[..., Path]
JOB = (
    "会议在北京召开。",
    "双方签署了合作协议。",
    "会议由张三主持。",
    "双方还将互派工程师，每批不少于7人，每次为期4周。",
    "国家认监委主任出席会议并讲话。",
    "双方签署了合作协议。",
    "待审的句子应当先由人看过才能使用。",
    "不可再用的句子在这里，谁也不要用它。",
    "国家认监委副主任吃了火锅。",
)


def kinds(done: Pretranslation) -> list[tuple[str, bool]]:
    return [(row.kind.value, row.doubtful) for row in done.rows]


@pytest.fixture
def job(write: Write) -> Path:
    return write("job.txt", *JOB, apart="\n")


LINES = PretranslateOptions(presegmented=True)


def test_every_segment_gets_its_best_rendering_and_a_mark_where_in_doubt(session: Session, job: Path) -> None:
    done = pretranslate(session, job, LINES)
    assert kinds(done) == [
        ("none", False),
        ("context", False),
        ("none", False),
        ("repaired", True),
        ("fuzzy", True),
        ("repetition", False),
        ("exact", True),
        ("none", False),
        ("none", False),
    ]
    assert "at least seven" in done.rows[3].target
    assert any(note.startswith("changed: six → seven") for note in done.rows[3].notes)
    assert done.rows[5].target == done.rows[1].target
    assert done.rows[5].notes[0] == "same as row 2"
    assert (sum(done.summary.values()), done.doubtful) == (9, 3)


def test_notes_tell_origin_difference_warnings_and_terms(session: Session, job: Path) -> None:
    notes = pretranslate(session, job, LINES).rows[4].notes
    assert notes[0].startswith("fuzzy 9")
    assert "zh/a.html · 2024-05-01 · ¶2" in notes[0]
    assert "was: 国家认监委副主任出席会议并讲话。" in notes
    assert "! 主任/副主任" in notes
    assert "term: 国家认监委 → CNCA; not: National Certification Committee" in notes


def test_the_threshold_holds(session: Session, job: Path) -> None:
    high = pretranslate(session, job, replace(LINES, threshold=100))
    assert [row.kind.value for row in high.rows][3:5] == ["none", "none"]
    for wrong in (0, 101, -5):
        with pytest.raises(ConfigError):
            pretranslate(session, job, replace(LINES, threshold=wrong))


def test_english_into_either_script(session: Session, write: Write) -> None:
    path = write(
        "job.txt",
        "The two sides signed a cooperation agreement.",
        "The forum was held in Suzhou, where experts exchanged views.",
        apart="\n",
    )
    simplified = pretranslate(session, path, LINES)
    assert (simplified.source_lang, simplified.target_lang) == (Lang.EN, Lang.ZH_HANS)
    assert [row.target[:2] for row in simplified.rows] == ["双方", "論壇"]
    assert [row.doubtful for row in simplified.rows] == [False, True]
    traditional = pretranslate(session, path, replace(LINES, target_lang="zh-TW"))
    assert [row.doubtful for row in traditional.rows] == [True, False]
    assert "the rendering is in zh-Hans, not zh-Hant" in traditional.rows[0].warnings
    with pytest.raises(LanguageError, match="itself"):
        pretranslate(session, path, replace(LINES, target_lang="en"))


@pytest.mark.parametrize("ending", [".xliff", ".po", ".tsv", ".docx"])
def test_what_is_written_is_a_draft_again(session: Session, job: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"稿{ending}"
    done = pretranslate(session, job, replace(LINES, output=out))
    read = read_draft(out)
    assert [row.source for row in read.segments] == list(JOB)
    assert [row.draft for row in read.segments] == [row.target for row in done.rows]
    text = out.read_text(encoding="utf-8") if ending != ".docx" else ""
    if ending == ".xliff":
        assert text.count('state="needs-review-translation"') == done.doubtful
        assert "<note>term: 国家认监委 → CNCA" in text
    if ending == ".po":
        assert text.count("#, fuzzy") == done.doubtful


def test_word_has_two_columns_shades_and_comments(session: Session, job: Path, tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    out = tmp_path / "job.docx"
    done = pretranslate(session, job, replace(LINES, output=out))
    document = Document(io.BytesIO(out.read_bytes()))
    [table] = document.tables
    cells = [(row.cells[0].text, row.cells[1].text) for row in table.rows]
    assert cells == [(row.source, row.target) for row in done.rows]
    shades = [
        None if (shade := row.cells[1]._tc.tcPr.find(qn("w:shd"))) is None else shade.get(qn("w:fill"))
        for row in table.rows
    ]
    assert shades[0] is None
    assert len({shades[1], shades[3], shades[4], shades[5]}) == 4
    assert len(list(document.comments)) == sum(bool(row.notes) for row in done.rows)


def test_a_file_with_targets_keeps_them_and_is_filled(session: Session, tmp_path: Path) -> None:
    rows = [(JOB[1], "Kept as it is."), (JOB[1], ""), (JOB[8], "")]
    held = Draft(
        name="in.xliff",
        source_lang=Lang.ZH_HANS,
        target_lang=Lang.EN,
        segments=tuple(DraftSegment(source=zh, draft=en) for zh, en in rows),
    )
    given, out = tmp_path / "in.xliff", tmp_path / "out.xliff"
    write_draft(given, held)
    given.write_text(
        given.read_text(encoding="utf-8").replace("<body>", "<body><!-- ours -->"), encoding="utf-8"
    )
    done = pretranslate(session, given, PretranslateOptions(output=out))
    assert [row.kind.value for row in done.rows] == ["kept", "repetition", "none"]
    assert [row.draft for row in read_draft(out).segments] == ["Kept as it is.", "Kept as it is.", ""]
    assert "<!-- ours -->" in out.read_text(encoding="utf-8")


def test_a_release_is_segmented_title_first(session: Session, write: Write) -> None:
    path = write("新闻.md", "# 双方签署了合作协议", "会议在北京召开。双方签署了合作协议。会议由张三主持。")
    done = pretranslate(session, path)
    assert [row.source for row in done.rows] == ["双方签署了合作协议", *JOB[:3]]
    assert [row.kind.value for row in done.rows] == ["fuzzy", "none", "context", "none"]


def test_empty_rows_and_endless_ones_do_not_stop_a_file(
    session: Session, write: Write, tmp_path: Path
) -> None:
    path = write("job.txt", JOB[1], "", "很长" * 11_000, JOB[1], apart="\n")
    out = tmp_path / "out.xliff"
    done = pretranslate(session, path, replace(LINES, output=out))
    assert [row.kind.value for row in done.rows] == ["exact", "none", "none", "repetition"]
    assert "22000 characters" in done.rows[2].warnings[0]
    assert out.exists()


def test_wrong_files_and_endings_are_told_before_any_work(
    session: Session, job: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="unknown ending"):
        pretranslate(session, job, replace(LINES, output=tmp_path / "out.pdf"))
    with pytest.raises(ReportError, match="unknown ending"):
        pretranslate(session, job, replace(LINES, output=tmp_path / "out.sdlxliff"))
    with pytest.raises(ReadError):
        pretranslate(session, tmp_path / "nowhere.txt")
    broken = tmp_path / "broken.xliff"
    broken.write_text("<xliff><file>", encoding="utf-8")
    with pytest.raises(ReadError, match="damaged"):
        pretranslate(session, broken)


def test_the_script_asked_for_is_put_in(session: Session, write: Write) -> None:
    session.memory.units.add(
        [
            TranslationUnit(en="The forum opened in Hong Kong.", zh="論壇在香港開幕。", zh_lang=Lang.ZH_HANT),
            TranslationUnit(en="The forum opened in Hong Kong.", zh="论坛在香港开幕。"),
        ]
    )
    job = write("en.txt", "The forum opened in Hong Kong.", apart="\n")
    for lang, expected in (
        ("zh-TW", "論壇在香港開幕。"),
        ("zh-CN", "论坛在香港开幕。"),
        (None, "论坛在香港开幕。"),
    ):
        [row] = pretranslate(session, job, replace(LINES, target_lang=lang)).rows
        assert (row.target, row.kind.value, row.warnings) == (expected, "exact", ())


def test_values_may_be_most_of_a_repaired_row(session: Session, write: Write) -> None:
    session.memory.units.add(
        [TranslationUnit(en="It opened on November 9, 2020.", zh="于2020年11月9日开幕。")]
    )
    job = write("en.txt", "It opened on June 3, 2024.", apart="\n")
    [row] = pretranslate(session, job, LINES).rows
    assert (row.target, row.kind.value) == ("于2024年6月3日开幕。", "repaired")
    [row] = pretranslate(session, job, replace(LINES, threshold=80)).rows
    assert row.kind.value == "none"


def test_a_trados_file_without_targets_is_filled_and_stays_one(session: Session, tmp_path: Path) -> None:
    given = Path(__file__).parents[1] / "exchange" / "files" / "trados.sdlxliff"
    out = tmp_path / "out.sdlxliff"
    done = pretranslate(session, given, PretranslateOptions(output=out))
    assert [row.kind.value for row in done.rows] == [*["kept"] * 4, "exact", "none", "repetition"]
    before, after = read_draft(given).segments, read_draft(out).segments
    agreement = "The two sides signed a cooperation agreement."
    assert [row.draft for row in after] == [*(row.draft for row in before[:4]), agreement, "", agreement]
    assert [(row.id, row.source, row.document) for row in after] == [
        (row.id, row.source, row.document) for row in before
    ]
