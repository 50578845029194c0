"""Segments and vectors to beads, words to words, and how well. Leaves out: storage."""
