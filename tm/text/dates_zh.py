"""Dates and times in Chinese text, read where a scanner stands. Leaves out: the scanning (`quantities_zh`).

Works on folded text (simplified, half-width). A reference date is applied later (`dates`).
"""

import re
from collections.abc import Callable

from tm.bitext import Span
from tm.text.dates_model import (
    HUNDRED,
    LAST_CENTURY,
    LAST_DAY,
    LAST_HOUR,
    NOON,
    DateKind,
    DateSpan,
    Moment,
)
from tm.text.numbers_zh import chinese_number

_N = r"(?:\d{1,2}(?!\d|[.,]\d)|[廿卅]?[一二三四五六七八九十]{1,3})"
_Y = r"(?:(?<!\d)(?:1[0-9]|20|21)\d\d|[一二][〇○零一二三四五六七八九]{3}|(?<!\d)\d\d(?=\s?年\s?\d{1,2}\s?月))"
_TO = r"\s?(?:[-–—―~～－]{1,2}|至|到|、|和|及|与)\s?"
_RANGE = r"\s?(?:[-–—―~～－]{1,2}|至|到)\s?"
_WEEK = (
    r"(?:(?:星期|礼拜|(?<![每一两三四五六七八九十几\d])周)[一二三四五六日天1-6](?!\d)"
    r"|每周[一二三四五六日天](?![次个天小名场项两]))(?![至到]少)"
)
_DAYTIME = r"凌晨|清晨|早晨|早上|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|深夜|午夜|当晚|早|晚|夜"

WORD = (
    r"今年|去年|明年|上年(?!度)|同比|前年|后年|本年度|上年度|上一年|翌年|次年|当年|同年|本月|上月|下月|上个月|下个月|这个月|当月|同月|次月"
    r"|今天|今日|昨天|昨日|明天|明日|前天|后天|当天|当日|同日|次日|翌日|即日|今晨|今晚|昨晚|本周|上周|下周|年初|年底|年末|年中"
)
START = rf"(?P<when>{_WEEK}(?![边围])|[上下]半[年月](?!度?报)|首季度?|(?:{WORD}))"
"""What starts a date without a numeral, for the scanner's pattern."""

