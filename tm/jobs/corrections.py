"""People's corrections to beads: from a file or the memory, found again in texts by their words.

Leaves out: what the aligner makes of them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from tm.align import Correction
from tm.bitext import Segment, Side, TranslationUnit, UnitStatus
from tm.errors import ReadError
from tm.exchange import read_lines
from tm.memory.stores import Reviews
from tm.text import match_key
from tm.text.joining import joined

_SHOWN = 80
"""Characters of a text that a message shows."""
_MOST = 1_000_000
"""Occurrences of one passage; no text holds more."""
_HALF = re.compile("[\ud800-\udfff]")
"""Surrogates, which JSON can escape one at a time."""

Action = Literal["confirm", "reject"]
Keys = tuple[str, ...]
Places = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """A correction by text: `occurrence` tells equal passages apart, from 0, on each side."""

    action: Action
    en: tuple[str, ...]
    zh: tuple[str, ...]
    occurrence: int = 0

    @cached_property
    def keys(self) -> tuple[Keys, Keys]:
        """The match keys of both sides."""
        return tuple(map(match_key, self.en)), tuple(map(match_key, self.zh))

    def __str__(self) -> str:
        """Show what is confirmed or rejected, for messages."""
        en, zh = (_shortened(sep.join(texts)) or "—" for sep, texts in ((" ", self.en), ("", self.zh)))
        return f"{self.action} {en} ↔ {zh}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Corrections with their places in two texts, one for each bead, in order.

    `held` are the reviews found; `overruled` are confirmed beads that share a segment with one confirmed
    later.
    """

    corrections: tuple[Correction, ...]
    held: tuple[Review, ...]
    overruled: tuple[Review, ...]


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


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


def keep_reviews(reviews: Reviews, given: Iterable[Review], by: str) -> None:
    """Add corrections to those a memory keeps."""
    for each in given:
        reviews.add(each.action, each.en, each.zh, each.occurrence, by)


def confirmed_units(
    units: Iterable[TranslationUnit], en: Sequence[Segment], zh: Sequence[Segment]
) -> Iterator[Review]:
    """Yield the beads of two texts that confirmed units stand for.

    A unit's texts are looked for as `joined` writes them; where they stand several times, the
    occurrences answer each other in order, if there are as many on both sides.
    """
    for unit in units:
        if unit.status is not UnitStatus.CONFIRMED:
            continue
        en_runs, zh_runs = list(_runs(en, unit.en, "en")), list(_runs(zh, unit.zh, "zh"))
        if len(en_runs) == len(zh_runs):
            for occurrence, (ours, theirs) in enumerate(zip(en_runs, zh_runs, strict=True)):
                yield Review(action="confirm", en=ours, zh=theirs, occurrence=occurrence)


def _runs(segments: Sequence[Segment], whole: str, side: Side) -> Iterator[tuple[str, ...]]:
    """Yield the runs of segments that make up a text, in order."""
    for start in range(len(segments)):
        end = start + 1
        text = segments[start].text
        while text != whole and text and whole.startswith(text) and end < len(segments):
            end += 1
            text = joined(segments, range(start, end), side)
        if text == whole:
            yield tuple(segment.text for segment in segments[start:end])


def place(reviews: Iterable[Review], en: Sequence[Segment], zh: Sequence[Segment]) -> Placed:
    """Find corrections in two texts: the latest of each bead, and of confirmed ones that share a segment."""
    texts = [[match_key(segment.text) for segment in side] for side in (en, zh)]
    present = [frozenset(keys) for keys in texts]
    placed: dict[tuple[Places, Places], Correction] = {}
    held: list[Review] = []
    overruled: list[Review] = []
    taken: set[tuple[str, int]] = set()
    for review in reversed(list(reviews)):
        if not all(present[side].issuperset(keys) for side, keys in enumerate(review.keys)):
            continue
        en_place, zh_place = (
            _find(keys, wanted, review.occurrence) for keys, wanted in zip(texts, review.keys, strict=True)
        )
        if en_place is None or zh_place is None:
            continue
        claims = {("en", index) for index in en_place} | {("zh", index) for index in zh_place}
        confirms = review.action == "confirm" and (en_place, zh_place) not in placed
        if confirms and claims & taken:
            overruled.append(review)
            continue
        taken.update(claims if confirms else ())
        held.append(review)
        placed.setdefault((en_place, zh_place), Correction(action=review.action, en=en_place, zh=zh_place))
    return Placed(
        corrections=tuple(sorted(placed.values(), key=lambda one: (one.en, one.zh))),
        held=tuple(reversed(held)),
        overruled=tuple(reversed(overruled)),
    )


def remarks(given: Iterable[Review], placed: Iterable[Placed], where: str) -> Iterator[str]:
    """Tell of corrections that hold in none of the texts they were placed in, or in more than were meant.

    `where` says which texts these were: here, in any pair. A correction of one side only is found in
    every text that has its words.
    """
    held: Counter[Review] = Counter()
    overruled: set[Review] = set()
    for one in placed:
        held.update(set(one.held))
        overruled.update(one.overruled)
    for review in given:
        if review in overruled:
            yield f"correction left aside for a later one: {review}"
        elif not held[review]:
            yield f"correction not found {where}: {review}"
        elif held[review] > 1 and not (review.en and review.zh):
            yield f"correction holds in {held[review]} pairs of texts that have these words: {review}"


def _find(keys: Sequence[str], wanted: Keys, occurrence: int) -> Places | None:
    """Return where a run of keys stands for the `occurrence`-th time; () for no keys, None if nowhere.

    A run that stands once only is meant whatever the occurrence: that tells those of the other side apart.
    """
    if not wanted:
        return ()
    size = len(wanted)
    starts = [start for start in range(len(keys) - size + 1) if tuple(keys[start : start + size]) == wanted]
    if len(starts) == 1:
        occurrence = 0
    return tuple(range(starts[occurrence], starts[occurrence] + size)) if occurrence < len(starts) else None


def _review(line: str, where: str) -> Review:
    """Return the correction one line holds."""
    try:
        held: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as err:
        why = err.msg if isinstance(err, json.JSONDecodeError) else "brackets within brackets without end"
        raise ReadError(where, f"is not JSON ({why})", "give one object a line") from err
    if not isinstance(held, dict) or held.get("action") not in ("confirm", "reject"):
        raise ReadError(
            where, "has no action confirm or reject", 'write {"action": "confirm", "en": [], "zh": []}'
        )
    sides = [held.get("en", []), held.get("zh", [])]
    occurrence = held.get("occurrence", 0)
    if not all(isinstance(side, list) and all(isinstance(text, str) for text in side) for side in sides):
        raise ReadError(where, "has a side that is no list of texts", "give en and zh as lists of segments")
    if any(_HALF.search(text) for side in sides for text in side):
        raise ReadError(where, "holds half a character", "give the text itself in UTF-8")
    if not any(sides):
        raise ReadError(where, "names no segment", "give texts on at least one side")
    whole = isinstance(occurrence, int) and not isinstance(occurrence, bool)
    if not whole or not 0 <= occurrence < _MOST:
        raise ReadError(where, f"has an occurrence of {occurrence!r}", "give a whole number, 0 for the first")
    return Review(action=held["action"], en=tuple(sides[0]), zh=tuple(sides[1]), occurrence=occurrence)
