"""Pair two folders of releases. Leaves out: reading them and keeping the result."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tm.bitext import Side
from tm.embed import Encoder
from tm.pairing.assign import Choice, Edge, assign, settle
from tm.pairing.candidates import candidates
from tm.pairing.check import check
from tm.pairing.evidence import Evidence, gather
from tm.pairing.features import Measures, measure
from tm.pairing.grains import Places
from tm.pairing.judge import Odds, fitted, judge
from tm.pairing.profile import Profiles, profiles
from tm.pairing.results import (
    Ambiguous,
    Duplicate,
    PairConfig,
    Pairing,
    PairingInput,
    Reasons,
    ReleasePair,
)
from tm.pairing.versions import Distinct, distinct, versions

DEFAULTS = PairConfig()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Closely:
    """What is known of the pairs looked at closely: `rows` in the English side, `columns` in the Chinese."""

    profile: Profiles
    evidence: Evidence
    rows: Places
    columns: Places
    measures: Measures


def pair_releases(
    en: Sequence[PairingInput],
    zh: Sequence[PairingInput],
    encoder: Encoder,
    config: PairConfig = DEFAULTS,
) -> Pairing:
    """Say which English release answers which Chinese one, how surely, and why.

    Either side may be empty, and releases may have no date, no title or no text. Every release is in the
    result once: in a pair, unpaired, ambiguous, or among the `others` of a duplicate; all lists are sorted
    by key. The same releases in another order give the same result. Raises LanguageError for releases on the
    wrong side (swapped, or the same language twice) and PairingError for a key given twice.
    """
    check(en, zh)
    ours = distinct(sorted(en, key=lambda item: item.release.key), "en")
    theirs = distinct(sorted(zh, key=lambda item: item.release.key), "zh")
    if not ours.items or not theirs.items:
        return _result(ours, theirs, (), (), ())
    seen = look_closely(ours.items, theirs.items, encoder, config.candidates)
    odds = judge(seen.measures, seen.rows, seen.columns, fitted())
    chosen = assign(seen.rows, seen.columns, odds.beside, config.threshold)
    return _sorted_out(ours, theirs, seen, odds, chosen, config)


def look_closely(
    en: Sequence[PairingInput], zh: Sequence[PairingInput], encoder: Encoder, count: int
) -> Closely:
    """Measure the `count` most promising counterparts of every release; none may be empty."""
    profile = profiles(en, zh, encoder)
    evidence = gather(en, zh)
    rows, columns = candidates(profile.en, profile.zh, evidence, count)
    return Closely(
        profile=profile,
        evidence=evidence,
        rows=rows,
        columns=columns,
        measures=measure(profile, evidence, rows, columns),
    )


def _sorted_out(
    ours: Distinct, theirs: Distinct, seen: Closely, odds: Odds, chosen: Sequence[Choice], config: PairConfig
) -> Pairing:
    """Tell sure pairs from ambiguous ones and versions from releases without counterpart."""
    place = {
        (int(row), int(column)): at
        for at, (row, column) in enumerate(zip(seen.rows, seen.columns, strict=True))
    }

    def pair(edge: Edge, probability: float) -> ReleasePair:
        return ReleasePair(
            en=ours.items[edge[0]].release.key,
            zh=theirs.items[edge[1]].release.key,
            confidence=round(probability, 4),
            reasons=_reasons(seen, place[edge], edge),
        )

    settled = settle(chosen, config.threshold, config.tie_odds)
    doubt = settled.doubtful
    ambiguous = [
        Ambiguous(
            en=tuple(sorted({found.en for found in ways})),
            zh=tuple(sorted({found.zh for found in ways})),
            candidates=tuple(ways),
        )
        for group in _groups(doubt)
        if (ways := [pair(edge, doubt[edge]) for edge in sorted(group)])
    ]
    return _result(
        ours,
        theirs,
        [pair((one.en, one.zh), one.probability) for one in settled.sure],
        ambiguous,
        _versions(ours, theirs, seen, odds, [*((one.en, one.zh) for one in settled.sure), *doubt], config),
    )


def _groups(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return the pairs in groups that have no release in common."""
    groups: list[tuple[set[int], set[int], list[Edge]]] = []
    for row, column in sorted(edges):
        mine: tuple[set[int], set[int], list[Edge]] = ({row}, {column}, [(row, column)])
        apart = []
        for group in groups:
            if row in group[0] or column in group[1]:
                mine = (mine[0] | group[0], mine[1] | group[1], mine[2] + group[2])
            else:
                apart.append(group)
        groups = [*apart, mine]
    return [group[2] for group in groups]


