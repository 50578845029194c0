"""What answers a concordance query in the texts across: one query, many units, little time for each.

The lexicon is asked once for the words of the query; each text is then only looked through. Single
stretches that matter more (fragments) are settled by `tm.align.links`, with all the evidence there is.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tm.bitext import Side, Span, other_side
from tm.text import fold

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon

_STRANGER = -0.25
"""What a word costs that nothing speaks for: a span goes on over one of them if strong ones follow."""
_ENOUGH = 0.3
_LEAST_SCORE = 0.2


class Answers:
    """Finds the stretch that answers one query in texts of the other side."""

    def __init__(self, query: str, side: Side, lexicon: "Lexicon") -> None:
        self._across = other_side(side)
        self._scores = _scores(query, side, lexicon)

    def span(self, text: str) -> Span | None:
        """Return the stretch of `text`, of the side across, that best answers the query, if one does."""
        from tm.align.words import words

        best, total, start, found = 0.0, 0.0, 0, None
        for word, (first, last) in words(text, self._across):
            if total <= 0:
                total, start = 0.0, first
            total += self._scores.get(word, _STRANGER)
            if total > best:
                best, found = total, (start, last)
        return found if best >= _ENOUGH else None


def _scores(query: str, side: Side, lexicon: "Lexicon") -> Mapping[str, float]:
    """Return how far each word of the other language answers the query's words, 0 to 1."""
    from tm.align.words import words

    asked = list(dict.fromkeys(word for word, _ in words(query, side)))
    found: dict[str, float] = {fold(word): 1.0 for word in asked if word.isascii()}
    if side == "en":
        for word in asked:
            for other, score in lexicon.entries.get(word, {}).items():
                found[other] = max(found.get(other, 0.0), score)
        return found
    inverse = by_chinese(lexicon)
    longest = max(map(len, asked), default=0)
    for word in asked:
        if len(word) > 1 or longest == 1:
            for stem, score in inverse.get(word, {}).items():
                if score >= _LEAST_SCORE:
                    found[stem] = max(found.get(stem, 0.0), score)
    return found


_inverse: "tuple[Lexicon | None, Mapping[str, Mapping[str, float]]]" = (None, {})


def by_chinese(lexicon: "Lexicon") -> Mapping[str, Mapping[str, float]]:
    """Return a lexicon's entries by their Chinese words; the last lexicon's are kept."""
    global _inverse  # noqa: PLW0603
    if _inverse[0] is not lexicon:
        turned: dict[str, dict[str, float]] = {}
        for stem, entries in lexicon.entries.items():
            for word, score in entries.items():
                turned.setdefault(word, {})[stem] = score
        _inverse = (lexicon, turned)
    return _inverse[1]
