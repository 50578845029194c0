"""Search indexes over the units of a memory. Leaves out: the units themselves, and ranking."""

from tm.memory.index.compare import Likeness, comparison_tokens, likeness
from tm.memory.index.live import MeaningHits, PhraseHits, UnitIndex, index_of
from tm.memory.index.meaning import MeaningHit
from tm.memory.index.ordering import Order
from tm.memory.index.stretches import Stretch
from tm.memory.index.tail import STATUS_RANKS, FuzzyHit

__all__ = [
    "STATUS_RANKS",
    "FuzzyHit",
    "Likeness",
    "MeaningHit",
    "MeaningHits",
    "Order",
    "PhraseHits",
    "Stretch",
    "UnitIndex",
    "comparison_tokens",
    "index_of",
    "likeness",
]
