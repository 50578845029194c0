"""What a draft's own rows teach of its words and lengths. Leaves out: what the memory has learned."""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from tm.align.lexicon import Lexicon, fit_lexicon
from tm.bitext import Draft, DraftSegment, Side
from tm.qa.coverage import en_weight, zh_weight
from tm.qa.evidence import WORDS_MIDDLE, Evidence, Register

_TEACHING_ROWS, _MOST_ROWS = 100, 6_000
"""Rows from which a draft teaches its own words, and the most that are looked at (some seconds)."""
_MOST_LINKS = 6_000_000
"""Possible word links looked at: those of 6,000 rows of prose, in some 300 MB."""
_PRIOR_ROWS = 50
"""Rows of a draft that say as much of its lengths as is known without it."""
_LEAST_LENGTH = 9


def taught(known: Evidence, draft: Draft) -> Evidence:
    """Return evidence with what a draft's rows teach: its register, and its words where it has 100 rows."""
    rows = draft.segments[:: max(1, -(-len(draft.segments) // _MOST_ROWS))]
    side = draft.source_lang.side
    return replace(known, draft_lexicon=_words(rows, side), register=_register(rows, side, known))


def _words(rows: Sequence[DraftSegment], source: Side) -> Lexicon | None:
    if len(rows) < _TEACHING_ROWS:
        return None
    return fit_lexicon((_pair(row, source) for row in rows), most_links=_MOST_LINKS)


def _pair(row: DraftSegment, source: Side) -> tuple[str, str]:
    """Return the English and the Chinese of a row."""
    return (row.draft, row.source) if source == "zh" else (row.source, row.draft)


def _register(rows: Sequence[DraftSegment], source: Side, known: Evidence) -> Register:
    """Return the draft's usual lengths: medians, which faults here and there do not move."""
    pairs = [_pair(row, source) for row in rows]
    pairs = [(en, zh) for en, zh in pairs if min(len(en), len(zh)) > _LEAST_LENGTH]
    characters = [math.log(len(en) / len(zh)) for en, zh in pairs]
    words = [math.log(max(1.0, en_weight(en)) / max(1.0, zh_weight(zh))) for en, zh in pairs]
    return Register(characters=_shrunk(characters, known.lengths.mean), words=_shrunk(words, WORDS_MIDDLE))


def _shrunk(values: Sequence[float], prior: float) -> float:
    if not values:
        return prior
    return (len(values) * median(values) + _PRIOR_ROWS * prior) / (len(values) + _PRIOR_ROWS)
