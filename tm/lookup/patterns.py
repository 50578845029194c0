"""Wildcards and regular expressions for concordance, with a time limit. Leaves out: choosing units."""

import time
from dataclasses import dataclass, field

import regex

from tm.bitext import Span
from tm.errors import QueryError
from tm.text import fold, fold_with_offsets, tokens
from tm.text.scripts import HAN, fold_script

LONGEST_SECONDS = 5.0
"""Time one concordance by pattern may take; what was found by then is shown with a warning."""
_LONGEST_ONE_TEXT_SECONDS = 0.5
LONGEST_GAP_CHARS = 10
_WILDCARD = regex.compile(rf"(?<=[\w{HAN}])\*|\*(?=[\w{HAN}])")
_ONE_WORD = regex.compile(r"[a-z*]+")
_HAN = regex.compile(rf"[{HAN}]")


@dataclass(kw_only=True)
class TimedPattern:
    """A compiled pattern that stops when its time is up. `expired` tells whether it did.

    `required` are token runs every text found must have; `word`, where the whole query is one Latin word
    with `*`, matches whole tokens, so that the vocabulary answers for the texts.
    """

    pattern: "regex.Pattern[str]"
    required: tuple[tuple[str, ...], ...]
    word: "regex.Pattern[str] | None" = None
    deadline: float = field(default_factory=lambda: time.perf_counter() + LONGEST_SECONDS)
    expired: bool = False

    def places(self, text: str) -> list[Span]:
        """Return the spans of `text` that match; none once the time is up."""
        left = self.deadline - time.perf_counter()
        if left <= 0:
            self.expired = True
            return []
        folded, offsets = fold_with_offsets(text)
        try:
            found = [
                match.span()
                for match in self.pattern.finditer(folded, timeout=min(left, _LONGEST_ONE_TEXT_SECONDS))
            ]
        except TimeoutError:
            self.expired = True
            self.deadline = 0.0
            return []
        return [(offsets[start], offsets[end - 1] + 1) for start, end in found if end > start]


def wildcard_pattern(text: str) -> TimedPattern:
    """Return the pattern of a query with `*`.

    Token runs not touched by a `*` are required.
    """
    pieces = _WILDCARD.split(fold(text))
    body = ""
    required: list[tuple[str, ...]] = []
    for number, piece in enumerate(pieces):
        if number:
            body += _gap(pieces[number - 1], piece)
        body += r"\s+".join(regex.escape(part) for part in piece.split())
        required.append(_whole_tokens(piece, first=number == 0, last=number == len(pieces) - 1))
    opening = r"(?<![a-z])" if pieces[0][:1].isascii() and pieces[0][:1].isalpha() else ""
    closing = r"(?![a-z])" if pieces[-1][-1:].isascii() and pieces[-1][-1:].isalpha() else ""
    one_word = _ONE_WORD.fullmatch(fold(text))
    return TimedPattern(
        pattern=regex.compile(opening + body + closing),
        required=tuple(run for run in required if run),
        word=regex.compile(body) if one_word else None,
    )


def _gap(before: str, after: str) -> str:
    """Return what `*` stands for: the rest of a Latin word, or a few characters beside Han ones."""
    beside = before[-1:] + after[:1]
    if _HAN.search(beside):
        return rf"[^。！？\n]{{0,{LONGEST_GAP_CHARS}}}?"
    return r"[\w'\-]*"


def _whole_tokens(piece: str, *, first: bool, last: bool) -> tuple[str, ...]:
    """Return the tokens of a piece that a neighbouring `*` cannot lengthen."""
    found = tokens(piece)
    if not first and found and not _HAN.match(found[0]):
        found = found[1:]
    if not last and found and not _HAN.match(found[-1]):
        found = found[:-1]
    return tuple(found)


def regex_pattern(text: str) -> TimedPattern:
    """Return the pattern of a regular expression, searched without regard to case or script.

    Raises QueryError where it does not compile.
    """
    try:
        pattern = regex.compile(fold_script(text), regex.IGNORECASE)
    except (regex.error, RecursionError, OverflowError) as err:
        raise QueryError(
            f"{text!r} is not a regular expression: {err}; put \\ before signs meant as such"
        ) from err
    return TimedPattern(pattern=pattern, required=())
