"""How well predicted beads agree with gold ones. Leaves out: reading either."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tm.bitext import Bead

Pair = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """Counts of agreement; scores of several texts come from adding their counts (`+`).

    Strict: a bead is identical. Lax: it shares a source and a target segment with some gold bead.
    Precision counts predicted nulls, recall does not count gold nulls (the convention of Vecalign's and
    Bertalign's evaluations). Null precision and recall are by segment: one that stands alone in both.
    `by_kind` gives, for "en-zh" segment counts, (right, predicted, gold).
    """

    right: int = 0
    lax_right: int = 0
    predicted: int = 0
    found: int = 0
    lax_found: int = 0
    gold: int = 0
    null_right: int = 0
    null_predicted: int = 0
    null_gold: int = 0
    by_kind: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    def __add__(self, other: "Evaluation") -> "Evaluation":
        """Pool the counts of two evaluations."""
        kinds = {
            kind: _sum(self.by_kind.get(kind, (0, 0, 0)), other.by_kind.get(kind, (0, 0, 0)))
            for kind in {*self.by_kind, *other.by_kind}
        }
        return Evaluation(
            right=self.right + other.right,
            lax_right=self.lax_right + other.lax_right,
            predicted=self.predicted + other.predicted,
            found=self.found + other.found,
            lax_found=self.lax_found + other.lax_found,
            gold=self.gold + other.gold,
            null_right=self.null_right + other.null_right,
            null_predicted=self.null_predicted + other.null_predicted,
            null_gold=self.null_gold + other.null_gold,
            by_kind=kinds,
        )

    @property
    def strict(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of identical beads."""
        return _scores(self.right, self.predicted, self.found, self.gold)

    @property
    def lax(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of beads that overlap a gold one on both sides."""
        return _scores(self.lax_right, self.predicted, self.lax_found, self.gold)

    @property
    def nulls(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of segments without counterpart."""
        return _scores(self.null_right, self.null_predicted, self.null_right, self.null_gold)


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _scores(right: int, predicted: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1; of nothing predicted or nothing to find, 1."""
    precision = right / predicted if predicted else 1.0
    recall = found / gold if gold else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def evaluate(predicted: Iterable[Bead | Pair], gold: Iterable[Bead | Pair]) -> Evaluation:
    """Compare predicted with gold beads, each `Bead`s or (en indices, zh indices).

    A null of several segments counts as a null of each: nothing holds them together.
    """
    ours, theirs = list(_pairs(predicted)), list(_pairs(gold))
    our_set, their_set = set(ours), set(theirs)
    our_links, their_links = _links(ours), _links(theirs)
    real = [bead for bead in theirs if bead[0] and bead[1]]
    our_nulls, their_nulls = _nulls(ours), _nulls(theirs)
    right = [bead for bead in ours if bead in their_set]
    return Evaluation(
        right=len(right),
        lax_right=sum(bead in their_set or not their_links.isdisjoint(_links([bead])) for bead in ours),
        predicted=len(ours),
        found=sum(bead in our_set for bead in real),
        lax_found=sum(not our_links.isdisjoint(_links([bead])) for bead in real),
        gold=len(real),
        null_right=len(our_nulls & their_nulls),
        null_predicted=len(our_nulls),
        null_gold=len(their_nulls),
        by_kind=_by_kind(right, ours, theirs),
    )


def _pairs(beads: Iterable[Bead | Pair]) -> Iterator[Pair]:
    for bead in beads:
        en, zh = (bead.en, bead.zh) if isinstance(bead, Bead) else bead
        if en and zh:
            yield en, zh
        else:
            yield from (((i,), ()) for i in en)
            yield from (((), (j,)) for j in zh)


def _links(beads: Iterable[Pair]) -> set[tuple[int, int]]:
    return {(i, j) for en, zh in beads for i in en for j in zh}


def _nulls(beads: Iterable[Pair]) -> set[tuple[str, int]]:
    found = {("en", i) for en, zh in beads if not zh for i in en}
    return found | {("zh", j) for en, zh in beads if not en for j in zh}


def _by_kind(
    right: Iterable[Pair], predicted: Iterable[Pair], gold: Iterable[Pair]
) -> dict[str, tuple[int, int, int]]:
    counts = [Counter(f"{len(en)}-{len(zh)}" for en, zh in beads) for beads in (right, predicted, gold)]
    kinds = sorted({*counts[0], *counts[1], *counts[2]})
    return {kind: (counts[0][kind], counts[1][kind], counts[2][kind]) for kind in kinds}
