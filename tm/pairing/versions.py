"""Releases of one side that say the same: equal texts, and versions of one release.

Leaves out: which of them is right. That is reported, not guessed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tm.bitext import Side
from tm.pairing.background import Background
from tm.pairing.overlap import overlap
from tm.pairing.profile import Level
from tm.pairing.results import Duplicate, PairingInput
from tm.text import match_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Distinct:
    """Releases with different texts in the order given, and what was left aside."""

    items: tuple[PairingInput, ...]
    duplicates: tuple[Duplicate, ...]
    empty: tuple[str, ...]


def distinct(items: Sequence[PairingInput], side: Side) -> Distinct:
    """Return one release for each text without blank segments; empty ones apart.

    Of copies the one in the fewest folders is kept, among those the first by key.
    """
    by_text: dict[str, list[PairingInput]] = defaultdict(list)
    empty = []
    for item in items:
        print_ = fingerprint(item)
        if print_:
            by_text[print_].append(item)
        else:
            empty.append(item.release.key)
    kept, duplicates = set(), []
    for same in by_text.values():
        first, *others = sorted((item.release.key for item in same), key=lambda key: (key.count("/"), key))
        kept.add(first)
        if others:
            duplicates.append(Duplicate(side=side, kind="identical", kept=first, others=tuple(others)))
    return Distinct(
        items=tuple(_without_blanks(item) for item in items if item.release.key in kept),
        duplicates=tuple(duplicates),
        empty=tuple(empty),
    )


def _without_blanks(item: PairingInput) -> PairingInput:
    told = tuple(segment for segment in item.segments if match_key(segment.text))
    return item if len(told) == len(item.segments) else replace(item, segments=told)


def fingerprint(item: PairingInput) -> str:
    """Return a hash of the text by match keys, empty where there is no text at all."""
    keys = [match_key(segment.text) for segment in item.segments]
    text = "\n".join(key for key in keys if key)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def versions(
    side: Side,
    keys: Sequence[str],
    level: Level,
    claims: Iterable[tuple[int, int]],
    least: float,
    yardstick: Background,
) -> tuple[Duplicate, ...]:
    """Return which left-over releases are versions of those that stand in a pair.

    `claims` are (left over, paired) places of releases of one side that answer the same release across;
    they are versions where the share `least` of their texts answers each other.
    """
    found = sorted(set(claims))
    if not found:
        return ()
    left, kept = np.array(found, np.int64).T
    shares = overlap(level, level, left, kept, yardstick).covered
    likest: dict[int, tuple[float, int]] = {}
    for one, other, share in zip(left, kept, shares, strict=True):
        if share >= least:
            likest[int(one)] = max(likest.get(int(one), (0.0, -1)), (float(share), int(other)))
    others: Mapping[int, list[str]] = defaultdict(list)
    for one, (_, other) in likest.items():
        others[other].append(keys[one])
    return tuple(
        Duplicate(side=side, kind="version", kept=keys[place], others=tuple(sorted(found_keys)))
        for place, found_keys in sorted(others.items())
    )
