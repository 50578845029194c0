"""What an encoder is. Leaves out: which ones there are (`encoders`)."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


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
