"""Renderings near a glossary form: shortened, parted, recast. Leaves out: the accepted (`terms`)."""

import math
import re
from collections.abc import Sequence

from tm.qa.row import Row
from tm.qa.source_terms import LEVEL, SourceTerm
from tm.qa.stems import has_words
from tm.text import fold
from tm.text.scripts import HAN

EXACT = frozenset({"body", "post", "programme"})
"""Domains whose entries have no near renderings."""
PAIR = 2
"""Characters of the commonest Chinese words."""
_SENTENCE = re.compile(r"(?<=[.;!?])\s")
_GENERIC = re.compile(r"\b(?:actions?|measures?|work|activit(?:y|ies))\b")


def is_near(row: Row, term: SourceTerm, wanted: Sequence[str]) -> bool:
    """Tell renderings near enough: of one common English word, or but for words such as “action”."""
    if row.to_english:
        return _is_near_in_english(row.draft.text, term, wanted)
    bodies = any(entry.domain == "body" for entry in term.accepted)
    if bodies and any(
        _is_shorter(form, row.draft.folded) or _is_own(form, row.draft.folded) for form in map(fold, wanted)
    ):
        return True
    if any(
        entry.domain in EXACT and term.form == entry.forms(row.source.side).full for entry in term.accepted
    ):
        return False
    if any(_parted(form, row.draft.folded) for form in wanted):
        return True
    words = row.source.text[slice(*term.span)].removeprefix("the ").removeprefix("The ").split()
    if len(words) > 1 or (words and words[0].isupper()):
        return False
    parts = {form[at : at + 2] for form in wanted for at in range(len(form) - 1)}
    parts |= {form[0] for form in wanted if len(form) == PAIR}
    return any(part in row.draft.folded for part in map(fold, parts))


def _is_near_in_english(text: str, term: SourceTerm, wanted: Sequence[str]) -> bool:
    heads = [_GENERIC.sub("", form).strip() for form in wanted if _GENERIC.search(form)]
    if any(has_words(text, head, exact=False) for head in heads if head):
        return True
    exact = any(entry.domain in EXACT for entry in term.accepted)
    return not exact and any(_is_scattered(form, text) for form in wanted)


_SCATTERED = 3
"""Content words of a term from which the sentence may have them apart."""


def _is_scattered(form: str, text: str) -> bool:
    """Tell an English term of several words that all stand in one sentence, however far apart."""
    words = re.findall(r"[A-Za-z]{3,}", form)
    return len(words) >= _SCATTERED and any(
        all(has_words(sentence, word, exact=False) for word in words) for sentence in _SENTENCE.split(text)
    )


_KEPT = 0.75
"""Share of a Chinese name's characters that its short form keeps where no glossary need hold it."""


def _is_shorter(form: str, text: str) -> bool:
    """Tell a Chinese name that stands in the text a few characters shorter (市场监管局, 市场监督管理局).

    Its place may stand elsewhere (省市场监管局 after 安徽省).
    """
    if LEVEL.match(form[2:]) and form[:2] in text and _is_shorter(form[2:], text):
        return True
    for at in (found.start() for found in re.finditer(re.escape(form[:2]), text)):
        for size in range(math.ceil(_KEPT * len(form)), len(form)):
            left = iter(form)
            piece = text[at : at + size]
            if piece[-1] == form[-1] and all(character in left for character in piece):
                return True
    return False


_OWN = re.compile("委(?=员会$)|(?:中心|协会|学会|公司|集团|[委局署司厅部院])$")


def _is_own(form: str, text: str) -> bool:
    """Tell a body that speaks of itself or is taken up by its last word (我委, 委领导, 该中心)."""
    kind = _OWN.search(form)
    if kind is None:
        return False
    return bool(re.search(f"[我该本全]{kind[0]}|(?<![{HAN}])总?{kind[0]}(?:领导|党[委组]|机关|内)", text))


def _parted(form: str, text: str) -> bool:
    """Tell a Chinese form with a word or two put into it (茶叶专业合作社 for 茶叶合作社, 不合格发现率)."""
    if len(form) == PAIR:  # 减负 in 减轻企业负担
        return bool(re.search(f"{re.escape(fold(form[0]))}.{{1,5}}{re.escape(fold(form[1]))}", text))
    halves = [(form[:at], form[at:]) for at in range(2, len(form)) if at > PAIR or len(form) > at + 1]
    return any(re.search(f"{re.escape(fold(a))}.{{1,4}}{re.escape(fold(b))}", text) for a, b in halves)
