"""The draft against itself and against what was published. Leaves out: terms (`terms`)."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.text import match_key

_LEAST_CHARS = {"zh": 6, "en": 15}
"""Shorter segments (是的。, OK) are rendered by what stands around them."""
Digests = NDArray[np.uint64]
_NONE = np.uint64(0)


def consistency(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield one source in two renderings, and one rendering of two sources."""
    del known
    sources, drafts = _texts(rows)
    twice = _twice(sources) | _twice(drafts)
    by_source: dict[int, tuple[int, int]] = {}
    by_draft: dict[int, tuple[int, int]] = {}
    for at in np.flatnonzero(twice & (sources != _NONE)).tolist():
        row, source, draft = rows[at], int(sources[at]), int(drafts[at])
        first_draft, first = by_source.setdefault(source, (draft, row.index))
        if first_draft != draft:
            yield Mark(
                row=row,
                rule="inconsistent-target",
                message=f"the same source is translated otherwise in row {first}",
                draft_span=(0, len(row.draft.text)),
            )
        first_source, first = by_draft.setdefault(draft, (source, row.index))
        if first_source != source and len(match_key(row.draft.text)) >= _LEAST_CHARS[row.draft.side]:
            yield Mark(
                row=row,
                rule="inconsistent-source",
                message=f"the same draft as in row {first}, whose source is another",
                source_span=(0, len(row.source.text)),
            )


def _texts(rows: Sequence[Row]) -> tuple[Digests, Digests]:
    """Return 8 bytes for the source and the draft of each row: a million texts would not fit in memory.

    Rows too short to be judged, or without one side, have `_NONE`.
    """
    found = np.full((2, len(rows)), _NONE, np.uint64)
    for at, row in enumerate(rows):
        source, draft = match_key(row.source.text), match_key(row.draft.text)
        if draft and len(source) >= _LEAST_CHARS[row.source.side]:
            found[:, at] = _digest(source), _digest(draft)
    return found[0], found[1]


def _twice(digests: Digests) -> NDArray[np.bool_]:
    """Tell for each text whether it stands in another row too."""
    _values, places, counts = np.unique(digests, return_inverse=True, return_counts=True)
    return np.asarray(counts[places] > 1)


def _digest(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


def published(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield drafts that differ from the published rendering of the very same segment."""
    for row in rows:
        renderings = known.published.get(match_key(row.source.text), ())
        if not renderings or not row.draft.text.strip():
            continue
        draft = match_key(row.draft.text)
        if all(match_key(rendering) != draft for rendering in renderings):
            yield Mark(
                row=row,
                rule="published",
                message=f"published before as: {renderings[0]}",
                draft_span=(0, len(row.draft.text)),
                suggestion=renderings[0],
            )
