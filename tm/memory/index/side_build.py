"""One side of a segment of the index, made from its texts. Leaves out: searching it (`side`) and files."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.coding import CodedTexts, powers, token_hashes
from tm.memory.index.compare import is_word

FREQUENT_SHARE = 32
"""Tokens in at least one of this many texts are kept as rows of bits: as large as their list would be."""
_MANY = 1 << 16
_BLOCK = 1 << 14
"""Texts worked on at a time where numbers as wide as 64 bits are needed for every token."""
UNIT_STEP = 32
"""Every how many tokens the index notes which text they are in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFacts:
    """What orders units, a row each: ids int64, days int32, statuses uint8, all `(n,)`."""

    ids: NDArray[np.int64]
    days: NDArray[np.int32]
    statuses: NDArray[np.uint8]


def side_arrays(texts: CodedTexts, facts: UnitFacts) -> dict[str, NDArray[Any]]:
    """Return the arrays of one side. Texts are put in order of length; see `side` for what each is."""
    lengths = np.diff(texts.offsets)
    order = np.argsort(lengths, kind="stable")
    lengths = lengths[order]
    coded = _in_order(texts, order, lengths)
    days, statuses = facts.days[order], facts.statuses[order]
    hashes = token_hashes(texts.vocabulary)
    by_hash = np.argsort(hashes)
    words = _words(coded, texts.vocabulary, hashes)
    by_words = np.argsort(words, kind="stable")
    starts, positions = _positions(coded)
    unit_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), np.diff(coded.offsets))
    bit_starts, bits = _bits(coded, unit_of, starts, positions)
    rare_starts, rare_rows = _rare(coded, unit_of, starts, bit_starts)
    unit_at = unit_of[::UNIT_STEP].copy()
    del unit_of
    starts, positions = _of_frequent_pairs(coded, positions, bit_starts)
    return {
        "ids": facts.ids[order],
        "lengths": lengths.astype(np.int32),
        "offsets": coded.offsets,
        "flat": coded.flat,
        "days": days,
        "statuses": statuses,
        "relevance_ranks": _ranks(np.lexsort((-days, lengths, statuses))),
        "date_ranks": _ranks(np.lexsort((lengths, statuses, -days))),
        "hashes": hashes[by_hash],
        "numbers": by_hash.astype(np.uint32),
        "words": words[by_words],
        "words_at": by_words.astype(np.uint32),
        "starts": starts,
        "positions": positions,
        "unit_at": unit_at,
        "bit_starts": bit_starts,
        "bits": bits,
        "rare_starts": rare_starts,
        "rare_rows": rare_rows,
        "vocabulary": np.frombuffer("\n".join(texts.vocabulary).encode(), dtype=np.uint8),
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Coded:
    """Texts in order, each followed by the end mark, which is the number after the last token's."""

    flat: NDArray[Any]
    offsets: NDArray[np.int64]
    end_mark: int


def _in_order(texts: CodedTexts, order: NDArray[np.int64], lengths: NDArray[np.int64]) -> _Coded:
    end_mark = len(texts.vocabulary)
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
    flat = np.full(int(offsets[-1]), end_mark, dtype=np.uint16 if end_mark < _MANY else np.uint32)
    for first in range(0, len(order), _BLOCK):
        block = slice(first, first + _BLOCK)
        counts = lengths[block]
        inner = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        places = np.repeat(offsets[:-1][block], counts) + inner
        flat[places] = texts.flat[np.repeat(texts.offsets[order[block]], counts) + inner]
    return _Coded(flat=flat, offsets=offsets, end_mark=end_mark)


def _ranks(order: NDArray[np.int64]) -> NDArray[np.uint32]:
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks


def _stable_order(keys: NDArray[Any]) -> NDArray[np.int64]:
    """Return a stable order; for 16-bit keys NumPy sorts by radix."""
    return np.argsort(keys, kind="stable")


def _positions(coded: _Coded) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return where each token's places start, and all places by (token, token after it, place)."""
    flat = coded.flat
    if not len(flat):
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint32)
    following = np.append(flat[1:], flat.dtype.type(coded.end_mark))
    second = _stable_order(following).astype(np.uint32)
    positions = second[_stable_order(flat[second])]
    counts = np.bincount(flat, minlength=coded.end_mark + 1)[:-1]
    return np.concatenate([[0], np.cumsum(counts)]), positions[: int(counts.sum())]


