"""What is known of each language's text. Leaves out: files and vectors."""

from tm.text.normalise import fold, fold_with_offsets, normalise
from tm.text.tokens import match_key, token_spans, tokens

__all__ = ["fold", "fold_with_offsets", "match_key", "normalise", "token_spans", "tokens"]
