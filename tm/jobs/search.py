"""Look a segment up, look many up, and find every place of a word. Leaves out: how matches are found."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Side, Skipped
from tm.errors import ConfigError, LanguageError, QueryError
from tm.jobs.session import Session
from tm.lookup import ConcordanceResult, LookupConfig, LookupResult, MatchKind, concordance, lookup
from tm.lookup.concordance import Sort
from tm.lookup.config import LONGEST_QUERY_CHARS
from tm.text.languages import detect_lang, parse_lang


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupOptions:
    """What a user may ask of a look-up; None leaves a setting as `tm.toml` or the default has it.

    `as_of` is the day of the text, against which names and ages are judged; today if None.
    """

    source_lang: str | None = None
    least_percent: int | None = None
    limit: int | None = None
    kinds: tuple[str, ...] | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LineResult:
    """What a line of a batch was answered; `skipped` says why it could not be looked up."""

    result: LookupResult
    skipped: tuple[Skipped, ...] = ()


def look_up(
    session: Session,
    text: str,
    options: LookupOptions,
    *,
    previous: str | None = None,
    next_: str | None = None,
) -> LookupResult:
    """Return what the memory knows about one segment. Raises QueryError for an empty or endless one."""
    return lookup(
        session.memory,
        text,
        side=side_of(text, options.source_lang),
        previous=previous,
        next_=next_,
        config=_config(session, options),
        encoder=lambda: session.encoder,
    )


def look_up_file(session: Session, path: Path, options: LookupOptions) -> Iterator[LineResult]:
    """Yield a result for each line of a text file, its neighbours taken as context.

    A blank line has no matches; nor has one that cannot be looked up, which says why.
    """
    from tm.exchange import read_lines  # not needed, and not loaded, for a single look-up

    lines = read_lines(path)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    later = dict(itertools.pairwise(filled))
    earlier = {number: before for before, number in later.items()}
    for number, line in enumerate(lines):
        nothing = LookupResult(query=line.strip(), side=side_of(line, options.source_lang), matches=())
        if not line.strip():
            yield LineResult(result=nothing)
            continue
        previous, next_ = (
            _context(lines[there[number]]) if number in there else None for there in (earlier, later)
        )
        try:
            yield LineResult(result=look_up(session, line, options, previous=previous, next_=next_))
        except QueryError as err:
            yield LineResult(result=nothing, skipped=(Skipped(where=f"{path}:{number + 1}", why=str(err)),))


def _context(line: str) -> str | None:
    return line if len(line) <= LONGEST_QUERY_CHARS else None


def find_places(
    session: Session,
    text: str,
    *,
    lang: str | None = None,
    limit: int = 50,
    regex: bool = False,
    sort: Sort = "relevance",
) -> ConcordanceResult:
    """Return the units in which a word or phrase stands, on one side or on both."""
    side = parse_lang(lang).side if lang else None
    return concordance(session.memory, text, side=side, limit=limit, regex=regex, sort=sort)


def side_of(text: str, lang: str | None) -> Side:
    """Return the side a text stands on: as told, else by its script (English where it has no letters)."""
    if lang:
        return parse_lang(lang).side
    try:
        return detect_lang(text).side
    except LanguageError:
        return "en"


def _config(session: Session, options: LookupOptions) -> LookupConfig:
    kinds = frozenset(_kind(name) for name in options.kinds) if options.kinds else None
    return session.settings.config(
        "lookup",
        LookupConfig,
        least_percent=options.least_percent,
        limit=options.limit,
        kinds=kinds,
        as_of=options.as_of,
    )


def _kind(name: str) -> MatchKind:
    try:
        return MatchKind(name)
    except ValueError as err:
        raise ConfigError(f"unknown kind of match {name!r}; known are {', '.join(MatchKind)}") from err
