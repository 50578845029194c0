"""What of a row is answered on the other side, and the worst stretch that is not. Leaves out: judging it.

Every unit's cover is the highest cosine to a unit of the other side; values and terms found on both sides
count as covered. The stretch is the one with the greatest sum of (`FAIR` - cover) over its parts (Kadane):
one badly covered character hardly weighs, a run of them does.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Span
from tm.embed.encoder import ComposingEncoder, Encoder, Parts, Vectors
from tm.qa.evidence import Evidence
from tm.qa.row import Row
from tm.qa.units import Units, UnitVectors, unit_vectors, units
from tm.text.quantities_compare import compare_quantities
from tm.text.scripts import HAN

FAIR = 0.6
"""Cosine from which a unit counts as answered (fitted: `scripts/fit_coverage`)."""
_SURE, _OPEN = 0.95, 0.2
_HELD = re.compile(rf"[{HAN}A-Za-z0-9]")
_IDLE_ZH = frozenset(
    "的了是在和也就都而及与着或一不有他她它我你这那们个上下来去说道又之其等为于以将对并中被把向从由到所能可会要该此即还已更最很再因但则且"
)
_LEAST_ZH, _LEAST_EN = 0.35, 0.2
"""Deficits below which next to no stretch was found missing, on seeded omissions (0.5%)."""
_IDLE_WEIGHT, _FILLER_WEIGHT = 0.3, 0.2
_FILLERS = re.compile(
    "切实|大力|进一步|不断|积极|认真|充分|全面|深入|有效|有力|着力|努力|扎实|坚决|持续|稳步|高度|广泛|牢牢|紧紧|纷纷|分别|有关|相关|方面|情况|活动|工作"
    "|开展|进行|实施|同时|此外|另外|其中|目前|据悉|日前|近日|左右|不少于|认真贯彻|贯彻落实|进一步加强"
)
"""What good translators condense; words alone, not what they stand with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """The worst stretch of one side: its span, how badly it is covered, the cover of the whole side."""

    span: Span
    deficit: float
    cover: float
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """Both sides' worst stretches and how the row's meaning answers to leaving them out.

    `cosine` is that of the two texts, `gain_zh` and `gain_en` what it gains when a side's stretch is
    left out, `alone_zh` and `alone_en` the cosine of a stretch to the whole other side.
    """

    zh: Stretch
    en: Stretch
    cosine: float
    gain_zh: float = 0.0
    gain_en: float = 0.0
    alone_zh: float = 0.0
    alone_en: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What is known of a row beyond vectors: spans answered on the other side, and spans that are not."""

    zh_answered: tuple[Span, ...] = ()
    en_answered: tuple[Span, ...] = ()
    zh_open: tuple[Span, ...] = ()
    en_open: tuple[Span, ...] = ()


def cover_rows(
    rows: Sequence[Row],
    known: Evidence,
    settled: Sequence[Settled] | None = None,
    *,
    all_rows: bool = True,
) -> list[Covered | None]:
    """Return each row's coverage, None where a side says nothing; needs an encoder.

    Without `all_rows`, None also for rows too well covered to be asked about, which saves reading them.
    """
    encoder = known.encoder
    if encoder is None:
        return [None] * len(rows)
    vectors = unit_vectors(encoder)
    sides = [(units(row.zh.text, "zh"), units(row.en.text, "en")) for row in rows]
    vectors.read(text for pair in sides for side in pair for text in side.texts)
    stretches = [
        _stretches(row, zh, en, vectors, more) if zh.texts and en.texts else None
        for row, (zh, en), more in zip(rows, sides, settled or [Settled()] * len(rows), strict=True)
    ]
    vectors.forget()
    if not all_rows:
        stretches = [pair if pair and _is_open(*pair) else None for pair in stretches]
    return _with_meaning(rows, stretches, encoder)


def _is_open(zh: Stretch, en: Stretch) -> bool:
    return zh.deficit >= _LEAST_ZH or en.deficit >= _LEAST_EN


def _stretches(
    row: Row, zh: Units, en: Units, vectors: UnitVectors, settled: Settled
) -> tuple[Stretch, Stretch]:
    cosines = vectors.rows(zh.texts) @ vectors.rows(en.texts).T
    zh_cover = _spread(zh, cosines.max(axis=1), len(row.zh.text))
    en_cover = _spread(en, cosines.max(axis=0), len(row.en.text))
    for start, end in settled.zh_open:
        zh_cover[start:end] = np.minimum(zh_cover[start:end], _OPEN)
    for start, end in settled.en_open:
        en_cover[start:end] = np.minimum(en_cover[start:end], _OPEN)
    _answer(zh_cover, settled.zh_answered)
    _answer(en_cover, settled.en_answered)
    matches = compare_quantities(row.zh.text, row.en.text, "zh").matches
    _answer(zh_cover, [match.source.span for match in matches])
    _answer(en_cover, [match.target.span for match in matches])
    return _worst_zh(row.zh.text, zh_cover), _worst_en(en, en_cover)


def _spread(side: Units, best: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Return for every character the cover of the best unit it is in."""
    cover = np.zeros(length, np.float32)
    for (start, end), value in zip(side.spans, best, strict=True):
        np.maximum(cover[start:end], value, out=cover[start:end])
    return cover


def _answer(cover: NDArray[np.float32], spans: Iterable[Span]) -> None:
    for start, end in spans:
        np.maximum(cover[start:end], _SURE, out=cover[start:end])


