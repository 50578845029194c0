"""The embedded encoder: USE-multilingual v3, 512 dimensions, 16 languages, no model hub.

Leaves out: the arithmetic (`network`) and finding the files (`weights`).
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tm.embed.blas import one_blas_thread
from tm.embed.encoder import Inside, Parts, Spans, Vectors
from tm.embed.network import MARGIN, NOTHING, Batch, Glossary, Ids, Network, Picked
from tm.embed.tokens import MARKS, PIECES, Tokens, known, read, read_placed
from tm.embed.weights import WeightFiles, load_weights

NAME = "use"
_BATCH_TOKENS = 1_000  # measured: flat from 500 to 1,500
_GLOSSARY = 4_096  # tokens kept from call to call, 15 KB each: most texts are made of few
_LOOKED_UP = 512  # distinct tokens looked up at a time
_FINISHED = 256  # texts whose last layers are computed at a time
_BLOCK = 1_024  # texts read before their vectors are made, so that memory stays bounded
Item = TypeVar("Item")
Found = TypeVar("Found")


class UseEncoder:
    """USE-multilingual over the given weights. Batches run on threads; instances may be shared."""

    def __init__(self, files: WeightFiles, name: str = NAME) -> None:
        """Load weights and tokenizer. Raises ModelError if they are missing, damaged or others."""
        loaded = load_weights(files)
        self._tokenizer = loaded.tokenizer
        self._network = Network(loaded.table, loaded.arrays, loaded.words)
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
                tokens = read(self._tokenizer, distinct[first : first + _BLOCK])
                sums, _ = self._sums(tokens, tokens.texts())
                lengths = tokens.lengths.astype(np.float32)
                vectors[first : first + _BLOCK] = self._finish(sums, lengths)
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
                tokens = read(self._tokenizer, texts[first : first + _BLOCK])
                ends = np.cumsum(tokens.lengths)
                part = np.ones(len(tokens.ids), np.int64)
                part[ends - tokens.lengths], part[ends - 1] = 0, 2
                found, _ = self._sums(tokens, 3 * tokens.texts() + part)
                block = slice(first, first + _BLOCK)
                sums[:, block] = found.reshape(-1, 3, self.dimension).transpose(1, 0, 2)
                lengths[block] = tokens.lengths - MARKS
        return Parts(heads=sums[0], sums=sums[1], tails=sums[2], lengths=lengths)

    def inside(self, texts: Sequence[str], cuts: Sequence[tuple[int, int]], spans: Spans) -> Inside:
        """Return the parts of texts, of each up to its first cut and from its second cut on, and of words.

        Texts are read once; all else is summed from the same features of tokens, so that of a clause read by
        itself only what its marks of start and end change is missing: cosine .96 to .98. Takes some 50 KB a
        text: give a thousand at a time.
        """
        placed = read_placed(self._tokenizer, texts)
        piece, before = placed.pieces(np.array(cuts, np.int64).reshape(-1, 2).T)
        picked, span = placed.within(spans)
        with one_blas_thread():
            present, rows = np.unique(piece, return_inverse=True)
            chosen = Picked(tokens=picked, rows=spans.row[span])
            sums, words = self._sums(placed.tokens, rows, chosen, spans.rows)
        pieces = np.zeros((len(texts), PIECES, self.dimension), np.float32)
        pieces.reshape(-1, self.dimension)[present] = sums
        shared = pieces[:, 2] * (before[0] > before[1])[:, None]
        whole = placed.tokens.lengths - MARKS
        wholes, firsts, lasts = (
            Parts(heads=pieces[:, 0], sums=some, tails=pieces[:, 4], lengths=lengths.astype(np.float32))
            for some, lengths in (
                (pieces[:, 1:4].sum(axis=1), whole),
                (pieces[:, 1] + shared, before[0]),
                (pieces[:, 3] + shared, whole - before[1]),
            )
        )
        return Inside(wholes=wholes, firsts=firsts, lasts=lasts, words=words)

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Tell which words are tokens, at the beginning of a text or within it."""
        return known(self._tokenizer, words)

    def compose(self, parts: Parts) -> Vectors:
        """Return unit vectors: exactly the texts' own, or of joined texts at cosine .95 to .99."""
        sums = parts.sums + parts.heads
        sums += parts.tails
        with one_blas_thread():
            return self._finish(sums.astype(np.float32, copy=False), parts.lengths + MARKS)

    def _finish(self, sums: Vectors, lengths: Vectors) -> Vectors:
        """Return unit vectors of texts with these sums over so many tokens, marks included."""
        found = np.empty_like(sums)

        def fill(some: slice) -> None:
            found[some] = self._network.finish(sums[some], lengths[some])

        list(_each(fill, [slice(at, at + _FINISHED) for at in range(0, len(sums), _FINISHED)]))
        return found

    def _sums(
        self, tokens: Tokens, rows: Ids, picked: Picked = NOTHING, size: int = 0
    ) -> tuple[Vectors, Vectors]:
        """Return the projected sums over the tokens of each row, and `size` rows of words of those picked.

        `rows` ascend, and none is left out.
        """
        distinct, where = np.unique(tokens.ids, return_inverse=True)
        glossary = self._glossary_of(distinct)
        sums = np.zeros((rows.max(initial=-1) + 1, self.dimension), np.float32)
        words = np.zeros((size, self._network.word_dimension), np.float32)
        batches = list(_batches(glossary.place[distinct][where], tokens.texts(), rows, picked))
        for one in _each(lambda batch: self._network.sums(glossary, batch), batches):
            sums[one.low : one.low + len(one.sums)] += one.sums
            words[one.picked] += one.words
        return sums, words

    def _glossary_of(self, tokens: Ids) -> Glossary:
        """Return a glossary that holds these distinct tokens; if that of earlier calls is full, a new one.

        A new one keeps of the old the half that was asked for last.
        """
        with self._filling:
            known = self._glossary
            known.calls += 1
            place = known.place[tokens]
            known.asked[place[place >= 0]] = known.calls
            missing = tokens[place < 0]
            if known.used + len(missing) > known.room:
                room = max(_GLOSSARY, len(tokens))
                kept = max(len(tokens) - len(missing), min(room // 2, room - len(missing)))
                known = self._glossary = known.renewed(room, kept)
            first = known.used
            starts = range(0, len(missing), _LOOKED_UP)
            list(
                _each(
                    lambda at: self._network.look_up(known, missing[at : at + _LOOKED_UP], first + at), starts
                )
            )
            known.used += len(missing)
            known.place[missing] = np.arange(first, known.used)
            known.asked[first : known.used] = known.calls
            return known


def _each(work: Callable[[Item], Found], items: Sequence[Item]) -> Iterator[Found]:
    """Yield what `work` makes of each item, in order, on threads where there are several."""
    if len(items) <= 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(work, items)


def _batches(tokens: Ids, texts: Ids, rows: Ids, picked: Picked) -> Iterator[Batch]:
    """Yield batches of `_BATCH_TOKENS` tokens, each with as many around it as can change its features.

    Tokens picked must ascend.
    """
    for first in range(0, len(tokens), _BATCH_TOKENS):
        low = max(0, first - MARGIN)
        last = min(first + _BATCH_TOKENS, len(tokens))
        some = slice(low, last + MARGIN)
        chosen = slice(*np.searchsorted(picked.tokens, (first, last)))
        yield Batch(
            tokens=tokens[some],
            texts=texts[some],
            rows=rows[some],
            first=first - low,
            last=last - low,
            picked=Picked(tokens=picked.tokens[chosen] - first, rows=picked.rows[chosen]),
        )
