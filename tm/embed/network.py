"""The forward pass of USE-multilingual v3 over flat runs of tokens. Leaves out: text and files.

The network (Yang et al. 2020, ACL demos, "Multilingual Universal Sentence Encoder"): token embeddings;
three residual branches of two convolutions each, 2, 3 and 5 tokens wide; layer norm; a projection
summed over tokens and divided by the root of their number; four dense layers; unit length.

Three things make it quick. The first convolution sees a token only through what depends on that token
alone, so it is computed once for each distinct token (`Glossary`). The projection, and of the layer norm
all but what differs from token to token, are applied after the sum. A convolution is one matrix product
over neighbours gathered by index; where a text ends, the index leads to a row of zeros.

Words are many, and are only compared: for them a matrix fitted to what the last layers would make of them
(`scripts/fit_words`) stands for projection and dense layers, at a tenth of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Ids = NDArray[np.int64]

CHUNKS = 17
"""Token t's embedding is row t // 17 of block t % 17, each block with its own scale and offset."""
WIDTH = 256
EMBEDDING = 512
FEATURES = EMBEDDING + 3 * WIDTH
REACH = 2
"""The furthest a convolution looks, either way."""
MARGIN = 2 * REACH
"""Tokens on either side of a token that can change its features."""
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # tokens seen, of which to the left
_STRETCH = 128  # tokens summed by one small matrix product: adding up rows takes three times as long


@dataclass(frozen=True, kw_only=True, slots=True)
class Picked:
    """Tokens, ascending, to be summed once more apart, and the row each adds to; a token may come often."""

    tokens: Ids
    rows: Ids


