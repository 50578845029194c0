"""Negations lost or added. Leaves out: the direction of changes, which `numbers` reads from the verbs.

A Chinese sentence denies with few words; English also denies by prefixes and by verbs. A negation
counts as lost only if nothing on the other side denies, limits or undoes anything, and as added only
if the other side has nothing of the kind either.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark

_NEAR, _NEAR_CHARS = 0.3, 20.0
"""Shares of a text, and characters of the shorter one, within which a denial is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """The lists of `data/negation.json` as patterns.

    `silent` words hold a negation that denies nothing (不断, not only) and are blanked first; `denials` deny
    a statement; `hints` are every word that may answer a denial on the other side.
    """

    silent_zh: re.Pattern[str]
    denials_zh: re.Pattern[str]
    hints_zh: re.Pattern[str]
    silent_en: re.Pattern[str]
    denials_en: re.Pattern[str]
    hints_en: re.Pattern[str]


@cache
def _words() -> _Words:
    lists = json.loads(files("tm.qa").joinpath("data/negation.json").read_text(encoding="utf-8"))
    return _Words(**{name: re.compile("|".join(words), re.IGNORECASE) for name, words in lists.items()})


def negation(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows that deny on one side only."""
    del known
    for row in rows:
        zh, en = row.zh.text, row.en.text
        if not zh or not en:
            continue
        words = _words()
        plain_zh, plain_en = words.silent_zh.sub(_blank, zh), words.silent_en.sub(_blank, en)
        denied_en = _unanswered(words.denials_en, plain_en, words.hints_zh, plain_zh)
        denied_zh = _unanswered(words.denials_zh, plain_zh, words.hints_en, en)
        if denied_en:
            verb = "added" if row.to_english else "lost"
            message = f"the negation {denied_en.group()} is {verb}"
            yield mark(row, "negation", message, Sides(en=denied_en.span()))
        elif denied_zh:
            verb = "lost" if row.to_english else "added"
            message = f"the negation {denied_zh.group()} is {verb}"
            yield mark(row, "negation", message, Sides(zh=denied_zh.span()))


def _unanswered(
    denials: re.Pattern[str], text: str, hints: re.Pattern[str], other: str
) -> re.Match[str] | None:
    """Return the first denial with no hint near the same place of the other text, in shares of its length.

    How near depends on length: clauses move within a sentence, hardly across a long passage.
    """
    near = max(_NEAR, _NEAR_CHARS / max(1, min(len(text), len(other))))
    answers = [found.start() / len(other) for found in hints.finditer(other)]
    for found in denials.finditer(text):
        place = found.start() / len(text)
        if not any(abs(place - answer) <= near for answer in answers):
            return found
    return None


def _blank(found: re.Match[str]) -> str:
    return "\u3000" * len(found.group())
