"""People's work on single units: edit, delete, merge, judge, and the whole history of one.

Every act is one labelled change, so that `tm undo` takes it back. Leaves out: how it is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tm.bitext import Lang, Side, TranslationUnit, UnitStatus, other_side
from tm.errors import ConfigError, LanguageError, MemoryStoreError
from tm.jobs.search import side_of
from tm.jobs.session import Session
from tm.lookup.diff import diff
from tm.lookup.query import checked
from tm.lookup.results import DiffOp
from tm.memory.values import Change
from tm.text.languages import detect_script

_LARGEST_NUMBER = (1 << 63) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Units:
    """Units as they stand, in the order asked for."""

    units: tuple[TranslationUnit, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """A unit before and after; the same where the texts given were its own."""

    before: TranslationUnit
    after: TranslationUnit


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """The units named; the same renderings in other releases went out of use with them."""

    deleted: tuple[int, ...]
    out_of_use: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """The unit kept, and those it now stands for; `out_of_use` counts their twins in other releases too."""

    kept: TranslationUnit
    merged: tuple[int, ...]
    out_of_use: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChange:
    """One change of a unit: who did what, when (UTC), and how each side differs from before.

    `status` is the unit's afterwards, None where it was out of use then.
    """

    act: int
    at: str
    by: str
    what: str
    undone: bool
    status: UnitStatus | None
    en: str | None
    zh: str | None
    en_diff: tuple[DiffOp, ...] = ()
    zh_diff: tuple[DiffOp, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitHistory:
    """Every change of one unit, newest first."""

    unit: int
    changes: tuple[UnitChange, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTexts:
    """What is to change in a unit; None leaves it. Without `source_lang` texts show their side themselves."""

    source: str | None = None
    target: str | None = None
    note: str | None = None
    source_lang: str | None = None


def edit_unit(session: Session, unit: int, texts: NewTexts, *, by: str | None = None) -> Edited:
    """Replace the source, the target or the note of a unit.

    Raises MemoryStoreError for a unit that is not in use or would equal another of its releases,
    LanguageError where source and target are in one language, QueryError for an empty text.
    """
    if texts.source is None and texts.target is None and texts.note is None:
        raise ConfigError("nothing to change; give a source, a target or a note")
    [held] = _units(session, [unit])
    new = _texts(texts.source, texts.target, texts.source_lang)
    zh = new.get("zh", held.zh)
    changed = replace(
        held,
        en=new.get("en", held.en),
        zh=zh,
        zh_lang=_script(zh, held.zh_lang) if zh != held.zh else held.zh_lang,
        note=held.note if texts.note is None else texts.note,
    )
    if changed != held:
        session.memory.units.edit(changed, _who(session, by))
        _encode(session, [text for text in new.values() if text not in {held.en, held.zh}])
    return Edited(before=held, after=_units(session, [unit])[0])


def _texts(source: str | None, target: str | None, source_lang: str | None) -> dict[Side, str]:
    """Return the new texts by side. Raises LanguageError where both would go to one."""
    texts: dict[Side, str] = {}
    asked: Side | None = side_of("", source_lang) if source_lang else None
    for text, side in ((source, asked), (target, other_side(asked) if asked else None)):
        if text is None:
            continue
        sound = checked(text, "text")
        shown = side_of(sound, None)
        if side is not None and shown != side and any(map(str.isalpha, sound)):
            raise LanguageError(f"{sound[:40]!r} is not the {side} side; check which text is which")
        place = side or shown
        if place in texts:
            raise LanguageError(f"source and target are both {place}; give one English and one Chinese text")
        texts[place] = sound
    return texts


def _script(zh: str, held: Lang) -> Lang:
    """Return the script of a new Chinese text, the old one where it does not tell."""
    found = detect_script(zh)
    return held if found is Lang.ZH else found


def _encode(session: Session, texts: Sequence[str]) -> None:
    """Make vectors of new texts where the memory holds any of the session's model."""
    vectors = session.memory.vectors
    if texts and any(model.name == session.model for model in vectors.models()):
        encoder = session.encoder
        made = encoder.encode(texts)
        vectors.put(encoder.name, encoder.weights_hash, dict(zip(texts, made, strict=True)))


