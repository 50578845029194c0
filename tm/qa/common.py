"""Common words that answer each other in any register, `data/common.tsv`. Leaves out: learned lexicons."""

from functools import cache
from importlib.resources import files

from tm.align.lexicon import Lexicon
from tm.align.words import stem, zh_words

_SCORE = 0.6
"""What a lexicon learned from some thousand pairs says of such words."""


@cache
def common_words() -> Lexicon:
    """Return the table as a lexicon: every pair of characters of a word with every English stem.

    >>> common_words().score(stem("requirements"), "要求")
    0.6
    """
    entries: dict[str, dict[str, float]] = {}
    for line in files("tm.qa").joinpath("data/common.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            pairs = [word for word, (start, end) in zh_words(chinese) if end - start > 1]
            for word in english.split():
                entries.setdefault(stem(word), {}).update(dict.fromkeys(pairs, _SCORE))
    return Lexicon(entries=entries)
