"""What a memory answers with, besides the nouns of `bitext`. Leaves out: how it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tm.bitext import Bead, TranslationUnit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What an `add` did: units new, units whose text or status changed, units already there.

    `superseded` counts units a changed release took out of use. A unit whose rendering was deleted
    or marked do-not-reuse before counts as known.
    """

    added: int = 0
    updated: int = 0
    known: int = 0
    superseded: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            added=self.added + other.added,
            updated=self.updated + other.updated,
            known=self.known + other.known,
            superseded=self.superseded + other.superseded,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One recorded change: what was done, when (UTC ISO 8601), by whom, and to which unit.

    `kind` is what was changed (unit, term, release, pairing, review) and `count` how many rows:
    units that came in together are one change, with `unit` None where they are more than one.
    `before` is None where the unit was not in use before, `after` where it was not afterwards.
    `act` is the labelled transaction it belongs to, `undone` whether that was taken back.
    """

    id: int
    label: str
    at: str
    by: str
    unit: int | None
    before: TranslationUnit | None
    after: TranslationUnit | None
    kind: str = "unit"
    count: int = 1
    act: int = 0
    undone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One labelled transaction, or series of them; `rows` is how many rows it changed.

    `finished` is False while a series runs and after it was cut off. Times are UTC, ISO 8601.
    """

    id: int
    label: str
    by: str
    at: str
    finished: bool
    undone_at: str | None
    undone_by: str | None
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPair:
    """Two releases held to answer each other, with their beads and the fingerprints of both texts.

    The memory fills in the fingerprints ("" where it does not hold the release): while they equal
    `Releases.fingerprint` of each side and `recipe` (model and settings, in the caller's words) is
    today's, the beads need not be made again.
    """

    en: str
    zh: str
    confidence: float
    beads: tuple[Bead, ...]
    recipe: str = ""
    en_fingerprint: str = ""
    zh_fingerprint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelInfo:
    """A model vectors are held of, and how many."""

    name: str
    dimension: int
    weights_hash: str
    vectors: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorBatch:
    """Vectors by text: `hashes[i]` is the `text_hash` of the text of row i.

    `codes` is int8 `(n, dimension)`; a row over its own length is the unit vector.
    """

    hashes: tuple[int, ...]
    codes: NDArray[np.int8]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitVectors:
    """Vectors of one side of units: `ids` is int64 `(n,)`, `codes` int8 `(n, dimension)`.

    A row of `codes` over its own length is the unit vector.
    """

    ids: NDArray[np.int64]
    codes: NDArray[np.int8]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """What a memory holds, in numbers; `units` counts those in use, do-not-reuse ones included.

    `by_status`, `by_script`, `by_year` (year of the release, "" if none) divide `units`;
    `out_of_use` counts superseded, deleted, edited and merged ones by that word.
    """

    units: int
    by_status: dict[str, int]
    by_script: dict[str, int]
    by_year: dict[str, int]
    out_of_use: dict[str, int]
    renderings: int
    releases: dict[str, int]
    pairs: int
    segments: int
    texts: int
    terms: dict[str, int]
    reviews: dict[str, int]
    models: tuple[ModelInfo, ...]
    acts: int
    generation: int
    schema_version: int
    size_bytes: int
