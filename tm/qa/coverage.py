"""How far each word of a row is answered on the other side. Leaves out: what follows for whole clauses.

The cover of a word (in Chinese: of a character) is the highest cosine of the units it belongs to with a unit
of the other side, or what a lexicon says of it; values, names and terms found on both sides count as
answered.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tm.align.words import en_words, zh_words
from tm.bitext import Span
from tm.embed.blas import one_blas_thread
from tm.embed.encoder import Encoder
from tm.qa.evidence import Evidence
from tm.qa.row import Row
from tm.qa.units import Units, unit_vectors, units
from tm.text.keeping import CHARACTERS
from tm.text.quantities_compare import compare_quantities
from tm.text.scripts import HAN

Floats = NDArray[np.float32]

_SURE, _OPEN = 0.95, 0.2
_SAID_PAIR, _SAID_ONE = (0.35, 0.95), (0.2, 0.8)
"""Cover of a word whose counterpart by a lexicon is there, at score 0 and at most: by two characters
together and by one alone, which says less."""
_BY_SCORE = 0.9
_HELD = re.compile(rf"[{HAN}A-Za-z0-9]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_GLOSS = re.compile(rf"(?<=[{HAN}])\s*[（(][^（()）{HAN}]*[)）]")
"""The original of a name behind its rendering: 总干事谭德塞（Tedros Adhanom）."""
_IDLE_ZH = frozenset(
    "的了是在和也就都而及与着或一不有他她它我你这那们个上下来去说道又之其等为于以将对并中被把向从由到所能可会要该此即还已更最很再因但则且"
)
_IDLE_WEIGHT, _FILLER_WEIGHT, _LATIN_WEIGHT, _LETTER_WEIGHT = 0.3, 0.2, 0.3, 0.2
"""What counts less than a Chinese character: a letter in Chinese and in English text among them."""
_FILLERS = re.compile(
    "切实|大力|进一步|不断|积极|认真|充分|全面|深入|有效|有力|着力|努力|扎实|坚决|持续|稳步|高度|广泛|牢牢|紧紧|纷纷|分别|有关|相关|方面|情况|活动|工作"
    "|开展|进行|实施|同时|此外|另外|其中|目前|据悉|日前|近日|左右|不少于|认真贯彻|贯彻落实|进一步加强|正式|顺利|圆满|隆重|成功举[办行]|深刻|严格|精心|全力"
    "|密切|专门|专题|一系列|各项|予以|加以|据了解|据介绍|近年来|日益|更加|更好|确保|助力|本着|为契机|为抓手|(?:在)?一定程度上"
    rf"|(?:结果|数据|调查|资料|统计)显示|根据[{HAN}]{{2,4}}结果|本次|此次|上述|启动仪式|仪式"
)
"""What good translators condense; words alone, not what they stand with."""
_PAIRED = re.compile(rf"(?<![{HAN}])[{HAN}]{{4}}[、，](?P<more>[{HAN}]{{4}})(?![{HAN}])")
_PAIRED_WEIGHT = 0.5
"""The second of two phrases of four characters (统筹谋划、协同推进) often says the first again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What is known of a row beyond vectors: spans answered on the other side, and spans that are not."""

    zh_answered: tuple[Span, ...] = ()
    en_answered: tuple[Span, ...] = ()
    zh_open: tuple[Span, ...] = ()
    en_open: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Cover:
    """One side: sums up to each character of what characters weigh, and of that times their cover."""

    weights: NDArray[np.float64]
    covered: NDArray[np.float64]

    @property
    def weight(self) -> float:
        """What the whole side weighs; a Chinese character is 1, an English word about the same."""
        return float(self.weights[-1])

    @property
    def mean(self) -> float:
        """How far the whole side is answered, 0 to 1; 1 where it says nothing."""
        return float(self.covered[-1] / self.weights[-1]) if self.weights[-1] > 0 else 1.0


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Answered:
    """A row's two sides: what each character weighs and how far words alone answer it."""

    zh_weights: Floats
    en_weights: Floats
    zh: Floats
    en: Floats
    matches: tuple[tuple[Span, Span], ...]

    def covers(self, settled: Settled) -> tuple[Cover, Cover]:
        """Return the cover of the Chinese and of the English, once values and `settled` are counted in."""
        return (
            _summed(
                self.zh_weights,
                _settle(self.zh, settled.zh_open, (*settled.zh_answered, *(zh for zh, _ in self.matches))),
            ),
            _summed(
                self.en_weights,
                _settle(self.en, settled.en_open, (*settled.en_answered, *(en for _, en in self.matches))),
            ),
        )


