"""A draft to findings: every family over every row, severities, stable ids. Leaves out: the rules."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import overload

from tm.align.lexicon import Lexicon
from tm.bitext import Draft, Finding, Term
from tm.embed.encoder import Encoder
from tm.qa.config import QaConfig
from tm.qa.evidence import Evidence, LengthBand
from tm.qa.families import DRAFT_RULES, ROW_RULES
from tm.qa.row import Mark, Row, make_row
from tm.qa.teaching import taught
from tm.termbase import TermFinder

_CHUNK = 1_024
"""Rows read together: enough for the encoder's batches, little enough to bound memory."""
_ID_LENGTH = 16


def check(
    draft: Draft,
    *,
    terms: Iterable[Term] | TermFinder = (),
    published: Mapping[str, Sequence[str]] | None = None,
    lexicon: Lexicon | None = None,
    lengths: LengthBand | None = None,
    encoder: Encoder | None = None,
    day: dt.date | None = None,
    config: QaConfig | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong with a draft, by row and place.

    `terms` is a glossary, or a finder built from one (which costs time at 50,000 terms, so keep it).
    `published` maps the `match_key` of source segments to published renderings; `lexicon` and `lengths`
    come from the memory's units; without an `encoder` the rules that compare meaning stay silent;
    `day` is the date the source speaks from. Raises ConfigError for an unsound `config`.
    """
    finder = terms if isinstance(terms, TermFinder) else TermFinder(tuple(terms))
    known = Evidence(
        config=config or QaConfig(),
        finder=finder if len(finder) else None,
        published=published or {},
        lexicon=lexicon,
        lengths=lengths or LengthBand(),
        encoder=encoder,
        day=day,
    )
    return check_with(draft, known)


def check_with(draft: Draft, known: Evidence) -> tuple[Finding, ...]:
    """Return the findings of a draft by evidence put together before, and what its own rows teach."""
    if known.register is None and known.encoder is not None:
        known = taught(known, draft)
    marks = [mark for mark in _marks(draft, known) if mark.rule not in known.config.off]
    marks = [mark for mark in marks if not _ignored(mark, known.config)]
    marks.sort(key=lambda mark: (mark.row.index, mark.draft_span or mark.source_span or (0, 0), mark.rule))
    findings = _findings(_together(marks, known.config, len(draft.segments)), known.config)
    return tuple(finding for finding in findings if finding.id not in known.config.dismissed)


def _marks(draft: Draft, known: Evidence) -> Iterator[Mark]:
    side = draft.source_lang.side
    for first in range(0, len(draft.segments), _CHUNK):
        chunk = draft.segments[first : first + _CHUNK]
        rows = [make_row(first + place, segment, side) for place, segment in enumerate(chunk)]
        for rule in ROW_RULES:
            yield from rule(rows, known)
    for rule in DRAFT_RULES:
        yield from rule(_Rows(draft), known)


class _Rows(Sequence[Row]):
    """The rows of a whole draft, each made when it is looked at and then let go."""

    def __init__(self, draft: Draft) -> None:
        self._segments = draft.segments
        self._side = draft.source_lang.side

    def __len__(self) -> int:
        return len(self._segments)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return make_row(place, self._segments[place], self._side)


def _ignored(mark: Mark, config: QaConfig) -> bool:
    texts = config.ignore.get(mark.rule, ())
    return bool(texts) and any(words in texts for words in _marked(mark))


def _marked(mark: Mark) -> list[str]:
    """Return the words a mark stands on, source first."""
    row = mark.row
    places = ((row.source.text, mark.source_span), (row.draft.text, mark.draft_span))
    return [text[slice(*span)] for text, span in places if span]


def _together(marks: Sequence[Mark], config: QaConfig, rows: int) -> list[Mark]:
    """Return the marks, habits of typing that run through a whole draft said once, on their first place."""
    least = max(config.throughout_rows, rows * config.throughout_percent / 100)
    many = Counter(mark.habit for mark in marks if mark.habit)
    kept: list[Mark] = []
    said: set[str] = set()
    for mark in marks:
        if not mark.habit or many[mark.habit] < least:
            kept.append(mark)
        elif mark.habit not in said:
            said.add(mark.habit)
            message = f"{mark.message} (and {many[mark.habit] - 1} more such places in this draft)"
            kept.append(replace(mark, message=message))
    return kept


def _findings(marks: Iterable[Mark], config: QaConfig) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for mark in marks:
        key = finding_key(mark.rule, mark.row, mark.source_span, mark.draft_span)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}\x1f{seen[key]}"
        yield Finding(
            id=hashlib.sha256(key.encode()).hexdigest()[:_ID_LENGTH],
            segment=mark.row.index,
            rule=mark.rule,
            severity=mark.severity or config.severity(mark.rule),
            message=mark.message,
            document=mark.row.segment.document,
            source_span=mark.source_span,
            draft_span=mark.draft_span,
            suggestion=mark.suggestion,
        )


def finding_key(
    rule: str, row: Row, source_span: tuple[int, int] | None, draft_span: tuple[int, int] | None
) -> str:
    """Return what a finding's id is the hash of: the rule, both texts and the spans.

    Two rows with the same texts give the same key; `check` numbers them from the second on.
    """
    return f"{rule}\x1f{row.source.text}\x1f{row.draft.text}\x1f{source_span} {draft_span}"
