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
_FILLERS = frozenset(("text", "version", "column", "版", "稿", "文本", "内容"))
_ASIDE = re.compile(r"[(（\[【:：].*$", re.DOTALL)
_HAN_WORD = re.compile("(中文|汉语|漢語|英文|英语|英語)")
_HEADER_ROWS = 5
"""Rows among which one that names the columns is looked for: a title may stand above it."""
_SAMPLE_ROWS = 200
_LEAST_SHARE = 0.5
"""A column of identifiers or remarks is shorter than half of the longest text in its language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The columns of source and draft, from 0; `first` is the row below the one that names them, or 0."""

    source: int
    draft: int
    first: int

    @property
    def named(self) -> bool:
        """Whether a row names the columns."""
        return self.first > 0


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of source and draft in a table, None where it has no two such columns.

    A row of known names (source/target, 原文/译文, Chinese/English, …) decides; otherwise they are
    the first column of each language that is not much shorter than the longest, the left one the source.
    """
    for at, row in enumerate(rows[:_HEADER_ROWS], 1):
        named = _named(row)
        if named:
            return Columns(source=named[0], draft=named[1], first=at)
    sample = rows[:_SAMPLE_ROWS]
    # a title above or between the rows says nothing of the columns
    sample = [row for row in sample if sum(map(bool, map(str.strip, row))) > 1] or sample
    lengths: dict[int, tuple[int, Side]] = {}
    for column in range(max((len(row) for row in sample), default=0)):
        texts = [row[column] for row in sample if column < len(row) and row[column].strip()]
        side = _side("\n".join(texts))
        if side:
            lengths[column] = (sum(map(len, texts)), side)
    found = sorted(column for side in ("en", "zh") for column in _first(lengths, side))
    if len(found) != len(("source", "draft")):
        return None
    return Columns(source=found[0], draft=found[1], first=0)


def _first(lengths: dict[int, tuple[int, Side]], side: str) -> list[int]:
    """Return the first column of a language that holds running text, in a list, empty if there is none."""
    longest = max((length for length, its in lengths.values() if its == side), default=0)
    fits = (
        column
        for column, (length, its) in sorted(lengths.items())
        if its == side and length >= longest * _LEAST_SHARE
    )
    return list(fits)[:1]


def _named(row: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns a row names as source and draft, None where it does not."""
    kinds = [_kinds(" ".join(_ASIDE.sub("", cell).casefold().split())) for cell in row]
    sources = [at for at, kind in enumerate(kinds) if "source" in kind]
    drafts = [at for at, kind in enumerate(kinds) if "draft" in kind]
    languages = [at for at, kind in enumerate(kinds) if kind == {"language"}]
    source = (sources or [at for at in languages if at not in drafts[:1]])[:1]
    draft = (drafts or [at for at in languages if at not in source])[:1]
    return (source[0], draft[0]) if source and draft else None


def _kinds(name: str) -> frozenset[str]:
    """Return what a heading speaks of: `source`, `draft` or `language`; nothing if of anything else too.

    >>> sorted(_kinds("english translation")), _kinds("中文 chinese"), _kinds("english remarks")
    (['draft', 'language'], frozenset({'language'}), frozenset())
    """
    words = [name] if _kind(name) else _HAN_WORD.sub(r" \1 ", name).replace("/", " ").split()
    kinds = [_kind(word) for word in words if word not in _FILLERS]
    return frozenset(kinds) if all(kinds) else frozenset()


def _kind(word: str) -> str:
    known = (("source", _SOURCES), ("draft", _DRAFTS), ("language", _LANGUAGES))
    return next((kind for kind, words in known if word in words), "")


def _side(sample: str) -> Side | None:
    try:
        return detect_lang(sample).side
    except LanguageError:
        return None
