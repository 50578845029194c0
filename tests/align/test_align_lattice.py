"""Paths through a strip, against counting them all."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from tm.align.lattice import NEVER, NUMBER, REWARD, TYPES, Band, Scores, empty_scores, path_through
from tm.errors import AlignError

Path = tuple[tuple[int, int, int], ...]


def paths(rows: int, columns: int) -> Iterator[Path]:
    if (rows, columns) == (0, 0):
        yield ()
    for kind, (n, m) in enumerate(TYPES):
        if n <= rows and m <= columns:
            yield from ((*before, (kind, rows, columns)) for before in paths(rows - n, columns - m))


def random_scores(band: Band, seed: int) -> Scores:
    scores = empty_scores(band)
    random = np.random.default_rng(seed)
    for diagonal in range(1, band.diagonals):
        i, j = band.cells(diagonal, diagonal + 1)
        for kind, (n, m) in enumerate(TYPES):
            sound = (i[0] >= n) & (j[0] >= m) & (i[0] <= band.rows) & (j[0] <= band.columns)
            scores[diagonal, kind, sound] = random.standard_normal(int(sound.sum()))
    return scores


def total(band: Band, scores: Scores, path: Path) -> float:
    return sum(float(scores[i + j, kind, i - band.low[i + j]]) for kind, i, j in path)


@pytest.mark.parametrize(("rows", "columns"), [(1, 0), (0, 3), (3, 3), (4, 2), (2, 5)])
def test_best_path_and_shares_are_those_of_all_paths(rows: int, columns: int) -> None:
    band = Band(rows, columns, path_through([], rows, columns), 24)
    scores = random_scores(band, rows * 10 + columns)
    every = list(paths(rows, columns))
    totals = np.array([total(band, scores, path) for path in every])
    best = every[int(totals.argmax())]
    assert [(step.kind, step.en_end, step.zh_end) for step in band.best(scores)] == list(best)
    summed, shares = band.posteriors(scores)
    assert summed == pytest.approx(np.logaddexp.reduce(totals), abs=1e-4)
    weights = np.exp(totals - summed)
    for kind, i, j in set(itertools.chain(*every)):
        share = weights[[(kind, i, j) in path for path in every]].sum()
        assert shares[i + j, kind, i - band.low[i + j]] == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(("rows", "columns"), [(0, 3), (3, 3), (2, 5)])
def test_the_surest_path_has_the_highest_reward_to_be_expected(rows: int, columns: int) -> None:
    band = Band(rows, columns, path_through([], rows, columns), 24)
    scores = random_scores(band, rows * 10 + columns)
    every = list(paths(rows, columns))
    totals = np.array([total(band, scores, path) for path in every])
    weights = np.exp(totals - np.logaddexp.reduce(totals))
    rewards = [
        sum(REWARD[bead[0]] * weights[[bead in other for other in every]].sum() for bead in path)
        for path in every
    ]
    steps, shares = band.surest(scores)
    found = tuple((step.kind, step.en_end, step.zh_end) for step in steps)
    assert rewards[every.index(found)] == pytest.approx(max(rewards), abs=1e-4)
    for bead, share in zip(found, shares, strict=True):
        assert share == pytest.approx(weights[[bead in other for other in every]].sum(), abs=1e-4)


def test_shares_of_the_beads_that_hold_a_segment_sum_to_one() -> None:
    rows, columns = 40, 30
    band = Band(rows, columns, path_through([], rows, columns), 24)
    _, shares = band.posteriors(random_scores(band, 1))
    held = np.zeros(rows)
    for diagonal in range(1, band.diagonals):
        for kind, (n, _) in enumerate(TYPES):
            for place, share in enumerate(shares[diagonal, kind]):
                end = int(band.low[diagonal]) + place
                if share > 0:
                    held[end - n : end] += share
    np.testing.assert_allclose(held, 1, atol=1e-3)


def test_a_path_through_points_takes_single_steps() -> None:
    path = path_through([(10, 1), (10, 50), (30, 51)], 100, 60)
    steps = np.diff(path)
    assert path[0] == 0
    assert path[-1] == 100
    assert set(steps.tolist()) <= {0, 1}
    assert path[11] == 10
    assert path[60] == 10


def test_no_way_left_is_an_error() -> None:
    band = Band(1, 0, path_through([], 1, 0), 24)
    scores = empty_scores(band)
    for way in (band.best, band.surest):
        with pytest.raises(AlignError, match="no way"):
            way(scores)
    scores[1, NUMBER[1, 0], 1 - band.low[1]] = 0
    assert len(band.best(scores)) == 1
    assert NEVER < -1e20