_DATE = re.compile(
    rf"(?:(?P<y>{_Y})\s?年\s?)?(?:(?P<m>{_N})\s?月(?:份)?\s?)(?:(?P<d>{_N})\s?[日号]?(?:上午|下午|晚)?"
    rf"{_RANGE}(?:(?:(?P<y2>{_Y})\s?年\s?)?(?P<m2>{_N})\s?月\s?)?(?P<d2>{_N})\s?[日号]|(?P<d1>{_N})\s?[日号](?!线))?"
)
_MONTHS = re.compile(
    rf"(?:(?P<y>{_Y})\s?年\s?)?(?P<m>{_N})\s?(?:月份?)?{_RANGE}(?:(?P<y2>{_Y})\s?年\s?)?(?P<m2>{_N})\s?月份?(?!\s?{_N}\s?[日号])"
)
_DAYS = re.compile(
    rf"(?P<d>{_N})\s?(?:[日号]\s?)?{_RANGE}(?P<d2>{_N})\s?[日号](?!元|圆|线|楼|机|店|馆|院|厅|门|桥|井)"
)
_CLOCKS = re.compile(
    rf"(?P<h>\d{{1,2}})\s?(?:[时点:：](?P<m>\d\d)?分?)?{_RANGE}(?:次日)?(?P<h2>\d{{1,2}})\s?[时点:：](?P<m2>\d\d)?分?(?![期代候间限差长速段光])"
)
_DAY = re.compile(rf"(?P<d>{_N})\s?日(?![元圆游均报本式前后内游])")
_SAID = re.compile(r"(?:在[^，。]{2,12})?(?:称|表示|说|介绍|透露|指出|报道|消息|讯|电)")
_PERIOD = re.compile(
    rf"(?:(?P<y>{_Y})\s?年\s?(?:第|的)?)?(?:(?P<half>[上下])半年(?!度?报)|(?P<q>[一二三四1-4])\s?季度?(?:末|初)?(?<=度|末|初)|前(?P<firstq>[二两三23])\s?(?:个)?季度)"
)
_YEARS = re.compile(rf"(?P<y>{_Y})\s?(?:年)?(?:度)?{_RANGE}(?P<y2>{_Y}|\d\d(?!\d))\s?年(?:度)?")
_TITLE = re.compile(r"[^，。；]{8,}[^。！？；…”』）)]$")
"""A title may lose its year in the other language, where the text beneath gives it."""
_SEASON = re.compile(r"(?P<y>(?:19|20)\d\d)\s?[-–—/]\s?(?P<y2>\d\d)(?![\d年月日%％]|[-–./]\d|\s[年月])")
_YEAR = re.compile(rf"(?P<y>{_Y})\s?年(?:度)?")
_DECADE = re.compile(
    r"(?:(?P<c>\d\d?|[一二十]+)\s?世纪\s?)?(?P<d>[1-9]0|[一二三四五六七八九]十)\s?年代(?P<to>(?:末)?[至到](?P<d2>[1-9]0|[一二三四五六七八九]十)\s?年代)?"
    r"|(?P<full>(?:1[5-9]|20)\d0)\s?年代"
)
_CENTURY = re.compile(
    r"(?P<c>\d\d?|[一二十]+[一二三四五六七八九]?)\s?世纪(?!\s?[1-9一二三四五六七八九][0十]\s?年代)"
)
_CLOCK = re.compile(
    rf"(?P<h>\d{{1,2}})\s?[:：]\s?(?P<min>\d\d)(?!\d|\.\d)(?:\s?[:：]\s?\d\d)?"
    rf"|(?P<hh>{_N})\s?(?P<mark>点|时(?![期代候间限差长速段光]))(?!\s?[〇零一二三四五六七八九\d]+[%％亿万倍个])(?:(?:\s?(?P<mm>{_N}|[零〇][一二三四五六七八九]|0\d)\s?分?)(?!\d|个|[%％])|(?P<q>半|[一三]刻)|[钟整许左])?"
)
_BEFORE_CLOCK = re.compile(rf"(?P<part>{_DAYTIME})\s?$")
_RATIO_BEFORE = re.compile(r"比(?:例|率|值)?(?:约|大约|大概|为|是|达|达到|由|从|至|到|改善|提高|降)*\s?$")
_ISO = re.compile(
    r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d/-]|\.\d)"
)

_AFTERNOON = frozenset({"下午", "午后", "傍晚", "晚上", "晚间", "夜间", "深夜", "当晚", "晚", "夜"})
_SHORT_YEAR = 2  # digits
_TURN = 50  # 98年3月 is 1998, 03年 is 2003
_WEEKDAYS = {
    name: day
    for day, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7"), 1)
    for name in names
}


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdecimal():
        return int(text)
    value = chinese_number(text)
    return None if value is None else int(value)


def _year(text: str | None) -> int | None:
    value = _number(text)
    if value is not None and text is not None and len(text) == _SHORT_YEAR:
        return value + (2000 if value < _TURN else 1900)
    return value


def _within(value: int | None, low: int, high: int) -> bool:
    return value is None or low <= value <= high


def _span(
    kind: DateKind, span: Span, start: Moment, end: Moment | None = None, *, weak: bool = False
) -> DateSpan:
    return DateSpan(kind=kind, start=start, end=end, span=span, text="", weak=weak)


def _iso(match: re.Match[str]) -> DateSpan | None:
    moment = Moment(year=int(match["y"]), month=int(match["m"]), day=int(match["d"]))
    return _span(DateKind.DATE, match.span(), moment)


