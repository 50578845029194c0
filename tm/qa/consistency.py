"""The draft against itself and against what was published. Leaves out: terms (`terms`)."""

from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.text import match_key

_LEAST_CHARS = {"zh": 6, "en": 15}
"""Shorter segments (是的。, OK) are rendered by what stands around them."""


def consistency(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield one source in two renderings, and one rendering of two sources."""
    del known
    by_source: dict[str, tuple[str, Row]] = {}
    by_draft: dict[str, tuple[str, Row]] = {}
    for row in rows:
        source, draft = match_key(row.source.text), match_key(row.draft.text)
        if not source or not draft or len(source) < _LEAST_CHARS[row.source.side]:
            continue
        first_draft, first = by_source.setdefault(source, (draft, row))
        if first_draft != draft:
            yield Mark(
                row=row,
                rule="inconsistent-target",
                message=f"the same source is translated otherwise in row {first.index}",
                draft_span=(0, len(row.draft.text)),
            )
        first_source, first = by_draft.setdefault(draft, (source, row))
        if first_source != source and len(draft) >= _LEAST_CHARS[row.draft.side]:
            yield Mark(
                row=row,
                rule="inconsistent-source",
                message=f"the same draft as in row {first.index}, whose source is another",
                source_span=(0, len(row.source.text)),
            )


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
