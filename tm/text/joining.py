"""Segments of a bead as one text. Leaves out: cutting text into segments (`sentences`)."""

from collections.abc import Sequence

from tm.bitext import Segment, Side


def joined(segments: Sequence[Segment], indices: Sequence[int], side: Side) -> str:
    """Return the text of some segments as one: English with spaces between, Chinese without.

    Chinese segments meet in a space too where Latin would run into Latin.

    >>> pair = Segment(text="会议结束。", paragraph=1), Segment(text="CQC参加。", paragraph=1)
    >>> joined(pair, (0, 1), "zh")
    '会议结束。CQC参加。'
    """
    text = ""
    for index in indices:
        following = segments[index].text
        latin = text[-1:].isascii() and following[:1].isascii()
        text += (" " if text and (side == "en" or latin) else "") + following
    return text
