"""One module a format, streaming both ways: units, terms, drafts. Leaves out: storage."""

from tm.exchange.drafts import Marks, read_lines
from tm.exchange.formats import read_draft, read_terms, read_units, write_draft, write_terms, write_units

__all__ = [
    "Marks",
    "read_draft",
    "read_lines",
    "read_terms",
    "read_units",
    "write_draft",
    "write_terms",
    "write_units",
]
