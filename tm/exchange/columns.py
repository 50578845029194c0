"""Which columns of a table are source and draft, and whether its first row names them.

Leaves out: reading the table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tm.bitext import Side
from tm.errors import LanguageError
from tm.text.languages import detect_lang

_SOURCES = frozenset(
    (
        "source",
        "source text",
        "source language",
        "original",
        "original text",
        "原文",
        "源文",
        "源语言",
        "源文本",
    )
)
_DRAFTS = frozenset(
    (
        "target", "target text", "target language", "draft", "translation", "rendering", "译文", "譯文",
        "译稿", "譯稿", "草稿", "目标语言", "目标文本", "目標語言", "翻译", "翻譯",
    )
)  # fmt: skip
_LANGUAGES = frozenset(
    (
        "chinese", "simplified chinese", "traditional chinese", "english", "zh", "zh-cn", "zh-tw", "zh-hk",
        "zh-hans", "zh-hant", "en", "en-us", "en-gb", "中文", "汉语", "漢語", "英文", "英语", "英語",
        "简体中文", "繁體中文",
    )
)  # fmt: skip
_ASIDE = re.compile(r"[(（\[【:：].*$", re.DOTALL)
_SAMPLE_ROWS = 200
_LEAST_SHARE = 0.5
"""A column of identifiers or remarks is shorter than half of the longest text in its language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The columns of source and draft, from 0; `header` if the first row names them."""

    source: int
    draft: int
    header: bool


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of source and draft in a table, None where it has no two such columns.

    A first row of known names (source/target, 原文/译文, Chinese/English, …) decides; otherwise they are
    the first column of each language that is not much shorter than the longest, the left one the source.
    """
    named = _named(rows[0]) if rows else None
    if named:
        return named
    lengths: dict[int, tuple[int, Side]] = {}
    for column in range(max((len(row) for row in rows), default=0)):
        texts = [row[column] for row in rows[:_SAMPLE_ROWS] if column < len(row) and row[column].strip()]
        side = _side("\n".join(texts))
        if side:
            lengths[column] = (sum(map(len, texts)), side)
    found = sorted(column for side in ("en", "zh") for column in _first(lengths, side))
    if len(found) != len(("source", "draft")):
        return None
    return Columns(source=found[0], draft=found[1], header=False)


def _first(lengths: dict[int, tuple[int, Side]], side: str) -> list[int]:
    """Return the first column of a language that holds running text, in a list, empty if there is none."""
    longest = max((length for length, its in lengths.values() if its == side), default=0)
    fits = (
        column
        for column, (length, its) in sorted(lengths.items())
        if its == side and length >= longest * _LEAST_SHARE
    )
    return list(fits)[:1]


def _named(row: Sequence[str]) -> Columns | None:
    names = [" ".join(_ASIDE.sub("", cell).casefold().split()) for cell in row]
    sources = [at for at, name in enumerate(names) if name in _SOURCES]
    drafts = [at for at, name in enumerate(names) if name in _DRAFTS]
    languages = [at for at, name in enumerate(names) if name in _LANGUAGES]
    source = (sources or [at for at in languages if at not in drafts[:1]])[:1]
    draft = (drafts or [at for at in languages if at not in source])[:1]
    if not source or not draft:
        return None
    return Columns(source=source[0], draft=draft[0], header=True)


def _side(sample: str) -> Side | None:
    try:
        return detect_lang(sample).side
    except LanguageError:
        return None
