"""Every unit in which a word or phrase stands, on either side. Leaves out: whole-segment look-up."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tm.bitext import Side, Span, TranslationUnit, other_side
from tm.errors import QueryError
from tm.lookup.answers import Answers
from tm.lookup.matches import origin_of
from tm.lookup.places import places
from tm.lookup.query import checked
from tm.lookup.results import ConcordanceHit, ConcordanceResult
from tm.memory.index import STATUS_RANKS, comparison_tokens, index_of
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.lookup.patterns import TimedPattern

Sort = Literal["relevance", "date"]
SIDES: tuple[Side, Side] = ("zh", "en")
_WILDCARD = re.compile(r"(?<=\w)\*|\*(?=\w)")
"""A `*` beside a letter, a digit or a Han character; any other is a sign like others."""
_BATCH = 500
"""Units fetched at a time while a pattern is searched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    unit: TranslationUnit
    side: Side
    spans: list[Span]


def concordance(
    memory: Memory,
    text: str,
    *,
    side: Side | None = None,
    limit: int = 50,
    regex: bool = False,
    sort: Sort = "relevance",
) -> ConcordanceResult:
    """Return the units in which `text` stands, whatever its width, case or script, and how many there are.

    Words of Latin script are found whole; `*` beside a letter stands for the rest of a word, between Han
    characters for up to ten others. With `regex`, `text` is a Python pattern searched in the folded text.
    By relevance, confirmed units come first and then the shortest; by date, the newest.

    Raises QueryError where the text or the pattern is not sound, or the pattern takes too long.
    """
    began = time.perf_counter()
    text = checked(text)
    if limit < 1:
        raise QueryError(f"limit is {limit}; give 1 or more")
    sides = SIDES if side is None else (side,)
    warnings: tuple[str, ...] = ()
    by_pattern = regex or _WILDCARD.search(text) is not None
    if by_pattern:
        from tm.lookup.patterns import LONGEST_SECONDS, regex_pattern, wildcard_pattern

        pattern = regex_pattern(text) if regex else wildcard_pattern(text)
        total, found = _by_pattern(memory, pattern, sides, limit, sort)
        if pattern.expired:
            limit_said = f"stopped after {LONGEST_SECONDS:g} seconds"
            warnings = (f"{limit_said}: there may be more than {total}; make the pattern simpler",)
    else:
        total, found = _by_tokens(memory, text, sides, limit, sort)
    return ConcordanceResult(
        query=text,
        total=total,
        hits=tuple(_hits(memory, found, text, by_pattern=by_pattern)),
        warnings=warnings,
        seconds=time.perf_counter() - began,
    )


def _by_tokens(
    memory: Memory, text: str, sides: Sequence[Side], limit: int, sort: Sort
) -> tuple[int, list[_Found]]:
    wanted = comparison_tokens(text)
    index = index_of(memory)
    total = 0
    found: list[_Found] = []
    for side in sides:
        hits = index.phrase(side, [wanted], order=sort, limit=limit)
        total += hits.total
        found.extend(_located(memory.units.get(hits.units), side, lambda source: places(text, source)))
    return total, sorted(found, key=_ORDERS[sort])[:limit]


def _by_pattern(
    memory: Memory, pattern: "TimedPattern", sides: Sequence[Side], limit: int, sort: Sort
) -> tuple[int, list[_Found]]:
    """Search the units that have what the pattern requires, in order, until its time is up."""
    total = 0
    found: list[_Found] = []
    for side in sides:
        if pattern.word is not None:
            count, hits = _by_word(memory, pattern, side, limit, sort)
            total += count
            found.extend(hits)
            continue
        units = index_of(memory).every(side, pattern.required, sort).tolist()
        kept = 0
        for start in range(0, len(units), _BATCH):
            hits = _located(memory.units.get(units[start : start + _BATCH]), side, pattern.places)
            total += len(hits)
            found.extend(hits[: limit - kept])
            kept += len(hits[: limit - kept])
            if pattern.expired:
                break
    return total, sorted(found, key=_ORDERS[sort])[:limit]


def _by_word(
    memory: Memory, pattern: "TimedPattern", side: Side, limit: int, sort: Sort
) -> tuple[int, list[_Found]]:
    """Find one word with wildcards by the vocabulary; only the texts shown are searched."""
    assert pattern.word is not None
    hits = index_of(memory).words_like(side, pattern.word.fullmatch, order=sort, limit=limit)
    return hits.total, _located(memory.units.get(hits.units), side, pattern.places)


def _located(units: Sequence[TranslationUnit], side: Side, find: Callable[[str], list[Span]]) -> list[_Found]:
    """Return the units in which something was found, and where."""
    located = ((unit, find(unit.text(side))) for unit in units)
    return [_Found(unit=unit, side=side, spans=spans) for unit, spans in located if spans]


def _by_date(found: _Found) -> tuple[int, int, int]:
    date = found.unit.provenance.date
    return (-(date.toordinal() if date else 0), len(found.unit.text(found.side)), -(found.unit.id or 0))


def _by_relevance(found: _Found) -> tuple[int, int, int]:
    return (STATUS_RANKS[found.unit.status], len(found.unit.text(found.side)), -(found.unit.id or 0))


_ORDERS: dict[Sort, Callable[[_Found], tuple[int, int, int]]] = {"date": _by_date, "relevance": _by_relevance}


def _hit(found: _Found, query: str, answers: Answers) -> ConcordanceHit:
    source, target = found.unit.text(found.side), found.unit.text(other_side(found.side))
    spans = tuple(found.spans)
    return ConcordanceHit(
        side=found.side,
        source=source,
        target=target,
        span=spans[0],
        other_span=answers.span(target),
        origin=origin_of(found.unit, found.side),
        spans=spans,
        folded=query not in source,
    )


def _hits(memory: Memory, found: Sequence[_Found], query: str, *, by_pattern: bool) -> list[ConcordanceHit]:
    """Return the hits with what answers them across; a pattern is answered by what it found."""
    if not found:
        return []
    lexicon = index_of(memory).lexicon()
    kept: dict[tuple[Side, str], Answers] = {}
    hits: list[ConcordanceHit] = []
    for each in found:
        asked = each.unit.text(each.side)[slice(*each.spans[0])] if by_pattern else query
        if (each.side, asked) not in kept:
            kept[each.side, asked] = Answers(asked, each.side, lexicon)
        hits.append(_hit(each, query, kept[each.side, asked]))
    return hits
