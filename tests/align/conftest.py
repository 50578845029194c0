"""A tiny encoder for tests of everything but quality: words hash to directions, the same on every machine."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
import pytest

from tm.embed import Vectors

DIMENSION = 64
WORD = re.compile(r"\w")


class HashingEncoder:
    """A text's vector is the sum of its characters' directions; equal texts are equal, others are not."""

    name = "hashing"
    dimension = DIMENSION
    weights_hash = "0" * 64

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read.extend(texts)
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for at, text in enumerate(texts):
            for character in text or " ":
                seed = int.from_bytes(
                    hashlib.blake2b(character.encode("utf-8", "replace"), digest_size=8).digest()
                )
                rows[at] += np.random.default_rng(seed).standard_normal(DIMENSION, np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


@pytest.fixture
def hashing() -> HashingEncoder:
    return HashingEncoder()
