"""Numbers, dates and units by value. Leaves out: reading and comparing them, which is `text`'s.

Severities say how sure a finding is: a value one side lacks altogether is an error, one that another
way of counting could explain a warning.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tm.bitext import Span
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.text.dates_model import DateSpan
from tm.text.quantities import quantities
from tm.text.quantities_compare import Difference, DifferenceKind, compare_quantities
from tm.text.quantities_model import Quantity

_DATE_ROLES = frozenset(
    {"year", "month", "day", "weekday", "quarter", "half", "time", "decade", "century", "date"}
)
_MAYBE = re.compile(
    r"\d|[零〇一二三四五六七八九十百千万亿两双俩倍半几数]|[月日年]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|"
    r"thousand|million|billion|trillion|dozen|half|third|quarter|double|twice|once|first|second|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|\w+day)s?\b",
    re.IGNORECASE,
)

_THIS_ONE = re.compile("[本该这此上历]届|本次|今年")
"""What an ordinal may say more closely: 本届论坛, the 12th forum."""


def numbers(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield numbers, dates and units that are not the same on both sides."""
    for row in rows:
        source, draft = row.source.text, row.draft.text
        if not any(character.isalnum() for character in draft):
            continue
        if not _MAYBE.search(source) and not _MAYBE.search(draft):
            continue
        compared = compare_quantities(source, draft, row.source.side, known.day)
        for difference in compared.differences:
            chinese = difference.source if row.to_english else difference.target
            this_one = (
                difference.role == "ordinal" and chinese is None and _THIS_ONE.search(row.zh.simplified)
            )
            if difference.kind is DifferenceKind.APPROXIMATION or this_one or _is_rest(row, difference):
                continue
            yield _mark(row, difference)


def _mark(row: Row, difference: Difference) -> Mark:
    source, draft = difference.source, difference.target
    said, drafted = source.text if source else "", draft.text if draft else ""
    if difference.kind is DifferenceKind.UNIT:
        message = f"{said} has another unit than {drafted}"
    elif source and draft:
        message = f"{said} is {drafted} in the draft"
    elif source:
        message = f"{said} is not in the draft"
    else:
        message = f"{drafted} is not in the source"
    return Mark(
        row=row,
        rule=_rule(difference),
        message=message,
        source_span=source.span if source else None,
        draft_span=draft.span if draft else None,
    )


def _rule(difference: Difference) -> str:
    if difference.kind is DifferenceKind.UNIT:
        return "unit"
    dated = isinstance(difference.source or difference.target, DateSpan)
    return "date" if dated or difference.role in _DATE_ROLES else "number"


_CLOSED_LIST = re.compile(
    r"(?P<names>[^，。；：、]+(?:、[^，。；：、]+)*)等(?P<count>[两三四五六七八九十百\d]+余?[家个名位所种项款类部门省市国])"
)
_OTHERS = re.compile(
    r"\band\s+(?P<count>\w+(?:[ -]\w+)?)\s+others?\b|\b(?P<more>\w+)\s+(?:other|more)\b"
    r"|\b(?P<besides>\w+)\s+(?:\w+\s+){1,3}(?:besides|in addition to|other than|apart from|as well as)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Closed:
    """A list closed by 等: how many are named, and the total that follows."""

    text: str
    named: int
    total: Quantity
    span: Span


def _closed_lists(zh: str) -> Iterator[_Closed]:
    for listed in _CLOSED_LIST.finditer(zh):
        total = quantities(listed["count"], "zh")
        named = re.split(r"、|和|与|及", listed["names"])
        if total:
            yield _Closed(text=listed.group(), named=len(named), total=total[0], span=listed.span("count"))


def counts(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield totals after 等 taken for the number of others: A、B等三家 is three in all, with A and B."""
    del known
    for row in rows:
        others = _others(row.en.text)
        for listed in _closed_lists(row.zh.simplified) if others else ():
            if others and others[0] == listed.total.value and listed.named < listed.total.value:
                total = listed.total.text
                message = f"{listed.text} is {total} in all, not {total} others"
                yield mark(row, "count", message, Sides(zh=listed.span, en=others[1]))


def _is_rest(row: Row, difference: Difference) -> bool:
    """Tell the number of the others beside a list closed by 等: A等三家 is A and two others."""
    others = _others(row.en.text) if "等" in row.zh.simplified else None
    values = {side.value for side in (difference.source, difference.target) if isinstance(side, Quantity)}
    return others is not None and any(
        listed.total.value - listed.named == others[0] and values <= {listed.total.value, others[0]}
        for listed in _closed_lists(row.zh.simplified)
    )


def _others(text: str) -> tuple[Fraction, Span] | None:
    found = _OTHERS.search(text)
    if not found:
        return None
    values = quantities(next(word for word in found.groups() if word), "en")
    return (values[0].value, found.span()) if values else None
