"""How a Han personal name may be spelled in Latin letters. Leaves out: finding names in text (`names`).

Readings come from pypinyin (all of a character's), but for surnames from `data/surnames_zh.tsv`, where the
reading as a name differs (单 Shan, 仇 Qiu). Established spellings that are no pinyin (李家超, John Lee)
belong to the register of people, not here.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from tm.text.keeping import CHARACTERS, NAMES
from tm.text.scripts import HAN, fold_script

_HAN_NAME = re.compile(rf"[{HAN}]{{2,6}}")
_MOST_READINGS = 5
_VOWELS = "aeo"


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Return the known surnames (simplified) with their readings; empty where the usual reading holds."""
    table: dict[str, tuple[str, ...]] = {}
    text = files("tm.text").joinpath("data/surnames_zh.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, readings = line.partition("\t")
            table[name] = tuple(readings.split())
    return table


@lru_cache(maxsize=CHARACTERS)
def readings(character: str) -> tuple[str, ...]:
    """Return the toneless readings of a Han character, the commonest first, `ü` written as such.

    >>> readings("吕"), "le" in readings("乐")
    (('lü',), True)
    """
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)[0]
    return tuple(dict.fromkeys(found))[:_MOST_READINGS]


def split_name(han_name: str) -> tuple[str, str]:
    """Return surname and given name of a whole Han name; a compound surname counts when known.

    >>> split_name("欧阳修"), split_name("周明远"), split_name("諸葛亮")
    (('欧阳', '修'), ('周', '明远'), ('诸葛', '亮'))
    """
    name = fold_script(han_name)
    for length in (4, 2):
        if len(name) > length and name[:length] in surnames():
            return name[:length], name[length:]
    return name[:1], name[1:]


def surname_readings(surname: str) -> tuple[str, ...]:
    """Return how a surname is read, for a compound one written together."""
    known = surnames().get(surname, ())
    if known:
        return known
    return tuple("".join(parts) for parts in product(*(readings(character) for character in surname)))


def latin_letters(syllable: str) -> tuple[str, ...]:
    """Return how a syllable is spelled where ü is at hand and where it is not.

    >>> latin_letters("lü")
    ('lü', 'lv', 'lyu', 'lu')
    """
    if "ü" not in syllable:
        return (syllable,)
    return (syllable, *(syllable.replace("ü", other) for other in ("v", "yu", "u")))


def _given_spellings(syllables: tuple[str, ...]) -> list[str]:
    """Return a given name of these syllables written together, apart, hyphened and with an apostrophe."""
    if len(syllables) == 1:
        return [syllables[0].capitalize()]
    first, rest = syllables[0], syllables[1:]
    joined = first + "".join(rest)
    spelled = [joined, f"{first}-{'-'.join(rest)}", " ".join(syllables), f"{first}-{'-'.join(rest)}".title()]
    if any(syllable[0] in _VOWELS for syllable in rest):
        spelled.append(first + "".join(("'" if s[0] in _VOWELS else "") + s for s in rest))
    return [s.title() if " " in s else s if s != s.lower() else s[0].upper() + s[1:] for s in spelled]


def _spellings(character: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(spelled for reading in readings(character) for spelled in latin_letters(reading))
    )


@lru_cache(maxsize=NAMES)
def pinyin_forms(han_name: str) -> frozenset[str]:
    """Return the accepted Latin spellings of a Han personal name, surname first and surname last.

    Every reading of every character is allowed, given names joined, apart, hyphened or with an
    apostrophe, the surname also in capitals. Empty for what is no name of 2–6 Han characters.

    >>> {"Zhou Mingyuan", "Mingyuan Zhou", "ZHOU Mingyuan", "Zhou Ming-yuan"} <= pinyin_forms("周明远")
    True
    >>> "Shan Zi'ang" in pinyin_forms("单子昂"), "Ouyang Xiu" in pinyin_forms("歐陽修")
    (True, True)
    """
    if not _HAN_NAME.fullmatch(han_name):
        return frozenset()
    surname, given = split_name(han_name)
    heads = [s for reading in surname_readings(surname) for s in latin_letters(reading)]
    forms: set[str] = set()
    for syllables in product(*(_spellings(character) for character in given)):
        for name in _given_spellings(syllables):
            for head in heads:
                family = head.capitalize()
                forms.update(
                    (
                        f"{family} {name}",
                        f"{family.upper()} {name}",
                        f"{name} {family}",
                        f"{name} {family.upper()}",
                    )
                )
    return frozenset(forms)


@lru_cache(maxsize=NAMES)
def name_pattern(han_name: str) -> re.Pattern[str] | None:
    """Return a pattern for the spellings of a name in running text, whatever the case; None for no name."""
    if not _HAN_NAME.fullmatch(han_name):
        return None
    surname, given = split_name(han_name)
    heads = dict.fromkeys(s for reading in surname_readings(surname) for s in latin_letters(reading))
    family = f"(?:{'|'.join(heads)})"
    syllables = [f"(?:{'|'.join(_spellings(character))})" for character in given]
    name = r"['’\-‐‑\s]?".join(syllables)
    return re.compile(
        rf"(?<![^\W\d_])(?:{family},?[\s\-]{name}|{name}[\s\-]{family})(?![^\W\d_])", re.IGNORECASE
    )
