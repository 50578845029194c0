"""What every reader hands over: the parts of a release as found in one file, whatever its format."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tm.release.bylines import date_in, is_date_only, parse_byline
from tm.release.lines import squeeze

_TOP_LINES = 4
"""How many lines under a title may be bylines."""
_SIGN_OFF_LINES = 2
_TITLE_LABEL = re.compile(r"^(?:标题|標題|题目|Title|Headline)\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Title, body paragraphs and what the file says of itself; `lang` is its own claim, if any."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    date: dt.date | None = None
    origin: str | None = None
    url: str | None = None
    lang: str | None = None


def reading_of(
    paragraphs: Sequence[str], *, title_at: int | None = 0, metadata: Reading | None = None
) -> Reading:
    """Return the reading of plain paragraphs; the one at `title_at` is the title.

    None leaves the title to `metadata`, which also gives the date and origin that no byline does.
    Bylines above and right under the title become date and origin. Other text above it stays.
    """
    known = metadata or Reading()
    lines = [squeeze(paragraph) for paragraph in paragraphs]
    at = -1 if title_at is None else title_at
    date, origin, above = _take_bylines(lines[: max(at, 0)], len(lines))
    if title_at == 0:
        skipped_date, skipped_origin, rest = _take_bylines(lines, len(lines) - 1)
        date, origin, lines, at = skipped_date, skipped_origin, rest, 0
    title = known.title if title_at is None else (lines[at] if at < len(lines) else "")
    below_date, below_origin, below = _take_bylines(lines[at + 1 :], len(lines))
    return replace(
        known,
        title=_TITLE_LABEL.sub("", title, count=1),
        paragraphs=tuple(line for line in (*above, *below) if line),
        date=date or below_date or known.date,
        origin=origin or below_origin or known.origin,
    )


def _take_bylines(lines: Sequence[str], limit: int) -> tuple[dt.date | None, str | None, list[str]]:
    """Return date and origin of the bylines `lines` start with, at most `limit`, and what comes after."""
    date: dt.date | None = None
    origin: str | None = None
    taken = 0
    for line in lines[: min(_TOP_LINES, limit)]:
        byline = parse_byline(line, first=True)
        if byline is None:
            break
        date, origin, taken = date or byline.date, origin or byline.origin, taken + 1
    return date, origin, list(lines[taken:])


def sign_off_date(paragraphs: Sequence[str]) -> dt.date | None:
    """Return the date a notice is signed with: one of its last paragraphs that is nothing but a date."""
    for paragraph in paragraphs[-_SIGN_OFF_LINES:]:
        if is_date_only(paragraph):
            return date_in(paragraph)
    return None
