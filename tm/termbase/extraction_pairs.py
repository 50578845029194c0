"""Which candidates of the two sides stand in the same units. Leaves out: what words and vectors say of them.

Log-likelihood ratio after Dunning (1993); Dice's coefficient. Counts are of units, not of places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.termbase.extraction_candidates import Candidate

_BLOCK = 256  # English candidates multiplied at once: bounds the memory
_LEAST_LIKELIHOOD = 7.0
"""Log-likelihood ratio from which a meeting is no chance: p < .01 for one degree of freedom is 6.63."""
_COVERED = 0.15  # weight of the share of the English candidate's units beside Dice's coefficient
_ROUND = 0.3  # share of a Chinese run's freedom in what makes it worth a place on the short list


@dataclass(frozen=True, kw_only=True, slots=True)
class Meetings:
    """Pairs of candidates (by number) that share units: parallel arrays.

    `together` counts shared units, `dice` is in 0–1, `likelihood` is the log-likelihood ratio.
    """

    en: NDArray[np.int64]
    zh: NDArray[np.int64]
    together: NDArray[np.int64]
    dice: NDArray[np.float64]
    likelihood: NDArray[np.float64]


def meetings(
    en: Sequence[Candidate], zh: Sequence[Candidate], units: int, *, least: int, most: int
) -> Iterator[Meetings]:
    """Yield for blocks of English candidates the `most` Chinese ones that go best with each."""
    chinese = _incidence(zh, units)
    totals = np.array([len(one.units) for one in zh], np.float64)
    free = np.array([one.freedom for one in zh])
    for start in range(0, len(en), _BLOCK):
        block = en[start : start + _BLOCK]
        shared = (_incidence(block, units).T @ chinese).tocoo()
        kept = shared.data >= least
        rows, columns = shared.row[kept].astype(np.int64), shared.col[kept].astype(np.int64)
        together = shared.data[kept].astype(np.int64)
        own = np.array([len(one.units) for one in block], np.float64)[rows]
        other = totals[columns]
        likelihood = log_likelihood(together.astype(np.float64), own, other, units)
        dice = 2 * together / (own + other)
        worth = (dice + _COVERED * together / own) * (1 - _ROUND + _ROUND * np.minimum(1.0, free[columns]))
        chosen = _best_of_rows(rows, np.where(likelihood >= _LEAST_LIKELIHOOD, worth, 0.0), most)
        yield Meetings(
            en=rows[chosen] + start,
            zh=columns[chosen],
            together=together[chosen],
            dice=dice[chosen],
            likelihood=likelihood[chosen],
        )


def log_likelihood(
    together: NDArray[np.float64], own: NDArray[np.float64], other: NDArray[np.float64], units: int
) -> NDArray[np.float64]:
    """Return the log-likelihood ratio of meeting so often; 0 where they meet less than by chance."""
    cells = (together, own - together, other - together, units - own - other + together)
    rows = (own, own, units - own, units - own)
    columns = (other, units - other, other, units - other)
    total = np.zeros(len(together))
    for cell, row, column in zip(cells, rows, columns, strict=True):
        expected = row * column / units
        ratio = np.divide(cell, expected, out=np.ones_like(expected), where=(cell > 0) & (expected > 0))
        total += cell * np.log(ratio)
    return np.where(together * units > own * other, 2 * total, 0.0)


def _best_of_rows(rows: NDArray[np.int64], worth: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Return the places of the `most` worthiest of each row, those worth nothing left out."""
    order = np.lexsort((-worth, rows))
    ordered = rows[order]
    firsts = np.searchsorted(ordered, ordered)
    kept = order[(np.arange(len(order)) - firsts < most) & (worth[order] > 0)]
    return np.asarray(kept, np.int64)


def _incidence(found: Sequence[Candidate], units: int) -> Any:
    """Return a sparse `(units, len(found))` table of ones."""
    from scipy.sparse import csr_matrix

    columns = np.repeat(np.arange(len(found)), [len(one.units) for one in found])
    rows = np.concatenate([one.units for one in found]) if found else np.empty(0, np.int64)
    return csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=(units, len(found)))
