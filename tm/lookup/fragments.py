"""Parts of a query seen before, with what renders them. Leaves out: whole matches (`kinds`).

A part begins and ends where words, values and terms do, and is shown only where its words and those of
its rendering speak for each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from tm.align.lexicon import Lexicon
from tm.align.links import Counterparts
from tm.align.words import EN_IDLE
from tm.bitext import Side, Span, TranslationUnit, other_side
from tm.embed.encoder import Encoder
from tm.lookup.borders import Borders
from tm.lookup.diff import TokenText, cut
from tm.lookup.fragment_terms import term_fragments
from tm.lookup.matches import FindTerms
from tm.lookup.places import places
from tm.lookup.results import Fragment
from tm.memory.index import comparison_tokens, index_of
from tm.memory.index.compare import is_word
from tm.memory.protocols import Memory
from tm.text import fold
from tm.text.quantities import read_values

MOST_FRAGMENTS = 6
_LEAST_HAN, _LEAST_WORDS = 3, 2
"""Han characters, or English words that mean something, from which a stretch is worth showing."""
_UNITS_TRIED = 4
_LONGEST_TOKENS = 400
_MOST_BY_VECTORS = 4
"""Pieces, the worthiest, that vectors may speak for: words of a unit take 10 ms and more to encode. Eight
take twice the time and find a part more in a query of ten (`scripts/bench fragments`)."""
_ROUNDS = 3
"""Times a part and its rendering are fitted to each other at most."""
_AGREED = 0.6
"""Share of the words of a part and of its rendering that must answer each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A stretch of the query worth showing, and the units it stands in."""

    span: Span
    worth: int
    least: int
    units: tuple[int, ...]


def fragments(
    memory: Memory,
    text: str,
    side: Side,
    encoder: Callable[[], Encoder] | None,
    find_terms: FindTerms,
) -> tuple[Fragment, ...]:
    """Return the longest stretches of `text` seen before, by place, with their renderings.

    `find_terms` tells the terms of a text: they are not cut, and what renders them needs no other evidence.
    The encoder is called only for stretches that neither learned words nor terms speak for.
    """
    query = cut(text)
    tokens = comparison_tokens(text)
    if len(tokens) > _LONGEST_TOKENS or list(query.folded) != tokens:
        # too long to be one segment; or tags and characters that fold to several, which share no numbering
        return ()
    terms = find_terms(text, side)
    pieces = _pieces(memory, query, side, [hit.span for hit in terms])
    if not pieces:
        return ()
    seeker = _Seeker(memory, text, side)
    chosen: list[Fragment] = []
    _choose(chosen, pieces, lambda piece: seeker.fragment(piece, None))
    left = [hit for hit in terms if _is_free(hit.span, chosen)]
    chosen += islice(term_fragments(memory, text, side, left, find_terms), MOST_FRAGMENTS - len(chosen))
    if encoder is not None:
        _choose(chosen, pieces[:_MOST_BY_VECTORS], lambda piece: seeker.fragment(piece, encoder))
    return tuple(sorted(chosen, key=lambda each: each.query_span))


def _choose(
    chosen: list[Fragment], pieces: Sequence[_Piece], made: Callable[[_Piece], Fragment | None]
) -> None:
    """Add what is made of pieces, the worthiest first, while there is room and they are not covered."""
    for piece in pieces:
        if len(chosen) < MOST_FRAGMENTS and _is_free(piece.span, chosen):
            found = made(piece)
            chosen += [found] if found is not None else []


def _pieces(memory: Memory, query: TokenText, side: Side, terms: Sequence[Span]) -> list[_Piece]:
    """Return stretches with sensible borders, the worthiest first."""
    index = index_of(memory)
    least = _LEAST_HAN if side == "zh" else _LEAST_WORDS
    stretches = index.stretches(side, list(query.folded), least=least, most_units=_UNITS_TRIED)
    if not stretches:
        return []
    borders = Borders(index.lexicon())
    values = read_values(query.text, side)
    whole = [*terms, *(each.whole for each in values.quantities), *(each.span for each in values.dates)]
    found: dict[Span, _Piece] = {}
    for each in stretches:
        held = (query.spans[each.first][0], query.spans[each.last - 1][1])
        span = borders.inner(query.text, held, side, whole)
        worth = _worth(query.text[slice(*span)]) if span else 0
        if span is not None and worth >= least and not _is_value(span, whole[len(terms) :]):
            found.setdefault(span, _Piece(span=span, worth=worth, least=least, units=each.units))
    return sorted(found.values(), key=lambda piece: (-piece.worth, piece.span))


def _worth(text: str) -> int:
    """Return how many words of a text mean something."""
    return sum(is_word(token) and token not in EN_IDLE for token in comparison_tokens(text))


def _is_value(span: Span, values: Sequence[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in values)


def _is_free(span: Span, chosen: Sequence[Fragment]) -> bool:
    return all(span[1] <= each.query_span[0] or each.query_span[1] <= span[0] for each in chosen)


class _Seeker:
    """Finds what renders pieces of one query in the units they stand in; each unit is weighed once."""

    def __init__(self, memory: Memory, text: str, side: Side) -> None:
        self._memory, self._text, self._side = memory, text, side
        self._lexicon: Lexicon = index_of(memory).lexicon()
        self._borders = Borders(self._lexicon)
        self._weighed: dict[tuple[int, bool], Counterparts] = {}

    def fragment(self, piece: _Piece, encoder: Callable[[], Encoder] | None) -> Fragment | None:
        """Return a piece with the rendering that most speaks for, None where all are doubtful.

        With an encoder one unit is asked only, by words and vectors.
        """
        units = self._memory.units.get(list(piece.units))
        if encoder is not None:
            return self._best(piece, units[:1], encoder=encoder())
        return self._best(piece, units, encoder=None)

    def _best(
        self, piece: _Piece, units: Sequence[TranslationUnit], *, encoder: Encoder | None
    ) -> Fragment | None:
        """Return the rendering that most units give, among them the surest; they must be sure enough."""
        votes: dict[tuple[Span, str], list[tuple[float, Fragment]]] = {}
        for unit in units:
            agreement, made = self._in_unit(piece, unit, encoder)
            if made is not None and made.target_span is not None and agreement >= _AGREED:
                key = (made.query_span, fold(made.target[slice(*made.target_span)]))
                votes.setdefault(key, []).append((agreement, made))
        if not votes:
            return None
        best = max(votes.values(), key=lambda told: sum(agreement for agreement, _ in told))
        return max(best, key=lambda told: told[0])[1]

    def _in_unit(
        self, piece: _Piece, unit: TranslationUnit, encoder: Encoder | None
    ) -> tuple[float, Fragment | None]:
        """Return a piece as one unit renders it, and how far its words and the rendering's agree."""
        source, target = unit.text(self._side), unit.text(other_side(self._side))
        found = places(self._text[slice(*piece.span)], source)
        if not found or unit.id is None:
            return 0.0, None
        key = (unit.id, encoder is not None)
        if key not in self._weighed:
            self._weighed[key] = Counterparts(
                unit.en, unit.zh, self._side, lexicon=self._lexicon, encoder=encoder
            )
        weighed = self._weighed[key]
        span: Span | None = found[0]
        answer: Span | None = None
        for _ in range(_ROUNDS):
            before = span
            span, answer = self._narrowed(source, target, weighed, before) if before else (None, None)
            if span == before:
                break
        if span is None or answer is None or _worth(source[slice(*span)]) < piece.least:
            return 0.0, None
        there = places(source[slice(*span)], self._text[slice(*piece.span)])
        if not there:
            return 0.0, None
        made = Fragment(
            query_span=(piece.span[0] + there[0][0], piece.span[0] + there[0][1]),
            source=source[slice(*span)],
            target=target,
            target_span=answer,
            unit=unit.id,
        )
        return weighed.agreement(span, answer), made

    def _narrowed(
        self, source: str, target: str, weighed: Counterparts, span: Span
    ) -> tuple[Span | None, Span | None]:
        """Return a span and its answer cut to the words that speak for each other, at sensible borders."""
        answer = weighed.of(span)
        linked = weighed.linked(span, answer) if answer is not None else None
        if linked is None:
            return None, None
        across = other_side(self._side)
        first, last = self._borders.outer(source, linked[0])
        ours = self._borders.inner(source, (max(first, span[0]), min(last, span[1])), self._side)
        theirs = self._borders.inner(target, self._borders.outer(target, linked[1]), across)
        return ours, theirs
