"""Spaces: missing, doubled, before punctuation, and the policy between Han and Latin; case of English."""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.mentions import is_title
from tm.qa.row import Mark, Row
from tm.text.scripts import HAN

_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE = re.compile(r"(?<=[A-Za-z\d]) +(?=[,;:!?](?:\s|$))|(?<=[A-Za-z]) +(?=\.(?:\s|$))")
_MISSING = re.compile(r"(?<=[a-z])[,;:!?](?=[A-Za-z]{2})(?!\w+\.)|(?<=[a-z]{2})\.(?=[A-Z][a-z])")
_CLITIC = re.compile(r"\b\w+ (?:n['’]t|['’](?:s|re|ve|ll|d|m))(?=\s|$)")
_HAN_SPACE = re.compile(rf"(?<=[{HAN}])(?<![电讯]) +(?=[{HAN}])")
_SPACED = re.compile(r"^第[\d〇零一二三四五六七八九十百千]+[编章节条款] +|[“「][^“”「」]*[”」]")
"""Numbers of articles and slogans, which are spaced on purpose."""
_SENTENCE = re.compile(r"[。！？；][”’』」）]*$")
_TOUCHING = re.compile(rf"(?<=[{HAN}])(?=[A-Za-z\d])|(?<=[A-Za-z\d%])(?=[{HAN}])")
_APART = re.compile(rf"(?<=[{HAN}]) +(?=[A-Za-z\d])|(?<=[A-Za-z\d%]) +(?=[{HAN}])")
_URL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_LOWER_START = re.compile(r"[\s\"'“‘(\[]*([a-z]+)\b(?!\S*[\d_./\\(:=])")
_ENDS = frozenset({".", "!", "?", "”", '"'})
_GOES_ON = frozenset({"；", ";", "：", ":", "，", ",", "、"})
_LOWER_I = re.compile(r"(?<![\w.'’\-/(])i(?=[ ,]|['’](?:m|ve|ll|d)\b)(?!\.e)")
_ENGLISH_SPACING = (
    (_DOUBLE, "two spaces", " "),
    (_BEFORE, "a space before punctuation", ""),
    (_CLITIC, "a space inside a contraction", None),
)


def spacing(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield slips of spacing inside the draft's own language."""
    for row in rows:
        text = row.draft.text
        if row.to_english:
            yield from _english(row)
            continue
        plain = _SPACED.sub(lambda found: "x" * len(found.group()), text)
        for found in _HAN_SPACE.finditer(plain):
            if _SENTENCE.search(text):  # titles are spaced on purpose
                yield _space(row, found, "a space between Chinese characters", "")
        policy = known.config.han_latin_space
        if policy != "any":
            pattern, message = (
                (_TOUCHING, "no space between Chinese and Latin")
                if policy == "always"
                else (_APART, "a space between Chinese and Latin")
            )
            for found in pattern.finditer(text):
                yield _space(row, found, message, " " if policy == "always" else "")


def _english(row: Row) -> Iterator[Mark]:
    text = _URL.sub(lambda found: "x" * len(found.group()), row.draft.text)
    for pattern, message, suggestion in _ENGLISH_SPACING:
        for found in pattern.finditer(text):
            yield _space(row, found, message, suggestion)
    for found in _MISSING.finditer(text):
        yield _space(row, found, f"no space after {found.group()}", f"{found.group()} ")


def _space(row: Row, found: re.Match[str], message: str, suggestion: str | None) -> Mark:
    return Mark(
        row=row,
        rule="spacing",
        message=message,
        draft_span=found.span(),
        suggestion=suggestion,
        habit=f"spacing {message}",
    )


_SENTENCE_WORDS = 4
"""Words from which a draft is a sentence, not a label in small letters."""


def case(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield English sentences that begin in lower case, and “i” for “I”.

    A row beside another that begins so is taken for an item of a list or for notes.
    """
    del known
    starts = [_LOWER_START.match(row.draft.text) if row.to_english else None for row in rows]
    for place, row in enumerate(rows):
        if not row.to_english:
            continue
        alone = _LOWER_I.search(row.draft.text)
        notes = starts[place] and row.draft.text.rstrip()[-1:] not in _ENDS
        if alone and not notes:
            yield Mark(row=row, rule="case", message="“i” for “I”", draft_span=alone.span(), suggestion="I")
        start = starts[place]
        beside = any(starts[max(0, place - 1) : place] + starts[place + 1 : place + 2])
        beside = beside or (place > 0 and rows[place - 1].source.text.rstrip()[-1:] in _GOES_ON)
        ends = row.draft.text.rstrip()[-1:] in _ENDS
        if start and ends and not beside and len(row.draft.words) >= _SENTENCE_WORDS:
            word = start.group(1)
            yield Mark(
                row=row,
                rule="case",
                message=f"the sentence begins in lower case: {word}",
                habit="lower case",
                draft_span=start.span(1),
                suggestion=word.capitalize(),
            )


_SMALL = frozenset(
    {"with", "from", "into", "over", "upon", "than", "that", "this", "after", "under", "between"}
)
_LONG = 4


def title_case(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield headings not written as the house writes them: in title case, or like a sentence."""
    policy = known.config.title_case
    for row in rows if policy != "any" else ():
        words = [
            word
            for word in row.draft.words
            if len(word.group()) >= _LONG and word.group().lower() not in _SMALL
        ]
        if not row.to_english or not is_title(row):
            continue
        small = [word for word in words[1:] if word.group().islower()]
        if policy == "title" and small:
            message = f"headings are in title case here: {small[0].group()}"
            yield Mark(
                row=row,
                rule="case",
                message=message,
                draft_span=small[0].span(),
                suggestion=small[0].group().capitalize(),
            )
        elif policy == "sentence" and words[2:] and not small:
            message = "headings are written like sentences here"
            yield Mark(row=row, rule="case", message=message, draft_span=(0, len(row.draft.text)))
