"""What goes into a brief when not everything fits its budget of tokens.

Leaves out: what there is to choose from (`context`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tm.errors import ConfigError
from tm.jobs.advice import TermAdvice
from tm.jobs.context_lines import HEADING_TOKENS, match_line, rough_tokens, segment_line, term_line
from tm.jobs.context_values import ContextMatch, ContextSegment
from tm.lookup import MatchKind

_WORTH = {
    MatchKind.CONTEXT: 1.0,
    MatchKind.EXACT: 1.0,
    MatchKind.REPAIRED: 1.0,
    MatchKind.CONTAINED: 0.9,
    MatchKind.FUZZY: 0.9,
    MatchKind.SEMANTIC: 0.7,
}
"""What a match's percent or cosine is multiplied by, to compare matches of different kinds."""
_NEXT = 0.6
"""Each further match of a segment is worth this much less: one example a segment comes first."""
_WHOLE = 100


class Choice:
    """Spends a budget: the segments' own texts, the terms, then matches by what they are worth."""

    def __init__(
        self, path: Path, budget: int, found: Sequence[ContextSegment], advice: Sequence[TermAdvice]
    ) -> None:
        """Choose at once. Raises ConfigError where the budget does not hold the texts."""
        self._budget = budget
        self.spent = HEADING_TOKENS + sum(rough_tokens(segment_line(segment)) for segment in found)
        if self.spent > budget:
            raise ConfigError(
                f"{path}: the text alone takes {self.spent:.0f} tokens and the budget is {budget};"
                " give a larger one, or the text in parts"
            )
        self.terms = [term for term in advice if self._take(term_line(term))]
        self.terms_left_out = len(advice) - len(self.terms)
        taken: dict[int, list[ContextMatch]] = {}
        self.matches_left_out = 0
        for _worth, place, match in sorted(_candidates(found), key=lambda each: each[:2]):
            if self._take(match_line(match)):
                taken.setdefault(place[0], []).append(match)
            else:
                self.matches_left_out += 1
        self.segments = [
            replace(segment, matches=tuple(m for m in segment.matches if m in taken.get(segment.segment, ())))
            for segment in found
        ]

    def _take(self, line: str) -> bool:
        """Pay for a line if it can be paid for."""
        price = rough_tokens(line)
        if self.spent + price > self._budget:
            return False
        self.spent += price
        return True


def _candidates(
    found: Sequence[ContextSegment],
) -> Iterator[tuple[float, tuple[int, int], ContextMatch]]:
    """Yield every match with what it is worth (negative: the best sorts first) and its place."""
    for segment in found:
        for order, match in enumerate(segment.matches):
            value = match.percent if match.percent is not None else _WHOLE * (match.cosine or 0.0)
            yield -value * _WORTH[match.kind] * _NEXT**order, (segment.segment, order), match
