"""What waits for a person's review: units, least sure first, and pages of the releases they stand in.

Leaves out: judging units (`editing`) and holding to corrections made on the pages (`build`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tm.bitext import BeadStatus, TranslationUnit, UnitStatus
from tm.jobs.alignment import Aligned, write_aligned
from tm.jobs.corrections import confirmed_units, place
from tm.jobs.session import Session
from tm.pairing import PairingInput


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Units that wait for review: how many in all, those asked for, and the pages written of them."""

    waiting: int
    units: tuple[TranslationUnit, ...]
    pages: tuple[Path, ...]


def waiting_for_review(session: Session, *, limit: int, folder: Path | None = None) -> Waiting:
    """Return the `limit` units under review that are least sure, and write pages of their releases.

    A page shows the whole pair of releases as the memory has it aligned; there is none for units that
    were imported. Raises ReportError where a page cannot be written.
    """
    found = [unit for unit in session.memory.units.scan() if unit.status is UnitStatus.REVIEW]
    found.sort(key=_sureness)
    units = tuple(found[:limit])
    pages = tuple(_pages(session, units, folder)) if folder else ()
    return Waiting(waiting=len(found), units=units, pages=pages)


def _sureness(unit: TranslationUnit) -> tuple[float, int]:
    confidence = unit.provenance.confidence
    return 1.0 if confidence is None else confidence, unit.id or 0


def _pages(session: Session, units: tuple[TranslationUnit, ...], folder: Path) -> Iterator[Path]:
    """Write a page for each pair of releases that units come from."""
    for key in dict.fromkeys(unit.provenance.en_release for unit in units):
        aligned = _stored(session, key) if key else None
        if key and aligned:
            path = folder / f"{'__'.join(Path(key).with_suffix('').parts)}.html"
            write_aligned(session, aligned, path)
            yield path


def _stored(session: Session, key: str) -> Aligned | None:
    """Return a pair of releases as the memory has it, with what was confirmed since it was built.

    None where its beads are of texts no longer held.
    """
    releases = session.memory.releases
    pair = releases.pair_of(key)
    en, zh = (releases.get(pair.en), releases.get(pair.zh)) if pair else (None, None)
    if pair is None or en is None or zh is None:
        return None
    if (pair.en_fingerprint, pair.zh_fingerprint) != tuple(map(releases.fingerprint, (pair.en, pair.zh))):
        return None
    units = confirmed_units(session.memory.units.of_pair(pair.en, pair.zh), en[1], zh[1])
    confirmed = {(one.en, one.zh) for one in place(units, en[1], zh[1]).corrections}
    return Aligned(
        en=PairingInput(release=en[0], segments=en[1]),
        zh=PairingInput(release=zh[0], segments=zh[1]),
        beads=tuple(
            replace(bead, confidence=1.0, status=BeadStatus.CONFIRMED)
            if (bead.en, bead.zh) in confirmed
            else bead
            for bead in pair.beads
        ),
    )
