"""The draft against itself and against what was published. Leaves out: terms (`terms`)."""

import hashlib
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.text import match_key

_LEAST_CHARS = {"zh": 6, "en": 15}
"""Shorter segments (是的。, OK) are rendered by what stands around them."""


def consistency(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield one source in two renderings, and one rendering of two sources."""
    del known
    by_source: dict[bytes, tuple[bytes, int]] = {}
    by_draft: dict[bytes, tuple[bytes, int]] = {}
    for row in rows:
        source_key, draft_key = match_key(row.source.text), match_key(row.draft.text)
        if not source_key or not draft_key or len(source_key) < _LEAST_CHARS[row.source.side]:
            continue
        source, draft = _digest(source_key), _digest(draft_key)
        first_draft, first = by_source.setdefault(source, (draft, row.index))
        if first_draft != draft:
            yield Mark(
                row=row,
                rule="inconsistent-target",
                message=f"the same source is translated otherwise in row {first}",
                draft_span=(0, len(row.draft.text)),
            )
        first_source, first = by_draft.setdefault(draft, (source, row.index))
        if first_source != source and len(draft_key) >= _LEAST_CHARS[row.draft.side]:
            yield Mark(
                row=row,
                rule="inconsistent-source",
                message=f"the same draft as in row {first}, whose source is another",
                source_span=(0, len(row.source.text)),
            )


def _digest(key: str) -> bytes:
    """Return 16 bytes that stand for a text: a million rows' texts would not fit in memory."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


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
