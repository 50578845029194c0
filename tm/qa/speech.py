"""Quotation marks against reported speech: who is quoted must have said so. Leaves out: pairing."""

import re
from collections.abc import Iterator, Sequence

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Text

_ENGLISH_QUOTE = re.compile(r"“([^“”]+)”?|\"([^\"]+)\"|(?<!\w)'([^']{25,})'(?!\w)|(?<!\w)‘([^’]{25,})’")
_CHINESE_QUOTE = re.compile(r"[“「『\"'‘]([^“”「」『』\"'‘’]+)[”」』\"'’]?")
_MARKS = re.compile(r"[“”\"「」『』《》〈〉‘’']")
_SAID_ZH = re.compile(r"说|表示|指出|强调|介绍|称|认为|透露|坦言|告诉|道")
_QUOTED_WORDS = 6
_QUOTED_HAN = 10


_SAID_EN = re.compile(
    r"\b(?:said|says|saying|stated|noted|added|told|stressed|pointed out|remarked|explained|announced)\b",
    re.IGNORECASE,
)


def speech(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield sentences quoted in the draft that the source only reports, and the reverse."""
    del known
    for row in rows:
        source, draft = row.source, row.draft
        if not source.text or not draft.text:
            continue
        said = (_SAID_ZH if row.to_english else _SAID_EN).search(source.text)
        if said and not _MARKS.search(source.text):
            for span in _quotes(draft):
                message = "quotation marks around what the source only reports"
                yield Mark(row=row, rule="speech", message=message, draft_span=span)
        elif said and not _MARKS.search(draft.text) and row.to_english:
            for span in _quotes(source):
                message = "the source quotes these words, the draft only reports them"
                yield Mark(row=row, rule="speech", message=message, source_span=span)


def _quotes(text: Text) -> list[Span]:
    """Return quoted sentences; quoted names and single words are none."""
    if text.side == "en":
        found = _ENGLISH_QUOTE.finditer(text.text)
        return [one.span() for one in found if len(one.group().split()) >= _QUOTED_WORDS]
    return [
        one.span()
        for one in _CHINESE_QUOTE.finditer(text.text)
        if len(one.group(1)) >= _QUOTED_HAN and re.search(r"[。！？]", one.group(1))
    ]
