"""Vectors for seeded units where encoding them all would take hours, stated as what they are.

The real vectors of the pairs the units were made from are mixed two by two, the same pair of pairs on
both sides, and given noise of their own. Neighbours are then real vectors' neighbours.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.embed import Encoder
from tm.memory import Memory

_BATCH = 4_096
_NOISE = 0.02
"""Standard deviation a component: cosine about .91 with the unmixed vector at 512 dimensions."""


def put_vectors(memory: Memory, encoder: Encoder, pairs: Sequence[tuple[str, str]], seed: int) -> int:
    """Store a vector for every text of the memory; return how many were stored."""
    en, zh = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    draw = np.random.default_rng(seed)
    stored = 0
    batch: dict[str, NDArray[np.float32]] = {}
    for unit in memory.units.scan():
        one, other = draw.integers(len(pairs), size=2)
        share = draw.choice([0.0, 0.0, 0.3, 0.5])
        for text, rows in ((unit.en, en), (unit.zh, zh)):
            mixed = rows[one] * (1 - share) + rows[other] * share
            mixed = mixed + draw.normal(scale=_NOISE, size=mixed.shape)
            batch[text] = (mixed / np.linalg.norm(mixed)).astype(np.float32)
        if len(batch) >= _BATCH:
            memory.vectors.put(encoder.name, encoder.weights_hash, batch)
            stored += len(batch)
            batch = {}
    memory.vectors.put(encoder.name, encoder.weights_hash, batch)
    return stored + len(batch)


def encode_all(memory: Memory, encoder: Encoder) -> int:
    """Encode every text of the memory with the real model; return how many there were."""
    stored = 0
    after = 0
    while missing := memory.vectors.missing(encoder.name, _BATCH, after):
        texts = [text for _, text in missing]
        memory.vectors.put(
            encoder.name, encoder.weights_hash, dict(zip(texts, encoder.encode(texts), strict=True))
        )
        stored += len(texts)
        after = missing[-1][0]
    return stored
