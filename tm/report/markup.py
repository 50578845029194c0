"""Text into safe markup, and the page files beside this module. Leaves out: what a page holds."""

import base64
import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from tm.bitext import Span
from tm.errors import ReportError

_PICTURES = (
    {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}}
    | {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)
)
"""Characters no page, XML file or worksheet may hold, to their control pictures, one for one."""


def visible(text: str) -> str:
    r"""Return `text` with control characters as pictures; the length stays, so spans still fit.

    >>> visible("认\x00证")
    '认␀证'
    """
    return text.translate(_PICTURES)


def escaped(text: str) -> str:
    """Return `text` safe inside elements and quoted attributes.

    >>> escaped('<b>"认证" & co')
    '&lt;b&gt;&quot;认证&quot; &amp; co'
    """
    return html.escape(visible(text))


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A stretch of a text to mark: CSS `classes`, and `ids` that say what it belongs to."""

    span: Span
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Return `text` as markup with its marks, overlapping ones cut into pieces that carry both.

    An empty span becomes an empty mark of class `point`. Raises ReportError for a span outside the text.

    >>> marked("a<b", [Mark(span=(1, 3), classes=("hit",), ids=("7",))])
    'a<mark class="hit" data-of="7">&lt;b</mark>'
    """
    for mark in marks:
        if not 0 <= mark.span[0] <= mark.span[1] <= len(text):
            raise ReportError(
                f"span {mark.span} lies outside its text of {len(text)} characters: {text[:40]!r}"
            )
    edges = sorted({0, len(text)} | {edge for mark in marks for edge in mark.span})
    starting: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.span[0], []).append(mark)
    pieces: list[str] = []
    active: list[Mark] = []
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        opening = starting.get(start, [])
        pieces += [_tag("", (mark,), "point") for mark in opening if mark.span[0] == mark.span[1]]
        active = [mark for mark in active if mark.span[1] > start] + [
            mark for mark in opening if mark.span[1] > start
        ]
        content = escaped(text[start:end])
        pieces.append(_tag(content, active) if active and content else content)
    return "".join(pieces)


def _tag(content: str, marks: Sequence[Mark], *extra: str) -> str:
    classes = dict.fromkeys((*extra, *(name for mark in marks for name in mark.classes)))
    ids = dict.fromkeys(id_ for mark in marks for id_ in mark.ids)
    of = f' data-of="{escaped(" ".join(ids))}"' if ids else ""
    return f'<mark class="{escaped(" ".join(classes))}"{of}>{content}</mark>'


@cache
def asset(name: str) -> str:
    """Return a page file that ships with this room."""
    return files("tm.report").joinpath(f"assets/{name}").read_text(encoding="utf-8")


def page(name: str, *, scripts: Sequence[str] = (), **parts: str) -> str:
    """Return the page `name`: its template with base and own style, its script, and `parts` filled in.

    `scripts` name further ones to run after it. The page may load nothing and run only these: the policy in
    its head names their hash.
    """
    script = "".join(asset(f"{each}.js") for each in (name, *scripts))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    style = asset("base.css") + asset(f"{name}.css")
    return Template(asset(f"{name}.html")).substitute(parts, style=style, script=script, policy=policy)
