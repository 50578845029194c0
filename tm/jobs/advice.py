"""What the termbase advises for a segment: renderings to use, and those to avoid.

Leaves out: finding terms in text (`termbase`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tm.bitext import TermStatus
from tm.lookup.results import QueryTerm

_TO_USE = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})


@dataclass(frozen=True, kw_only=True, slots=True)
class TermAdvice:
    """How to render one form: `targets` best first, `avoid` those ruled out, `note` on its validity."""

    source: str
    targets: tuple[str, ...]
    avoid: tuple[str, ...] = ()
    required: bool = False
    note: str = ""

    @property
    def line(self) -> str:
        """The advice in one line."""
        said = " / ".join(self.targets) or "(no rendering agreed)"
        avoid = f"; not: {', '.join(self.avoid)}" if self.avoid else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.source} → {said}{avoid}{note}"


def advice_of(terms: Iterable[QueryTerm]) -> tuple[TermAdvice, ...]:
    """Return advice for each form found, in order of place, each form once."""
    by_source: dict[str, list[QueryTerm]] = {}
    for term in terms:
        by_source.setdefault(term.source, []).append(term)
    return tuple(_advice(source, found) for source, found in by_source.items())


def _advice(source: str, terms: list[QueryTerm]) -> TermAdvice:
    ordered = sorted(terms, key=lambda term: list(TermStatus).index(term.status))
    to_use = dict.fromkeys(term.target for term in ordered if term.status in _TO_USE)
    avoid = dict.fromkeys(term.target for term in ordered if term.status not in _TO_USE)
    ended = next((term for term in ordered if term.status in _TO_USE and term.valid_to), None)
    note = ""
    if ended is not None and ended.valid_to is not None:
        follower = f", now {ended.replaced_by}" if ended.replaced_by else ""
        note = f"until {ended.valid_to.isoformat()}{follower}"
    return TermAdvice(
        source=source,
        targets=tuple(to_use),
        avoid=tuple(target for target in avoid if target not in to_use),
        required=any(term.required for term in ordered),
        note=note,
    )
