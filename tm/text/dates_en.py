"""Dates and times in English text, read where a scanner stands. Leaves out: scanning (`quantities_en`)."""

import re
from collections.abc import Callable
from dataclasses import replace

from tm.bitext import Span
from tm.text.dates_model import HUNDRED, LAST_CENTURY, LAST_HOUR, NOON, DateKind, DateSpan, Moment
from tm.text.numbers_en import ORDINALS, TENS

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_M = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=\s\d)))"
)
_TH = r"(?:st|nd|rd|th)?(?![A-Za-z\d]|,\d{3}(?!\d)|\.\d)"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_Y = r"(?:1[5-9]|20|21)\d\d(?!\d|,\d|\.\d)"
_TO = r"\s?(?:[-–—~]|to|through|until|till)\s?"
_ORD = "first|second|third|fourth|last|1st|2nd|3rd|4th"

MONTH_START = rf"(?P<month>(?<![A-Za-z]){_M})"
WHEN = (
    r"(?P<when>(?<![A-Za-z])(?i:today|yesterday|tomorrow|tonight"
    r"|(?:last|this|next|the\ssame|the\sprevious|that|the\sfollowing)\s(?:year|month|week|day))(?![A-Za-z])"
    rf"|(?<![A-Za-z])(?:{'|'.join(day.capitalize() for day in _WEEKDAYS)})s?(?![A-Za-z])"
    r"|(?<![A-Za-z])(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat)\.(?=,?\s[A-Z\d]))"
)
PERIOD_START = (
    rf"(?P<period>(?<![A-Za-z\d])(?i:(?:{_ORD})(?:\s|-)(?:two\s|three\s)?(?:quarters?|half)(?!\s(?:century|decade|hour|time))"
    r"|Q[1-4](?![A-Za-z\d.])|[1-4]Q(?=\s?\d)|H[12](?=\s(?:of\s)?\d)))"
)
DECADE_START = (
    r"(?P<decade>(?<![A-Za-z])(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
    r"(?![A-Za-z]))"
)

