"""Whether a sentence goes on from one segment to the next."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side

_CLOSERS = "\"”’'」』）)】》]"
_PAUSE = ",，、"
_END = re.compile(r"[.!?;:。！？；：…—]")


def boundaries(texts: Sequence[str], side: Side) -> NDArray[np.bool_]:
    """Return for the boundary before each text, and after the last, whether it lies within a sentence.

    It does where a comma stands before it, or a small letter after an end without a full stop. Beginning
    and end of the whole do not.
    """
    soft = np.zeros(len(texts) + 1, np.bool_)
    for at in range(1, len(texts)):
        last = texts[at - 1].rstrip().rstrip(_CLOSERS)[-1:]
        goes_on = side == "en" and texts[at].lstrip()[:1].islower()
        soft[at] = (bool(last) and last in _PAUSE) or (goes_on and _END.match(last) is None)
    return soft
