"""BLEU, chrF2 and TER as sacrebleu computes them, with signatures. Leaves out: what they say of quality.

Chinese is cut by sacrebleu's own `zh` tokenizer and TER reads it character by character; scores are then
comparable with anyone's. sacrebleu silently drops references beyond the hypotheses, so lengths are
checked here first.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tm.bitext import Side
from tm.errors import TmError
from tm.score.results import MetricScore


class ScoreError(TmError):
    """Drafts and references that cannot be scored together."""


@cache
def _metrics(side: Side) -> dict[str, Any]:
    """Return fresh-as-new metric objects of one target language."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    chinese = side == "zh"
    return {
        "bleu": BLEU(tokenize="zh" if chinese else "13a"),
        "chrf2": CHRF(beta=2),
        "ter": TER(normalized=chinese, asian_support=chinese),
    }


def corpus_metrics(
    hypotheses: Sequence[str], references: Sequence[str], side: Side
) -> Mapping[str, MetricScore]:
    """Return `bleu`, `chrf2` and `ter` (the lower the better) of a draft; empty without segments.

    Raises ScoreError if there are not as many references as hypotheses.
    """
    check_lengths(hypotheses, references)
    if not hypotheses:
        return {}
    found: dict[str, MetricScore] = {}
    for name, metric in _metrics(side).items():
        result = metric.corpus_score(list(hypotheses), [list(references)])
        found[name] = MetricScore(score=float(result.score), signature=str(metric.get_signature()))
    return found


def segment_chrf(hypothesis: str, reference: str) -> float:
    """Return the chrF2 of one segment, 0-100 (the same in both languages: it counts characters)."""
    return float(_metrics("en")["chrf2"].sentence_score(hypothesis, [reference]).score)


def check_lengths(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    """Raise ScoreError if the two are not of one length."""
    if len(hypotheses) != len(references):
        raise ScoreError(
            f"{len(hypotheses)} draft segments but {len(references)} references; give one for each segment"
        )


def named_metrics(side: Side) -> Mapping[str, Any]:
    """Return the metric objects by name, for significance tests."""
    return _metrics(side)
