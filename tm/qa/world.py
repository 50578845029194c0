"""The table of names of the world, `data/world.tsv`, as patterns. Leaves out: who asks for them (`lost`)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tm.text.scripts import HAN

_LOOK_ROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_LETTERS = re.compile(f"[{HAN}]+")
_NEEDLESS = re.compile(r"\([^()]*\)\??|\[[^]]*\]|.[?*]")
"""What a name may go without, or stand with in several ways."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldName:
    """One name of the table as patterns of both languages."""

    zh: re.Pattern[str]
    en: re.Pattern[str]


@cache
def world() -> tuple[WorldName, ...]:
    """Return the table."""
    lines = files("tm.qa").joinpath("data/world.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(WorldName(zh=re.compile(zh), en=_english(en)) for zh, en in rows)


@lru_cache(maxsize=256)
def world_in(zh: str) -> tuple[WorldName, ...]:
    """Return the names of the table that a Chinese text has, in the order of the table."""
    likely = dict.fromkeys([entry for letters, entry in _by_letters() if letters in zh])
    return tuple(entry for entry in likely if entry.zh.search(zh))


@cache
def _by_letters() -> tuple[tuple[str, WorldName], ...]:
    """Return every name with the letters that a text must have for each of its alternatives."""
    return tuple((letters, entry) for entry in world() for letters in sorted(sure_letters(entry.zh.pattern)))


def _english(words: str) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in words.split("|"))
    return re.compile(rf"(?<![A-Za-z])(?:{either})(?![a-z])", re.IGNORECASE)


def sure_letters(pattern: str) -> set[str]:
    """Return for each alternative of a pattern characters that it can't do without.

    >>> sorted(sure_letters("(?<!白)俄罗斯|[访驻]俄|三星(?:电子|公司)"))
    ['三星', '俄', '俄罗斯']
    """
    plain = _NEEDLESS.sub(" ", _LOOK_ROUND.sub("", pattern))
    return {max(_LETTERS.findall(branch), key=len, default="") for branch in plain.split("|")}
