"""Quotation marks against reported speech: who is quoted must have said so. Leaves out: pairing."""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row

_ENGLISH_QUOTE = re.compile(r"“([^“”]+)”?|\"([^\"]+)\"|(?<!\w)'([^']{25,})'(?!\w)|(?<!\w)‘([^’]{25,})’")
_CHINESE_QUOTE = re.compile(r"[“「『\"'‘]([^“”「」『』\"'‘’]+)[”」』\"'’]?")
_MARKS = re.compile(r"[“”\"「」『』《》〈〉‘’']")
_SAID_ZH = re.compile(r"说|表示|指出|强调|介绍|称|认为|透露|坦言|告诉|道")
_QUOTED_WORDS = 6
_QUOTED_HAN = 10


def speech(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield quoted sentences that the Chinese only reports, and quoted Chinese only reported in English."""
    del known
    for row in rows:
        zh, en = row.zh.text, row.en.text
        if not row.to_english or not zh or not en:
            continue
        if not _MARKS.search(zh) and _SAID_ZH.search(zh):
            for found in _ENGLISH_QUOTE.finditer(en):
                if len(found.group().split()) >= _QUOTED_WORDS:
                    message = "quotation marks around what the source only reports"
                    yield Mark(row=row, rule="speech", message=message, draft_span=found.span())
        elif not _MARKS.search(en):
            for found in _CHINESE_QUOTE.finditer(zh):
                inside = found.group(1)
                if len(inside) >= _QUOTED_HAN and re.search(r"[。！？]", inside) and _SAID_ZH.search(zh):
                    message = "the source quotes these words, the draft only reports them"
                    yield Mark(row=row, rule="speech", message=message, source_span=found.span())