_MONTH_DAY = re.compile(
    rf"(?P<m>{_M})\s?(?:the\s)?(?P<d>{_D}){_TH}(?:,?\s(?P<y1>{_Y}))?"
    rf"(?:{_TO}(?:(?P<m2>{_M})\s(?P<d2>{_D}){_TH}|(?P<d3>{_D}){_TH}))?(?:(?:,|\sof|\sin)?\s?(?P<y>{_Y}))?"
)
_DAY_MONTH = re.compile(
    rf"(?:the\s)?(?P<d>{_D})(?:st|nd|rd|th)?(?:{_TO}(?P<d3>{_D})(?:st|nd|rd|th)?)?(?:\s|-)(?:of\s)?(?P<m>{_M})(?:,?\s(?P<y1>{_Y}))?"
    rf"(?:{_TO}(?P<d2>{_D})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_M}))?(?:,?\s(?P<y>{_Y}))?"
)
_TWO_DAYS = re.compile(rf"(?P<m>{_M})\s(?P<d>{_D})\sand\s(?P<d2>{_D}){_TH}(?:,?\s(?P<y>{_Y}))?")
_TWO_DAYS_MONTH = re.compile(rf"(?P<d>{_D})\sand\s(?P<d2>{_D})\s(?P<m>{_M})(?:,?\s(?P<y>{_Y}))?")
_MONTH_YEAR = re.compile(
    rf"(?P<m>{_M})(?:\s?(?:,|of)?\s(?P<y1>{_Y}))?(?:(?:{_TO}|\s?/\s?|\s(?:and|or)\s)(?P<m2>{_M}))?(?:\s?(?:,|of)?\s(?P<y>{_Y}))?"
)
_ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/-]|\.\d)"
)
_SLASHED = re.compile(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)")
_YEARS = re.compile(rf"(?P<y>{_Y})(?P<to>\s?[-–—/]\s?|\sto\s)(?P<y2>{_Y}|\d\d(?![\d%]|[.,]\d))")
_YEAR = re.compile(rf"(?P<y>{_Y})(?!\s?(?:%|percent|per\scent|,\d))")
_DECADE = re.compile(r"(?P<d>(?:1[5-9]|20)\d0|(?<!\d)[1-9]0)['’]?s(?![A-Za-z])")
_CENTURY = re.compile(r"(?P<c>\d{1,2})(?:st|nd|rd|th)(?:\s|-)(?i:century|centuries)")
_CENTURY_WORD = re.compile(r"(?P<c>(?:twenty[\s-])?[a-z]+)(?:\s|-)century(?![A-Za-z])", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?i:(?P<nth>{_ORD})(?:\s|-)(?:(?P<count>two|three)\s)?(?P<what>quarters?|half)|(?P<q>Q)(?P<qn>[1-4])|(?P<qn2>[1-4])Q|H(?P<h>[12]))"
    rf"(?:,?\s(?:of\s)?(?:the\syear\s|fiscal\s|FY\s?)?(?P<y>{_Y}))?"
)
_OF_MONTH = re.compile(rf"\sof\s{_M}")
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:[:.](?P<min>[0-5]\d))?(?::[0-5]\d)?(?:\s|-)?(?:(?P<half>[ap])\.?m(?:\.|(?![a-z]))|o['’]clock(?:\sin\sthe\s(?P<part>morning|afternoon|evening))?)"
    r"|(?P<hh>[01]?\d|2[0-4]):(?P<mm>[0-5]\d)(?!\d|\.\d)(?::[0-5]\d)?(?:\s(?P<half2>[ap])\.?m\.?(?![a-z]))?",
    re.IGNORECASE,
)
_CLOCKS = re.compile(
    r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?\s?(?:[-–—]|to|until|till)\s?(?P<h2>\d{1,2})(?:[:.](?P<m2>[0-5]\d))?"
    r"\s?(?P<half>[ap])\.?m(?:\.|(?![a-z]))",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:^|[(,;“\"]|\b(?:in|since|of|by|from|until|till|during|before|after|for|and|to|year|late|early|mid|the|around|between|through|than|[A-Z][a-z]+))[\s-]*$"
)
_COUNTED_AFTER = re.compile(
    r"\s(?:people|persons|patients|cases|deaths|companies|enterprises|households|students|workers|yuan|dollars|"
    r"(?:[a-z-]+\s)?(?:people|units|vehicles|tons|tonnes|metres|meters|km|kilometres|kilometers|square|cubic|residents|villagers))\b"
)
_AGE_BEFORE = re.compile(r"\b(?:his|her|their|my|your|our)\s(?:early\s|late\s|mid-)?$", re.IGNORECASE)
_MAY_BEFORE = re.compile(
    r"\b(?:in|of|since|by|until|till|from|to|last|this|next|early|late|mid|during|before|after|and|through|every|each)[\s-]$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b[A-Z][a-z]+\s$")  # the sentence ends with the name Liu Jun.
_NAME_AFTER = re.compile(r"\s(?!Madness)[A-Z][a-z]+")
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}


def _span(
    kind: DateKind, span: Span, start: Moment, end: Moment | None = None, *, weak: bool = False
) -> DateSpan:
    return DateSpan(kind=kind, start=start, end=end, span=span, text="", weak=weak)


def _month(text: str | None) -> int | None:
    return None if text is None else _MONTHS[text.rstrip(".").lower()]


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)


def _day_date(match: re.Match[str]) -> DateSpan | None:
    last_year = _int(match["y"])
    year = _int(match["y1"]) or last_year
    start = Moment(year=year, month=_month(match["m"]), day=_int(match["d"]))
    last = _int(match["d2"] or match["d3"])
    end = None
    if last is not None:
        end = Moment(year=last_year or year, month=_month(match["m2"] or match["m"]), day=last)
    return _span(DateKind.DATE, match.span(), start, end)


def _two_days(match: re.Match[str]) -> DateSpan | None:
    """Return a range for a day and the next, joined by `and`."""
    first, last = int(match["d"]), int(match["d2"])
    if last != first + 1 or _COUNTED_AFTER.match(match.string, match.end()):
        return None
    start = Moment(year=_int(match["y"]), month=_month(match["m"]), day=first)
    return _span(DateKind.DATE, match.span(), start, replace(start, day=last))


def _month_date(match: re.Match[str]) -> DateSpan | None:
    text, start = match.string, match.start()
    dated = match["y"] or match["y1"] or match["m2"]
    plain = dated or _MAY_BEFORE.search(text, max(0, start - 10), start)
    named = _NAME_BEFORE.search(text, max(0, start - 20), start) if match["m"].endswith(".") else None
    if not plain and (match["m"] in {"May", "MAY"} or named or _NAME_AFTER.match(text, match.end())):
        return None
    last_year = _int(match["y"])
    first = Moment(year=_int(match["y1"]) or last_year, month=_month(match["m"]))
    end = Moment(year=last_year or first.year, month=_month(match["m2"])) if match["m2"] else None
    return _span(
        DateKind.MONTH, match.span(), first, end, weak=not plain and match["m"] in {"March", "MARCH"}
    )


def _iso(match: re.Match[str]) -> DateSpan | None:
    return _span(
        DateKind.DATE, match.span(), Moment(year=int(match["y"]), month=int(match["m"]), day=int(match["d"]))
    )


def _slashed(match: re.Match[str]) -> DateSpan | None:
    month, day = int(match["a"]), int(match["b"])
    if month > NOON:
        month, day = day, month
    if month > NOON or not day:
        return None
    return _span(DateKind.DATE, match.span(), Moment(year=int(match["y"]), month=month, day=day))


def _years(match: re.Match[str]) -> DateSpan | None:
    first, last = int(match["y"]), int(match["y2"])
    if last < HUNDRED:
        last += first // 100 * 100
    return _span(DateKind.YEAR, match.span(), Moment(year=first), Moment(year=last)) if first < last else None


def _year(match: re.Match[str]) -> DateSpan | None:
    if _COUNTED_AFTER.match(match.string, match.end()):
        return None
    if not _YEAR_BEFORE.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    return _span(DateKind.YEAR, match.span(), Moment(year=int(match["y"])))


def _decade(match: re.Match[str]) -> DateSpan | None:
    first = int(match["d"])
    if _AGE_BEFORE.search(match.string, max(0, match.start() - 14), match.start()):
        return None
    first += 1900 if first < HUNDRED else 0  # the '90s
    return _span(DateKind.DECADE, match.span(), Moment(year=first), Moment(year=first + 9))


def _century(match: re.Match[str]) -> DateSpan | None:
    text = match["c"].lower().replace(" ", "-")
    head, _, tail = text.rpartition("-")
    century = int(text) if text.isdecimal() else TENS.get(head, 0) + ORDINALS.get(tail, 0)
    if not 1 <= century <= LAST_CENTURY:
        return None
    return _span(DateKind.CENTURY, match.span(), Moment(year=century * 100 - 99), Moment(year=century * 100))


def _half(match: re.Match[str], year: int | None, *, second: bool) -> DateSpan:
    if _OF_MONTH.match(match.string, match.end()):
        moments = (Moment(day=16), Moment(day=31)) if second else (Moment(day=1), Moment(day=15))
        return _span(DateKind.HALF, match.span(), *moments)
    moments = (Moment(year=year, month=7), Moment(year=year, month=12))
    if not second:
        moments = (Moment(year=year, month=1), Moment(year=year, month=6))
    firm = year or match["h"] or "year" in match.string[match.start() - 5 : match.end() + 15]
    return _span(DateKind.HALF, match.span(), *moments, weak=not firm)


def _period(match: re.Match[str]) -> DateSpan | None:
    year = _int(match["y"])
    number = match["qn"] or match["qn2"] or match["h"]
    nth = (match["nth"] or "").lower()
    if match["h"] or (match["what"] or "").lower() == "half":
        return _half(match, year, second=match["h"] == "2" or nth in {"second", "last", "2nd"})
    if match["count"]:
        first, last = 1, 3 * {"two": 2, "three": 3}[match["count"].lower()]
    else:
        quarter = int(number) if number else _NTH[nth]
        first, last = 3 * quarter - 2, 3 * quarter
    return _span(
        DateKind.QUARTER, match.span(), Moment(year=year, month=first), Moment(year=year, month=last)
    )


def _clocks(match: re.Match[str]) -> DateSpan | None:
    """Read 9 to 11 a.m. and 10 to 2 p.m., of which the first half of the day goes without saying."""
    first, last = int(match["h"]), int(match["h2"])
    if not (1 <= first <= NOON and 1 <= last <= NOON):
        return None
    later = NOON if match["half"].lower() == "p" else 0
    end = last % NOON + later
    begin = first % NOON + (later if first % NOON < last % NOON else 0)
    return _span(
        DateKind.TIME,
        match.span(),
        Moment(hour=begin, minute=int(match["m"] or 0)),
        Moment(hour=end, minute=int(match["m2"] or 0)),
    )


def _clock(match: re.Match[str]) -> DateSpan | None:
    hour, minute = int(match["h"] or match["hh"]), int(match["min"] or match["mm"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if hour > LAST_HOUR:
        return None
    if half == "a" and hour == NOON:
        hour = 0
    if (half == "p" or match["part"] in {"afternoon", "evening"}) and hour < NOON:
        hour += NOON
    return _span(DateKind.TIME, match.span(), Moment(hour=hour, minute=minute))


_AT_NUMBER: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateSpan | None]], ...] = (
    (_ISO, _iso),
    (_SLASHED, _slashed),
    (_CLOCKS, _clocks),
    (_CLOCK, _clock),
    (_TWO_DAYS_MONTH, _two_days),
    (_DAY_MONTH, _day_date),
    (_DECADE, _decade),
    (_CENTURY, _century),
    (_YEARS, _years),
    (_YEAR, _year),
)


