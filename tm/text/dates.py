"""Dates and times in a text, resolved against a reference date. Leaves out: quantities (`quantities`).

Reading is shared with `quantities`: one pass finds both.
"""

import calendar
import datetime as dt
from dataclasses import replace

from tm.bitext import Side
from tm.text.dates_model import DateKind, DateSpan, Moment
from tm.text.quantities import read_values

__all__ = ["DateKind", "DateSpan", "Moment", "dates", "resolve"]

_YEARS = {
    "今年": 0, "本年度": 0, "去年": -1, "上年": -1, "同比": -1, "上年度": -1, "上一年": -1,
    "前年": -2, "明年": 1, "后年": 2,
    "this year": 0, "last year": -1, "next year": 1, "the previous year": -1, "the following year": 1,
}  # fmt: skip
_MONTHS = {
    "本月": 0, "这个月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1,
    "this month": 0, "last month": -1, "next month": 1, "the previous month": -1,
}  # fmt: skip
_DAYS = {
    "今天": 0, "今日": 0, "今晨": 0, "今晚": 0, "即日": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2,
    "明天": 1, "明日": 1, "后天": 2, "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1,
}  # fmt: skip
_HALF_YEAR_DAYS = 183
_HALF_MONTH_DAYS = 15


def dates(text: str, side: Side, reference: dt.date | None = None) -> tuple[DateSpan, ...]:
    """Return the dates of a text in order, spans in code points of `text`.

    With a `reference` (the release's date) what is left open is filled in and marked `resolved`: 去年 takes a
    year, 11月9日 the year that puts it nearest to the reference, 9日 also its month.

    >>> found = dates("2020年11月9日至11日", "zh")[0]
    >>> found.kind.value, found.start.year, found.start.month, found.start.day, found.end.day
    ('date', 2020, 11, 9, 11)
    >>> dates("去年", "zh", dt.date(2021, 3, 1))[0].start.year
    2020
    """
    found = read_values(text, side).dates
    return found if reference is None else tuple(resolve(date, reference) for date in found)


def resolve(date: DateSpan, reference: dt.date) -> DateSpan:
    """Return `date` with what it leaves open filled in from `reference`, unchanged where nothing is open."""
    if date.kind is DateKind.RELATIVE:
        return _resolve_word(date, reference)
    start = date.start
    if start.year is not None or date.kind in {DateKind.TIME, DateKind.WEEKDAY}:
        return date
    if date.kind is DateKind.DAY and start.day is not None:
        near = _nearest_month(start.day, reference)
        shift = {"year": near.year, "month": near.month}
    elif start.month is not None:
        shift = {"year": _nearest_year(start.month, start.day or 1, reference)}
    else:
        return date
    end = None if date.end is None else replace(date.end, **shift)
    return replace(date, start=replace(start, **shift), end=end, resolved=True)


def _resolve_word(date: DateSpan, reference: dt.date) -> DateSpan:
    word = " ".join(date.text.lower().split())
    if word in _YEARS:
        moment = Moment(year=reference.year + _YEARS[word])
    elif word in _MONTHS:
        months = reference.year * 12 + reference.month - 1 + _MONTHS[word]
        moment = Moment(year=months // 12, month=months % 12 + 1)
    elif word in _DAYS:
        day = reference + dt.timedelta(days=_DAYS[word])
        moment = Moment(year=day.year, month=day.month, day=day.day)
    else:
        return date
    return replace(date, start=moment, resolved=True)


def _date(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _nearest_year(month: int, day: int, reference: dt.date) -> int:
    years = (reference.year, reference.year - 1, reference.year + 1)
    return next(year for year in years if abs((_date(year, month, day) - reference).days) <= _HALF_YEAR_DAYS)


def _nearest_month(day: int, reference: dt.date) -> dt.date:
    if day <= reference.day or day - reference.day < _HALF_MONTH_DAYS:
        return reference.replace(day=1)
    return reference.replace(day=1) - dt.timedelta(days=1)
