"""Gold alignments from a folder given by the user, and seeded damage done to one-to-one texts."""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tm.bitext import Segment
from tm.release import read, segment

Pair = tuple[tuple[int, ...], tuple[int, ...]]

_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])")
_EVEN_ODDS = 0.5
_HALF = 4  # characters at least on either side of a cut
_COMMA = re.compile(r"(?<=,)\s+|(?<=[，、：])")


@dataclass(frozen=True, kw_only=True)
class Document:
    """Two texts and their gold beads, English indices first; paragraphs where they are known."""

    name: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    beads: tuple[Pair, ...]
    en_paragraphs: tuple[int, ...] | None = None
    zh_paragraphs: tuple[int, ...] | None = None

    def segments(self) -> tuple[list[Segment], list[Segment]]:
        """Return both sides as segments; all of one paragraph where paragraphs are not known."""
        sides = ((self.en, self.en_paragraphs), (self.zh, self.zh_paragraphs))
        en, zh = (
            [Segment(text=t, paragraph=p) for t, p in zip(texts, marks or [1] * len(texts), strict=True)]
            for texts, marks in sides
        )
        return en, zh


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


def _apart(beads: Iterable[Pair]) -> Iterator[Pair]:
    """Yield beads with every null of several segments as nulls of one."""
    for en, zh in beads:
        if en and zh:
            yield en, zh
        else:
            yield from (((i,), ()) for i in en)
            yield from (((), (j,)) for j in zh)


def corpora(folder: Path) -> list[Document]:
    """Return the releases of the sample corpus with their own gold beads and paragraphs."""
    found = []
    with (folder / "gold" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        en, zh = (segment(read(folder / side / row[side])) for side in ("en", "zh"))
        beads = [line.split("\t") for line in _lines(folder / "gold" / "beads" / f"{row['name']}.beads.tsv")]
        found.append(
            Document(
                name=f"corpora/{row['name']}",
                en=tuple(one.text for one in en),
                zh=tuple(one.text for one in zh),
                beads=tuple(_apart((_numbers(right), _numbers(left)) for left, right in beads)),
                en_paragraphs=tuple(one.paragraph for one in en),
                zh_paragraphs=tuple(one.paragraph for one in zh),
            )
        )
    return found


def thinned(document: Document, share: float, seed: int, *, whole: bool = False) -> Document:
    """Return a document with a share of the segments of one side gone, or of its paragraphs (`whole`).

    What answered nothing else is left alone on the other side. Which side loses is drawn.
    """
    chance = random.Random(f"thinned {seed} {document.name}")
    side = chance.choice((0, 1))
    texts = (document.en, document.zh)[side]
    marks = (document.en_paragraphs, document.zh_paragraphs)[side] or tuple(range(len(texts)))
    units = sorted(set(marks)) if whole else list(range(len(texts)))
    gone_units = set(chance.sample(units, max(1, round(share * len(units)))))
    gone = {k for k in range(len(texts)) if (marks[k] if whole else k) in gone_units}
    left = [k for k in range(len(texts)) if k not in gone]
    number = {k: place for place, k in enumerate(left)}
    beads: list[Pair] = []
    for bead in document.beads:
        kept = tuple(number[k] for k in bead[side] if k not in gone)
        other = bead[1 - side]
        if (kept and other) or not bead[side]:
            beads.append((kept, other) if side == 0 else (other, kept))
        elif kept:
            beads.extend((((k,), ()) if side == 0 else ((), (k,))) for k in kept)
        else:
            beads.extend((((), (k,)) if side == 0 else ((k,), ())) for k in other)
    changed = tuple(texts[k] for k in left)
    paragraphs = tuple(marks[k] for k in left)
    known = (document.en_paragraphs, document.zh_paragraphs)[side] is not None
    if side == 0:
        return replace(document, en=changed, beads=tuple(beads), en_paragraphs=paragraphs if known else None)
    return replace(document, zh=changed, beads=tuple(beads), zh_paragraphs=paragraphs if known else None)


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
    chance = random.Random(f"{seed} {document.name}")
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
        lot, side = chance.random(), chance.random() < _EVEN_ODDS
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