def _versions(
    ours: Distinct,
    theirs: Distinct,
    seen: Closely,
    odds: Odds,
    answering: Iterable[Edge],
    config: PairConfig,
) -> tuple[Duplicate, ...]:
    """Return left-over releases that answer a release whose counterpart they nearly repeat.

    That counterpart may be one of several that cannot be told apart.
    """
    by_row, by_column = defaultdict(list), defaultdict(list)
    for row, column in answering:
        by_row[row].append(column)
        by_column[column].append(row)
    claims_en, claims_zh = [], []
    for row, column, alone in zip(seen.rows.tolist(), seen.columns.tolist(), odds.alone, strict=True):
        if alone > 0 and row not in by_row:
            claims_en += [(row, other) for other in by_column.get(column, ())]
        if alone > 0 and column not in by_column:
            claims_zh += [(column, other) for other in by_row.get(row, ())]
    sides: tuple[tuple[Side, Distinct, list[Edge]], ...] = (
        ("en", ours, claims_en),
        ("zh", theirs, claims_zh),
    )
    return tuple(
        duplicate
        for side, all_of_it, claims in sides
        for duplicate in versions(
            side,
            [item.release.key for item in all_of_it.items],
            seen.profile.en.sentences if side == "en" else seen.profile.zh.sentences,
            claims,
            config.version_likeness,
            seen.profile.of_sentences,
        )
    )


def _reasons(seen: Closely, at: int, edge: Edge) -> Reasons:
    found = seen.measures
    days = found.days[at]
    return Reasons(
        date_days=None if np.isnan(days) else int(days),
        numbers=_rounded(found.shares["numbers"][at]),
        names=_rounded(found.shares["names"][at]),
        latin=_rounded(found.shares["latin"][at]),
        title_cosine=_rounded(found.title[at]),
        body_cosine=round(float(found.body[at]), 3),
        alignment=round(float(found.alignment[at]), 3),
        length=round(float(found.length[at]), 2),
        shared=seen.evidence.shared(*edge),
    )


def _rounded(value: np.float32) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)


def _result(
    ours: Distinct,
    theirs: Distinct,
    pairs: Sequence[ReleasePair],
    ambiguous: Sequence[Ambiguous],
    found_versions: Sequence[Duplicate],
) -> Pairing:
    """Return the pairing with everything not spoken for as unpaired."""
    placed: dict[Side, set[str]] = {
        "en": {one.en for one in pairs} | {key for one in ambiguous for key in one.en},
        "zh": {one.zh for one in pairs} | {key for one in ambiguous for key in one.zh},
    }
    for duplicate in found_versions:
        placed[duplicate.side].update(duplicate.others)
    sides: dict[Side, Distinct] = {"en": ours, "zh": theirs}
    unpaired: dict[Side, tuple[str, ...]] = {
        side: tuple(
            sorted(
                [key for item in found.items if (key := item.release.key) not in placed[side]]
                + list(found.empty)
            )
        )
        for side, found in sides.items()
    }
    return Pairing(
        pairs=tuple(sorted(pairs, key=lambda one: one.en)),
        unpaired=unpaired,
        duplicates=(*ours.duplicates, *theirs.duplicates, *found_versions),
        ambiguous=tuple(ambiguous),
    )
