"""Text as it stands in a TMX segment, and back. Leaves out: everything around the segment.

TMX 1.4b keeps native codes in `bpt ept it ph ut` and text in `hi` and `sub`. Codes are no text:
they are left out, a line break is kept as one. Characters XML 1.0 cannot hold are written as
`<ph type="x-tm-char">U+0001</ph>`, a code to other tools and the character again to this one.
"""

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

CHARACTER = "x-tm-char"

_AWKWARD = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_INNER = re.compile(r"\s*<seg>(.*)</seg>\s*", re.DOTALL)


def impossible(text: str) -> bool:
    """Return whether a text holds characters that XML 1.0 cannot."""
    return _IMPOSSIBLE.search(text) is not None


def escaped(text: str) -> str:
    """Return a text as content of an element, for texts that XML can hold.

    >>> escaped("R&D <1")
    'R&amp;D &lt;1'
    """
    return escape(text, {"\r": "&#13;"}) if _AWKWARD.search(text) else text


def attribute(text: str) -> str:
    """Return a text as a quoted attribute value."""
    return quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def segment_xml(text: str) -> str:
    r"""Return the inside of a `seg` for any text.

    >>> segment_xml("a\x01b")
    'a<ph type="x-tm-char">U+0001</ph>b'
    """
    if not _AWKWARD.search(text):
        return text
    plain = escape(text, {"\r": "&#13;"})
    return _IMPOSSIBLE.sub(lambda found: f'<ph type="{CHARACTER}">U+{ord(found[0]):04X}</ph>', plain)


def segment_text(seg: Any) -> str:
    """Return the text of a `seg` element (lxml), codes left out. Raises ValueError for an entity."""
    if len(seg) == 0:
        return seg.text or ""
    pieces = [seg.text or ""]
    for child in seg:
        pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _inline(element: Any) -> str:
    if element.tag is etree.Entity:
        raise ValueError(f"holds the undeclared entity {element.text}")
    name = element.tag.rpartition("}")[2]
    if name not in _CODES:
        return segment_text(element)
    kind = element.get("type", "")
    if kind == CHARACTER and element.text:
        return chr(int(element.text.removeprefix("U+"), 16))
    if kind == "lb" or (element.text and _BREAK.fullmatch(element.text)):
        return "\n"
    return " ".join(segment_text(sub) for sub in element if str(sub.tag).rpartition("}")[2] == "sub")


def context_value(text: str) -> str:
    """Return a neighbour as memoQ writes it in a property: a `seg` element as text."""
    return escaped(f"<seg>{segment_xml(text)}</seg>")


def context_text(value: str) -> str:
    """Return the text of a neighbour from a property, with or without a `seg` around it."""
    found = _INNER.fullmatch(value)
    if found is None:
        return value
    inner = found[1]
    if "<" not in inner and "&" not in inner and "\r" not in inner:
        return inner
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return segment_text(etree.fromstring(f"<seg>{inner}</seg>", parser))
    except etree.XMLSyntaxError:
        return inner
