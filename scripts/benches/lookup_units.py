"""Seeded units for the look-up benchmark: near-duplicates and new sentences from real pairs.

A third of the units are near-duplicates of a real pair (one to four changes: another number on both
sides, a word replaced, left out or put in); the others are put together from clauses of two or three
pairs, with a fifth of their words replaced by words drawn by frequency. Lengths stay those of the pairs.
"""

import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path

from tm.bitext import Lang, Provenance, TranslationUnit, UnitStatus
from tm.exchange import read_units

_CLAUSE_EN = re.compile(r"(?<=[,;:.])\s+")
_CLAUSE_ZH = re.compile(r"(?<=[，；：。、])")
_NUMBER = re.compile(r"\d+")
_WORD_EN = re.compile(r"[A-Za-z]{3,}")
_WORD_ZH = re.compile(r"[\u4e00-\u9fff]{2}")
_NEAR_SHARE = 0.33
_FRESH_SHARE = 0.2
_NUMBER_SHARE = 0.4
_STATUSES = {0: UnitStatus.CONFIRMED, 1: UnitStatus.REVIEW}
_SHORTEST_CHARS = 12
_FIRST_DAY = dt.date(2015, 1, 1)


def read_pairs(gold: Path, corpora: Path) -> list[tuple[str, str]]:
    """Return (en, zh) of the gold TMX and of the sample corpus's best drafts, in a fixed order."""
    pairs = [*tmx_pairs(gold / "tico19" / "tico19.en-zh.tmx"), *_draft_pairs(corpora)]
    return [(en, zh) for en, zh in pairs if len(en) >= _SHORTEST_CHARS and len(zh) >= _SHORTEST_CHARS // 2]


def tmx_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (en, zh) of a TMX, each on one line."""
    for unit in read_units(path):
        yield " ".join(unit.en.split()), " ".join(unit.zh.split())


def _draft_pairs(corpora: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((corpora / "drafts").glob("*.a.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            source, draft, *_ = [*line.split("\t"), ""]
            zh, en = (source, draft) if _WORD_ZH.search(source) else (draft, source)
            yield en, zh


class Generator:
    """Makes any number of units from pairs, the same ones for the same seed."""

    def __init__(self, pairs: list[tuple[str, str]], seed: int) -> None:
        self._pairs = pairs
        self._random = random.Random(seed)
        self._clauses_en = [
            part for en, _ in pairs for part in _CLAUSE_EN.split(en) if len(part) >= _SHORTEST_CHARS
        ]
        self._clauses_zh = [
            part for _, zh in pairs for part in _CLAUSE_ZH.split(zh) if len(part) >= _SHORTEST_CHARS // 3
        ]
        self.words_en = [word for en, _ in pairs for word in _WORD_EN.findall(en)]
        self.words_zh = [word for _, zh in pairs for word in _WORD_ZH.findall(zh)]

    def units(self, count: int) -> Iterator[TranslationUnit]:
        """Yield `count` units; a 25th confirmed, as many for review; dated over ten years."""
        draw = self._random
        for number in range(count):
            near = draw.random() < _NEAR_SHARE
            en = zh = ""
            while not (en.strip() and zh.strip()):
                en, zh = self._near() if near else (self._fresh_en(), self._fresh_zh())
            status = _STATUSES.get(number % 50 // 2, UnitStatus.PLAIN)
            yield TranslationUnit(
                en=en,
                zh=zh,
                zh_lang=Lang.ZH_HANS,
                status=status,
                provenance=Provenance(
                    document="seeded.tmx", date=_FIRST_DAY + dt.timedelta(days=draw.randrange(3650))
                ),
            )

    def choice(self, count: int) -> list[int]:
        """Return 100 unit ids out of `count`."""
        return [self._random.randrange(count) + 1 for _ in range(100)]

    def query(self, text: str, side: str) -> str:
        """Return `text` with zero to six small changes, as a translator's next segment might have."""
        for _ in range(self._random.randrange(7)):
            text = self._changed(text, side)
        return text

    def _near(self) -> tuple[str, str]:
        en, zh = self._random.choice(self._pairs)
        for _ in range(self._random.randint(1, 4)):
            number = str(self._random.randint(2, 2030))
            if _NUMBER.search(en) and _NUMBER.search(zh) and self._random.random() < _NUMBER_SHARE:
                en, zh = _NUMBER.sub(number, en, count=1), _NUMBER.sub(number, zh, count=1)
            else:
                en, zh = self._changed(en, "en"), self._changed(zh, "zh")
        return en, zh

    def _changed(self, text: str, side: str) -> str:
        pattern, words = (_WORD_EN, self.words_en) if side == "en" else (_WORD_ZH, self.words_zh)
        places = list(pattern.finditer(text))
        if not places:
            return text
        place = self._random.choice(places)
        word = self._random.choice(words)
        between = " " if side == "en" else ""
        kind = self._random.randrange(3)
        new = (word, "", place.group() + between + word)[kind]
        return text[: place.start()] + new + text[place.end() :]

    def _fresh_en(self) -> str:
        parts = self._random.choices(self._clauses_en, k=self._random.randint(1, 3))
        return _WORD_EN.sub(lambda m: self._swap(m.group(), self.words_en), " ".join(parts))

    def _fresh_zh(self) -> str:
        parts = self._random.choices(self._clauses_zh, k=self._random.randint(1, 4))
        return _WORD_ZH.sub(lambda m: self._swap(m.group(), self.words_zh), "".join(parts))

    def _swap(self, word: str, words: list[str]) -> str:
        return self._random.choice(words) if self._random.random() < _FRESH_SHARE else word
