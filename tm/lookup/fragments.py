"""Parts of a query seen before, with what renders them. Leaves out: whole matches (`kinds`)."""

from collections.abc import Callable
from dataclasses import dataclass

from tm.align.lexicon import Lexicon
from tm.align.links import counterpart
from tm.align.words import EN_IDLE
from tm.bitext import Side, TranslationUnit, other_side
from tm.embed.encoder import Encoder
from tm.lookup.diff import TokenText, cut
from tm.lookup.places import places
from tm.lookup.results import Fragment
from tm.memory.index import Stretch, comparison_tokens, index_of
from tm.memory.index.compare import is_word
from tm.memory.protocols import Memory

MOST_FRAGMENTS = 6
_LEAST_HAN, _LEAST_WORDS = 3, 2
"""Han characters, or English words that mean something, from which a stretch is worth showing."""
_UNITS_TRIED = 2
_LONGEST_TOKENS = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A stretch of query tokens worth showing; its tokens stand in the units."""

    first: int
    last: int
    units: tuple[int, ...]


def fragments(
    memory: Memory, text: str, side: Side, encoder: Callable[[], Encoder] | None
) -> tuple[Fragment, ...]:
    """Return the longest stretches of `text` seen before, by place, with their renderings where known.

    The encoder is called only for a stretch no learned word speaks for.
    """
    query = cut(text)
    tokens = comparison_tokens(text)
    if len(tokens) > _LONGEST_TOKENS or list(query.folded) != tokens:
        # too long to be one segment; or tags and characters that fold to several, which share no numbering
        return ()
    index = index_of(memory)
    least = _LEAST_HAN if side == "zh" else _LEAST_WORDS
    stretches = index.stretches(side, tokens, least=least)
    pieces = _chosen([_trimmed(each, tokens) for each in stretches], tokens, least)
    if not pieces:
        return ()
    lexicon = index.lexicon()
    found: list[Fragment] = []
    for piece in pieces:
        best: Fragment | None = None
        for unit in memory.units.get(list(piece.units[:_UNITS_TRIED])):
            made = _fragment(query, piece, unit, side, lexicon=lexicon, encoder=encoder)
            best = best or made
            if made is not None and made.target_span is not None:
                best = made
                break
        if best is not None:
            found.append(best)
    return tuple(found)


def _trimmed(stretch: Stretch, tokens: list[str]) -> _Piece:
    """Cut punctuation and idle words off both ends."""
    first, last = stretch.first, stretch.last
    while first < last and _is_idle(tokens[first]):
        first += 1
    while last > first and _is_idle(tokens[last - 1]):
        last -= 1
    return _Piece(first=first, last=last, units=stretch.units)


def _is_idle(token: str) -> bool:
    return not (is_word(token) or token[0].isdigit()) or token in EN_IDLE


def _chosen(pieces: list[_Piece], tokens: list[str], least: int) -> list[_Piece]:
    """Choose stretches that do not overlap, the longest first, and return them by place."""
    chosen: list[_Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.first - each.last, each.first)):
        worth = sum(is_word(token) and token not in EN_IDLE for token in tokens[piece.first : piece.last])
        free = all(piece.last <= other.first or other.last <= piece.first for other in chosen)
        if worth >= least and free and len(chosen) < MOST_FRAGMENTS:
            chosen.append(piece)
    return sorted(chosen, key=lambda each: each.first)


def _fragment(
    query: TokenText,
    piece: _Piece,
    unit: TranslationUnit,
    side: Side,
    *,
    lexicon: Lexicon,
    encoder: Callable[[], Encoder] | None,
) -> Fragment | None:
    span = (query.spans[piece.first][0], query.spans[piece.last - 1][1])
    source, target = unit.text(side), unit.text(other_side(side))
    found = places(query.text[slice(*span)], source)
    if not found or unit.id is None:
        return None
    answer = counterpart(unit.en, unit.zh, side, found[0], lexicon=lexicon)
    if answer is None and encoder is not None:
        answer = counterpart(unit.en, unit.zh, side, found[0], lexicon=lexicon, encoder=encoder())
    return Fragment(
        query_span=span, source=source[slice(*found[0])], target=target, target_span=answer, unit=unit.id
    )
