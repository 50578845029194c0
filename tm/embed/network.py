"""The forward pass of USE-multilingual v3 over flat batches of tokens. Leaves out: text and files.

The network (Yang et al. 2020, ACL demos, "Multilingual Universal Sentence Encoder"): token embeddings;
three residual branches of two convolutions each, 2, 3 and 5 tokens wide; layer norm; a projection
summed over tokens and divided by the root of their number; four dense layers; unit length.

Three things make it quick. The first convolution sees a token only through what depends on that token
alone, so it is computed once for each distinct token of a batch. The projection is applied after the
sum. Sentences lie in one array with gaps of zeros between them, so that a convolution is one matrix
product over a sliding view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Ids = NDArray[np.int64]

CHUNKS = 17
"""Token t's embedding is row t // 17 of block t % 17, each block with its own scale and offset."""
WIDTH = 256
EMBEDDING = 512
_BRANCHES = ((2, 0), (3, 1), (5, 2))  # tokens seen, of which to the left
_REACH = 2  # the furthest any convolution looks, either way
MARGIN = 2 * _REACH
"""Tokens on either side of a token that can change its features."""
_GAP = 2 * _REACH


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Tokens read together, and the stretches of them to be summed.

    Stretch k runs from `cuts[k]` to `cuts[k + 1]`, is not empty, and belongs to `rows[k]` of the result.
    Tokens before the first cut and after the last are context only.
    """

    ids: Sequence[int]
    cuts: tuple[int, ...]
    rows: tuple[int, ...]


def _layer_norm(rows: Array, gain: Array, bias: Array, epsilon: np.float32) -> Array:
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[-1])
    rows *= (1 / np.sqrt(variance + epsilon))[:, None]
    rows *= gain
    rows += bias
    return rows


class Network:
    """The weights, arranged for the forward pass; safe to share between threads."""

    def __init__(self, table: NDArray[np.uint8], weights: Mapping[str, Array]) -> None:
        """Take the 8-bit embedding table, `(tokens, 512)` by token, and the other arrays by name."""
        widths = [wide for wide, _ in _BRANCHES]
        self._table = table
        self._w = weights
        self._epsilon = np.float32(weights["eps"])
        self._project = np.concatenate([weights[f"proj{n}"] for n in widths], axis=1)
        self._project_bias = np.concatenate([weights[f"proj_b{n}"] for n in widths])
        self._gain = np.concatenate([weights[f"ln_g{n}"] for n in widths])
        self._bias = np.concatenate([weights[f"ln_b{n}"] for n in widths])
        self._first = [
            np.ascontiguousarray(
                weights[f"w1_{n}"].reshape(n, WIDTH, WIDTH).transpose(1, 0, 2).reshape(WIDTH, n * WIDTH)
            )
            for n in widths
        ]

    def sums(self, pieces: Sequence[Piece]) -> tuple[Ids, Array]:
        """Return the rows of all stretches of `pieces` and their projected sums, `(stretches, 512)`."""
        lengths = np.fromiter((len(piece.ids) for piece in pieces), np.int64, len(pieces))
        flat = np.fromiter((token for piece in pieces for token in piece.ids), np.int64, int(lengths.sum()))
        features = self._features(flat, lengths)
        offsets = np.cumsum(lengths) - lengths
        bounds: list[int] = []
        counted: list[bool] = []
        rows: list[int] = []
        for offset, piece in zip(offsets.tolist(), pieces, strict=True):
            bounds.extend(offset + cut for cut in piece.cuts if cut < len(piece.ids))
            counted.extend([True] * (len(piece.cuts) - 1) + [False] * (piece.cuts[-1] < len(piece.ids)))
            rows.extend(piece.rows)
        totals = np.add.reduceat(features, bounds, axis=0)[counted]
        tokens = np.diff([*bounds, len(flat)])[counted].astype(np.float32)
        return np.array(rows, np.int64), totals @ self._w["cnn_W"] + tokens[:, None] * self._w["cnn_b"]

    def _features(self, flat: Ids, lengths: Ids) -> Array:
        """Return the normed features of every token, `(tokens, 512 + 3 * 256)`."""
        distinct, where = np.unique(flat, return_inverse=True)
        block = distinct % CHUNKS
        embedded = self._table[distinct].astype(np.float32)
        embedded *= self._w["scale"][block, None]
        embedded += self._w["lo"][block, None]
        inner = embedded @ self._project
        inner += self._project_bias
        _layer_norm(inner, self._gain, self._bias, self._epsilon)
        places = np.arange(len(flat)) + (np.repeat(np.arange(len(lengths)), lengths) + 1) * _GAP
        features = np.empty((len(flat), EMBEDDING + len(_BRANCHES) * WIDTH), np.float32)
        features[:, :EMBEDDING] = embedded[where]
        for branch in range(len(_BRANCHES)):
            at = EMBEDDING + branch * WIDTH
            mine = inner[:, branch * WIDTH : (branch + 1) * WIDTH]
            features[:, at : at + WIDTH] = self._branch(branch, mine, where, places)
        return _layer_norm(features, self._w["ln_g"], self._w["ln_b"], self._epsilon)

    def _branch(self, branch: int, distinct: Array, where: Ids, places: Ids) -> Array:
        """Return one branch's output for every token; `distinct[where]` is its input, in order."""
        wide, left = _BRANCHES[branch]
        room = int(places[-1]) + 1 + _GAP
        products = distinct @ self._first[branch]
        spread = np.zeros((room, WIDTH), np.float32)
        for step in range(wide):
            spread[places - (step - left)] += products[where, step * WIDTH : (step + 1) * WIDTH]
        hidden = spread[places]
        hidden += self._w[f"b1_{wide}"]
        np.maximum(hidden, 0, out=hidden)
        hidden += distinct[where]
        spread[:] = 0
        spread[places] = hidden
        size = spread.itemsize
        windows = np.lib.stride_tricks.as_strided(
            spread[_GAP - left :], (room - 2 * _GAP, wide * WIDTH), (WIDTH * size, size), writeable=False
        )
        out: Array = windows[places - _GAP] @ self._w[f"w2_{wide}"]
        out += self._w[f"b2_{wide}"]
        np.maximum(out, 0, out=out)
        out += hidden
        return out

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
