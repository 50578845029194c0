"""Tokens for comparing segments: Latin words and numbers whole, each Han character one.

Leaves out: word segmentation of Chinese, which comparison does not need.
"""

import re

from tm.bitext import Span
from tm.text.normalise import normalise
from tm.text.scripts import HAN

_TOKEN = re.compile(
    rf"[{HAN}]"  # each Han character
    r"|\d+(?:[.,:/]\d+)*"  # a number with its separators
    rf"|[^\W\d_{HAN}]+(?:['’\-][^\W\d_{HAN}]+)*"  # a word, with inner apostrophe or hyphen
    r"|[^\s\w]|_"  # one punctuation mark or symbol
)

_IDLE_SPACE = re.compile(rf" (?:(?![^\W{HAN}])|(?<![^\W{HAN}] ))")
"""A space that does not stand between two non-Han words, and so parts nothing."""


def token_spans(text: str) -> list[Span]:
    """Return the span of every token of `text`, in order.

    >>> token_spans("CQC于2020年")
    [(0, 3), (3, 4), (4, 8), (8, 9)]
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def tokens(text: str) -> list[str]:
    """Return the tokens of `text` as written.

    >>> tokens("CQC于2020年成立。")
    ['CQC', '于', '2020', '年', '成', '立', '。']
    """
    return _TOKEN.findall(text)


def match_key(text: str) -> str:
    """Return the key under which equal segments meet: normalised, without idle spaces.

    >>> match_key("CQC 认证（ 苏州 ）") == match_key("CQC认证(苏州)")
    True
    """
    return _IDLE_SPACE.sub("", normalise(text))
