"""The sample corpus, read as users give it, with the real encoder."""

import csv
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tm.embed import encoder
from tm.pairing import PairingInput, pair_releases
from tm.release import read_folder, segment

CORPORA = Path(__file__).parents[2] / "corpora"


def side(name: str) -> list[PairingInput]:
    return [
        PairingInput(release=release, segments=tuple(segment(release)))
        for release in read_folder(CORPORA / name).releases
    ]


@pytest.fixture(scope="module")
def en() -> list[PairingInput]:
    return side("en")


@pytest.fixture(scope="module")
def zh() -> list[PairingInput]:
    return side("zh")


@pytest.fixture(scope="module")
def gold() -> set[tuple[str, str]]:
    with (CORPORA / "gold" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        return {(row["en"], row["zh"]) for row in csv.DictReader(file, delimiter="\t")}


def redated(
    items: list[PairingInput], date: Callable[[dt.date | None], dt.date | None]
) -> list[PairingInput]:
    return [replace(item, release=replace(item.release, date=date(item.release.date))) for item in items]


def shuffled(items: list[PairingInput], seed: int) -> list[PairingInput]:
    dates = [item.release.date for item in items]
    random.Random(seed).shuffle(dates)
    left = iter(dates)
    return redated(items, lambda _: next(left))


def found(en: list[PairingInput], zh: list[PairingInput]) -> set[tuple[str, str]]:
    return {(pair.en, pair.zh) for pair in pair_releases(en, zh, encoder("use")).pairs}


def test_every_pair_is_found_and_no_lonely_release_is_paired(
    en: list[PairingInput], zh: list[PairingInput], gold: set[tuple[str, str]]
) -> None:
    pairing = pair_releases(en, zh, encoder("use"))
    assert {(pair.en, pair.zh) for pair in pairing.pairs} == gold
    assert len(pairing.unpaired["en"]) == len(pairing.unpaired["zh"]) == 8
    assert not pairing.duplicates
    assert not pairing.ambiguous
    assert min(pair.confidence for pair in pairing.pairs) > 0.8


def test_it_needs_no_dates(
    en: list[PairingInput], zh: list[PairingInput], gold: set[tuple[str, str]]
) -> None:
    assert found(redated(en, lambda _: None), redated(zh, lambda _: None)) == gold


@pytest.mark.parametrize("seed", [1, 2])
def test_wrong_dates_do_not_mislead(
    en: list[PairingInput], zh: list[PairingInput], gold: set[tuple[str, str]], seed: int
) -> None:
    assert found(shuffled(en, seed), shuffled(zh, seed + 10)) == gold


def test_the_order_given_does_not_matter(en: list[PairingInput], zh: list[PairingInput]) -> None:
    assert pair_releases(en[::-1], zh[::-1], encoder("use")) == pair_releases(en, zh, encoder("use"))


@pytest.mark.parametrize("half", [0, 1])
def test_look_alikes_alone_are_not_paired(
    en: list[PairingInput], zh: list[PairingInput], gold: set[tuple[str, str]], half: int
) -> None:
    """Leave out every true counterpart of half of the releases."""
    kept = sorted(gold)[half::2]
    en_kept = [item for item in en if item.release.key not in {pair[0] for pair in kept}]
    zh_kept = [item for item in zh if item.release.key in {pair[1] for pair in kept}]
    assert found(en_kept, zh_kept) == set()


def test_reasons_are_readable(en: list[PairingInput], zh: list[PairingInput]) -> None:
    pairs = {pair.en: pair for pair in pair_releases(en, zh, encoder("use")).pairs}
    reasons = pairs["c/2021-05-28/586543.shtml"].reasons
    assert reasons.date_days == 7
    assert reasons.numbers is not None
    assert reasons.numbers > 0.5
    assert reasons.title_cosine is not None
    assert reasons.title_cosine > 0.3
    assert "Lyu Siyuan" in reasons.shared or "Shen Yinong" in reasons.shared
