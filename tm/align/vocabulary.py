"""The words of one side, and where they stand. Leaves out: what a word is (`words`), and vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.align.words import words
from tm.bitext import Side
from tm.embed import ComposingEncoder, Spans

Ints = NDArray[np.int64]
_PLACES = 4
"""Places a word is known by: those where it stands first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """The names of words by number, the words of every text, and the first places of each, a row a word."""

    names: list[str]
    lines: list[Ints]
    places: Spans


def vocabulary(texts: Sequence[str], side: Side, encoder: ComposingEncoder) -> Vocabulary:
    """Return the words of texts of one side.

    Pairs of Han characters that are no word to the encoder are left out: their characters say it all.
    """
    numbers: dict[str, int] = {}
    counts: list[int] = []
    lines: list[Ints] = []
    found: list[tuple[int, int, int, int]] = []
    for text, content in enumerate(texts):
        here = words(content, side)
        line = [numbers.setdefault(word, len(numbers)) for word, _ in here]
        counts.extend([0] * (len(numbers) - len(counts)))
        for number, (_, (begin, end)) in zip(line, here, strict=True):
            if counts[number] < _PLACES:
                found.append((text, begin, end, number))
            counts[number] += 1
        lines.append(np.array(line, np.int64))
    names = list(numbers)
    kept = _kept(names, encoder) if side == "zh" else np.ones(len(names), np.bool_)
    anew = np.cumsum(kept) - 1
    places = np.array(found, np.int64).reshape(-1, 4)
    places = places[kept[places[:, 3]]]
    return Vocabulary(
        names=[name for name, keep in zip(names, kept, strict=True) if keep],
        lines=[anew[line][kept[line]] for line in lines],
        places=Spans(
            texts=places[:, 0],
            begins=places[:, 1],
            ends=places[:, 2],
            row=anew[places[:, 3]],
            rows=int(kept.sum()),
        ),
    )


def _kept(found: list[str], encoder: ComposingEncoder) -> NDArray[np.bool_]:
    """Tell which Chinese words to keep: all but pairs of characters that are no word."""
    pairs = [at for at, word in enumerate(found) if len(word) > 1 and not word.isascii()]
    kept = np.ones(len(found), np.bool_)
    kept[pairs] = encoder.knows([found[at] for at in pairs])
    return kept
