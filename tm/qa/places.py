"""Places read otherwise than their characters usually are. Leaves out: the world at large (`entities`)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import product

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.spelling import letters_of, spellings_of


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Return places read otherwise than their characters usually are, with their spellings."""
    lines = files("tm.qa").joinpath("data/places.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: tuple(row[1:]) for row in rows}


def places(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield places spelled by another reading of their characters (六安 is Lu'an, not Liu'an)."""
    del known
    for row in rows:
        zh, en = row.zh.simplified, row.en.text
        for place, spellings in _places().items():
            at = zh.find(place)
            if at < 0 or any(spelling in en for spelling in spellings):
                continue
            for word in re.finditer(r"[A-Z][a-z]+(?:['’][a-z]+)?", en):
                if letters_of(word.group()) in _other_readings(place):
                    message = f"{place} is {spellings[0]}, not {word.group()}"
                    sides = Sides(zh=(at, at + len(place)), en=word.span())
                    suggestion = spellings[0] if row.to_english else None
                    yield mark(row, "name", message, sides, suggestion=suggestion)


@cache
def _other_readings(place: str) -> frozenset[str]:
    right = {letters_of(spelling) for spelling in _places()[place]}
    spelled = {"".join(parts) for parts in product(*(spellings_of(character) for character in place))}
    return frozenset(spelled - right)