def _worst_zh(text: str, cover: NDArray[np.float32]) -> Stretch:
    weights = np.array([_weight(character) for character in text], np.float32)
    for found in _FILLERS.finditer(text):
        np.minimum(weights[slice(*found.span())], _FILLER_WEIGHT, out=weights[slice(*found.span())])
    deficit, span = _worst((FAIR - cover) * weights)
    counted = weights > 0
    mean = float(cover[counted].mean()) if counted.any() else 1.0
    return Stretch(span=_trimmed(text, span), deficit=deficit, cover=mean, size=len(text))


@lru_cache(maxsize=16_384)
def _weight(character: str) -> float:
    if not _HELD.match(character):
        return 0.0
    return _IDLE_WEIGHT if character in _IDLE_ZH else 1.0


def _worst_en(side: Units, cover: NDArray[np.float32]) -> Stretch:
    spans = [side.spans[place] for place in side.words]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    sums = np.concatenate(([0.0], np.cumsum(cover, dtype=np.float64)))
    values = ((sums[ends] - sums[starts]) / (ends - starts)).astype(np.float32)
    deficit, (first, last) = _worst(FAIR - values)
    span = (spans[first][0], spans[last - 1][1]) if last > first else (0, 0)
    return Stretch(span=span, deficit=deficit, cover=float(values.mean()), size=len(cover))


def _worst(deficits: NDArray[np.float32]) -> tuple[float, Span]:
    """Return the greatest sum over a stretch and where it stands (Kadane)."""
    best = running = 0.0
    first, span = 0, (0, 0)
    for place, value in enumerate(deficits.tolist()):
        if running <= 0:
            running, first = 0.0, place
        running += value
        if running > best:
            best, span = running, (first, place + 1)
    return best, span


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not _HELD.match(text[start]):
        start += 1
    while end > start and not _HELD.match(text[end - 1]):
        end -= 1
    return start, end


def _with_meaning(
    rows: Sequence[Row], stretches: Sequence[tuple[Stretch, Stretch] | None], encoder: Encoder
) -> list[Covered | None]:
    """Add the cosines; the costly ones only where a stretch is worth asking about."""
    places = [place for place, found in enumerate(stretches) if found is not None]
    found: list[Covered | None] = [None] * len(rows)
    if not places:
        return found
    texts = _Texts(encoder, [rows[p].zh.text for p in places], [rows[p].en.text for p in places])
    zh_spans, en_spans = [], []
    for place in places:
        pair = stretches[place]
        assert pair is not None
        zh_spans.append(pair[0].span)
        en_spans.append(pair[1].span)
    gain_zh, alone_zh = texts.without("zh", zh_spans)
    gain_en, alone_en = texts.without("en", en_spans)
    for at, place in enumerate(places):
        pair = stretches[place]
        assert pair is not None
        found[place] = Covered(
            zh=pair[0],
            en=pair[1],
            cosine=float(texts.cosines[at]),
            gain_zh=float(gain_zh[at]),
            gain_en=float(gain_en[at]),
            alone_zh=float(alone_zh[at]),
            alone_en=float(alone_en[at]),
        )
    return found


class _Texts:
    """Both sides of some rows as vectors, whole and with stretches left out."""

    def __init__(self, encoder: Encoder, zh: Sequence[str], en: Sequence[str]) -> None:
        self._encoder = encoder
        self._texts = {"zh": zh, "en": en}
        self._parts: dict[str, Parts] = {}
        self._vectors: dict[str, Vectors] = {}
        for side, texts in self._texts.items():
            self._read(encoder, side, texts)
        self.cosines = np.einsum("ij,ij->i", self._vectors["zh"], self._vectors["en"])

    def _read(self, encoder: Encoder, side: str, texts: Sequence[str]) -> None:
        if isinstance(encoder, ComposingEncoder):
            self._parts[side] = encoder.parts(texts)
            self._vectors[side] = encoder.compose(self._parts[side])
        else:
            self._vectors[side] = encoder.encode(texts)

    def without(self, side: str, spans: Sequence[Span]) -> tuple[Vectors, Vectors]:
        """Return what leaving out the spans of one side adds to the cosine, and their own cosines."""
        texts, other = self._texts[side], self._vectors["en" if side == "zh" else "zh"]
        count = len(texts)
        gains, alone = np.zeros(count, np.float32), np.zeros(count, np.float32)
        asked = [
            at for at, (start, end) in enumerate(spans) if end - start > 1 and end - start < len(texts[at])
        ]
        if not asked:
            return gains, alone
        cut = [texts[at][slice(*spans[at])] for at in asked]
        if isinstance(self._encoder, ComposingEncoder):
            parts, whole = self._encoder.parts(cut), self._parts[side]
            rest = Parts(
                heads=whole.heads[asked],
                tails=whole.tails[asked],
                sums=whole.sums[asked] - parts.sums,
                lengths=np.maximum(whole.lengths[asked] - parts.lengths, 1),
            )
            left, cuts = self._encoder.compose(rest), self._encoder.compose(parts)
        else:
            left = self._encoder.encode(
                [texts[at][: spans[at][0]] + texts[at][spans[at][1] :] for at in asked]
            )
            cuts = self._encoder.encode(cut)
        gains[asked] = np.einsum("ij,ij->i", left, other[asked]) - self.cosines[asked]
        alone[asked] = np.einsum("ij,ij->i", cuts, other[asked])
        return gains, alone
