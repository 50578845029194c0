"""Terms of a query with what renders them in units; the glossary says where. Leaves out: other parts."""

from collections.abc import Iterator, Sequence

from tm.bitext import Side, Span, Term, TermHit, TermStatus, other_side
from tm.lookup.matches import FindTerms
from tm.lookup.places import places
from tm.lookup.results import Fragment
from tm.memory.index import comparison_tokens, index_of
from tm.memory.protocols import Memory

_UNITS_TRIED = 4
_LEAST_CHARACTERS = 2
_USABLE = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})


def term_fragments(
    memory: Memory, text: str, side: Side, hits: Sequence[TermHit], find_terms: FindTerms
) -> Iterator[Fragment]:
    """Yield each term of a query as it stands in a unit that has a rendering of it on the other side.

    The units are the foremost few in which the term stands: confirmed ones, then the shortest.
    """
    entries: dict[Span, list[Term]] = {}
    for hit in hits:
        if hit.term.status in _USABLE and hit.span[1] - hit.span[0] >= _LEAST_CHARACTERS:
            entries.setdefault(hit.span, []).append(hit.term)
    for span, terms in entries.items():
        made = _rendered(memory, text, side, span, terms, find_terms)
        if made is not None:
            yield made


def _rendered(
    memory: Memory, text: str, side: Side, span: Span, terms: Sequence[Term], find_terms: FindTerms
) -> Fragment | None:
    """Return one term as the first unit has it that renders it as the glossary does."""
    across = other_side(side)
    runs = [comparison_tokens(text[slice(*span)])]
    found = index_of(memory).phrase(side, runs, order="relevance", limit=_UNITS_TRIED)
    for unit in memory.units.get(found.units):
        source, target = unit.text(side), unit.text(across)
        there = places(text[slice(*span)], source)
        answer = next((hit.span for hit in find_terms(target, across) if hit.term in terms), None)
        if there and answer is not None and unit.id is not None:
            return Fragment(
                query_span=span,
                source=source[slice(*there[0])],
                target=target,
                target_span=answer,
                unit=unit.id,
            )
    return None
