"""Strings to float32 unit vectors. Leaves out: scoring."""

from tm.embed.blas import one_blas_thread
from tm.embed.encoder import ComposingEncoder, Edged, Encoder, Parts, Vectors
from tm.embed.encoders import encoder

__all__ = ["ComposingEncoder", "Edged", "Encoder", "Parts", "Vectors", "encoder", "one_blas_thread"]
