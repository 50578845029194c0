"""Numbers that differ where two stretches of text otherwise answer each other.

Leaves out: which stretches do (`overlap`), and how numbers are read (`evidence`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The numbers of one stretch of a text.

    `own` are its keys and the form each is written in; `near` and `digits` are the keys and the digits of
    the stretch and of both its neighbours, where a translation may have put them.
    """

    own: Mapping[str, str]
    near: frozenset[str]
    digits: frozenset[str]

    def lost_in(self, other: "Figures") -> int:
        """Return how many forms have a value that `other` has nowhere near, nor all of their digits."""
        forms = {form for key, form in self.own.items() if key not in other.near}
        return sum(not (written := _digits(form)) or not written <= other.digits for form in forms)


def figures(numbers: Sequence[Mapping[str, str]], texts: Sequence[str]) -> list[Figures]:
    """Return the figures of the stretches of one text, of its numbers (key to form) and its texts."""
    digits = [_digits(text) for text in texts]
    around = [slice(max(0, at - 1), at + 2) for at in range(len(texts))]
    return [
        Figures(own=found, near=frozenset().union(*numbers[here]), digits=frozenset().union(*digits[here]))
        for found, here in zip(numbers, around, strict=True)
    ]


def _digits(text: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(text))


def changed(en: Figures, zh: Figures) -> int:
    """Return how many numbers stand on both sides with another one in their place.

    >>> en, = figures([{"n14": "14", "n61": "61 items"}], ["14 certificates, 61 items"])
    >>> zh, = figures([{"n15": "15张", "n61": "61个"}], ["15张证书，61个项目"])
    >>> changed(en, zh)
    1
    """
    return min(en.lost_in(zh), zh.lost_in(en))
