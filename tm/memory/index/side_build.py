"""One side of a segment of the index, made from its texts. Leaves out: searching it (`side`) and files."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.coding import CodedTexts, powers, token_hashes
from tm.memory.index.compare import is_word

FREQUENT_SHARE = 32
"""Tokens in at least one of this many texts are kept as rows of bits: as large as their list would be."""
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
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    moved = np.repeat(texts.offsets[:-1][order] - offsets[:-1], lengths) + np.arange(offsets[-1])
    flat = texts.flat[moved]
    del moved
    starts, positions = _positions(flat, offsets, len(texts.vocabulary))
    days, statuses = facts.days[order], facts.statuses[order]
    hashes = token_hashes(texts.vocabulary)
    by_hash = np.argsort(hashes)
    words = _words(flat, offsets, texts.vocabulary, hashes)
    by_words = np.argsort(words, kind="stable")
    bit_starts, bits = _bits(starts, positions, offsets, texts.counts)
    rare_starts, rare_rows = _rare(flat, offsets, starts, bit_starts)
    blob = "\n".join(texts.vocabulary).encode()
    return {
        "ids": facts.ids[order],
        "lengths": lengths.astype(np.int32),
        "offsets": offsets.astype(np.int64),
        "flat": flat.astype(np.uint16) if len(texts.vocabulary) <= np.iinfo(np.uint16).max else flat,
        "days": days,
        "statuses": statuses,
        "by_relevance": np.lexsort((-days, lengths, statuses)).astype(np.uint32),
        "by_date": np.lexsort((lengths, statuses, -days)).astype(np.uint32),
        "hashes": hashes[by_hash],
        "numbers": by_hash.astype(np.uint32),
        "words": words[by_words],
        "words_at": by_words.astype(np.uint32),
        "starts": starts.astype(np.int64),
        "positions": positions,
        "unit_at": np.searchsorted(
            offsets, np.arange(0, int(offsets[-1]) + 1, UNIT_STEP), side="right"
        ).astype(np.uint32)
        - 1,
        "bit_starts": bit_starts,
        "bits": bits,
        "rare_starts": rare_starts,
        "rare_rows": rare_rows,
        "vocabulary": np.frombuffer(blob, dtype=np.uint8),
    }


def _positions(
    flat: NDArray[np.uint32], offsets: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return where each token's places start, and all places by (token, token after it, place).

    The end of a text counts as a token after it that is smaller than any other.
    """
    following = np.zeros(len(flat), dtype=np.uint32)
    if len(flat):
        following[:-1] = flat[1:] + 1
        ends = offsets[1:][np.diff(offsets) > 0] - 1
        following[ends] = 0
    if size < np.iinfo(np.uint16).max:
        second = np.argsort(following.astype(np.uint16), kind="stable").astype(np.uint32)
        positions = second[np.argsort(flat.astype(np.uint16)[second], kind="stable")]
    else:
        positions = np.lexsort((following, flat)).astype(np.uint32)
    counts = np.bincount(flat, minlength=size)
    return np.concatenate([[0], np.cumsum(counts)]), positions


def _words(
    flat: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    vocabulary: tuple[str, ...],
    hashes: NDArray[np.uint64],
) -> NDArray[np.uint64]:
    """Return for each text the hash of its words in order, as `words_hash` gives it."""
    wordy = np.fromiter((is_word(token) for token in vocabulary), dtype=bool, count=len(vocabulary))[flat]
    before = np.concatenate([[0], np.cumsum(wordy)])
    place = before[:-1] - np.repeat(before[offsets[:-1]], np.diff(offsets))
    mixed = np.where(wordy, hashes[flat] * powers(int(place.max(initial=0)) + 1)[place], np.uint64(0))
    summed = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    words: NDArray[np.uint64] = summed[offsets[1:]] - summed[offsets[:-1]]
    return words


def _bits(
    starts: NDArray[np.int64],
    positions: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    """Return rows of bits for frequent tokens, a bit a text: row k of a token says "at least k + 1 times".

    Rows of token `t` are `bits[bit_starts[t]:bit_starts[t + 1]]`; tokens beyond `bit_starts` have none.
    """
    size = len(offsets) - 1
    least = max(1, -(-size // FREQUENT_SHARE))
    frequent = int(np.searchsorted(-counts, -least, side="right"))
    unit_of = np.repeat(np.arange(size, dtype=np.uint32), np.diff(offsets))
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
    flat: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    starts: NDArray[np.int64],
    bit_starts: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return for each token without bits the rows it stands in, rising, a row as often as it does."""
    has_bits = np.zeros(len(starts) - 1, dtype=bool)
    has_bits[: len(bit_starts) - 1] = np.diff(bit_starts) > 0
    counts = np.where(has_bits, 0, np.diff(starts))
    places = np.flatnonzero(~has_bits[flat])
    tokens = flat[places]
    kind = np.uint16 if len(starts) <= np.iinfo(np.uint16).max else np.uint32
    places = places[np.argsort(tokens.astype(kind), kind="stable")]
    unit_of = np.repeat(np.arange(len(offsets) - 1, dtype=np.uint32), np.diff(offsets))
    return np.concatenate([[0], np.cumsum(counts)]), unit_of[places]
