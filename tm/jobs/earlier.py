"""The segments of one job so far, searched as a memory is: repetitions and internal fuzzy matches.

Grows as the search index does: newest texts are scanned, every few thousand become a segment of the
index. Leaves out: matches from the memory.
"""

from tm.bitext import Side, TranslationUnit
from tm.lookup.kinds import same_writing
from tm.memory.index import FuzzyHit, comparison_tokens
from tm.memory.index.fuzzy import Best, FuzzyQuery, search
from tm.memory.index.segment import Segment, segment_arrays
from tm.memory.index.tail import Tail
from tm.text import match_key

_SCANNED = 2_048
"""Texts held before they become a segment: scanning so many takes well under a millisecond."""


class EarlierTexts:
    """Texts of one language, numbered as the caller likes; numbers must not repeat."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._tail = Tail()
        self._held: list[TranslationUnit] = []
        self._segments: list[Segment] = []
        self._by_key: dict[str, list[tuple[int, str]]] = {}

    def add(self, number: int, text: str) -> None:
        """Hold a text; a repetition of one held already need not be added."""
        self._by_key.setdefault(match_key(text), []).append((number, text))
        en, zh = (text, "") if self._side == "en" else ("", text)
        unit = TranslationUnit(en=en, zh=zh, id=number)
        self._tail.put(unit)
        self._held.append(unit)
        if len(self._held) >= _SCANNED:
            self._segments.append(Segment(segment_arrays(self._held, ())))
            self._held.clear()
            self._tail = Tail()

    def repeated(self, text: str) -> int | None:
        """Return the number of the first text that is the same but for script and white space."""
        for number, held in self._by_key.get(match_key(text), ()):
            if same_writing(text, held):
                return number
        return None

    def nearest(self, text: str, least_percent: int) -> FuzzyHit | None:
        """Return the text nearest to this one, at or above `least_percent`; `unit` is its number."""
        tokens = comparison_tokens(text)
        best = Best(least_percent, 1)
        for hit in self._tail.fuzzy(self._side, tokens, least_percent):
            best.take(hit)
        query = FuzzyQuery.of(tokens)
        for segment in self._segments:
            search(segment.sides[self._side], query, best, None)
        return next(iter(best.ranked()), None)
