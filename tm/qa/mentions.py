"""When a term need not be written out: in a shortened title, or taken up again by its noun alone.

Leaves out: whether it stands there (`terms`).
"""

import re
from collections.abc import Iterable, Sequence

from tm.bitext import TermHit
from tm.qa.evidence import Evidence
from tm.qa.row import Row, Text
from tm.qa.stems import same_word, stem

_SENTENCE = re.compile(r"[.!?。！？…；;:：][\"”’』」)）]*\s*$")
_SHORT = -0.8
"""Deviations from the expected length below which a title counts as shortened."""
_TAKES_UP = re.compile(
    r"(?:\b(?:the|this|these|those|such|its|their|both|all|each|some|other|more|\w+teen|\w+ty|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|[A-Z]\w+-\w+)|\d[\d,.]*) (?:new |first |last |other )?$",
    re.IGNORECASE,
)
_BEFORE_HEAD = re.compile(r" (?:of|for|in|on|to) .*$")
_LEAST = 4


def is_title(row: Row) -> bool:
    """Tell a heading: neither side ends as a sentence does."""
    return not _SENTENCE.search(row.source.text) and not _SENTENCE.search(row.draft.text)


def is_shortened_title(row: Row, known: Evidence) -> bool:
    """Tell a heading whose draft is a good deal shorter than its source would make one expect."""
    if not is_title(row):
        return False
    away = known.lengths.z(len(row.en.text), len(row.zh.text))
    return (away if row.to_english else -away) < _SHORT


def is_taken_up(draft: Text, forms: Iterable[str], hits: Sequence[TermHit]) -> bool:
    """Tell an English draft that takes a term up by its head noun (“the institutions”, “the campaign”).

    The noun of another glossary term does not count.
    """
    if draft.side != "en":
        return False
    for form in forms:
        head = _BEFORE_HEAD.sub("", form).split()[-1:]
        if not head or len(head[0]) < _LEAST or head[0].isupper():
            continue
        for word in draft.words:
            inside = any(hit.span[0] < word.start() and word.end() <= hit.span[1] for hit in hits)
            alike = same_word(stem(word.group()), stem(head[0]))
            if alike and not inside and _opens(draft.text, word.start()):
                return True
    return False


def _opens(text: str, start: int) -> bool:
    return start == 0 or bool(_TAKES_UP.search(text[:start]))
