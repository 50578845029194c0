"""What each part of a memory offers, whatever keeps it. Leaves out: the memory as a whole (`protocols`).

Words used here. A unit is *live* while it is neither deleted, superseded by a later text of its
release, merged away nor undone. A live unit is *usable* unless it is marked do-not-reuse. A
*rendering* is a pair of match keys; the same rendering from two pairs of releases is two units.

Changes outside a `transaction` are transactions of their own. Every method raises
MemoryStoreError where the memory can't be read or written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from tm.bitext import Release, Segment, Side, Term, TranslationUnit, UnitStatus
from tm.memory.values import Act, Change, ModelInfo, StoredPair, Tally, UnitVectors, VectorBatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Units(Protocol):
    """Translation units by id, by match key and in order."""

    def add(self, units: Iterable[TranslationUnit]) -> Tally:
        """Store units in order. A unit with the same keys and releases is known, not added twice.

        A known unit takes over another writing under the same keys, a note, neighbours where it
        has none, and a judgement (confirmed, do-not-reuse); a confirmed one keeps its writing.
        Units without releases share one identity, whatever document they came from. Outside a
        transaction units are committed by the 50,000, so the iterable may be endless; where it
        raises a TmError, what it gave before is stored first.
        """
        ...

    def put_release(self, en_key: str, zh_key: str, units: Iterable[TranslationUnit]) -> Tally:
        """Store the units of a pair of releases, in one transaction, in place of what either held.

        Units that are there already are brought up to date (status too, plain and review alike);
        those not among `units` are superseded: kept in the history, out of use here, and in use
        again when they come back. Confirmed, edited and do-not-reuse units stay as they are.
        """
        ...

    def get(self, ids: Sequence[int]) -> list[TranslationUnit]:
        """Return the live units with these ids in the order asked; others are left out."""
        ...

    def exact(self, side: Side, key: str, *, limit: int | None = None) -> list[TranslationUnit]:
        """Return usable units whose `match_key` on `side` is `key`, at most `limit`.

        Confirmed ones come first, those that need review last, the newest first among equals.
        """
        ...

    def of_pair(self, en_key: str | None, zh_key: str | None) -> list[TranslationUnit]:
        """Return the live units of a pair of releases, by id."""
        ...

    def scan(self, after: int = 0, *, barred: bool = False) -> Iterator[TranslationUnit]:
        """Yield usable units with id greater than `after`, by id, in bounded memory.

        With `barred` do-not-reuse units too. Changes made meanwhile are not seen; close the
        iterator if it is not run to its end.
        """
        ...

    def changed_since(self, generation: int) -> list[int]:
        """Return ids of units added, changed or taken out of use after `generation`, by id.

        `get` and their status tell which of them are usable now. Costs as much as what changed.
        """
        ...

    def count(self, *, barred: bool = False) -> int:
        """Return the number of usable units; with `barred` of live ones."""
        ...

    def edit(self, unit: TranslationUnit, by: str = "") -> None:
        """Replace the live unit of the same id; the old one stays in the history.

        A rebuild of its releases does not bring the old rendering back. Raises MemoryStoreError
        where the id is not live or another live unit of the same releases has the new keys.
        """
        ...

    def set_status(self, ids: Sequence[int], status: UnitStatus, by: str | None = None) -> None:
        """Set the status of live units, and who confirmed them when.

        Do-not-reuse, and lifting it, holds for the rendering in every release. Raises
        MemoryStoreError for an id that is not live.
        """
        ...

    def delete(self, ids: Sequence[int], by: str = "") -> None:
        """Take the renderings of live units out of use in every release, and in later rebuilds.

        They stay in the history. Raises MemoryStoreError for an id that is not live.
        """
        ...

    def merge(self, keep: int, others: Sequence[int], by: str = "") -> None:
        """Let the live unit `keep` stand for `others`, whose renderings go out of use as if deleted.

        Raises MemoryStoreError for an id that is not live.
        """
        ...


class Releases(Protocol):
    """Every segment of every release, and which releases answer each other."""

    def put(self, release: Release, segments: Sequence[Segment]) -> bool:
        """Store a release under its key; False where the very same was there already.

        What was held under the key before is kept, out of sight, for undo.
        """
        ...

    def get(self, key: str) -> tuple[Release, tuple[Segment, ...]] | None:
        """Return a release and its segments, or None."""
        ...

    def keys(self) -> list[str]:
        """Return every key, sorted by code point."""
        ...

    def fingerprint(self, key: str) -> str | None:
        """Return the fingerprint of a release's text, segments and metadata; None if not held."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Take releases and their pairs out of use; their units stay (`put_release` with none ends those).

        Raises MemoryStoreError for a key that is not held.
        """
        ...

    def put_pair(self, pair: StoredPair) -> None:
        """Store a pair and its beads in place of what was held for either release."""
        ...

    def pairs(self) -> list[StoredPair]:
        """Return every stored pair, by English key."""
        ...

    def pair_of(self, key: str) -> StoredPair | None:
        """Return the pair a release is part of, or None."""
        ...


class VectorStore(Protocol):
    """Vectors by model and text; the text is the key, so nothing is encoded twice.

    Texts that are in no unit or release are kept as a digest only, without their words. Vectors
    are kept at 8 bits a component: see the back end for the loss. They are not part of the history.
    """

    def get(
        self, model: str, texts: Sequence[str], weights_hash: str | None = None
    ) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of length 1 held for these texts; texts not held are left out.

        Raises MemoryStoreError if `weights_hash` is given and is not the one recorded.
        """
        ...

    def put(self, model: str, weights_hash: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Store vectors of length 1; those of texts already held stay as they are.

        Raises MemoryStoreError if the model's dimension or weights hash differ from those recorded.
        """
        ...

    def models(self) -> list[ModelInfo]:
        """Return every model vectors are held of, by name."""
        ...

    def drop(self, model: str) -> None:
        """Forget a model and all its vectors, so that it may be stored with other weights."""
        ...

    def scan(self, model: str) -> Iterator[VectorBatch]:
        """Yield every vector of a model with the hash of its text, in batches."""
        ...

    def of_units(self, model: str, side: Side, after: int = 0) -> Iterator[UnitVectors]:
        """Yield the vectors of one side of usable units with id greater than `after`, by id, in batches.

        Units whose text has no vector of the model yet are left out.
        """
        ...

    def of_ids(self, model: str, side: Side, ids: Sequence[int]) -> UnitVectors:
        """Return the vectors of one side of these units, by id; those without one are left out."""
        ...

    def missing(self, model: str, limit: int = 4_096, after: int = 0) -> list[tuple[int, str]]:
        """Return (text id, text) of texts that have no vector of the model, ids above `after`, by id."""
        ...


class Terms(Protocol):
    """The termbase."""

    def add(self, terms: Iterable[Term]) -> Tally:
        """Store terms; one with the same full forms and domain is updated, its status too.

        Raises MemoryStoreError for a term with an empty side.
        """
        ...

    def all(self) -> list[Term]:
        """Return every live term, by id."""
        ...

    def count(self) -> int:
        """Return the number of live terms."""
        ...

    def latest(self) -> int:
        """Return the generation of the latest change of any term, 0 where there never was one."""
        ...

    def delete(self, ids: Sequence[int]) -> None:
        """Remove terms. Raises MemoryStoreError for an id that is not live."""
        ...


class Reviews(Protocol):
    """People's corrections to beads: confirmed and rejected ones, found again by their text."""

    def add(
        self, action: str, en: Sequence[str], zh: Sequence[str], occurrence: int = 0, by: str = ""
    ) -> None:
        """Record `confirm` or `reject` for a bead given by the texts of its segments.

        The same action as the latest on the same bead is not recorded twice.
        """
        ...

    def all(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...], int]]:
        """Return (action, en texts, zh texts, occurrence) of every correction, oldest first.

        Where a bead was both confirmed and rejected the later one holds.
        """
        ...


class History(Protocol):
    """What was done, and how to take the last of it back."""

    def changes(self, limit: int = 50) -> list[Change]:
        """Return the latest changes, newest first."""
        ...

    def of_unit(self, unit: int) -> list[Change]:
        """Return every change of one unit, newest first."""
        ...

    def acts(self, limit: int = 50) -> list[Act]:
        """Return the latest labelled transactions, newest first."""
        ...

    def unfinished(self) -> list[Act]:
        """Return series that were cut off: begun, not ended, and no process is still at them.

        Doing the same again picks up what was left and settles them; so does `undo`.
        """
        ...

    def undo(self, by: str = "") -> str | None:
        """Take back the last labelled transaction not yet undone; return its label, None if none.

        Raises MemoryStoreError while another process is still at that transaction.
        """
        ...