def read_date_at_number(text: str, position: int) -> DateSpan | None:
    """Return the date or time whose Arabic numeral starts at `position`, None if there is none."""
    for pattern, reader in _AT_NUMBER:
        match = pattern.match(text, position)
        if match is not None and (found := reader(match)) is not None:
            return found
    return None


def read_date_at_month(text: str, position: int) -> DateSpan | None:
    """Return the date whose month name starts at `position`, None where it is no month (a modal “May”)."""
    match = _TWO_DAYS.match(text, position)
    if match is not None and (found := _two_days(match)) is not None:
        return found
    match = _MONTH_DAY.match(text, position)
    if match is not None:
        return _day_date(match)
    match = _MONTH_YEAR.match(text, position)
    return None if match is None else _month_date(match)


def read_century_word(text: str, position: int) -> DateSpan | None:
    """Return the century named in words at `position` (twenty-first century), None if there is none."""
    match = _CENTURY_WORD.match(text, position)
    return None if match is None else _century(match)


def read_period(text: str, position: int) -> DateSpan | None:
    """Return the quarter or half-year that starts at `position`."""
    match = _PERIOD.match(text, position)
    return None if match is None else _period(match)


def read_when(match: re.Match[str]) -> DateSpan:
    """Return a relative date (last year) or a weekday, as matched by `WHEN`."""
    word = match.group().lower()
    for number, name in enumerate(_WEEKDAYS, 1):
        if word[:3] == name[:3] and word.rstrip(".") not in {"the", "that"}:
            return _span(DateKind.WEEKDAY, match.span(), Moment(weekday=number), weak=True)
    return _span(DateKind.RELATIVE, match.span(), Moment(), weak=True)


def read_decade_word(match: re.Match[str]) -> DateSpan:
    """Return the decade named by a word (nineties), as matched by `DECADE_START`."""
    tens = TENS[match.group().lower()[:-3] + "y"]
    return _span(DateKind.DECADE, match.span(), Moment(year=1900 + tens), Moment(year=1909 + tens))
