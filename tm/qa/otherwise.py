"""Whether a term none of whose forms stands in the draft is rendered by other words, or goes without saying.

Good translators drop terms that the sentence does not need (认证申请, the application) and shorten them once
known (the institutions). What is wrong is another rendering, and that is like the right one in meaning.
Leaves out: a term whose sense is lost altogether, which is `omissions`' to find.
"""

import re
from collections.abc import Sequence

from tm.bitext import Side, Span
from tm.qa.row import Row
from tm.qa.stems import same_word, stem
from tm.qa.units import UnitVectors
from tm.text.scripts import HAN

LIKE: dict[Side, float] = {"en": 0.57, "zh": 0.7}
"""Cosine of words of the draft to an accepted form from which they are taken for a rendering of it, by the
draft's side: of 27 renderings planted in the drafts of `corpora/` 24 are as like, of 65 terms that its
translations do without 25, most of them shortened forms."""
_WORDS, _HAN_LEAST, _HAN_MOST, _NEARLY = 4, 2, 8, 3
_ROOT_LEAST, _ROOT = 4, 6
"""Letters of a participle by which it is known as that of another word (recognized, recognition)."""
_EN_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-]*")
_BEFORE, _AFTER = re.compile(r"[A-Za-zÀ-ɏ][\w'’\-]* $"), re.compile(r" [A-Za-zÀ-ɏ][\w'’\-]*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_IDLE = frozenset(
    {
        "the", "a", "an", "of", "for", "and", "or", "in", "on", "at", "by", "to", "from", "with", "as", "its",
        "their", "this", "that", "these", "those", "each", "every", "all", "both", "any", "some", "such",
        "other", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "not", "no",
        "more", "most", "one", "two", "three", "first", "second", "deputy", "vice", "million", "billion",
        "trillion", "thousand", "hundred", "new", "also", "only", "then", "now",
    }
)  # fmt: skip


def rendered_otherwise(
    row: Row, forms: Sequence[str], taken: Sequence[Span], vectors: UnitVectors, *, exact: bool
) -> Span | None:
    """Return the words of the draft that render a term otherwise than by its forms, None if none does.

    `taken` are spans of the draft that render other terms. Words of a form alone are a shortened form, not
    another rendering, unless a new word stands beside them where the form has one of its own. With `exact`
    two words of a form without the rest are wrong too (农业农村部 is more than the Ministry of Agriculture).
    """
    draft, side = row.draft.text, row.draft.side
    spelled = [form for form in forms if not form.isupper()]
    spans = [
        span
        for span in (_english(draft) if side == "en" else _chinese(draft))
        if not any(start < span[1] and span[0] < end for start, end in taken)
    ]
    if not spelled or not spans:
        return None
    pieces = [draft[slice(*span)] for span in spans]
    vectors.read((*pieces, *spelled))
    cosines = (vectors.rows(pieces) @ vectors.rows(spelled).T).max(axis=1)
    best = spans[int(cosines.argmax())]
    if cosines.max() < LIKE[side]:
        return None
    if side == "zh":
        return _unshortened(draft, best, spelled)
    content = [word for word in _EN_WORD.findall(draft[slice(*best)]) if word.lower() not in _IDLE]
    if not exact and any(_is_verb_of(word, spelled) for word in content):
        return None
    return best if exact and len(content) > 1 else _widened(draft, best, spelled)


def _english(text: str) -> list[Span]:
    words = list(_EN_WORD.finditer(text))
    return [
        (words[at].start(), words[at + size - 1].end())
        for size in range(1, _WORDS + 1)
        for at in range(len(words) - size + 1)
        if words[at].group().lower() not in _IDLE and words[at + size - 1].group().lower() not in _IDLE
    ]


def _chinese(text: str) -> list[Span]:
    return [
        (at, at + size)
        for run in _HAN_RUN.finditer(text)
        for size in range(_HAN_LEAST, _HAN_MOST + 1)
        for at in range(run.start(), run.end() - size + 1)
    ]


def _widened(text: str, span: Span, forms: Sequence[str]) -> Span | None:
    """Return the span, or one word more of it, if it has a word that no form has."""
    if _has_new_word(text[slice(*span)], forms):
        return span
    words = [stem(word) for word in _EN_WORD.findall(text[slice(*span)])]
    spelled = [[stem(word) for word in _EN_WORD.findall(form)] for form in forms]
    before, after = _BEFORE.search(text[: span[0]]), _AFTER.match(text, span[1])
    preceded = any(same_word(word, words[0]) for form in spelled for word in form[1:])
    followed = any(same_word(word, words[-1]) for form in spelled for word in form[1:-1])
    if before and preceded and _has_new_word(before.group(), forms):
        return span[0] - len(before.group()), span[1]
    if after and followed and _has_new_word(after.group(), forms):
        return span[0], after.end()
    return None


def _is_verb_of(word: str, forms: Sequence[str]) -> bool:
    """Tell a participle of a word that a form has otherwise: 不合格率, the batches that failed."""
    if not word.endswith("ed"):
        return False
    root = word.lower().removesuffix("ed")[:_ROOT]
    others = (other.lower() for form in forms for other in _EN_WORD.findall(form))
    return len(root) >= _ROOT_LEAST and any(
        other.startswith(root) and not other.endswith("ed") for other in others
    )


def _has_new_word(words: str, forms: Sequence[str]) -> bool:
    known = {stem(word) for form in forms for word in _EN_WORD.findall(form)}
    content = [word for word in _EN_WORD.findall(words) if word.lower() not in _IDLE]
    return any(not any(same_word(stem(word), other) for other in known) for word in content)


def _unshortened(text: str, span: Span, forms: Sequence[str]) -> Span | None:
    """Return the span unless it is a form cut short; a form but for its last character is a slip (充电堆)."""
    words = text[slice(*span)]
    if any(words == form[:-1] and len(words) >= _NEARLY for form in forms):
        return span[0], span[1] + 1
    return None if any(words in form for form in forms) else span
