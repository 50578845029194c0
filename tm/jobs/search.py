"""Look a segment up, look many up, and find every place of a word. Leaves out: how matches are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Side
from tm.errors import ConfigError, LanguageError
from tm.jobs.session import Session
from tm.lookup import ConcordanceResult, LookupConfig, LookupResult, MatchKind, concordance, lookup
from tm.lookup.concordance import Sort
from tm.text.languages import detect_lang, parse_lang


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupOptions:
    """What a user may ask of a look-up; None leaves a setting as `tm.toml` or the default has it."""

    source_lang: str | None = None
    least_percent: int | None = None
    limit: int | None = None
    kinds: tuple[str, ...] | None = None


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


def look_up_file(session: Session, path: Path, options: LookupOptions) -> Iterator[LookupResult]:
    """Yield a result for each line of a text file, its neighbours taken as context."""
    from tm.exchange import read_lines  # not needed, and not loaded, for a single look-up

    lines = [line for line in read_lines(path) if line.strip()]
    for index, line in enumerate(lines):
        previous = lines[index - 1] if index else None
        next_ = lines[index + 1] if index + 1 < len(lines) else None
        yield look_up(session, line, options, previous=previous, next_=next_)


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
        "lookup", LookupConfig, least_percent=options.least_percent, limit=options.limit, kinds=kinds
    )


def _kind(name: str) -> MatchKind:
    try:
        return MatchKind(name)
    except ValueError as err:
        raise ConfigError(f"unknown kind of match {name!r}; known are {', '.join(MatchKind)}") from err
