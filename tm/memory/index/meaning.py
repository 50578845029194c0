"""Units near a query in meaning, by the vectors of one model. Leaves out: making vectors of queries.

Most units are in one file of bits (`quantised`), which gives candidates; their cosines are computed from
the vectors the memory keeps. Units changed since that file was made are held whole and compared whole.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.errors import MemoryStoreError
from tm.memory.index.arrays import read_arrays, write_arrays
from tm.memory.index.cells import SAMPLE, Cells, unit_rows
from tm.memory.index.quantised import PartSide, part_arrays
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.embed.encoder import Encoder, Vectors

SIDES: tuple[Side, Side] = ("en", "zh")
VERSION = 3
"""Grows whenever the arrays of a file of bits change."""
TAIL_VECTORS = 8_192
"""Units compared whole at each query: 8 million multiplications a side, about 4 ms."""
ENCODED_AT_ONCE = 512
"""Texts a look-up encodes at most, about a second; what is left over waits for the next one or a job."""
CANDIDATES = 150
"""Units whose cosines are computed exactly, of both sides together; see `quantised` for what they hold."""
_CANDIDATES_A_HIT = 4
"""How many are, for each unit wanted, where that is more."""
_WORTH_KEEPING = 16
"""Texts encoded during a look-up that are worth a write; fewer are made again sooner than stored."""
_FETCH = 2_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeaningHit:
    """A unit near a query in meaning: the side whose text is near, and the cosine (-1 to 1)."""

    unit: int
    side: Side
    cosine: float


class TailVectors:
    """Unit vectors of both sides for some units, float32, a row each; room is doubled as it fills."""

    def __init__(self, dimension: int) -> None:
        self._rows: dict[int, int] = {}
        self._units: list[int] = []
        self._vectors = {side: np.zeros((16, dimension), dtype=np.float32) for side in SIDES}

    def __contains__(self, unit: int) -> bool:
        return unit in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, unit: int, en: Vectors, zh: Vectors) -> None:
        """Hold a unit's vectors in place of what was held of it."""
        self.drop(unit)
        row = len(self._units)
        for side, vector in zip(SIDES, (en, zh), strict=True):
            held = self._vectors[side]
            if row == len(held):
                held = self._vectors[side] = np.concatenate([held, np.zeros_like(held)])
            held[row] = vector
        self._rows[unit] = row
        self._units.append(unit)

    def drop(self, unit: int) -> None:
        """Let go of a unit; its row stays, near nothing."""
        row = self._rows.pop(unit, None)
        if row is not None:
            for vectors in self._vectors.values():
                vectors[row] = 0.0

    def nearest(self, query: Vectors, limit: int) -> list[MeaningHit]:
        """Return the nearest units by either side, best first; `query` is float32 `(dimension,)`."""
        size = len(self._units)
        cosines = np.stack([np.vecdot(self._vectors[side][:size], query) for side in SIDES])
        best = cosines.max(axis=0)
        order = np.argsort(-best, kind="stable")[: limit + size - len(self._rows)]
        hits = [
            MeaningHit(
                unit=self._units[row], side=SIDES[int(cosines[:, row].argmax())], cosine=float(best[row])
            )
            for row in order.tolist()
            if self._rows.get(self._units[row]) == row
        ]
        return hits[:limit]


