"""A draft to findings: every family over every row, severities, stable ids. Leaves out: the rules."""

import datetime as dt
import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import overload

import numpy as np
from numpy.typing import NDArray

from tm.align.lexicon import Lexicon
from tm.bitext import Draft, DraftSegment, Finding, Span, Term
from tm.embed.encoder import Encoder
from tm.qa.config import QaConfig
from tm.qa.evidence import Evidence, LengthBand, Rule
from tm.qa.families import DRAFT_RULES, ROW_RULES, wanted
from tm.qa.row import Mark, Row, make_row
from tm.qa.teaching import taught
from tm.spool import spooled
from tm.termbase import TermFinder

_CHUNK, _CHUNK_CHARS = 1_024, 400_000
"""Rows, and characters of both sides, read together: enough for the encoder's batches, little enough to bound
memory. Of prose a thousand rows have some 200,000 characters."""
_ID_LENGTH = 16
_TAUGHT = frozenset({"omitted", "added", "mismatch"})
"""The rules that read what the draft's own rows teach."""


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
) -> Sequence[Finding]:
    """Return what is wrong with a draft, by row and place: a tuple, or on disk where it is much (`spool`).

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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """A finding, and the habit of typing it is one of; all that is kept of a mark, whose row is let go."""

    finding: Finding
    habit: str


def check_with(draft: Draft, known: Evidence) -> Sequence[Finding]:
    """Return the findings of a draft by evidence put together before, and what its own rows teach."""
    config = known.config
    if known.register is None and known.encoder is not None and not config.off >= _TAUGHT:
        known = taught(known, draft)
    said = spooled(
        _Said(finding=_finding(mark, config), habit=mark.habit)
        for mark in _marks(draft, known)
        if mark.rule not in config.off and not _ignored(mark, config) and not _is_cut(mark.row, config)
    )
    findings = _together(said, draft, config)
    return spooled(finding for finding in findings if finding.id not in config.dismissed)


def _place(mark: Mark) -> tuple[int, Span, str]:
    return mark.row.index, mark.draft_span or mark.source_span or (0, 0), mark.rule


def _marks(draft: Draft, known: Evidence) -> Iterator[Mark]:
    """Yield all marks by row and place; the checks that read the whole draft go along with the chunks."""
    checks = wanted(DRAFT_RULES, known.config.off)
    whole = (iter(rule(_Rows(draft), known)) for rule in checks)
    merged = heapq.merge(_chunk_marks(draft, known), *whole, key=_row_of)
    for _row, marks in groupby(merged, _row_of):
        yield from sorted(marks, key=_place)


def _chunk_marks(draft: Draft, known: Evidence) -> Iterator[Mark]:
    checks = wanted(ROW_RULES, known.config.off)
    side, first = draft.source_lang.side, 0
    for chunk in _chunks(draft.segments):
        yield from _marks_on([make_row(first + at, one, side) for at, one in enumerate(chunk)], known, checks)
        first += len(chunk)


def _marks_on(rows: Sequence[Row], known: Evidence, checks: Sequence[Rule]) -> list[Mark]:
    """Return the marks on a chunk of rows, by row."""
    return sorted((mark for rule in checks for mark in rule(rows, known)), key=_row_of)


def _chunks(segments: Iterable[DraftSegment]) -> Iterator[list[DraftSegment]]:
    """Yield rows side by side, no more than may be read together; a single row may be longer."""
    chunk: list[DraftSegment] = []
    chars = 0
    for segment in segments:
        size = len(segment.source) + len(segment.draft)
        if chunk and (len(chunk) == _CHUNK or chars + size > _CHUNK_CHARS):
            yield chunk
            chunk, chars = [], 0
        chunk.append(segment)
        chars += size
    if chunk:
        yield chunk


def _row_of(mark: Mark) -> int:
    return mark.row.index


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


def _is_cut(row: Row, config: QaConfig) -> bool:
    """Tell a row that says of itself that it was cut on purpose."""
    return row.draft.text.strip().casefold() in config.cut_marks


def _marked(mark: Mark) -> list[str]:
    """Return the words a mark stands on, source first."""
    row = mark.row
    places = ((row.source.text, mark.source_span), (row.draft.text, mark.draft_span))
    return [text[slice(*span)] for text, span in places if span]


def _together(said: Sequence[_Said], draft: Draft, config: QaConfig) -> Iterator[Finding]:
    """Yield the findings, habits of typing that run through a whole draft said once, on their first place."""
    least = max(config.throughout_rows, len(draft.segments) * config.throughout_percent / 100)
    many = Counter(one.habit for one in said if one.habit)
    told: set[str] = set()
    for one, number in zip(said, _numbers(said), strict=True):
        finding = one.finding if number == 0 else _numbered(one.finding, draft, int(number) + 1)
        if not one.habit or many[one.habit] < least:
            yield finding
        elif one.habit not in told:
            told.add(one.habit)
            more = f"(and {many[one.habit] - 1} more such places in this draft)"
            yield replace(finding, message=f"{finding.message} {more}")


def _finding(mark: Mark, config: QaConfig) -> Finding:
    row = mark.row
    return Finding(
        id=_id_of(_key(mark, row.source.text, row.draft.text)),
        segment=row.index,
        rule=mark.rule,
        severity=mark.severity or config.severity(mark.rule),
        message=mark.message,
        document=row.segment.document,
        source_span=mark.source_span,
        draft_span=mark.draft_span,
        suggestion=mark.suggestion,
    )


def _key(found: Mark | Finding, source: str, draft: str) -> str:
    """Return what tells a finding from others: rule, texts and places, not the row."""
    return f"{found.rule}\x1f{source}\x1f{draft}\x1f{found.source_span} {found.draft_span}"


def _numbers(said: Sequence[_Said]) -> NDArray[np.intp]:
    """Return for each finding how many with its id come before it."""
    ids = np.fromiter((int(one.finding.id, 16) for one in said), np.uint64, len(said))
    order = np.argsort(ids, kind="stable")
    _values, firsts, counts = np.unique(ids[order], return_index=True, return_counts=True)
    found = np.empty(len(said), np.intp)
    found[order] = np.arange(len(said)) - np.repeat(firsts, counts)
    return found


def _numbered(finding: Finding, draft: Draft, number: int) -> Finding:
    """Return a finding by an id of its own: the same was found on the same texts before."""
    row = draft.segments[finding.segment]
    return replace(finding, id=_id_of(f"{_key(finding, row.source, row.draft)}\x1f{number}"))


def _id_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:_ID_LENGTH]
