"""Negations lost or added. Leaves out: the direction of changes, which `numbers` reads from the verbs.

A Chinese sentence denies with few words; English also denies by prefixes and by verbs. Words that answer
each other (防/prevent, 缺/lack, 不同/different) are taken out of both sides first, so that they answer for
nothing else. Then a negation counts as lost only if nothing near its place on the other side denies,
limits or undoes anything, and as added only if the other side has nothing of the kind either.
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


_Pairs = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """The lists of `data/negation.json` as patterns.

    `silent` words hold a negation that denies nothing (不断, not only) and are blanked first; `pairs` are
    words of both languages that answer each other, `bounds` those for limits of numbers (不少于, at least),
    taken out before the silent ones; `denials` deny a statement; `hints` are every word that
    may answer a denial on the other side; `strong` words deny wherever they stand, and a side that has no
    more of them than the other has lost or added none.
    """

    silent_zh: re.Pattern[str]
    denials_zh: re.Pattern[str]
    hints_zh: re.Pattern[str]
    silent_en: re.Pattern[str]
    denials_en: re.Pattern[str]
    hints_en: re.Pattern[str]
    strong_zh: re.Pattern[str]
    strong_en: re.Pattern[str]
    bounds: _Pairs
    pairs: _Pairs


@cache
def _words() -> _Words:
    lists = json.loads(files("tm.qa").joinpath("data/negation.json").read_text(encoding="utf-8"))
    bounds, pairs = (
        tuple((re.compile(zh), re.compile(rf"\b(?:{en})\b", re.IGNORECASE)) for zh, en in lists.pop(name))
        for name in ("bounds", "pairs")
    )
    compiled = {name: re.compile("|".join(words), re.IGNORECASE) for name, words in lists.items()}
    return _Words(bounds=bounds, pairs=pairs, **compiled)


def negation(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows that deny on one side only."""
    del known
    for row in rows:
        if not row.zh.simplified or not row.en.text:
            continue
        words = _words()
        zh, en = _plain(row.zh.simplified, row.en.text)
        many_en, many_zh = len(words.strong_en.findall(en)), len(words.strong_zh.findall(zh))
        denied_en = _unanswered(words.denials_en, en, words.hints_zh, zh) if many_en > many_zh else None
        denied_zh = _unanswered(words.denials_zh, zh, words.hints_en, en) if many_zh > many_en else None
        if denied_en:
            verb = "added" if row.to_english else "lost"
            message = f"the negation {denied_en.group()} is {verb}"
            yield mark(row, "negation", message, Sides(en=denied_en.span()))
        elif denied_zh:
            verb = "lost" if row.to_english else "added"
            message = f"the negation {denied_zh.group()} is {verb}"
            yield mark(row, "negation", message, Sides(zh=denied_zh.span()))


def _plain(zh: str, en: str) -> tuple[str, str]:
    """Return both texts without what denies nothing and without words that answer each other."""
    words = _words()
    zh, en = _unpaired(words.bounds, zh, en)
    zh, en = words.silent_zh.sub(_blank, zh), words.silent_en.sub(_blank, en)
    return _unpaired(words.pairs, zh, en)


def _unpaired(pairs: _Pairs, zh: str, en: str) -> tuple[str, str]:
    """Return both texts without the words of these pairs that answer each other."""
    for zh_pattern, en_pattern in pairs:
        here = list(zh_pattern.finditer(zh))
        there = list(en_pattern.finditer(en)) if here else []
        for one in here:
            nearest = min(
                there, key=lambda two: abs(two.start() / len(en) - one.start() / len(zh)), default=None
            )
            if nearest is None or not _is_near(one, nearest, len(zh), len(en)):
                continue
            there.remove(nearest)
            zh, en = _without(zh, one), _without(en, nearest)
    return zh, en


def _is_near(one: re.Match[str], two: re.Match[str], size: int, other: int) -> bool:
    """Tell places near each other in shares of their texts; clauses move, but not across a long passage."""
    near = max(_NEAR, _NEAR_CHARS / max(1, min(size, other)))
    return abs(one.start() / size - two.start() / other) <= near


def _unanswered(
    denials: re.Pattern[str], text: str, hints: re.Pattern[str], other: str
) -> re.Match[str] | None:
    """Return the first denial with no hint near the same place of the other text."""
    answers = list(hints.finditer(other))
    for found in denials.finditer(text):
        if not any(_is_near(found, answer, len(text), len(other)) for answer in answers):
            return found
    return None


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + _blank(found) + text[found.end() :]


def _blank(found: re.Match[str]) -> str:
    return "\u3000" * len(found.group())
