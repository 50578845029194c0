"""Vectors of words, kept from one document to the next. Leaves out: sentences, which seldom come again."""

from collections.abc import Sequence

import numpy as np

from tm.embed import Encoder, Vectors

_KEPT = 20_000  # words of an encoder; 40 MB at 512 dimensions
_stores: dict[str, dict[str, Vectors]] = {}


def word_vectors(encoder: Encoder, words: Sequence[str]) -> Vectors:
    """Return what `encoder.encode` returns; words met in earlier calls are not read again.

    Threads may call it side by side: at worst a word is read twice.
    """
    kept = _stores.get(encoder.weights_hash, {})
    found = np.empty((len(words), encoder.dimension), np.float32)
    missing: list[int] = []
    for row, word in enumerate(words):
        vector = kept.get(word)
        if vector is None:
            missing.append(row)
        else:
            found[row] = vector
    if missing:
        fresh = encoder.encode([words[row] for row in missing])
        found[missing] = fresh
        if len(kept) + len(missing) > _KEPT:
            kept = {}
        kept.update((words[row], vector.copy()) for row, vector in zip(missing[:_KEPT], fresh, strict=False))
        _stores[encoder.weights_hash] = kept
    return found
