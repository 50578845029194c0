"""How a pairing does against gold: precision, recall, calibration. Leaves out: making documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tm.pairing import Pairing

_BINS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Counts of pairs; `said` holds the confidence of every pair proposed and whether it is right."""

    right: int = 0
    proposed: int = 0
    gold: int = 0
    ambiguous: int = 0
    said: tuple[tuple[float, bool], ...] = field(default=())

    @property
    def precision(self) -> float:
        """Share of the proposed pairs that are right."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold pairs that were proposed; ambiguous ones count as missed."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error over ten bins of equal width."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for confidence, right in self.said:
            bins.setdefault(min(int(confidence * _BINS), _BINS - 1), []).append((confidence, right))
        return sum(
            abs(sum(confidence for confidence, _ in each) - sum(right for _, right in each))
            for each in bins.values()
        ) / max(1, len(self.said))


def scored(pairing: Pairing, gold: dict[str, str]) -> Score:
    """Return how a pairing does against gold, English key to Chinese key."""
    said = tuple((pair.confidence, gold.get(pair.en) == pair.zh) for pair in pairing.pairs)
    return Score(
        right=sum(right for _, right in said),
        proposed=len(said),
        gold=len(gold),
        ambiguous=sum(any(gold.get(key) in group.zh for key in group.en) for group in pairing.ambiguous),
        said=said,
    )


def added(scores: Sequence[Score]) -> Score:
    """Return the pooled counts."""
    return Score(
        right=sum(score.right for score in scores),
        proposed=sum(score.proposed for score in scores),
        gold=sum(score.gold for score in scores),
        ambiguous=sum(score.ambiguous for score in scores),
        said=tuple(one for score in scores for one in score.said),
    )


def shown(name: str, score: Score) -> str:
    """Return one line of a table."""
    return (
        f"{name:34} {score.gold:5} {score.proposed:8} {score.precision:9.4f} {score.recall:6.4f}"
        f" {score.ambiguous:9} {score.calibration_error:6.4f}"
    )


HEAD = f"{'set':34} {'pairs':>5} {'proposed':>8} {'precision':>9} {'recall':>6} {'ambiguous':>9} {'ECE':>6}"
