import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tm.bitext import Bead, Lang, Segment
from tm.errors import ReportError
from tm.report import About, alignment_page, write_alignment, write_report


def test_json_is_the_document_of_the_command(small, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_alignment(path, small.en, small.zh, small.beads, about=About(zh_lang=Lang.ZH_HANT, model="use"))
    document = json.loads(path.read_text(encoding="utf-8"))
    assert set(document) == {"schema", "en", "zh", "langs", "beads", "model", "warnings"}
    assert document["langs"] == ["en", "zh-Hant"]
    assert document["zh"][0] == "CQC签署协议"
    assert document["beads"][2] == {
        "en": [2], "zh": [3, 4], "score": 0.3, "confidence": 0.41, "status": "review", "moved": False,
    }  # fmt: skip


def test_tsv_has_a_line_for_each_bead(small, tmp_path: Path) -> None:
    path = tmp_path / "out.TSV"
    write_alignment(path, small.en, small.zh, small.beads)
    assert b"\r" not in path.read_bytes()
    heading, *lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert heading[:2] == ["en", "zh"]
    assert lines[2] == ["Prices rose.", "价格上涨了三成。", "2", "3,4", "0.41", "0.3", "review", "false"]
    assert lines[3][1] == ""
    assert len(lines) == len(small.beads)


def test_tsv_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    en = [Segment(text="One\ttwo", paragraph=0)]
    with pytest.raises(ReportError, match=r"a\.tsv: .* holds a tab"):
        write_alignment(tmp_path / "a.tsv", en, [], [Bead(en=(0,), zh=())])
    assert not list(tmp_path.iterdir())


def test_xlsx_has_a_row_for_each_bead(small, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    en = [replace(segment, text="=" + segment.text) for segment in small.en]
    write_alignment(path, en, small.zh, small.beads)
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    assert sheet.max_row == len(small.beads) + 1
    assert sheet["A4"].value == "=Prices rose."
    assert sheet["A4"].data_type == "s"
    assert sheet["E4"].value == 0.41
    assert sheet["A4"].fill.fgColor.rgb == "00FDF1DD"


def test_html_is_the_page(small, about: About, tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    write_alignment(path, small.en, small.zh, small.beads, about=about)
    assert path.read_text(encoding="utf-8") == alignment_page(small.en, small.zh, small.beads, about=about)


def test_another_ending_or_place_is_a_clear_error(small, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"'\.pdf'; give one of \.html, \.json, \.tsv, \.xlsx"):
        write_alignment(tmp_path / "out.pdf", small.en, small.zh, small.beads)
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match="can't be written"):
        write_alignment(tmp_path / "file" / "out.json", small.en, small.zh, small.beads)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "报告" / "2024" / "page.html"
    write_report(path, "认证")
    assert path.read_text(encoding="utf-8") == "认证"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    write_report(path, "old")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ReportError, match="No space left"):
        write_report(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["page.html"]
