"""Whether one draft is better than another, or only seems so. Leaves out: the scores themselves.

Paired approximate randomisation (Riezler & Maxwell 2005): sacrebleu's own test for its metrics, the same
test here for quality, whose segments have scores of their own.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from tm.bitext import Side
from tm.score.metrics import check_lengths, named_metrics
from tm.score.results import Comparison, ScoreConfig

_TEST = "paired approximate randomisation"
_LEAST = 2  # segments; one cannot be exchanged against itself


def randomised_p(a: Sequence[float], b: Sequence[float], trials: int, seed: int) -> float:
    """Return the two-sided p-value of the difference of two means over the same segments.

    >>> randomised_p([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 100, 1)
    1.0
    """
    difference = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(trials, len(difference)))
    drawn = np.abs((signs * difference).mean(axis=1))
    reached = int(np.sum(drawn >= abs(difference.mean()) - 1e-12))
    return (reached + 1) / (trials + 1)


def compare_quality(
    names: Sequence[str], qualities: Sequence[Sequence[float]], config: ScoreConfig
) -> Iterator[Comparison]:
    """Yield every pair of drafts by mean quality."""
    for one, other in combinations(range(len(names)), 2):
        a, b = qualities[one], qualities[other]
        if len(a) != len(b) or len(a) < _LEAST:
            continue
        yield Comparison(
            a=names[one],
            b=names[other],
            metric="quality",
            difference=float(np.mean(a) - np.mean(b)),
            p_value=randomised_p(a, b, config.trials, config.seed),
            test=_TEST,
            seed=config.seed,
        )


def compare_metrics(
    names: Sequence[str],
    hypotheses: Sequence[Sequence[str]],
    references: Sequence[str],
    side: Side,
    config: ScoreConfig,
) -> Iterator[Comparison]:
    """Yield every pair of drafts by BLEU, chrF2 and TER against the same references.

    Raises ScoreError if lengths differ.
    """
    for draft in hypotheses:
        check_lengths(draft, references)
    if not names[1:] or len(references) < _LEAST:
        return
    for one, other in combinations(range(len(names)), 2):
        pair = [(names[place], list(hypotheses[place])) for place in (one, other)]
        if pair[0][0] == pair[1][0]:
            pair[1] = (f"{pair[1][0]} (2)", pair[1][1])
        for metric, (difference, p_value) in _sacrebleu(pair, references, side, config).items():
            yield Comparison(
                a=names[one],
                b=names[other],
                metric=metric,
                difference=difference,
                p_value=p_value,
                test=_TEST,
                seed=config.seed,
            )


def _sacrebleu(
    pair: Sequence[tuple[str, list[str]]], references: Sequence[str], side: Side, config: ScoreConfig
) -> dict[str, tuple[float, float]]:
    from sacrebleu.significance import PairedTest

    metrics = named_metrics(side)
    logger = logging.getLogger("sacrebleu")
    level, before = logger.level, os.environ.get("SACREBLEU_SEED")
    logger.setLevel(logging.ERROR)
    os.environ["SACREBLEU_SEED"] = str(config.seed)  # the only way to give it one
    try:
        test = PairedTest(
            list(pair),
            metrics,
            [list(references)],
            test_type="ar",
            n_samples=config.trials,
            n_ar_confidence=-1,
        )
        _, results = test()
    finally:
        logger.setLevel(level)
        if before is None:
            del os.environ["SACREBLEU_SEED"]
        else:
            os.environ["SACREBLEU_SEED"] = before
    found: dict[str, tuple[float, float]] = {}
    results.pop("System")
    pairs: Any = results.values()
    for name, (baseline, system) in zip(metrics, pairs, strict=True):  # it keeps their order
        p_value = 1.0 if system.p_value is None else float(system.p_value)
        found[name] = (float(baseline.score) - float(system.score), p_value)
    return found
