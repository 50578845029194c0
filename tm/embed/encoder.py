"""What an encoder is, and one that composes. Leaves out: which ones there are (`encoders`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
AnyFloats = NDArray[np.floating[Any]]


class Encoder(Protocol):
    """Turns strings into unit vectors of one fixed dimension."""

    @property
    def name(self) -> str:
        """The model's name, stored beside every vector."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def weights_hash(self) -> str:
        """SHA-256 of the weights, hexadecimal, so that vectors of two models never mix."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`, every row of length 1."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What texts add to the vector of any text they are part of, a row each.

    `sums` is float32 `(n, k)`, `lengths` float32 `(n,)`: both add when texts are put side by side.
    `heads` and `tails`, `(n, k)`, in any precision, are what the edges of a text add: of joined texts, the
    first one's head and the last one's tail.
    """

    heads: AnyFloats
    sums: Vectors
    tails: AnyFloats
    lengths: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spans:
    """Stretches of texts, by the number of the text, ascending, and its characters; and a row for each.

    Stretches of one row, of `rows` in all, are added up.
    """

    texts: NDArray[np.int64]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    row: NDArray[np.int64]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """Parts of texts and of their beginnings and ends, and words in them, all as read within the texts.

    `words` `(rows, k)` are sums over stretches that are short: their directions, the mean of many taken off,
    tell which words of two languages mean the same. They can't be composed.
    """

    wholes: Parts
    firsts: Parts
    lasts: Parts
    words: Vectors


@runtime_checkable
class ComposingEncoder(Encoder, Protocol):
    """An encoder that gives the vector of joined texts without reading them again."""

    def parts(self, texts: Sequence[str]) -> Parts:
        """Return the parts of `texts`, one row each."""
        ...

    def inside(self, texts: Sequence[str], cuts: Sequence[tuple[int, int]], spans: Spans) -> Inside:
        """Return the parts of `texts`, of each up to its first cut and from its second cut on, and of words.

        Cuts are in characters, 0 to the text's length, and may overlap.
        """
        ...

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Tell which words the encoder has a token for, `(len(words),)`."""
        ...

    def compose(self, parts: Parts) -> Vectors:
        """Return the unit vectors of parts, single or joined, float32 `(n, dimension)`."""
        ...
