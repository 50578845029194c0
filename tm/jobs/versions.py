"""Which segment of a new version of a text was which of the old one. Leaves out: translations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tm.errors import AlignError
from tm.memory.index import comparison_tokens
from tm.text import match_key

_LEAST_LIKENESS = 0.45
"""Share of tokens two segments must have in common, in order, for one to be the other rewritten."""
_LEAST_MOVED_TOKENS = 4
"""Shorter segments stand in many places by chance."""
_MOST_CELLS = 9_000_000
"""Segments of one version times those of the other, in a stretch where nothing is the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SamePlace:
    """An old segment found in the new version; `moved` where it stands out of order there."""

    old: int
    new: int
    moved: bool = False


def match_versions(old: Sequence[str], new: Sequence[str]) -> tuple[SamePlace, ...]:
    """Return the old segments that are still there, the same or rewritten, by their old number.

    Raises AlignError where two large texts have nothing in common.
    """
    old_keys, new_keys = [match_key(text) for text in old], [match_key(text) for text in new]
    pairs: list[SamePlace] = []
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += (SamePlace(old=at, new=at - old_start + new_start) for at in range(old_start, old_end))
        elif tag == "replace":
            rewritten = _rewritten(old_keys[old_start:old_end], new_keys[new_start:new_end])
            pairs += (SamePlace(old=old_start + i, new=new_start + j) for i, j in rewritten)
    pairs += _moved(old_keys, new_keys, pairs)
    return tuple(sorted(pairs, key=lambda pair: pair.old))


def _rewritten(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs in order whose likeness sums highest."""
    if len(old) * len(new) > _MOST_CELLS:
        raise AlignError(
            f"the two versions have {len(old)} and {len(new)} segments in a row with none the same;"
            " check that they are versions of one text, or give them in parts"
        )
    alike = _likenesses(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] + below[j + 1] if alike[i][j] >= _LEAST_LIKENESS else 0.0
            row[j] = max(paired, below[j], row[j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= _LEAST_LIKENESS and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likenesses(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """Return how much of their tokens each pair has in common, in order, 0 to 1."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    codes: dict[str, int] = {}
    coded = [
        [tuple(codes.setdefault(token, len(codes)) for token in comparison_tokens(text)) for text in side]
        for side in (old, new)
    ]
    table: list[list[float]] = process.cdist(*coded, scorer=Indel.normalized_similarity).tolist()
    return table


def _moved(old: Sequence[str], new: Sequence[str], pairs: Sequence[SamePlace]) -> list[SamePlace]:
    """Return segments that are the same, word for word, but stand elsewhere."""
    taken_old, taken_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    free: dict[str, list[int]] = {}
    for number, key in enumerate(new):
        if number not in taken_new and len(comparison_tokens(key)) >= _LEAST_MOVED_TOKENS:
            free.setdefault(key, []).append(number)
    return [
        SamePlace(old=number, new=free[key].pop(0), moved=True)
        for number, key in enumerate(old)
        if number not in taken_old and free.get(key)
    ]
