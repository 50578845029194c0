"""Gold alignments from a folder given by the user, and seeded damage done to one-to-one texts."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[tuple[int, ...], tuple[int, ...]]

_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])")
_HALF = 4  # characters at least on either side of a cut
_COMMA = re.compile(r"(?<=,)\s+|(?<=[，、：])")


@dataclass(frozen=True, kw_only=True)
class Document:
    """Two texts and their gold beads, English indices first."""

    name: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    beads: tuple[Pair, ...]


def _numbers(cell: str) -> tuple[int, ...]:
    return tuple(int(number) for number in cell.split(",") if number.strip())


def _lines(path: Path) -> tuple[str, ...]:
    text = path.read_text(encoding="utf-8")
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


def mac(gold: Path) -> list[Document]:
    """Return the chapters of `mac-dev`; their beads are written Chinese first."""
    found = []
    for path in sorted((gold / "mac-dev").glob("*.beads.tsv")):
        stem = path.name.removesuffix(".beads.tsv")
        rows = [line.split("\t") for line in _lines(path)]
        found.append(
            Document(
                name=f"mac-dev/{stem}",
                en=_lines(path.with_name(f"{stem}.en.txt")),
                zh=_lines(path.with_name(f"{stem}.zh.txt")),
                beads=tuple((_numbers(en), _numbers(zh)) for zh, en in rows),
            )
        )
    return found


def asvs(gold: Path) -> list[Document]:
    """Return the chapters of `asvs`, one to one as they stand."""
    found = []
    for path in sorted((gold / "asvs").glob("*.gold.tsv")):
        stem = path.name.removesuffix(".gold.tsv")
        rows = [line.split("\t") for line in _lines(path)]
        found.append(
            Document(
                name=f"asvs/{stem}",
                en=_lines(path.with_name(f"{stem}.en.txt")),
                zh=_lines(path.with_name(f"{stem}.zh.txt")),
                beads=tuple((_numbers(en), _numbers(zh)) for en, zh in rows),
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Damage:
    """Shares of pairs to merge with the next and to split, on one side or the other, and to drop.

    `drop_en` and `drop_zh` are the shares of segments that side loses; `run` is how many neighbours are
    dropped together at most (their number is drawn; 1: single segments only).
    """

    merge: float = 0.15
    split: float = 0.15
    drop_en: float = 0.05
    drop_zh: float = 0.05
    run: int = 4


def damaged(document: Document, damage: Damage, seed: int) -> Document:
    """Return a one-to-one document with segments merged, split and dropped, and its new gold beads.

    Every pair meets one of these at most, so that what answers what stays beyond doubt.
    """
    chance = random.Random(f"{seed} {document.name}")  # noqa: S311 - seeded, so that runs agree
    pairs = [(document.en[en[0]], document.zh[zh[0]]) for en, zh in document.beads]
    gone = _dropped(len(pairs), damage, chance)
    en: list[str] = []
    zh: list[str] = []
    beads: list[Pair] = []

    def bead(en_texts: Sequence[str], zh_texts: Sequence[str]) -> None:
        beads.append(
            (tuple(range(len(en), len(en) + len(en_texts))), tuple(range(len(zh), len(zh) + len(zh_texts))))
        )
        en.extend(en_texts)
        zh.extend(zh_texts)

    at = 0
    while at < len(pairs):
        one, other = pairs[at]
        lot, side = chance.random(), chance.random() < 0.5  # noqa: PLR2004 - even odds
        free = at + 1 < len(pairs) and at not in gone and at + 1 not in gone
        at += 1
        if at - 1 in gone:
            if gone[at - 1] == "en":
                bead((), (other,))
            else:
                bead((one,), ())
        elif lot < damage.merge and free:
            next_one, next_other = pairs[at]
            at += 1
            if side:
                bead((f"{one} {next_one}",), (other, next_other))
            else:
                bead((one, next_one), (other + next_other,))
        elif damage.merge <= lot < damage.merge + damage.split:
            cut = _cut(one if side else other, chance)
            halves = ((one,) if cut is None else (one[:cut].strip(), one[cut:].strip())) if side else (one,)
            bead(halves, (other,) if side or cut is None else (other[:cut].strip(), other[cut:].strip()))
        else:
            bead((one,), (other,))
    return Document(name=document.name, en=tuple(en), zh=tuple(zh), beads=tuple(beads))


def _dropped(count: int, damage: Damage, chance: random.Random) -> dict[int, str]:
    """Return which pairs lose which side."""
    gone: dict[int, str] = {}
    for side, share in (("en", damage.drop_en), ("zh", damage.drop_zh)):
        wanted = len(gone) + round(count * share)
        while len(gone) < min(wanted, count):
            start = chance.randrange(count)
            for place in range(start, min(count, start + chance.randint(1, damage.run))):
                if place not in gone and len(gone) < wanted:
                    gone[place] = side
    return gone


def _cut(text: str, chance: random.Random) -> int | None:
    """Return where to cut a text in two: a sentence end, else a comma, else a space near the middle."""
    for pattern in (_END, _COMMA):
        places = [
            match.end() for match in pattern.finditer(text) if _HALF <= match.end() <= len(text) - _HALF
        ]
        if places:
            return chance.choice(places)
    places = [
        match.end() for match in re.finditer(r"\s", text) if 2 * _HALF <= match.end() <= len(text) - 2 * _HALF
    ]
    return min(places, key=lambda place: abs(place - len(text) / 2)) if places else None
