"""Pinyin met again in Chinese: does a Latin name spell characters of this text? Leaves out: whose name it is.

Works without knowing where names are: every run of Han characters is tried, every reading of each.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from tm.bitext import Span
from tm.text.keeping import CHARACTERS
from tm.text.names_pinyin import latin_letters, readings, surname_readings, surnames
from tm.text.scripts import HAN, fold_script

_HAN_RUN = re.compile(f"(?<![{HAN}])[{HAN}][ \u3000]+[{HAN}](?![{HAN}])|[{HAN}]+")
"""Characters of one name may stand in it: those of a short one are set apart in lists (柯　岚)."""
_NOT_LETTERS = re.compile(r"[^a-zü]")
_MOST = 5  # characters a name may have
_SYLLABLE = (
    "(?:[bpmf]?(?:a|ai|ao|an|ang|o|ou)"
    "|(?:b|p|m|f|d|t|n|l|g|k|h|zh|ch|sh|r|z|c|s)(?:a|ai|ao|an|ang|e|ei|en|eng|ou|u|uo)"
    "|(?:d|t|n|l|g|k|h|zh|ch|z|c|s|r)(?:ong|ui|uan|un)|(?:b|p|m|d|t|n|l|j|q|x)(?:i|ian|iao|in|ing|ie)"
    "|(?:l|n|j|q|x)(?:iang|iu|ia)|(?:j|q|x)(?:u|uan|ue|un|iong)|(?:zh|ch|sh|r|z|c|s)i"
    "|(?:g|k|h|zh|ch|sh)(?:ua|uai|uang)|y(?:a|ao|an|ang|e|i|in|ing|o|ong|ou|u|uan|ue|un)"
    "|w(?:a|ai|an|ang|ei|en|eng|o|u)|[ln]v|[ln]ü|lyu|nyu|ai|ao|an|ang|e|ei|en|er|ou"
    "|[bpm](?:u|ei|en|eng)|f(?:u|ei|en|eng|o))"
)
_WORD = re.compile(f"{_SYLLABLE}(?:['’\\-]?{_SYLLABLE}){{0,3}}", re.IGNORECASE)
_PERSON = re.compile(
    r"(?<![A-Za-zÀ-ɏ'’\-.])(?P<family>[A-Z][a-zü]+|[A-Z]{2,6}) "
    r"(?P<given>[A-Z][a-zü]+(?:['’\-][a-zA-Zü]+)?)(?![A-Za-zÀ-ɏ'’\-])"
)
_ENGLISH_TOO = frozenset(
    {
        "he", "she", "can", "men", "man", "fan", "ban", "pan", "song", "sun", "ten", "an", "long", "dan",
        "hang", "lang", "gang", "run", "gun", "hen", "pen", "rang", "sang", "sing", "so", "to", "do", "you",
        "me", "we", "be", "bin", "pin", "min", "tang", "bang", "ding", "ring", "ming", "tong", "dong", "kong",
        "hong", "macau", "ning", "ping", "ling", "king", "wang", "bao", "mao", "die", "pie", "lie", "tie",
        "wei", "mu", "di", "ti",
    }
)  # fmt: skip
_NOT_PEOPLE = frozenset(
    {"hong kong", "ho chi", "sun yat", "ma on", "li ning", "long an", "shang hai", "pan an", "jing jin"}
)


def is_pinyin(word: str) -> bool:
    """Tell whether a capitalised word reads as one to four syllables of pinyin.

    >>> is_pinyin("Hefei"), is_pinyin("Chenguang"), is_pinyin("Fitzroy"), is_pinyin("Berlin")
    (True, True, False, False)
    """
    return word[:1].isupper() and _WORD.fullmatch(word) is not None


@lru_cache(maxsize=CHARACTERS)
def spellings_of(character: str) -> tuple[str, ...]:
    """Return every Latin spelling of a Han character, as in words and as a surname."""
    found = [letters for reading in readings(character) for letters in latin_letters(reading)]
    found += [letters for reading in surnames().get(character, ()) for letters in latin_letters(reading)]
    return tuple(dict.fromkeys(found))


def letters_of(name: str) -> str:
    """Return the bare lower-case letters of a Latin name.

    >>> letters_of("Shan Bo'an")
    'shanboan'
    """
    return _NOT_LETTERS.sub("", name.lower())


def spelled_in(name: str, text: str) -> Span | None:
    """Return which characters of a Chinese text the Latin name spells, surname first or last; None if none.

    >>> spelled_in("Zhou Mingyuan", "主任周明远表示"), spelled_in("Tan Yuezhen", "总经理唐月珍")
    ((2, 5), None)
    """
    words = name.split()
    orders = [letters_of(name)]
    if len(words) > 1:
        orders.append(letters_of(" ".join((*words[1:], words[0]))))
        orders.append(letters_of(" ".join((words[-1], *words[:-1]))))
    folded = fold_script(text)
    for letters in dict.fromkeys(orders):
        for run in _HAN_RUN.finditer(folded):
            for start in range(run.start(), run.end()):
                end = _eat(letters, folded, start, min(run.end(), start + _MOST))
                if end:
                    return start, end
    return None


def _eat(letters: str, text: str, at: int, end: int) -> int:
    """Return where characters from `at` have spelled all of `letters`, 0 if they do not."""
    if not letters:
        return at
    if at >= end:
        return 0
    if text[at].isspace():
        return _eat(letters, text, at + 1, end)
    for reading in spellings_of(text[at]):
        if letters.startswith(reading):
            found = _eat(letters[len(reading) :], text, at + 1, end)
            if found:
                return found
    return 0


@cache
def _abroad() -> dict[str, frozenset[str]]:
    lines = files("tm.qa").joinpath("data/surnames_abroad.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {surname: frozenset(spellings.split()) for surname, spellings in rows}


def spelled_abroad(name: str, text: str) -> bool:
    """Tell whether the last words of a Latin name spell a surname of the text as it is outside the mainland.

    >>> spelled_abroad("Margaret Chan", "陈冯富珍表示"), spelled_abroad("Margaret Hill", "陈冯富珍表示")
    (True, False)
    """
    words = name.lower().split()
    folded = fold_script(text)
    return any(
        surname in folded and not spellings.isdisjoint(words[1:]) for surname, spellings in _abroad().items()
    )


@cache
def family_names() -> frozenset[str]:
    """Return how Chinese surnames are spelled, in lower case."""
    found: set[str] = set()
    for surname in surnames():
        for reading in surname_readings(surname):
            found.update(latin_letters(reading))
    return frozenset(found)


def latin_people(text: str) -> list[re.Match[str]]:
    """Return pairs of words in an English text that read as a Chinese person's name, surname first.

    >>> [found.group() for found in latin_people("Mr. Zhou Mingyuan of Hong Kong met Angela Merkel.")]
    ['Zhou Mingyuan']
    """
    return _people(text, loose=False)


def latin_pairs(text: str) -> list[re.Match[str]]:
    """Return the same and any other two words in pinyin: what a misread surname may have become."""
    return _people(text, loose=True)


def _people(text: str, *, loose: bool) -> list[re.Match[str]]:
    people: list[re.Match[str]] = []
    at = 0
    while found := _PERSON.search(text, at):
        fits = _is_person(found, loose=loose)
        people += [found] if fits else []
        at = found.end() if fits else found.start("given")
    return people


def _is_person(found: re.Match[str], *, loose: bool) -> bool:
    family, given = found["family"].lower(), found["given"]
    known = family in family_names() or (loose and is_pinyin(found["family"]))
    if not known or not is_pinyin(given) or f"{family} {given.lower()}" in _NOT_PEOPLE:
        return False
    return not (family in _ENGLISH_TOO and given.lower() in _ENGLISH_TOO)
