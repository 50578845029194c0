"""Drafts far shorter or longer than their sources lead to expect. Leaves out: which words are to blame."""

from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.qa.untranslated import is_foreign

FAR = 4.5
"""Deviations from the band: fires on 0.1% of good segments (`tico19`, `wmt21-mqm`, `asvs`)."""
_LEAST_ZH = 8


def length(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield drafts whose length lies far outside the band learned from the memory."""
    for row in rows:
        zh, en = len(row.zh.text.strip()), len(row.en.text.strip())
        if row.zh.han_count < _LEAST_ZH or not row.en.latin_count or is_foreign(row):
            continue
        away = known.lengths.z(en, zh)
        if abs(away) >= FAR:
            short = (away < 0) == row.to_english
            message = f"the draft is far {'shorter' if short else 'longer'} than its source leads to expect"
            yield Mark(row=row, rule="length", message=message, draft_span=(0, len(row.draft.text)))
