"""A page as a list of text blocks in order, and the elements that hold them.

Blocks are what a browser would set apart: paragraphs, headings, cells, items. Leaves out: which of
them belong to the release (`web_body`).
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from tm.release import page_words as words
from tm.release.lines import join_wrapped, paragraphs_of, squeeze, unwrap_markup
from tm.release.page_words import any_of

_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
        "video", "select", "datalist", "button", "input", "textarea", "head", "nav", "aside", "footer",
        "map", "rt", "rp", "menu", "dialog", "applet", "frameset",
    )
)  # fmt: skip
"""Never text of a release, by the meaning HTML gives them."""
_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "menu",
        "menubar",
        "dialog",
        "alert",
        "toolbar",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE_NAME = re.compile(rf"(?:^|[\s_-]){any_of(words.FURNITURE_NAMES)}(?:$|[\s_-])", re.IGNORECASE)
_TITLE_NAME = re.compile(rf"(?:^|[\s_-]){any_of(words.TITLE_NAMES)}\d*(?:$|[\s_-])", re.IGNORECASE)
_BREAK = "\ue000"
"""Stands for `<br>` in a buffer; a private character, taken out of the page's own text first."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text; `link_chars` of its code points are links. `titled`: named like a title."""

    text: str
    tag: str
    link_chars: int = 0
    titled: bool = False
    furniture: bool = False

    @property
    def link_share(self) -> float:
        """Return the share of the text that is links, 0–1."""
        return min(1.0, self.link_chars / len(self.text))


@dataclass(slots=True)
class Holder:
    """A block-level element: its blocks are `[first, last)` of the page's."""

    tag: str
    first: int
    last: int = 0
    children: list["Holder"] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """The state of one walk over a page."""

    blocks: list[Block] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stack: list[Holder] = field(default_factory=list)
    link: list[str] | None = None
    pre: int = 0
    furniture: int = 0
    titled: int = 0

    def add(self, text: str | None) -> None:
        if not text:
            return
        text = text.replace(_BREAK, " ")
        text = text.replace("\n", _BREAK) if self.pre else text
        self.buffer.append(text)
        if self.link is not None:
            self.link.append(text)

    def end_link(self) -> None:
        if self.link is not None and (text := unwrap_markup("".join(self.link).replace(_BREAK, " "))):
            self.links.append(text)
        self.link = None

    def flush(self) -> None:
        """Make blocks of what was gathered; a link that is still open goes on in the next block."""
        was_open = self.link is not None
        self.end_link()
        text, links = "".join(self.buffer), self.links
        self.buffer, self.links, self.link = [], [], [] if was_open else None
        tag = self.stack[-1].tag if self.stack else "body"
        for paragraph in _paragraphs(text, tag):
            link_chars = sum(len(link) for link in links if link in paragraph)
            self.blocks.append(Block(paragraph, tag, link_chars, self.titled > 0, self.furniture > 0))


def _paragraphs(text: str, tag: str) -> list[str]:
    if _BREAK not in text:
        paragraph = unwrap_markup(text)
        return [paragraph] if paragraph else []
    # white space but LF may open a line as its indent, so only the source's own breaks are unwrapped
    lines = [_keep_indent(line) for line in text.split(_BREAK)]
    if tag in HEADINGS:
        return [joined] if (joined := join_wrapped([line for line in lines if squeeze(line)])) else []
    return paragraphs_of(lines)


def _keep_indent(line: str) -> str:
    indent = "\u3000" if re.match(r"\s*(?:\u3000|\xa0{2}|&emsp;)", line) else ""
    return indent + unwrap_markup(line)


def page_blocks(root: etree._Element) -> tuple[list[Block], Holder]:
    """Return the text blocks of a page in order, and the tree of the elements that hold them."""
    walk = _Walk()
    top = Holder("html", 0)
    walk.stack.append(top)
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in {"comment", "pi"}:
            walk.add(element.tail)
        elif event == "start" and _skipped(element):
            walker.skip_subtree()
        elif event == "start":
            _open(walk, element)
        else:
            if not _skipped(element):
                _close(walk, element)
            elif element.tag in _BLOCKS or element.tag in {"nav", "aside", "footer"}:
                walk.flush()
            walk.add(element.tail)
    walk.flush()
    top.last = len(walk.blocks)
    return walk.blocks, top


def _skipped(element: etree._Element) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _SKIPPED
        or element.get("role") in _ROLES
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _names(element: etree._Element) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"


def _open(walk: _Walk, element: etree._Element) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        walk.flush()
        holder = Holder(tag, len(walk.blocks))
        walk.stack[-1].children.append(holder)
        walk.stack.append(holder)
    elif tag == "a":
        walk.link = []
    elif tag == "br":
        walk.buffer.append(_BREAK)
    walk.pre += tag == "pre"
    walk.furniture += tag not in {"html", "body"} and _FURNITURE_NAME.search(_names(element)) is not None
    walk.titled += _TITLE_NAME.search(_names(element)) is not None
    walk.add(element.text)


def _close(walk: _Walk, element: etree._Element) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        walk.flush()
        holder = walk.stack.pop()
        holder.last = len(walk.blocks)
    elif tag == "a":
        walk.end_link()
    walk.pre -= tag == "pre"
    walk.furniture -= tag not in {"html", "body"} and _FURNITURE_NAME.search(_names(element)) is not None
    walk.titled -= _TITLE_NAME.search(_names(element)) is not None
