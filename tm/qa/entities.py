"""Names that only the English has. Leaves out: names it lacks (`lost`), and Chinese people (`names`).

A name in an English text, draft or source, must have something to answer it in Chinese: the same letters,
pinyin, an entry of the table of the world, a like meaning, or characters that sound like it (transliterations
are compared by their consonants).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files

from tm.bitext import Severity, Span
from tm.qa.evidence import Evidence
from tm.qa.omissions import models
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.sounds import consonants, sound_likeness
from tm.qa.spelling import spelled_abroad, spelled_in
from tm.qa.terms import rendered_terms
from tm.qa.units import UnitVectors, unit_vectors
from tm.qa.world import world_in
from tm.text.names import NameKind, candidate_names_zh, latin_names, match_name
from tm.text.names_pinyin import split_name, surname_readings
from tm.text.scripts import HAN

LIKE_MEANING = 0.45
"""Cosine of a whole name to the nearest two to four characters, below which the meaning is another."""
LIKE_EITHER = 0.5
"""Mean over a name's words of the better of meaning and sound, below which it is not the source's.
Measured with the above: 0.65 of names put in place of others fall below both, 1.5% of good rows have one."""
_SOUND_FLOOR, _SOUND_WEIGHT, _SOUND_LEAST = 0.5, 1.2, 3
_LEAST_LETTERS = 4
_TITLE_WORDS, _TITLE_CAPITALS = 3, 0.8
"""Words of a title at least, and the share of them in capitals."""
_PAIRS, _RUNS = (2,), (2, 3, 4)
_NOT_NAMES = frozenset(
    {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        "Sunday", "Chinese", "English", "China", "Phase", "Table", "Figure", "Level", "Chapter", "Section",
        "Central", "Five-Year", "Part", "Article", "Spring", "National", "Internet", "President", "Minister",
        "Centre", "Center", "Bureau", "Department", "Administration", "Commission", "Committee",
        "Association", "Institute", "Branch", "Group", "Campaign", "Director", "Director-General",
    }
)  # fmt: skip
_SELF = frozenset(
    {
        "Circular", "Notice", "Regulations", "Rules", "Measures", "Provisions", "Law", "Agreement",
        "Protocol", "Convention", "Treaty", "Memorandum", "Contract", "Plan", "Programme",
        "Program", "Project", "Report",
        "Outline", "Opinions", "Guidelines", "Guide", "Standard", "Decision", "Announcement", "Statement",
        "Party", "Parties", "Chamber", "Council", "Ministry", "Agency", "Authority", "Office", "Board",
        "Company", "Corporation", "Fund", "Bank", "Court", "Academy", "University", "College", "School",
        "Hospital", "Embassy", "Consulate", "Consulate-General", "Mission", "Government", "Secretariat",
        "Assembly", "Congress", "Conference", "Forum", "Summit", "Federation", "Union", "Society",
        "Foundation", "Laboratory", "Service", "Division", "Section", "Ambassador", "Governor", "Mayor",
        "Premier", "Chair", "Chairman", "Secretary", "Secretary-General", "Spokesperson",
    }
)  # fmt: skip
"""What a document calls itself, its issuer or their holders once named in full: no names of their own."""
_CODED = re.compile(r"\d|[a-z][A-Z]|COVID|Covid|&|\.")
_HOME = re.compile("Hong Kong|Maca[uo]")
"""What releases in traditional script need not say of their own place."""
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{3,}")
_HAN_RUN = re.compile(f"[{HAN}]+")
_QUOTED = re.compile(r"[“\"‘]([A-Z][^“”\"‘’.!?]{3,80})[”\"’]")
_TITLED = re.compile("《[^《》]+》")
_SURNAME_ALONE = 0.55
"""Likeness of a name's last word from which its given name may be missing in Chinese (埃尔韦斯塔)."""


