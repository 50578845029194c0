"""Folders: every file once, in order, and the rest listed."""

import os
from pathlib import Path

import pytest

from tm.bitext import Lang
from tm.errors import ReadError
from tm.release import iter_files, read_folder

TEXT = "培训班在无锡举办\n一百名检查员参加。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a/é.TXT", "c/2020-11-23/1.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "a" / "english.md").write_text("# Lamps Pass\n\nTen passed.\n", encoding="utf-8")
    for name in ("logo.png", ".hidden.txt", "~$b.docx", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_read_folder(folder: Path) -> None:
    contents = read_folder(folder)
    assert [release.key for release in contents.releases] == [
        "a/english.md",
        "a/z.txt",
        "a/é.TXT",
        "b.txt",
        "c/2020-11-23/1.txt",
    ]
    assert [skipped.where for skipped in contents.skipped] == ["broken.docx"]
    assert "half written" in contents.skipped[0].why
    assert contents.ignored == ("logo.png",)
    assert contents.releases[-1].date is not None


def test_prefix_and_language(folder: Path) -> None:
    contents = read_folder(folder, prefix="zh/", lang=Lang.ZH)
    assert {release.lang for release in contents.releases} == {Lang.ZH_HANS}
    assert [skipped.where for skipped in contents.skipped] == ["zh/a/english.md", "zh/broken.docx"]
    assert contents.ignored == ("zh/logo.png",)


def test_iter_files_reads_nothing(folder: Path) -> None:
    files = list(iter_files(folder))
    assert [file.key for file in files] == sorted(file.key for file in files)
    assert [file.key for file in files if not file.supported] == ["logo.png"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_a_circle(folder: Path) -> None:
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "again").symlink_to(folder / "c", target_is_directory=True)
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    contents = read_folder(folder)
    assert [release.key for release in contents.releases][-1] == "c/2020-11-23/1.txt"
    assert len(contents.releases) == 5
    assert [skipped.where for skipped in contents.skipped] == ["broken.docx", "gone.txt"]


def test_folders_that_are_none(folder: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        read_folder(folder / "nowhere")
    with pytest.raises(ReadError, match="is a file, not a folder"):
        read_folder(folder / "b.txt")
    (folder / "empty").mkdir()
    with pytest.raises(ReadError, match="no file of a type"):
        read_folder(folder / "empty")


def test_a_folder_in_it_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.iterdir

    def iterdir(path: Path) -> object:
        if path.name == "c":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    contents = read_folder(folder)
    assert [skipped.where for skipped in contents.skipped] == ["broken.docx", "c"]
