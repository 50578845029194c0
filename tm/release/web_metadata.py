"""What a page says of itself outside of its text: meta tags, JSON-LD, canonical address, language.

Leaves out: the text (`web_blocks`) and choosing a title among several (`web_body`).
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from tm.release.bylines import date_in
from tm.release.lines import squeeze

_LOG = logging.getLogger(__name__)

_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "pubdate", "publishdate",
    "publish_date", "publish-date", "publication_date", "datepublished", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "dcterms.created", "sailthru.date", "parsely-pub-date", "releasedate", "date",
    "og:release_date", "createdate",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "articletitle", "headline", "dc.title", "dcterms.title", "twitter:title", "title")
_ORIGIN_NAMES = ("contentsource", "source", "article:source", "dc.source")
_SITE_NAMES = ("og:site_name", "sitename", "application-name")
_ADDRESS = re.compile(r"https?://\S+")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_DEEPEST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """A page's claims. `titles` are its own titles, best first; `window_title` is that of the browser."""

    titles: tuple[str, ...] = ()
    window_title: str = ""
    site_name: str = ""
    date: dt.date | None = None
    origin: str | None = None
    url: str | None = None
    lang: str | None = None


def page_metadata(root: etree._Element) -> Metadata:
    """Return what meta tags, JSON-LD, `<time>`, `<link>` and `<title>` of a page say."""
    named = _named(root)
    linked = list(_linked_data(root))
    titles = [named[name] for name in _TITLE_NAMES if named.get(name)]
    titles += [title for item in linked if isinstance(title := item.get("headline"), str)]
    dates = [named[name] for name in _DATE_NAMES if name in named]
    dates += [date for item in linked if isinstance(date := item.get("datePublished"), str)]
    dates += root.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    return Metadata(
        titles=tuple(dict.fromkeys(map(squeeze, titles))),
        window_title=squeeze(" ".join(root.xpath("//title[1]//text()"))),
        site_name=next((named[name] for name in _SITE_NAMES if named.get(name)), ""),
        date=next((date for text in dates if (date := date_in(text)) is not None), None),
        origin=next((named[name] for name in _ORIGIN_NAMES if named.get(name)), None),
        url=_address(root, named, linked),
        lang=next((lang for html in root.iter("html") if (lang := html.get("lang"))), None),
    )


def _named(root: etree._Element) -> dict[str, str]:
    """Return the first content of each meta tag, by its lower-case name."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name, content = meta.get(attribute), meta.get("content")
            if name and content and squeeze(content):
                found.setdefault(name.strip().casefold(), squeeze(content))
    return found


def _linked_data(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD; a broken script is passed over, as browsers do."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            try:
                data = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                _LOG.debug("a JSON-LD script of the page is not JSON")
                continue
            yield from _objects(data, _DEEPEST)


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(data, dict):
        if "datePublished" in data or "headline" in data:
            yield data
        for value in data.values():
            yield from _objects(value, depth - 1)
    elif depth and isinstance(data, list):
        for value in data:
            yield from _objects(value, depth - 1)


def _address(root: etree._Element, named: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    canonical = [
        link.get("href", "")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    candidates = [*canonical, named.get("og:url", ""), *(str(item.get("url", "")) for item in linked)]
    whole = [address for candidate in candidates if _ADDRESS.fullmatch(address := candidate.strip())]
    if whole:
        return str(whole[0])
    above = [root, *root.itersiblings(preceding=True), *root.iter(etree.Comment)]
    for comment in above:
        if comment.tag is etree.Comment and (match := _SAVED_FROM.search(comment.text or "")):
            return str(match.group(1))
    return None
