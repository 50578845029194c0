"""The embedded encoder: USE-multilingual v3, 512 dimensions, 16 languages, no model hub.

Leaves out: the arithmetic (`network`) and finding the files (`weights`).
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from tm.embed.blas import one_blas_thread
from tm.embed.encoder import Parts, Vectors
from tm.embed.network import MARGIN, Network, Piece
from tm.embed.weights import WeightFiles, load_weights

NAME = "use"
_BATCH_TOKENS = 1_500  # measured: flat from 1,000 to 2,000, slower beyond (caches)
_PIECE_TOKENS = 4_000  # a longer text is read in pieces that overlap, so that memory stays bounded
_BLOCK = 4_096  # texts read before their vectors are made, so that memory stays bounded
_UNKNOWN = 0


class UseEncoder:
    """USE-multilingual over the given weights. Batches run on threads; instances may be shared."""

    def __init__(self, files: WeightFiles, name: str = NAME) -> None:
        """Load weights and tokenizer. Raises ModelError if they are missing, damaged or others."""
        loaded = load_weights(files)
        self._tokenizer = loaded.tokenizer
        self._network = Network(loaded.table, loaded.arrays)
        self._name = name
        self._hash = loaded.sha256

    @property
    def name(self) -> str:
        """The name it was asked for by."""
        return self._name

    @property
    def dimension(self) -> int:
        """512."""
        return 512

    @property
    def weights_hash(self) -> str:
        """SHA-256 of `weights.npz`."""
        return self._hash

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), 512)` unit rows; equal texts are read once."""
        distinct = list(dict.fromkeys(texts))
        vectors = np.empty((len(distinct), self.dimension), np.float32)
        for first in range(0, len(distinct), _BLOCK):
            some = distinct[first : first + _BLOCK]
            vectors[first : first + len(some)] = self.compose(self.parts(some))
        if len(distinct) == len(texts):
            return vectors
        place = {text: row for row, text in enumerate(distinct)}
        return vectors[[place[text] for text in texts]]

    def parts(self, texts: Sequence[str]) -> Parts:
        """Return each text's sums over its tokens and over its marks of start and end."""
        ids = self._tokens(texts)
        sums = np.zeros((3, len(ids), self.dimension), np.float32)
        batches = list(_batches(ids))
        with one_blas_thread():
            if len(batches) == 1:
                _gather(sums, *self._network.sums(batches[0]))
            else:
                with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                    for rows, found in pool.map(self._network.sums, batches):
                        _gather(sums, rows, found)
        lengths = np.fromiter((len(one) - 2 for one in ids), np.float32, len(ids))
        return Parts(heads=sums[0], sums=sums[1], tails=sums[2], lengths=lengths)

    def compose(self, parts: Parts) -> Vectors:
        """Return unit vectors: exactly the texts' own, or of joined texts at cosine .95 to .99."""
        sums = parts.sums + parts.heads
        sums += parts.tails
        with one_blas_thread():
            return self._network.finish(sums.astype(np.float32, copy=False), parts.lengths + 2)

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return token ids with the marks of start and end; every unknown character is one token."""
        if not texts:
            return []
        start, end = self._tokenizer.bos_id(), self._tokenizer.eos_id()
        clean = [text.replace("\0", " ") for text in texts]  # the library stops reading at NUL
        found: list[list[int]] = self._tokenizer.encode(clean, out_type=int)
        for row, ids in enumerate(found):
            if _UNKNOWN in ids:
                pieces = self._tokenizer.encode(clean[row], out_type=str)
                ids[:] = [
                    one
                    for token, piece in zip(ids, pieces, strict=True)
                    for one in ([token] * (len(piece) if token == _UNKNOWN else 1))
                ]
        return [[start, *(ids or [_UNKNOWN]), end] for ids in found]


def _gather(sums: Vectors, rows: NDArray[np.int64], found: Vectors) -> None:
    """Add what a batch found to the sums, in place: row 3n + k is part k of text n; `rows` ascend."""
    starts = np.flatnonzero(np.diff(rows, prepend=-1))  # a long text's pieces share a row
    rows = rows[starts]
    sums[rows % 3, rows // 3] += np.add.reduceat(found, starts, axis=0)


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[Piece]]:
    """Yield batches of pieces of about `_BATCH_TOKENS` tokens; long texts come in several pieces.

    Rows 3n, 3n + 1 and 3n + 2 of the result are text n's mark of start, its tokens and mark of end.
    """
    batch: list[Piece] = []
    size = 0
    for row, tokens in enumerate(ids):
        for first in range(0, len(tokens), _PIECE_TOKENS):
            last = min(first + _PIECE_TOKENS, len(tokens))
            low, high = max(0, first - MARGIN), min(len(tokens), last + MARGIN)
            if batch and size + high - low > _BATCH_TOKENS:
                yield batch
                batch, size = [], 0
            cuts = sorted({first, last, *(cut for cut in (1, len(tokens) - 1) if first < cut < last)})
            rows = tuple(
                3 * row + (0 if cut == 0 else 2 if cut == len(tokens) - 1 else 1) for cut in cuts[:-1]
            )
            batch.append(Piece(ids=tokens[low:high], cuts=tuple(cut - low for cut in cuts), rows=rows))
            size += high - low
    if batch:
        yield batch
