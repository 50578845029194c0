"""What differs between a query and a found source, token by token. Leaves out: judging it (`cautions`)."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from tm.bitext import Span
from tm.lookup.results import DiffOp
from tm.text import normalise, token_spans


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenText:
    """A text cut into tokens: `folded` tokens for comparing, `starts` of each in `text`, plus its end.

    Token `i` owns `text[starts[i]:starts[i + 1]]`, so spaces belong to the token before them and the
    pieces joined give the whole text.
    """

    text: str
    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    def piece(self, first: int, last: int) -> str:
        """Return the text owned by tokens `first` up to `last`, exclusive."""
        return self.text[self.starts[first] : self.starts[last]]


_folded = lru_cache(maxsize=1 << 14)(normalise)
"""A token folded; a language's tokens come up again and again."""


@lru_cache(maxsize=64)
def cut(text: str) -> TokenText:
    """Cut a text into tokens; the first one also owns what stands before it. The last texts are kept."""
    spans = tuple(token_spans(text))
    starts = [start for start, _ in spans]
    if starts:
        starts[0] = 0
    return TokenText(
        text=text,
        folded=tuple([_folded(text[start:end]) for start, end in spans]),
        spans=spans,
        starts=(*starts, len(text)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Token ranges set against each other: query tokens `[q1, q2)`, source tokens `[s1, s2)`."""

    same: bool
    q1: int
    q2: int
    s1: int
    s2: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A query and a found source cut into tokens, and the blocks in which they are set side by side."""

    query: TokenText
    source: TokenText
    blocks: tuple[Block, ...]


@lru_cache(maxsize=8)
def compared(query: str, source: str) -> Comparison:
    """Set two texts against each other; the last few are kept, since diff, penalties and warnings all ask."""
    left, right = cut(query), cut(source)
    return Comparison(query=left, source=right, blocks=tuple(_blocks(left, right)))


def _blocks(query: TokenText, source: TokenText) -> list[Block]:
    """Return equal and differing token ranges in order, neighbours of one sort joined."""
    found: list[Block] = []
    for op in Levenshtein.opcodes(query.folded, source.folded):
        same = op.tag == "equal"
        if found and found[-1].same == same:
            last = found.pop()
            found.append(Block(same=same, q1=last.q1, q2=op.src_end, s1=last.s1, s2=op.dest_end))
        else:
            found.append(Block(same=same, q1=op.src_start, q2=op.src_end, s1=op.dest_start, s2=op.dest_end))
    return found


def diff(query: str, source: str) -> tuple[DiffOp, ...]:
    """Return the differences between two texts, verbatim; width, case and script differences show too.

    >>> [(op.op, op.query, op.source) for op in diff("副主任出席", "主任出席")]
    [('insert', '副', ''), ('equal', '主任出席', '主任出席')]
    """
    both = compared(query, source)
    left, right = both.query, both.source
    found: list[DiffOp] = []
    for block in both.blocks:
        if block.same:
            found.extend(_equal(left, right, block))
        else:
            found.append(_op(left.piece(block.q1, block.q2), right.piece(block.s1, block.s2)))
    return tuple(found)


def _op(query: str, source: str) -> DiffOp:
    if query == source:
        return DiffOp(op="equal", query=query, source=source)
    if not source:
        return DiffOp(op="insert", query=query, source="")
    if not query:
        return DiffOp(op="delete", query="", source=source)
    return DiffOp(op="replace", query=query, source=source)


def _equal(left: TokenText, right: TokenText, block: Block) -> list[DiffOp]:
    """Cut a range that is equal when folded where the texts themselves differ."""
    whole = _op(left.piece(block.q1, block.q2), right.piece(block.s1, block.s2))
    if whole.op == "equal":
        return [whole]
    found: list[DiffOp] = []
    for offset in range(block.q2 - block.q1):
        op = _op(
            left.piece(block.q1 + offset, block.q1 + offset + 1),
            right.piece(block.s1 + offset, block.s1 + offset + 1),
        )
        if found and found[-1].op == op.op:
            last = found.pop()
            op = DiffOp(op=op.op, query=last.query + op.query, source=last.source + op.source)
        found.append(op)
    return found
