"""The sample corpus is what its README says, and its pages read back as its gold sentences."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tm.release import read, segment

CORPORA = Path(__file__).parent.parent / "corpora"
RULES = {"number", "date", "magnitude", "name", "term", "omission", "addition", "untranslated", "punctuation"}


def rows(name: str) -> list[dict[str, str]]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


PAIRS = rows("gold/pairs.tsv")
PAGES = [(side, pair[side], pair["name"]) for pair in PAIRS for side in ("en", "zh")]


@pytest.mark.parametrize(("side", "path", "name"), PAGES, ids=[f"{side}-{name}" for side, _, name in PAGES])
def test_a_page_reads_as_its_gold_sentences(side: str, path: str, name: str) -> None:
    release = read(CORPORA / side / path)
    gold = (CORPORA / "gold" / "beads" / f"{name}.{side}.txt").read_text(encoding="utf-8").splitlines()
    assert [each.text for each in segment(release)] == gold
    assert release.lang.side == side
    assert release.date is not None
    assert release.origin


@pytest.mark.parametrize("name", [pair["name"] for pair in PAIRS])
def test_gold_beads_hold_every_sentence_once_in_order(name: str) -> None:
    folder = CORPORA / "gold" / "beads"
    beads = [line.split("\t") for line in (folder / f"{name}.beads.tsv").read_text("utf-8").splitlines()]
    for column, side in ((0, "zh"), (1, "en")):
        indices = [int(index) for bead in beads for index in bead[column].split(",") if index]
        sentences = (folder / f"{name}.{side}.txt").read_text("utf-8").splitlines()
        assert indices == list(range(len(sentences)))
        assert 6 <= len(sentences) - 1 <= 20


def test_there_are_as_many_releases_as_promised() -> None:
    unpaired = Counter(row["side"] for row in rows("gold/unpaired.tsv"))
    files = {
        side: {p.relative_to(CORPORA / side).as_posix() for p in (CORPORA / side).rglob("*.*")}
        for side in ("en", "zh")
    }
    listed = {side: {pair[side] for pair in PAIRS} for side in ("en", "zh")}
    for row in rows("gold/unpaired.tsv"):
        listed[row["side"]].add(row["path"])
    assert len(PAIRS) >= 32
    assert unpaired == {"en": 8, "zh": 8}
    assert files == listed


def test_every_planted_error_stands_in_its_draft() -> None:
    planted = [
        json.loads(line) for line in (CORPORA / "drafts" / "planted.jsonl").read_text("utf-8").splitlines()
    ]
    assert {each["rule"] for each in planted} == RULES
    for each in planted:
        lines = (CORPORA / "drafts" / each["draft"]).read_text("utf-8").splitlines()
        source, draft = lines[each["segment"]].split("\t")
        assert each["source"] in source
        assert each["wrong"] in draft


def test_the_glossary_has_every_status_and_no_entry_twice() -> None:
    terms = rows("glossary.tsv")
    assert len(terms) >= 120
    assert {term["status"] for term in terms} == {"preferred", "admitted", "deprecated", "forbidden"}
    assert len({(term["zh"], term["en"]) for term in terms}) == len(terms)
