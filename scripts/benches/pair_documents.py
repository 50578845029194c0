"""Make release-sized documents with known counterparts from the gold sets. Leaves out: scoring (`pair`).

Passages in both languages are cut into pieces of 6–20 beads. A second cut, shifted by half a piece, gives
look-alikes that share half of their sentences with two others; twins repeat a piece with every number that
both sides write in digits changed. Sentences are dropped and joined at random on either side, a first
sentence is made the title of half of the pieces, and dates are true, shuffled, missing or a mix.
"""

import csv
import datetime as dt
import itertools
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from tm.bitext import Lang, Release, Segment
from tm.pairing import PairingInput
from tm.text.scripts import HAN

LEAST, MOST, USUAL = 6, 20, 8
_DROPPED, _JOINED, _TITLED = 0.05, 0.1, 0.5
_TWIN_NUMBERS = 4  # the closest look-alikes of the sample corpus differ in over ten
_MONTH, _YEARS = 28, range(1960, 2026)
_DIGITS = re.compile(r"(?<![\d.,A-Za-z])\d{1,3}(?:,\d{3})+(?![\d.])|(?<![\d.,A-Za-z-])\d+(?![\d,]|\.\d)")
_HAN = re.compile(f"[{HAN}]")
_FIRST_DAY, _DAYS, _LAG = dt.date(2016, 1, 1), 3500, 14

