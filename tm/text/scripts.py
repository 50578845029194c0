"""Han ranges, script detection and folding of traditional onto simplified characters.

Leaves out: language detection of whole documents (`languages`) and tokens (`tokens`).
"""

from functools import cache

HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af"
)
"""Inside of a regex character class: Han ideographs, radicals, 々, 〇 (Unicode 15.1, Script=Han)."""

_BASIC_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))


@cache
def simplified_table() -> dict[int, str]:
    """Return a `str.translate` table, traditional character to simplified, one for one.

    Built from OpenCC's `t2s` a character at a time, so that offsets in a text never move.
    """
    from opencc import OpenCC

    characters = [chr(point) for block in _BASIC_HAN for point in block]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(old): new for old, new in zip(characters, simplified, strict=True) if old != new and len(new) == 1
    }


def fold_script(text: str) -> str:
    """Return `text` with traditional characters replaced by simplified ones, for comparison only.

    >>> fold_script("國家認監委")
    '国家认监委'
    """
    return text.translate(simplified_table())
