"""The parts of the QA benchmark, each cut into tasks that two processes share. Leaves out: running them.

A task's `measure` returns plain figures (`"shown"` holds rows asked for by `--show` and `--missed`).
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benches import qa_substitutions as change
from benches.qa_known import (
    FAMILY,
    VALUES,
    arrow,
    as_draft,
    findings,
    is_hit,
    known_for,
    marked,
    plain,
    with_glossary,
)
from benches.qa_pofilter import pofilter
from benches.qa_sets import Pair, Planted, demetr, drafts, good_sets

from tm.bitext import DraftSegment, Finding, Side
from tm.qa import Evidence
from tm.qa.lacking import compare_rows
from tm.qa.omissions import models
from tm.qa.row import make_row
from tm.qa.teaching import taught
from tm.text.names import latin_names
from tm.text.quantities import read_values

Options = argparse.Namespace
Figures = dict[str, Any]
SIDES: tuple[Side, Side] = ("zh", "en")
_LEASTS = (0.5, 0.6, 0.7, 0.8, 0.84, 0.88, 0.92, 0.95, 0.98)


@cache
def sets_of(gold: Path | None) -> dict[str, list[Pair]]:
    """Return good translations by set."""
    return good_sets(gold)


@cache
def pool_of(gold: Path | None) -> tuple[list[Pair], Evidence]:
    """Return all good translations, and evidence with what they teach.

    No draft is spoilt in every row, as seeded ones are: their own lengths would give them away.
    """
    pool = [pair for pairs in sets_of(gold).values() for pair in pairs]
    return pool, taught(plain(), as_draft(pool, "zh"))


def own_drafts(given: Options) -> Figures:
    """Measure recall on the planted drafts of `corpora/` and what fires on their clean rows."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    clean = 0
    shown: list[str] = []
    for name, side, texts, errors in drafts():
        pairs = texts if side == "zh" else [(draft, source) for source, draft in texts]
        for at, found in enumerate(findings(pairs, side, with_glossary())):
            for kind in errors.get(at, ()):
                hit = is_hit(found, FAMILY.get(kind))
                total[kind] += 1
                hits[kind] += hit
                if not hit and kind in given.missed:
                    shown.append(f"{name} {at}, missed {kind}\n    " + "\n    ".join(texts[at]))
            if at not in errors:
                clean += 1
                false.update(finding.rule for finding in found)
                shown += [
                    f"{name} {at}, {marked(pairs[at], side, one)}" for one in found if one.rule in given.show
                ]
    return {
        "kinds": {kind: {"rows": count, "found": hits[kind]} for kind, count in sorted(total.items())},
        "clean_rows": clean,
        "false": dict(false),
        "shown": shown,
    }


def firing(given: Options, name: str, side: Side) -> Figures:
    """Count how often each rule, and pofilter beside, fires on a set of good translations."""
    pairs = sets_of(given.gold)[name]
    found = findings(pairs, side, known_for(name))
    counted: Counter[str] = Counter()
    for row in found:
        counted.update({finding.rule for finding in row})
        counted["ANY"] += bool(row)
        counted["ANY but info"] += any(finding.severity.value != "info" for finding in row)
    numbered = [at for at, pair in enumerate(pairs) if _has_values(*pair)]
    counted["VALUES of rows with numbers"] = sum(is_hit(found[at], VALUES) for at in numbered)
    if given.pofilter:
        rows = pairs if side == "zh" else [(en, zh) for zh, en in pairs]
        for check, count in pofilter(given.pofilter, rows, "en" if side == "zh" else "zh").items():
            counted[f"pofilter {check}"] = count
    shown = [
        f"{name} {arrow(side)} {at}, {marked(pair, side, one)}"
        for at, (pair, row) in enumerate(zip(pairs, found, strict=True))
        for one in row
        if one.rule in given.show
    ]
    return {"size": len(pairs), "numbered": len(numbered), "rules": dict(counted), "shown": shown}


def _has_values(zh: str, en: str) -> bool:
    return any(
        reading.quantities or reading.dates for reading in (read_values(zh, "zh"), read_values(en, "en"))
    )


@cache
def _planted(gold: Path) -> dict[str, list[Planted]]:
    kinds: dict[str, list[Planted]] = defaultdict(list)
    for row in demetr(gold):
        kinds[row.kind].append(row)
    return kinds


def planted_kinds(given: Options) -> list[tuple[str]]:
    """Return DEMETR's kinds, those asked for."""
    return [(kind,) for kind in sorted(_planted(given.gold)) if not given.kinds or kind in given.kinds]


