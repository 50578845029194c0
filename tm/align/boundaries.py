"""What a segment's end says of how it goes on: within a sentence, or as after a heading."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side

_CLOSERS = "\"”’'」』）)】》]"
_PAUSE = ",，、"
_END = re.compile(r"[.!?;:。！？；：…—]")


def boundaries(texts: Sequence[str], side: Side) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for the boundary before each text, and after the last, whether it is soft and whether bare.

    Soft: the sentence goes on (a comma before, or a small letter after an end without a full stop).
    Bare: no sign at all, as after a heading. Beginning and end of the whole are neither.
    """
    soft, bare = np.zeros(len(texts) + 1, np.bool_), np.zeros(len(texts) + 1, np.bool_)
    for at in range(1, len(texts)):
        last = texts[at - 1].rstrip().rstrip(_CLOSERS)[-1:]
        ended = _END.match(last) is not None
        goes_on = side == "en" and texts[at].lstrip()[:1].islower()
        soft[at] = (bool(last) and last in _PAUSE) or (goes_on and not ended)
        bare[at] = not ended and not soft[at]
    return soft, bare
