"""Folding for comparison: width, case, script and white space. Leaves out: anything shown or stored.

Stored text is kept as written; only keys and search work on what these functions return.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, repeat

from tm.text.keeping import CHARACTERS
from tm.text.scripts import fold_script

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOOK_ALIKES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)

_APART = (
    *(range(0x300), range(0x370, 0x530), range(0x1E00, 0xA000), range(0xF900, 0xFB00)),
    *(range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0), range(0x1F000, 0x1FB00), range(0x20000, 0x323B0)),
)
"""Code points that, combining marks left out, never merge with a neighbour under NFKC."""


class _EntangledError(Exception):
    """A character was met that may merge with its neighbours, so that it can't be folded alone."""


class _OneByOne(dict[int, str]):
    """What each character becomes in `normalise`, worked out when first met.

    One look-up a character takes a third of the time of folding a text step by step.
    """

    def __missing__(self, point: int) -> str:
        character = chr(point)
        composed = unicodedata.normalize("NFKC", character)
        if any(
            unicodedata.combining(c) or not any(ord(c) in r for r in _APART) for c in character + composed
        ):
            raise _EntangledError
        folded = "" if _INVISIBLE.match(character) else fold(character).translate(_LOOK_ALIKES)
        return self.setdefault(point, folded)


_ONE_BY_ONE = _OneByOne()


@lru_cache(maxsize=CHARACTERS)
def _fold_character(character: str) -> str:
    return fold_script(unicodedata.normalize("NFKC", character)).casefold()


def fold(text: str) -> str:
    """Return `text` folded by width (NFKC), case and Chinese script, for comparison only.

    >>> fold("ＣＱＣ認證 Ⅱ")
    'cqc认证 ii'
    """
    if text.isascii():
        return text.casefold()
    return fold_script(unicodedata.normalize("NFKC", text)).casefold()


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its code points, the index it came from in `text`.

    The list has one entry more than the folded text: the length of `text`. Characters are folded
    one by one, so a combining sequence may stay decomposed where `fold` would compose it.

    >>> fold_with_offsets("㎡２")
    ('m22', [0, 0, 1, 2])
    """
    pieces = list(map(_fold_character, text))
    lengths = list(map(len, pieces))
    places: Iterable[int] = range(len(text))
    if lengths.count(1) < len(text):
        places = chain.from_iterable(map(repeat, places, lengths))
    return "".join(pieces), [*places, len(text)]


def normalise(text: str) -> str:
    """Return `text` folded, without invisible characters, quotes and dashes unified, spaces single.

    Idempotent. Two segments with the same result are the same segment to a translator's eye.

    >>> normalise(" “ＣＱＣ”  认证 ")
    '"cqc" 认证'
    """
    try:
        folded = text.casefold() if text.isascii() else text.translate(_ONE_BY_ONE)
    except _EntangledError:
        folded = fold(_INVISIBLE.sub("", text)).translate(_LOOK_ALIKES)
    return " ".join(folded.split())
