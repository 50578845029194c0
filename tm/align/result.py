"""What an alignment comes to. Leaves out: how it was found."""

from dataclasses import dataclass

from tm.bitext import Bead
from tm.embed import Vectors


@dataclass(frozen=True, kw_only=True, eq=False)
class Alignment:
    """Beads in order of the texts, every segment in exactly one; moved ones stand where English has them.

    `en_vectors` and `zh_vectors` are unit vectors of the segments, each language's mean taken off:
    `en_vectors @ zh_vectors.T` is the picture of what answers what. `model` names the encoder.
    """

    beads: tuple[Bead, ...]
    model: str
    en_vectors: Vectors
    zh_vectors: Vectors
