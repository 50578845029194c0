"""One ranked list of earlier renderings, with reasons. Leaves out: the storage engine."""

from tm.lookup.concordance import concordance
from tm.lookup.config import LookupConfig
from tm.lookup.results import ConcordanceResult, LookupResult, Match, MatchKind
from tm.lookup.search import lookup

__all__ = [
    "ConcordanceResult",
    "LookupConfig",
    "LookupResult",
    "Match",
    "MatchKind",
    "concordance",
    "lookup",
]
