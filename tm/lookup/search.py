"""One segment looked up: every kind of match in one ranked list. Leaves out: concordance."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tm.bitext import Side, TermHit, other_side
from tm.lookup.config import LookupConfig
from tm.lookup.kinds import Query, contained, exact, fuzzy, semantic
from tm.lookup.matches import MatchMaker, ranked
from tm.lookup.query import checked
from tm.lookup.results import Fragment, LookupResult, Match, MatchKind, QueryTerm
from tm.memory.index import comparison_tokens, index_of
from tm.memory.protocols import Memory
from tm.termbase import TermFinder, finder_of
from tm.text import match_key

if TYPE_CHECKING:
    from tm.embed.encoder import Encoder

_DEFAULT = LookupConfig()
_WHOLE = frozenset({MatchKind.CONTEXT, MatchKind.EXACT, MatchKind.REPAIRED, MatchKind.CONTAINED})
"""Kinds after which the query's parts need not be looked for."""
_NEARLY_WHOLE = 85
"""Percent of a fuzzy match from which that holds too: what it lacks is a word or two."""


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
    query = Query(
        memory=memory,
        text=text,
        side=side,
        tokens=comparison_tokens(text),
        key=match_key(text),
        config=config,
        maker=MatchMaker(
            query=text, side=side, config=config, find_terms=finder.find, find_dated=finder.dated.find
        ),
    )
    found = exact(query, previous, next_)
    settled = any(match.kind in {MatchKind.CONTEXT, MatchKind.EXACT} for match in found)
    found += fuzzy(query, repair=not settled)
    found += contained(query)
    warnings: tuple[str, ...] = ()
    if (
        encoder is not None
        and query.wants(MatchKind.SEMANTIC)
        and (config.semantic == "always" or not settled)
    ):
        near, warnings = semantic(query, encoder())
        found += near
    matches = ranked([match for match in found if query.wants(match.kind)], config.limit)
    hits = finder.find(text, side)
    whole = any(match.kind in _WHOLE or (match.percent or 0) >= _NEARLY_WHOLE for match in found)
    return LookupResult(
        query=text,
        side=side,
        matches=tuple(_with_counterpart(query, match) for match in matches),
        fragments=() if whole or not config.fragments else _fragments(query, encoder),
        terms=tuple(map(_query_term, hits)),
        warnings=warnings,
        seconds=time.perf_counter() - began,
    )


def _fragments(query: Query, encoder: Callable[[], Encoder] | None) -> tuple[Fragment, ...]:
    from tm.lookup.fragments import fragments

    return fragments(query.memory, query.text, query.side, encoder, query.maker.find_terms)


def _with_counterpart(query: Query, match: Match) -> Match:
    """Return a contained match with the stretch of its target that answers the query, where known."""
    if match.kind is not MatchKind.CONTAINED or match.source_span is None:
        return match
    from tm.align.links import counterpart

    en, zh = (match.source, match.target) if query.side == "en" else (match.target, match.source)
    lexicon = index_of(query.memory).lexicon()
    return replace(match, target_span=counterpart(en, zh, query.side, match.source_span, lexicon=lexicon))


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
