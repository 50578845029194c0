"""Names that the Chinese has and the English has not: places and bodies of the world, Latin words.

Leaves out: Chinese people (`names`) and names that only the English has (`entities`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from tm.bitext import Severity, Span
from tm.qa.evidence import Evidence
from tm.qa.mentions import is_shortened_title, is_title
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.sounds import begins_alike
from tm.qa.spelling import is_pinyin, spelled_in
from tm.qa.transliterated import is_heard, sound_runs
from tm.qa.wording import is_at_home
from tm.qa.world import world_in
from tm.text.scripts import HAN

_LATIN_IN_CHINESE = re.compile(
    r"(?<![A-Za-z0-9./_@#])(?<![A-Za-z0-9] )[A-Z][a-z]{2,}(?![A-Za-z0-9\-./_(]| [A-Za-z])"
    r"|(?<![A-Za-z0-9./_@#])[A-Z][A-Za-z]*[A-Z](?!\w*(?:19|20)\d\d)[A-Za-z0-9]*(?:[-–][A-Za-z0-9]+)*(?![A-Za-z0-9./_(@])"
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ'’]{2,}")
_TAKEN_UP = re.compile(
    r"\b(?:the|this|its|their|our)(?: whole| entire)? (?:country|nation|cit(?:y|ies)|province|county|region"
    r"|state|island|kingdom|republic|territory|continent|bloc|locality)\b|\bnation(?:al|wide)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")
_ITS_OWN = re.compile("国会|议会|队|克朗|克郎|法郎|比索|先令|卢比|卢布|里亚尔|第纳尔|元|镑|盾|铢")
"""What follows a country and has a name of its own in English: its parliament, team and money."""
_PRONOUN_FIRST = re.compile(r"\W*(?:He|She|They|His|Her|Their)\b")
_DOES, _IS_DONE = re.compile("[将会应可须]|不予|有权"), re.compile(r"\bbe (?:\w+ly )?\w+(?:ed|wn|en|de)\b")
"""What a body will do in Chinese, and what will be done in English, by whom going without saying."""
_NEXT = re.compile(f"[省市州县区·]?(?P<name>[{HAN}]{{2,7}})")


def lost_names(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield names that the Chinese has and the English has not.

    A country before a place of its own (英国布里斯托尔) may go without saying, and so may a place in a
    headline, or one that the English takes up (“the city”).
    """
    for row in rows:
        if not any(character.isalnum() for character in row.draft.text) or is_shortened_title(row, known):
            continue
        if not is_title(row):
            yield from _lost_places(row)
            yield from _lost_sounds(row)
        if row.to_english:
            yield from _lost_latin(row, known)
            yield from _lost_bodies(row)


def _lost_places(row: Row) -> Iterator[Mark]:
    zh, en = row.zh.simplified, row.en.text
    if _TAKEN_UP.search(en):
        return
    for entry in world_in(zh):
        found = entry.zh.search(zh)
        if not found or is_at_home(row, found.group()):
            continue
        if not entry.en.search(en) and not _said_closer(zh, found.end(), en):
            yield _lacking(row, found.group(), found.span())


def _lost_sounds(row: Row) -> Iterator[Mark]:
    """Yield foreign names that no word of the English sounds like; a sentence may begin with “He” instead."""
    if _PRONOUN_FIRST.match(row.en.text):
        return
    for run in sound_runs(row.zh.simplified):
        if not is_heard(run.around, row.en.text):
            yield _lacking(row, run.text, run.span)


def _lacking(row: Row, name: str, span: Span) -> Mark:
    verb = "is not in the draft" if row.to_english else "is not in the source"
    return _warning(row, f"{name} {verb}", Sides(zh=span))


def _said_closer(zh: str, end: int, en: str) -> bool:
    """Tell whether another name of the table, or one that the English spells, follows at once."""
    if any(entry.zh.match(zh, end) for entry in world_in(zh)) or _ITS_OWN.match(zh, end):
        return True
    following = _NEXT.match(zh, end)
    if not following:
        return False
    name = following["name"]
    for word in _CAPITALISED.findall(en):
        spelled = spelled_in(word, name) if word.isascii() else None
        if spelled and spelled[0] == 0:
            return True
        if not is_pinyin(word) and begins_alike(word, name):
            return True
    return False


def _lost_latin(row: Row, known: Evidence) -> Iterator[Mark]:
    """Yield Latin names and abbreviations that the Chinese source has more often than the English draft."""
    plain = _IN_BRACKETS.sub(lambda found: " " * len(found.group()), row.zh.simplified)
    zh, en = (_NOT_LETTERS.sub("", text.lower()) for text in (plain, row.en.text))
    seen: Counter[str] = Counter()
    for found in _LATIN_IN_CHINESE.finditer(plain):
        letters = _NOT_LETTERS.sub("", found.group().lower())
        seen[letters] += 1
        lacking = zh.count(letters) - en.count(letters)
        passive = _DOES.match(plain, found.end()) and _IS_DONE.search(row.en.text)
        named = found.group() in known.config.house_abbreviations or passive
        if lacking > 0 and seen[letters] == 1 and not named:
            yield _warning(row, f"{found.group()} is not in the draft", Sides(zh=found.span()))


@cache
def _heads() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    lines = files("tm.qa").joinpath("data/heads.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(
        (re.compile(f"[{HAN}]{{2}}(?:{zh})"), re.compile(rf"\b(?:{en})", re.IGNORECASE)) for zh, en in rows
    )


def _lost_bodies(row: Row) -> Iterator[Mark]:
    """Yield bodies whose kind (university, commission) no word and no abbreviation of the English names."""
    zh, en = row.zh.simplified, row.en.text
    for kind, words in _heads():
        found = kind.search(zh)
        if found and not words.search(en) and not _ACRONYM.search(en):
            yield _warning(row, f"{found.group()} is not in the draft", Sides(zh=found.span()))


def _warning(row: Row, message: str, sides: Sides) -> Mark:
    """Return a mark less sure than those on people: what goes without saying differs between languages."""
    return replace(mark(row, "name", message, sides), severity=Severity.WARNING)
