"""Strings to float32 unit vectors. Leaves out: scoring."""

from tm.embed.encoder import ComposingEncoder, Encoder, Parts, Vectors
from tm.embed.encoders import encoder

__all__ = ["ComposingEncoder", "Encoder", "Parts", "Vectors", "encoder"]
