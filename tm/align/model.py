"""The learned weights of the aligner. Leaves out: learning them (`scripts/fit_align`)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.align.features import FEATURES

_FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """Weights of the measures, in the order of `FEATURES`."""

    weights: NDArray[np.float32]


@cache
def load() -> Model:
    """Return the weights that come with the package."""
    held = json.loads(_FILE.read_text(encoding="utf-8"))["weights"]
    return Model(weights=np.array([held.get(name, 0.0) for name in FEATURES], np.float32))
