"""Beads of two releases into translation units. Leaves out: making beads and storing units."""

from collections.abc import Iterator, Sequence

from tm.bitext import Bead, BeadStatus, Context, Provenance, Release, Segment, TranslationUnit, UnitStatus
from tm.pairing import PairingInput
from tm.text.joining import joined

_STATUSES = {
    BeadStatus.AUTO: UnitStatus.PLAIN,
    BeadStatus.REVIEW: UnitStatus.REVIEW,
    BeadStatus.CONFIRMED: UnitStatus.CONFIRMED,
}


def units_of(
    en: PairingInput, zh: PairingInput, beads: Sequence[Bead], model: str
) -> Iterator[TranslationUnit]:
    """Yield a unit for every bead with text on both sides, in the order of the English release."""
    for bead in beads:
        en_text, zh_text = joined(en.segments, bead.en, "en"), joined(zh.segments, bead.zh, "zh")
        if en_text.strip() and zh_text.strip():  # lines given as segments may be blank
            yield TranslationUnit(
                en=en_text,
                zh=zh_text,
                zh_lang=zh.release.lang,
                status=_STATUSES[bead.status],
                provenance=_provenance(en.release, zh.release, zh.segments[bead.zh[0]], bead, model),
                context=_context(en.segments, zh.segments, bead),
            )


def _provenance(en: Release, zh: Release, segment: Segment, bead: Bead, model: str) -> Provenance:
    return Provenance(
        en_release=en.key,
        zh_release=zh.key,
        url=zh.url or en.url,
        date=zh.date or en.date,
        paragraph=segment.paragraph,
        confidence=round(bead.confidence, 4),
        model=model,
    )


def _context(en: Sequence[Segment], zh: Sequence[Segment], bead: Bead) -> Context:
    return Context(
        en_previous=_text(en, bead.en[0] - 1),
        en_next=_text(en, bead.en[-1] + 1),
        zh_previous=_text(zh, bead.zh[0] - 1),
        zh_next=_text(zh, bead.zh[-1] + 1),
    )


def _text(segments: Sequence[Segment], index: int) -> str | None:
    return segments[index].text if 0 <= index < len(segments) else None
