"""Units made into matches: origin, penalties, warnings, diff. Leaves out: finding the units."""

from collections.abc import Callable
from dataclasses import dataclass

from tm.bitext import Side, Span, TermHit, TranslationUnit, UnitStatus, other_side
from tm.lookup.cautions import Caution, extra_names, extra_values, extra_years, fact_cautions, out_of_date
from tm.lookup.config import LookupConfig
from tm.lookup.diff import diff
from tm.lookup.penalties import penalties
from tm.lookup.results import Match, MatchKind, Origin, Penalty, Repair
from tm.memory.index.compare import LOWEST_WITH_SAME_WORDS

_SAME_FACTS = frozenset({MatchKind.CONTEXT, MatchKind.EXACT})
"""Kinds whose target should state what the query states, and nothing more; so should the same words."""
FindTerms = Callable[[str, Side], tuple[TermHit, ...]]
"""Finds terms of any validity in a text of one side."""


def origin_of(unit: TranslationUnit, side: Side) -> Origin:
    """Return where a unit comes from, seen from `side`."""
    source = unit.provenance
    ours, theirs = source.en_release, source.zh_release
    if side == "zh":
        ours, theirs = theirs, ours
    assert unit.id is not None
    return Origin(
        unit=unit.id,
        release=ours or theirs or source.document,
        url=source.url,
        date=source.date,
        paragraph=source.paragraph,
        script=unit.zh_lang.value,
        status=unit.status,
        confirmed_by=source.confirmed_by,
        confidence=source.confidence,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchMaker:
    """Makes matches for one query."""

    query: str
    side: Side
    config: LookupConfig
    find_terms: FindTerms
    find_dated: FindTerms

    def make(
        self,
        kind: MatchKind,
        unit: TranslationUnit,
        *,
        percent: int | None = None,
        cosine: float | None = None,
        source_span: Span | None = None,
        target: str | None = None,
        repair: Repair | None = None,
    ) -> Match:
        """Return the match of one unit with its reasons; `target` is the repaired one where there is."""
        source = unit.text(self.side)
        target = unit.text(other_side(self.side)) if target is None else target
        held_to_facts = kind in _SAME_FACTS or (
            kind is MatchKind.FUZZY and percent is not None and percent >= LOWEST_WITH_SAME_WORDS
        )
        cautions = self._cautions(kind, source, target, to_facts=held_to_facts)
        warned = dict.fromkeys(caution.penalty for caution in cautions)
        points = [Penalty(name=name, points=self.config.points(name)) for name in warned]
        whole = kind not in {MatchKind.CONTAINED, MatchKind.SEMANTIC}
        return Match(
            kind=kind,
            percent=percent,
            cosine=cosine,
            source=source,
            target=target,
            origin=origin_of(unit, self.side),
            penalties=(
                *penalties(self.query, unit, self.side, self.config, whole=whole),
                *(p for p in points if p.points),
            ),
            warnings=tuple(dict.fromkeys(caution.text for caution in cautions)),
            diff=diff(self.query, source) if whole and source != self.query else (),
            source_span=source_span,
            repair=repair,
        )

    def _cautions(self, kind: MatchKind, source: str, target: str, *, to_facts: bool) -> tuple[Caution, ...]:
        """Return what to warn of; a semantic match or a longer unit is not held to the query's facts."""
        across = other_side(self.side)
        today = self.config.today
        found = [*out_of_date(self._dated(target, across), target, today)]
        if not found:
            found.extend(out_of_date(self._dated(source, self.side), source, today))
        if kind not in {MatchKind.CONTAINED, MatchKind.SEMANTIC}:
            if source != self.query:
                found.extend(fact_cautions(self.query, source, self.side))
            values = extra_values(self.query, target, self.side) if to_facts else ()
            told = " ".join(value.text for value in values)
            found.extend(year for year in extra_years(self.query, target) if year.text.split()[0] not in told)
            found.extend(values)
            if to_facts:
                found.extend(extra_names(self.query, self.find_terms(target, across)))
        return tuple(found)

    def _dated(self, text: str, side: Side) -> tuple[TermHit, ...]:
        """Return terms whose validity ends; those inside a longer name, of any validity, are left out."""
        if not self.find_dated(text, side):
            return ()
        return tuple(hit for hit in self.find_terms(text, side) if hit.term.valid_to is not None)


def ranked(matches: list[Match], limit: int) -> tuple[Match, ...]:
    """Return the best `limit` matches: by kind, then percent or cosine less penalties, then newest.

    A unit and a pair of texts are shown once, under their best kind.
    """
    chosen: list[Match] = []
    shown: set[int | tuple[str, str]] = set()
    for match in sorted(matches, key=_order):
        keys: set[int | tuple[str, str]] = {match.origin.unit, (match.source, match.target)}
        if shown.isdisjoint(keys):
            chosen.append(match)
        shown |= keys
    return tuple(chosen)[:limit]


def _order(match: Match) -> tuple[int, float, bool, int, int]:
    value = match.percent if match.percent is not None else 100 * (match.cosine or 0.0)
    date = match.origin.date
    unconfirmed = match.origin.status is not UnitStatus.CONFIRMED
    return (
        match.kind.rank,
        match.points - value,
        unconfirmed,
        -(date.toordinal() if date else 0),
        -match.origin.unit,
    )
