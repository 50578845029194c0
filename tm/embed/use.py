"""The embedded encoder: USE-multilingual v3, 512 dimensions, 16 languages, no model hub.

Leaves out: the arithmetic (`network`) and finding the files (`weights`).
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np

from tm.embed.blas import one_blas_thread
from tm.embed.encoder import Parts, Vectors
from tm.embed.network import MARGIN, Batch, Glossary, Ids, Network
from tm.embed.weights import WeightFiles, load_weights

NAME = "use"
_BATCH_TOKENS = 1_000  # measured: flat from 500 to 1,500
_GLOSSARY = 4_096  # tokens kept from call to call, 15 KB each: most texts are made of few
_LOOKED_UP = 512  # distinct tokens looked up at a time
_BLOCK = 1_024  # texts read before their vectors are made, so that memory stays bounded
_UNKNOWN = 0
_MARKS = 2  # of start and end
Item = TypeVar("Item")
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """Token ids of some texts one after another, marks of start and end included, and their numbers."""

    ids: Ids
    lengths: Ids

    def texts(self) -> Ids:
        """Return the text each token is of."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


class UseEncoder:
    """USE-multilingual over the given weights. Batches run on threads; instances may be shared."""

    def __init__(self, files: WeightFiles, name: str = NAME) -> None:
        """Load weights and tokenizer. Raises ModelError if they are missing, damaged or others."""
        loaded = load_weights(files)
        self._tokenizer = loaded.tokenizer
        self._network = Network(loaded.table, loaded.arrays)
        self._glossary = Glossary(self._network.vocabulary, _GLOSSARY)
        self._filling = threading.Lock()
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
        with one_blas_thread():
            for first in range(0, len(distinct), _BLOCK):
                read = self._read(distinct[first : first + _BLOCK])
                sums = self._sums(read, read.texts(), len(read.lengths))
                lengths = read.lengths.astype(np.float32)
                vectors[first : first + _BLOCK] = self._network.finish(sums, lengths)
        if len(distinct) == len(texts):
            return vectors
        place = {text: row for row, text in enumerate(distinct)}
        return vectors[[place[text] for text in texts]]

    def parts(self, texts: Sequence[str]) -> Parts:
        """Return each text's sums over its tokens and over its marks of start and end."""
        sums = np.empty((3, len(texts), self.dimension), np.float32)
        lengths = np.empty(len(texts), np.float32)
        with one_blas_thread():
            for first in range(0, len(texts), _BLOCK):
                read = self._read(texts[first : first + _BLOCK])
                ends = np.cumsum(read.lengths)
                part = np.ones(len(read.ids), np.int64)
                part[ends - read.lengths], part[ends - 1] = 0, 2
                found = self._sums(read, 3 * read.texts() + part, 3 * len(ends))
                block = slice(first, first + _BLOCK)
                sums[:, block] = found.reshape(-1, 3, self.dimension).transpose(1, 0, 2)
                lengths[block] = read.lengths - _MARKS
        return Parts(heads=sums[0], sums=sums[1], tails=sums[2], lengths=lengths)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of each text's tokens; of two where a word is known, one marks its beginning."""
        return list(map(len, self._tokenizer.encode(list(texts), out_type=int)))

    def compose(self, parts: Parts) -> Vectors:
        """Return unit vectors: exactly the texts' own, or of joined texts at cosine .95 to .99."""
        sums = parts.sums + parts.heads
        sums += parts.tails
        with one_blas_thread():
            return self._network.finish(sums.astype(np.float32, copy=False), parts.lengths + _MARKS)

    def _sums(self, read: _Read, rows: Ids, size: int) -> Vectors:
        """Return the projected sums `(size, 512)` over the tokens of every row; `rows` ascend, gapless."""
        distinct, where = np.unique(read.ids, return_inverse=True)
        glossary = self._glossary_of(distinct)
        sums = np.zeros((size, self.dimension), np.float32)
        batches = list(_batches(glossary.place[distinct][where], read.texts(), rows))
        for low, found in _each(lambda batch: self._network.sums(glossary, batch), batches):
            sums[low : low + len(found)] += found
        return sums

    def _glossary_of(self, tokens: Ids) -> Glossary:
        """Return a glossary that holds these tokens: that of earlier calls, or a new one if it is full."""
        with self._filling:
            known = self._glossary
            missing = tokens[known.place[tokens] < 0]
            if known.used + len(missing) > known.room:
                known = Glossary(self._network.vocabulary, max(_GLOSSARY, len(tokens)))
                self._glossary, missing = known, tokens
            first = known.used
            starts = range(0, len(missing), _LOOKED_UP)
            _each(lambda at: self._network.look_up(known, missing[at : at + _LOOKED_UP], first + at), starts)
            known.place[missing] = np.arange(first, first + len(missing))
            known.used += len(missing)
            return known

    def _read(self, texts: Sequence[str]) -> _Read:
        """Return token ids with the marks of start and end; every unknown character is one token."""
        clean = [text.replace("\0", " ") for text in texts]  # the library stops reading at NUL
        found: list[list[int]] = self._tokenizer.encode(clean, out_type=int, add_bos=True, add_eos=True)
        for row, ids in enumerate(found):
            if len(ids) == _MARKS:
                ids.insert(1, _UNKNOWN)
            elif _UNKNOWN in ids:
                pieces = self._tokenizer.encode(clean[row], out_type=str, add_bos=True, add_eos=True)
                ids[:] = [
                    one
                    for token, piece in zip(ids, pieces, strict=True)
                    for one in ([token] * (len(piece) if token == _UNKNOWN else 1))
                ]
        lengths = np.fromiter(map(len, found), np.int64, len(found))
        flat = np.fromiter(chain.from_iterable(found), np.int64, int(lengths.sum()))
        return _Read(ids=flat, lengths=lengths)


def _each(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """Return what `work` makes of each item, in order, on threads where there are several."""
    if len(items) <= 1:
        return list(map(work, items))
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(work, items))


def _batches(tokens: Ids, texts: Ids, rows: Ids) -> Iterator[Batch]:
    """Yield batches of `_BATCH_TOKENS` tokens, each with as many around it as can change its features."""
    for first in range(0, len(tokens), _BATCH_TOKENS):
        low = max(0, first - MARGIN)
        last = min(first + _BATCH_TOKENS, len(tokens))
        some = slice(low, last + MARGIN)
        yield Batch(
            tokens=tokens[some], texts=texts[some], rows=rows[some], first=first - low, last=last - low
        )
