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
from tm.align.composing import joined, unit
from tm.align.config import MAX_BEAD
from tm.bitext import Side
from tm.embed import ComposingEncoder, Inside, Parts, Spans, Vectors
from tm.embed.encoder import AnyFloats

Halves = NDArray[np.float16]
LONGEST = MAX_BEAD - 1
"""Segments of the longest run."""
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
        found = [self.singles]
        for count in range(2, LONGEST + 1):
            some = joined(own, count)
            found.append(unit(self.encoder.compose(some) - self.mean))
        return found

    def take(self, rows: NDArray[np.int64]) -> "Reading":
        """Return these segments only, the mean of all kept."""
        chosen = {name: getattr(self, name)[rows] for name in _ROWS}
        return replace(self, **chosen)


_ROWS = ("heads", "means", "tails", "tokens", "singles", "first", "last")


def read(
    texts: Sequence[str], side: Side, encoder: ComposingEncoder, detail: ComposingEncoder, places: Spans
) -> tuple[Reading, Halves]:
    """Read texts, each once. `encoder` reads them; `detail` their edge clauses, and the words at `places`.

    The second value has for each row of places the unit vector, mean taken off, of a text of which a word
    would make what it makes of these on average.
    """
    rows: dict[str, NDArray[Any]] = {}
    words = _WordSums(
        edges=np.zeros((2, 1, detail.dimension), np.float32),
        sums=np.zeros((places.rows, detail.dimension), np.float16),
        tokens=np.zeros(places.rows, np.float32),
    )
    for start in range(0, max(1, len(texts)), _BLOCK):
        some = texts[start : start + _BLOCK]
        here, of_words = _within(places, start)
        found = detail.inside(some, [edge_clauses(text, side) for text in some], here)
        parts = found.wholes if detail is encoder else encoder.parts(some)
        for name, values in _fields(encoder, parts, detail, found).items():
            if not start:
                rows[name] = np.empty((len(texts), *values.shape[1:]), values.dtype)
            rows[name][start : start + _BLOCK] = values
        words.add(of_words, found, len(texts))
    mean, *_ = (centre(rows[name]) for name in ("singles", "first", "last"))
    return Reading(encoder=encoder, mean=mean, **rows), words.vectors(
        detail, np.bincount(places.row, minlength=places.rows)
    )


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


@dataclass(frozen=True, kw_only=True, eq=False)
class _WordSums:
    """What words make at all their places together, by row, and texts' heads and tails on average."""

    edges: Vectors
    sums: Halves
    tokens: NDArray[np.float32]

    def add(self, rows: NDArray[np.int64], found: Inside, texts: int) -> None:
        """Add to these rows, in place, what a block tells of them; there are so many texts in all."""
        self.sums[rows] = self.sums[rows] + found.sums
        self.tokens[rows] += found.lengths
        for mean, edges in zip(self.edges, (found.wholes.heads, found.wholes.tails), strict=True):
            np.add(mean, edges.sum(axis=0) / texts, out=mean)

    def vectors(self, detail: ComposingEncoder, often: NDArray[np.int64]) -> Halves:
        """Return the unit vectors of words that stand at so many places, mean taken off."""
        found = np.empty(self.sums.shape, np.float16)
        for start in range(0, len(often), _BLOCK):
            some = slice(start, start + _BLOCK)
            count = often[some].astype(np.float32)
            sums = self.sums[some].astype(np.float32) / count[:, None]
            found[some] = detail.compose(
                Parts(heads=self.edges[0], sums=sums, tails=self.edges[1], lengths=self.tokens[some] / count)
            )
        centre(found)
        return found


def _fields(
    encoder: ComposingEncoder, parts: Parts, detail: ComposingEncoder, found: Inside
) -> dict[str, NDArray[Any]]:
    """Return what `Reading` has a row for, no mean taken off."""
    singles = encoder.compose(parts)
    wholes = singles if detail is encoder else detail.compose(found.wholes)
    return {
        "heads": parts.heads.astype(np.float16),
        "means": (parts.sums / np.maximum(parts.lengths, 1)[:, None]).astype(np.float16),
        "tails": parts.tails.astype(np.float16),
        "tokens": parts.lengths,
        "singles": singles,
        "first": _compose(detail, found.firsts, found.wholes, wholes).astype(np.float16),
        "last": _compose(detail, found.lasts, found.wholes, wholes).astype(np.float16),
    }


def _compose(detail: ComposingEncoder, edges: Parts, wholes: Parts, vectors: Vectors) -> Vectors:
    """Return the vectors of edges of texts, whose own `vectors` are known: an edge may be all of its text."""
    found, proper = vectors.copy(), edges.lengths < wholes.lengths
    found[proper] = detail.compose(
        Parts(
            heads=edges.heads[proper],
            sums=edges.sums[proper],
            tails=edges.tails[proper],
            lengths=edges.lengths[proper],
        )
    )
    return found


def centre(rows: AnyFloats) -> Vectors:
    """Take off unit rows, in place, their mean as far as their number allows, and return it."""
    mean: Vectors = rows.sum(axis=0, dtype=np.float32) / (len(rows) + _SHRINK)
    for start in range(0, len(rows), _BLOCK):
        rows[start : start + _BLOCK] = unit(rows[start : start + _BLOCK] - mean)
    return mean
