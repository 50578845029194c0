"""People's corrections to beads: from a file or the memory, found again in texts by their words.

Leaves out: what the aligner makes of them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tm.align import Correction
from tm.bitext import Segment
from tm.errors import ReadError
from tm.exchange import read_lines
from tm.memory.stores import Reviews
from tm.text import match_key

Action = Literal["confirm", "reject"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """A correction by text: `occurrence` tells equal passages apart, from 0, on each side."""

    action: Action
    en: tuple[str, ...]
    zh: tuple[str, ...]
    occurrence: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Corrections with their places in two texts; `held` and `missing` are reviews found and not."""

    corrections: tuple[Correction, ...]
    held: tuple[Review, ...]
    missing: tuple[Review, ...]


def read_reviews(path: Path) -> list[Review]:
    """Read corrections, a JSON object a line. Raises ReadError with the line that is not sound."""
    return [
        _review(line, f"{path}:{number}") for number, line in enumerate(read_lines(path), 1) if line.strip()
    ]


def stored_reviews(reviews: Reviews) -> list[Review]:
    """Return the corrections a memory keeps, oldest first."""
    return [
        Review(action="confirm" if action == "confirm" else "reject", en=en, zh=zh, occurrence=occurrence)
        for action, en, zh, occurrence in reviews.all()
    ]


def place(reviews: Iterable[Review], en: Sequence[Segment], zh: Sequence[Segment]) -> Placed:
    """Find corrections in two texts; of confirmed beads that share a segment the later one holds."""
    en_keys, zh_keys = ([match_key(segment.text) for segment in side] for side in (en, zh))
    placed: list[Correction] = []
    held: list[Review] = []
    missing: list[Review] = []
    taken: set[tuple[str, int]] = set()
    for review in reversed(list(reviews)):
        en_place = _find(en_keys, review.en, review.occurrence)
        zh_place = _find(zh_keys, review.zh, review.occurrence)
        if en_place is None or zh_place is None:
            missing.append(review)
            continue
        claims = {("en", index) for index in en_place} | {("zh", index) for index in zh_place}
        if review.action == "confirm":
            if claims & taken:
                continue
            taken |= claims
        held.append(review)
        placed.append(Correction(action=review.action, en=en_place, zh=zh_place))
    return Placed(
        corrections=tuple(reversed(placed)), held=tuple(reversed(held)), missing=tuple(reversed(missing))
    )


def _find(keys: Sequence[str], texts: Sequence[str], occurrence: int) -> tuple[int, ...] | None:
    """Return where a run of texts stands for the `occurrence`-th time; () for no texts, None if nowhere."""
    if not texts:
        return ()
    wanted = [match_key(text) for text in texts]
    size = len(wanted)
    starts = [start for start in range(len(keys) - size + 1) if keys[start : start + size] == wanted]
    return tuple(range(starts[occurrence], starts[occurrence] + size)) if occurrence < len(starts) else None


def _review(line: str, where: str) -> Review:
    """Return the correction one line holds."""
    try:
        held: Any = json.loads(line)
    except json.JSONDecodeError as err:
        raise ReadError(where, f"is not JSON ({err.msg})", "give one object a line") from err
    if not isinstance(held, dict) or held.get("action") not in {"confirm", "reject"}:
        raise ReadError(
            where, "has no action confirm or reject", 'write {"action": "confirm", "en": [], "zh": []}'
        )
    sides = [held.get("en", []), held.get("zh", [])]
    occurrence = held.get("occurrence", 0)
    if not all(isinstance(side, list) and all(isinstance(text, str) for text in side) for side in sides):
        raise ReadError(where, "has a side that is no list of texts", "give en and zh as lists of segments")
    if not any(sides) or not isinstance(occurrence, int) or isinstance(occurrence, bool) or occurrence < 0:
        raise ReadError(
            where, "names no segment, or an occurrence below 0", "give texts on at least one side"
        )
    return Review(action=held["action"], en=tuple(sides[0]), zh=tuple(sides[1]), occurrence=occurrence)
