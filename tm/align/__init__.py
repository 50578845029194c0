"""Segments and vectors to beads, words to words, and how well. Leaves out: storage."""

from tm.align.aligner import align
from tm.align.config import AlignConfig
from tm.align.constraints import Correction
from tm.align.evaluation import Evaluation, evaluate
from tm.align.lexicon import Lexicon, fit_lexicon
from tm.align.links import counterpart, link_words
from tm.align.model import weights_hash
from tm.align.result import Alignment

__all__ = [
    "AlignConfig", "Alignment", "Correction", "Evaluation", "Lexicon", "align", "counterpart", "evaluate",
    "fit_lexicon", "link_words", "weights_hash",
]  # fmt: skip