def _date(match: re.Match[str]) -> DateSpan | None:
    year, month = _year(match["y"]), _number(match["m"])
    day = _number(match["d"] or match["d1"])
    month2, day2 = _number(match["m2"]), _number(match["d2"])
    if not (
        _within(month, 1, 12) and _within(day, 1, 31) and _within(month2, 1, 12) and _within(day2, 1, 31)
    ):
        return None
    start = Moment(year=year, month=month, day=day)
    end = None if day2 is None else Moment(year=_year(match["y2"]) or year, month=month2 or month, day=day2)
    return _span(DateKind.DATE if day else DateKind.MONTH, match.span(), start, end)


def _months(match: re.Match[str]) -> DateSpan | None:
    first, last = _number(match["m"]), _number(match["m2"])
    if not (_within(first, 1, 12) and _within(last, 1, 12)):
        return None
    year = _year(match["y"])
    start = Moment(year=year, month=first)
    return _span(DateKind.MONTH, match.span(), start, Moment(year=_year(match["y2"]) or year, month=last))


def _days(match: re.Match[str]) -> DateSpan | None:
    first, last = _number(match["d"]), _number(match["d2"])
    if first is None or last is None or not 1 <= first < last <= LAST_DAY:
        return None
    return _span(DateKind.DAY, match.span(), Moment(day=first), Moment(day=last))


def _day(match: re.Match[str]) -> DateSpan | None:
    day = _number(match["d"])
    if not _within(day, 1, 31):
        return None
    said = _SAID.match(match.string, match.end())
    return _span(DateKind.DAY, match.span(), Moment(day=day), weak=said is not None)


def _half_year(match: re.Match[str], year: int | None, half: str) -> DateSpan:
    first = 1 if half == "上" else 7
    return _span(
        DateKind.HALF, match.span(), Moment(year=year, month=first), Moment(year=year, month=first + 5)
    )


def _period(match: re.Match[str]) -> DateSpan | None:
    year, (start, end) = _year(match["y"]), match.span()
    if match["half"]:
        return _half_year(match, year, match["half"])
    quarter = _number((match["q"] or match["firstq"]).replace("两", "二")) or 0
    before = match.string[max(0, start - 1) : start]
    first = 1 if match["firstq"] or before == "前" else 3 * quarter - 2
    begin = start - 1 if before in {"前", "第"} else start
    moments = Moment(year=year, month=first), Moment(year=year, month=3 * quarter)
    return _span(DateKind.QUARTER, (begin, end), *moments)


def _years(match: re.Match[str]) -> DateSpan | None:
    first, last = _year(match["y"]), _number(match["y2"])
    if first is None or last is None:
        return None
    if last < HUNDRED:
        last += first // 100 * 100
    return _span(DateKind.YEAR, match.span(), Moment(year=first), Moment(year=last)) if first < last else None


def _season(match: re.Match[str]) -> DateSpan | None:
    first, last = int(match["y"]), int(match["y2"])
    if (first + 1) % 100 != last:
        return None
    return _span(DateKind.YEAR, match.span(), Moment(year=first), Moment(year=first + 1))


def _one_year(match: re.Match[str]) -> DateSpan | None:
    titled = match.start() == 0 and bool(_TITLE.match(match.string))
    return _span(DateKind.YEAR, match.span(), Moment(year=_year(match["y"])), weak=titled)


def _decade(match: re.Match[str]) -> DateSpan | None:
    if match["full"]:
        first = int(match["full"])
        return _span(DateKind.DECADE, match.span(), Moment(year=first), Moment(year=first + 9))
    century = _number(match["c"]) or 20
    first = (century - 1) * 100 + (_number(match["d"]) or 0)
    last = (century - 1) * 100 + (_number(match["d2"]) or _number(match["d"]) or 0) + 9
    return _span(DateKind.DECADE, match.span(), Moment(year=first), Moment(year=last))


