"""What a date or time in a text means. Leaves out: finding them (`dates_zh`, `dates_en`)."""

from dataclasses import dataclass
from enum import StrEnum

from tm.bitext import Span

NOON = 12
LAST_HOUR = 24
LAST_DAY = 31
HUNDRED = 100
"""Years of a century; below it a year is short for one of a century known otherwise (98年, 2007–08)."""
LAST_CENTURY = 30
"""The last a text may well mean; 第三十一届 and the like count something else."""


class DateKind(StrEnum):
    """The grain of a date; `RELATIVE` covers what only a reference date can resolve (去年, yesterday)."""

    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    DAY = "day"
    QUARTER = "quarter"
    HALF = "half"
    DECADE = "decade"
    CENTURY = "century"
    TIME = "time"
    WEEKDAY = "weekday"
    RELATIVE = "relative"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A point in time as far as it is stated; `weekday` is 1 (Monday) to 7."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DateSpan:
    """A date, time or stretch of time found in a text.

    `end` closes a range, or the period itself: the first half of 2023 is 2023-01 to 2023-06, the 1990s
    1990 to 1999. `resolved` is True where a reference date supplied what the words only hint at.
    `weak` marks words a good translation may drop (today, 今年, Monday).
    """

    kind: DateKind
    start: Moment
    span: Span
    text: str
    end: Moment | None = None
    weak: bool = False
    resolved: bool = False
