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
from tm.embed.encoder import Edged, Parts, Vectors
from tm.embed.network import MARGIN, Batch, Glossary, Ids, Network
from tm.embed.weights import WeightFiles, load_weights

NAME = "use"
_BATCH_TOKENS = 1_000  # measured: flat from 500 to 1,500
_GLOSSARY = 4_096  # tokens kept from call to call, 15 KB each: most texts are made of few
_LOOKED_UP = 512  # distinct tokens looked up at a time
_BLOCK = 1_024  # texts read before their vectors are made, so that memory stays bounded
_UNKNOWN = 0
_MARKS = 2  # of start and end
_MANY = np.iinfo(np.int64).max
_PIECES = 5  # of a text cut twice: two marks, and what is before, between and after the cuts
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
        heads, sums, tails = np.empty((3, len(texts), self.dimension), np.float32)
        lengths = np.empty(len(texts), np.float32)
        for block, pieces, counts in self._divided(texts, [(len(text), 0) for text in texts]):
            heads[block], tails[block] = pieces[:, 0], pieces[:, 4]
            sums[block], lengths[block] = pieces[:, 1:4].sum(axis=1), counts[0]
        return Parts(heads=heads, sums=sums, tails=tails, lengths=lengths)

    def edges(self, texts: Sequence[str], cuts: Sequence[tuple[int, int]]) -> Edged:
        """Return the parts of texts, of each up to its first cut, and of each from its second cut on.

        Texts are read once; what their edges add is summed from the same features of tokens, so that of a
        clause read by itself only what its marks of start and end change is missing: cosine .96 to .98.
        """
        heads, tails, *sums = np.empty((5, len(texts), self.dimension), np.float32)
        lengths = np.empty((3, len(texts)), np.float32)
        for block, pieces, counts in self._divided(texts, cuts):
            whole, end, start = counts
            heads[block], tails[block] = pieces[:, 0], pieces[:, 4]
            sums[0][block] = pieces[:, 1:4].sum(axis=1)
            shared = pieces[:, 2] * (end > start)[:, None]
            sums[1][block], sums[2][block] = pieces[:, 1] + shared, pieces[:, 3] + shared
            lengths[:, block] = whole, end, whole - start
        wholes, firsts, lasts = (
            Parts(heads=heads, sums=some, tails=tails, lengths=long)
            for some, long in zip(sums, lengths, strict=True)
        )
        return Edged(wholes=wholes, firsts=firsts, lasts=lasts)

    def _divided(
        self, texts: Sequence[str], cuts: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[slice, Vectors, Ids]]:
        """Yield, block by block, what pieces of texts add, `(texts, 5, 512)`, and `(3, texts)` tokens.

        Pieces are the start mark, what precedes the lower cut, what lies between the two, what follows the
        higher one, and the end mark; tokens counted are all of a text and those before its cuts.
        """
        with one_blas_thread():
            for first in range(0, len(texts), _BLOCK):
                block = slice(first, first + _BLOCK)
                read = self._read(texts[block])
                counts = np.stack([read.lengths - _MARKS, *self._before(texts[block], cuts[block])])
                np.minimum(counts, counts[0], out=counts)
                rows, distinct = _rows(read, np.sort(counts[1:], axis=0))
                pieces = np.zeros((_PIECES * len(read.lengths), self.dimension), np.float32)
                pieces[distinct] = self._sums(read, rows, len(distinct))
                yield block, pieces.reshape(-1, _PIECES, self.dimension), counts

    def _before(self, texts: Sequence[str], cuts: Sequence[tuple[int, int]]) -> Ids:
        """Return `(2, texts)`: the tokens before each text's cuts; before its end, a number above all."""
        counts = np.where(np.array(cuts, np.int64).reshape(-1, 2) > 0, _MANY, 0)
        inner = [
            (row, column)
            for row, (text, both) in enumerate(zip(texts, cuts, strict=True))
            for column, cut in enumerate(both)
            if 0 < cut < len(text)
        ]
        read = self._read([texts[row][: cuts[row][column]] for row, column in inner])
        counts[tuple(np.array(inner, np.int64).reshape(-1, 2).T)] = read.lengths - _MARKS
        return counts.T

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


def _rows(read: _Read, cuts: Ids) -> tuple[Ids, Ids]:
    """Return for each token the piece of its text it is in, numbered without gaps, and each piece's number.

    `cuts` are `(2, texts)` tokens, ascending; numbers count `_PIECES` to a text.
    """
    starts = np.cumsum(read.lengths) - read.lengths
    texts = read.texts()
    place = np.arange(len(read.ids)) - starts[texts] - 1
    piece = 1 + (place[None] >= cuts[:, texts]).sum(axis=0)
    piece[starts], piece[starts + read.lengths - 1] = 0, _PIECES - 1
    distinct, rows = np.unique(_PIECES * texts + piece, return_inverse=True)
    return rows, distinct


def _batches(tokens: Ids, texts: Ids, rows: Ids) -> Iterator[Batch]:
    """Yield batches of `_BATCH_TOKENS` tokens, each with as many around it as can change its features."""
    for first in range(0, len(tokens), _BATCH_TOKENS):
        low = max(0, first - MARGIN)
        last = min(first + _BATCH_TOKENS, len(tokens))
        some = slice(low, last + MARGIN)
        yield Batch(
            tokens=tokens[some], texts=texts[some], rows=rows[some], first=first - low, last=last - low
        )
