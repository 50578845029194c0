"""How well a confidence agrees with the truth. Leaves out: where either comes from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10
SURE = 0.95


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """`error` is the expected calibration error over ten bins of equal width; `auroc` right against wrong.

    `sure_right` is the share of right ones among those of confidence .95 or more, `sure_share` the share
    those have of all right ones.
    """

    error: float
    auroc: float
    sure_right: float
    sure_share: float

    def __str__(self) -> str:
        """One line."""
        return (
            f"ECE {self.error:.4f}  AUROC {self.auroc:.3f}  at .95: right {self.sure_right:.4f},"
            f" of all right {self.sure_share:.3f}"
        )


def report(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """Compare confidences with whether each was right."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(confidence[bins == k].sum() - right[bins == k].sum()) for k in range(BINS)]
    sure = confidence >= SURE
    return Calibration(
        error=float(sum(gaps) / len(right)),
        auroc=_auroc(confidence, right),
        sure_right=float(right[sure].mean()) if sure.any() else 1.0,
        sure_share=float((sure & right).sum() / max(1, right.sum())),
    )


def _auroc(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the chance that a right one has a higher confidence than a wrong one (ties count half)."""
    positive, negative = np.sort(confidence[right]), confidence[~right]
    if not len(positive) or not len(negative):
        return 1.0
    above = len(positive) - np.searchsorted(positive, negative, side="right")
    equal = len(positive) - np.searchsorted(positive, negative, side="left") - above
    return float((above + equal / 2).sum() / (len(positive) * len(negative)))