NOTHING = Picked(tokens=np.zeros(0, np.int64), rows=np.zeros(0, np.int64))


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Tokens to be read together, each by its row in a `Glossary`.

    `texts` and `rows` tell for each token which text it is of and which row of the result it adds to;
    both ascend, and no row is left out. Tokens before `first` and from `last` on are context only; those
    picked are counted from `first`.
    """

    tokens: Ids
    texts: Ids
    rows: Ids
    first: int
    last: int
    picked: Picked


@dataclass(frozen=True, kw_only=True, slots=True)
class Summed:
    """What a batch adds: projected sums to the rows from `low` on, `words` to the rows `picked`."""

    low: int
    sums: Array
    picked: Ids
    words: Array


class Glossary:
    """What depends on a token alone: embedding, input of the branches, and what it adds to neighbours.

    `products` has an array for every branch and place in its window; a row of zeros ends each. `place`
    tells where a token's row is, -1 where it has none yet; rows once filled never change. `asked` is a row's
    last call, `calls` the last of all.
    """

    def __init__(self, vocabulary: int, room: int) -> None:
        """Make room for so many tokens of a vocabulary; memory is taken as rows are filled."""
        self.room, self.used, self.calls = room, 0, 0
        self.place = np.full(vocabulary, -1, np.int64)
        self.asked = np.zeros(room, np.int64)
        self.embedded: Array = np.empty((room, EMBEDDING), np.float32)
        self.inner: Array = np.empty((room, len(_BRANCHES) * WIDTH), np.float32)
        self.products: list[list[Array]] = [
            [np.zeros((room + 1, WIDTH), np.float32) for _ in range(wide)] for wide, _ in _BRANCHES
        ]

    def renewed(self, room: int, count: int) -> "Glossary":
        """Return another with so much room, with the `count` rows of this one that were asked for last."""
        new = Glossary(len(self.place), room)
        kept = np.sort(np.argsort(-self.asked[: self.used], kind="stable")[:count])
        new.used, new.calls = len(kept), self.calls
        for one, other in zip(new._rows(), self._rows(), strict=True):
            one[: len(kept)] = other[kept]
        anew = np.full(self.used, -1, np.int64)
        anew[kept] = np.arange(len(kept))
        held = np.flatnonzero(self.place >= 0)
        new.place[held] = anew[self.place[held]]
        return new

    def _rows(self) -> list[NDArray[Any]]:
        return [self.asked, self.embedded, self.inner, *chain.from_iterable(self.products)]


class Network:
    """The weights, arranged for the forward pass; safe to share between threads."""

    def __init__(
        self, table: NDArray[np.uint8], weights: Mapping[str, Array], words: Array | None = None
    ) -> None:
        """Take the 8-bit embedding table, `(tokens, 512)` by token, and the other arrays by name.

        `words`, `(1280, k)`, is what features are multiplied by to compare words: the projection, if None.
        """
        widths = [wide for wide, _ in _BRANCHES]
        self._table = table
        self.vocabulary = len(table)
        self._w = weights
        self._epsilon = np.float32(weights["eps"])
        self._inner = np.concatenate([weights[f"proj{n}"] for n in widths], axis=1)
        self._inner_bias = np.concatenate([weights[f"proj_b{n}"] for n in widths])
        self._gain = np.concatenate([weights[f"ln_g{n}"] for n in widths])
        self._bias = np.concatenate([weights[f"ln_b{n}"] for n in widths])
        self._project = weights["ln_g"][:, None] * weights["cnn_W"]
        self._project_bias = weights["cnn_b"] + weights["ln_b"] @ weights["cnn_W"]
        self._words = self._project if words is None else words
        self.word_dimension = self._words.shape[1]

    def look_up(self, glossary: Glossary, tokens: Ids, first: int) -> None:
        """Fill the glossary's rows from `first` on with what depends on each of these tokens alone."""
        rows = slice(first, first + len(tokens))
        block = tokens % CHUNKS
        embedded = self._table[tokens].astype(np.float32)
        embedded *= self._w["scale"][block, None]
        embedded += self._w["lo"][block, None]
        inner = embedded @ self._inner
        inner += self._inner_bias
        inner *= _centre(inner, self._epsilon)[:, None]
        inner *= self._gain
        inner += self._bias
        glossary.embedded[rows], glossary.inner[rows] = embedded, inner
        for branch, (wide, _) in enumerate(_BRANCHES):
            mine = np.ascontiguousarray(inner[:, branch * WIDTH : (branch + 1) * WIDTH])
            weights = self._w[f"w1_{wide}"].reshape(wide, WIDTH, WIDTH)
            for layer, weight in zip(glossary.products[branch], weights, strict=True):
                np.matmul(mine, weight, out=layer[rows])

    def sums(self, glossary: Glossary, batch: Batch) -> Summed:
        """Return what a batch adds to rows, and what the tokens picked add to theirs."""
        features = self._features(glossary, batch)
        scale = _centre(features, self._epsilon)
        rows = batch.rows[batch.first : batch.last]
        low = int(rows[0])
        totals = np.zeros((int(rows[-1]) + 1 - low, features.shape[1]), np.float32)
        for at in range(0, len(rows), _STRETCH):
            some = slice(at, at + _STRETCH)
            first, last = int(rows[some][0]), int(rows[some][-1]) + 1
            shares = np.zeros((last - first, len(rows[some])), np.float32)
            shares[rows[some] - first, np.arange(len(rows[some]))] = scale[some]
            totals[first - low : last - low] += shares @ features[some]
        sums = self.project(totals, np.bincount(rows - low).astype(np.float32))
        picked, words = self._told(features, scale, batch.picked)
        return Summed(low=low, sums=sums, picked=picked, words=words)

    def project(self, totals: Array, tokens: Array) -> Array:
        """Return features summed over so many tokens, projected: `(n, 512)`."""
        return totals @ self._project + tokens[:, None] * self._project_bias

    def _told(self, features: Array, scale: Array, picked: Picked) -> tuple[Ids, Array]:
        """Return the rows that tokens picked add to, and what they add, `(rows, word_dimension)`."""
        if not len(picked.tokens):
            return picked.rows, np.zeros((0, self.word_dimension), np.float32)
        tokens, which = np.unique(picked.tokens, return_inverse=True)
        told = features[tokens] @ self._words
        told *= scale[tokens, None]
        order = np.argsort(picked.rows, kind="stable")
        rows, firsts = np.unique(picked.rows[order], return_index=True)
        words: Array = np.add.reduceat(told[which[order]], firsts, axis=0)
        return rows, words

    def _features(self, glossary: Glossary, batch: Batch) -> Array:
        """Return the features of a batch's own tokens, `(tokens, 512 + 3 * 256)`."""
        own = slice(batch.first, batch.last)
        near = _neighbours(batch.texts)
        tokens = np.append(batch.tokens, glossary.room)[near]
        features = np.empty((batch.last - batch.first, EMBEDDING + len(_BRANCHES) * WIDTH), np.float32)
        features[:, :EMBEDDING] = glossary.embedded[batch.tokens[own]]
        for branch, (wide, left) in enumerate(_BRANCHES):
            seen = range(REACH - left, REACH - left + wide)
            hidden = np.empty((len(batch.tokens) + 1, WIDTH), np.float32)
            hidden[:-1] = self._w[f"b1_{wide}"]
            hidden[-1] = 0
            for column, product in zip(seen, glossary.products[branch], strict=True):
                hidden[:-1] += product[tokens[:, column]]
            np.maximum(hidden, 0, out=hidden)
            at = branch * WIDTH
            hidden[:-1] += glossary.inner[batch.tokens, at : at + WIDTH]
            windows = hidden[near[own, seen.start : seen.stop]].reshape(-1, wide * WIDTH)
            out = windows @ self._w[f"w2_{wide}"]
            out += self._w[f"b2_{wide}"]
            np.maximum(out, 0, out=out)
            out += hidden[own]
            features[:, EMBEDDING + at : EMBEDDING + at + WIDTH] = out
        return features

    def finish(self, sums: Array, lengths: Array) -> Array:
        """Return unit vectors `(n, 512)` of texts with these sums and numbers of tokens."""
        weights = self._w
        pooled = sums * (1 / np.sqrt(lengths))[:, None]
        first = np.maximum(pooled @ weights["d0"], 0)
        second = np.maximum(pooled @ weights["p1"] + first @ weights["d1"], 0)
        third = np.maximum(second @ weights["d2"], 0)
        out: Array = np.tanh(second @ weights["p3"] + third @ weights["d3"])
        norm = np.sqrt(np.clip(np.einsum("ij,ij->i", out, out), self._epsilon, None))
        out /= norm[:, None]
        return out


def _centre(rows: Array, epsilon: np.float32) -> Array:
    """Take each row's mean off, in place, and return what brings its variance to 1."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[-1])
    scale: Array = 1 / np.sqrt(variance + epsilon)
    return scale


def _neighbours(texts: Ids) -> Ids:
    """Return for each token where its neighbours in the same text stand, `(n, 5)`; n where there is none."""
    near = np.arange(len(texts))[:, None] + np.arange(-REACH, REACH + 1)
    of = texts[np.clip(near, 0, len(texts) - 1)]
    alone = (of != texts[:, None]) | (near < 0) | (near >= len(texts))
    near[alone] = len(texts)
    return near
