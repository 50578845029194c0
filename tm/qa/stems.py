"""English words met again under inflection and derivation. Leaves out: meaning, which vectors compare."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tm.bitext import Span
from tm.text.keeping import WORDS

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+|\d+(?:[.,]\d+)*")
_SUFFIXES = (
    "ization", "isation", "ally", "ations", "ation", "ances", "ences", "ance", "ence", "ities", "ments",
    "ness", "ment", "ingly", "edly", "ings", "ions", "ity", "ing", "ies", "ion", "ers", "ive", "ed", "es",
    "er", "or", "al", "ly", "s", "e", "y",
)  # fmt: skip
_LEAST, _ENDING = 4, 2
_LINKS = frozenset({"the", "a", "an", "of", "for", "and", "in", "on", "to", "s", "with", "at", "its", "by"})
_SLACK = 4
_IRREGULAR = {
    "withdrew": "withdraw", "withdrawn": "withdraw", "held": "hold", "took": "take", "taken": "take",
    "made": "make", "gave": "give", "given": "give", "bodies": "body", "people": "person", "women": "woman",
    "criteria": "criterion", "analyses": "analysis", "centre": "center", "labelling": "label",
    "labelled": "label", "labeled": "label", "labeling": "label", "emission": "emit", "emissions": "emit",
    "emits": "emit", "emitted": "emit", "permission": "permit", "transmission": "transmit",
    "submission": "submit", "admission": "admit",
}  # fmt: skip


@lru_cache(maxsize=WORDS)
def stem(word: str) -> str:
    """Return what is left of an English word without its endings, in lower case; four letters at least.

    >>> stem("suspension"), stem("suspended"), stem("bodies"), stem("labelling"), stem("certifies")
    ('suspens', 'suspend', 'body', 'label', 'certif')
    """
    low = word.lower()
    low = _IRREGULAR.get(low, low)
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _LEAST:
            return low[: -len(suffix)]
    return low


def same_word(left: str, right: str) -> bool:
    """Tell whether two stems are of one word: equal, or the longer grown from the shorter.

    >>> same_word(stem("suspend"), stem("suspension")), same_word(stem("test"), stem("testify"))
    (True, False)
    """
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    common = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common >= max(_LEAST + 1, len(short) - 1) and len(long) - common <= _ENDING


def has_words(text: str, form: str, *, exact: bool) -> Span | None:
    """Return where `form` stands in an English text.

    Its words may be inflected, in any order and with up to four others between them; with `exact`,
    they stand in order and together, inflected at most.
    """
    wanted = [word for word in _words(form) if exact or word[0].lower() not in _LINKS]
    if not wanted:
        return None
    if len(wanted) == 1 and wanted[0][0].isupper() and len(wanted[0][0]) > 1:
        found = re.search(rf"(?<![A-Za-z]){re.escape(wanted[0][0])}s?(?![A-Za-z])", text)
        return found.span() if found else None
    words = _words(text)
    return _in_order(words, wanted) if exact else _together(words, wanted)


_Word = tuple[str, str, Span]


def _words(text: str) -> list[_Word]:
    return [(found.group(), stem(found.group()), found.span()) for found in _WORD.finditer(text)]


def _in_order(words: Sequence[_Word], wanted: Sequence[_Word]) -> Span | None:
    size = len(wanted)
    for at in range(len(words) - size + 1):
        if all(_singular(words[at + n][0]) == _singular(wanted[n][0]) for n in range(size)):
            return words[at][2][0], words[at + size - 1][2][1]
    return None


def _singular(word: str) -> str:
    low = word.lower()
    if low.endswith("ies") and len(low) > _LEAST:
        return f"{low[:-3]}y"
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low


def _together(words: Sequence[_Word], wanted: Sequence[_Word]) -> Span | None:
    places = [[at for at, word in enumerate(words) if same_word(word[1], want[1])] for want in wanted]
    if not all(places):
        return None
    for first in places[0]:
        near = [min(each, key=lambda at: abs(at - first)) for each in places]
        if max(near) - min(near) < len(wanted) + _SLACK + sum(
            1 for w in words[min(near) : max(near)] if w[0] in _LINKS
        ):
            return words[min(near)][2][0], words[max(near)][2][1]
    return None
