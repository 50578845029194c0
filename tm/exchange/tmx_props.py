"""Properties of TMX units: ours, and the context other tools keep in theirs.

Leaves out: segments. What each tool writes: Trados `x-ContextContent` on the unit (the preceding
segment of both sides, their codes between, `|` doubled), memoQ `x-context-pre/-post` on the variant
(MateCat: on the unit), Phrase `context_prev/_next` on the variant, XTM `x-previous-/x-next-…-text`
and OmegaT `prev next` on the unit, Weblate `x-context` (a key, not a neighbour: kept as a note).
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tm.bitext import Context, Provenance, Side, TranslationUnit, UnitStatus
from tm.exchange.tmx_text import attribute, context_text, context_value, escaped, impossible

Props = Sequence[tuple[str, str]]

TOOL = "duizhao"
_JSON = "x-json"
"""`o-encoding` of a property whose text XML can't hold: the JSON string of it."""

_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "en_release": str,
    "zh_release": str,
    "document": str,
    "url": str,
    "date": dt.date.fromisoformat,
    "paragraph": int,
    "confidence": float,
    "model": str,
    "confirmed_by": str,
    "confirmed_at": dt.datetime.fromisoformat,
}
"""Fields of a provenance, and how each is read from a property `x-tm-FIELD`."""

_OURS = {f"x-tm-{name.replace('_', '-')}": name for name in _FIELDS}
_STATUS = "x-tm-status"

_BEFORE = {"x-context-pre": 0, "context_prev": 0, "x-context-post": 1, "context_next": 1}
_OF_SOURCE = {"prev": 0, "next": 1, "x-previous-source-text": 0, "x-next-source-text": 1}
_OF_TARGET = {"x-previous-target-text": 0, "x-next-target-text": 1}
_NOTES = ("note", "x-note", "comment", "x-context")
_DOUBTFUL = ("Draft", "RejectedTranslation", "RejectedSignOff")
"""Trados confirmation levels that ask for another look."""


def property_xml(kind: str, text: str) -> str:
    """Return a `prop` element."""
    return element_xml("prop", text, f" type={attribute(kind)}")


def element_xml(name: str, text: str, attributes: str = "") -> str:
    """Return an element with a text, as JSON where XML cannot hold it."""
    if impossible(text):
        return f'<{name}{attributes} o-encoding="{_JSON}">{escaped(json.dumps(text))}</{name}>'
    return f"<{name}{attributes}>{escaped(text)}</{name}>"


def element_text(element: Any) -> str:
    """Return the text of a `prop` or `note` element (lxml)."""
    text = element.text or ""
    if element.get("o-encoding") == _JSON:
        return str(json.loads(text))
    return text


def unit_props(unit: TranslationUnit) -> list[str]:
    """Return the properties that hold a unit's status and provenance."""
    props = [] if unit.status is UnitStatus.PLAIN else [property_xml(_STATUS, unit.status.value)]
    source = unit.provenance
    for kind, name in _OURS.items():
        value = getattr(source, name)
        if value is not None:
            text = value.isoformat() if hasattr(value, "isoformat") else str(value)
            props.append(property_xml(kind, text))
    return props


def variant_props(unit: TranslationUnit, side: Side) -> list[str]:
    """Return the properties that hold the neighbours of one side of a unit."""
    around = unit.context
    before, after = (
        (around.en_previous, around.en_next) if side == "en" else (around.zh_previous, around.zh_next)
    )
    props = [] if before is None else [f'<prop type="x-context-pre">{context_value(before)}</prop>']
    return props if after is None else [*props, f'<prop type="x-context-post">{context_value(after)}</prop>']


def status_of(props: Props) -> UnitStatus:
    """Return the status properties speak of; plain if none. Raises ValueError for an unknown one."""
    for kind, text in props:
        if kind == _STATUS:
            return UnitStatus(text)
        if kind == "x-ConfirmationLevel" and text in _DOUBTFUL:
            return UnitStatus.REVIEW
    return UnitStatus.PLAIN


def provenance_of(props: Props, **otherwise: Any) -> Provenance:
    """Return the provenance in our properties, completed by `otherwise`. Raises ValueError if unsound."""
    fields = dict(otherwise)
    for kind, text in props:
        name = _OURS.get(kind)
        if name is not None:
            fields[name] = _FIELDS[name](text)
    return Provenance(**fields)


def note_of(notes: Sequence[str], props: Props) -> str:
    """Return a unit's note: its `note` elements, else properties that are notes by name."""
    return "\n".join(notes or [text for kind, text in props if kind.casefold() in _NOTES])


def context_of(unit_props: Props, en_props: Props, zh_props: Props, source: Side) -> Context:
    """Return the neighbours in the properties of a unit and its two variants."""
    around: dict[Side, list[str | None]] = {"en": [None, None], "zh": [None, None]}
    target: Side = "zh" if source == "en" else "en"
    for kind, text in unit_props:
        if kind in _OF_SOURCE or kind in _BEFORE:
            around[source][_OF_SOURCE.get(kind, _BEFORE.get(kind, 0))] = context_text(text)
        elif kind in _OF_TARGET:
            around[target][_OF_TARGET[kind]] = text
        elif kind == "x-ContextContent":
            around[source][0], around[target][0] = _trados(text)
    sides: tuple[tuple[Side, Props], ...] = (("en", en_props), ("zh", zh_props))
    for side, props in sides:
        for kind, text in props:
            if kind in _BEFORE:
                around[side][_BEFORE[kind]] = context_text(text)
    en, zh = around["en"], around["zh"]
    return Context(en_previous=en[0], en_next=en[1], zh_previous=zh[0], zh_next=zh[1])


def _trados(text: str) -> tuple[str | None, str | None]:
    """Return the preceding source and target of `source | codes | target | codes`."""
    fields = [field.replace("||", "|").strip() or None for field in text.replace("||", "\0").split("|")]
    fields = [None if field is None else field.replace("\0", "|") for field in fields]
    match fields:
        case [source, _, target, _]:
            return source, target
        case _:
            return fields[0], None