def delete_units(session: Session, units: Sequence[int], *, by: str | None = None) -> Deleted:
    """Take units out of use, in every release their renderings stand in. Raises MemoryStoreError."""
    ids = _distinct(units)
    before = session.memory.units.count(barred=True)
    session.memory.units.delete(ids, _who(session, by))
    return Deleted(deleted=tuple(ids), out_of_use=before - session.memory.units.count(barred=True))


def merge_units(session: Session, keep: int, others: Sequence[int], *, by: str | None = None) -> Merged:
    """Let one unit stand for others. Raises MemoryStoreError for a unit not in use, or `keep` among them."""
    ids = _distinct(others)
    before = session.memory.units.count(barred=True)
    session.memory.units.merge(keep, ids, _who(session, by))
    [kept] = _units(session, [keep])
    after = session.memory.units.count(barred=True)
    return Merged(kept=kept, merged=tuple(ids), out_of_use=before - after)


def show_units(session: Session, units: Sequence[int]) -> Units:
    """Return units as they stand. Raises MemoryStoreError for one that is not in use."""
    return Units(units=tuple(_units(session, _distinct(units))))


def judge_units(session: Session, units: Sequence[int], status: str, *, by: str | None = None) -> Units:
    """Set the status of units: confirmed, plain, review or do-not-reuse (which holds in every release)."""
    try:
        wanted = UnitStatus(status)
    except ValueError as err:
        raise ConfigError(f"unknown status {status!r}; use one of {', '.join(UnitStatus)}") from err
    ids = _distinct(units)
    session.memory.units.set_status(ids, wanted, _who(session, by))
    return Units(units=tuple(_units(session, ids)))


def unit_history(session: Session, unit: int) -> UnitHistory:
    """Return every change of a unit, newest first. Raises MemoryStoreError for one there never was."""
    changes = session.memory.history.of_unit(unit) if 0 < unit <= _LARGEST_NUMBER else []
    if not changes:
        raise MemoryStoreError(
            f"{session.memory.location}: there never was a unit {unit}; `tm lookup` tells which there are"
        )
    return UnitHistory(unit=unit, changes=tuple(map(_change, changes)))


def _change(change: Change) -> UnitChange:
    before, after = change.before, change.after
    shown = after or before
    compared = before is not None and after is not None
    return UnitChange(
        act=change.act,
        at=change.at,
        by=change.by,
        what=change.label,
        undone=change.undone,
        status=after.status if after else None,
        en=shown.en if shown else None,
        zh=shown.zh if shown else None,
        en_diff=_diff(after, before, "en") if compared else (),
        zh_diff=_diff(after, before, "zh") if compared else (),
    )


def _diff(after: TranslationUnit | None, before: TranslationUnit | None, side: Side) -> tuple[DiffOp, ...]:
    if after is None or before is None or after.text(side) == before.text(side):
        return ()
    return diff(after.text(side), before.text(side))


def _who(session: Session, by: str | None) -> str:
    return session.user if by is None else by


def _distinct(units: Sequence[int]) -> list[int]:
    ids = list(dict.fromkeys(units))
    if not ids:
        raise ConfigError("no units named; give their numbers, as `tm lookup --json` shows them")
    return ids


def _units(session: Session, ids: Sequence[int]) -> list[TranslationUnit]:
    """Return live units. Raises MemoryStoreError naming the first that is not."""
    found = {unit.id: unit for unit in session.memory.units.get(ids)}
    missing = [number for number in ids if number not in found]
    if missing:
        raise MemoryStoreError(
            f"{session.memory.location}: no unit {missing[0]} in use;"
            f" `tm history --unit {missing[0]}` tells what became of it"
        )
    return [found[number] for number in ids]