def foreign_names(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield English names that nothing in the Chinese answers."""
    if known.encoder is None or known.encoder.weights_hash != models().weights_hash:
        return
    vectors = unit_vectors(known.encoder)
    asked: list[tuple[Row, str, Span]] = []
    for row in rows:
        if not row.zh.han_count or is_title_case(row.en.text):
            continue
        names = list(open_names(row))
        explained = rendered_terms(row, known)[row.to_english] if names else []
        asked += [
            (row, name, span)
            for name, span in names
            if not any(start < span[1] and span[0] < end for start, end in explained)
        ]
    titles = Counter({row.index: len(_TITLED.findall(row.zh.text)) for row, _, _ in asked})
    for sizes in (_PAIRS, _RUNS):  # longer runs are read only if need be
        vectors.read(
            text
            for row, name, _ in asked
            for text in (name, *_WORD.findall(name), *_grams(row.zh.text, sizes))
        )
        asked = [
            (row, name, span) for row, name, span in asked if not _answered(name, row.zh.text, sizes, vectors)
        ]
    for row, name, span in asked:
        if _has_chinese_name(name, row):
            continue
        titles[row.index] -= 1
        if titles[row.index] >= 0:
            continue  # titles of works are rendered freely
        where = "source" if row.to_english else "draft"
        found = mark(row, "name", f"{name} has no answer in the {where}", Sides(en=span))
        yield replace(found, severity=Severity.WARNING)
    vectors.forget()


def is_title_case(text: str) -> bool:
    """Tell title case, in which every word looks like a name."""
    words = [word for word in _WORD.findall(text) if len(word) > _LEAST_LETTERS]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _TITLE_WORDS and capitals >= _TITLE_CAPITALS * len(words)


def open_names(row: Row) -> Iterator[tuple[str, Span]]:
    """Yield the names of the English that neither letters, pinyin nor the table explain."""
    zh, en = row.zh.text, row.en.text
    quoted = [found.span() for found in _QUOTED.finditer(en) if is_title_case(found.group(1))]
    for found in latin_names(en):
        if any(start < found.span[0] and found.span[1] < end for start, end in quoted):
            continue
        name = re.sub(r"['’]s?$", "", found.text)
        words = name.split()
        if found.kind is NameKind.ACRONYM or name.isupper() or _CODED.search(name):
            continue
        if (
            not words
            or words[0] in _NOT_NAMES
            or name in _SELF
            or sum(map(str.isalpha, name)) < _LEAST_LETTERS
        ):
            continue
        if (
            any(word.lower() in zh.lower() for word in words)
            or spelled_in(name, zh)
            or spelled_abroad(name, zh)
        ):
            continue
        if any(spelled_in(word, zh) for word in words if len(word) > _LEAST_LETTERS):
            continue
        if (row.zh.traditional and _HOME.match(name)) or _is_abbreviated(name, row.zh.simplified):
            continue
        if not any(entry.en.search(name) for entry in world_in(zh)):
            start = found.span[0]
            yield name, (start, start + len(name))


@cache
def _provinces() -> dict[str, str]:
    """Return provinces with the characters that stand for each."""
    lines = files("tm.qa").joinpath("data/provinces.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _is_abbreviated(name: str, zh: str) -> bool:
    """Tell a province for which a single character stands (桂品, goods of Guangxi)."""
    return any(character in zh for character in _provinces().get(name, ""))


@lru_cache(maxsize=256)
def _grams(zh: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    """Return the characters side by side, as many as `sizes` say."""
    found: dict[str, None] = {}
    for run in _HAN_RUN.finditer(zh):
        text = run.group()
        for size in sizes:
            found.update(dict.fromkeys(text[at : at + size] for at in range(len(text) - size + 1)))
    return tuple(found)


def _answered(name: str, zh: str, sizes: tuple[int, ...], vectors: UnitVectors) -> bool:
    """Tell a name that runs of so many characters of the source mean or sound like."""
    words = _WORD.findall(name)
    if not words or not _grams(zh, _PAIRS):
        return True
    cosines = (vectors.rows((name, *words)) @ vectors.rows(_grams(zh, sizes)).T).max(axis=1)
    if cosines[0] >= LIKE_MEANING:
        return True
    either = [max(float(cosine), _sound(word, zh)) for word, cosine in zip(words, cosines[1:], strict=True)]
    return sum(either) / len(either) >= LIKE_EITHER or (len(words) > 1 and either[-1] >= _SURNAME_ALONE)


def _has_chinese_name(name: str, row: Row) -> bool:
    """Tell a foreigner whom a Chinese name of the same first sound may stand for (白明德, James Barker)."""
    sound = consonants(name.rsplit(maxsplit=1)[-1].lower(), pinyin=False)[:1]
    for found in candidate_names_zh(row.zh.text):
        if match_name(found.text, row.en.text) is None:
            family = surname_readings(split_name(found.text)[0])
            if any(consonants(reading, pinyin=True)[:1] == sound for reading in family):
                return True
    return False


def _sound(word: str, zh: str) -> float:
    consonants, likeness = sound_likeness(word, zh)
    return _SOUND_WEIGHT * (likeness - _SOUND_FLOOR) if consonants >= _SOUND_LEAST else 0.0
