"""Where a text is within a quotation: speech in a novel often runs over several segments.

Signs are judged by what stands beside them, since opening and closing ones are often written alike. Leaves
out: quotations within quotations.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side

_SIGNS = re.compile("[\"'“”‘’「」『』]")
_OPENING, _CLOSING = "“‘「『", "”’」』"
_SINGLE = "'‘’"
_BEFORE = "(（[-–—…:：,，"
"""Signs after which a quotation may begin without a space."""
_FORGOTTEN = 30
"""Segments after which a quotation that was never closed counts as over."""


def quotations(texts: Sequence[str], side: Side) -> NDArray[np.bool_]:
    """Return for the boundary before each text, and after the last, whether it lies within a quotation.

    >>> quotations(["他说：“今天不打了。", "明天再来。”", "他走了。"], "zh").tolist()
    [False, True, False, False]
    >>> quotations(["'No more!", "Don't ask the boys' mother.'", "He left."], "en").tolist()
    [False, True, False, False]
    """
    inside = np.zeros(len(texts) + 1, np.bool_)
    single: bool | None = None  # what kind of sign began the quotation, if there is one
    since = 0
    for at, text in enumerate(texts, 1):
        since += 1
        for match in _SIGNS.finditer(text):
            begins = _begins(text, match.start(), side, within=single is not None)
            if begins is None:
                continue
            kind = match.group() in _SINGLE
            if begins and single is None:
                single, since = kind, 0
            elif not begins and single is kind:
                single = None
        if since > _FORGOTTEN:
            single = None
        inside[at] = single is not None
    return inside


def _begins(text: str, at: int, side: Side, *, within: bool) -> bool | None:
    """Tell whether the sign at a place begins a quotation or ends one; None for an apostrophe."""
    sign, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if sign in _OPENING:
        return True
    if sign in _SINGLE and before.isalnum() and after.isalnum() and side == "en":
        return None
    if sign in _CLOSING:
        return False
    if side == "zh":
        return not within
    return (not before.strip() or before in _BEFORE) and bool(after.strip())
