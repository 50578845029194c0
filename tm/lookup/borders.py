"""Where a stretch of text may sensibly begin and end. Leaves out: which stretches were seen before.

Chinese has no spaces: a text is cut into the words that are likeliest together, by the lexicon learned from
the memory, which knows pairs of characters, and by a dictionary of phrases.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from tm.bitext import Side, Span
from tm.lookup.answers import by_chinese
from tm.termbase.extraction_words import EN_STOP, ZH_EDGE_END, ZH_EDGE_START
from tm.text import fold
from tm.text.scripts import HAN

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon

_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:['’\-&/.][^\W_{HAN}]+)*")
_SURE = 0.3
"""Likelihood from which a pair of characters is held for one word."""
_LISTED = 0.5
"""What each two neighbours in a word of the dictionary are as good as."""
_LONGEST_LISTED = 4
_PAIRED = {"(": ")", "（": "）", "“": "”", "《": "》", "「": "」", "『": "』", "[": "]", "【": "】"}
_NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两几多余首第每各数]$")
_MEASURES = frozenset("家个名项次批款种张份件位场届部条门台套座所间期年月日天时分级类组支只号轮句篇些")
_COUNTS = frozenset("一两三几数各")
"""Numerals that with a measure word open a phrase but say little of it (一项研究)."""
_BOUND = frozenset("率性度者们等时中上下内外后前化量型式类间里")
"""Characters that end words and begin no phrase worth keeping."""
_MODALS = ("应当", "应该", "可以", "能够", "必须", "需要", "开始", "进行")
_AUXILIARY = frozenset("将可能应须需会要还也均共各已")
"""Characters before a verb that a phrase does not end with."""


@cache
def _listed() -> frozenset[str]:
    from pypinyin.constants import PHRASES_DICT

    return frozenset(word for word in PHRASES_DICT if 2 <= len(word) <= _LONGEST_LISTED)  # noqa: PLR2004


class Borders:
    """Tells sensible borders in texts of a memory by its lexicon."""

    def __init__(self, lexicon: "Lexicon") -> None:
        self._known = by_chinese(lexicon)
        self._cuts: dict[str, frozenset[int]] = {}

    def _likelihood(self, word: str) -> float:
        """Return how surely Han characters are one word; longer words weigh more."""
        listed = _LISTED * (len(word) - 1) if word in _listed() else 0.0
        if len(word) != 2:  # noqa: PLR2004  the lexicon knows pairs
            return listed
        return max(listed, max(self._known.get(word, {}).values(), default=0.0))

    def _inside(self, text: str) -> frozenset[int]:
        """Return the places inside Chinese words of a text."""
        if text not in self._cuts:
            found: set[int] = set()
            for run in _HAN_RUN.finditer(text):
                folded = fold(run.group())
                if len(folded) == len(run.group()):
                    found.update(run.start() + place for place in self._within_words(folded))
            self._cuts[text] = frozenset(found)
        return self._cuts[text]

    def _within_words(self, run: str) -> list[int]:
        """Return the places within the words of a run of Han characters that are likeliest together."""
        best = [0.0] * (len(run) + 1)
        lengths = [1] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            best[end] = best[end - 1]
            for length in range(2, min(_LONGEST_LISTED, end) + 1):
                likely = self._likelihood(run[end - length : end])
                if likely >= _SURE and best[end - length] + likely > best[end]:
                    best[end], lengths[end] = best[end - length] + likely, length
        places: list[int] = []
        end = len(run)
        while end > 0:
            places.extend(range(end - lengths[end] + 1, end))
            end -= lengths[end]
        return places

    def cuts_word(self, text: str, at: int) -> bool:
        """Tell whether a border before `text[at]` would cut a Chinese or a Latin word in two."""
        if not 0 < at < len(text):
            return False
        return at in self._inside(text) or (_is_latin(text[at - 1]) and _is_latin(text[at]))

    def inner(self, text: str, span: Span, side: Side, whole: Sequence[Span] = ()) -> Span | None:
        """Return the largest part of a span that has sensible borders, None where nothing is left.

        `whole` are stretches (values, terms) that must not be cut.
        """
        start, end = span
        while start < end:
            begins = text[start:end]
            open_, shut = _unpaired(begins)
            if shut is not None:
                start += shut + 1
            elif open_ is not None:
                end = start + open_
            elif (
                self.cuts_word(text, start)
                or any(first < start < last for first, last in whole)
                or not self._may_begin(text, start, begins, side)
            ):
                start = _next_start(text, start, side)
            elif (
                self.cuts_word(text, end)
                or any(first < end < last for first, last in whole)
                or not _may_end(begins, side)
            ):
                end = _next_end(text, end, side)
            else:
                return start, end
        return None

    def _may_begin(self, text: str, start: int, piece: str, side: Side) -> bool:
        first = piece[0]
        if not first.isalnum():
            return False
        if side == "en":
            word = _WORD.match(piece)
            return word is not None and fold(word.group()) not in EN_STOP
        if first in _COUNTS and piece[1:2] in _MEASURES:
            return False
        if first in _MEASURES and _NUMERAL.search(text, 0, start):
            return False
        return (first not in ZH_EDGE_START and first not in _BOUND) or start + 1 in self._inside(text)

    def outer(self, text: str, span: Span) -> Span:
        """Return a span made larger where it would cut a word."""
        start, end = span
        while self.cuts_word(text, start):
            start -= 1
        while self.cuts_word(text, end):
            end += 1
        return start, end


def _unpaired(text: str) -> tuple[int | None, int | None]:
    """Return where the first bracket or quote stands that is not closed, and the last not opened.

    >>> _unpaired("中心（CQC"), _unpaired("CQC）的（CQC）")
    ((2, None), (None, 3))
    """
    opened: list[tuple[int, str]] = []
    shut: int | None = None
    for place, character in enumerate(text):
        if character in _PAIRED:
            opened.append((place, _PAIRED[character]))
        elif character in _PAIRED.values():
            if opened and opened[-1][1] == character:
                opened.pop()
            else:
                shut = place
    return (opened[0][0] if opened else None), shut


def _is_latin(character: str) -> bool:
    return character.isalnum() and not _HAN.match(character)


def _next_start(text: str, start: int, side: Side) -> int:
    if side == "en":
        word = _WORD.match(text, start)
        return word.end() if word else start + 1
    return start + 1


def _next_end(text: str, end: int, side: Side) -> int:
    if side == "zh" or not text[end - 1].isalnum():
        return end - 1
    while end > 0 and (text[end - 1].isalnum() or (text[end - 1] in "'’-&/." and text[end - 2].isalnum())):
        end -= 1
    return end


def _may_end(piece: str, side: Side) -> bool:
    last = piece[-1]
    if not last.isalnum():
        return False
    if side == "en":
        words = _WORD.findall(piece)
        return bool(words) and fold(words[-1]) not in EN_STOP
    return last not in ZH_EDGE_END and last not in _AUXILIARY and not piece.endswith(_MODALS)
