"""The newest units, held in memory and searched whole. Leaves out: what is on disk (`segment`).

A tail is small (a few thousand units), so a scan at C speed answers in well under a millisecond, and a
unit just added is found at once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.memory.index.compare import comparison_tokens, is_word, percent
from tm.memory.index.stretches import Stretch, longest_in_texts

_FIRST_CODE = 0x100
_SURROGATES = range(0xD800, 0xE000)
_LAST_CODE = 0x10FFFF


@dataclass(frozen=True, kw_only=True, slots=True)
class FuzzyHit:
    """A unit near a query: token `distance` over `longest` tokens, and the percent they give."""

    unit: int
    percent: int
    distance: int
    longest: int
    same_words: bool

    @property
    def order(self) -> tuple[int, float, int]:
        """Sort key: best percent, then smallest share of differing tokens, then newest unit."""
        return (-self.percent, self.distance / max(self.longest, 1), -self.unit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What orders units that are found alike: the day (`date.toordinal`, 0 unknown) and the status.

    `status` is 0 for confirmed, 1 for plain, 2 for needs review.
    """

    day: int
    status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A unit found by a phrase; `length` is that of its text on the side searched, in tokens."""

    unit: int
    length: int
    standing: Standing


def standing_of(unit: TranslationUnit) -> Standing:
    """Return the standing of a reusable unit."""
    date = unit.provenance.date
    return Standing(day=date.toordinal() if date else 0, status=STATUS_RANKS[unit.status])


STATUS_RANKS = {UnitStatus.CONFIRMED: 0, UnitStatus.PLAIN: 1, UnitStatus.REVIEW: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    coded: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Texts:
    """One side of all units, in parallel: ids, coded texts and words, int64 `(n,)` lengths in tokens."""

    ids: list[int]
    coded: list[str]
    words: list[str]
    lengths: NDArray[np.int64]


class Tail:
    """Units by id, each side coded one code point a token."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._fresh: Iterator[int] = (code for code in count(_FIRST_CODE) if code not in _SURROGATES)
        self._sides: dict[Side, dict[int, _Entry]] = {"en": {}, "zh": {}}
        self._standings: dict[int, Standing] = {}
        self._whole: dict[Side, _Texts] = {}

    def __len__(self) -> int:
        return len(self._sides["en"])

    def __contains__(self, unit: int) -> bool:
        return unit in self._sides["en"]

    def ids(self, status: int | None = None) -> list[int]:
        """Return the ids held, in the order they came; with `status` (see `Standing`) of those so marked."""
        return [unit for unit, held in self._standings.items() if status is None or held.status == status]

    def put(self, unit: TranslationUnit) -> None:
        """Hold a stored unit, in place of what was held under its id."""
        assert unit.id is not None
        self._whole.clear()
        self._standings.pop(unit.id, None)
        self._standings[unit.id] = standing_of(unit)
        for side, entries in self._sides.items():
            entries.pop(unit.id, None)
            found = comparison_tokens(unit.text(side))
            entries[unit.id] = _Entry(
                coded=self._code(found),
                words=self._code([t for t in found if is_word(t)]),
            )

    def drop(self, unit: int) -> None:
        """Let go of a unit; one that is not held is no error."""
        if self._standings.pop(unit, None) is not None:
            self._whole.clear()
        for entries in self._sides.values():
            entries.pop(unit, None)

    def _code(self, found: Sequence[str]) -> str:
        codes = self._codes
        for token in found:
            if token not in codes:
                codes[token] = chr(next(self._fresh))
        return "".join([codes[token] for token in found])

    def _code_query(self, found: Sequence[str]) -> str:
        """Code tokens never seen from the top of the range down, without keeping them."""
        unseen: dict[str, str] = {}
        for token in found:
            if token not in self._codes and token not in unseen:
                unseen[token] = chr(_LAST_CODE - len(unseen))
        return "".join([self._codes.get(token) or unseen[token] for token in found])

    def fuzzy(self, side: Side, query: Sequence[str], least_percent: int) -> list[FuzzyHit]:
        """Return every unit at or above `least_percent`, in no order; `query` are comparison tokens."""
        texts = self._texts(side)
        if not texts.ids or not query:
            return []
        coded = self._code_query(query)
        words = self._code_query([token for token in query if is_word(token)])
        distances = process.cdist([coded], texts.coded, scorer=Levenshtein.distance)[0]
        longest = np.maximum(texts.lengths, len(coded))
        same = np.fromiter((each == words for each in texts.words), dtype=np.bool_, count=len(texts.ids))
        same &= 2 * len(words) >= longest
        near = np.flatnonzero(same | (distances <= longest * (100 - least_percent) // 100))
        rows = zip(
            near.tolist(), distances[near].tolist(), longest[near].tolist(), same[near].tolist(), strict=True
        )
        hits: list[FuzzyHit] = []
        for row, distance, length, alike in rows:
            score = percent(distance, length, same_words=alike)
            if score >= least_percent:
                unit = texts.ids[row]
                hits.append(
                    FuzzyHit(unit=unit, percent=score, distance=distance, longest=length, same_words=alike)
                )
        return hits

    def _texts(self, side: Side) -> "_Texts":
        """Return one side as it is compared whole; made again after a change."""
        if side not in self._whole:
            entries = self._sides[side]
            coded = [entry.coded for entry in entries.values()]
            self._whole[side] = _Texts(
                ids=list(entries),
                coded=coded,
                words=[entry.words for entry in entries.values()],
                lengths=np.fromiter(map(len, coded), dtype=np.int64, count=len(coded)),
            )
        return self._whole[side]

    def stretches(self, side: Side, query: Sequence[str], *, least: int, most_units: int) -> list[Stretch]:
        """Return the longest stretches of the query that stand in some unit, by their start."""
        texts = [(unit, entry.coded) for unit, entry in self._sides[side].items()]
        joined = "\0".join([text for _, text in texts])
        return longest_in_texts(texts, joined, self._code_query(query), least=least, most_units=most_units)

    def with_token(self, side: Side, matches: Callable[[str], object]) -> list[Found]:
        """Return the units with a token of which `matches` is true."""
        wanted = {code for token, code in self._codes.items() if matches(token)}
        return [
            Found(unit=unit, length=len(entry.coded), standing=self._standings[unit])
            for unit, entry in self._sides[side].items()
            if not wanted.isdisjoint(entry.coded)
        ]

    def phrase(self, side: Side, runs: Sequence[Sequence[str]]) -> list[Found]:
        """Return the units in which every run of tokens stands; with no runs, all units."""
        if any(token not in self._codes for run in runs for token in run):
            return []
        coded = [self._code(run) for run in runs]
        return [
            Found(unit=unit, length=len(entry.coded), standing=self._standings[unit])
            for unit, entry in self._sides[side].items()
            if all(run in entry.coded for run in coded)
        ]
