"""From a bead's share of all paths to the chance that it is right. Leaves out: fitting (`scripts/fit_align`).

The share alone is too sure of itself where a translation is free, so it is weighed with how close the
two texts are and with the kind of bead (logistic calibration, Platt 1999).
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tm.align.lattice import TYPES

_FILE = Path(__file__).parent / "data" / "confidence.json"
EVIDENCE = ("always", "share", "sure", "null", "larger", "closeness_share")
"""Names of the weights, in the order `evidence` gives what they weigh."""
_SURE = 3.0  # log odds from which a higher share is weighed anew
_LEAST = 1e-6
_USUAL = 0.6  # closeness from which others are counted


def evidence(kind: int, share: float, closeness: float) -> list[float]:
    """Return what speaks for a bead of `TYPES[kind]` that has this share of all paths."""
    n, m = TYPES[kind]
    odds = math.log(max(share, _LEAST) / max(1 - share, _LEAST))
    return [
        1.0,
        odds,
        max(0.0, odds - _SURE),
        float(not n or not m),
        float(n > 1 or m > 1),
        (closeness - _USUAL) * odds,
    ]


def confidence(kind: int, share: float, closeness: float) -> float:
    """Return the chance, 0 to 1, that a bead found is right to the segment."""
    total = sum(a * b for a, b in zip(_weights(), evidence(kind, share, closeness), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> Sequence[float]:
    held = json.loads(_FILE.read_text(encoding="utf-8"))["weights"]
    return tuple(float(held[name]) for name in EVIDENCE)
