"""What a memory offers, whatever keeps it. Leaves out: how SQLite does it (`sqlite`), and ranking.

Each protocol has one contract suite in `tests/memory/` that runs on every back end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Bead, Release, Segment, Side, Term, TranslationUnit, UnitStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What an `add` did: units new, units whose text or status changed, units already there."""

    added: int = 0
    updated: int = 0
    known: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One recorded change: what was done, when (UTC ISO 8601), by whom, and to which unit."""

    id: int
    label: str
    at: str
    by: str
    unit: int | None
    before: TranslationUnit | None
    after: TranslationUnit | None


class Units(Protocol):
    """Translation units by id, by match key and in order."""

    def add(self, units: Iterable[TranslationUnit]) -> Tally:
        """Store units in order. A unit with the same keys and release is known, not added twice."""
        ...

    def get(self, ids: Sequence[int]) -> list[TranslationUnit]:
        """Return the units with these ids in the order asked; deleted ones are left out."""
        ...

    def exact(self, side: Side, key: str) -> list[TranslationUnit]:
        """Return live units whose `match_key` on `side` is `key`."""
        ...

    def scan(self, after: int = 0) -> Iterator[TranslationUnit]:
        """Yield live units with id greater than `after`, by id, in bounded memory."""
        ...

    def changed_since(self, generation: int) -> list[int]:
        """Return ids of units added, changed or deleted after `generation`, for indexes to catch up."""
        ...

    def count(self) -> int:
        """Return the number of live units."""
        ...

    def edit(self, unit: TranslationUnit) -> None:
        """Replace the stored unit of the same id; the old one stays in the history."""
        ...

    def set_status(self, ids: Sequence[int], status: UnitStatus, by: str | None = None) -> None:
        """Set the status of units, and who confirmed them."""
        ...

    def delete(self, ids: Sequence[int]) -> None:
        """Take units out of use; they stay in the history and do not come back on a rebuild."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPair:
    """Two releases held to answer each other, with their beads and the fingerprints of both texts."""

    en: str
    zh: str
    confidence: float
    beads: tuple[Bead, ...]


class Releases(Protocol):
    """Every segment of every release, and which releases answer each other."""

    def put(self, release: Release, segments: Sequence[Segment]) -> bool:
        """Store a release under its key; False where the same text was there already."""
        ...

    def get(self, key: str) -> tuple[Release, tuple[Segment, ...]] | None:
        """Return a release and its segments, or None."""
        ...

    def keys(self) -> list[str]:
        """Return every key, sorted."""
        ...

    def put_pair(self, pair: StoredPair) -> None:
        """Store a pair and its beads in place of what was held for either release."""
        ...

    def pairs(self) -> list[StoredPair]:
        """Return every stored pair, by English key."""
        ...


class VectorStore(Protocol):
    """Vectors by model and content hash; the text is the key, so nothing is encoded twice."""

    def get(self, model: str, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors held for these texts; texts not held are left out."""
        ...

    def put(self, model: str, weights_hash: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Store vectors. Raises MemoryStoreError if the model's dimension or weights hash differ."""
        ...


class Terms(Protocol):
    """The termbase."""

    def add(self, terms: Iterable[Term]) -> Tally:
        """Store terms; one with the same full forms, domain and status is updated."""
        ...

    def all(self) -> list[Term]:
        """Return every live term, by id."""
        ...

    def delete(self, ids: Sequence[int]) -> None:
        """Remove terms."""
        ...


class Reviews(Protocol):
    """People's corrections to beads: confirmed and rejected ones, found again by their text."""

    def add(
        self, action: str, en: Sequence[str], zh: Sequence[str], occurrence: int = 0, by: str = ""
    ) -> None:
        """Record `confirm` or `reject` for a bead given by the texts of its segments."""
        ...

    def all(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...], int]]:
        """Return (action, en texts, zh texts, occurrence) of every correction, oldest first."""
        ...


class History(Protocol):
    """What was done, and how to take the last of it back."""

    def changes(self, limit: int = 50) -> list[Change]:
        """Return the latest changes, newest first."""
        ...

    def undo(self) -> str | None:
        """Take back the last labelled transaction not yet undone; return its label, None if none."""
        ...


class Memory(Protocol):
    """One open memory."""

    @property
    def location(self) -> str:
        """Path or URL it was opened from."""
        ...

    @property
    def units(self) -> Units: ...
    @property
    def releases(self) -> Releases: ...
    @property
    def vectors(self) -> VectorStore: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def history(self) -> History: ...

    def generation(self) -> int:
        """Return a number that grows with every committed change of units or terms."""
        ...

    def transaction(self, label: str, by: str = "") -> AbstractContextManager[None]:
        """Do several things or none; nested transactions join the outer one."""
        ...

    def backup(self, to: Path) -> None:
        """Write a whole copy of the memory to a new file."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...
