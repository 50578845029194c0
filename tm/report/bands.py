"""An alignment cut into bands: stretches of both sides that answer each other and nothing else.

Two columns of different length drift apart; cutting them where paragraphs end on both sides at once
keeps what belongs together side by side. Moved beads may reach from band to band.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tm.bitext import Bead, Segment

LONGEST_BAND = 6
"""Segments on one side after which a band is cut inside its paragraph, at the end of a bead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """English segments `en` beside Chinese segments `zh`, either perhaps empty."""

    en: range
    zh: range


def bands(en: Sequence[Segment], zh: Sequence[Segment], beads: Sequence[Bead]) -> list[Band]:
    """Cut both sides into bands, in order; every segment is in exactly one."""
    found: list[Band] = []
    en_start = en_end = zh_start = zh_end = 0
    for bead in beads:
        if bead.moved:
            continue
        en_end = max(en_end, *(index + 1 for index in bead.en), 0)
        zh_end = max(zh_end, *(index + 1 for index in bead.zh), 0)
        long = max(en_end - en_start, zh_end - zh_start) >= LONGEST_BAND
        if long or (_paragraph_ends(en, en_end) and _paragraph_ends(zh, zh_end)):
            found.append(Band(en=range(en_start, en_end), zh=range(zh_start, zh_end)))
            en_start, zh_start = en_end, zh_end
    if (en_start, zh_start) != (len(en), len(zh)):
        found.append(Band(en=range(en_start, len(en)), zh=range(zh_start, len(zh))))
    return found


def _paragraph_ends(segments: Sequence[Segment], at: int) -> bool:
    return at in {0, len(segments)} or segments[at - 1].paragraph != segments[at].paragraph
