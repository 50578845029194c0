"""Texts to runs of token ids, and where each token stands in its text. Leaves out: what is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.embed.encoder import Spans

Ids = NDArray[np.int64]
Span = tuple[int, int]
MARKS = 2  # of start and end
PIECES = 5
"""Of a text cut twice: two marks, and what stands before, between and after the cuts."""
_UNKNOWN = 0
_BEGINNING = "\u2581"  # stands for the space before a word


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """Token ids of some texts one after another, marks of start and end included, and their numbers."""

    ids: Ids
    lengths: Ids

    def texts(self) -> Ids:
        """Return the text each token is of."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Tokens with the characters of its text each begins and ends at; those of marks are empty."""

    tokens: Tokens
    begins: Ids
    ends: Ids

    def pieces(self, cuts: Ids) -> tuple[Ids, Ids]:
        """Return the piece of its text each token is in, numbered by `PIECES`, and tokens before each cut.

        `cuts` are `(2, texts)` characters, and so are the tokens returned for them.
        """
        texts, last = self.tokens.texts(), np.cumsum(self.tokens.lengths) - 1
        marks = np.concatenate([last - self.tokens.lengths + 1, last])
        before = (self.ends <= cuts[:, texts]) & (cuts[:, texts] > 0)
        piece = PIECES * texts + 1 + (~before).sum(axis=0)
        piece[marks] = PIECES * texts[marks] + np.repeat([0, PIECES - 1], len(last))
        before[:, marks] = False
        counts = np.stack([np.bincount(texts[some], minlength=len(last)) for some in before])
        return piece, counts

    def within(self, spans: Spans) -> tuple[Ids, Ids]:
        """Return the tokens that have a character in some span, ascending, and the span each is in."""
        wide = int(self.ends.max(initial=0)) + 1
        texts = self.tokens.texts() * wide
        at = spans.texts * wide
        firsts = np.searchsorted(texts + self.ends, at + spans.begins, "right")
        lasts = np.searchsorted(texts + self.begins, at + spans.ends, "left")
        counts = np.maximum(lasts - firsts, 0)
        span = np.repeat(np.arange(len(counts)), counts)
        tokens = np.arange(len(span)) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
        order = np.argsort(tokens, kind="stable")
        return tokens[order], span[order]


def read(processor: Any, texts: Sequence[str]) -> Tokens:
    """Return the tokens of texts; every unknown character is one token, a text without any too.

    `processor` is a SentencePieceProcessor, asked text by text: for each list it starts threads, which
    takes longer than dozens of texts.
    """
    clean = _clean(texts)
    rows: list[list[int]] = [
        processor.encode(text, out_type=int, add_bos=True, add_eos=True) for text in clean
    ]
    for row, ids in enumerate(rows):
        if len(ids) == MARKS or _UNKNOWN in ids:
            ids[1:-1] = _mapped(processor, [clean[row]])[0][0]
    return _flat(rows)


def read_placed(processor: Any, texts: Sequence[str]) -> Placed:
    """Return the tokens of texts, as `read` does, with their places."""
    clean = _clean(texts)
    start, end = processor.bos_id(), processor.eos_id()
    found = _mapped(processor, clean)
    tokens = _flat([[start, *ids, end] for ids, _ in found])
    places = [((0, 0), *spans, (len(text), len(text))) for (_, spans), text in zip(found, clean, strict=True)]
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(places)), np.int64, 2 * len(tokens.ids))
    return Placed(tokens=tokens, begins=flat[::2], ends=flat[1::2])


def known(processor: Any, words: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which words are tokens by themselves, with the mark of a beginning or without."""
    if not words:
        return np.zeros(0, np.bool_)
    tokens = processor.piece_to_id([*words, *(_BEGINNING + word for word in words)])
    found: NDArray[np.bool_] = (np.array(tokens).reshape(2, -1) != _UNKNOWN).any(axis=0)
    return found


def _clean(texts: Sequence[str]) -> list[str]:
    return [text.replace("\0", " ") for text in texts]  # the library stops reading at NUL


def _mapped(processor: Any, texts: list[str]) -> list[tuple[list[int], list[Span]]]:
    """Return each text's token ids and their spans, without marks."""
    rows = []
    for text in texts:
        one = processor.encode(text, out_type="offset_mapping")
        ids, spans = one["ids"], one["offsets"]
        if not ids:
            ids, spans = [_UNKNOWN], [(0, len(text))]
        elif _UNKNOWN in ids:
            ids, spans = _spelled(ids, one["pieces"], spans)
        rows.append((ids, spans))
    return rows


def _spelled(ids: list[int], pieces: list[str], spans: list[Span]) -> tuple[list[int], list[Span]]:
    """Return ids and spans with a token for every character of what is unknown."""
    found: list[tuple[int, Span]] = []
    for token, piece, (begin, end) in zip(ids, pieces, spans, strict=True):
        count = len(piece) if token == _UNKNOWN else 1
        edges = [begin + (end - begin) * k // count for k in range(count + 1)]
        found.extend((token, span) for span in pairwise(edges))
    return [token for token, _ in found], [span for _, span in found]


def _flat(rows: list[list[int]]) -> Tokens:
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    ids = np.fromiter(chain.from_iterable(rows), np.int64, int(lengths.sum()))
    return Tokens(ids=ids, lengths=lengths)
