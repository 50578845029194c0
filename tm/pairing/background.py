"""What an encoder makes of ordinary text: the yardstick for similarities. Leaves out: the releases at hand.

Sixty sentences with their translations, of many kinds, tell where each language's vectors lie and how
alike translations and strangers are, so that one model of pairing serves two releases as well as thousands,
and any encoder.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from tm.bitext import Side
from tm.embed import Encoder, Vectors


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Background:
    """Vectors and their mean for each language; the mean cosine of strangers and translations once centred."""

    vectors: dict[Side, Vectors]
    means: dict[Side, Vectors]
    strangers: float
    translations: float

    def likeness(self, cosine: Vectors) -> Vectors:
        """Return cosines on a scale on which strangers are at 0 and translations at 1 on average."""
        scaled: Vectors = (cosine - np.float32(self.strangers)) * np.float32(
            1 / max(self.translations - self.strangers, 1e-6)
        )
        return scaled


@lru_cache(maxsize=4)
def background(encoder: Encoder) -> Background:
    """Return what `encoder` makes of the sentences in `data/background.tsv`."""
    lines = files("tm.pairing").joinpath("data/background.tsv").read_text(encoding="utf-8").splitlines()
    en, zh = zip(*(line.split("\t") for line in lines), strict=True)
    vectors: dict[Side, Vectors] = {"en": encoder.encode(en), "zh": encoder.encode(zh)}
    means = {side: found.mean(axis=0) for side, found in vectors.items()}
    cosines = centred(vectors["en"], means["en"]) @ centred(vectors["zh"], means["zh"]).T
    count = len(lines)
    translations = float(np.trace(cosines)) / count
    strangers = (float(cosines.sum()) - translations * count) / (count * (count - 1))
    return Background(vectors=vectors, means=means, strangers=strangers, translations=translations)


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return unit rows of `vectors` less `mean`; a row that equals the mean stays zero."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    out: Vectors = np.divide(moved, length, out=np.zeros_like(moved), where=length > 0)
    return out
