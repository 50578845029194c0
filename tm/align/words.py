"""Words of both languages as the aligner compares them. Leaves out: vectors and the learned lexicon.

English words are lower-case stems without the commonest ones; Chinese gives single characters and pairs,
since what is a word there is not known beforehand. Latin words and numbers are words on both sides.
"""

import re
from functools import lru_cache

from tm.bitext import Side, Span
from tm.text.keeping import WORDS
from tm.text.normalise import fold
from tm.text.scripts import HAN

_EN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_ZH = re.compile(rf"[{HAN}]+|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*")
_HAN = re.compile(f"[{HAN}]")
_ENDINGS = ("ing", "ed", "es", "ly", "s")
_STEM = 3  # letters that must be left

_EN_IDLE = """
the a an of and to in is was were be been are it its that this as for with on at by from or not i he she his
her they them their him me we you my your our us had has have but so if when what who which there then out up
into all would could will shall do does did
"""
EN_IDLE = frozenset(_EN_IDLE.split())
ZH_IDLE = frozenset("的了是在和也就都而及与着或一不有他她它我你这那们个上下来去说道又之其等为于以将对并")


def stem(word: str) -> str:
    """Return a word folded and cut back to its stem, crudely.

    >>> stem("Inspections"), stem("certified’s")
    ('inspection', 'certifi')
    """
    word = fold(word).replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=WORDS)
def _meaning(word: str) -> str:
    """Return the stem of a word that carries meaning, nothing of another."""
    return "" if fold(word) in EN_IDLE else stem(word)


def en_words(text: str) -> list[tuple[str, Span]]:
    """Return the stems of an English text that carry meaning, with their spans."""
    found = ((_meaning(match.group()), match.span()) for match in _EN.finditer(text))
    return [one for one in found if one[0]]


def zh_words(text: str) -> list[tuple[str, Span]]:
    """Return the characters and pairs of characters of a Chinese text, Latin words and numbers, with spans.

    >>> [word for word, _ in zh_words("在CQC认证")]
    ['cqc', '认', '认证', '证']
    """
    found: list[tuple[str, Span]] = []
    for match in _ZH.finditer(text):
        run, start = match.group(), match.start()
        if _HAN.match(run) is None:
            found.append((stem(run), match.span()))
            continue
        folded = fold(run)
        folded = folded if len(folded) == len(run) else run
        for at, character in enumerate(folded):
            if character not in ZH_IDLE:
                found.append((character, (start + at, start + at + 1)))
            if at + 1 < len(folded):
                found.append((folded[at : at + 2], (start + at, start + at + 2)))
    return found


def words(text: str, side: Side) -> list[tuple[str, Span]]:
    """Return the words of a text of one side, with their spans in it."""
    return en_words(text) if side == "en" else zh_words(text)
