"""Texts coded as token numbers, as an index keeps them. Leaves out: searching.

Token numbers are given by falling frequency within one segment of the index, so the commonest tokens
have the smallest numbers. A token is known across segments and processes by a 64-bit hash.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.compare import comparison_tokens, is_word

_MIX = 0x9E3779B97F4A7C15
"""An odd 64-bit constant (2**64 divided by the golden ratio); its powers tell places apart."""


@lru_cache(maxsize=1 << 16)
def token_hash(token: str) -> int:
    """Return the 64-bit hash by which a token is known, the same in every process."""
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")


def token_hashes(found: Sequence[str]) -> NDArray[np.uint64]:
    """Return uint64 `(len(found),)`."""
    return np.fromiter((token_hash(token) for token in found), dtype=np.uint64, count=len(found))


def powers(count: int) -> NDArray[np.uint64]:
    """Return uint64 `(count,)`: successive powers of the mixing constant, modulo 2**64."""
    table = np.full(max(count, 1), _MIX, dtype=np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table)[:count]


def words_hash(found: Sequence[str]) -> int:
    """Return the 64-bit hash of the words among comparison tokens, in order."""
    hashes = token_hashes([token for token in found if is_word(token)])
    return int((hashes * powers(len(hashes))).sum(dtype=np.uint64))


@dataclass(frozen=True, kw_only=True, slots=True)
class CodedTexts:
    """`n` texts as token numbers: text `i` is `flat[offsets[i]:offsets[i + 1]]`.

    `flat` uint32 `(tokens,)`, `offsets` int64 `(n + 1,)`, `vocabulary` the tokens by number,
    `counts` int64 `(len(vocabulary),)` how often each occurs.
    """

    flat: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    vocabulary: tuple[str, ...]
    counts: NDArray[np.int64]


class Coder:
    """Codes texts one after another; memory grows by four bytes a token."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._flat = array("I")
        self._offsets = array("q", [0])

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def add(self, texts: Iterable[str]) -> None:
        """Code texts in order."""
        numbers, flat, offsets = self._numbers, self._flat, self._offsets
        for text in texts:
            found = comparison_tokens(text)
            for token in found:
                if token not in numbers:
                    numbers[token] = len(numbers)
            flat.extend([numbers[token] for token in found])
            offsets.append(len(flat))

    def finish(self) -> CodedTexts:
        """Return all texts coded, with token numbers by falling frequency."""
        flat = np.frombuffer(self._flat, dtype=np.uint32) if self._flat else np.zeros(0, dtype=np.uint32)
        counts = np.bincount(flat, minlength=len(self._numbers))
        order = np.argsort(-counts, kind="stable")
        renumbered = np.empty(len(order), dtype=np.uint32)
        renumbered[order] = np.arange(len(order), dtype=np.uint32)
        words = list(self._numbers)
        return CodedTexts(
            flat=renumbered[flat],
            offsets=np.frombuffer(self._offsets, dtype=np.int64),
            vocabulary=tuple(words[number] for number in order.tolist()),
            counts=counts[order],
        )
