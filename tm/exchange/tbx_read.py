"""TBX in: version 3 (DCA and DCT style) and the older martif form. Leaves out: writing.

Of an entry's terms in a language the first good full form is the entry's full form; short forms,
abbreviations and other good ones go with it; deprecated ones are entries of their own. Entities are neither
declared nor expanded and nothing outside the file is fetched.
"""

import datetime as dt
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from tm.bitext import Side, Term, TermForms, TermStatus
from tm.errors import LanguageError, ReadError, TermError
from tm.exchange.files import sized
from tm.exchange.tbx_names import MARK, STATUSES, TYPES, XML_LANG
from tm.exchange.term_table import sound_terms
from tm.exchange.xml_read import whole_tree
from tm.text.languages import parse_lang

_MAX_BYTES = 512 << 20
"""Largest glossary read: it is held as a tree."""
_LOG = logging.getLogger(__name__)
_ENTRIES = frozenset(("conceptEntry", "termEntry"))
_LANGUAGES = frozenset(("langSec", "langSet"))
_TERMS = frozenset(("termSec", "tig", "ntig"))
_BAD = (TermStatus.DEPRECATED, TermStatus.FORBIDDEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """One term of one language: which list it belongs to and its status, None where none is given."""

    text: str
    kind: str
    status: TermStatus | None


def read_tbx(path: Path) -> list[Term]:
    """Return the terms of a TBX file that have an English and a Chinese form.

    Entries without one of them are logged and left out. Raises ReadError, with the line, for what is no
    TBX, and TermError for an entry that is not sound.
    """
    root = _root(path)
    terms = sound_terms(path, _entries(path, root))
    if not terms:
        raise ReadError(path, "holds no entry with an English and a Chinese term", "check its languages")
    return terms


def _root(path: Path) -> Any:
    if sized(path) > _MAX_BYTES:
        raise ReadError(path, f"is larger than {_MAX_BYTES >> 20} MB", "split it")
    tree = whole_tree(path)
    for entity in tree.iter(etree.Entity):
        where = f"{path}:{entity.sourceline}"
        raise ReadError(where, f"refers to an entity ({entity.text})", "write the character itself")
    root = tree.getroot()
    if _name(root) not in {"tbx", "martif"}:
        raise ReadError(path, "is XML but not TBX", "give it the ending of what it is")
    return root


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _entries(path: Path, root: Any) -> Iterator[tuple[int, Term]]:
    for entry in root.iter():
        if _name(entry) in _ENTRIES:
            line = int(entry.sourceline or 0)
            for term in _terms(f"{path}:{line}", path, entry):
                yield line, term


def _terms(where: str, path: Path, entry: Any) -> Iterator[Term]:
    sides: dict[Side, list[_Form]] = {"en": [], "zh": []}
    for section in entry:
        if _name(section) in _LANGUAGES:
            side = _side(section)
            if side is not None:
                sides[side].extend(_forms(path, section))
    missing = [name for forms, name in ((sides["en"], "English"), (sides["zh"], "Chinese")) if not forms]
    if missing:
        _LOG.warning("%s: entry has no %s term; left out", where, " and no ".join(missing))
        return
    base = _base(where, entry)
    en, en_status, en_bad = _grouped(sides["en"])
    zh, zh_status, zh_bad = _grouped(sides["zh"])
    status = max(en_status, zh_status, key=list(TermStatus).index)
    yield replace(base, en=en, zh=zh, status=base.status if base.status in _BAD else status)
    for form in en_bad:
        yield replace(base, en=TermForms(full=form.text), zh=zh, status=form.status or TermStatus.DEPRECATED)
    for form in zh_bad:
        yield replace(base, en=en, zh=TermForms(full=form.text), status=form.status or TermStatus.DEPRECATED)


def _side(section: Any) -> Side | None:
    try:
        return parse_lang(section.get(XML_LANG) or section.get("lang") or "").side
    except LanguageError:
        return None


def _forms(path: Path, section: Any) -> Iterator[_Form]:
    for group in section:
        if _name(group) not in _TERMS:
            continue
        text, kind, status = "", "full", None
        for one in group.iter():
            name, value = one.get("type") or _name(one), _text(one)
            if _name(one) == "term":
                text = value
            elif name == "termType":
                kind = TYPES.get(value.casefold().replace(" ", ""), "full")
            elif name in {"administrativeStatus", "normativeAuthorization"}:
                status = _status(f"{path}:{one.sourceline}", value)
        if not text:
            raise TermError(f"{path}:{group.sourceline}: the term is empty; write it or take it out")
        yield _Form(text=text, kind=kind, status=status)


def _status(where: str, word: str) -> TermStatus:
    bare = word.casefold().removesuffix("-admn-sts").replace("-", "")
    if bare not in STATUSES:
        raise TermError(
            f"{where}: unknown administrative status {word!r}; use preferredTerm-admn-sts or alike"
        )
    return STATUSES[bare]


def _grouped(forms: Sequence[_Form]) -> tuple[TermForms, TermStatus, list[_Form]]:
    """Return a language's good forms as one, their status, and the bad ones that stand by themselves."""
    good = [form for form in forms if form.status not in _BAD]
    kept = good or [form for form in forms if form.kind != "full"] or list(forms[:1])
    fulls = [form for form in (good or forms) if form.kind == "full"]
    first = next((form for form in fulls if form.status is TermStatus.PREFERRED), None)
    main = first or (fulls[0] if fulls else kept[0])
    others = [form for form in kept if form is not main and form.text != main.text]

    def several(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form.text for form in others if form.kind == kind))

    together = TermForms(
        full=main.text,
        short=several("short"),
        abbreviation=several("abbreviation"),
        variants=tuple(dict.fromkeys((*several("variants"), *several("full")))),
    )
    alone = [form for form in forms if form is not main and form not in kept]
    return together, main.status or TermStatus.PREFERRED, alone


def _base(where: str, entry: Any) -> Term:
    """Return a term with what an entry says of all its forms, and no forms yet."""
    notes: list[str] = []
    domain = authority = ""
    for one in _said(entry):
        name = one.get("type") or _name(one)
        if name == "note":
            notes.append(_text(one, strip=False))
        elif name == "subjectField":
            domain = domain or _text(one)
        elif name == "source":
            authority = authority or _text(one)
    own = notes.pop() if notes and notes[-1].startswith(MARK) else MARK + "{}"
    base = Term(
        en=TermForms(full=""),
        zh=TermForms(full=""),
        domain=domain,
        authority=authority,
        note="\n".join(notes),
    )
    return _with_rest(where, base, own.removeprefix(MARK))


def _said(entry: Any) -> Iterator[Any]:
    """Yield what stands in an entry outside its languages."""
    for child in entry:
        if _name(child) not in _LANGUAGES:
            yield from child.iter()


def _with_rest(where: str, base: Term, text: str) -> Term:
    try:
        rest = json.loads(text)
        days = {
            name: dt.date.fromisoformat(rest[name]) if rest.get(name) else None
            for name in ("valid_from", "valid_to")
        }
        return replace(
            base,
            required=bool(rest.get("required", False)),
            status=TermStatus(rest.get("status", "preferred")),
            replaced_by=rest.get("replaced_by"),
            valid_from=days["valid_from"],
            valid_to=days["valid_to"],
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise TermError(
            f"{where}: the note {MARK}{text} is not sound ({error}); mend or remove it"
        ) from error


def _text(element: Any, *, strip: bool = True) -> str:
    text = "".join(element.itertext())
    return text.strip() if strip else text
