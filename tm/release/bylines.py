"""The line under a title that says when a text was put up and where it comes from.

Also dates in paths and in metadata. Leaves out: dates inside of sentences, which belong to `text`.
"""

import datetime as dt
import re
from dataclasses import dataclass

from tm.release import page_words as words
from tm.release.lines import squeeze
from tm.release.page_words import any_of

_YEARS = range(1980, 2100)
_LONGEST_BYLINE = 160
_LONGEST_BARE_BYLINE = 60
_PATH_PARTS = 5
"""How many folders above a file are looked at for a date."""

_LABEL = re.compile(
    rf"[\[【(（|｜]?\s*(?:(?P<date>{any_of(words.DATE_LABELS)})|(?P<origin>{any_of(words.ORIGIN_LABELS)})"
    rf"|(?P<weak>{any_of(words.WEAK_LABELS)})|(?P<other>{any_of(words.OTHER_LABELS)}))\s*[:：]",
    re.IGNORECASE,
)
_ON_LABEL = re.compile(
    r"(?:Published|Posted|Released|Updated|发布于|發佈於|发表于)(?:\s+on)?\s+(?=[\d A-Z])", re.IGNORECASE
)
_LOOSE_END = re.compile(
    r"\s*(?:[|｜\]】/·•]|\b(?:Font|Print|Share|Views?|Hits?)\b|字号|字体|打印|分享|浏览|大\s+中\s+小|【|\[|\s-\s).*$",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})\s*[-/.年–]\s*(?P<m>\d{1,2})\s*[-/.月–]\s*(?P<d>\d{1,2})(?!\d)\s*日?"),
    re.compile(
        rf"\b(?P<n>{_MONTH})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<n>{_MONTH})\.?,?[\s-]+(?P<y>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<y>[〇零一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
)
_UNSURE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_CLOCK = re.compile(
    r"^[T\s,，]*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[AP]M\b)?",
    re.IGNORECASE,
)
_PATH_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_/.](?P<m>\d{1,2})[-_/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_/]?(?P<m>[01]\d)[-_/]?(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
)
_SENTENCE = re.compile(r"[。！？；]|[a-z]{3}(?<!\bLtd)(?<!\bInc)(?<!\bCorp)[.!?](?:\s+[A-Z]|$)")
_NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Byline:
    """What a byline says; `labelled` if it names a publishing date, an origin or a counter."""

    date: dt.date | None = None
    origin: str | None = None
    labelled: bool = True


