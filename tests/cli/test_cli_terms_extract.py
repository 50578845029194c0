"""`tm terms extract`, and glossaries of every format through the command line."""

from pathlib import Path

import pytest

from tm.bitext import TranslationUnit
from tm.exchange import read_terms, write_units

PAIRS = (
    ("The Certification Department held a meeting on organic tea.", "认证监管司召开有机茶会议。"),
    ("Mr Li of the Certification Department visited Wuyuan.", "认证监管司李先生赴婺源调研。"),
    ("The inspectors thanked the Certification Department.", "检查员感谢认证监管司。"),
    ("Organic tea is grown in Wuyuan.", "婺源种植有机茶。"),
    ("Exports of organic tea doubled.", "有机茶出口翻了一番。"),
    ("CQC issued the first certificate for charging piles.", "CQC颁发首张充电桩证书。"),
    ("The charging pile passed every test of CQC.", "该充电桩通过CQC的全部检测。"),
    ("Makers of charging piles met in Shenzhen.", "充电桩制造商在深圳相聚。"),
    ("Shenzhen welcomed the inspectors.", "深圳欢迎检查员。"),
    ("Nothing else happened that day.", "那天没有别的事。"),
)


@pytest.fixture
def memory(tm, tmp_path: Path) -> Path:
    """A small memory of units, without a glossary."""
    write_units(tmp_path / "units.tsv", [TranslationUnit(en=en, zh=zh) for en, zh in PAIRS])
    place = tmp_path / "记忆.sqlite"
    done = tm("import", tmp_path / "units.tsv", "--memory", place)
    assert done.code == 0, done.err
    return place


def test_proposals_are_one_document(tm, memory: Path) -> None:
    done = tm("terms", "extract", "--memory", memory, "--min-count", "2", "--limit", "20", "--json")
    assert done.code == 0, done.err
    proposals = done.document["proposals"]
    assert 0 < len(proposals) <= 20
    assert done.document["units"] == len(PAIRS)
    for one in proposals:
        assert {"source", "target", "count", "confidence", "evidence", "example", "known", "kind"} <= set(one)
        assert one["count"] >= 2
        assert 0 < one["confidence"] <= 1
        assert one["evidence"]
        assert set(one["example"]) == {"source", "target"}
        assert not one["known"]


def test_the_sides_turn_round(tm, memory: Path) -> None:
    there = tm("terms", "extract", "--memory", memory, "--limit", "3", "--json").document["proposals"]
    back = tm("terms", "extract", "--memory", memory, "--limit", "3", "--from", "en", "--json").document
    assert [(one["target"], one["source"]) for one in there] == [
        (one["source"], one["target"]) for one in back["proposals"]
    ]


@pytest.mark.parametrize("name", ["术语.tsv", "a.csv", "a.xlsx", "a.tbx", "a.martif.tbx"])
def test_proposals_are_written_as_a_glossary(tm, memory: Path, tmp_path: Path, name: str) -> None:
    done = tm("terms", "extract", "--memory", memory, "--limit", "5", "-o", tmp_path / name)
    assert done.code == 0, done.err
    assert "5 proposals from" in done.out
    terms = read_terms(tmp_path / name)
    assert len(terms) == 5
    assert all(term.status == "admitted" and "confidence" in term.note for term in terms)
    taken = tm("terms", "import", tmp_path / name, "--memory", memory, "--json").document
    assert (taken["read"], taken["added"]) == (5, 5)


def test_what_cannot_be_done_is_said(tm, memory: Path, tmp_path: Path) -> None:
    assert "min-count is 1" in tm("terms", "extract", "--memory", memory, "--min-count", "1").complaint
    tm("terms", "add", "认证", "certification", "--memory", tmp_path / "m.sqlite")
    assert "holds no units" in tm("terms", "extract", "--memory", tmp_path / "m.sqlite").complaint
    broken = tmp_path / "a.tbx"
    broken.write_text("<tbx>\n<text>", encoding="utf-8")
    assert "a.tbx:2: is damaged" in tm("terms", "import", broken, "--memory", memory).complaint