def _century(match: re.Match[str]) -> DateSpan | None:
    century = _number(match["c"])
    if century is None or not 1 <= century <= LAST_CENTURY:
        return None
    return _span(DateKind.CENTURY, match.span(), Moment(year=century * 100 - 99), Moment(year=century * 100))


def _clocks(match: re.Match[str]) -> DateSpan | None:
    hours = int(match["h"]), int(match["h2"])
    if max(hours) > LAST_HOUR:
        return None
    part = _BEFORE_CLOCK.search(match.string, max(0, match.start() - 3), match.start())
    later = NOON if part and part["part"] in _AFTERNOON else 0
    first, last = (hour + later if hour < NOON else hour for hour in hours)
    start = Moment(hour=first, minute=int(match["m"] or 0))
    begin = part.start() if part else match.start()
    return _span(DateKind.TIME, (begin, match.end()), start, Moment(hour=last, minute=int(match["m2"] or 0)))


def _clock(match: re.Match[str]) -> DateSpan | None:
    text, start = match.string, match.start()
    part = _BEFORE_CLOCK.search(text, max(0, start - 3), start)
    if match["h"] and _RATIO_BEFORE.search(text, max(0, start - 8), start):
        return None
    hour = _number(match["h"] or match["hh"])
    bare = match["hh"] is not None and not match["hh"].isdecimal()
    if bare and match["mark"] == "时" and not (part or match["mm"] or text[start - 1 : start] == "日"):
        return None  # 5时 alone is rare, 平时, 同时 and 小时 are not
    if (
        match["hh"]
        and match["mark"] == "点"
        and not (part or match["mm"] or match["q"] or match.group()[-1] in "钟整许左")
    ):
        return None  # 三点 may be three points
    minute = _number(match["min"] or match["mm"])
    if match["q"]:
        minute = {"半": 30, "一刻": 15, "三刻": 45}[match["q"]]
    if not (_within(hour, 0, 24) and _within(minute, 0, 59)):
        return None
    if part and part["part"] in _AFTERNOON and hour is not None and hour < NOON:
        hour += NOON
    begin = part.start() if part else start
    return _span(DateKind.TIME, (begin, match.end()), Moment(hour=hour, minute=minute or 0))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateSpan | None]], ...] = (
    (_ISO, _iso),
    (_MONTHS, _months),
    (_DATE, _date),
    (_PERIOD, _period),
    (_DECADE, _decade),
    (_YEARS, _years),
    (_SEASON, _season),
    (_YEAR, _one_year),
    (_CENTURY, _century),
    (_DAYS, _days),
    (_CLOCKS, _clocks),
    (_DAY, _day),
    (_CLOCK, _clock),
)
_HINT = re.compile(r"[年月日号季时点世半:：/.]|[-–—]\d")
_REACH = 12


def read_date(text: str, position: int, end: int) -> DateSpan | None:
    """Return the date or time whose numeral stands at `[position, end)`, None if there is none."""
    if _HINT.search(text, position, end + _REACH) is None:
        return None
    for pattern, reader in _READERS:
        match = pattern.match(text, position)
        if match is not None and (found := reader(match)) is not None:
            return found
    return None


def read_when(match: re.Match[str]) -> DateSpan:
    """Return the date named by a word (今年, 周一), as matched by `START`."""
    word = match.group()
    if word[1:] == "半月":
        first, last = (1, 15) if word[0] == "上" else (16, 31)
        return _span(DateKind.HALF, match.span(), Moment(day=first), Moment(day=last))
    if word[1:] == "半年":
        return _half_year(match, None, word[0])
    if word.startswith("首季"):
        return _span(DateKind.QUARTER, match.span(), Moment(month=1), Moment(month=3))
    if word[-1] in _WEEKDAYS and word[0] in "星礼周每":
        return _span(DateKind.WEEKDAY, match.span(), Moment(weekday=_WEEKDAYS[word[-1]]), weak=True)
    return _span(DateKind.RELATIVE, match.span(), Moment(), weak=True)
