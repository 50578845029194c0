"""`tm align`: corrections held to, lines kept as they are, and every kind of file it writes."""

import json
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
EN, ZH = CORPORA / "en/c/2019-04-12/557797.shtml", CORPORA / "zh/c/2019-04-12/557816.shtml"
HOSTILE_EN = (
    "The training course opened in Wuxi.", "", "   ", "\x0cIt ended\ton\u2028Friday.",
    "<b>&amp;\x1b[31m red</b>", "\uffff 1,284 factories were visited.", "=SUM(A1)", "",
)  # fmt: skip
HOSTILE_ZH = (
    "培训班在无锡开班。", "", "星期五\u2029结束。\x0b", "＝「全角」\u3000空格",
    "走访了1284家工厂。😀𠮷\u200b", "&lt;红&gt;", "",
)  # fmt: skip


def write(path: Path, lines: tuple[str, ...], end: str = "\n", encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def corrections(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(("end", "encoding"), [("\n", "utf-8"), ("\r\n", "utf-8-sig"), ("\r\n", "utf-16")])
def test_every_line_is_a_segment_and_stays_as_it_is(tm, tmp_path: Path, end: str, encoding: str) -> None:
    en = write(tmp_path / "en.txt", HOSTILE_EN, end, encoding)
    zh = write(tmp_path / "zh.txt", HOSTILE_ZH, end, encoding)
    found = tm("align", en, zh, "--presegmented", "--json").document
    assert tuple(found["en"]) == HOSTILE_EN
    assert tuple(found["zh"]) == HOSTILE_ZH
    for side in ("en", "zh"):
        held = sorted(index for bead in found["beads"] for index in bead[side])
        assert held == list(range(len(found[side])))
    assert all(bead["en"] or bead["zh"] for bead in found["beads"])
    [opened] = [bead for bead in found["beads"] if 0 in bead["en"]]
    assert 0 in opened["zh"]


def test_hostile_lines_are_written_or_refused_but_never_changed(tm, tmp_path: Path) -> None:
    en, zh = write(tmp_path / "en.txt", HOSTILE_EN), write(tmp_path / "zh.txt", HOSTILE_ZH)
    for ending in ("html", "json", "xlsx", "tmx", "csv", "po"):
        ran = tm("align", en, zh, "--presegmented", "-o", tmp_path / f"out.{ending}")
        assert (ran.code, ran.out) == (0, ""), ending
    for ending, why in (("tsv", "TSV can't"), ("xliff", "XML cannot")):
        assert why in tm("align", en, zh, "--presegmented", "-o", tmp_path / f"out.{ending}").complaint
        assert not (tmp_path / f"out.{ending}").exists()
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert tuple(written["en"]) == HOSTILE_EN
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<b>&amp;" not in page
    came = tm("import", tmp_path / "out.tmx", "--no-vectors", "--memory", "m.sqlite", "--json").document
    assert (came["skipped"], came["warnings"]) == ([], [])


def test_confirmed_beads_are_held_to(tm, tmp_path: Path) -> None:
    free = tm("align", EN, ZH, "--json").document
    en, zh = free["en"], free["zh"]
    asked = corrections(
        tmp_path / "asked.jsonl",
        {"action": "confirm", "en": [en[2], en[3]], "zh": [zh[2]]},
        {"action": "reject", "en": [en[1]], "zh": [zh[1]]},
        {"action": "confirm", "en": ["This stands nowhere."], "zh": ["哪里都没有。"]},
    )
    held = tm("align", EN, ZH, "--confirmed", asked, "--json").document
    [confirmed] = [bead for bead in held["beads"] if bead["status"] == "confirmed"]
    assert (confirmed["en"], confirmed["zh"]) == ([2, 3], [2])
    assert not [bead for bead in held["beads"] if (bead["en"], bead["zh"]) == ([1], [1])]
    assert len(held["warnings"]) == 1
    assert "哪里都没有" in held["warnings"][0]
    for side in ("en", "zh"):
        assert sorted(index for bead in held["beads"] for index in bead[side]) == list(range(len(held[side])))


def test_of_corrections_that_overlap_the_later_holds_and_the_other_is_told(tm, tmp_path: Path) -> None:
    en = write(tmp_path / "en.txt", ("The gate opened.", "Rain fell.", "They left."))
    zh = write(tmp_path / "zh.txt", ("大门开了。", "下雨了。", "他们走了。"))
    asked = corrections(
        tmp_path / "asked.jsonl",
        {"action": "confirm", "en": ["The gate opened."], "zh": ["大门开了。"]},
        {"action": "confirm", "en": ["The gate opened.", "Rain fell."], "zh": ["大门开了。", "下雨了。"]},
    )
    found = tm("align", en, zh, "--presegmented", "--confirmed", asked, "--json").document
    assert [(b["en"], b["zh"]) for b in found["beads"] if b["status"] == "confirmed"] == [([0, 1], [0, 1])]
    [warning] = found["warnings"]
    assert warning == "correction left aside for a later one: confirm The gate opened. ↔ 大门开了。"


def test_a_memory_lends_its_corrections_and_terms(tm, memory: Path, tmp_path: Path) -> None:
    free = tm("align", EN, ZH, "--json").document
    pair = free["en"][5], free["zh"][4], free["zh"][5]
    asked = corrections(tmp_path / "asked.jsonl", {"action": "confirm", "en": [pair[0]], "zh": [*pair[1:]]})
    folders = (tmp_path / "en", tmp_path / "zh")
    for folder, page in zip(folders, (EN, ZH), strict=True):
        folder.mkdir()
        (folder / page.name).write_bytes(page.read_bytes())
    assert tm("build", *folders, "--memory", memory, "--confirmed", asked).code == 0
    found = tm("align", EN, ZH, "--memory", memory, "-o", tmp_path / "page.html", "--json").document
    assert [(b["en"], b["zh"]) for b in found["beads"] if b["status"] == "confirmed"] == [([5], [4, 5])]
    assert 'class="term"' in (tmp_path / "page.html").read_text(encoding="utf-8")
    without = tm("align", EN, ZH, "--memory", tmp_path / "none.sqlite", "--json").document
    assert without["beads"] == free["beads"]
    assert str(tmp_path / "none.sqlite") in without["warnings"][0]
    assert not (tmp_path / "none.sqlite").exists()


def test_a_text_without_letters_is_of_the_language_the_other_is_not(tm, tmp_path: Path) -> None:
    marks, figures = write(tmp_path / "marks.txt", ("...", "!")), write(tmp_path / "7.txt", ("7", "——"))
    english = write(tmp_path / "en.txt", ("It rained.", "Seven!"))
    for pair in ((english, figures), (figures, english), (marks, figures)):
        for how in ((), ("--presegmented",)):
            found = tm("align", *pair, *how, "--json").document
            assert found["langs"][0] == "en"
            assert len(found["en"]) == len(found["zh"]) == 2
            assert (found["warnings"] != []) == (pair[0] is figures)


def test_a_result_takes_the_place_of_no_text(tm, tmp_path: Path) -> None:
    copies = [tmp_path / "en.html", tmp_path / "zh.html"]
    for copy, page in zip(copies, (EN, ZH), strict=True):
        copy.write_bytes(page.read_bytes())
    (tmp_path / "near").mkdir()
    for output in (copies[1], tmp_path / "near" / ".." / "zh.html"):
        assert "is a file to be read" in tm("align", *copies, "-o", output).complaint
    assert copies[1].read_bytes() == ZH.read_bytes()


def test_equal_passages_are_told_apart_by_their_occurrence(tm, tmp_path: Path) -> None:
    en = write(tmp_path / "en.txt", ("Applause.", "He spoke at length.", "Applause.", "Applause."))
    zh = write(tmp_path / "zh.txt", ("掌声。", "他讲了很久。", "掌声。", "掌声。"))
    asked = corrections(
        tmp_path / "asked.jsonl",
        {"action": "confirm", "en": ["Applause."], "zh": ["掌声。"], "occurrence": 2},
    )
    found = tm("align", en, zh, "--presegmented", "--confirmed", asked, "--json").document
    assert [(b["en"], b["zh"]) for b in found["beads"] if b["status"] == "confirmed"] == [([3], [3])]


def test_a_null_can_be_confirmed(tm, tmp_path: Path) -> None:
    first = tm("align", EN, ZH, "--json").document
    asked = corrections(tmp_path / "asked.jsonl", {"action": "confirm", "en": [first["en"][4]], "zh": []})
    found = tm("align", EN, ZH, "--confirmed", asked, "--json").document
    assert [(b["en"], b["zh"]) for b in found["beads"] if b["status"] == "confirmed"] == [([4], [])]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("not JSON", "not JSON"),
        ("[]", "action"),
        ('{"action": "love", "en": ["a"]}', "action"),
        ('{"action": ["confirm"], "en": ["a"]}', "action"),
        ('{"action": "confirm", "en": "a"}', "list"),
        ('{"action": "confirm"}', "no segment"),
        ('{"action": "confirm", "en": ["a"], "occurrence": -1}', "occurrence"),
        ('{"action": "confirm", "en": ["a"], "occurrence": true}', "occurrence"),
        ('{"action": "confirm", "en": ["a"], "occurrence": 99999999999999999999}', "occurrence"),
        ('{"action": "confirm", "en": ["\\ud800 a"]}', "half a character"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_corrections_that_are_not_sound_are_named_by_line(tm, tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text(f'\n{{"action": "reject", "en": ["a"], "zh": ["b"]}}\n{line}\n', encoding="utf-8")
    complaint = tm("align", EN, ZH, "--confirmed", path).complaint
    assert f"{path}:3" in complaint
    assert why in complaint


def test_each_ending_holds_the_alignment(tm, tmp_path: Path) -> None:
    from tm.exchange import read_draft, read_units

    document = tm("align", EN, ZH, "--json").document
    both = [bead for bead in document["beads"] if bead["en"] and bead["zh"]]
    for ending in ("html", "tmx", "tsv", "xliff", "xlsx", "json", "csv", "po"):
        assert tm("align", EN, ZH, "-o", tmp_path / f"out.{ending}").code == 0
    for ending in ("tmx", "csv", "po"):
        assert len(list(read_units(tmp_path / f"out.{ending}"))) == len(both)
    rows = (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(document["beads"]) + 1
    assert (tmp_path / "out.xliff").read_text(encoding="utf-8").count("<trans-unit") == len(document["beads"])
    rendered = [row for row in read_draft(tmp_path / "out.xliff").segments if row.source and row.draft]
    assert len(rendered) == len(both)
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {key: written[key] for key in document} == document
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!")
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def test_an_ending_nobody_knows_is_refused_before_the_work(tm, tmp_path: Path) -> None:
    for words in (("-o", "out.doc"), ("--plot", "out.gif"), ("-o", tmp_path)):
        assert "ending" in tm("align", tmp_path / "none.html", ZH, *words).complaint
