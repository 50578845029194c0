"""HTML pages: title, body, date and origin out of what surrounds them. Leaves out: fetching pages."""

import re

from lxml import etree

from tm.errors import ReadError
from tm.release.bylines import split_byline
from tm.release.encodings import decode
from tm.release.reading import Reading
from tm.release.web_blocks import page_blocks
from tm.release.web_body import body_of, bylines_of, find_extent
from tm.release.web_metadata import page_metadata
from tm.release.web_title import find_anchor, find_title

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 8192
_UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MUST_CLOSE = re.compile(r"<(/?)(?:div|table|ul|ol|article|section|main|form)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_OPEN_END = re.compile(r"<(?:[a-zA-Z/!][^<>]*)?$")


def read_web(data: bytes, where: str) -> Reading:
    """Return the reading of a page. Raises ReadError if it is cut off, not text or without any text."""
    declared = _XML_DECLARED.search(data[:_HEAD_BYTES]) or _DECLARED.search(data[:_HEAD_BYTES])
    text = decode(data, where, declared.group(1).decode("ascii") if declared else None)
    _refuse_cut_off(text, where)
    root = _parse(text)
    if root is None:
        raise ReadError(where, "holds no page", "give the HTML of a release")
    blocks, top = page_blocks(root)
    metadata = page_metadata(root)
    if not blocks:
        raise ReadError(where, "the page holds no text", "it may be drawn by scripts: save it from a browser")
    anchor = find_anchor(blocks, metadata)
    extent = find_extent(blocks, top, anchor)
    title, number = find_title(blocks, extent.prose, metadata)
    body = body_of(blocks, extent, number)
    paragraphs = [block.text for block in body]
    if not title and paragraphs:
        title = paragraphs.pop(0)
    title, inner = split_byline(title)
    bylines = [*([inner] if inner else []), *bylines_of(blocks, extent, number)]
    return Reading(
        title=title,
        paragraphs=tuple(paragraphs),
        date=next((byline.date for byline in bylines if byline.date), None) or metadata.date,
        origin=next((byline.origin for byline in bylines if byline.origin), None) or metadata.origin,
        url=metadata.url,
        lang=metadata.lang,
    )


def _parse(text: str) -> etree._Element | None:
    """Parse decoded text; its own encoding declaration is overruled."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, no_network=True)
    data = text.encode("utf-8", "surrogatepass").strip()
    return etree.fromstring(data, parser) if data else None


def _refuse_cut_off(text: str, where: str) -> None:
    """Refuse a page that stops inside of a tag, or with blocks open and no end of the page."""
    visible = _UNREAD.sub(" ", text).rstrip()
    if _CLOSED.search(visible):
        return
    depth = sum(-1 if match.group(1) else 1 for match in _MUST_CLOSE.finditer(visible))
    unclosed = re.search(r"<!--|<script\b[^>]*>|<style\b[^>]*>", visible, re.IGNORECASE)
    if depth > 0 or _OPEN_END.search(visible) or unclosed:
        raise ReadError(where, "the page stops in the middle: half written", "fetch it again")
