"""Set phrases of official releases and their English, from `data/formulas.tsv`. Leaves out: terms (`terms`).

Good translators have many ways to say them (致辞, gave a welcome address), which vectors of single words
do not see; where both sides hold one, neither is lacking.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tm.bitext import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """One line of the table: Chinese phrases, any of which will do, and the pattern of the English."""

    zh: tuple[str, ...]
    en: re.Pattern[str]


@cache
def _formulas() -> tuple[Formula, ...]:
    lines = files("tm.qa").joinpath("data/formulas.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(
        Formula(zh=tuple(zh.split("|")), en=re.compile(rf"\b(?:{en})\b", re.IGNORECASE)) for zh, en in rows
    )


def formulas_in(zh: str, en: str) -> tuple[list[Span], list[Span]]:
    """Return where set phrases stand that both texts have, in the Chinese and in the English.

    >>> formulas_in("副市长致辞。", "The vice mayor gave a welcome address.")
    ([(3, 5)], [(15, 37)])
    """
    chinese: list[Span] = []
    english: list[Span] = []
    for formula in _formulas():
        phrase = next((phrase for phrase in formula.zh if phrase in zh), None)
        answers = [found.span() for found in formula.en.finditer(en)] if phrase else []
        if phrase and answers:
            start = zh.index(phrase)
            chinese.append((start, start + len(phrase)))
            english += answers
    return chinese, english
