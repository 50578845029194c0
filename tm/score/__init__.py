"""Drafts to scores with signatures, gate and significance. Leaves out: file formats."""

from tm.score.grade import Scores, score, score_draft
from tm.score.metrics import ScoreError
from tm.score.references import given_references, memory_references
from tm.score.results import (
    Band,
    Basis,
    Comparison,
    DraftScore,
    Gate,
    MetricScore,
    Origin,
    Reference,
    ScoreConfig,
    SegmentScore,
)

__all__ = [
    "Band", "Basis", "Comparison", "DraftScore", "Gate", "MetricScore", "Origin", "Reference", "ScoreConfig",
    "ScoreError", "Scores", "SegmentScore", "given_references", "memory_references", "score", "score_draft",
]  # fmt: skip
