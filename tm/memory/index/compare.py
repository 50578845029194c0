"""How alike two segments are, by tokens: the one formula behind every percent shown.

`percent = floor(100 * (1 - distance / longest))`, where `distance` is the Levenshtein distance between
the token sequences and `longest` the length of the longer one: OmegaT's formula on its third token
stream, with Latin words and numbers whole and each Han character one. Where the words are the same and
only numbers, punctuation, width, case or tags differ the result is 95–99, as in memoQ and Trados; where
a word differs it never exceeds 94. Leaves out: finding candidates (`fuzzy`) and ranking.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from tm.text import normalise, tokens

_TAG = re.compile(r"</?[a-z][^<>]{0,80}>|\{/?\w{1,12}\}")
"""Inline markup and placeholders in normalised (lower-case) text: `<b>`, `</g1>`, `{0}`."""

HIGHEST_WITH_OTHER_WORDS = 94
LOWEST_WITH_SAME_WORDS = 95
HIGHEST_FUZZY = 99
_WORD_NUMERALS = frozenset("〇々")
"""Han characters that Unicode does not count as letters."""


def comparison_tokens(text: str) -> list[str]:
    """Return the folded tokens that fuzzy matching compares; an inline tag is one token.

    >>> comparison_tokens("<b>ＣＱＣ</b>於2020年")
    ['<b>', 'cqc', '</b>', '于', '2020', '年']
    """
    folded = normalise(text)
    if "<" not in folded and "{" not in folded:
        return tokens(folded)
    found: list[str] = []
    start = 0
    for tag in _TAG.finditer(folded):
        found.extend(tokens(folded[start : tag.start()]))
        found.append(tag.group())
        start = tag.end()
    found.extend(tokens(folded[start:]))
    return found


def is_word(token: str) -> bool:
    """Tell words and Han characters from numbers, punctuation and tags."""
    first = token[0]
    return first.isalpha() or first in _WORD_NUMERALS


def words_of(found: Sequence[str]) -> list[str]:
    """Return the tokens that carry words, in order."""
    return [token for token in found if is_word(token)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """Token distance of two segments and what follows from it.

    `distance` is in tokens, `longest` the longer token count; `same_words` is True where only numbers,
    punctuation or tags differ and words make up at least half of the longer segment.
    """

    distance: int
    longest: int
    same_words: bool

    @property
    def percent(self) -> int:
        """0–99 for folded texts; 99 where not even a folded token differs."""
        return percent(self.distance, self.longest, same_words=self.same_words)


def percent(distance: int, longest: int, *, same_words: bool) -> int:
    """Return the percent for a distance over `longest` tokens.

    >>> percent(1, 40, same_words=False), percent(1, 4, same_words=True), percent(12, 40, same_words=False)
    (94, 99, 70)
    """
    if same_words:
        return max(LOWEST_WITH_SAME_WORDS, min(HIGHEST_FUZZY, 100 - distance))
    if longest == 0:
        return 0
    return min(HIGHEST_WITH_OTHER_WORDS, 100 * (longest - distance) // longest)


def likeness(query: Sequence[str], source: Sequence[str]) -> Likeness:
    """Compare two lists of comparison tokens.

    >>> likeness(comparison_tokens("2020年11月"), comparison_tokens("2021年11月")).percent
    99
    """
    words = words_of(query)
    longest = max(len(query), len(source))
    same = enough_words(len(words), longest) and words == words_of(source)
    return Likeness(distance=Levenshtein.distance(query, source), longest=longest, same_words=same)


def enough_words(words: int, longest: int) -> bool:
    """Tell whether words are at least half of the tokens, so that "only numbers differ" means something."""
    return words > 0 and 2 * words >= longest
