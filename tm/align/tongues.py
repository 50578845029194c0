"""Whether each side is in the language it was given as. Leaves out: which language a text is in."""

import re
from collections.abc import Sequence

from tm.bitext import Segment
from tm.errors import AlignError
from tm.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(rf"[^\W\d_{HAN}]")
_ENOUGH = 40  # Han characters or Latin letters; with fewer nothing is said
_LETTERS_A_CHARACTER = 3  # an English rendering has about three letters for one Han character


def check_sides(en: Sequence[Segment], zh: Sequence[Segment]) -> None:
    """Raise AlignError where the English side is Chinese, the Chinese side English, or both."""
    en_is_han, zh_is_han = _mostly_han(en), _mostly_han(zh)
    if en_is_han is True and zh_is_han is False:
        raise AlignError("the English side is Chinese and the Chinese side is not; swap the two texts")
    if en_is_han is True:
        raise AlignError("the English side is Chinese; give the English text for it")
    if zh_is_han is False and not any(_HAN.search(segment.text) for segment in zh):
        raise AlignError("the Chinese side holds no Chinese; give the Chinese text for it")


def _mostly_han(segments: Sequence[Segment]) -> bool | None:
    """Tell whether a side is mostly Chinese, None where it holds too little to say."""
    han = sum(len(_HAN.findall(segment.text)) for segment in segments)
    letters = sum(len(_LETTER.findall(segment.text)) for segment in segments)
    if han < _ENOUGH and letters < _ENOUGH * _LETTERS_A_CHARACTER:
        return None
    return han * _LETTERS_A_CHARACTER > letters
