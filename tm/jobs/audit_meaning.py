"""Units whose two sides do not seem to say the same, by their vectors and lengths.

Leaves out: what single values or words say (`audit_units`).
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tm.bitext import TranslationUnit
from tm.jobs.audit_findings import AuditFinding, AuditKind
from tm.memory.protocols import Memory
from tm.memory.values import UnitVectors

LEAST_CONFIDENCE = 0.5
"""Below it, a free translation is likelier than a wrong one."""

_INTERCEPT, _PER_COSINE, _PER_LENGTH = 6.29, -22.04, 3.85
"""Logistic weights: cosine, and |ln| of the length ratio. Fitted with the embedded encoder on the beads of
`corpora/` and 1,500 units of TICO-19 against the same texts shifted by one and shuffled, 2% of them wrong.
At 0.5 they name 0.9% of the good beads of `corpora/`, none of the 2,133 good units of TICO-19 and ASVS,
74–90% of the shifted and 95–98% of the shuffled ones."""
_EN_PER_ZH = 3.4
_SMOOTHING_CHARS = 10
_EMBEDDED = "use"
_PAIRS, _STRANGERS = 0.65, 0.11
"""Median cosine of good pairs and mean cosine of strangers, of the embedded encoder."""
_LEAST_SAMPLE = 200


def mismatch(cosine: float, en_chars: int, zh_chars: int) -> float:
    """Return the probability that two texts do not render each other.

    >>> mismatch(0.7, 34, 10) < 0.001, mismatch(0.1, 34, 10) > 0.9
    (True, True)
    """
    ratio = (en_chars + _SMOOTHING_CHARS) / (_EN_PER_ZH * zh_chars + _SMOOTHING_CHARS)
    return 1 / (1 + math.exp(-(_INTERCEPT + _PER_COSINE * cosine + _PER_LENGTH * abs(math.log(ratio)))))


class MeaningCheck:
    """Goes over the vectors of both sides of a memory, batch by batch."""

    def __init__(self, memory: Memory, model: str) -> None:
        self._memory = memory
        self._model = model
        self.seen = 0

    def findings(self) -> Iterator[AuditFinding]:
        """Yield units whose sides are unlike; units without vectors are passed over."""
        scale = self._scale()
        if scale is None:
            return
        slope, offset = scale
        for ids, cosines in self._batches():
            self.seen += len(ids)
            near = dict(zip(ids, cosines, strict=True))
            for unit in self._memory.units.get(ids):
                assert unit.id is not None
                finding = _judged(unit, slope * near[unit.id] + offset)
                if finding is not None:
                    yield finding

    def _batches(self) -> Iterator[tuple[list[int], list[float]]]:
        """Yield ids with the cosine of their two sides."""
        vectors = self._memory.vectors
        for batch in vectors.of_units(self._model, "en"):
            yield _paired(batch, vectors.of_ids(self._model, "zh", batch.ids.tolist()))

    def _scale(self) -> tuple[float, float] | None:
        """Return how a model's cosines become those the weights were fitted on; None with too few units."""
        if self._model == _EMBEDDED:
            return 1.0, 0.0
        vectors = self._memory.vectors
        for batch in vectors.of_units(self._model, "en"):
            across = vectors.of_ids(self._model, "zh", batch.ids.tolist())
            _, cosines = _paired(batch, across)
            if len(cosines) < _LEAST_SAMPLE:
                return None
            shifted = UnitVectors(ids=across.ids, codes=np.roll(across.codes, len(across.ids) // 2, axis=0))
            _, strange = _paired(batch, shifted)
            pairs, strangers = float(np.median(cosines)), float(np.mean(strange))
            slope = (_PAIRS - _STRANGERS) / max(pairs - strangers, 1e-3)
            return slope, _STRANGERS - slope * strangers
        return None


def _paired(en: UnitVectors, zh: UnitVectors) -> tuple[list[int], list[float]]:
    """Return the ids both have, and the cosines."""
    ids, en_rows, zh_rows = np.intersect1d(en.ids, zh.ids, return_indices=True)
    left, right = _unit_rows(en.codes[en_rows]), _unit_rows(zh.codes[zh_rows])
    return ids.tolist(), np.einsum("ij,ij->i", left, right).tolist()


def _unit_rows(codes: NDArray[np.int8]) -> NDArray[np.float32]:
    rows = codes.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _judged(unit: TranslationUnit, cosine: float) -> AuditFinding | None:
    confidence = mismatch(cosine, len(unit.en), len(unit.zh))
    if confidence < LEAST_CONFIDENCE or unit.id is None:
        return None
    return AuditFinding(
        kind=AuditKind.UNLIKE,
        confidence=round(confidence, 2),
        units=(unit.id,),
        count=1,
        message=f"the sides are {cosine:.2f} alike in meaning, {len(unit.en)} and {len(unit.zh)} characters",
        en=(unit.en,),
        zh=(unit.zh,),
    )
