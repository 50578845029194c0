"""Vectors of the newest units, compared whole. Leaves out: units on disk (`quantised`) and encoding."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tm.bitext import Side, TranslationUnit
from tm.embed.encoder import Encoder, Vectors
from tm.memory.protocols import Memory

SIDES: tuple[Side, Side] = ("en", "zh")


@dataclass(frozen=True, kw_only=True, slots=True)
class MeaningHit:
    """A unit near a query in meaning: the side whose text is near, and the cosine (-1 to 1)."""

    unit: int
    side: Side
    cosine: float


def vectors_of(memory: Memory, encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Return float32 `(len(texts), dimension)`: stored vectors where there are, else encoded now.

    An empty text has the zero vector, which is near nothing.
    """
    wanted = list(dict.fromkeys(text for text in texts if text.strip()))
    held = dict(memory.vectors.get(encoder.name, wanted)) if wanted else {}
    missing = [text for text in wanted if text not in held]
    if missing:
        held.update(zip(missing, encoder.encode(missing), strict=True))
    found = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for row, text in enumerate(texts):
        if text in held:
            found[row] = held[text]
    return found


class TailVectors:
    """Unit vectors of both sides for the units of a tail, by one model."""

    def __init__(self, dimension: int) -> None:
        self._rows: dict[int, int] = {}
        self._units: list[int] = []
        self._vectors = {side: np.zeros((0, dimension), dtype=np.float32) for side in SIDES}

    def __contains__(self, unit: int) -> bool:
        return unit in self._rows

    def put(self, memory: Memory, encoder: Encoder, units: Sequence[TranslationUnit]) -> None:
        """Take in units not held yet."""
        for side in SIDES:
            added = vectors_of(memory, encoder, [unit.text(side) for unit in units])
            self._vectors[side] = np.concatenate([self._vectors[side], added])
        for unit in units:
            assert unit.id is not None
            self._rows[unit.id] = len(self._units)
            self._units.append(unit.id)

    def drop(self, unit: int) -> None:
        """Let go of a unit; its row stays, near nothing."""
        row = self._rows.pop(unit, None)
        if row is not None:
            for vectors in self._vectors.values():
                vectors[row] = 0.0

    def nearest(self, query: Vectors, limit: int) -> list[MeaningHit]:
        """Return the nearest units by either side, best first; `query` is float32 `(dimension,)`."""
        cosines = np.stack([self._vectors[side] @ query for side in SIDES])
        best = cosines.max(axis=0)
        order = np.argsort(-best, kind="stable")[: limit + len(self._units) - len(self._rows)]
        hits = [
            MeaningHit(
                unit=self._units[row], side=SIDES[int(cosines[:, row].argmax())], cosine=float(best[row])
            )
            for row in order.tolist()
            if self._rows.get(self._units[row]) == row
        ]
        return hits[:limit]
