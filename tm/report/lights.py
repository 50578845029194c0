"""What is lit on both sides of an alignment: values, terms and words that answer each other.

Leaves out: finding them (`text`, `termbase`, `align`) and showing them (`alignment`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tm.bitext import Bead, Segment, Side, Span, SpanLink, TermHit
from tm.text.joining import joined


class LightKind(StrEnum):
    """What kind of thing is lit."""

    NUMBER = "number"
    DATE = "date"
    TERM = "term"
    WORD = "word"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A stretch of one segment: its 0-based index and the span in it."""

    segment: int
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """A stretch of the English and the stretch of the Chinese that answers it."""

    kind: LightKind
    en: Place
    zh: Place


def term_lights(
    beads: Iterable[Bead], en_hits: Sequence[Sequence[TermHit]], zh_hits: Sequence[Sequence[TermHit]]
) -> list[Light]:
    """Light each term that stands on both sides of a bead; hits are given for each segment of a side.

    Where a term stands several times, its occurrences answer each other in order; what is left over
    on one side answers the last one of the other.
    """
    lights: list[Light] = []
    for bead in beads:
        en_places = _term_places(bead.en, en_hits)
        zh_places = _term_places(bead.zh, zh_hits)
        for term, places in en_places.items():
            others = zh_places.get(term, [])
            for index in range(max(len(places), len(others)) if others else 0):
                en = places[min(index, len(places) - 1)]
                zh = others[min(index, len(others) - 1)]
                lights.append(Light(kind=LightKind.TERM, en=en, zh=zh))
    return lights


def word_lights(
    bead: Bead, en: Sequence[Segment], zh: Sequence[Segment], links: Iterable[SpanLink]
) -> list[Light]:
    """Light words of a bead that answer each other; `links` hold spans of its sides as `joined` writes them.

    A link over the border of two segments is left out.
    """
    lights: list[Light] = []
    for link in links:
        en_place = _place(en, bead.en, link.en, "en")
        zh_place = _place(zh, bead.zh, link.zh, "zh")
        if en_place and zh_place:
            lights.append(Light(kind=LightKind.WORD, en=en_place, zh=zh_place))
    return lights


def _place(segments: Sequence[Segment], indices: Sequence[int], span: Span, side: Side) -> Place | None:
    """Return where a span of the joined segments lies, None where no single segment holds it."""
    for count, index in enumerate(indices, 1):
        end = len(joined(segments, indices[:count], side))
        start = end - len(segments[index].text)
        if start <= span[0] <= span[1] <= end:
            return Place(segment=index, span=(span[0] - start, span[1] - start))
    return None


def _term_places(
    indices: Sequence[int], hits: Sequence[Sequence[TermHit]]
) -> dict[tuple[str, str], list[Place]]:
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for index in indices:
        for hit in hits[index]:
            places[hit.term.en.full, hit.term.zh.full].append(Place(segment=index, span=hit.span))
    return places
