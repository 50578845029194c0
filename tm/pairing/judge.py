"""How probable a pair is: two small logistic models over its measures. Leaves out: fitting them.

The first looks at the pair alone. The second sees also how far the first puts the pair before its best
rivals on either side: free translations stand out from strangers though little in them looks alike.
How many releases have a counterpart at all is told from the folders at hand.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from tm.pairing.features import NAMES, Measures, Values
from tm.pairing.grains import Places

DATE_WEIGHT = 1.5
"""Log odds for the same day, falling off with the days between. Set by hand, not fitted: when a page was
put up proves little, and the documents used for fitting have invented dates."""

_LAG_DAYS = 14.0
_FLOOR = -12.0  # log odds taken for a rival where there is none
_MOST_LEAD = 2.5  # log odds beyond which a lead says no more (best of 1.5, 2.5, 4 and 6)
_FEW_RIVALS = 3.0  # so many rivals make half the proof

_USUAL_SHARE = 0.7
"""Share of the releases that have a counterpart in the folders fitted on."""

_PRIOR_RELEASES = 10
"""So many releases at hand count as much as that."""

_MOST_SHARE = 0.9  # the greatest fitted on
_ROUNDS = 20  # by then the share has settled to three digits
_MOST_AGAINST = 700.0  # log odds whose exponential a float still holds

LEADS = ("lead_least", "lead_most")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Model:
    """Weights in the order of `features.NAMES`; the second model's are followed by those of `LEADS`."""

    first: Values
    first_intercept: float
    second: Values
    second_intercept: float


@cache
def fitted() -> Model:
    """Return the weights of `data/weights.json`."""
    held = json.loads(files("tm.pairing").joinpath("data/weights.json").read_text(encoding="utf-8"))
    return Model(
        first=np.array([held["first"][name] for name in NAMES]),
        first_intercept=held["first"]["intercept"],
        second=np.array([held["second"][name] for name in NAMES + LEADS]),
        second_intercept=held["second"]["intercept"],
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Odds:
    """Log odds of pairs `(pairs,)`: by the first model each by itself, by the second beside its rivals.

    The second ones take in how many releases seem to have a counterpart.
    """

    alone: Values
    beside: Values


def judge(measures: Measures, rows: Places, columns: Places, model: Model) -> Odds:
    """Return the log odds that each pair is right."""
    dates = date_odds(measures)
    alone = measures.table @ model.first + model.first_intercept + dates
    table = np.column_stack([measures.table, leads(alone, rows, columns)])
    beside = table @ model.second + model.second_intercept + dates
    return Odds(alone=alone, beside=beside + counterpart_odds(beside, rows, columns))


def counterpart_odds(beside: Values, rows: Places, columns: Places) -> float:
    """Return the log odds that a release of the smaller side has a counterpart, as told from all pairs' odds.

    The share is estimated from the probabilities it leads to, again and again (Saerens, Latinne and
    Decaestecker, Neural Computation 14, 2002).
    """
    places = min(rows, columns, key=lambda side: int(side.max()))
    best = np.full(int(places.max()) + 1, -np.inf)
    np.maximum.at(best, places, beside)
    odds = 0.0
    for _ in range(_ROUNDS):
        against = np.exp(np.minimum(-best - odds, _MOST_AGAINST))
        odds = share_odds(float((1 / (1 + against)).sum()), len(best))
    return odds


def share_odds(paired: float, releases: int) -> float:
    """Return the log odds of a counterpart where so many of a side's releases have one.

    >>> round(share_odds(0, 1), 2), round(share_odds(500, 1000), 2)
    (0.56, 0.01)
    """
    share = (paired + _PRIOR_RELEASES * _USUAL_SHARE) / (releases + _PRIOR_RELEASES)
    share = min(share, _MOST_SHARE)
    return math.log(share / (1 - share))


def date_odds(measures: Measures) -> Values:
    """Return what the dates put up add to the log odds: nothing where one is missing."""
    days = np.asarray(measures.days, np.float64)
    return np.nan_to_num(DATE_WEIGHT * np.exp(-np.abs(days) / _LAG_DAYS))


def leads(alone: Values, rows: Places, columns: Places) -> Values:
    """Return how far each pair is before the best rival of either release, `(pairs, 2)`: lesser, greater."""
    both = np.stack([_lead(alone, rows), _lead(alone, columns)], axis=1)
    both.sort(axis=1)
    return both


def _lead(alone: Values, places: Places) -> Values:
    if not len(alone):
        return alone
    order = np.lexsort((-alone, places))
    count = np.bincount(places)
    starts = np.cumsum(count) - count
    ranked = np.append(alone[order], [_FLOOR, _FLOOR])
    best = ranked[starts]
    second = np.where(count > 1, ranked[starts + 1], _FLOOR)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - starts[places[order]]
    rival = np.where(rank == 0, second[places], best[places])
    rivals = count[places] - 1
    out: Values = np.clip(alone - rival, -_MOST_LEAD, _MOST_LEAD) * rivals / (rivals + _FEW_RIVALS)
    return out
