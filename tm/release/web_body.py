"""Which blocks of a page are the body of its release, by where running text is dense.

Leaves out: single blocks' signs of being furniture (`web_furniture`), and the title (`web_title`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tm.release.bylines import Byline, parse_byline
from tm.release.web_blocks import Block, Holder
from tm.release.web_furniture import (
    is_end,
    is_furniture,
    is_link_line,
    is_sentence,
    prose_mass,
    without_link_lists,
)

_HOLDERS = frozenset(
    ("html", "body", "div", "section", "article", "main", "td", "center", "form", "fieldset", "blockquote")
)
_DENSE_SHARE = 0.6
"""A child that holds this share of its parent's running text holds the body."""
_NEAR_TITLE = 4
_HEAD_REACH = 12
"""How far above the first paragraph bylines are looked for."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the body lies among the blocks: `[first, last)`; `prose` is its first running text."""

    first: int
    last: int
    prose: int


def find_extent(blocks: Sequence[Block], top: Holder) -> Extent:
    """Return the stretch of blocks held by the element in which running text is dense."""
    masses = [prose_mass(block) for block in blocks]
    sums = [0.0, *accumulate(masses)]

    def mass(holder: Holder) -> float:
        return sums[holder.last] - sums[holder.first]

    chosen = holder = top
    while holder.children:
        densest = max(holder.children, key=mass)
        if densest.last - densest.first < 2 or mass(densest) < _DENSE_SHARE * mass(holder):  # noqa: PLR2004
            break
        holder = densest
        if holder.tag in _HOLDERS:
            chosen = holder
    first, last = _widen(blocks, chosen)
    heavy = [
        number for number in range(first, last) if masses[number] > 0 and is_sentence(blocks[number].text)
    ]
    some = [number for number in range(first, last) if masses[number] > 0]
    prose = (heavy or some or [first])[0]
    return Extent(first, last, prose)


def _widen(blocks: Sequence[Block], holder: Holder) -> tuple[int, int]:
    """Stretch a holder over neighbouring sentences that are text and not links."""
    first, last = holder.first, holder.last
    while first > 0 and _is_plain_sentence(blocks[first - 1]):
        first -= 1
    while last < len(blocks) and _is_plain_sentence(blocks[last]):
        last += 1
    return first, last


def _is_plain_sentence(block: Block) -> bool:
    return (
        is_sentence(block.text)
        and block.link_chars == 0
        and not block.furniture
        and not is_furniture(block)
        and not is_end(block)
        and parse_byline(block.text) is None
    )


def body_of(blocks: Sequence[Block], extent: Extent, title: int | None) -> list[Block]:
    """Return the blocks of the body: after the title and its bylines, up to what ends the release."""
    first = extent.first if title is None else max(extent.first, title + 1)
    chosen: list[Block] = []
    for number in range(first, extent.last):
        block = blocks[number]
        if is_end(block) and any(is_sentence(kept.text) for kept in chosen):
            break
        near = number < extent.prose and (title is None or number - title <= _NEAR_TITLE)
        if is_furniture(block) or is_end(block) or parse_byline(block.text, first=near) is not None:
            continue
        if number < extent.prose and is_link_line(block):
            continue
        chosen.append(block)
    return without_link_lists(chosen)


def bylines_of(blocks: Sequence[Block], extent: Extent, title: int | None) -> list[Byline]:
    """Return the page's bylines, those between title and body first, then those above, then below."""
    start = extent.first if title is None else title + 1
    between = range(start, extent.prose + 1)
    above = range(start - 1, max(-1, start - _HEAD_REACH), -1)
    below = range(extent.prose + 1, len(blocks))
    found: list[Byline] = []
    for numbers, first in ((between, True), (above, False), (below, False)):
        near = (parse_byline(blocks[number].text, first=first) for number in numbers if number < len(blocks))
        found.extend(byline for byline in near if byline is not None)
    return found
