"""What words and vectors say of a pair of candidates. Leaves out: how often they meet."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.align.lexicon import Lexicon
from tm.align.words import en_words, zh_words
from tm.embed import Encoder
from tm.text.scripts import fold_script

_BATCH = 2_048  # texts encoded at once


def cover(en: str, zh: str, lexicon: Lexicon) -> tuple[float, float]:
    """Return which shares of the English words and of the Chinese characters the other side answers, 0–1."""
    own = [word for word, _ in en_words(en)]
    other = zh_words(zh)
    if not own or not other:
        return 0.0, 0.0
    answered = [
        [1.0 if word == chinese else lexicon.score(word, chinese) for chinese, _ in other] for word in own
    ]
    of_english = sum(min(1.0, max(row)) for row in answered) / len(own)
    places: dict[int, float] = {}
    for at, (_, (start, end)) in enumerate(other):
        best = max(row[at] for row in answered)
        for place in range(start, end):
            places[place] = max(places.get(place, 0.0), best)
    return of_english, sum(min(1.0, best) for best in places.values()) / len(places)


def cosines(pairs: Sequence[tuple[str, str]], encoder: Encoder) -> NDArray[np.float64]:
    """Return the cosine of each pair of texts, float64 `(len(pairs),)`; every text is encoded once."""
    texts = list(dict.fromkeys(fold_script(text) for pair in pairs for text in pair))
    if not texts:
        return np.zeros(0)
    vectors = np.concatenate(
        [encoder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    )
    number = {text: at for at, text in enumerate(texts)}
    en = vectors[[number[fold_script(one)] for one, _ in pairs]]
    zh = vectors[[number[fold_script(one)] for _, one in pairs]]
    return np.asarray(np.einsum("ij,ij->i", en, zh), np.float64)
