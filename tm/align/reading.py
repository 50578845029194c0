"""The segments of one side, read once: vectors of segments, of runs of them, of edge clauses and words.

Leaves out: what is a word (`vocabulary`), and what is known of segments without an encoder (`sides`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.clauses import edge_clauses
from tm.align.composing import chosen, joined, split, stacked, unit
from tm.align.sliding import LONGEST
from tm.bitext import Side
from tm.embed import ComposingEncoder, Inside, Parts, Spans, Vectors
from tm.embed.encoder import AnyFloats

Halves = NDArray[np.float16]
_SHRINK = 10  # segments: with so many, half of their mean vector is taken off
_BLOCK = 1_024  # segments read at a time


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What the encoder made of segments, a row each.

    `singles`, `first` and `last` are unit vectors of segments and of their edge clauses, mean taken off;
    `mean` is that of the segments. `heads`, `means`, `tails` and `tokens` compose vectors of runs
    (`tm.embed.Parts`; `means` are its sums divided by the number of tokens, which half precision holds).
    """

    encoder: ComposingEncoder
    heads: Halves
    means: Halves
    tails: Halves
    tokens: NDArray[np.float32]
    mean: Vectors
    singles: Vectors
    first: Halves
    last: Halves

    @cached_property
    def runs(self) -> list[Vectors]:
        """Unit vectors, mean taken off, of runs of one to `LONGEST` segments, by where they begin."""
        own = Parts(
            heads=self.heads, sums=self.means * self.tokens[:, None], tails=self.tails, lengths=self.tokens
        )
        longer = joined(own, LONGEST)[1:]
        vectors = unit(self.encoder.compose(stacked(longer)) - self.mean)
        return [self.singles, *split(vectors, longer)]

    def take(self, rows: NDArray[np.int64]) -> "Reading":
        """Return these segments only, the mean of all kept."""
        chosen = {name: getattr(self, name)[rows] for name in _ROWS}
        return replace(self, **chosen)


_ROWS = ("heads", "means", "tails", "tokens", "singles", "first", "last")


def read(
    texts: Sequence[str], side: Side, encoder: ComposingEncoder, detail: ComposingEncoder, places: Spans
) -> tuple[Reading, Halves]:
    """Read texts, each once. `encoder` reads them; `detail` their edge clauses, and the words at `places`.

    The second value has for each row of places the unit vector, mean taken off, of what its word is there on
    average.
    """
    rows: dict[str, NDArray[Any]] = {}
    words = np.zeros((places.rows, 0), np.float32)
    for start in range(0, max(1, len(texts)), _BLOCK):
        some = texts[start : start + _BLOCK]
        here, of_words = _within(places, start)
        found = detail.inside(some, [edge_clauses(text, side) for text in some], here)
        parts = found.wholes if detail is encoder else encoder.parts(some)
        fields = _fields(encoder, parts, detail, found)
        if not start:
            rows = {name: np.empty((len(texts), *one.shape[1:]), one.dtype) for name, one in fields.items()}
            words = np.zeros((places.rows, found.words.shape[1]), np.float32)
        for name, one in fields.items():
            rows[name][start : start + _BLOCK] = one
        words[of_words] += found.words
    mean, *_ = (centre(rows[name]) for name in ("singles", "first", "last"))
    words /= np.maximum(np.bincount(places.row, minlength=places.rows), 1)[:, None]
    centre(words)
    return Reading(encoder=encoder, mean=mean, **rows), words.astype(np.float16)


def _within(places: Spans, start: int) -> tuple[Spans, NDArray[np.int64]]:
    """Return the places that lie in the block of texts from `start` on, and which rows are theirs.

    Texts and rows are numbered within the block.
    """
    some = slice(*np.searchsorted(places.texts, (start, start + _BLOCK)))
    rows, row = np.unique(places.row[some], return_inverse=True)
    here = Spans(
        texts=places.texts[some] - start,
        begins=places.begins[some],
        ends=places.ends[some],
        row=row,
        rows=len(rows),
    )
    return here, rows


def _fields(
    encoder: ComposingEncoder, parts: Parts, detail: ComposingEncoder, found: Inside
) -> dict[str, NDArray[Any]]:
    """Return what `Reading` has a row for, no mean taken off."""
    edges = (found.firsts, found.lasts)
    proper = [edge.lengths < found.wholes.lengths for edge in edges]  # an edge may be all of its text
    lots = [found.wholes, *(chosen(edge, rows) for edge, rows in zip(edges, proper, strict=True))]
    own, *others = split(detail.compose(stacked(lots)), lots)
    first, last = own.copy(), own.copy()
    first[proper[0]], last[proper[1]] = others
    return {
        "heads": parts.heads.astype(np.float16),
        "means": (parts.sums / np.maximum(parts.lengths, 1)[:, None]).astype(np.float16),
        "tails": parts.tails.astype(np.float16),
        "tokens": parts.lengths,
        "singles": own if detail is encoder else encoder.compose(parts),
        "first": first.astype(np.float16),
        "last": last.astype(np.float16),
    }


def centre(rows: AnyFloats) -> Vectors:
    """Take off rows, in place, their mean as far as their number allows, and return it; make rows unit."""
    mean: Vectors = rows.sum(axis=0, dtype=np.float32) / (len(rows) + _SHRINK)
    for start in range(0, len(rows), _BLOCK):
        rows[start : start + _BLOCK] = unit(rows[start : start + _BLOCK] - mean)
    return mean
