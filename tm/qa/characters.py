"""Characters that should not be there: garbled encodings, invisible and control characters."""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row

_MOJIBAKE = re.compile(
    "\ufffd|[\ue000-\uf8ff]|锟斤拷|烫烫烫|屯屯屯|锘\\S"  # replaced, private use, GBK readings of UTF-8 debris
    "|[ÃÂ][\u0080-\u00bf]|â(?:€[™œ\u009d“”˜¢¦\u0080-\u00bf]|\u0080[\u0080-\u00bf])"  # UTF-8 read as Latin-1
    "|[åæçèéä][\u0080-\u00bf]{2}|ï¼[\u0080-\u00bf]|ã€[\u0080-\u00bf]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]"
)


def mojibake(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield text garbled by a wrong encoding, once a row."""
    del known
    for row in rows:
        found = _MOJIBAKE.search(row.draft.text)
        if found:
            yield Mark(
                row=row,
                rule="mojibake",
                message=f"garbled text {found.group()!a}: a wrong encoding on the way here",
                draft_span=found.span(),
            )


def invisible(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield invisible and control characters that the source does not have too."""
    del known
    for row in rows:
        if row.draft.text.isascii() and row.draft.text.isprintable():
            continue
        for found in _INVISIBLE.finditer(row.draft.text):
            if found.group() not in row.source.text and not _MOJIBAKE.search(row.draft.text):
                yield Mark(
                    row=row,
                    rule="invisible",
                    message=f"invisible character U+{ord(found.group()):04X}",
                    draft_span=found.span(),
                    suggestion="",
                )
