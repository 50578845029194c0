"""Passages that stand elsewhere in the other text. Leaves out: single sentences out of order.

What the search in order left without counterpart on either side is compared once more: where enough
neighbours answer enough neighbours, the passage was moved, and its beads are marked so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tm.align.chain import Point, chain
from tm.align.confidence import confidence
from tm.align.config import AlignConfig
from tm.align.model import load
from tm.align.search import Found, search
from tm.align.sides import Prepared
from tm.align.traits import Traits
from tm.bitext import Bead, BeadStatus

_GAP = 3  # segments a passage may have between two that answer each other
_ANSWERED = 0.6  # share of a passage's segments that must have a counterpart
_ROUNDS = 8  # passages looked for, one after another


def bead_of(
    found: Found, rows: Sequence[int], columns: Sequence[int], known: Traits, config: AlignConfig
) -> Bead:
    """Return a bead found in a part of the texts as one of the whole, with its confidence."""
    chance = confidence(found.kind, found.share, known.closeness)
    return Bead(
        en=tuple(rows[i] for i in found.en),
        zh=tuple(columns[j] for j in found.zh),
        score=found.score,
        confidence=chance,
        status=BeadStatus.REVIEW if chance < config.review_below else BeadStatus.AUTO,
    )


def with_moved(
    en: Prepared, zh: Prepared, beads: Sequence[Bead], known: Traits, config: AlignConfig
) -> list[Bead]:
    """Return the beads with those nulls replaced that answer each other out of order."""
    found = list(beads)
    for _ in range(_ROUNDS):
        rows = sorted(bead.en[0] for bead in found if _free(bead) and not bead.zh)
        columns = sorted(bead.zh[0] for bead in found if _free(bead) and not bead.en)
        if min(len(rows), len(columns)) < config.moved_min:
            break
        passage = _passage(en, zh, rows, columns, known, config)
        if not passage:
            break
        taken_en = {i for bead in passage for i in bead.en}
        taken_zh = {j for bead in passage for j in bead.zh}
        found = [
            bead
            for bead in found
            if not (_free(bead) and (taken_en.intersection(bead.en) or taken_zh.intersection(bead.zh)))
        ]
        moved = _out_of_order(passage, found)
        found.extend(replace(bead, moved=moved) for bead in passage)
    return found


def _out_of_order(passage: Sequence[Bead], others: Sequence[Bead]) -> bool:
    """Tell whether a passage stands on different sides of some other bead in the two texts."""
    i, j = passage[0].en[0], passage[0].zh[0]
    return any(
        (bead.en[0] < i) != (bead.zh[0] < j) for bead in others if bead.en and bead.zh and not bead.moved
    )


def _free(bead: Bead) -> bool:
    """Tell whether a bead is a null nobody confirmed."""
    return not (bead.en and bead.zh) and bead.status is not BeadStatus.CONFIRMED


def _passage(
    en: Prepared, zh: Prepared, rows: list[int], columns: list[int], known: Traits, config: AlignConfig
) -> list[Bead]:
    """Return the beads of the longest moved passage among segments left over, none if there is none."""
    points = chain(en.reading.singles[rows], zh.reading.singles[columns])
    for block in sorted(_blocks(points, rows, columns), key=len, reverse=True):
        if len(block) < config.moved_min:
            return []
        own = [i for i in rows if rows[block[0].i] <= i <= rows[block[-1].i]]
        other = [j for j in columns if columns[block[0].j] <= j <= columns[block[-1].j]]
        inner = [Point(own.index(rows[p.i]), other.index(columns[p.j]), p.weight) for p in block]
        beads = [
            bead_of(one, own, other, known, config)
            for one in search(en.take(own), zh.take(other), inner, load(), config, known)
            if one.en and one.zh
        ]
        answered = sum(len(bead.en) + len(bead.zh) for bead in beads)
        if answered >= _ANSWERED * (len(own) + len(other)):
            return beads
    return []


def _blocks(points: Sequence[Point], rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[Point]]:
    """Yield runs of points whose segments are near neighbours on both sides."""
    block: list[Point] = []
    for point in points:
        near = block and (
            rows[point.i] - rows[block[-1].i] <= _GAP and columns[point.j] - columns[block[-1].j] <= _GAP
        )
        if block and not near:
            yield block
            block = []
        block.append(point)
    if block:
        yield block