Beads = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
DATE_MODES = ("true", "shuffled", "missing", "mixed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A run of beads of one text in order, English and Chinese sentences of each."""

    name: str
    beads: Beads


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A piece of a source, before it is made into two releases."""

    name: str
    beads: Beads
    like: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Folders:
    """Two folders' worth of releases and the gold: English key to Chinese key.

    `texts` tells of English keys which source they were cut from, where they were.
    """

    en: tuple[PairingInput, ...]
    zh: tuple[PairingInput, ...]
    gold: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)


def read_sources(gold: Path, sets: Sequence[str]) -> list[Source]:
    """Return the texts of the named sets (`tico19`, `asvs`, `wmt21-mqm`, `mac-dev`) under `gold`."""
    readers = {"tico19": _tico, "asvs": _asvs, "wmt21-mqm": _wmt, "mac-dev": _mac}
    return [source for name in sets for source in readers[name](gold / name)]


def _tico(folder: Path) -> list[Source]:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    runs: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for unit in etree.parse(folder / "tico19.en-zh.tmx").iter("tu"):
        texts = {
            variant.get(lang)[:2]: "".join(variant.find("seg").itertext()).strip()
            for variant in unit.iter("tuv")
        }
        runs.setdefault(unit.get("tuid").split(":")[0], []).append(((texts["en"],), (texts["zh"],)))
    return [Source(name=f"tico19/{name}", beads=tuple(beads)) for name, beads in runs.items()]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _asvs(folder: Path) -> list[Source]:
    found = []
    for path in sorted(folder.glob("*.gold.tsv")):
        stem = path.name.removesuffix(".gold.tsv")
        en, zh = _lines(folder / f"{stem}.en.txt"), _lines(folder / f"{stem}.zh.txt")
        found.append(Source(name=f"asvs/{stem}", beads=_beads(path, en, zh, english_first=True)))
    return found


def _mac(folder: Path) -> list[Source]:
    found = []
    for path in sorted(folder.glob("*.beads.tsv")):
        stem = path.name.removesuffix(".beads.tsv")
        en, zh = _lines(folder / f"{stem}.en.txt"), _lines(folder / f"{stem}.zh.txt")
        found.append(Source(name=f"mac-dev/{stem}", beads=_beads(path, en, zh, english_first=False)))
    return found


def _beads(path: Path, en: list[str], zh: list[str], *, english_first: bool) -> Beads:
    beads = []
    for line in _lines(path):
        first, second = ([int(n) for n in re.findall(r"\d+", side)] for side in [*line.split("\t"), ""][:2])
        ours, theirs = (first, second) if english_first else (second, first)
        beads.append((tuple(en[n] for n in ours), tuple(zh[n] for n in theirs)))
    return tuple(beads)


def _wmt(folder: Path) -> list[Source]:
    runs: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    with (folder / "wmt21_news_zhen.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["system"] == "ref-A":
                runs.setdefault(row["doc"], []).append(((row["reference"],), (row["source"],)))
    return [Source(name=f"wmt21/{name}", beads=tuple(beads)) for name, beads in runs.items()]


def cut(sources: Sequence[Source], chance: random.Random) -> list[Document]:
    """Return pieces of every source, pieces shifted by half onto them, and twins with other numbers."""
    whole: list[Document] = []
    shifted: list[Document] = []
    for source in sources:
        edges = _edges(len(source.beads), chance)
        pieces = [
            Document(name=f"{source.name}@{low}", beads=source.beads[low:high])
            for low, high in itertools.pairwise(edges)
        ]
        whole += pieces
        middles = [(low + high) // 2 for low, high in itertools.pairwise(edges)]
        shifted += [
            Document(name=f"{source.name}@{low}", beads=source.beads[low:high], like=piece.name)
            for low, high, piece in zip(middles, middles[1:], pieces, strict=False)
        ]
    twins = [twin for document in whole + shifted if (twin := _twin(document, chance)) is not None]
    return [document for document in whole + shifted + twins if _bilingual(document)]


def _bilingual(document: Document) -> bool:
    """Say whether the Chinese side is Chinese: lists of English titles are no pair to be found."""
    return any(_HAN.search(text) for _, zh in document.beads for text in zh)


def _edges(size: int, chance: random.Random) -> list[int]:
    edges = [0]
    while size - edges[-1] >= LEAST:
        edges.append(edges[-1] + int(chance.triangular(LEAST, MOST, USUAL)))
    edges[-1] = min(edges[-1], size)
    return edges


def _twin(document: Document, chance: random.Random) -> Document | None:
    """Return the piece with the numbers that both sides write alike changed, if there are enough."""
    beads, changed = [], set()
    for en, zh in document.beads:
        shared = {m for text in en for m in _DIGITS.findall(text)} & {
            m for text in zh for m in _DIGITS.findall(text)
        }
        other = {number: _other_number(number, chance) for number in sorted(shared)}
        changed |= shared
        beads.append((_renumbered(en, other), _renumbered(zh, other)))
    if len(changed) < _TWIN_NUMBERS:
        return None
    return Document(name=f"{document.name}#twin", beads=tuple(beads), like=document.name)


def _other_number(number: str, chance: random.Random) -> str:
    """Return another number of the same kind: days stay days, years years, the rest as many digits."""
    if number.isdecimal() and int(number) <= _MONTH:
        made = str(chance.randint(1, _MONTH))
    elif number.isdecimal() and int(number) in _YEARS:
        made = str(chance.choice(_YEARS))
    else:
        digits = [chance.choice("123456789" if place == 0 else "0123456789") for place in range(len(number))]
        made = "".join(new if old.isdigit() else old for old, new in zip(number, digits, strict=True))
    return made if made != number else _other_number(number, chance)


def _renumbered(texts: Sequence[str], other: dict[str, str]) -> tuple[str, ...]:
    return tuple(_DIGITS.sub(lambda match: other.get(match[0], match[0]), text) for text in texts)


def folders(
    documents: Sequence[Document], size: int, chance: random.Random, *, unpaired: float, dates: str
) -> Folders:
    """Return `size` releases a side, the share `unpaired` of them without counterpart, in random order.

    Half of the unpaired ones, where there are so many, are look-alikes of releases that stand in a pair.
    """
    lonely = round(size * unpaired)
    needed = size + lonely
    if len(documents) < needed:
        raise SystemExit(f"the gold sets give {len(documents)} documents, {needed} are needed; lower --size")
    chosen = chance.sample(list(documents), needed)
    names = {document.name for document in chosen}
    hard = [document for document in chosen if document.like in names]
    alone = hard[:lonely]
    alone += [document for document in chosen if document not in alone][: 2 * lonely - len(alone)]
    chance.shuffle(alone)
    apart = {document.name for document in alone}
    paired = [document for document in chosen if document.name not in apart]
    days = {document.name: _FIRST_DAY + dt.timedelta(days=chance.randrange(_DAYS)) for document in chosen}
    made_en = [_release(d, "en", days[d.name], chance) for d in paired + alone[:lonely]]
    made_zh = [_release(d, "zh", days[d.name], chance) for d in paired + alone[lonely:]]
    en, zh = (_dated(made, dates, chance) for made in (made_en, made_zh))
    gold = {en[place].release.key: zh[place].release.key for place in range(len(paired))}
    texts = {
        made.release.key: document.name.split("@")[0]
        for made, document in zip(en, paired + alone[:lonely], strict=True)
    }
    chance.shuffle(en)
    chance.shuffle(zh)
    return Folders(en=tuple(en), zh=tuple(zh), gold=gold, texts=texts)


def _release(document: Document, side: str, day: dt.date, chance: random.Random) -> PairingInput:
    sentences = [text for bead in document.beads for text in bead[0 if side == "en" else 1]]
    kept = [text for text in sentences if chance.random() >= _DROPPED] or sentences
    joined: list[str] = []
    for text in kept:
        if joined and chance.random() < _JOINED:
            joined[-1] += (" " if side == "en" else "") + text
        else:
            joined.append(text)
    titled = random.Random(document.name).random() < _TITLED  # both sides alike
    segments = tuple(Segment(text=text, paragraph=place + (not titled)) for place, text in enumerate(joined))
    release = Release(
        key=f"{side}/{chance.getrandbits(48):012x}",
        lang=Lang.EN if side == "en" else Lang.ZH_HANS,
        title=joined[0] if titled else "",
        paragraphs=tuple(joined[titled:]),
        date=day + dt.timedelta(days=chance.randrange(_LAG + 1) if side == "en" else 0),
    )
    return PairingInput(release=release, segments=segments)


def _dated(made: list[PairingInput], mode: str, chance: random.Random) -> list[PairingInput]:
    dates = [item.release.date for item in made]
    if mode == "shuffled":
        chance.shuffle(dates)
    elif mode == "missing":
        dates = [None] * len(dates)
    elif mode == "mixed":
        other = chance.sample(dates, len(dates))
        dates = [chance.choice((day, day, None, strange)) for day, strange in zip(dates, other, strict=True)]
    return [
        replace(item, release=replace(item.release, date=day)) for item, day in zip(made, dates, strict=True)
    ]


def census(documents: Sequence[Document]) -> Counter[str]:
    """Return how many documents each set gave, twins counted apart."""
    return Counter(
        document.name.split("/")[0] + (" twins" if document.name.endswith("#twin") else "")
        for document in documents
    )


def halves(sources: Sequence[Source]) -> tuple[list[Source], list[Source]]:
    """Return every other text of each set, by length: those that are fitted on, and the rest."""
    parts: tuple[list[Source], list[Source]] = ([], [])
    by_set: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda each: (-len(each.beads), each.name)):
        by_set.setdefault(source.name.split("/")[0], []).append(source)
    for found in by_set.values():
        for place, source in enumerate(found):
            parts[place % 2].append(source)
    return parts


def sample_corpus(dates: str, seed: int = 0) -> Folders:
    """Return the releases of `corpora/` with their gold pairs, dates as they are, shuffled or missing."""
    from tm.release import read_folder, segment

    root = Path(__file__).resolve().parents[2] / "corpora"
    sides = {}
    for side in ("en", "zh"):
        found = [
            PairingInput(release=release, segments=tuple(segment(release)))
            for release in read_folder(root / side).releases
        ]
        sides[side] = tuple(
            _dated(found, dates, random.Random(f"{seed} {side}")) if dates != "true" else found
        )
    with (root / "gold" / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        gold = {row["en"]: row["zh"] for row in csv.DictReader(file, delimiter="\t")}
    return Folders(en=sides["en"], zh=sides["zh"], gold=gold)
