"""Strings to float32 unit vectors. Leaves out: scoring."""

from tm.embed.blas import one_blas_thread
from tm.embed.encoder import ComposingEncoder, Encoder, Inside, Parts, Spans, Vectors
from tm.embed.encoders import encoder

__all__ = ["ComposingEncoder", "Encoder", "Inside", "Parts", "Spans", "Vectors", "encoder", "one_blas_thread"]
