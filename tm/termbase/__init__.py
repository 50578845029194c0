"""Terms found in text. Leaves out: storing them, and judging how a draft uses them."""

from tm.termbase.finder import TermFinder, search_key, valid_on
from tm.termbase.held import finder_of

__all__ = ["TermFinder", "finder_of", "search_key", "valid_on"]
