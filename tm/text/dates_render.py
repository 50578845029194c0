"""Writing dates in either language, like a date already there. Leaves out: finding them (`dates`)."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from tm.bitext import Side
from tm.errors import TmError
from tm.text.dates_model import DateKind, DateSpan, Moment
from tm.text.numbers_en import english_ordinal
from tm.text.numbers_zh import chinese_digits, chinese_numeral

_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_NEVER_SHORT = {"May", "June", "July"}
_SHORT = [name if name in _NEVER_SHORT else f"{name[: 4 if name == 'September' else 3]}." for name in _MONTHS]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HALF_DAY = 12
_CLOCK = re.compile(
    r"(?P<part>[上下]午)?\s?(?P<h>\d{1,2})(?:(?P<colon>[:：.])(?P<m>\d\d)|(?P<mark>[时点]))?(?P<half>\s?[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_FIRST_HALF_END = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class DateStyle:
    """How dates are written.

    English: `order` puts the month or the day first (or ISO digits), `short` abbreviates months, `nth`
    writes 9th. Both: `dash` joins a range, `numerals` writes 二〇二〇年, `spaced` 2020 年. `clock` is a time
    to write another like.
    """

    order: Literal["month first", "day first", "iso"] = "month first"
    short: bool = False
    nth: bool = False
    dash: str = ""
    numerals: bool = False
    spaced: bool = False
    clock: str = ""


def date_style(text: str, side: Side) -> DateStyle:
    """Return the style a date is written in, to write another like it.

    >>> date_style("9–11 November 2020", "en").order, date_style("二〇二〇年", "zh").numerals
    ('day first', True)
    """
    if re.match(r"\d{4}[-/.]\d", text):
        return DateStyle(order="iso")
    dash = re.search(r"\d(?:st|nd|rd|th|[日月年号])?(\s?[-–—~～]\s?|\s(?:to|and)\s|至|到)(?:[A-Z]|\d)", text)
    joined = dash[1] if dash else ""
    clock = text if _CLOCK.search(text) else ""
    if side == "zh":
        return DateStyle(
            dash=joined,
            numerals=bool(re.search(r"[〇零一二三四五六七八九十]\s?[年月日]", text)),
            spaced=bool(re.search(r"\d\s[年月日]", text)),
            clock=clock,
        )
    return DateStyle(
        order="day first" if re.match(r"(?:the\s)?\d{1,2}(?!\d)", text) else "month first",
        short=bool(re.search(r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b", text)),
        nth=bool(re.search(r"\d(?:st|nd|rd|th)\b", text)),
        dash=joined,
        clock=clock,
    )


def render_date(date: DateSpan, side: Side, style: DateStyle | None = None) -> str:
    """Return a date written in the language of `side`.

    Raises `TmError` for words that only a reader can place (当日).


    >>> from tm.text.dates import dates
    >>> render_date(dates("2020年11月9日至11日", "zh")[0], "en")
    'November 9–11, 2020'
    >>> render_date(dates("June 2024", "en")[0], "zh")
    '2024年6月'
    """
    chosen = style or DateStyle()
    if date.kind is DateKind.RELATIVE and date.start == Moment():
        raise TmError(
            f"the date '{date.text}' names no day; give a reference date so that it can be resolved"
        )
    if date.kind in {DateKind.HALF, DateKind.QUARTER, DateKind.DECADE, DateKind.CENTURY}:
        return _period_en(date) if side == "en" else _period_zh(date, chosen)
    if date.kind is DateKind.TIME:
        return _like_clock(date, side, chosen.clock) if chosen.clock else _times(date, side)
    if date.kind is DateKind.WEEKDAY:
        day = date.start.weekday or 1
        return _WEEKDAYS[day - 1] if side == "en" else "星期" + "一二三四五六日"[day - 1]
    return _english(date, chosen) if side == "en" else _chinese(date, chosen)


def _english(date: DateSpan, style: DateStyle) -> str:
    start, end = date.start, date.end
    if style.order == "iso" and end is None and start.year and start.month and start.day:
        return f"{start.year}-{start.month:02}-{start.day:02}"
    dash = style.dash or ("–" if _one_sort(start, end) else " to ")
    if dash == " and " and (end is None or end != replace(start, day=(start.day or 0) + 1)):
        dash = "–" if _one_sort(start, end) else " to "
    if end is None:
        return _english_moment(start, style)
    if start.year != end.year or start.month is None:
        return f"{_english_moment(start, style)}{dash}{_english_moment(end, style)}"
    if start.month != end.month:
        if style.order == "day first" or start.day is None:
            return f"{_english_moment(_no_year(start), style)}{dash}{_english_moment(end, style)}"
        tail = f", {end.year}" if end.year else ""
        return f"{_english_moment(_no_year(start), style)}{dash}{_english_moment(_no_year(end), style)}{tail}"
    days = f"{_day(start.day, style)}{dash}{_day(end.day, style)}"
    return _with_days(days, end, style)


def _one_sort(start: Moment, end: Moment | None) -> bool:
    """Say whether both ends differ in one number only, so that a dash joins them without spaces."""
    return end is not None and (start.month == end.month or start.day is None)


def _no_year(moment: Moment) -> Moment:
    return Moment(month=moment.month, day=moment.day)


def _day(day: int | None, style: DateStyle) -> str:
    return english_ordinal(day or 0) if style.nth else str(day)


def _with_days(days: str, moment: Moment, style: DateStyle) -> str:
    month = (_SHORT if style.short else _MONTHS)[(moment.month or 1) - 1]
    if style.order == "day first":
        return f"{days} {month}" + (f" {moment.year}" if moment.year else "")
    return f"{month} {days}" + (f", {moment.year}" if moment.year else "")


def _english_moment(moment: Moment, style: DateStyle) -> str:
    if moment.month is None:
        return str(moment.year) if moment.year else f"the {english_ordinal(moment.day or 1)}"
    if moment.day is None:
        name = _SHORT[moment.month - 1] if style.short and moment.year else _MONTHS[moment.month - 1]
        return name + (f" {moment.year}" if moment.year else "")
    return _with_days(_day(moment.day, style), moment, style)


def _chinese(date: DateSpan, style: DateStyle) -> str:
    start, end = date.start, date.end
    if style.order == "iso" and end is None and start.year and start.month and start.day:
        return f"{start.year}-{start.month:02}-{start.day:02}"
    text = _chinese_moment(start, style)
    if end is None:
        return text
    year = end.year if end.year != start.year else None
    month = end.month if year or end.month != start.month or end.day is None else None
    dash = style.dash if style.dash and not style.dash.isascii() else "至"
    return text + dash + _chinese_moment(Moment(year=year, month=month, day=end.day), style)


def _chinese_moment(moment: Moment, style: DateStyle) -> str:
    space = " " if style.spaced else ""

    def number(value: int) -> str:
        return chinese_numeral(value) if style.numerals else str(value)

    parts = []
    if moment.year is not None:
        parts.append((chinese_digits(moment.year) if style.numerals else str(moment.year)) + space + "年")
    if moment.month is not None:
        parts.append(number(moment.month) + space + "月")
    if moment.day is not None:
        parts.append(number(moment.day) + space + "日")
    return space.join(parts)


def _months(date: DateSpan) -> tuple[int, int]:
    return date.start.month or 1, (date.end or date.start).month or 12


def _period_en(date: DateSpan) -> str:
    year = date.start.year
    if date.kind is DateKind.DECADE:
        return f"{year}s"
    if date.kind is DateKind.CENTURY and year is not None:
        return f"{english_ordinal((year + 99) // 100)} century"
    of_year = f" of {year}" if year else " of the year"
    first, last = _months(date)
    if date.kind is DateKind.HALF:
        if date.start.day is not None:
            return "first half" if date.start.day == 1 else "second half"
        return ("first" if last == _FIRST_HALF_END else "second") + f" half{of_year}"
    if first == 1 and last in {6, 9}:
        return f"first {'two' if last == _FIRST_HALF_END else 'three'} quarters{of_year}"
    return f"{('first', 'second', 'third', 'fourth')[last // 3 - 1]} quarter{of_year}"


def _period_zh(date: DateSpan, style: DateStyle) -> str:
    year = date.start.year
    if date.kind is DateKind.DECADE and year is not None:
        return f"{year // 100 + 1}世纪{year % 100:02}年代"
    if date.kind is DateKind.CENTURY and year is not None:
        return f"{(year + 99) // 100}世纪"
    head = _chinese_moment(Moment(year=year), style)
    first, last = _months(date)
    if date.kind is DateKind.HALF:
        if date.start.day is not None:
            return "上半月" if date.start.day == 1 else "下半月"
        return head + ("上半年" if last == _FIRST_HALF_END else "下半年")
    if first == 1 and last in {6, 9}:
        return f"{head}前{'两' if last == _FIRST_HALF_END else '三'}季度"
    return f"{head}第{'一二三四'[last // 3 - 1]}季度"


def _times(date: DateSpan, side: Side) -> str:
    ends = [date.start] if date.end is None else [date.start, date.end]
    if side == "zh":
        return "至".join(
            f"{moment.hour}时" + (f"{moment.minute:02}分" if moment.minute else "") for moment in ends
        )
    return "–".join(
        _clock(moment) if len(ends) == 1 else f"{moment.hour}:{moment.minute or 0:02}" for moment in ends
    )


def _clock(moment: Moment) -> str:
    hour, minute = moment.hour or 0, moment.minute or 0
    return f"{(hour - 1) % _HALF_DAY + 1}:{minute:02} {'a' if hour < _HALF_DAY else 'p'}.m."


def _like_clock(date: DateSpan, side: Side, model: str) -> str:
    """Return a time written like `model` (9 a.m., 09:00, 上午9时). Raises `TmError` where it shows no way."""
    found = _CLOCK.fullmatch(model)
    if found is None or date.end is not None or (found["colon"] or found["mark"] or found["half"]) is None:
        raise TmError(f"{model!r} is no time that another can be written like; write {date.text!r} by hand")
    hour, minute = date.start.hour or 0, date.start.minute or 0
    halved = bool(found["part"] or found["half"])
    if halved and (hour < 1 or hour > _HALF_DAY * 2 - 1):
        raise TmError(f"'{date.text}' is midnight, which {model!r} shows no writing of; write it by hand")
    shown = (hour - 1) % _HALF_DAY + 1 if halved else hour
    digits = f"{shown:02}" if found["h"].startswith("0") else str(shown)
    if side == "zh":
        part = ("上午" if hour < _HALF_DAY else "下午") if found["part"] else ""
        if found["colon"]:
            return f"{part}{digits}{found['colon']}{minute:02}"
        return f"{part}{digits}{found['mark']}" + (f"{minute:02}分" if minute else "")
    minutes = f"{found['colon'] or ':'}{minute:02}" if minute or found["colon"] else ""
    return digits + minutes + _half_like(found["half"] or "", late=hour >= _HALF_DAY)


def _half_like(half: str, *, late: bool) -> str:
    """Return `half` (a.m., PM) turned to the half of the day that is meant."""
    letters = {"a": "p", "A": "P"} if late else {"p": "a", "P": "A"}
    return "".join(letters.get(letter, letter) for letter in half)
