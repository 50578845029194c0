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
Places = NDArray[np.int64]
_NONE = np.uint64(0)


def consistency(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield one source in two renderings, and one rendering of two sources."""
    del known
    others = _others(*_texts(rows))
    for at, first_source, first_draft in zip(*(column.tolist() for column in others), strict=True):
        row = rows[at]
        if first_source >= 0:
            yield Mark(
                row=row,
                rule="inconsistent-target",
                message=f"the same source is translated otherwise in row {first_source}",
                draft_span=(0, len(row.draft.text)),
            )
        if first_draft >= 0 and len(match_key(row.draft.text)) >= _LEAST_CHARS[row.draft.side]:
            yield Mark(
                row=row,
                rule="inconsistent-source",
                message=f"the same draft as in row {first_draft}, whose source is another",
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


def _others(sources: Digests, drafts: Digests) -> tuple[Places, Places, Places]:
    """Return rows unlike the first of their source or of their draft, and these two rows; -1 where alike."""
    by_source, by_draft = _firsts(sources), _firsts(drafts)
    by_source[drafts == drafts[by_source]] = -1
    by_draft[sources == sources[by_draft]] = -1
    unlike = np.flatnonzero((sources != _NONE) & ((by_source >= 0) | (by_draft >= 0)))
    return unlike, by_source[unlike], by_draft[unlike]


def _firsts(digests: Digests) -> Places:
    """Return for each text the first row it stands in."""
    _values, firsts, places = np.unique(digests, return_index=True, return_inverse=True)
    return np.asarray(firsts[places], np.int64)


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
