"""Expected quality of a segment, on a scale learned from people's marks. Leaves out: whole drafts.

People mark errors with MQM weights: 5 a major one, 1 a minor one, 25 a segment that is no translation
(Freitag et al. 2021). A segment's expected weight is modelled by two non-negative linear models, so that a
worse sign can never raise the quality: one with a reference, one without. `scripts/fit_quality` fits them
(`data/quality.json`). What `qa` found adds its weight on top. Quality is 100 * (1 - weight / 25).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tm.bitext import Finding, Severity

WORST = 25.0
"""MQM weight of a segment that is no translation at all."""
FINDING_WEIGHT = {Severity.ERROR: 3.5, Severity.WARNING: 1.0, Severity.INFO: 0.1}
"""What a finding adds. Segments of MT with an error finding were marked 3.5 worse on average than those
without, with a warning 1.9 (`wmt21-mqm`); MQM itself gives minor punctuation 0.1."""
FULL_COVER = 0.8
"""Mean cover of the source's words from which nothing is amiss."""
_TYPICAL = {"zh": 36.0, "en": 110.0}
"""Characters of a segment of middling length, by the source's language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """What is measured of one segment: lengths in characters, cosines, chrF2 (0-100), coverage doubts 0-1.

    `chrf2` and `reference_cosine` are None without a reference. `lacks_draft` and `lacks_source` are the
    probabilities that content was omitted and added; `cover` is the mean cover of the source's words.
    """

    source_chars: int
    source_side: str
    cosine: float
    lacks_draft: float
    lacks_source: float
    cover: float
    chrf2: float | None = None
    reference_cosine: float | None = None


def _size(signs: Signs) -> float:
    return math.sqrt(min(200.0, signs.source_chars / _TYPICAL[signs.source_side] * 36.0) / 36.0)


def reference_features(signs: Signs) -> tuple[float, ...]:
    """Return the model's features with a reference; all are 0 for a draft that equals it."""
    size = _size(signs)
    far = 1 - (signs.chrf2 or 0.0) / 100
    off = max(0.0, 1 - (signs.reference_cosine or 0.0))
    return (far, far * size, far * size * size, off, off * size, off * size * size)


def plain_features(signs: Signs) -> tuple[float, ...]:
    """Return the model's features without a reference."""
    size = _size(signs)
    bare = max(0.0, FULL_COVER - signs.cover)
    off = max(0.0, 1 - signs.cosine)
    return (1.0, size, size * size, signs.lacks_draft, signs.lacks_source, bare * size, off, off * size)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """The weights of both models and the deviation of people's marks from each."""

    reference: tuple[float, ...]
    plain: tuple[float, ...]
    reference_deviation: float
    plain_deviation: float


@cache
def fitted() -> Fitted:
    """Return the fitted models."""
    data = json.loads(files("tm.score").joinpath("data/quality.json").read_text(encoding="utf-8"))
    return Fitted(
        reference=tuple(data["reference"]["weights"]),
        plain=tuple(data["plain"]["weights"]),
        reference_deviation=data["reference"]["deviation"],
        plain_deviation=data["plain"]["deviation"],
    )


def expected_weight(signs: Signs, share: float = 1.0) -> float:
    """Return the expected MQM weight, 0-25, of a segment, findings left aside.

    `share` is how far the reference is one for this source (0-1); the rest is judged without it.
    """
    models = fitted()
    plain = _dot(models.plain, plain_features(signs))
    if signs.chrf2 is None:
        return min(WORST, plain)
    return min(WORST, share * _dot(models.reference, reference_features(signs)) + (1 - share) * plain)


def finding_weight(findings: Sequence[Finding]) -> float:
    """Return what findings add to a segment's weight."""
    return math.fsum(FINDING_WEIGHT[finding.severity] for finding in findings)


def quality_of(weight: float) -> float:
    """Return the quality, 0-100, of an MQM weight."""
    return 100.0 * (1 - min(WORST, max(0.0, weight)) / WORST)


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
