"""The learned weights of the aligner. Leaves out: learning them (`scripts/fit_align`)."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.align.features import FEATURES

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """Weights of the measures, in the order of `FEATURES`."""

    weights: NDArray[np.float32]


@cache
def load() -> Model:
    """Return the weights that come with the package."""
    held = json.loads((_FOLDER / "model.json").read_text(encoding="utf-8"))["weights"]
    return Model(weights=np.array([held.get(name, 0.0) for name in FEATURES], np.float32))


@cache
def weights_hash() -> str:
    """Return the SHA-256 of all that the aligner has learned: other weights may give other beads."""
    found = hashlib.sha256()
    for path in sorted(_FOLDER.glob("*.json")):
        found.update(path.read_bytes())
    return found.hexdigest()
