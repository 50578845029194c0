"""Every text of one side at or above a percent, found without comparing it with most of them.

Two texts with `shared` tokens in common (with multiplicity) are at token distance `longest - shared` or
more, so counting shared tokens first leaves out all that cannot reach the percent asked, and none that
can. Where only the best are wanted, the percent asked rises with those found. Leaves out: the newest
units (`tail`), and which unit is worth more than another.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tm.memory.index.coding import token_hashes, words_hash
from tm.memory.index.compare import (
    HIGHEST_FUZZY,
    HIGHEST_WITH_OTHER_WORDS,
    LOWEST_WITH_SAME_WORDS,
    is_word,
)
from tm.memory.index.counting import shared_tokens
from tm.memory.index.side import Rows, SideIndex
from tm.memory.index.tail import FuzzyHit

_FIRST_BATCH = 256
_LARGEST_BATCH = 8_192
_CODE_BASE = 0x100
_SURROGATES = 0xD800
_SURROGATE_COUNT = 0x800
_LAST_CODE = 0x10FFFF


class Best:
    """The best hits so far; `least_percent` rises once `limit` are held. `limit` None keeps all."""

    def __init__(self, least_percent: int, limit: int | None) -> None:
        self._least = least_percent
        self._limit = limit
        self._percents: list[int] = []
        self.hits: list[FuzzyHit] = []

    @property
    def least_percent(self) -> int:
        """No hit below this percent can still be wanted; one equal to it can."""
        if self._limit is None or len(self._percents) < self._limit:
            return self._least
        return max(self._least, self._percents[0])

    def take(self, hit: FuzzyHit) -> None:
        """Hold a hit if it can be among the best."""
        if hit.percent < self.least_percent:
            return
        self.hits.append(hit)
        if self._limit is None:
            return
        if len(self._percents) < self._limit:
            heapq.heappush(self._percents, hit.percent)
        else:
            heapq.heappushpop(self._percents, hit.percent)

    def ranked(self) -> list[FuzzyHit]:
        """Return the hits held, best first, cut at the limit."""
        return sorted(self.hits, key=lambda hit: hit.order)[: self._limit]


@dataclass(frozen=True, kw_only=True)
class FuzzyQuery:
    """A query as every segment is asked it; `tokens` are comparison tokens."""

    tokens: tuple[str, ...]
    hashes: NDArray[np.uint64]
    words: int
    word_count: int

    @classmethod
    def of(cls, tokens: Sequence[str]) -> "FuzzyQuery":
        """Prepare a query."""
        return cls(
            tokens=tuple(tokens),
            hashes=token_hashes(tokens),
            words=words_hash(tokens),
            word_count=sum(map(is_word, tokens)),
        )


def search(side: SideIndex, query: FuzzyQuery, best: Best, dead: NDArray[np.bool_] | None) -> None:
    """Add the texts of one side that are near the query to `best`; rows marked in `dead` are left out."""
    if not query.tokens or not len(side):
        return
    numbers = side.numbers_of(query.hashes)
    same = _rows_with_same_words(side, query)
    if len(same):
        alive = same if dead is None else same[~dead[same]]
        _compare(side, query, numbers, alive, np.full(len(alive), HIGHEST_FUZZY), best, same=True)
    rows, bounds = _candidates(side, len(query.tokens), numbers.tolist(), best.least_percent)
    keep = np.isin(rows, same, invert=True) if len(same) else np.ones(len(rows), dtype=bool)
    if dead is not None:
        keep &= ~dead[rows]
    _compare(side, query, numbers, rows[keep], bounds[keep], best, same=False)


def _rows_with_same_words(side: SideIndex, query: FuzzyQuery) -> Rows:
    """Return rows whose words are the query's, nearest in length first."""
    if not query.word_count:
        return np.zeros(0, dtype=np.int64)
    rows = side.rows_with_words(query.words)
    lengths = side.lengths[rows]
    rows = rows[2 * query.word_count >= np.maximum(lengths, len(query.tokens))]
    return rows[np.argsort(np.abs(side.lengths[rows] - len(query.tokens)), kind="stable")]


