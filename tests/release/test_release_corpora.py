"""The sample corpus: every file read and cut exactly into its gold sentences."""

import csv
import re
from pathlib import Path

import pytest

from tm.bitext import Lang, Release
from tm.release import read_folder, segment

CORPORA = Path(__file__).parents[2] / "corpora"
SIDES = ("en", "zh")


@pytest.fixture(scope="module")
def releases() -> dict[tuple[str, str], Release]:
    found: dict[tuple[str, str], Release] = {}
    for side in SIDES:
        contents = read_folder(CORPORA / side)
        assert not contents.skipped
        assert not contents.ignored
        found.update(((side, release.key), release) for release in contents.releases)
    return found


def test_segments_are_the_gold_sentences(releases: dict[tuple[str, str], Release]) -> None:
    with (CORPORA / "gold" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 32
    for row in rows:
        for side in SIDES:
            gold = (CORPORA / "gold" / "beads" / f"{row['name']}.{side}.txt").read_text(encoding="utf-8")
            texts = [segment.text for segment in segment(releases[side, row[side]])]
            assert texts == gold.removesuffix("\n").split("\n"), row[side]


def test_dates_origins_and_languages(releases: dict[tuple[str, str], Release]) -> None:
    for (side, key), release in releases.items():
        day = re.search(r"\d{4}-\d{2}-\d{2}", key)
        assert day is not None
        assert str(release.date) == day.group(), key
        assert release.origin, key
        assert release.lang is (Lang.EN if side == "en" else Lang.ZH_HANS), key