def date_in(text: str) -> dt.date | None:
    """Return the first date of `text`, in digits, English or Chinese numerals; None if there is none.

    A day and a month in digits before the year count only where one of them is over 12.

    >>> date_in("发布时间：2020年11月23日"), date_in("Nov. 23, 2020"), date_in("03/04/2020")
    (datetime.date(2020, 11, 23), datetime.date(2020, 11, 23), None)
    """
    found = [match for pattern in _DATES for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        date = _date_of(match)
        if date is not None:
            return date
    unsure = _UNSURE.search(text)
    if unsure is None:
        return None
    first, second, year = map(int, unsure.groups())
    months_certain = max(first, second) > len(set(_MONTHS.values()))
    return _date(year, min(first, second), max(first, second)) if months_certain else None


def date_in_path(path: str) -> dt.date | None:
    """Return the last date in a path or address; folders far above the file are left out.

    >>> date_in_path("www/english/c/2020-11-23/595351.shtml"), date_in_path("202011/t20201123_9.html")
    (datetime.date(2020, 11, 23), datetime.date(2020, 11, 23))
    """
    short = "/".join(path.replace("\\", "/").split("/")[-_PATH_PARTS:])
    found = [
        (match.start(), date)
        for pattern in _PATH_DATES
        for match in pattern.finditer(short)
        if (date := _date_of(match)) is not None
    ]
    return max(found)[1] if found else None


def is_date_only(text: str) -> bool:
    """Return whether `text` is a date, with or without a time of day, and nothing else.

    >>> is_date_only("2020年11月23日"), is_date_only("2020-11-23 会议")
    (True, False)
    """
    return any(
        match is not None
        and _date_of(match) is not None
        and _CLOCK.fullmatch(text[match.end() :]) is not None
        for match in (pattern.match(text) for pattern in _DATES)
    )


def parse_byline(text: str, *, first: bool = False) -> Byline | None:
    """Return what a byline says, None if `text` is something else.

    `first` says that it stands right under the title: then a bare date with a short name, or a label
    like `时间：` that a body may begin with as well, is a byline too.

    >>> parse_byline("Public Time:2020-11-23 Origin:CQC Suzhou Centre Views:12").origin
    'CQC Suzhou Centre'
    """
    line = squeeze(text)
    if not line or len(line) > _LONGEST_BYLINE or line[-1] in "。！？；":
        return None
    labels = list(_LABEL.finditer(line))
    strong = [label for label in labels if not label["weak"]]
    if labels and labels[0].start() == 0 and (strong or (first and date_in(line))):
        return _labelled(line, labels)
    published = _ON_LABEL.match(line)
    if published and date_in(line) and not _is_prose(line):
        return Byline(date=date_in(line), origin=_value(line, labels, "origin"))
    return _unlabelled(line, labels) if first or strong else None


def split_byline(title: str) -> tuple[str, Byline | None]:
    """Return a title without the byline that stands in one block with it, and that byline.

    >>> split_byline("Lamps Pass Public Time:2020-11-23")[0]
    'Lamps Pass'
    """
    for label in _LABEL.finditer(title):
        parted = label["date"] or (label["origin"] and title[label.start() - 1].isspace())
        if label.start() > 0 and parted and (byline := parse_byline(title[label.start() :])) is not None:
            return title[: label.start()].rstrip(" |｜·-—["), byline
    return title, None


def _labelled(line: str, labels: list[re.Match[str]]) -> Byline | None:
    dated = _value(line, labels, "date") or _value(line, labels, "weak")
    date = date_in(dated) if dated else None
    origin = _value(line, labels, "origin")
    if _is_prose(line[labels[0].end() :]):
        return None
    return Byline(date=date or date_in(line), origin=origin)


def _is_prose(line: str) -> bool:
    """Return whether a line holds the end of a sentence; `Nov. 23, 2020` is none."""
    for pattern in _DATES:
        line = pattern.sub(" ", line)
    return _SENTENCE.search(line) is not None


def _unlabelled(line: str, labels: list[re.Match[str]]) -> Byline | None:
    """Read `2020-11-23 10:00 来源：…` or, right under a title, `2020-11-23 CQC`."""
    date = date_in(line)
    match = next((match for pattern in _DATES if (match := pattern.match(line))), None)
    if date is None or match is None or _is_prose(line):
        return None
    if labels:
        return Byline(date=date, origin=_value(line, labels, "origin"))
    if len(line) > _LONGEST_BARE_BYLINE:
        return None
    rest = _CLOCK.sub("", line[match.end() :], count=1).strip(" |｜·•-—,，/")
    return Byline(date=date, origin=rest or None, labelled=False)


def _value(line: str, labels: list[re.Match[str]], group: str) -> str | None:
    """Return what stands behind the first label of a kind, up to the next label or separator."""
    for number, label in enumerate(labels):
        if label[group]:
            end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
            value = line[label.end() : end].strip(" |｜,，;；[]【】()（）-—")
            if group == "origin":
                value = _without_date(_LOOSE_END.sub("", value))
            if value:
                return value
    return None


def _without_date(value: str) -> str:
    for pattern in _DATES:
        match = pattern.search(value)
        if match:
            value = value[: match.start()] if match.start() else _CLOCK.sub("", value[match.end() :], count=1)
    return value.strip(" |｜,，-—")


def _date_of(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    month = _MONTHS[parts["n"].casefold()] if parts.get("n") else _number(parts["m"])
    return _date(_number(parts["y"]), month, _number(parts["d"]))


def _number(digits: str) -> int:
    """Return the value of ASCII digits, of Chinese ones in a row, or of a Chinese number below 100."""
    if digits.isdecimal():
        return int(digits)
    if "十" in digits:
        tens, ones = digits.split("十", 1)
        return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
    return int("".join(str(_NUMERALS[digit]) for digit in digits))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
