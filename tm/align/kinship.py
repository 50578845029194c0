"""How far each English word and each Chinese character of a pair of segments belong together, 0 to 1.

Evidence: a learned lexicon, vectors of words, equal Latin words and numbers, dates and quantities of equal
value, names by their pinyin. Leaves out: what follows for spans (`links`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tm.align.composing import unit
from tm.align.known import word_vectors
from tm.align.lexicon import Lexicon
from tm.align.words import EN_IDLE, ZH_IDLE, stem
from tm.bitext import Side, Span
from tm.embed import Encoder, Vectors
from tm.text.keeping import WORDS
from tm.text.names_pinyin import latin_letters, readings
from tm.text.normalise import fold
from tm.text.quantities import read_values
from tm.text.scripts import HAN, fold_script

Table = NDArray[np.float32]

_LATIN = rf"\d+(?:[.,]\d+)+|[^\W_{HAN}]+(?:['’\-&/.][^\W_{HAN}]+)*"
_EN_TOKEN = re.compile(_LATIN)
_ZH_TOKEN = re.compile(rf"[{HAN}]|{_LATIN}")
_HAN = re.compile(f"[{HAN}]")
_LONGEST = 4  # characters of the longest Chinese stretch taken for a word
_NAME = 3  # syllables of a name written as one Latin word, at most
_STRANGERS, _SAME = 0.35, 0.95
"""Cosines of words, means taken off: up to the first they have nothing to do with each other, from the
second they translate each other."""
_PARTIAL = 0.95  # of one character within a word: the whole word says more

_COMMON_EN = (
    "water year company work people city school law market road time report health name state product meeting"
    " price computer technology music family food plan history"
)
_COMMON_ZH = (
    "水 年 公司 工作 人民 城市 学校 法律 市场 道路 时间 报告 健康 名字 国家 产品 会议 价格 电脑 技术"
    " 音乐 家庭 食物 计划 历史"
)
_COMMON: dict[Side, list[str]] = {"en": _COMMON_EN.split(), "zh": _COMMON_ZH.split()}
"""Words of many kinds; the mean of their vectors is what all words of a language share."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Kinship:
    """Tokens of both segments by their spans, and `table[e, z]`, how far they belong together."""

    en: list[Span]
    zh: list[Span]
    table: Table


def kinship(en: str, zh: str, lexicon: Lexicon | None = None, encoder: Encoder | None = None) -> Kinship:
    """Weigh every English word against every Chinese character (or Latin word, or number) of a pair."""
    en_spans = [match.span() for match in _EN_TOKEN.finditer(en)]
    zh_spans = [match.span() for match in _ZH_TOKEN.finditer(zh)]
    table = np.zeros((len(en_spans), len(zh_spans)), np.float32)
    found = Kinship(en=en_spans, zh=zh_spans, table=table)
    if not en_spans or not zh_spans:
        return found
    units = list(_units(zh, zh_spans))
    rows = [at for at, (a, b) in enumerate(en_spans) if fold(en[a:b]) not in EN_IDLE]
    words, texts = [en[slice(*en_spans[at])] for at in rows], [text for _, _, text in units]
    scores = _by_words(words, texts, lexicon)
    if encoder is not None and words and units:
        _by_vectors(scores, words, texts, encoder)
    _spread(scores, rows, units, table)
    for en_span, zh_span in _by_value(en, zh):
        table[np.ix_(_within(en_spans, en_span), _within(zh_spans, zh_span))] = 1
    return found


