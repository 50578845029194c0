"""What `tm analyze` counts, in both languages and across files."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import Lang
from tm.errors import ConfigError, LanguageError, ReadError, ReportError
from tm.jobs.analysis import AnalysisOptions, analyze
from tm.jobs.earlier import EarlierTexts
from tm.jobs.session import Session
from tm.jobs.volumes import Band, Volume, band_of, volume_of
from tm.memory.index import comparison_tokens, likeness

Write = Callable[..., Path]
LINES = AnalysisOptions(presegmented=True)


def bands(done: object) -> dict[str, int]:
    return {band.value: volume.segments for band, volume in done.total.bands.items() if volume.segments}


def test_each_segment_is_counted_once_in_its_best_band(session: Session, write: Write) -> None:
    path = write(
        "job.txt",
        "会议在北京召开。",
        "双方签署了合作协议。",
        "会议由张三主持。",
        "双方签署了合作协议。",
        "双方还将互派工程师，每批不少于7人，每次为期4周。",
        "首批证书预计于年底前颁发给获奖企业。",
        "首批证书年底发给企业。",
        "火锅很好吃，大家都很高兴地回家了。",
        apart="\n",
    )
    done = analyze(session, [path], LINES)
    assert bands(done) == {"context": 1, "repetitions": 1, "95-99": 1, "85-94": 1, "50-74": 1, "new": 3}
    assert done.total.total.segments == 8
    assert done.total.total == sum(done.total.bands.values(), Volume())


def test_earlier_segments_of_the_job_count_too(session: Session, write: Write) -> None:
    first = write(
        "a.txt",
        "本次培训共有来自各地的三十名学员参加。",
        "本次培训共有来自各地的四十名学员参加。",
        apart="\n",
    )
    second = write("b.txt", "本次培训共有来自各地的三十名学员参加。", apart="\n")
    done = analyze(session, [first, second], LINES)
    assert bands(done) == {"repetitions": 1, "85-94": 1, "new": 1}
    assert {band.value: volume.segments for band, volume in done.total.internal.items()} == {
        "repetitions": 1,
        "85-94": 1,
    }
    assert done.files[1].bands[Band.REPETITIONS].segments == 1


def test_english_is_counted_in_words_and_found_in_its_own_language(session: Session, write: Write) -> None:
    path = write(
        "job.txt",
        "The two sides signed a cooperation agreement.",
        "The two sides have signed an agreement.",
        apart="\n",
    )
    done = analyze(session, [path], LINES)
    assert done.files[0].lang is Lang.EN
    assert bands(done) == {"exact": 1, "50-74": 1}
    assert done.total.total == Volume(segments=2, words=14, characters=0)


def test_a_sentence_said_in_other_words_is_semantic(session: Session, write: Write) -> None:
    path = write("job.txt", "预计第一批证书将在年末发到企业手中。", apart="\n")
    assert bands(analyze(session, [path], LINES)) == {"semantic": 1}
    strict = AnalysisOptions(presegmented=True, least_cosine=1.0)
    assert bands(analyze(session, [path], strict)) == {"new": 1}


def test_units_under_review_are_told_apart_and_barred_ones_do_not_count(
    session: Session, write: Write
) -> None:
    path = write(
        "job.txt", "待审的句子应当先由人看过才能使用。", "不可再用的句子在这里，谁也不要用它。", apart="\n"
    )
    done = analyze(session, [path], AnalysisOptions(presegmented=True, least_cosine=0.99))
    assert bands(done) == {"exact": 1, "new": 1}
    assert done.total.review.segments == 1


def test_the_other_script_is_the_same_text(session: Session, write: Write) -> None:
    path = write("job.txt", "论坛在苏州举行，与会专家进行了深入交流。", apart="\n")
    assert bands(analyze(session, [path], LINES)) == {"exact": 1}


def test_a_folder_is_read_whole_and_what_cannot_be_is_named(
    session: Session, tmp_path: Path, write: Write
) -> None:
    (tmp_path / "job").mkdir()
    write("job/a.txt", "双方签署了合作协议。")
    write("job/b.tsv", "双方签署了合作协议。\tThe two sides signed it.")
    write("job/empty.txt")
    write("job/c.bin", "x")
    done = analyze(session, [tmp_path / "job"])
    assert [file.file.name for file in done.files] == ["a.txt", "b.tsv"]
    assert [Path(each.where).name for each in done.skipped] == ["empty.txt"]
    assert [Path(each).name for each in done.ignored] == ["c.bin"]


def test_a_segment_too_long_to_look_up_is_new_and_told(session: Session, write: Write) -> None:
    path = write("job.txt", "很长" * 11_000, "双方签署了合作协议。", apart="\n")
    done = analyze(session, [path], LINES)
    assert bands(done) == {"exact": 1, "new": 1}
    assert "22000 characters" in done.warnings[0]


def test_a_table_for_the_spreadsheet(session: Session, write: Write, tmp_path: Path) -> None:
    path = write("作业.txt", "双方签署了合作协议。", apart="\n")
    out = tmp_path / "表.csv"
    analyze(session, [path], AnalysisOptions(presegmented=True, output=out))
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * (len(Band) + 1)
    assert [row["segments"] for row in rows if row["band"] == "exact"] == ["1", "1"]
    assert rows[-1]["file"] == "total"
    assert rows[-1]["characters"] == "9"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"least_cosine": 0.0}, ConfigError),
        ({"least_cosine": 1.5}, ConfigError),
        ({"output": Path("a.xlsx")}, ReportError),
    ],
)
def test_unsound_options_are_refused(options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        AnalysisOptions(**options)


def test_nothing_to_read_is_an_error(session: Session, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError):
        analyze(session, [tmp_path / "empty"])
    done = analyze(session, [tmp_path / "nowhere.txt"])
    assert "does not exist" in done.skipped[0].why


def test_a_file_in_another_language_than_told_is_skipped(session: Session, write: Write) -> None:
    path = write("job.txt", "The two sides signed a cooperation agreement.")
    done = analyze(session, [path], AnalysisOptions(lang="zh"))
    assert not done.files
    assert "not zh" in done.skipped[0].why
    with pytest.raises(LanguageError):
        AnalysisOptions(lang="fr")


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (100, "exact"),
        (99, "95-99"),
        (95, "95-99"),
        (94, "85-94"),
        (85, "85-94"),
        (84, "75-84"),
        (75, "75-84"),
        (74, "50-74"),
        (50, "50-74"),
        (49, "new"),
        (0, "new"),
    ],
)
def test_bands_meet_without_a_gap(percent: int, band: str) -> None:
    assert band_of(percent).value == band


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("CQC于2020年颁发１２张证书。", 3, 7),
        ("state-of-the-art, don't", 2, 0),
        ("……！？", 0, 0),
        ("𠮷野家〇々", 0, 5),
        ("1,234.5万", 1, 1),
    ],
)
def test_words_and_characters(text: str, words: int, characters: int) -> None:
    assert volume_of(text) == Volume(segments=1, words=words, characters=characters)


@given(st.lists(st.text(alphabet="甲乙丙丁戊12a ,", min_size=1, max_size=9), max_size=12), st.integers(1, 99))
def test_the_nearest_earlier_text_is_that_of_brute_force(texts: list[str], least: int) -> None:
    earlier = EarlierTexts("zh")
    *before, query = ["甲乙丙丁", *texts]
    for number, text in enumerate(before):
        earlier.add(number, text)
    found = earlier.nearest(query, least)
    percents = [likeness(comparison_tokens(query), comparison_tokens(text)).percent for text in before]
    best = max(percents, default=0)
    if comparison_tokens(query) and best >= least:
        assert found is not None
        assert found.percent == best
    else:
        assert found is None


def test_earlier_texts_are_found_after_they_became_a_segment_of_the_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tm.jobs.earlier._SCANNED", 4)
    earlier = EarlierTexts("zh")
    for number in range(10):
        earlier.add(number, f"第{number}号公告于今日发布实施，请遵照执行。")
    found = earlier.nearest("第3号公告于今天发布实施，请遵照执行。", 50)
    assert found is not None
    assert found.unit == 3
    assert earlier.repeated("第3号公告于今日发布实施，請遵照執行。") == 3
    assert earlier.repeated("第3号公告于今日发布实施,请遵照执行。") is None
