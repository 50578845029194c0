"""Texts of one side in which tokens stand in a row, and all of them: no text is read to count them.

Leaves out: wildcards and patterns, which `lookup` settles on the texts themselves.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.side import Rows, SideIndex

_FEW = 16
"""Texts so few that reading them costs less than leaving some out."""


def rows_with_runs(side: SideIndex, runs: Sequence[NDArray[np.int64]]) -> Rows:
    """Return the rows in which every run of token numbers stands, rising; with no runs, all rows."""
    if not runs:
        return np.arange(len(side), dtype=np.int64)
    found = rows_with_run(side, runs[0])
    for run in runs[1:]:
        if not len(found):
            break
        found = np.intersect1d(found, rows_with_run(side, run), assume_unique=True)
    return found


def rows_with_run(side: SideIndex, run: NDArray[np.int64]) -> Rows:
    """Return the rows in which the token numbers stand in a row, rising; -1 stands nowhere."""
    longest = int(side.lengths[-1]) if len(side) else 0
    if not 0 < len(run) <= longest or (run < 0).any():
        return np.zeros(0, dtype=np.int64)
    if len(run) == 1:
        return _rows_with_token(side, int(run[0]))
    return _distinct(side.rows_at(places_of_run(side, run)))


def rows_with_any(side: SideIndex, tokens: Sequence[int]) -> Rows:
    """Return the rows in which any of the tokens stands, rising."""
    if not tokens:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([_rows_with_token(side, token) for token in tokens]))


def places_of_run(side: SideIndex, run: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places in `flat` where two or more token numbers stand in a row, rising.

    Starts from the rarest token, or from the rarest pair of neighbours where all are frequent, and keeps
    the places where the others stand around it.
    """
    numbers = run.tolist()
    rare = [(len(side.rare_rows(token)), at) for at, token in enumerate(numbers) if not side.bit_rows(token)]
    if rare:
        _, known = min(rare)
        places = side.places_in(_rows_with_all(side, numbers, known), numbers[known]) - known
    else:
        pairs = [side.places_of_pair(one, other) for one, other in pairwise(numbers)]
        known = min(range(len(pairs)), key=lambda at: len(pairs[at]))
        places = pairs[known].astype(np.int64) - known
    places = places[(places >= 0) & (places + len(run) <= len(side.flat))]
    for offset, number in enumerate(numbers):
        if offset != known and len(places):
            places = places[side.flat[places + offset] == number]
    return places


def _rows_with_all(side: SideIndex, numbers: Sequence[int], known: int) -> Rows:
    """Return the rows of the rare token `numbers[known]` that have the other tokens too, anywhere."""
    rows = _distinct(side.rare_rows(numbers[known]).astype(np.int64))
    for at, token in enumerate(numbers):
        if at == known or len(rows) <= _FEW:
            continue
        bits = side.bit_rows(token)
        if bits:
            words = side.bits[bits[0], rows >> 6] >> (rows & 63).astype(np.uint64)
            rows = rows[(words & np.uint64(1)).astype(bool)]
        else:
            others = side.rare_rows(token)
            at_most = np.minimum(np.searchsorted(others, rows), len(others) - 1)
            rows = rows[others[at_most] == rows]
    return rows


def _rows_with_token(side: SideIndex, token: int) -> Rows:
    rows = side.bit_rows(token)
    if rows:
        bits = np.unpackbits(side.bits[rows[0]].view(np.uint8), bitorder="little")
        return np.flatnonzero(bits[: len(side)])
    return _distinct(side.rare_rows(token).astype(np.int64))


def _distinct(rows: Rows) -> Rows:
    """Return rising rows without repeats."""
    return rows[np.diff(rows, prepend=-1) > 0]
