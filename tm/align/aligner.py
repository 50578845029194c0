"""Two texts to beads. Leaves out: reading files, and keeping what people corrected."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np

from tm.align.chain import along, chain
from tm.align.composing import VectorMap, composing
from tm.align.config import AlignConfig
from tm.align.constraints import Constraints, Correction, checked, sort_corrections
from tm.align.lexicon import Lexicon
from tm.align.moved import with_moved
from tm.align.passages import steady
from tm.align.result import Alignment
from tm.align.sides import Prepared, prepare
from tm.align.stretch import Task
from tm.align.taught import teach, with_confirmed
from tm.align.tongues import check_sides
from tm.align.traits import traits
from tm.bitext import Bead, BeadStatus, Segment
from tm.embed import ComposingEncoder, Encoder, one_blas_thread
from tm.embed import encoder as named_encoder

DEFAULT = AlignConfig()


def align(
    en: Sequence[Segment],
    zh: Sequence[Segment],
    encoder: Encoder,
    config: AlignConfig = DEFAULT,
    *,
    confirmed: Sequence[Correction] = (),
    vectors: VectorMap | None = None,
    lexicon: Lexicon | None = None,
) -> Alignment:
    """Return which English segments answer which Chinese ones, with a confidence for each bead.

    `confirmed` are people's corrections (confirmed and rejected beads): they hold, only what lies between
    them is searched, and confirmed ones teach words that count in the rest. `lexicon` is what is known of
    words beforehand. `vectors` are unit vectors by text that are known already; an encoder that
    composes (the embedded one) does not need them. With another encoder, words and clauses are still
    compared by the embedded one. Raises AlignError where a side is not in its language or corrections
    contradict each other, ModelError where an encoder can't be had.
    """
    check_sides(en, zh)
    corrections = checked(confirmed, len(en), len(zh))
    main = composing(encoder, vectors)
    if not en or not zh:
        return _one_sided(en, zh, main, corrections)
    detail = main if isinstance(encoder, ComposingEncoder) else composing(named_encoder())
    known = with_confirmed(lexicon, confirmed, en, zh)
    with one_blas_thread():
        with ThreadPoolExecutor(1) as beside:
            other = beside.submit(prepare, zh, "zh", main, detail)
            left = prepare(en, "en", main, detail)
            right = other.result()
        left = teach(left, right, known) if known.entries else left
        beads = list(_beads(left, right, corrections, config))
    return Alignment(
        beads=tuple(in_order(beads)),
        model=encoder.name,
        en_vectors=left.reading.singles,
        zh_vectors=right.reading.singles,
    )


def _beads(
    en: Prepared, zh: Prepared, corrections: Sequence[Correction], config: AlignConfig
) -> Iterator[Bead]:
    """Yield what is confirmed, and the beads found between."""
    points = steady(chain(en.reading.singles, zh.reading.singles), en.size, zh.size)
    constraints = sort_corrections(corrections, points)
    yield from (replace(_held(one), moved=True) for one in constraints.apart)
    known = traits(en, zh, *along(points, en.size, zh.size))
    task = Task(en=en, zh=zh, known=known, constraints=constraints, config=config)
    found = [_held(one) for one in constraints.fixed]
    for stretch in _stretches(constraints, en.size, zh.size):
        found.extend(task.beads(*stretch, points))
    yield from with_moved(task, found) if config.moved_min else found


def _one_sided(
    en: Sequence[Segment],
    zh: Sequence[Segment],
    encoder: ComposingEncoder,
    corrections: Sequence[Correction],
) -> Alignment:
    """Return nulls alone, rejected ones too: there is nothing else for them."""
    constraints = sort_corrections(corrections, ())
    lone = {((i,), ()) for i in constraints.lone_en} | {((), (j,)) for j in constraints.lone_zh}
    nulls = [*(((i,), ()) for i in range(len(en))), *(((), (j,)) for j in range(len(zh)))]
    beads = [
        Bead(en=one[0], zh=one[1], status=BeadStatus.CONFIRMED if one in lone else BeadStatus.AUTO)
        for one in nulls
    ]
    empty = np.zeros((0, encoder.dimension), np.float32)
    return Alignment(
        beads=tuple(beads),
        model=encoder.name,
        en_vectors=encoder.encode([segment.text for segment in en]) if en else empty,
        zh_vectors=encoder.encode([segment.text for segment in zh]) if zh else empty,
    )


def _held(one: Correction) -> Bead:
    return Bead(en=one.en, zh=one.zh, confidence=1.0, status=BeadStatus.CONFIRMED)


def _stretches(constraints: Constraints, rows: int, columns: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the segments of both sides that are left between one fixed bead and the next."""
    gone_en = {number for bead in constraints.apart for number in bead.en}
    gone_zh = {number for bead in constraints.apart for number in bead.zh}
    ends = [
        (0, 0, 0, 0),
        *((bead.en[0], bead.zh[0], bead.en[-1] + 1, bead.zh[-1] + 1) for bead in constraints.fixed),
        (rows, columns, rows, columns),
    ]
    for before, after in pairwise(ends):
        en = [i for i in range(before[2], after[0]) if i not in gone_en]
        zh = [j for j in range(before[3], after[1]) if j not in gone_zh]
        if en or zh:
            yield en, zh


def in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Return beads in the order of both texts: a null stands before what follows it on its own side."""
    at_zh = deque(sorted((bead for bead in beads if not bead.en), key=lambda bead: bead.zh))
    found: list[Bead] = []
    for bead in sorted((bead for bead in beads if bead.en), key=lambda bead: bead.en):
        while bead.zh and not bead.moved and at_zh and at_zh[0].zh < bead.zh:
            found.append(at_zh.popleft())
        found.append(bead)
    return [*found, *at_zh]
