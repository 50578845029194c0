"""The lexicon of a memory: which words of its pairs answer each other, learned once and kept beside it.

Leaves out: learning it (`tm.align.lexicon`) and finding counterparts with it (`tm.align.links`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tm.bitext import UnitStatus
from tm.errors import MemoryStoreError
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon

MOST_PAIRS = 6_000
"""Pairs a lexicon is learned from: some seconds; more add rare words that few look up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wordbook:
    """A lexicon and the ids of the units it was learned from."""

    lexicon: "Lexicon"
    teachers: tuple[int, ...]


def learn(memory: Memory, units: Sequence[int], confirmed: Sequence[int] = ()) -> Wordbook:
    """Learn a lexicon from these units, evenly thinned where there are many; first from those confirmed.

    Confirmed ones, the newest, are up to half of its teachers. Units that wait for review teach nothing:
    they count once somebody has confirmed them.
    """
    from tm.align.lexicon import fit_lexicon

    first = sorted(confirmed)[-MOST_PAIRS // 2 :]
    step = max(1, -(-len(units) // (MOST_PAIRS - len(first))))
    taught = [
        unit
        for unit in memory.units.get(list(dict.fromkeys([*first, *units[::step]])))
        if unit.en and unit.zh and unit.status in {UnitStatus.CONFIRMED, UnitStatus.PLAIN}
    ]
    lexicon = fit_lexicon((unit.en, unit.zh) for unit in taught)
    return Wordbook(lexicon=lexicon, teachers=tuple(unit.id for unit in taught if unit.id is not None))


def write_wordbook(path: Path, book: Wordbook) -> None:
    """Write a wordbook as JSON under a name nobody reads yet."""
    plain = {
        "pairs": book.lexicon.pairs,
        "entries": {word: dict(rest) for word, rest in book.lexicon.entries.items()},
        "teachers": book.teachers,
    }
    try:
        path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    except OSError as err:
        raise MemoryStoreError(
            f"{path}: the lexicon cannot be written: {err}; free space or check rights"
        ) from err


def read_wordbook(path: Path) -> Wordbook:
    """Read a wordbook; raises MemoryStoreError where the file is missing or damaged."""
    from tm.align.lexicon import Lexicon

    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Wordbook(
            lexicon=Lexicon(pairs=int(plain["pairs"]), entries=plain["entries"]),
            teachers=tuple(map(int, plain.get("teachers", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise MemoryStoreError(
            f"{path}: the lexicon cannot be read: {err}; run `tm doctor --repair`"
        ) from err
