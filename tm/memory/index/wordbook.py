"""The lexicon of a memory: which words of its pairs answer each other, learned once and kept beside it.

Leaves out: learning it (`tm.align.lexicon`) and finding counterparts with it (`tm.align.links`).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tm.bitext import UnitStatus
from tm.errors import MemoryStoreError
from tm.memory.protocols import Memory

if TYPE_CHECKING:
    from tm.align.lexicon import Lexicon

MOST_PAIRS = 6_000
"""Pairs a lexicon is learned from: some seconds; more add rare words that few look up."""


def learn(memory: Memory, units: Sequence[int]) -> "Lexicon":
    """Learn a lexicon from these units, evenly thinned where there are many.

    Those that wait for review teach nothing: they count once somebody has confirmed them.
    """
    from tm.align.lexicon import fit_lexicon

    step = max(1, -(-len(units) // MOST_PAIRS))
    return fit_lexicon(
        (unit.en, unit.zh)
        for unit in memory.units.get(list(units[::step]))
        if unit.en and unit.zh and unit.status is not UnitStatus.REVIEW
    )


def write_lexicon(path: Path, lexicon: "Lexicon") -> None:
    """Write a lexicon as JSON under a name nobody reads yet."""
    plain = {"pairs": lexicon.pairs, "entries": {word: dict(rest) for word, rest in lexicon.entries.items()}}
    try:
        path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    except OSError as err:
        raise MemoryStoreError(
            f"{path}: the lexicon cannot be written: {err}; free space or check rights"
        ) from err


def read_lexicon(path: Path) -> "Lexicon":
    """Read a lexicon; raises MemoryStoreError where the file is missing or damaged."""
    from tm.align.lexicon import Lexicon

    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Lexicon(pairs=int(plain["pairs"]), entries=plain["entries"])
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise MemoryStoreError(
            f"{path}: the lexicon cannot be read: {err}; run `tm doctor --repair`"
        ) from err
