"""Which English release answers which Chinese one. Leaves out: storage."""

from tm.pairing.pair import pair_releases
from tm.pairing.results import (
    Ambiguous,
    Duplicate,
    PairConfig,
    Pairing,
    PairingInput,
    Reasons,
    ReleasePair,
)

__all__ = [
    "Ambiguous",
    "Duplicate",
    "PairConfig",
    "Pairing",
    "PairingInput",
    "Reasons",
    "ReleasePair",
    "pair_releases",
]