class ModelIndex:
    """The vectors of one model over one memory. `waiting` counts units that have no vector yet."""

    def __init__(self, memory: Memory, encoder: Encoder) -> None:
        memory.vectors.get(encoder.name, [], encoder.weights_hash)  # refuses other weights
        self._memory = memory
        self._encoder = encoder
        self._sides: dict[Side, PartSide] = {}
        self._changed: set[int] = set()
        self._pending: list[int] = []
        self._tail = TailVectors(encoder.dimension)
        self.generation = 0

    @property
    def waiting(self) -> int:
        """Units that are not found by meaning yet, for want of a vector."""
        return len(self._pending)

    @property
    def changed(self) -> int:
        """Units that are not in the file, or not as they are now."""
        return len(self._changed)

    def load(self, path: Path, generation: int) -> None:
        """Map a file of bits that reflects the memory up to `generation`."""
        arrays = read_arrays(path).arrays
        self._sides = {
            side: PartSide({name: arrays[f"{side}.{name}"] for name in PartSide.ARRAYS}) for side in SIDES
        }
        self.generation = generation

    def take(self, changed: Sequence[int], generation: int) -> None:
        """Note units that changed; they are held whole from now on, the newest where there are too many."""
        self._changed.update(changed)
        self.generation = generation
        for unit in changed:
            self._tail.drop(unit)
        again = set(changed)
        self._pending = [unit for unit in self._pending if unit not in again] + list(changed)

    def hold(self) -> None:
        """Fetch or make the vectors of units noted, the newest first, as far as there is room and time."""
        room = max(0, TAIL_VECTORS - len(self._tail))
        wanted = self._pending[-room:] if room else []
        if not wanted:
            return
        units = {
            unit.id: unit
            for unit in self._memory.units.get(wanted)
            if unit.status is not UnitStatus.DO_NOT_REUSE and unit.id is not None
        }
        held = {side: self._stored(side, list(units)) for side in SIDES}
        made = self._made(
            [unit for key, unit in units.items() if any(key not in held[s] for s in SIDES)], held
        )
        nothing = np.zeros(self._encoder.dimension, dtype=np.float32)
        left: list[int] = []
        for key, unit in units.items():
            vectors = [
                held[side].get(
                    key, made.get(unit.text(side), nothing if not unit.text(side).strip() else None)
                )
                for side in SIDES
            ]
            en, zh = vectors
            if en is None or zh is None:
                left.append(key)
            else:
                self._tail.put(key, en, zh)
        self._pending = [*self._pending[: len(self._pending) - len(wanted)], *left]

    def _stored(self, side: Side, units: Sequence[int]) -> dict[int, Vectors]:
        found = self._memory.vectors.of_ids(self._encoder.name, side, units)
        return dict(zip(found.ids.tolist(), unit_rows(found.codes), strict=True))

    def _made(
        self, units: Sequence[TranslationUnit], held: dict[Side, dict[int, Vectors]]
    ) -> dict[str, Vectors]:
        """Encode texts without a vector, the newest units' first, and keep many for next time."""
        texts = [unit.text(side) for unit in reversed(units) for side in SIDES if unit.id not in held[side]]
        texts = [text for text in dict.fromkeys(texts) if text.strip()][:ENCODED_AT_ONCE]
        if not texts:
            return {}
        made = dict(zip(texts, self._encoder.encode(texts), strict=True))
        if len(made) >= _WORTH_KEEPING and not self._memory.read_only:
            try:
                self._memory.vectors.put(self._encoder.name, self._encoder.weights_hash, made)
            except MemoryStoreError as err:
                log.info("vectors made for a look-up are not kept: %s", err)
        return made

    def nearest(self, query: Vectors, limit: int) -> list[MeaningHit]:
        """Return the nearest units by either side, best first."""
        self.hold()
        found = self._tail.nearest(query, limit)
        for side, units in self._candidates(query, max(CANDIDATES, _CANDIDATES_A_HIT * limit)).items():
            found += self._scored(side, units, query)
        return _best(found, limit)

    def _candidates(self, query: Vectors, most: int) -> dict[Side, list[int]]:
        """Return the likeliest units of both sides together that the file holds as they are, by side."""
        if not self._sides:
            return {}
        with ThreadPoolExecutor(len(self._sides)) as pool:
            near = list(pool.map(lambda part: part.candidates(query, most), self._sides.values()))
        estimates = np.concatenate([each.estimates for each in near])
        units = np.concatenate([each.units for each in near]).tolist()
        order = np.argsort(-estimates, kind="stable").tolist()
        sides = [side for side, each in zip(self._sides, near, strict=True) for _ in each.units]
        chosen: dict[Side, list[int]] = {side: [] for side in self._sides}
        for at in islice((at for at in order if units[at] not in self._changed), most):
            chosen[sides[at]].append(units[at])
        return chosen

    def _scored(self, side: Side, units: Sequence[int], query: Vectors) -> list[MeaningHit]:
        """Return units with their cosines; those whose vectors another process has dropped are left out."""
        found = self._memory.vectors.of_ids(self._encoder.name, side, units)
        if not len(found.ids):
            return []
        cosines = np.vecdot(unit_rows(found.codes), query).tolist()
        return [
            MeaningHit(unit=unit, side=side, cosine=cosine)
            for unit, cosine in zip(found.ids.tolist(), cosines, strict=True)
        ]


def _best(hits: Sequence[MeaningHit], limit: int) -> list[MeaningHit]:
    """Return the better hit of each of the best `limit` units, best first."""
    found: dict[int, MeaningHit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.cosine, -hit.unit)):
        found.setdefault(hit.unit, hit)
        if len(found) == limit:
            break
    return list(found.values())


def write_meaning(memory: Memory, model: str, path: Path) -> int:
    """Write the file of bits of a model over all units that have vectors; return how many there are."""
    ids = memory.units.changed_since(0)
    arrays: dict[str, NDArray[np.generic]] = {}
    count = 0
    for side in SIDES:
        sample = _sample(memory, model, side, ids[:: max(1, len(ids) // SAMPLE)])
        if not sample.size:
            return 0
        made = part_arrays(memory.vectors.of_units(model, side), Cells.fitted(sample, len(ids)))
        count = max(count, len(made["ids"]))
        arrays.update({f"{side}.{name}": array for name, array in made.items()})
    write_arrays(path, {"model": model}, arrays)
    return count


def _sample(memory: Memory, model: str, side: Side, ids: Sequence[int]) -> NDArray[np.int8]:
    parts = [memory.vectors.of_ids(model, side, ids[at : at + _FETCH]) for at in range(0, len(ids), _FETCH)]
    return np.concatenate([part.codes for part in parts if len(part.ids)] or [np.zeros((0, 0), np.int8)])
