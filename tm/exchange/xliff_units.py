"""XLIFF files as units for the memory. Leaves out: drafts, and writing.

What a translator has not confirmed is a unit that needs review: by the state of its target, and in files of
Trados and memoQ by what these say of the segment.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tm.bitext import DraftSegment, Lang, Provenance, Skipped, TranslationUnit, UnitStatus
from tm.exchange.files import OnSkip
from tm.exchange.xliff_read import Place, Units, read_xliff_draft
from tm.text.languages import detect_script

SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
MEMOQ_STATUS = "{MQXliff}status"
_SURE_TRADOS = frozenset(("Translated", "ApprovedTranslation", "ApprovedSignOff"))
_SURE_MEMOQ = frozenset(("ManuallyConfirmed", "Reviewer1Confirmed", "Proofread"))
_UNSURE_STATES = ("new", "needs-", "initial")
"""How the states of a target that is not final begin (XLIFF 1.2, 2.4 state; 2.0, 4.3.1.31 state)."""


def read_xliff_units(path: Path, on_skip: OnSkip) -> Iterator[TranslationUnit]:
    """Yield a unit for each translated segment; the others are told to `on_skip`. Raises ReadError."""
    units = Units(path)
    langs: tuple[Lang, Lang] | None = None
    for _number, row, place in units.placed_rows():
        if not row.draft.strip():
            where = f"{path}:{place.source.sourceline}"
            on_skip(Skipped(where=where, why=f"segment {row.id} has no translation"))
            continue
        langs = langs or _langs(path, units)
        yield _unit(path, langs, row, place)


def _langs(path: Path, units: Units) -> tuple[Lang, Lang]:
    """Return the languages that the head names, else those of the texts. Raises ReadError."""
    source, target = units.langs
    if source is None or target is None or source.side == target.side:
        draft = read_xliff_draft(path)
        return draft.source_lang, draft.target_lang
    return source, target


def _unit(path: Path, langs: tuple[Lang, Lang], row: DraftSegment, place: Place) -> TranslationUnit:
    source, target = langs
    en, zh = (row.source, row.draft) if source is Lang.EN else (row.draft, row.source)
    script = target if source is Lang.EN else source
    return TranslationUnit(
        en=en,
        zh=zh,
        zh_lang=detect_script(zh) if script is Lang.ZH else script,
        status=UnitStatus.PLAIN if _is_sure(place) else UnitStatus.REVIEW,
        provenance=Provenance(document=row.document or path.name),
    )


def _is_sure(place: Place) -> bool:
    status = place.holder.get(MEMOQ_STATUS)
    if status is not None:
        return status in _SURE_MEMOQ
    said = trados_segment(place)
    if said is not None:
        return said.get("conf") in _SURE_TRADOS
    state = place.holder.get("state") or place.target.get("state") or ""
    return not state.startswith(_UNSURE_STATES)


def trados_segment(place: Place) -> Any:
    """Return the element in which Trados says how far a segment is; None where there is none."""
    mark = place.source.get("mid")
    segments = place.holder.iterfind(f"{SDL}seg-defs/{SDL}seg")
    return next((each for each in segments if mark is not None and each.get("id") == mark), None)
