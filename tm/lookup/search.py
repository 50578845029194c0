"""One segment looked up: every kind of match in one ranked list. Leaves out: concordance."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tm.bitext import Side, TermHit, TranslationUnit, UnitStatus, other_side
from tm.embed.encoder import Encoder
from tm.lookup.config import LookupConfig
from tm.lookup.matches import MatchMaker, ranked
from tm.lookup.places import places
from tm.lookup.query import checked
from tm.lookup.results import LookupResult, Match, MatchKind, QueryTerm
from tm.memory.index import Likeness, comparison_tokens, index_of, likeness
from tm.memory.protocols import Memory
from tm.termbase import TermFinder, finder_of
from tm.text import match_key
from tm.text.scripts import fold_script

_MORE = 4
"""How many times the limit is fetched before penalties settle the order."""
_LEAST_CONTAINED_TOKENS = 2
_DEFAULT = LookupConfig()


@dataclass(frozen=True, kw_only=True)
class _Query:
    """What one look-up works with."""

    memory: Memory
    text: str
    side: Side
    tokens: list[str]
    config: LookupConfig
    maker: MatchMaker

    def wants(self, kind: MatchKind) -> bool:
        return kind in self.config.kinds

    @property
    def pool(self) -> int:
        return max(20, _MORE * self.config.limit)


def lookup(
    memory: Memory,
    text: str,
    *,
    side: Side,
    previous: str | None = None,
    next_: str | None = None,
    config: LookupConfig = _DEFAULT,
    encoder: Callable[[], Encoder] | None = None,
    terms: TermFinder | None = None,
) -> LookupResult:
    """Return what the memory knows about one segment of `side`, best first.

    `previous` and `next_` are its neighbours, for context matches. `encoder` is called only where
    semantic matches are wanted; without it there are none. `terms` defaults to the memory's termbase.

    Raises QueryError where the text cannot be looked up.
    """
    began = time.perf_counter()
    text = checked(text)
    finder = finder_of(memory) if terms is None else terms
    query = _Query(
        memory=memory,
        text=text,
        side=side,
        tokens=comparison_tokens(text),
        config=config,
        maker=MatchMaker(query=text, side=side, config=config, find_terms=finder.find),
    )
    found = _exact(query, previous, next_)
    settled = any(match.kind in {MatchKind.CONTEXT, MatchKind.EXACT} for match in found)
    found += _fuzzy(query)
    found += _contained(query)
    if (
        encoder is not None
        and query.wants(MatchKind.SEMANTIC)
        and (config.semantic == "always" or not settled)
    ):
        found += _semantic(query, encoder())
    hits = finder.find(text, side)
    return LookupResult(
        query=text,
        side=side,
        matches=ranked([match for match in found if query.wants(match.kind)], config.limit),
        terms=tuple(_query_term(hit) for hit in hits),
        seconds=time.perf_counter() - began,
    )


def _exact(query: _Query, previous: str | None, next_: str | None) -> list[Match]:
    """Return units whose key is the query's; written differently in more than script they are 99."""
    found: list[Match] = []
    for unit in query.memory.units.exact(query.side, match_key(query.text)):
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


def _fuzzy(query: _Query) -> list[Match]:
    if not query.wants(MatchKind.FUZZY) and not query.wants(MatchKind.REPAIRED):
        return []
    index = index_of(query.memory)
    hits = index.fuzzy(query.side, query.tokens, query.config.least_percent, query.pool)
    key = match_key(query.text)
    found: list[Match] = []
    for unit in query.memory.units.get([hit.unit for hit in hits]):
        source = unit.text(query.side)
        if match_key(source) != key:
            alike = _compared(query, source)
            found.append(query.maker.make(MatchKind.FUZZY, unit, percent=alike.percent))
    return found


def _compared(query: _Query, source: str) -> Likeness:
    return likeness(query.tokens, comparison_tokens(source))


def _contained(query: _Query) -> list[Match]:
    """Return longer units in which the whole query stands, the shortest ones."""
    if not query.wants(MatchKind.CONTAINED) or len(query.tokens) < _LEAST_CONTAINED_TOKENS:
        return []
    hits = index_of(query.memory).phrase(query.side, [query.tokens], order="length", limit=2 * query.pool)
    found: list[Match] = []
    for unit in query.memory.units.get(hits.units):
        source = unit.text(query.side)
        spans = places(query.text, source)
        if spans and match_key(source) != match_key(query.text):
            alike = _compared(query, source)
            found.append(
                query.maker.make(MatchKind.CONTAINED, unit, percent=alike.percent, source_span=spans[0])
            )
    return found


def _semantic(query: _Query, encoder: Encoder) -> list[Match]:
    vector = encoder.encode([query.text])[0]
    hits = index_of(query.memory).nearest(encoder, vector, query.pool)
    near = {hit.unit: hit.cosine for hit in hits if hit.cosine >= query.config.least_cosine}
    return [
        query.maker.make(MatchKind.SEMANTIC, unit, cosine=round(near[unit.id], 4))
        for unit in query.memory.units.get(list(near))
        if unit.id is not None
    ]


def _query_term(hit: TermHit) -> QueryTerm:
    term = hit.term
    return QueryTerm(
        source=hit.form,
        target=term.forms(other_side(hit.side)).full,
        status=term.status,
        span=hit.span,
        required=term.required,
        replaced_by=term.replaced_by,
        valid_to=term.valid_to,
    )
