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
_ENDED_SHARE = 0.3
"""Of the running text: before this much has passed, words that end a release are taken for its own."""
_NEAR_TITLE = 4
_HEAD_REACH = 12
"""How many blocks around the body bylines are looked for in."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the body lies among the blocks: `[first, last)`; `prose` is its first running text.

    `masses` is how much running text each block of the page holds, in code points.
    """

    first: int
    last: int
    prose: int
    masses: tuple[float, ...]


def find_extent(blocks: Sequence[Block], top: Holder, anchor: int | None) -> Extent:
    """Return the stretch of blocks held by the element in which running text is dense.

    With the title known to stand at `anchor`, text before it, and behind what ends the release, is
    none of it, however much there is.
    """
    masses = _masses(blocks, anchor)
    sums = [0.0, *accumulate(masses)]

    def mass(holder: Holder) -> float:
        return sums[holder.last] - sums[holder.first]

    chosen = holder = top
    while holder.children:
        densest = max(holder.children, key=mass)
        if densest.last - densest.first <= 1 or mass(densest) < _DENSE_SHARE * mass(holder):
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
    return Extent(first, last, prose, masses)


def _masses(blocks: Sequence[Block], anchor: int | None) -> tuple[float, ...]:
    """Return the running text of every block, and 0 where the anchor rules it out."""
    masses = [prose_mass(block) for block in blocks]
    if anchor is None or not any(masses[anchor + 1 :]):
        return tuple(masses)
    passed = False
    for number in range(anchor + 1, len(blocks)):
        if passed and is_end(blocks[number]):
            masses[number:] = [0.0] * (len(blocks) - number)
            break
        passed = passed or (masses[number] > 0 and is_sentence(blocks[number].text))
    return (0.0,) * (anchor + 1) + tuple(masses[anchor + 1 :])


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
    last = _end_of(blocks, first, extent)
    sentences = [number for number in range(first, last) if is_sentence(blocks[number].text)]
    final = sentences[-1] if sentences else last
    chosen = [
        blocks[number]
        for number in range(first, last)
        if not _left_out(blocks, number, extent, title, inside=extent.prose < number < final)
    ]
    return without_link_lists(chosen)


def _end_of(blocks: Sequence[Block], first: int, extent: Extent) -> int:
    """Return where the release is over: at related news or a footer with its text behind it."""
    masses = extent.masses[first : extent.last]
    enough = _ENDED_SHARE * sum(masses)
    passed = 0.0
    for number, mass in enumerate(masses, first):
        if passed > 0 and passed >= enough and is_end(blocks[number]):
            return number
        passed += mass
    return extent.last


def _left_out(
    blocks: Sequence[Block], number: int, extent: Extent, title: int | None, *, inside: bool
) -> bool:
    """Return whether a block between title and end is none of the body; `inside`: prose on both sides."""
    block = blocks[number]
    if is_furniture(block) or is_end(block):
        return True
    above = number < extent.prose
    if above and (is_link_line(block) or (title is not None and block.text == blocks[title].text)):
        return True
    near = above and (title is None or number - title <= _NEAR_TITLE)
    return not inside and parse_byline(block.text, first=near) is not None


def bylines_of(blocks: Sequence[Block], extent: Extent, title: int | None) -> list[Byline]:
    """Return the page's bylines, those between title and body first, then those above, then below."""
    start = extent.first if title is None else title + 1
    between = range(start, extent.prose + 1)
    above = range(start - 1, max(-1, start - _HEAD_REACH), -1)
    below = range(max(extent.prose + 1, extent.last - _HEAD_REACH), len(blocks))
    found: list[Byline] = []
    for numbers, first in ((between, True), (above, False), (below, False)):
        near = (parse_byline(blocks[number].text, first=first) for number in numbers if number < len(blocks))
        found.extend(byline for byline in near if byline is not None)
    return found
