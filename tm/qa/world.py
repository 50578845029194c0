"""The table of names of the world, `data/world.tsv`, as patterns. Leaves out: who asks for them (`lost`)."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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


def _english(words: str) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in words.split("|"))
    return re.compile(rf"(?<![A-Za-z])(?:{either})(?![a-z])", re.IGNORECASE)


@cache
def any_world() -> re.Pattern[str]:
    """Return a pattern that finds any name of the table in Chinese."""
    return re.compile("|".join(entry.zh.pattern for entry in world()))
