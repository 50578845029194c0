"""TBX out: version 3 (TBX-Basic, DCA style) and the older martif form. Leaves out: reading.

The status stands with the English forms: an entry is how its Chinese forms are rendered, so a deprecated
entry deprecates the rendering.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tm.bitext import Side, Term, TermForms, TermStatus
from tm.errors import TermError
from tm.exchange.files import whole_file
from tm.exchange.tbx_names import MARK, NAMESPACE, STATUS_NAMES, TOOL, XML_LANG
from tm.text.languages import detect_script

_TYPES = {"full": "fullForm", "short": "shortForm", "abbreviation": "abbreviation", "variants": "variant"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """The names of elements in one form of TBX."""

    entry: str
    language: str
    term: str


_VERSION_3 = _Form(entry="conceptEntry", language="langSec", term="termSec")
_MARTIF = _Form(entry="termEntry", language="langSet", term="tig")


def write_tbx(path: Path, terms: Iterable[Term]) -> int:
    """Write terms, an entry each; return how many.

    A path that ends in `.martif` or `.martif.tbx` gets the older form. Raises TermError for a text that
    XML can't hold, ReportError where the file can't be written.
    """
    old = path.name.casefold().endswith((".martif", ".martif.tbx"))
    form = _MARTIF if old else _VERSION_3
    count = 0
    with whole_file(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n' + (_head_martif() if old else _head()))
        for count, term in enumerate(terms, 1):
            file.write(_entry(term, form, count) + "\n")
        file.write("</body></text>\n" + ("</martif>\n" if old else "</tbx>\n"))
    return count


def _head() -> str:
    return (
        f'<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="{NAMESPACE}">\n'
        f"<tbxHeader><fileDesc><sourceDesc><p>{TOOL} termbase</p></sourceDesc></fileDesc>"
        '<encodingDesc><p type="XCSURI">TBXXCSV03.xcs</p></encodingDesc></tbxHeader>\n<text><body>\n'
    )


def _head_martif() -> str:
    return (
        '<martif type="TBX" xml:lang="en">\n'
        f"<martifHeader><fileDesc><sourceDesc><p>{TOOL} termbase</p></sourceDesc></fileDesc>"
        '<encodingDesc><p type="XCSURI">TBXXCS.xcs</p></encodingDesc></martifHeader>\n<text><body>\n'
    )


def _entry(term: Term, form: _Form, number: int) -> str:
    entry = etree.Element(form.entry, id=f"c{number}")
    try:
        if term.domain:
            _add(entry, "descrip", term.domain, "subjectField")
        if term.authority:
            _add(entry, "admin", term.authority, "source")
        if term.note:
            _add(entry, "note", term.note)
        rest = _rest(term)
        if rest or term.note.startswith(MARK):
            _add(entry, "note", MARK + json.dumps(rest, ensure_ascii=False))
        _language(entry, form, "zh", term.zh, None)
        _language(entry, form, "en", term.en, term.status)
    except ValueError as error:
        raise TermError(
            f"term {term.zh.full!r} / {term.en.full!r} holds a character that XML can't ({error}); mend it"
        ) from error
    return str(etree.tostring(entry, encoding="unicode"))


def _rest(term: Term) -> dict[str, Any]:
    """Return what TBX-Basic has no place for."""
    rest: dict[str, Any] = {}
    if term.required:
        rest["required"] = True
    if term.status is TermStatus.FORBIDDEN:
        rest["status"] = term.status.value
    if term.valid_from:
        rest["valid_from"] = term.valid_from.isoformat()
    if term.valid_to:
        rest["valid_to"] = term.valid_to.isoformat()
    if term.replaced_by:
        rest["replaced_by"] = term.replaced_by
    return rest


def _language(entry: Any, form: _Form, side: Side, forms: TermForms, status: TermStatus | None) -> None:
    section = etree.SubElement(entry, form.language)
    section.set(XML_LANG, "en" if side == "en" else detect_script(forms.full).value)
    for name, texts in (
        ("full", (forms.full,)),
        ("short", forms.short),
        ("abbreviation", forms.abbreviation),
        ("variants", forms.variants),
    ):
        for text in texts:
            one = etree.SubElement(section, form.term)
            _add(one, "term", text)
            _add(one, "termNote", _TYPES[name], "termType")
            if status is not None:
                _add(one, "termNote", STATUS_NAMES[status], "administrativeStatus")


def _add(parent: Any, name: str, text: str, kind: str = "") -> None:
    child = etree.SubElement(parent, name)
    if kind:
        child.set("type", kind)
    child.text = text
