"""Amounts of text by how much of them was translated before. Leaves out: telling which (`analysis`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tm.lookup.config import EXACT_PERCENT
from tm.text import tokens
from tm.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")


class Band(StrEnum):
    """Where a segment is counted, best first."""

    CONTEXT = "context"
    REPETITIONS = "repetitions"
    EXACT = "exact"
    FUZZY_95 = "95-99"
    FUZZY_85 = "85-94"
    FUZZY_75 = "75-84"
    FUZZY_50 = "50-74"
    SEMANTIC = "semantic"
    NEW = "new"


LEAST_PERCENTS = {Band.FUZZY_95: 95, Band.FUZZY_85: 85, Band.FUZZY_75: 75, Band.FUZZY_50: 50}


@dataclass(frozen=True, kw_only=True, slots=True)
class Volume:
    """How much text: segments, Latin words and numbers, Han characters."""

    segments: int = 0
    words: int = 0
    characters: int = 0

    def __add__(self, other: "Volume") -> "Volume":
        return Volume(
            segments=self.segments + other.segments,
            words=self.words + other.words,
            characters=self.characters + other.characters,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """Text by band. `internal` is the part of each band that rests on an earlier segment of the job.

    `review` is the part whose best match in the memory still needs review; both are within `bands`.
    """

    bands: Mapping[Band, Volume] = field(default_factory=lambda: dict.fromkeys(Band, Volume()))
    internal: Mapping[Band, Volume] = field(default_factory=dict)
    review: Volume = field(default_factory=Volume)
    total: Volume = field(default_factory=Volume)

    def __add__(self, other: "Counted") -> "Counted":
        inside = {band for band in Band if band in self.internal or band in other.internal}
        return Counted(
            bands={band: self.bands[band] + other.bands[band] for band in Band},
            internal={
                band: self.internal.get(band, Volume()) + other.internal.get(band, Volume())
                for band in Band
                if band in inside
            },
            review=self.review + other.review,
            total=self.total + other.total,
        )


def volume_of(text: str) -> Volume:
    """Return the volume of one segment; punctuation is not counted.

    >>> volume_of("CQC于2020年颁发12张证书。")
    Volume(segments=1, words=3, characters=7)
    """
    found = tokens(text)
    han = sum(1 for token in found if _HAN.match(token))
    words = sum(1 for token in found if token[0].isalnum() and not _HAN.match(token))
    return Volume(segments=1, words=words, characters=han)


def band_of(percent: int) -> Band:
    """Return the band of a percent.

    >>> band_of(99).value, band_of(94).value, band_of(50).value, band_of(49).value, band_of(100).value
    ('95-99', '85-94', '50-74', 'new', 'exact')
    """
    if percent >= EXACT_PERCENT:
        return Band.EXACT
    return next((band for band, least in LEAST_PERCENTS.items() if percent >= least), Band.NEW)