def answered(rows: Sequence[Row], known: Evidence, encoder: Encoder) -> list[Answered | None]:
    """Return how far each row's Chinese and English are answered, None where a side says nothing."""
    vectors = unit_vectors(encoder)
    lexicons = [one.entries for one in (known.lexicon, known.draft_lexicon) if one and one.entries]
    sides = [(units(row.zh.text, "zh"), units(row.en.text, "en")) for row in rows]
    vectors.read(text for pair in sides for side in pair for text in side.texts)
    found: list[Answered | None] = []
    with one_blas_thread():  # these products are too small to be shared out
        for row, (zh, en) in zip(rows, sides, strict=True):
            if not zh.texts or not en.texts:
                found.append(None)
                continue
            cosines = vectors.likeness(zh.texts, en.texts)
            zh_cover = _spread(zh, cosines.max(axis=1), len(row.zh.text))
            en_cover = _spread(en, cosines.max(axis=0), len(row.en.text))
            if lexicons:
                _by_lexicons(row, lexicons, zh_cover, en_cover)
            matches = compare_quantities(row.zh.text, row.en.text, "zh").matches
            found.append(
                Answered(
                    zh_weights=_zh_weights(row.zh.text),
                    en_weights=_en_weights(en, len(row.en.text)),
                    zh=zh_cover,
                    en=en_cover,
                    matches=tuple((match.source.span, match.target.span) for match in matches),
                )
            )
    vectors.forget()
    return found


def _settle(cover: Floats, left_open: Iterable[Span], answered: Iterable[Span]) -> Floats:
    cover = cover.copy()
    for start, end in left_open:
        np.minimum(cover[start:end], _OPEN, out=cover[start:end])
    for start, end in answered:
        np.maximum(cover[start:end], _SURE, out=cover[start:end])
    return cover


def _spread(side: Units, best: Floats, length: int) -> Floats:
    """Return for every character the cover of the best unit it is in."""
    cover = [0.0] * length
    for (start, end), value in zip(side.spans, best.tolist(), strict=True):
        for at in range(start, end):
            cover[at] = max(cover[at], value)
    return np.array(cover, np.float32)


def _by_lexicons(
    row: Row, lexicons: Sequence[Mapping[str, Mapping[str, float]]], zh_cover: Floats, en_cover: Floats
) -> None:
    """Raise covers to what the lexicons of the memory and of the draft say."""
    places: dict[str, list[Span]] = {}
    for word, span in zh_words(row.zh.text):
        places.setdefault(word, []).append(span)
    here = places.keys()
    said: dict[str, float] = {}
    for word, (start, end) in en_words(row.en.text):
        best = 0.0
        for entries in lexicons:
            others = entries.get(word, {})
            for other in others.keys() & here:
                least, most = _SAID_ONE if len(other) == 1 else _SAID_PAIR
                value = min(most, least + _BY_SCORE * others[other])
                best = max(best, value)
                said[other] = max(value, said.get(other, 0.0))
        if best:
            np.maximum(en_cover[start:end], best, out=en_cover[start:end])
    for other, value in said.items():
        for start, end in places[other]:
            np.maximum(zh_cover[start:end], value, out=zh_cover[start:end])


def _summed(weights: Floats, cover: Floats) -> Cover:
    return Cover(
        weights=np.concatenate(([0.0], np.cumsum(weights, dtype=np.float64))),
        covered=np.concatenate(([0.0], np.cumsum(weights * cover, dtype=np.float64))),
    )


def zh_weight(text: str) -> float:
    """Return what a Chinese text weighs: about its characters without the idle ones."""
    return float(_zh_weights(text).sum())


def en_weight(text: str) -> float:
    """Return what an English text weighs: about its content words."""
    return float(_en_weights(units(text, "en"), len(text)).sum())


def _zh_weights(text: str) -> Floats:
    weights = np.array([_weight(character) for character in text], np.float32)
    for found in _FILLERS.finditer(text):
        np.minimum(weights[slice(*found.span())], _FILLER_WEIGHT, out=weights[slice(*found.span())])
    for found in _PAIRED.finditer(text):
        weights[slice(*found.span("more"))] *= _PAIRED_WEIGHT
    for found in _GLOSS.finditer(text):
        weights[slice(*found.span())] = 0
    return weights


@lru_cache(maxsize=CHARACTERS)
def _weight(character: str) -> float:
    if not _HELD.match(character):
        return 0.0
    if _LATIN.match(character):
        return _LATIN_WEIGHT
    return _IDLE_WEIGHT if character in _IDLE_ZH else 1.0


def _en_weights(side: Units, length: int) -> Floats:
    weights = np.zeros(length, np.float32)
    for place in side.words:
        weights[slice(*side.spans[place])] = _LETTER_WEIGHT
    return weights
