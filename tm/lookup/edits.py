"""One stretch of a target rewritten, and the doubt that forbids it. Leaves out: what is written there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tm.bitext import Span
from tm.lookup.results import RepairChange

_ARTICLE = re.compile(r"\b(?P<an>an?) $", re.IGNORECASE)
_VOWEL = re.compile(
    r"8|(?:11|18)(?!\d|,?\d{3}\b)|(?:11|18),\d{3}(?![,\d])|[aeio](?!ne\b)|u(?!n[ai]|s|k)", re.IGNORECASE
)
"""How a number or a word starts that is spoken with a vowel: 8, 11, 18,000, eight, eleven; not one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What takes the place of `span`; `number` where it starts with a number, so that its sound is known."""

    span: Span
    text: str
    why: str
    number: bool = False


class UnsureError(Exception):
    """Raised inside the repair where a rewrite would be a guess."""


def written(target: str, edits: Sequence[Edit]) -> tuple[str, tuple[RepairChange, ...]]:
    """Write edits into a target and tell what was changed; `a` and `an` follow a number's sound.

    Raises UnsureError where edits overlap, or an article may no longer fit.

    >>> written("an 11 percent fall", [Edit(span=(3, 13), text="9 percent", why="", number=True)])[0]
    'a 9 percent fall'
    """
    edits = sorted(edits, key=lambda edit: edit.span)
    if any(one.span[1] > other.span[0] for one, other in pairwise(edits)):
        raise UnsureError
    changes: list[RepairChange] = []
    text = target
    for edit in reversed([_with_article(target, edit) for edit in edits]):
        start, end = edit.span
        if text[start:end] != edit.text:
            changes.append(RepairChange(from_=text[start:end], to=edit.text, why=edit.why))
        text = text[:start] + edit.text + text[end:]
    return text, tuple(reversed(changes))


def _with_article(target: str, edit: Edit) -> Edit:
    """Return an edit that takes in the article before it where that changes."""
    start, end = edit.span
    found = _ARTICLE.search(target, 0, start)
    if found is None:
        return edit
    if not edit.number:
        if target[start : start + 1].lower() != edit.text[:1].lower():
            raise UnsureError
        return edit
    article = found["an"][0] + ("n" if _VOWEL.match(edit.text) else "")
    if article == found["an"]:
        return edit
    span = (found.start(), end)
    return Edit(span=span, text=f"{article} {edit.text}", why=edit.why, number=True)
