"""How much a foreign name sounds like characters of a Chinese text. Leaves out: what to make of it.

Transliterations keep consonants roughly (格里沃里, Grigory: K-L-F-L, K-L-K-L) and vowels hardly, so words and
syllables are reduced to classes of consonants.
"""

import re
from functools import lru_cache

from tm.text.keeping import WORDS
from tm.text.names_pinyin import readings
from tm.text.scripts import HAN

_HAN_RUN = re.compile(f"[{HAN}·]+")
_VOWELS = re.compile(r"[aeiouy]+")
_CLASSES = {
    "zh": "S", "ch": "S", "sh": "S", "ph": "F", "th": "T", "ck": "K", "qu": "K",
    "ng": "N", "x": "S", "q": "S", "j": "S", "z": "S", "s": "S", "c": "K", "b": "P",
    "p": "P", "d": "T", "t": "T", "g": "K", "k": "K", "h": "H", "f": "F", "v": "F",
    "w": "F", "l": "L", "r": "L", "m": "N", "n": "N",
}  # fmt: skip
_SPELLED = "|".join(_CLASSES)
_PINYIN_CLASSES = {**_CLASSES, "c": "S"}
_LATIN_CLASSES = {**_CLASSES, "q": "K"}  # Qom
_PINYIN_SOUND = re.compile(f"{_SPELLED}|[aeiou]")
_LATIN_SOUND = re.compile(f"{_SPELLED.replace('ng', 'ng(?![aeiou])')}|[aeiou]")  # Nyiragongo has both sounds
_SOFT_C = re.compile("c(?=[eiy])")
_LONGEST = 7
_SURE, _ALIKE = 3, 80.0
"""Classes of consonants, and percent of likeness, from which a likeness is no accident."""


@lru_cache(maxsize=WORDS)
def consonants(letters: str, *, pinyin: bool) -> str:
    """Return the classes of a word's consonants, repeats once; a vowel at the start is `A`.

    >>> consonants("nyiragongo", pinyin=False), consonants("nilagongge", pinyin=True)
    ('NLKNK', 'NLKNK')
    """
    if pinyin:
        heard, classes = _PINYIN_SOUND.findall(letters), _PINYIN_CLASSES
    else:
        heard, classes = _LATIN_SOUND.findall(_SOFT_C.sub("s", letters)), _LATIN_CLASSES
    found = ""
    for spelled in heard:
        sound = classes.get(spelled, "" if found else "A")
        if sound and not found.endswith(sound):
            found += sound
    return found


def begins_alike(word: str, zh: str) -> bool:
    """Tell whether a Chinese text begins with characters that sound like a Latin name.

    >>> begins_alike("Bristol", "布里斯托尔港"), begins_alike("Bristol", "召开会议")
    (True, False)
    """
    from rapidfuzz import fuzz

    wanted = consonants(word.lower(), pinyin=False)
    heard = [
        consonants("".join((readings(character) or ("",))[0] for character in zh[:size]), pinyin=True)
        for size in range(2, len(wanted) + 2)  # a Chinese syllable holds one or two of them
    ]
    return len(wanted) >= _SURE and any(fuzz.ratio(wanted, each) >= _ALIKE for each in heard)


def sound_likeness(word: str, zh: str) -> tuple[int, float]:
    """Return how many consonant classes a Latin word has, and its best likeness (0-1) to characters."""
    from rapidfuzz import fuzz

    if "ph" in word.lower():  # p in names of Thailand and Laos
        plain = sound_likeness(word.lower().replace("ph", "p"), zh)
        spelled = sound_likeness(word.lower().replace("ph", "f"), zh)
        return max(plain, spelled, key=lambda found: found[1])
    wanted = consonants(word.lower(), pinyin=False)
    if not wanted[1:]:  # one consonant is like anything
        return len(wanted), 0.0
    syllables = max(2, min(_LONGEST, len(_VOWELS.findall(word.lower())) + 1))
    best = 0.0
    for run in _HAN_RUN.finditer(zh):
        read = [(readings(character) or ("",))[0] for character in run.group() if character != "·"]
        for size in range(max(2, syllables - 1), syllables + 2):
            for at in range(len(read) - size + 1):
                heard = consonants("".join(read[at : at + size]), pinyin=True)
                best = max(best, fuzz.ratio(wanted, heard) / 100)
    return len(wanted), best