def planted(given: Options, kind: str) -> Figures:
    """Measure recall on a kind of DEMETR, and on how many of the untouched rows the same rules fire."""
    members = _planted(given.gold)[kind]
    wrong = [findings([(row.source, row.draft)], "zh", plain())[0] for row in members]
    clean = [findings([(row.source, row.clean or "")], "zh", plain())[0] for row in members]
    missed = [
        f"DEMETR {kind}\n    {row.source}\n    {row.clean}\n    {row.draft}"
        for row, found in zip(members, wrong, strict=True)
        if kind in given.missed and not is_hit(found, FAMILY.get(kind))
    ]
    return {**_recall(kind, wrong, clean), "shown": missed}


def _recall(kind: str, wrong: Sequence[list[Finding]], right: Sequence[list[Finding]]) -> Figures:
    family = FAMILY.get(kind)
    return {
        "rows": len(wrong),
        "found": sum(is_hit(found, family) for found in wrong),
        "before": sum(is_hit(found, family) for found in right),
    }


def kinds_of(given: Options) -> list[tuple[str, Side]]:
    """Return the kinds of seeded errors with the side of the draft."""
    kinds = [kind for kind in _changes(given, "en") if not given.kinds or kind in given.kinds]
    return [(kind, side) for side in SIDES[::-1] for kind in kinds]


def _changes(given: Options, side: Side) -> dict[str, change.Change]:
    pool, _ = pool_of(given.gold)
    other = [zh if side == "zh" else en for zh, en in pool]
    people = [name.text for _, en in pool for name in latin_names(en) if change.is_name(name.text)]
    return {
        "number": change.number, "magnitude": change.magnitude, "date": change.date, "unit": change.unit,
        "name": change.name(people), "name removed": change.name_removed, "negation": change.negation,
        "codemix": change.codemix, "empty": change.emptied, "dropped clause": change.dropped,
        "added clause": change.added(other),
    }  # fmt: skip


def _seeded(given: Options, kind: str, side: Side) -> tuple[list[Pair], list[Pair]]:
    """Return pairs with one error of a kind on `side`, and the same pairs without."""
    chance = random.Random(f"{given.seed} {kind} {side}")
    make = _changes(given, side)[kind]
    rows: list[Pair] = []
    untouched: list[Pair] = []
    order = list(pool_of(given.gold)[0])
    for _ in range(3):  # a short pool is gone through again, other spots being drawn
        chance.shuffle(order)
        for zh, en in order:
            if len(rows) == given.substitutions:
                return rows, untouched
            source, draft = (zh, en) if side == "en" else (en, zh)
            changed = make(source, draft, side, chance)
            if changed and changed != draft:
                rows.append((source, changed) if side == "en" else (changed, source))
                untouched.append((zh, en))
    return rows, untouched


def substituted(given: Options, kind: str, side: Side) -> Figures:
    """Measure recall on one kind of seeded error in drafts of one side."""
    rows, untouched = _seeded(given, kind, side)
    source_side: Side = "zh" if side == "en" else "en"
    wrong, right = (findings(each, source_side, pool_of(given.gold)[1]) for each in (rows, untouched))
    missed = [
        f"{kind} {arrow(source_side)}\n    " + "\n    ".join((*good, *bad))
        for good, bad, found in zip(untouched, rows, wrong, strict=True)
        if kind in given.missed and not is_hit(found, FAMILY.get(kind))
    ]
    return {**_recall(kind, wrong, right), "shown": missed}


def curve(given: Options, side: Side) -> Figures:
    """Measure what one side lacks by threshold: firing on good rows, recall on clauses dropped and added."""
    pool, known = pool_of(given.gold)
    other: Side = "zh" if side == "en" else "en"
    good = _chances(pool, known, side)
    dropped, added = (
        _chances(_seeded(given, kind, where)[0], known, side)
        for kind, where in (("dropped clause", side), ("added clause", other))
    )
    return {
        f"{least:.2f}": {
            "firing": _share(good, least),
            "dropped": _share(dropped, least),
            "added": _share(added, least),
        }
        for least in _LEASTS
    }


def _share(values: Sequence[float], least: float) -> float:
    return round(sum(value >= least for value in values) / max(1, len(values)), 4)


def _chances(pairs: Sequence[Pair], known: Evidence, side: Side) -> list[float]:
    """Return how likely each pair's text of `side` lacks something."""
    fitting = models().fit(known.encoder)
    assert fitting is not None
    rows = [make_row(at, DraftSegment(source=zh, draft=en), "zh") for at, (zh, en) in enumerate(pairs)]
    found: list[float] = []
    for first in range(0, len(rows), 1_024):
        for one in compare_rows(rows[first : first + 1_024], known, fitting):
            lacks = models().worst(one) if one is not None else None
            found.append(0.0 if lacks is None else lacks[0 if side == "en" else 1].probability)
    return found
