"""The kinds of match, one function each. Leaves out: their order and limit (`search`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.lookup.config import LookupConfig
from tm.lookup.matches import MatchMaker
from tm.lookup.places import places
from tm.lookup.results import Match, MatchKind
from tm.memory.index import comparison_tokens, index_of, likeness
from tm.memory.index.compare import is_word
from tm.memory.protocols import Memory
from tm.text import match_key
from tm.text.scripts import fold_script

if TYPE_CHECKING:
    from tm.embed.encoder import Encoder

_MORE = 3
"""How many times the limit is made into matches before penalties settle the order."""
_LEAST_POOL = 12
_LEAST_CONTAINED_TOKENS = 2
_REPAIRS_TRIED = 8
_RUNS_ASKED = 4
"""Stretches of words that a unit must have to be tried for a repair, the longest of the query's."""


@dataclass(frozen=True, kw_only=True)
class Query:
    """What one look-up works with; `tokens` are comparison tokens, `key` the match key of `text`."""

    memory: Memory
    text: str
    side: Side
    tokens: Sequence[str]
    key: str
    config: LookupConfig
    maker: MatchMaker

    def wants(self, *kinds: MatchKind) -> bool:
        """Tell whether any of the kinds is asked for."""
        return not self.config.kinds.isdisjoint(kinds)

    @property
    def pool(self) -> int:
        """How many units of a kind are looked at."""
        return max(_LEAST_POOL, _MORE * self.config.limit)


def exact(query: Query, previous: str | None, next_: str | None) -> list[Match]:
    """Return units whose key is the query's; those written differently in more than script are 99."""
    found: list[Match] = []
    held = query.memory.units.exact(query.side, query.key, limit=query.pool)
    for unit in held:
        if unit.status is UnitStatus.DO_NOT_REUSE:
            continue
        if not same_writing(query.text, unit.text(query.side)):
            found.append(query.maker.make(MatchKind.FUZZY, unit, percent=99))
        elif in_context(unit, query.side, previous, next_) and query.wants(MatchKind.CONTEXT):
            found.append(query.maker.make(MatchKind.CONTEXT, unit, percent=100))
        else:
            found.append(query.maker.make(MatchKind.EXACT, unit, percent=100))
    return found


def same_writing(query: str, source: str) -> bool:
    """Tell whether two texts with one match key differ in nothing but script and white space.

    >>> same_writing("國家 认监委", "国家认监委"), same_writing("ＣＱＣ", "CQC")
    (True, False)
    """
    return query == source or _unspaced(query) == _unspaced(source)


def _unspaced(text: str) -> str:
    return fold_script("".join(text.split()))


def in_context(unit: TranslationUnit, side: Side, previous: str | None, next_: str | None) -> bool:
    """Tell whether both neighbours are the unit's own; at the edge of a text both have none."""
    if previous is None and next_ is None:
        return False
    context = unit.context
    if side == "en":
        stored = (context.en_previous, context.en_next)
    else:
        stored = (context.zh_previous, context.zh_next)
    return all(
        (given is None and held is None)
        or (given is not None and held is not None and match_key(given) == match_key(held))
        for given, held in zip((previous, next_), stored, strict=True)
    )


def fuzzy(query: Query, *, repair: bool) -> list[Match]:
    """Return units at or above the least percent; with `repair`, rewritten where that is certain."""
    if not query.wants(MatchKind.FUZZY, MatchKind.REPAIRED):
        return []
    hits = index_of(query.memory).fuzzy(query.side, query.tokens, query.config.least_percent, query.pool)
    found: list[Match] = []
    for tried, unit in enumerate(query.memory.units.get([hit.unit for hit in hits])):
        source = unit.text(query.side)
        if match_key(source) == query.key:
            continue
        percent = likeness(query.tokens, comparison_tokens(source)).percent
        match = None
        if repair and query.wants(MatchKind.REPAIRED) and tried < _REPAIRS_TRIED:
            match = _repaired(query, unit, percent)
        found.append(match or query.maker.make(MatchKind.FUZZY, unit, percent=percent))
    if repair and query.wants(MatchKind.REPAIRED) and all(m.kind is not MatchKind.REPAIRED for m in found):
        found += _repaired_below(query)
    return found


def _repaired_below(query: Query) -> list[Match]:
    """Return rewritten units below the least percent: values and names may be most of a short segment.

    They are found by the words between the values, and between the terms.
    """
    from tm.lookup.repair_terms import usable
    from tm.lookup.slots import slotted

    index = index_of(query.memory)
    tried: set[int] = set()
    for hits in ((), usable(query.maker.find_terms(query.text, query.side))):
        cut = slotted(query.text, query.side, hits)
        runs = [run for run in map(comparison_tokens, cut.fixed) if any(map(is_word, run))]
        if not cut.slots or not runs:
            continue
        longest = sorted(runs, key=len, reverse=True)[:_RUNS_ASKED]
        units = index.phrase(query.side, longest, order="length", limit=_REPAIRS_TRIED).units
        for unit in query.memory.units.get([each for each in units if each not in tried]):
            percent = likeness(query.tokens, comparison_tokens(unit.text(query.side))).percent
            match = _repaired(query, unit, percent) if percent >= query.config.least_repaired else None
            if match is not None:
                return [match]
        tried.update(units)
    return []


def _repaired(query: Query, unit: TranslationUnit, percent: int) -> Match | None:
    from tm.lookup.repair import repaired

    rewritten = repaired(query.text, unit, query.side, query.maker.find_terms)
    if rewritten is None:
        return None
    return query.maker.make(
        MatchKind.REPAIRED, unit, percent=percent, target=rewritten.target, repair=rewritten.repair
    )


def contained(query: Query) -> list[Match]:
    """Return longer units in which the whole query stands, the shortest ones."""
    if not query.wants(MatchKind.CONTAINED) or len(query.tokens) < _LEAST_CONTAINED_TOKENS:
        return []
    hits = index_of(query.memory).phrase(
        query.side, [query.tokens], order="length", limit=query.pool + _LEAST_POOL
    )
    found: list[Match] = []
    for unit in query.memory.units.get(hits.units):
        source = unit.text(query.side)
        spans = places(query.text, source)
        if spans and match_key(source) != query.key:
            percent = likeness(query.tokens, comparison_tokens(source)).percent
            found.append(query.maker.make(MatchKind.CONTAINED, unit, percent=percent, source_span=spans[0]))
        if len(found) == query.pool:
            break
    return found


def semantic(query: Query, encoder: Encoder) -> tuple[list[Match], tuple[str, ...]]:
    """Return the units nearest in meaning in either language, and what the user should know of the search."""
    vector = encoder.encode([query.text])[0]
    found = index_of(query.memory).nearest(encoder, vector, query.pool)
    near = {hit.unit: hit.cosine for hit in found.hits if hit.cosine >= query.config.least_cosine}
    matches = [
        query.maker.make(MatchKind.SEMANTIC, unit, cosine=round(near[unit.id], 4))
        for unit in query.memory.units.get(list(near))
        if unit.id is not None
    ]
    if not found.waiting:
        return matches, ()
    said = f"{found.waiting} units have no vectors of {encoder.name} yet and are not found by meaning"
    return matches, (f"{said}; run `tm reembed`",)
