"""Which block of a page is the title of its release. Leaves out: where the body is (`web_body`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tm.release.bylines import parse_byline
from tm.release.lines import squeeze
from tm.release.web_blocks import HEADINGS, Block
from tm.release.web_furniture import is_end, is_furniture, is_sentence
from tm.release.web_metadata import Metadata
from tm.text.normalise import normalise

_SEPARATOR = re.compile(
    r"\s+[-–—|_·•»>:：]+\s+|\s*[|_»｜]+\s*|(?<=[^\x00-\x7f])\s*[-–—]+\s*|\s*[-–—]+\s*(?=[^\x00-\x7f])|::|>>|__"
)
_HEADING_WEIGHTS = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.0}
_LONGEST = 300
_SHORTEST = 2
_LIKELY_SHORTEST = 6
"""Titles of fewer code points than this are most likely a site's or a column's name."""
_LONGER = 3
"""A window title begins with the release's, unless another piece is this many times longer."""
_SITE_LIKE = re.compile(
    r"(?:网|网站|官网|门户|網|網站|中心|局|院|政府|新闻|动态|公告)\s*$|^(?:Home|News|首页)$"
)
"""Ends of what a site or a column is called."""
_FAR_BLOCKS = 40
_CLAIMED, _IN_WINDOW, _IS_WINDOW, _NAMED, _BEFORE_BYLINE = 5.0, 3.0, 1.0, 2.0, 3.0
_LINKED, _SENTENCE, _TINY, _SITE = -4.0, -1.0, -2.0, -6.0
_DISTANCE = 2.0
_BYLINE_REACH = 3
_ANCHOR_BLOCKS = 2000
"""A title lies among the first blocks of a page."""
_SURE = 5.0
"""From this score a block is the title whatever stands around it: a heading over a byline, for one."""
_LEAST = 1.5
"""A block needs one sign of being a title; the sum of the weights above decides between several."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What the page's metadata says of the title, folded for comparison."""

    claimed: frozenset[str]
    site: str
    window: str
    pieces: tuple[str, ...]


def _signs(metadata: Metadata) -> _Signs:
    claimed = frozenset(normalise(title) for title in metadata.titles if title != metadata.site_name)
    pieces = tuple(normalise(piece) for piece in _SEPARATOR.split(metadata.window_title))
    return _Signs(claimed, normalise(metadata.site_name), normalise(metadata.window_title), pieces)


def find_anchor(blocks: Sequence[Block], metadata: Metadata) -> int | None:
    """Return the index of the block that is surely the title, wherever the text is dense; None if none is."""
    signs = _signs(metadata)
    scores = {
        number: _score(blocks, number, signs)
        for number, block in enumerate(blocks[:_ANCHOR_BLOCKS])
        if _may_be(block)
    }
    best = max(scores, key=lambda number: (scores[number], number), default=None)
    return best if best is not None and scores[best] >= _SURE else None


def find_title(blocks: Sequence[Block], body: int, metadata: Metadata) -> tuple[str, int | None]:
    """Return the title and the index of its block, None where only the metadata has it.

    `body` is the index of the first block of running text: a title stands before it, or not far.
    """
    signs = _signs(metadata)
    scores = {
        number: _score(blocks, number, signs) - _DISTANCE * abs(body - number) / _FAR_BLOCKS
        for number in range(max(0, body - _FAR_BLOCKS), min(len(blocks), body + 1))
        if _may_be(blocks[number])
    }
    best = max(scores, key=lambda number: (scores[number], number), default=None)
    if best is not None and scores[best] >= _LEAST:
        return blocks[best].text, best
    claimed = claimed_title(metadata)
    return (claimed, None) if claimed else ("", None)


def _may_be(block: Block) -> bool:
    return (
        _SHORTEST <= len(block.text) <= _LONGEST
        and not is_furniture(block)
        and not is_end(block)
        and parse_byline(block.text) is None
    )


def _score(blocks: Sequence[Block], number: int, signs: _Signs) -> float:
    """Return how much a block looks like a title: its tag, what the metadata says, what stands below."""
    block = blocks[number]
    key = normalise(block.text)
    score = _HEADING_WEIGHTS.get(block.tag, 0.0) + _NAMED * block.titled + _CLAIMED * (key in signs.claimed)
    if len(key) >= _LIKELY_SHORTEST and signs.window.startswith(key):
        score += _IN_WINDOW + _IS_WINDOW * (key in signs.pieces[:1] or key == signs.window)
    elif key in signs.pieces:
        score += _IN_WINDOW if key == max(signs.pieces, key=len) else _IS_WINDOW
    score += _byline_weight(blocks[number + 1 : number + 1 + _BYLINE_REACH])
    score += _LINKED * block.link_share + _SENTENCE * (is_sentence(block.text) and block.tag not in HEADINGS)
    return score + _TINY * (len(block.text) < _LIKELY_SHORTEST) + _SITE * (key == signs.site)


def _byline_weight(following: Sequence[Block]) -> float:
    """Return what a byline below says for a block: the nearer, the more."""
    for steps, block in enumerate(following):
        if parse_byline(block.text, first=True) is not None:
            return _BEFORE_BYLINE * (_BYLINE_REACH - steps) / _BYLINE_REACH
    return 0.0


def claimed_title(metadata: Metadata) -> str:
    """Return the title the metadata gives, without the name of the site."""
    own = [title for title in metadata.titles if title != metadata.site_name]
    if own:
        return strip_site_name(own[0], metadata.site_name)
    return strip_site_name(metadata.window_title, metadata.site_name)


def strip_site_name(title: str, site_name: str) -> str:
    """Return a window title without what names the site or the column.

    >>> strip_site_name("苏州启动碳标识试点工作_新闻中心_中国质量认证中心", "")
    '苏州启动碳标识试点工作'
    """
    pieces = [piece for piece in _SEPARATOR.split(title) if squeeze(piece)]
    pieces = [piece for piece in pieces if normalise(piece) != normalise(site_name)] or pieces
    pieces = [piece for piece in pieces if not _SITE_LIKE.search(piece)] or pieces
    if not pieces:
        return ""
    first, longest = pieces[0], max(pieces, key=len)
    return squeeze(first if len(first) * _LONGER >= len(longest) else longest)
