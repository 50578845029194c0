"""Foreign names written by sound in Chinese that no word of the English sounds like.

A run of characters that mostly serve to write foreign sounds (库布里索) is a name wherever it stands.
Leaves out: names of the table of the world (`lost`), and names that only the English has (`entities`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tm.bitext import Span
from tm.qa.sounds import sound_likeness
from tm.qa.world import world_in
from tm.text.scripts import HAN

_FOR_SOUNDS = (
    "阿埃艾奥巴贝彼勃博蒂狄迪厄尔菲弗夫戈葛哈赫霍贾卡凯坎柯克夸奎拉莱赖兰勒雷莉卢鲁伦罗洛玛迈曼姆穆纳娜奈尼涅诺帕佩珀普恰乔萨塞瑟莎施什"
    "斯丝索坦特滕廷托瓦韦维沃乌锡谢逊耶伊扎詹兹佐格布德伯"
)
"""Characters that in running text are seldom anything but a foreign sound."""
_FOR_BOTH = (
    "安恩波丹登多顿费根古吉基加杰金科库劳里利林马米莫蒙密南内欧皮奇热瑞若桑森沙圣史士苏塔泰汤陶提图温翁西希休雅亚英约尤泽曾比本辛大文因默汉海达"
    "门替舒隆惠维"
)
"""Characters of the transliteration tables that are common words as well."""
_ALL = frozenset(f"{_FOR_SOUNDS}{_FOR_BOTH}·")
_RUN = re.compile(f"[{_FOR_SOUNDS}{_FOR_BOTH}·]{{3,}}")
_LEAST, _LEAST_SOUNDS, _SHARE = 3, 2, 0.5
"""Characters a run has at least, those for sounds among them, and their share."""
_ALIKE, _ALIKE_SMALL = 0.66, 0.9
"""Likeness from which a capitalised word, and one in small letters, is the name. Of 99 names in good rows
each is as like to one; most are as like to a second word of their sentence too, and are not missed."""
_LETTERS, _LONG = 4, 8
_WORD = re.compile(r"[A-Za-zÀ-ɏ'’]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundRun:
    """A name by sound in a Chinese text; `around` holds a character more on either side, which may be its."""

    text: str
    span: Span
    around: str


def sound_runs(zh: str) -> Iterator[SoundRun]:
    """Yield the runs that can be nothing but a foreign name and are not in the table of the world.

    >>> [run.text for run in sound_runs("车手库布里索和库布里索退赛，法国队在马里。")]
    ['库布里索', '库布里索']
    """
    for found in _RUN.finditer(zh):
        start, end = found.span()
        characters = [character for character in found.group() if character != "·"]
        sounds = sum(character in _FOR_SOUNDS for character in characters)
        if len(characters) < _LEAST or sounds < max(_LEAST_SOUNDS, _SHARE * len(characters)):
            continue
        if not _in_world(zh, start, end):
            around = re.sub(f"[^{HAN}·]", "", zh[max(0, start - 1) : end + 1])
            yield SoundRun(text=found.group().strip("·"), span=(start, end), around=around)


def _in_world(zh: str, start: int, end: int) -> bool:
    """Tell whether a name of the table of the world stands at a stretch of a text, or in part of it."""
    names = (name.span() for entry in world_in(zh) for name in entry.zh.finditer(zh))
    return any(low < end and start < high for low, high in names)


def is_foreign_name(name: str) -> bool:
    """Tell a name whose characters, all but one, serve to write foreign sounds (阿博特).

    >>> is_foreign_name("库布里索"), is_foreign_name("周明远")
    (True, False)
    """
    return sum(character in _ALL for character in name) >= len(name) - 1


def is_heard(name: str, en: str) -> bool:
    """Tell whether a word of the English, or two side by side, sounds like a Chinese rendering of it.

    >>> is_heard("库布里索", "Kubriso pulled out."), is_heard("库布里索", "The driver pulled out.")
    (True, False)
    """
    words = _WORD.findall(en)
    named = [word for word in words if len(word) > _LONG or not word.islower()]
    joined = [first + second for first, second in pairwise(words) if not second.islower()]
    small = [word for word in words if len(word) > _LETTERS and word.islower()]
    return any(_like(word, name) >= _ALIKE for word in (*named, *joined)) or any(
        _like(word, name) >= _ALIKE_SMALL for word in small
    )


def _like(word: str, name: str) -> float:
    return sound_likeness(word.lower(), name)[1]
