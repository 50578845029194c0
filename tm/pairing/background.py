"""What an encoder makes of ordinary text: the yardstick for similarities. Leaves out: the releases at hand.

Sixty sentences with their translations, of many kinds, tell where each language's vectors lie and how
alike translations and strangers are, so that one model of pairing serves two releases as well as thousands,
and any encoder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from tm.align.composing import runs
from tm.bitext import Side
from tm.embed import ComposingEncoder, Vectors

_OVERLAP = 8  # runs further apart than this share no sentence
_ZERO = np.zeros(1, np.float32)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Background:
    """Vectors and their mean for each language; the mean cosine of strangers and of translations, centred."""

    vectors: dict[Side, Vectors]
    means: dict[Side, Vectors]
    strangers: float
    translations: float

    @property
    def span(self) -> np.float32:
        """How far translations are from strangers."""
        return np.float32(max(self.translations - self.strangers, 1e-6))

    def likeness(self, cosine: Vectors) -> Vectors:
        """Return cosines on a scale on which strangers are at 0 and translations at 1 on average."""
        scaled: Vectors = (cosine - np.float32(self.strangers)) / self.span
        return scaled


def backgrounds(encoder: ComposingEncoder, counts: Sequence[int]) -> list[Background]:
    """Return what `encoder` makes of runs of so many sentences of `data/background.tsv`, for each count."""
    lines = files("tm.pairing").joinpath("data/background.tsv").read_text(encoding="utf-8").splitlines()
    en, zh = zip(*(line.split("\t") for line in lines), strict=True)
    parts = encoder.parts(en), encoder.parts(zh)
    return [
        _background({"en": runs(encoder, parts[0], count), "zh": runs(encoder, parts[1], count)})
        for count in counts
    ]


def _background(vectors: dict[Side, Vectors]) -> Background:
    means = {side: found.mean(axis=0) for side, found in vectors.items()}
    cosines = centred(vectors["en"], means["en"]) @ centred(vectors["zh"], means["zh"]).T
    places = np.arange(len(cosines))
    apart = np.abs(places[:, None] - places) > _OVERLAP
    return Background(
        vectors=vectors,
        means=means,
        strangers=float(cosines[apart].mean()),
        translations=float(np.trace(cosines)) / len(cosines),
    )


def centred(vectors: Vectors, mean: Vectors = _ZERO) -> Vectors:
    """Return unit rows of `vectors` less `mean`; a row that equals the mean stays zero."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    out: Vectors = np.divide(moved, length, out=np.zeros_like(moved), where=length > 0)
    return out
