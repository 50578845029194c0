"""What on a page is never the release: navigation, share buttons, related links, footers. Leaves out: layout.

Judged by words that stand on news pages everywhere and by how much of a block is links; no site's own
class names are known here.
"""

import re
from collections.abc import Sequence

from tm.release import page_words as words
from tm.release.page_words import any_of
from tm.release.web_blocks import Block

_SHORT_CHARS = 60
_LINK_SHARE = 0.6
"""From this share of links a block without a sentence counts as navigation."""

_OPENING = r"[\s\[【(（<《>»·•|]*"
_LEADS = re.compile(_OPENING + any_of(words.TRAILS + words.TOOLS), re.IGNORECASE)
_ENDS = re.compile(_OPENING + any_of(words.ENDS), re.IGNORECASE)
_LEGAL = re.compile(any_of(words.LEGAL), re.IGNORECASE)
_LEGAL_CHARS = 200
_SENTENCE_END = re.compile(r"(?:[。！？；…]|[.!?])[”’\"'」』）)\]]*$|[:：]$")
_WIDE = re.compile("[\u2e80-\U0010ffff]")
_TEXT_MARK = re.compile(r"[。！？；，、]|[.,;!?](?:\s|$)")
_ATTACHED = re.compile(r"(?:附件|附表|附录|Annex|Attachment|Appendix)", re.IGNORECASE)


def is_sentence(text: str) -> bool:
    """Return whether `text` ends like a sentence."""
    return _SENTENCE_END.search(text) is not None


def prose_mass(block: Block) -> float:
    """Return how much running text a block holds, in code points; Han characters count twice."""
    if is_furniture(block) or is_end(block):
        return 0.0
    size = float(len(block.text) + len(_WIDE.findall(block.text)))
    if not _TEXT_MARK.search(block.text):
        size *= 0.1
    return size * (1 - block.link_share) * (0.2 if block.furniture else 1.0)


def is_furniture(block: Block) -> bool:
    """Return whether a block is a page's tool or trail, wherever it stands."""
    text = block.text
    if len(text) <= _SHORT_CHARS and _LEADS.match(text) and not _TEXT_MARK.search(text[:-1]):
        return True
    if len(text) <= _LEGAL_CHARS and _LEGAL.search(text):
        return True
    return block.furniture and not is_sentence(text) and block.link_share > 0


def is_end(block: Block) -> bool:
    """Return whether a block says that the release is over: related news, next article, copyright."""
    text = block.text
    return (len(text) <= _SHORT_CHARS or block.link_share > _LINK_SHARE) and _ENDS.match(text) is not None


def is_link_line(block: Block) -> bool:
    """Return whether a block is a link rather than text; attachments of a release are its text."""
    return block.link_share >= _LINK_SHARE and not is_sentence(block.text) and not _ATTACHED.match(block.text)


def without_link_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without link lines at either end and without runs of them in the middle."""
    first = next((number for number, block in enumerate(blocks) if not is_link_line(block)), len(blocks))
    last = next((number for number in range(len(blocks), 0, -1) if not is_link_line(blocks[number - 1])), 0)
    kept: list[Block] = []
    run: list[Block] = []
    for block in blocks[first:last]:
        if is_link_line(block):
            run.append(block)
            continue
        kept.extend(run if len(run) == 1 else ())
        run = []
        kept.append(block)
    return kept
