"""Trade words taken for their neighbours: 认证/认可, 检验/检测, 暂停/撤销/注销, 应当/可以.

The groups are `data/confusables.json`. `zh` and `en` are what shows a word, `zh_any` and `en_any`
everything that excuses its presence on the other side; each is a pattern. A row is reported where one
side has word A and not B, and the other has B, which nothing there excuses, instead of A. Leaves out:
the glossary's own forbidden forms (`terms`).
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import permutations

from tm.bitext import Side
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    """One word of a group with its patterns by language."""

    name: dict[Side, str]
    shows: dict[Side, re.Pattern[str]]
    excuses: dict[Side, re.Pattern[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Words taken for each other. `strict`: B for A is wrong even where A stands in the draft too."""

    strict: bool
    context: re.Pattern[str]
    words: tuple[_Word, ...]


@cache
def groups() -> tuple[_Group, ...]:
    """Return the groups of the data file."""
    rows = json.loads(files("tm.qa").joinpath("data/confusables.json").read_text(encoding="utf-8"))
    return tuple(
        _Group(
            strict=row["strict"],
            context=re.compile(row.get("context", ""), re.IGNORECASE),
            words=tuple(
                _Word(
                    name={"zh": word["name"][0], "en": word["name"][1]},
                    shows={"zh": _pattern(word["zh"]), "en": _pattern(word["en"])},
                    excuses={"zh": _pattern(word["zh_any"]), "en": _pattern(word["en_any"])},
                )
                for word in row["words"]
            ),
        )
        for row in rows
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\w*" if text[0].isascii() and text[0] != "\\" else text, re.IGNORECASE)


def confusable(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield rows that hold a word of a group where the source has its neighbour."""
    del known
    for row in rows:
        for group in groups():
            for right, wrong in permutations(group.words, 2):
                found = _taken(row.source, row.draft, right, wrong, strict=group.strict)
                if found and group.context.search(row.source.text):
                    yield _mark(row, right, wrong, found)
                    break


def _taken(
    source: Text, draft: Text, right: _Word, wrong: _Word, *, strict: bool
) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return where the source has `right` and the draft `wrong` instead, None if it has not."""
    there = right.shows[source.side].search(source.text)
    here = wrong.shows[draft.side].search(draft.text) if there else None
    if not there or not here or wrong.excuses[source.side].search(source.text):
        return None
    if not strict and right.excuses[draft.side].search(draft.text):
        return None
    return there, here


def _mark(row: Row, right: _Word, wrong: _Word, found: tuple[re.Match[str], re.Match[str]]) -> Mark:
    there, here = found
    side = row.draft.side
    return Mark(
        row=row,
        rule="confusable",
        message=f"{here.group()} is {wrong.name[row.source.side]}; {there.group()} is {right.name[side]}",
        source_span=there.span(),
        draft_span=here.span(),
    )
