"""Han spelled in pinyin and found again by the letters of names in an English text.

Leaves out: who is a person (`tm.text.names`); places and companies spelled in pinyin serve as well here.
"""

import re
from collections.abc import Iterable
from functools import cache

from tm.text.scripts import HAN, fold_script

_INITIALS = "b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w|"
_FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|"
    "ian|iao|uai|uan|yan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|yu|a|e|i|o|u|v"
)
_WORD = re.compile(rf"(?:(?:{_INITIALS})(?:{_FINALS}))+")
_CAPITALISED = re.compile(r"[A-ZÜ][a-zü]+(?:['’][a-zü]+|-[A-Z]?[a-zü]+)*")
_SPELLED = re.compile(rf"{_CAPITALISED.pattern}(?: {_CAPITALISED.pattern})*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LEAST, _MOST = 2, 4  # syllables of a name
_LEAST_LETTERS = 5  # shorter ones (Ma, An, Bei) are English words or meet by chance


def _letters(text: str) -> str:
    """Return the bare letters of a spelling: no apostrophes or hyphens, ü as in the passport rule."""
    return re.sub(r"[^a-zü]", "", text.lower()).replace("nü", "nyu").replace("lü", "lyu").replace("ü", "u")


def spelled_names(text: str) -> dict[str, str]:
    """Return what may be names in pinyin in an English text: bare letters to the form as written.

    Runs of up to three capitalised words are joined, so that given name and surname stay together.

    >>> spelled_names("Zhou Mingyuan spoke with Shan Bo'an in Suzhou on Monday.")
    {'zhoumingyuan': 'Zhou Mingyuan', 'shanboan': "Shan Bo'an", 'suzhou': 'Suzhou'}
    """
    found: dict[str, str] = {}
    for run in _SPELLED.finditer(text):
        spelled: list[str] = []
        for word in [*run[0].split(" "), ""]:
            letters = _letters(word)
            if letters and _WORD.fullmatch(letters):
                spelled.append(word)
                continue
            if 0 < len(spelled) <= _LEAST + 1 and len(key := _letters(" ".join(spelled))) >= _LEAST_LETTERS:
                found.setdefault(key, " ".join(spelled))
            spelled = []
    return found


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Return the toneless readings of every Han character that has one."""
    from pypinyin import Style, pinyin
    from pypinyin.constants import PINYIN_DICT

    characters = [chr(point) for point in PINYIN_DICT]
    spelled = pinyin(characters, style=Style.NORMAL, heteronym=True, v_to_u=True)
    return {
        character: tuple(dict.fromkeys(_letters(reading) for reading in readings))
        for character, readings in zip(characters, spelled, strict=True)
    }


class NameFinder:
    """Finds names by their letters in Chinese text."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the bare letters of every name to be found."""
        self._names = frozenset(names)
        self._beginnings = frozenset(name[:end] for name in self._names for end in range(1, len(name)))

    def find(self, text: str) -> set[str]:
        """Return those of the names that a run of two to four Han characters of `text` spells.

        >>> sorted(NameFinder(["suzhou", "zhoumingyuan", "wuxi"]).find("周明远在蘇州表示"))
        ['suzhou', 'zhoumingyuan']
        """
        found: set[str] = set()
        readings = _readings()
        for run in _HAN_RUN.findall(fold_script(text)):
            syllables = [readings.get(character, ()) for character in run]
            for start in range(len(syllables) - 1):
                self._follow(syllables, start, found)
        return found

    def _follow(self, syllables: list[tuple[str, ...]], start: int, found: set[str]) -> None:
        begun = [one for one in syllables[start] if one in self._beginnings]
        for count, more in enumerate(syllables[start + 1 : start + _MOST], 2):
            if not begun:
                return
            whole = [first + one for first in begun for one in more]
            found.update(spelling for spelling in whole if count >= _LEAST and spelling in self._names)
            begun = [spelling for spelling in whole if spelling in self._beginnings]
