"""A paragraph as the sentence splitter sees it: its text and which brackets and quotes belong together.

Leaves out: judging marks (`sentences_en`, `sentences_zh`).
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from tm.bitext import Lang

BRACKET_LIMIT = 200
"""Code points: brackets that close later than this guard nothing (most likely one of them is a slip)."""
QUOTE_LIMIT = 40
"""Code points: a Chinese quotation up to this long, about one sentence of news, is never split inside."""


class Kind(StrEnum):
    """What a pair of marks encloses."""

    BRACKET = "bracket"
    TITLE = "title"
    QUOTE = "quote"


_FAMILIES = (
    ("(（", ")）", Kind.BRACKET),
    ("[［【〔〖", "]］】〕〗", Kind.BRACKET),
    ("《〈", "》〉", Kind.TITLE),
    ("“〝", "”〞", Kind.QUOTE),
    ("‘", "’", Kind.QUOTE),
    ("「｢﹁", "」｣﹂", Kind.QUOTE),
    ("『﹃", "』﹄", Kind.QUOTE),
)
_OPENS = {mark: number for number, (opens, _, _) in enumerate(_FAMILIES) for mark in opens}
_CLOSES = {mark: number for number, (_, closes, _) in enumerate(_FAMILIES) for mark in closes}
_STRAIGHT = len(_FAMILIES)
"""The family of `"` and `＂`, whose two ends look alike."""

_PAIRED = re.compile(
    r"(?<![A-Za-z])’|’(?![A-Za-z])|[\"＂"
    + re.escape("".join([*_OPENS, *sorted(_CLOSES.keys() - {"’"})]))
    + "]"
)
_CLOSER = re.compile(r"[”’」』）】》〉)\]］〕〗｣﹂﹄〞»]")
_LATE_CLOSER = re.compile(r"\s+([”」』])")
_REFERENCE = re.compile(r"\[\d{1,3}\]|\s\([A-Z]{1,3}\d{1,3}(?:, ?[A-Z]{1,3}\d{1,3})*\)(?=\s*$)")
"""`[12]` behind a mark, or `(C4, C7)` at the end of a paragraph."""
QUOTE_CLOSERS = frozenset("”’」』｣﹂﹄〞\"＂'")


@dataclass(frozen=True, slots=True)
class Guard:
    """Text between a pair of marks, `[start, end)` with both marks inside."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of sentence-ending marks `[start, end)`; `close` is the end with closing quotes and brackets.

    `sentence` is where the sentence that may end here starts.
    """

    start: int
    end: int
    close: int
    sentence: int


@dataclass(slots=True)
class Passage:
    """One paragraph; `openings` maps the index of a closing mark to that of its opening one."""

    text: str
    lang: Lang
    openings: dict[int, int] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)
    _straight_open: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._pair()

    def _pair(self) -> None:
        """Match marks in one pass; a stray one is passed over. Linear: each is pushed and popped once."""
        stack: list[tuple[int, int]] = []
        waiting = [0] * (_STRAIGHT + 1)
        for match in _PAIRED.finditer(self.text):
            index, mark = match.start(), match.group()
            family = _OPENS.get(mark, _CLOSES.get(mark, _STRAIGHT))
            if mark in _OPENS or (family == _STRAIGHT and not waiting[_STRAIGHT]):
                stack.append((family, index))
                waiting[family] += 1
                if family == _STRAIGHT:
                    self._straight_open.add(index)
            elif waiting[family]:
                while True:
                    opened, start = stack.pop()
                    waiting[opened] -= 1
                    if opened == family:
                        break
                self.openings[index] = start
        self.guards = self._outermost()

    def _outermost(self) -> list[Guard]:
        """Return the pairs short enough to guard, without those inside of another, in order."""
        found: list[Guard] = []
        for close, start in sorted(self.openings.items(), key=lambda item: item[1]):
            family = _CLOSES.get(self.text[close], _STRAIGHT)
            kind = Kind.QUOTE if family == _STRAIGHT else _FAMILIES[family][2]
            limit = QUOTE_LIMIT if kind is Kind.QUOTE else BRACKET_LIMIT
            if close - start - 1 <= limit and (not found or start >= found[-1].end):
                found.append(Guard(start, close + 1, kind))
        return found

    def closers_end(self, index: int) -> int:
        """Return the end of the closing quotes, brackets and reference numbers that start at `index`."""
        while index < len(self.text):
            late = _LATE_CLOSER.match(self.text, index)
            reference = _REFERENCE.match(self.text, index)
            if _CLOSER.match(self.text, index) or self._straight_closer(index):
                index += 1
            elif late is not None and late.start(1) in self.openings:
                index = late.end()
            elif reference is not None:
                index = reference.end()
            else:
                break
        return index

    def _straight_closer(self, index: int) -> bool:
        mark = self.text[index]
        if mark in '"＂':
            return index in self.openings or index not in self._straight_open
        following = self.text[index + 1 : index + 2]
        return mark == "'" and not following.isalnum()

    def opening_before(self, close: int) -> int | None:
        """Return where the quotation that closes just before `close` was opened, if known."""
        return self.openings.get(close - 1)
