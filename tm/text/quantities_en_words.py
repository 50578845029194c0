"""English words that are a quantity by themselves (half, doubled, dozens, tens of thousands).

Leaves out: number words proper (`numbers_en`) and finding words in a text (`quantities_en`).
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from tm.text.numbers_en import SCALES
from tm.text.quantities_model import QuantityKind


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityWord:
    """What one word or phrase states; `indefinite` ones give a magnitude only."""

    kind: QuantityKind
    value: Fraction
    unit: str = ""
    weak: bool = True
    indefinite: bool = False


def _all(words: str, kind: QuantityKind, value: Fraction, *, weak: bool = True) -> dict[str, QuantityWord]:
    return {word: QuantityWord(kind=kind, value=value, weak=weak) for word in words.split()}


def _many(phrase: str, value: int) -> dict[str, QuantityWord]:
    return {phrase: QuantityWord(kind=QuantityKind.NUMBER, value=Fraction(value), indefinite=True)}


def _stretch(word: str, value: int, unit: str, *, indefinite: bool = False) -> dict[str, QuantityWord]:
    kind = QuantityKind.MEASURE
    return {word: QuantityWord(kind=kind, value=Fraction(value), unit=unit, indefinite=indefinite)}


_BIG = SCALES | {"hundred": 100, "dozen": 12}
_FRACTION, _NUMBER, _MULTIPLE = QuantityKind.FRACTION, QuantityKind.NUMBER, QuantityKind.MULTIPLE

QUANTITY_WORDS: dict[str, QuantityWord] = (
    _all("half halves halved halving", _FRACTION, Fraction(1, 2))
    | _all("quarter quarters", _FRACTION, Fraction(1, 4))
    | _all("both couple couples pair pairs bilateral", _NUMBER, Fraction(2))
    | _all("trilateral tripartite tri", _NUMBER, Fraction(3))
    | _all("quadrilateral", _NUMBER, Fraction(4))
    | _all("midnight", _NUMBER, Fraction(24))
    | _all("noon midday", _NUMBER, Fraction(12))
    | _all("duplicate", _NUMBER, Fraction(2))
    | _all("triplicate", _NUMBER, Fraction(3))
    | _all("quadruplicate", _NUMBER, Fraction(4))
    | _all("dozen", _NUMBER, Fraction(12))
    | _all("zeros zeroes", _NUMBER, Fraction(0))
    | _all("twice double doubles doubled doubling", _MULTIPLE, Fraction(2))
    | _all("thrice triple triples tripled tripling treble trebled", _MULTIPLE, Fraction(3), weak=False)
    | _all("quadruple quadruples quadrupled quadrupling", _MULTIPLE, Fraction(4), weak=False)
    | _stretch("decade", 10, "year")
    | _stretch("century", 100, "year")
    | _stretch("decades", 10, "year", indefinite=True)
    | _stretch("centuries", 100, "year", indefinite=True)
    | _stretch("centenary", 100, "year")
    | _stretch("centennial", 100, "year")
    | _stretch("fortnight", 2, "week")
    | _stretch("around the clock", 24, "h")
    | _stretch("round the clock", 24, "h")
    | _many("dozens", 10)
    | _many("tens of", 10)
    | {f"{word}s": _many("", value)[""] for word, value in _BIG.items() if word != "dozen"}
    | {f"tens of {word}s": _many("", 10 * value)[""] for word, value in SCALES.items()}
    | {f"hundreds of {word}s": _many("", 100 * value)[""] for word, value in SCALES.items()}
    | {
        f"{few} {word}": _many("", value)[""]
        for few in ("several", "a few", "many")
        for word, value in _BIG.items()
    }
    | {
        f"{half} {word}": QuantityWord(kind=_NUMBER, value=value * part, weak=False)
        for half, part in (
            ("half a", Fraction(1, 2)),
            ("half", Fraction(1, 2)),
            ("quarter of a", Fraction(1, 4)),
        )
        for word, value in _BIG.items()
    }
)
"""Each word or phrase in lower case with single spaces, and what it states."""

_ONLY_BEFORE = {"tri": r"(?=[\s\-]nation)", "tens of": r"(?=\s)"}


def _pattern() -> str:
    """Return all phrases as a pattern, gathered by their first two letters: most words fail at once."""
    groups: dict[str, list[str]] = {}
    for phrase in sorted(QUANTITY_WORDS, key=len, reverse=True):
        rest = re.escape(phrase[2:]).replace(r"\ ", r"[\s\-]") + _ONLY_BEFORE.get(phrase, "")
        groups.setdefault(phrase[:2].replace(" ", r"\s"), []).append(rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


QUANTITY_WORD = rf"(?i:{_pattern()})(?![A-Za-z]|-[A-Z])"
"""Matches one of them; nothing alphabetic may stand before it."""


def quantity_word(text: str) -> QuantityWord:
    """Return what a phrase matched by `QUANTITY_WORD` states.

    >>> str(quantity_word("Half a million").value), str(quantity_word("tens of thousands").value)
    ('500000', '10000')
    """
    return QUANTITY_WORDS[re.sub(r"[\s\-]+", " ", text.lower())]
