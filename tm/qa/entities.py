"""Names that only one side has: of the world, and foreign ones. Leaves out: Chinese people (`names`).

A name of the table `data/world.tsv` must be met on both sides. A name in an English draft must have something
to answer it in Chinese: the same letters, pinyin, an entry of the table, a like meaning, or characters that
sound like it (transliterations are compared by their consonants).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from tm.bitext import Severity, Span
from tm.qa.evidence import Evidence
from tm.qa.omissions import models
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.sounds import sound_likeness
from tm.qa.spelling import spelled_abroad, spelled_in
from tm.qa.terms import rendered_terms
from tm.qa.units import UnitVectors, unit_vectors
from tm.text.names import NameKind, latin_names
from tm.text.scripts import HAN

LIKE_MEANING = 0.45
"""Cosine of a whole name to the nearest two to four characters, below which the meaning is another."""
LIKE_EITHER = 0.5
"""Mean over a name's words of the better of meaning and sound, below which it is not the source's.
Measured with the above: 0.65 of names put in place of others fall below both, 1.5% of good rows have one."""
_SOUND_FLOOR, _SOUND_WEIGHT, _SOUND_LEAST = 0.5, 1.2, 3
_LEAST_LETTERS = 4
_NOT_NAMES = frozenset(
    {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        "Sunday", "Chinese", "English", "China", "Phase", "Table", "Figure", "Level", "Chapter", "Section",
        "Central", "Five-Year", "Part", "Article", "Spring", "National", "Internet", "President", "Minister",
    }
)  # fmt: skip
_CODED = re.compile(r"\d|[a-z][A-Z]|COVID|Covid|&|\.")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_IN_CHINESE = re.compile(
    r"(?<![A-Za-z0-9\-./_])(?<![A-Za-z0-9] )[A-Z][a-z]{2,}(?![A-Za-z0-9\-./_(]| [A-Za-z])"
)
_FURTHER = re.compile(
    f"[{HAN}]{{1,10}}?(?:自治州|国会|议会|省|市|州|县|区|郡|府|岛|大学|公司|新闻网|疾控|食品|航空|银行|队)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldName:
    """One name of the table as patterns of both languages."""

    zh: re.Pattern[str]
    en: re.Pattern[str]


@cache
def world() -> tuple[WorldName, ...]:
    """Return the table."""
    lines = files("tm.qa").joinpath("data/world.tsv").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            zh, en = line.split("\t")
            words = "|".join(re.escape(word) for word in en.split("|"))
            found.append(
                WorldName(
                    zh=re.compile(zh), en=re.compile(rf"(?<![A-Za-z])(?:{words})(?![a-z])", re.IGNORECASE)
                )
            )
    return tuple(found)


@cache
def _any_world() -> re.Pattern[str]:
    return re.compile("|".join(entry.zh.pattern for entry in world()))


def lost_names(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield names of the world that the Chinese has and the English has not.

    A country before a place of its own (法国南特) or a body (美国疾控中心) may go without saying.
    """
    del known
    for row in rows:
        zh, en = row.zh.text, row.en.text
        if not any(character.isalnum() for character in row.draft.text):
            continue
        if _any_world().search(zh):
            for entry in world():
                found = entry.zh.search(zh)
                if found and not entry.en.search(en) and not _said_closer(zh, found.end()):
                    verb = "is not in the draft" if row.to_english else "is not in the source"
                    yield _warning(row, f"{found.group()} {verb}", Sides(zh=found.span()))
        if row.to_english:
            yield from _lost_latin(row)


def _said_closer(zh: str, end: int) -> bool:
    return bool(_any_world().match(zh, end) or _FURTHER.match(zh, end))


def _lost_latin(row: Row) -> Iterator[Mark]:
    """Yield Latin names in the Chinese source that the English draft does not have."""
    letters = re.sub(r"[^a-z]", "", row.en.text.lower())
    for found in _LATIN_IN_CHINESE.finditer(row.zh.text):
        if found.group().lower() not in letters:
            message = f"{found.group()} is not in the draft"
            yield _warning(row, message, Sides(zh=found.span()))


def _warning(row: Row, message: str, sides: Sides) -> Mark:
    """Return a mark less sure than those on people: what goes without saying differs between languages."""
    return replace(mark(row, "name", message, sides), severity=Severity.WARNING)


def foreign_names(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield names in English drafts that nothing in the Chinese source answers."""
    if known.encoder is None or known.encoder.weights_hash != models().weights_hash:
        return
    vectors = unit_vectors(known.encoder)
    asked: list[tuple[Row, str, Span]] = []
    for row in rows:
        if not row.to_english or not row.source.han_count or _is_headline(row):
            continue
        names = list(_open_names(row))
        explained = rendered_terms(row, known)[1] if names else []
        asked += [
            (row, name, span)
            for name, span in names
            if not any(start < span[1] and span[0] < end for start, end in explained)
        ]
    vectors.read(name for _, name, _ in asked)
    vectors.read(word for _, name, _ in asked for word in _WORD.findall(name))
    for row, name, span in asked:
        vectors.read(_grams(row.zh.text))
        if _answered(name, row.zh.text, vectors):
            continue
        yield _warning(row, f"{name} has no answer in the source", Sides(en=span))
    vectors.forget()


def _is_headline(row: Row) -> bool:
    """Tell title case, in which every word looks like a name."""
    words = [word.group() for word in row.draft.words if len(word.group()) > _LEAST_LETTERS]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and capitals * 10 >= len(words) * 8  # noqa: PLR2004


def _open_names(row: Row) -> Iterator[tuple[str, Span]]:
    """Yield the names of the draft that neither letters, pinyin nor the table explain."""
    zh = row.zh.text
    for found in latin_names(row.en.text):
        name = re.sub(r"['’]s?$", "", found.text)
        words = name.split()
        if found.kind is NameKind.ACRONYM or name.isupper() or _CODED.search(name):
            continue
        if not words or words[0] in _NOT_NAMES or sum(map(str.isalpha, name)) < _LEAST_LETTERS:
            continue
        if (
            any(word.lower() in zh.lower() for word in words)
            or spelled_in(name, zh)
            or spelled_abroad(name, zh)
        ):
            continue
        if any(spelled_in(word, zh) for word in words if len(word) > _LEAST_LETTERS):
            continue
        if not any(entry.en.search(name) and entry.zh.search(zh) for entry in world()):
            start = found.span[0]
            yield name, (start, start + len(name))


@lru_cache(maxsize=256)
def _grams(zh: str) -> tuple[str, ...]:
    """Return every two to four characters side by side."""
    found: dict[str, None] = {}
    for run in _HAN_RUN.finditer(zh):
        text = run.group()
        for size in (2, 3, 4):
            found.update(dict.fromkeys(text[at : at + size] for at in range(len(text) - size + 1)))
    return tuple(found)


def _answered(name: str, zh: str, vectors: UnitVectors) -> bool:
    grams = _grams(zh)
    words = _WORD.findall(name)
    if not grams or not words:
        return True
    cosines = (vectors.rows((name, *words)) @ vectors.rows(grams).T).max(axis=1)
    if cosines[0] >= LIKE_MEANING:
        return True
    either = [max(float(cosine), _sound(word, zh)) for word, cosine in zip(words, cosines[1:], strict=True)]
    return sum(either) / len(either) >= LIKE_EITHER


def _sound(word: str, zh: str) -> float:
    consonants, likeness = sound_likeness(word, zh)
    return _SOUND_WEIGHT * (likeness - _SOUND_FLOOR) if consonants >= _SOUND_LEAST else 0.0
