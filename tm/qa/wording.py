"""Names of fixed wording and of places, from the pack `data/wording.tsv`. Leaves out: the glossary."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tm.errors import ReadError
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark

COLUMNS = ("zh", "en", "wrong", "says", "from", "to", "kind")
_PACK = "data/wording.tsv"
_AT_HOME = frozenset({"香港", "澳门"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """One entry: patterns of both languages, what the reader is told, and when it holds."""

    zh: re.Pattern[str]
    en: re.Pattern[str]
    wrong: re.Pattern[str] | None
    says: str
    since: dt.date | None
    until: dt.date | None
    official: bool

    def holds(self, day: dt.date | None) -> bool:
        """Tell whether the wording holds on a day; always if the day is unknown."""
        after = day is None or self.since is None or self.since <= day
        return after and (day is None or self.until is None or day <= self.until)


@cache
def wording_pack() -> tuple[Wording, ...]:
    """Return the entries of the pack that comes with the package."""
    return read_wording(files("tm.qa").joinpath(_PACK).read_text(encoding="utf-8").splitlines(), _PACK)


def read_wording(lines: Iterable[str], where: str | Path) -> tuple[Wording, ...]:
    """Return the entries of a pack's lines. Raises ReadError with the line of what is not sound."""
    entries = []
    header: list[str] = []
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not row or row[0].startswith("#"):
            continue
        if not header:
            header = row
            if tuple(header) != COLUMNS:
                raise ReadError(f"{where}:{number}", f"columns are {row}", f"give {', '.join(COLUMNS)}")
            continue
        if len(row) != len(COLUMNS):
            raise ReadError(f"{where}:{number}", f"{len(row)} columns", f"give {len(COLUMNS)}, with tabs")
        entries.append(_entry(row, f"{where}:{number}"))
    return tuple(entries)


def _entry(row: Sequence[str], where: str) -> Wording:
    zh, en, wrong, says, since, until, kind = row
    try:
        return Wording(
            zh=re.compile(zh),
            en=re.compile(en),
            wrong=re.compile(wrong) if wrong else None,
            says=says,
            since=dt.date.fromisoformat(since) if since else None,
            until=dt.date.fromisoformat(until) if until else None,
            official=kind == "official",
        )
    except (re.error, ValueError) as error:
        raise ReadError(where, str(error), "patterns are Python's, dates YYYY-MM-DD") from error


def _entries(known: Evidence) -> tuple[Wording, ...]:
    """Return the pack with the house's own wordings in place of those for the same Chinese."""
    house = known.config.wording
    if not house:
        return wording_pack()
    kept = [entry for entry in wording_pack() if not any(entry.zh.search(zh) for zh in house)]
    return (*kept, *(_house_entry(zh, en) for zh, en in house.items() if en))


def _house_entry(zh: str, en: str) -> Wording:
    return Wording(
        zh=re.compile(re.escape(zh)),
        en=re.compile(re.escape(en), re.IGNORECASE),
        wrong=None,
        says=en,
        since=None,
        until=None,
        official=True,
    )


def wording(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield fixed names rendered otherwise than the pack says."""
    for row in rows:
        zh, en = row.zh.simplified, row.en.text
        if not zh.strip() or not en.strip():
            continue
        for entry in _entries(known):
            found = entry.zh.search(zh) if entry.holds(known.day) else None
            if not row.to_english:
                said = re.search(rf"\b{re.escape(entry.says)}\b", en) if entry.official else None
                if said and entry.holds(known.day) and not found:
                    message = f"{entry.says} has fixed wording in Chinese, which the draft lacks"
                    yield mark(row, "wording", message, Sides(en=said.span()))
                continue
            if not found or is_at_home(row, found.group()):
                continue
            bad = entry.wrong.search(en) if entry.wrong else None
            if bad and not _meant(bad, zh):
                message = f"{found.group()}: not {bad.group()} but {entry.says}"
                yield mark(row, "wording", message, Sides(zh=found.span(), en=bad.span()))
            elif not entry.en.search(en):
                message = f"{found.group()} is not rendered as {entry.says}"
                yield mark(row, "wording", message, Sides(zh=found.span()))


def is_at_home(row: Row, place: str) -> bool:
    """Tell a place with script of its own in a release written there, where it goes without saying."""
    return row.zh.traditional and place in _AT_HOME


def _meant(bad: re.Match[str], zh: str) -> bool:
    """Tell a word wrong for one entry that another entry of the same row asks for (陕西 beside 山西)."""
    return any(entry.en.fullmatch(bad.group()) and entry.zh.search(zh) for entry in wording_pack())
