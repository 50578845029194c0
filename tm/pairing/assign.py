"""One assignment for all releases, each with the choice of having no counterpart.

Leaves out: what a pair's odds are (`judge`).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tm.pairing.features import Values
from tm.pairing.grains import Places

Edge = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A pair of the best assignment: English and Chinese place, probability, and what could stand instead.

    `rivals` are pairs that one change would bring in, with how much less likely that is as log odds.
    """

    en: int
    zh: int
    probability: float
    rivals: tuple[tuple[Edge, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """Pairs that are sure enough, and those that may be paired in more than one way, with probabilities."""

    sure: tuple[Choice, ...]
    doubtful: dict[Edge, float]


def settle(chosen: Sequence[Choice], threshold: float, tie_odds: float) -> Settled:
    """Tell pairs of at least `threshold` probability from doubtful ones.

    Where another pair is less than `tie_odds` times less likely, both are doubtful.
    """
    near = math.log(tie_odds)
    doubtful: dict[Edge, float] = {}
    for one in chosen:
        close = [(edge, loss) for edge, loss in one.rivals if loss < near]
        if close:
            doubtful[one.en, one.zh] = one.probability
        for edge, loss in close:
            doubtful.setdefault(edge, one.probability * math.exp(-loss))
    rows, columns = {row for row, _ in doubtful}, {column for _, column in doubtful}
    sure = [
        one for one in chosen if one.probability >= threshold and one.en not in rows and one.zh not in columns
    ]
    return Settled(sure=tuple(sure), doubtful=doubtful)


def assign(rows: Places, columns: Places, odds: Values, threshold: float) -> list[Choice]:
    """Return the pairs of the likeliest assignment among those given with their log odds.

    Pairs less likely than `threshold` are never taken. The assignment is the best there is, solved on
    the sparse graph of candidates (Jonker and Volgenant, via SciPy).
    """
    least = (
        math.log(threshold / (1 - threshold))
        if 0 < threshold < 1
        else math.copysign(math.inf, threshold - 0.5)
    )
    taken = _best(rows, columns, odds, least)
    known: dict[Edge, float] = {
        (int(row), int(column)): float(value) for row, column, value in zip(rows, columns, odds, strict=True)
    }
    return _choices(taken, known)


def _best(rows: Places, columns: Places, odds: Values, least: float) -> dict[int, int]:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    kept = odds > least
    if not kept.any():
        return {}
    _, ours = np.unique(rows[kept], return_inverse=True)
    _, theirs = np.unique(columns[kept], return_inverse=True)
    high, wide = int(ours.max()) + 1, int(theirs.max()) + 1
    gain = odds[kept] - (least if math.isfinite(least) else odds[kept].min() - 1)
    dearest = gain.max() + 1.0  # weights must not be zero; having no counterpart costs the most
    weights = np.concatenate([dearest - gain, np.full(high, dearest)])
    graph = csr_matrix(
        (
            weights,
            (np.concatenate([ours, np.arange(high)]), np.concatenate([theirs, wide + np.arange(high)])),
        ),
        shape=(high, wide + high),
    )
    found_rows, found_columns = min_weight_full_bipartite_matching(graph)
    pairs = {(int(row), int(column)) for row, column in zip(found_rows, found_columns, strict=True)}
    return {
        int(row): int(column)
        for row, column, our, their in zip(rows[kept], columns[kept], ours, theirs, strict=True)
        if (int(our), int(their)) in pairs
    }


def _choices(taken: dict[int, int], known: dict[Edge, float]) -> list[Choice]:
    """Return the pairs with their probabilities against every single change.

    A change drops the pair, or gives one of its releases to a rival, whose own partner then takes what is
    left over if that pays: the ways to pair that a change leads to, weighed against the best one.
    """
    owner = {column: row for row, column in taken.items()}
    by_row, by_column = defaultdict(list), defaultdict(list)
    for row, column in known:
        by_row[row].append(column)
        by_column[column].append(row)
    choices = []
    for row, column in taken.items():
        own = known[row, column]
        rivals: list[tuple[Edge, float]] = []
        for other in by_row[row]:
            if other != column:
                freed = owner.get(other)
                loss = own - known[row, other]
                if freed is not None:
                    loss += known[freed, other] - max(0.0, known.get((freed, column), 0.0))
                rivals.append(((row, other), loss))
        for other in by_column[column]:
            if other != row:
                left = taken.get(other)
                loss = own - known[other, column]
                if left is not None:
                    loss += known[other, left] - max(0.0, known.get((row, left), 0.0))
                rivals.append(((other, column), loss))
        against = math.exp(min(-own, 700)) + sum(math.exp(min(-loss, 700)) for _, loss in rivals)
        rivals.sort(key=lambda rival: (rival[1], rival[0]))
        choices.append(Choice(en=row, zh=column, probability=1 / (1 + against), rivals=tuple(rivals)))
    return choices
