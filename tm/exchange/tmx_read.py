"""TMX in: a stream of units from a file of any size. Leaves out: properties and inline codes.

The file is parsed as it is read and forgotten as it is used.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tm.bitext import Context, Lang, Provenance, Side, Skipped, TranslationUnit
from tm.errors import LanguageError, ReadError
from tm.exchange.files import OnSkip, sized
from tm.exchange.tmx_props import (
    TOOL,
    Props,
    context_of,
    element_text,
    note_of,
    provenance_of,
    status_of,
)
from tm.exchange.tmx_text import segment_text
from tm.exchange.xml_read import events
from tm.text.languages import detect_script, parse_lang

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_CONTEXT = Context()
_ADVICE = "what stands before this line was read; mend the file or fetch it again"


@dataclass(kw_only=True, slots=True)
class Variant:
    """One language's side of a unit."""

    lang: Lang
    text: str
    props: list[tuple[str, str]] = field(default_factory=list)
    date: dt.date | None = None


@dataclass(kw_only=True, slots=True)
class Reading:
    """What the header says, and whom to tell of units that are left out."""

    path: Path
    on_skip: OnSkip
    ours: bool = False
    source: Side | None = None
    header: bool = False


def read_tmx(path: Path, on_skip: OnSkip) -> Iterator[TranslationUnit]:
    """Yield a unit for every English and Chinese variant that stand in one `tu`.

    Units without either side are told to `on_skip`. Raises ReadError, with the line, for what is not
    TMX or breaks off; what was yielded before holds.
    """
    for units, _source in read_tmx_groups(path, on_skip):
        yield from units


def read_tmx_groups(path: Path, on_skip: OnSkip) -> Iterator[tuple[list[TranslationUnit], Side]]:
    """Yield the units of each `tu`, with the side that is its source."""
    sized(path)
    reading = Reading(path=path, on_skip=on_skip)
    try:
        with path.open("rb") as file:
            for _event, element in events(path, file, ("end",), ("{*}header", "{*}tu"), advice=_ADVICE):
                if element.tag.endswith("header"):
                    _read_header(reading, element)
                elif element.tag.endswith("tu"):
                    units, source = _read_unit(reading, element)
                    if units:
                        yield units, source
                    _forget(element)
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error
    if not reading.header:
        raise ReadError(path, "is XML but not TMX (no header)", "give it the ending of what it is")


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _read_header(reading: Reading, header: Any) -> None:
    reading.header = True
    reading.ours = header.get("creationtool") == TOOL
    reading.source = _side(header.get("srclang"))


@cache
def _lang(tag: str) -> Lang | None:
    try:
        return parse_lang(tag)
    except LanguageError:
        return None


def _side(tag: str | None) -> Side | None:
    lang = _lang(tag) if tag else None
    return None if lang is None else lang.side


def _read_unit(reading: Reading, tu: Any) -> tuple[list[TranslationUnit], Side]:
    line = tu.sourceline
    try:
        return _units(reading, tu)
    except ValueError as error:
        reading.on_skip(Skipped(where=f"{reading.path}:{line}", why=f"unit is not sound ({error})"))
        return [], "zh"


def _units(reading: Reading, tu: Any) -> tuple[list[TranslationUnit], Side]:
    props: list[tuple[str, str]] = []
    notes: list[str] = []
    variants: list[Variant] = []
    for child in tu:
        name = child.tag.rpartition("}")[2]
        if name == "tuv":
            _read_variant(child, variants, notes)
        elif name == "prop":
            props.append((child.get("type", ""), element_text(child)))
        elif name == "note":
            notes.append(element_text(child))
    source = _side(tu.get("srclang")) or reading.source or "zh"
    english = [variant for variant in variants if variant.lang is Lang.EN and variant.text.strip()]
    chinese = [variant for variant in variants if variant.lang is not Lang.EN and variant.text.strip()]
    if not english or not chinese:
        missing = "English" if not english else "Chinese"
        reading.on_skip(Skipped(where=f"{reading.path}:{tu.sourceline}", why=f"unit has no {missing} text"))
        return [], source
    status, note = status_of(props), note_of(notes, props)
    made: dict[tuple[str, str], TranslationUnit] = {}
    for en in english:
        for zh in chinese:
            script = zh.lang if reading.ours or zh.lang is not Lang.ZH else detect_script(zh.text)
            made[en.text, zh.text] = TranslationUnit(
                en=en.text,
                zh=zh.text,
                zh_lang=script,
                status=status,
                note=note,
                provenance=_provenance(reading, tu, props, en if source == "zh" else zh),
                context=_context(props, en, zh, source),
            )
    return list(made.values()), source


def _read_variant(tuv: Any, variants: list[Variant], notes: list[str]) -> None:
    lang = _lang(tuv.get(_XML_LANG) or tuv.get("lang") or "")
    if lang is None:
        return
    variant = Variant(lang=lang, text="")
    for child in tuv:
        name = child.tag.rpartition("}")[2]
        if name == "seg":
            variant.text = segment_text(child)
        elif name == "prop":
            variant.props.append((child.get("type", ""), element_text(child)))
        elif name == "note":
            notes.append(element_text(child))
    variant.date = _date(tuv.get("changedate") or tuv.get("creationdate"))
    variants.append(variant)


def _context(props: Props, en: Variant, zh: Variant, source: Side) -> Context:
    if not props and not en.props and not zh.props:
        return _NO_CONTEXT
    return context_of(props, en.props, zh.props, source)


def _provenance(reading: Reading, tu: Any, props: Props, target: Variant) -> Provenance:
    if reading.ours:
        return provenance_of(props)
    date = target.date or _date(tu.get("changedate") or tu.get("creationdate"))
    return provenance_of(props, document=reading.path.name, date=date)


@cache
def _date(stamp: str | None) -> dt.date | None:
    """Return the day of a TMX date such as `20201123T101500Z`; None for none or another form."""
    try:
        return None if stamp is None else dt.date.fromisoformat(stamp[:8])
    except ValueError:
        return None
