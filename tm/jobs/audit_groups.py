"""Units that say the same on one side or on both: duplicates, several targets, several sources.

Match keys are kept as 64-bit digests, 24 bytes a unit, and sorted; texts are fetched for the groups found
only. Leaves out: checks of one unit (`audit_units`).
"""

from array import array
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side, TranslationUnit, UnitStatus, other_side
from tm.jobs.audit_findings import AuditFinding, AuditKind
from tm.memory.index import comparison_tokens, likeness
from tm.memory.index.compare import LOWEST_WITH_SAME_WORDS
from tm.memory.stores import Units
from tm.text import match_key

_LEAST = 2
"""Units of a group; others may have gone meanwhile."""
_MOST_NAMED = 50
_MOST_SHOWN = 8
_HALF_SURE_TOKENS = 6
"""A text of so many tokens with several renderings is as often meant as not; a longer one seldom."""
_TRIFLE = 0.6
_CONFIRMED = 0.5
_VERBATIM, _OTHER_WRITING = 1.0, 0.8

Numbers = NDArray[np.int64]


class KeyTable:
    """The match keys of units as digests, a column for each side."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._keys: dict[Side, array[int]] = {"en": array("q"), "zh": array("q")}

    def add(self, unit: TranslationUnit) -> None:
        """Note a unit."""
        assert unit.id is not None
        self._ids.append(unit.id)
        for side, column in self._keys.items():
            column.append(_digest(match_key(unit.text(side))))

    def findings(self, units: Units, source: Side) -> Iterator[AuditFinding]:
        """Yield what the keys show; `source` is the language that is called the source."""
        ids = np.frombuffer(self._ids, np.int64) if self._ids else np.zeros(0, np.int64)
        if not len(ids):
            return
        columns: dict[Side, Numbers] = {
            side: np.frombuffer(column, np.int64) for side, column in self._keys.items()
        }
        for kind, side in ((AuditKind.TARGETS, source), (AuditKind.SOURCES, other_side(source))):
            for group, firsts in _groups(columns[side], columns[other_side(side)]):
                yield from _several(kind, side, units, ids[group], ids[firsts])
        for group in _twins(columns["en"], columns["zh"]):
            yield from _duplicates(units, ids[group])


def _digest(key: str) -> int:
    data = key.encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)


def _groups(keys: Numbers, others: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield rows with one key and more than one other key, and one row for each other key."""
    order = np.lexsort((np.arange(len(keys)), others, keys))
    sorted_keys, sorted_others = keys[order], others[order]
    new_key = np.flatnonzero(np.append(True, sorted_keys[1:] != sorted_keys[:-1]))
    new_other = np.append(True, sorted_others[1:] != sorted_others[:-1])
    new_other[new_key] = True
    distinct = np.add.reduceat(new_other.astype(np.int64), new_key)
    ends = np.append(new_key[1:], len(keys))
    for at in np.flatnonzero(distinct > 1).tolist():
        rows = order[new_key[at] : ends[at]]
        yield np.sort(rows), np.sort(rows[new_other[new_key[at] : ends[at]]])


def _twins(en: Numbers, zh: Numbers) -> Iterator[Numbers]:
    """Yield rows with both keys the same."""
    order = np.lexsort((np.arange(len(en)), zh, en))
    same = (en[order][1:] == en[order][:-1]) & (zh[order][1:] == zh[order][:-1])
    starts = np.flatnonzero(np.append(True, ~same))
    ends = np.append(starts[1:], len(en))
    for at in np.flatnonzero(ends - starts > 1).tolist():
        yield order[starts[at] : ends[at]]


def _several(
    kind: AuditKind, side: Side, units: Units, ids: Numbers, firsts: Numbers
) -> Iterator[AuditFinding]:
    """Yield a text with several renderings.

    Confidence grows with its length, 1 − 0.5^(tokens / 6); it is less where the renderings differ in
    numbers, punctuation or case only, and where a person confirmed them all.
    """
    shown = units.get(firsts[:_MOST_SHOWN].tolist())
    if len(shown) < _LEAST:
        return
    across = other_side(side)
    text = shown[0].text(side)
    confidence = 1 - 0.5 ** (len(comparison_tokens(text)) / _HALF_SURE_TOKENS)
    renderings = [comparison_tokens(unit.text(across)) for unit in shown]
    if all(likeness(renderings[0], each).percent >= LOWEST_WITH_SAME_WORDS for each in renderings[1:]):
        confidence *= _TRIFLE
    if all(unit.status is UnitStatus.CONFIRMED for unit in shown):
        confidence *= _CONFIRMED
    texts = {side: (text,), across: tuple(unit.text(across) for unit in shown)}
    yield AuditFinding(
        kind=kind,
        confidence=round(confidence, 2),
        units=_named(ids),
        count=len(ids),
        message=f"{len(firsts)} {'renderings' if kind is AuditKind.TARGETS else 'sources'}",
        en=texts["en"],
        zh=texts["zh"],
    )


def _duplicates(units: Units, ids: Numbers) -> Iterator[AuditFinding]:
    """Yield units that are one and the same; surest where they are so character by character."""
    shown = units.get(ids[:_MOST_SHOWN].tolist())
    if len(shown) < _LEAST:
        return
    writings = {(unit.en, unit.zh) for unit in shown}
    releases = {unit.provenance.zh_release or unit.provenance.document or "" for unit in shown}
    yield AuditFinding(
        kind=AuditKind.DUPLICATE,
        confidence=_VERBATIM if len(writings) == 1 else _OTHER_WRITING,
        units=_named(ids),
        count=len(ids),
        message=f"{len(ids)} times" + (f", in {len(releases)} texts" if len(releases) > 1 else ""),
        en=tuple(dict.fromkeys(unit.en for unit in shown)),
        zh=tuple(dict.fromkeys(unit.zh for unit in shown)),
    )


def _named(ids: Numbers) -> tuple[int, ...]:
    return tuple(ids[:_MOST_NAMED].tolist())
