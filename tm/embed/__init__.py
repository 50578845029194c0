"""Strings to float32 unit vectors. Leaves out: scoring."""
