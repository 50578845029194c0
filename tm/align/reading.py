"""The segments of one side, read once: vectors of segments, of runs of them, of their edge clauses.

Leaves out: words, and what is known of segments without an encoder (`sides`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.align.clauses import edge_clauses
from tm.align.composing import runs, unit
from tm.bitext import Side
from tm.embed import ComposingEncoder, Parts, Vectors
from tm.embed.encoder import AnyFloats

Halves = NDArray[np.float16]
_SHRINK = 10  # segments: with so many, half of their mean vector is taken off
_BLOCK = 4_096  # segments read at a time


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

    def runs(self, first: int, last: int, count: int) -> Vectors:
        """Return unit vectors, mean taken off, of runs of `count` within segments `first` to `last`."""
        tokens = self.tokens[first:last]
        some = Parts(
            heads=self.heads[first:last],
            sums=self.means[first:last] * tokens[:, None],
            tails=self.tails[first:last],
            lengths=tokens,
        )
        return unit(runs(self.encoder, some, count) - self.mean)

    def take(self, rows: NDArray[np.int64]) -> "Reading":
        """Return these segments only, the mean of all kept."""
        chosen = {name: getattr(self, name)[rows] for name in _ROWS}
        return replace(self, **chosen)


_ROWS = ("heads", "means", "tails", "tokens", "singles", "first", "last")


def read(texts: Sequence[str], side: Side, encoder: ComposingEncoder, detail: ComposingEncoder) -> Reading:
    """Read the segments of one side; equal ones once. `encoder` reads segments, `detail` their clauses."""
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    listed = list(distinct)
    rows: dict[str, NDArray[Any]] = {}
    for start in range(0, max(1, len(listed)), _BLOCK):
        for name, some in _block(listed[start : start + _BLOCK], side, encoder, detail).items():
            if not start:
                rows[name] = np.empty((len(listed), *some.shape[1:]), some.dtype)
            rows[name][start : start + _BLOCK] = some
    if len(listed) < len(texts):
        place = np.array([distinct[text] for text in texts], np.int64)
        rows = {name: some[place] for name, some in rows.items()}
    mean, *_ = (centre(rows[name]) for name in ("singles", "first", "last"))
    return Reading(encoder=encoder, mean=mean, **rows)


def _block(
    texts: list[str], side: Side, encoder: ComposingEncoder, detail: ComposingEncoder
) -> dict[str, NDArray[Any]]:
    """Return the fields of `Reading` that have a row for each of these texts, no mean taken off."""
    cuts = [edge_clauses(text, side) for text in texts]
    edged = detail.edges(texts, cuts)
    parts = edged.wholes if detail is encoder else encoder.parts(texts)
    singles = encoder.compose(parts)
    wholes = singles if detail is encoder else detail.compose(edged.wholes)
    return {
        "heads": parts.heads.astype(np.float16),
        "means": (parts.sums / np.maximum(parts.lengths, 1)[:, None]).astype(np.float16),
        "tails": parts.tails.astype(np.float16),
        "tokens": parts.lengths,
        "singles": singles,
        "first": _compose(detail, edged.firsts, edged.wholes, wholes).astype(np.float16),
        "last": _compose(detail, edged.lasts, edged.wholes, wholes).astype(np.float16),
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