def _units(text: str, spans: list[Span]) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of tokens that may be words: (first token, last + 1, text)."""
    for first, (start, _) in enumerate(spans):
        for last in range(first + 1, min(first + _LONGEST, len(spans)) + 1):
            piece = text[start : spans[last - 1][1]]
            whole = last - first > 1
            if whole and not all(_HAN.fullmatch(character) for character in piece):
                break
            if piece[0] not in ZH_IDLE and piece[-1] not in ZH_IDLE:
                yield first, last, fold(piece)


def _by_words(words: list[str], texts: list[str], lexicon: Lexicon | None) -> Table:
    """Return 1 for equal Latin words and numbers and names spelled by their pinyin, else what was learned."""
    scores = np.zeros((len(words), len(texts)), np.float32)
    columns: dict[str, list[int]] = {}
    for column, text in enumerate(texts):
        columns.setdefault(text, []).append(column)
    names = _names(columns) if any(word[:1].isupper() for word in words) else {}
    for row, word in enumerate(words):
        folded = fold(word)
        learned = lexicon.entries.get(stem(word), {}) if lexicon is not None else {}
        for text in learned.keys() & columns.keys():
            scores[row, columns[text]] = learned[text]
        if _HAN.match(folded) is None:
            scores[row, columns.get(folded, [])] = 1
        if word[:1].isupper():
            scores[row, names.get(folded.replace("'", "").replace("-", ""), [])] = 1
    return scores


def _names(columns: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the columns of short Han runs by the ways they are spelled as a name."""
    found: dict[str, list[int]] = {}
    for text, places in columns.items():
        if len(text) <= _NAME and _HAN.match(text):
            for letters in spelled(text):
                found.setdefault(letters, []).extend(places)
    return found


def _spread(scores: Table, rows: list[int], units: list[tuple[int, int, str]], table: Table) -> None:
    """Give every token of a stretch the stretch's score, in place, where it has no better one."""
    for length in range(1, _LONGEST + 1):
        alike = [(column, first) for column, (first, last, _) in enumerate(units) if last - first == length]
        if not alike or not rows:
            continue
        told, firsts = np.array(alike).T
        part = scores[:, told] * (_PARTIAL if length == 1 else 1)
        for offset in range(length):
            there = np.ix_(rows, firsts + offset)
            table[there] = np.maximum(table[there], part)


@lru_cache(maxsize=WORDS)
def spelled(text: str) -> frozenset[str]:
    """Return the ways a short run of Han characters is spelled in pinyin as one word, without tones.

    >>> "chongqing" in spelled("重庆"), "lyu" in spelled("吕")
    (True, True)
    """
    syllables = [
        [letters for reading in readings(character) for letters in latin_letters(reading)]
        for character in text
    ]
    return frozenset("".join(parts) for parts in product(*syllables))


def _by_vectors(scores: Table, words: list[str], texts: list[str], encoder: Encoder) -> None:
    """Raise scores, in place, to what vectors of words and stretches say."""
    en, zh = _vectors(words, "en", encoder), _vectors([fold_script(text) for text in texts], "zh", encoder)
    alike = (en @ zh.T - _STRANGERS) / (_SAME - _STRANGERS)
    np.maximum(scores, np.clip(alike, 0, 1), out=scores)


def _vectors(texts: list[str], side: Side, encoder: Encoder) -> Vectors:
    """Return unit vectors of words, what all words of the language share taken off."""
    mean = word_vectors(encoder, _COMMON[side]).mean(axis=0)
    return unit(word_vectors(encoder, texts) - mean)


def _by_value(en: str, zh: str) -> Iterator[tuple[Span, Span]]:
    """Yield spans of quantities and dates of equal value."""
    left, right = read_values(en, "en"), read_values(zh, "zh")
    for one, other in product(left.quantities, right.quantities):
        equal = one.code == other.code if one.code or other.code else one.value == other.value
        if equal and one.high == other.high and not (one.weak or other.weak):
            yield one.span, other.span
    for a, b in product(left.dates, right.dates):
        if a.start == b.start and a.end == b.end and not (a.weak or b.weak):
            yield a.span, b.span


def _within(spans: Iterable[Span], outer: Span) -> list[int]:
    return [at for at, (start, end) in enumerate(spans) if start >= outer[0] and end <= outer[1]]
