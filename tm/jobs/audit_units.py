"""Checks of one unit by itself: values that disagree, names given up or out of date.

Leaves out: comparing units with each other (`audit_groups`) and meaning (`audit_meaning`).
"""

import datetime as dt
from collections.abc import Iterator

from tm.bitext import DraftSegment, Term, TermStatus, TranslationUnit
from tm.jobs.audit_findings import AuditFinding, AuditKind
from tm.lookup.cautions import out_of_date
from tm.qa.evidence import Evidence
from tm.qa.row import make_row
from tm.qa.terms import terms
from tm.termbase import TermFinder, valid_on
from tm.text.quantities_compare import Difference, DifferenceKind, compare_quantities

_SURE = {
    DifferenceKind.CHANGED: 0.8,
    DifferenceKind.UNIT: 0.8,
    DifferenceKind.MISSING: 0.6,
    DifferenceKind.EXTRA: 0.5,
}
"""A value that became another is seldom meant; one that only one side states may be implied by the other."""
_SEVERAL = 0.1
"""Added for each further value that disagrees."""
_SUREST = 0.95
_GIVEN_UP = {"term-forbidden": 0.95, "term-deprecated": 0.8}
_OUTDATED = 0.7


def value_findings(unit: TranslationUnit) -> Iterator[AuditFinding]:
    """Yield a finding where numbers, dates or units differ by value, read against the release's date."""
    compared = compare_quantities(unit.zh, unit.en, "zh", unit.provenance.date)
    found = [each for each in compared.differences if each.kind is not DifferenceKind.APPROXIMATION]
    if found:
        said = list(dict.fromkeys(map(_said, found)))
        surest = max(_SURE[each.kind] for each in found)
        confidence = min(_SUREST, surest + _SEVERAL * (len(said) - 1))
        yield _finding(AuditKind.VALUES, unit, confidence, "; ".join(said))


def _said(difference: Difference) -> str:
    source, target = difference.source, difference.target
    if source and target:
        return f"{source.text} ↔ {target.text}"
    if source:
        return f"{source.text} only in Chinese"
    return f"{target.text if target else difference.role} only in English"


def term_findings(unit: TranslationUnit, finder: TermFinder) -> Iterator[AuditFinding]:
    """Yield renderings that the glossary has given up, and names that were out of date on the unit's day.

    A unit without a date is held to the statuses only.
    """
    day = unit.provenance.date
    zh, en = finder.find(unit.zh, "zh"), finder.find(unit.en, "en")
    if any(_is_over(hit.term, day) for hit in en):
        row = make_row(0, DraftSegment(source=unit.zh, draft=unit.en), "zh")
        for mark in terms([row], Evidence(finder=finder, day=day)):
            if mark.rule in _GIVEN_UP:
                yield _finding(AuditKind.SUPERSEDED, unit, _GIVEN_UP[mark.rule], mark.message)
    if day is None:
        return
    cautions = [*out_of_date(zh, unit.zh, day), *out_of_date(en, unit.en, day)]
    if cautions:
        said = "; ".join(dict.fromkeys(caution.text for caution in cautions))
        yield _finding(AuditKind.SUPERSEDED, unit, _OUTDATED, f"{said} (published {day.isoformat()})")


def _is_over(term: Term, day: dt.date | None) -> bool:
    """Tell whether a rendering was given up, or was not in force on a day."""
    return term.status in {TermStatus.FORBIDDEN, TermStatus.DEPRECATED} or (
        day is not None and not valid_on(term, day)
    )


def _finding(kind: AuditKind, unit: TranslationUnit, confidence: float, message: str) -> AuditFinding:
    assert unit.id is not None
    return AuditFinding(
        kind=kind,
        confidence=round(confidence, 2),
        units=(unit.id,),
        count=1,
        message=message,
        en=(unit.en,),
        zh=(unit.zh,),
    )
