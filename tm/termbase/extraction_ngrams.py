"""Runs of tokens that recur: how often, how freely they stand, how firmly they hold. Leaves out: languages.

Counted level by level: a run of n tokens is looked at only where both its runs of n - 1 recur (Agrawal and
Srikant 1994), so memory stays near the size of the text whatever the longest run is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BREAK = 0
"""Token number that no run goes across: the end of a segment or a punctuation mark."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Runs:
    """Recurring runs of `length` tokens, a row each; arrays are parallel.

    `starts[bounds[i]:bounds[i+1]]` are the places of run i. `freedom` is the smaller branching entropy of
    its two sides in nats; `enclosed` the largest share one inner neighbour has on a side and `wedged` that
    on the other side; `cohesion` the smallest pointwise mutual information of its two halves, however split
    (0 for single tokens).
    """

    length: int
    starts: Ints
    bounds: Ints
    freedom: Floats
    enclosed: Floats
    wedged: Floats
    cohesion: Floats

    def places(self, run: int) -> Ints:
        """Return where run number `run` begins."""
        return self.starts[self.bounds[run] : self.bounds[run + 1]]

    def __len__(self) -> int:
        return len(self.bounds) - 1


def recurring(tokens: Ints, outer: NDArray[np.bool_], *, least: int, longest: int) -> Iterator[Runs]:
    """Yield the runs met at least `least` times, by length, that begin and end on tokens of `outer`.

    `tokens` is a flat row of token numbers with BREAK between runs; it must begin and end with BREAK.
    `outer[t]` tells whether token number t may be the edge of a run.
    """
    ids = np.where(tokens == BREAK, -1, tokens)
    ids = _only_frequent(ids, least)
    levels: list[tuple[Ints, Ints]] = []
    for length in range(1, longest + 1):
        if length > 1:
            ids = _longer(ids, length, levels[0][0], least)
        if not (ids >= 0).any():
            return
        counts = np.bincount(ids[ids >= 0])
        levels.append((ids, counts))
        starts = np.flatnonzero(ids >= 0)
        starts = starts[outer[tokens[starts]] & outer[tokens[starts + length - 1]]]
        if starts.size:
            yield _measured(tokens, outer, levels, starts)


def _only_frequent(ids: Ints, least: int) -> Ints:
    """Return ids renumbered from 0 with those met less than `least` times as -1."""
    kept = np.full(len(ids), -1, np.int64)
    at = np.flatnonzero(ids >= 0)
    _, inverse, counts = np.unique(ids[at], return_inverse=True, return_counts=True)
    number = np.where(counts >= least, np.cumsum(counts >= least) - 1, -1)
    kept[at] = number[inverse]
    return kept


def _longer(ids: Ints, length: int, single: Ints, least: int) -> Ints:
    """Return the ids of the runs of `length`, made of those one shorter."""
    longer = np.full(len(ids), -1, np.int64)
    at = np.flatnonzero((ids[:-1] >= 0) & (ids[1:] >= 0))
    at = at[at + length - 1 < len(ids)]
    longer[at] = ids[at] * (int(single.max()) + 1) + single[at + length - 1]
    return _only_frequent(longer, least)


def _measured(
    tokens: Ints, outer: NDArray[np.bool_], levels: Sequence[tuple[Ints, Ints]], starts: Ints
) -> Runs:
    length = len(levels)
    ids = levels[-1][0][starts]
    starts = starts[np.argsort(ids, kind="stable")]
    ids = levels[-1][0][starts]
    bounds = np.append(np.flatnonzero(np.append(True, ids[1:] != ids[:-1])), len(ids))
    groups = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    left = _branching(groups, tokens[starts - 1], outer)
    right = _branching(groups, tokens[starts + length], outer)
    return Runs(
        length=length,
        starts=starts,
        bounds=bounds,
        freedom=np.minimum(left[0], right[0]),
        enclosed=np.maximum(left[1], right[1]),
        wedged=np.minimum(left[1], right[1]),
        cohesion=_cohesion(levels, starts[bounds[:-1]], int((tokens != BREAK).sum())),
    )


def _branching(groups: Ints, neighbours: Ints, outer: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return for each group the entropy of its neighbours and the largest share of one that may be inside.

    Every break is a neighbour of its own: a run between punctuation marks stands free.
    """
    totals = np.bincount(groups).astype(np.float64)
    own = np.where(neighbours == BREAK, -1 - np.arange(len(neighbours)), neighbours)
    pairs = np.stack((groups, own), axis=1)
    order = np.lexsort((own, groups))
    pairs = pairs[order]
    first = np.append(True, (pairs[1:] != pairs[:-1]).any(axis=1))
    at = np.flatnonzero(first)
    counts = np.diff(np.append(at, len(pairs)))
    group, token = pairs[at, 0], pairs[at, 1]
    share = counts / totals[group]
    entropy: Floats = np.asarray(
        np.bincount(group, weights=-share * np.log(share), minlength=len(totals)), np.float64
    )
    inside = np.zeros(len(totals))
    may_be = (token > BREAK) & outer[np.maximum(token, 0)]
    np.maximum.at(inside, group[may_be], share[may_be])
    return entropy, inside


def _cohesion(levels: Sequence[tuple[Ints, Ints]], firsts: Ints, size: int) -> Floats:
    """Return the pointwise mutual information of each run at its weakest joint."""
    length = len(levels)
    if length == 1:
        return np.zeros(len(firsts))
    ids, counts = levels[-1]
    whole = counts[ids[firsts]]
    weakest = np.full(len(firsts), np.inf)
    for cut in range(1, length):
        head_ids, head = levels[cut - 1]
        tail_ids, tail = levels[length - cut - 1]
        apart = head[head_ids[firsts]].astype(np.float64) * tail[tail_ids[firsts + cut]]
        weakest = np.minimum(weakest, np.log(whole * size / apart))
    return weakest