def _words(coded: _Coded, vocabulary: tuple[str, ...], hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return for each text the hash of its words in order, as `words_hash` gives it."""
    is_wordy = np.asarray([*map(is_word, vocabulary), False], dtype=bool)
    table = np.append(hashes, np.uint64(0))
    found = np.empty(len(coded.offsets) - 1, dtype=np.uint64)
    for first in range(0, len(found), _BLOCK):
        last = min(first + _BLOCK, len(found))
        offsets = coded.offsets[first : last + 1] - coded.offsets[first]
        flat = coded.flat[coded.offsets[first] : coded.offsets[last]]
        wordy = is_wordy[flat]
        before = np.concatenate([[0], np.cumsum(wordy)])
        place = before[:-1] - np.repeat(before[offsets[:-1]], np.diff(offsets))
        weights = powers(int(place.max(initial=0)) + 1)[place]
        mixed = np.where(wordy, table[flat] * weights, np.uint64(0))
        summed = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        found[first:last] = summed[offsets[1:]] - summed[offsets[:-1]]
    return found


def _bits(
    coded: _Coded, unit_of: NDArray[np.uint32], starts: NDArray[np.int64], positions: NDArray[np.uint32]
) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    """Return rows of bits for frequent tokens, a bit a text: row k of a token says "at least k + 1 times".

    Rows of token `t` are `bits[bit_starts[t]:bit_starts[t + 1]]`; tokens beyond `bit_starts` have none.
    """
    size = len(coded.offsets) - 1
    least = max(1, -(-size // FREQUENT_SHARE))
    frequent = int(np.count_nonzero(np.diff(starts) >= least))
    rows: list[NDArray[np.uint64]] = []
    bit_starts = [0]
    padded = -(-size // 64) * 64
    for token in range(frequent):
        times = np.bincount(unit_of[positions[starts[token] : starts[token + 1]]], minlength=padded)
        level = 1
        while np.count_nonzero(has := times >= level) >= least:
            rows.append(np.packbits(has, bitorder="little").view(np.uint64))
            level += 1
        bit_starts.append(len(rows))
    bits = np.stack(rows) if rows else np.zeros((0, padded // 64), dtype=np.uint64)
    return np.asarray(bit_starts, dtype=np.int32), bits


def _rare(
    coded: _Coded, unit_of: NDArray[np.uint32], starts: NDArray[np.int64], bit_starts: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return for each token without bits the rows it stands in, rising, a row as often as it does."""
    has_bits = np.zeros(len(starts), dtype=bool)
    has_bits[: len(bit_starts) - 1] = np.diff(bit_starts) > 0
    counts = np.where(has_bits[:-1], 0, np.diff(starts))
    has_bits[-1] = True  # the end mark is no token
    places = np.flatnonzero(~has_bits[coded.flat])
    places = places[_stable_order(coded.flat[places])]
    return np.concatenate([[0], np.cumsum(counts)]), unit_of[places]


def _of_frequent_pairs(
    coded: _Coded, positions: NDArray[np.uint32], bit_starts: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Keep the places where a frequent token has another behind it: rare ones are found by their rows."""
    frequent = np.zeros(coded.end_mark + 1, dtype=bool)
    frequent[: len(bit_starts) - 1] = np.diff(bit_starts) > 0
    kept = positions[frequent[coded.flat[positions]] & frequent[coded.flat[positions + 1]]]
    counts = np.bincount(coded.flat[kept], minlength=coded.end_mark)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), kept