def _candidates(
    side: SideIndex, length: int, numbers: list[int], least_percent: int
) -> tuple[Rows, NDArray[np.int64]]:
    """Return the rows that may reach `least_percent`, and the percent each can reach at most, falling."""
    if least_percent > HIGHEST_WITH_OTHER_WORDS:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    shortest, longest = -(-length * least_percent // 100), length * 100 // least_percent
    first = int(np.searchsorted(side.lengths, shortest, side="left"))
    last = int(np.searchsorted(side.lengths, longest, side="right"))
    if first >= last:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    shared = shared_tokens(side, numbers, first, last)
    others = np.arange(shortest, longest + 1)
    larger = np.maximum(others, length)
    needed = np.maximum(larger - larger * (100 - least_percent) // 100 - shared.unknown, 0)
    lengths = side.lengths[first:last]
    cuts = np.searchsorted(lengths, np.append(others, longest + 1))
    near = np.flatnonzero(shared.counts >= np.repeat(needed.astype(shared.counts.dtype), np.diff(cuts)))
    larger_of = np.maximum(lengths[near], length).astype(np.int64)
    most_shared = np.minimum(shared.counts[near].astype(np.int64) + shared.unknown, larger_of)
    bounds = np.minimum(100 * most_shared // larger_of, HIGHEST_WITH_OTHER_WORDS)
    order = np.argsort(-bounds, kind="stable")
    return near[order] + first, bounds[order]


def _compare(
    side: SideIndex,
    query: FuzzyQuery,
    numbers: NDArray[np.int64],
    rows: Rows,
    bounds: NDArray[np.int64],
    best: Best,
    *,
    same: bool,
) -> None:
    """Compute the distance of rows, those that can be nearest first, while they can still matter."""
    coded = _coded(_query_codes(numbers))
    done, size = 0, _FIRST_BATCH
    while done < len(rows) and bounds[done] >= best.least_percent:
        batch = rows[done : done + size]
        lengths = np.maximum(side.lengths[batch].astype(np.int64), len(query.tokens))
        cutoff = None if same else int(lengths.max()) * (100 - best.least_percent) // 100
        distances = process.cdist(
            [coded], _texts(side, batch), scorer=Levenshtein.distance, score_cutoff=cutoff
        )[0].astype(np.int64)
        percents = _percents(distances, lengths, same=same)
        near = np.flatnonzero(percents >= best.least_percent)
        for at in near[np.argsort(-percents[near], kind="stable")].tolist():
            best.take(
                FuzzyHit(
                    unit=int(side.ids[batch[at]]),
                    percent=int(percents[at]),
                    distance=int(distances[at]),
                    longest=int(lengths[at]),
                    same_words=same,
                )
            )
        done += len(batch)
        size = min(2 * size, _LARGEST_BATCH)


def _percents(distances: NDArray[np.int64], lengths: NDArray[np.int64], *, same: bool) -> NDArray[np.int64]:
    """Apply the formula of `compare.percent` to arrays."""
    percents: NDArray[np.int64]
    if same:
        percents = np.clip(100 - distances, LOWEST_WITH_SAME_WORDS, HIGHEST_FUZZY)
    else:
        percents = np.minimum(100 * (lengths - distances) // lengths, HIGHEST_WITH_OTHER_WORDS)
    return percents


def _query_codes(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return code points for a query: unknown tokens get one that no text has."""
    codes = numbers + _CODE_BASE
    codes[codes >= _SURROGATES] += _SURROGATE_COUNT
    return np.where(numbers < 0, _LAST_CODE, codes)


def _coded(codes: NDArray[Any]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _texts(side: SideIndex, rows: Rows) -> list[str]:
    """Return the texts of rows as strings, one code point a token."""
    starts, lengths = side.offsets[rows], side.lengths[rows].astype(np.int64)
    ends = np.cumsum(lengths)
    places = np.repeat(starts - (ends - lengths), lengths) + np.arange(int(ends[-1]) if len(ends) else 0)
    joined = _coded(_query_codes(side.flat[places].astype(np.int64)))
    cuts = [0, *ends.tolist()]
    return [joined[start:end] for start, end in pairwise(cuts)]
