"""Which language a tag or a text stands for: English or Chinese, and Chinese in which script.

Leaves out: languages this package does not keep. They are refused, not guessed.
"""

import re
from functools import cache

from tm.bitext import Lang
from tm.errors import LanguageError, WordlessError
from tm.text.scripts import HAN

_HAN_PER_WORD = 1.6
"""Chinese characters that carry about what one English word does (news register, both directions)."""
_CAPITALS_WEIGHT = 0.5
"""Of a word: names like `CQC` and `ISO` stand in Chinese texts as often as in English ones."""
_HIRAGANA_SHARE = 0.1
"""Japanese prose has more hiragana than Han characters; Chinese quotes a brand in katakana at most."""

_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_OTHER_LETTER = re.compile(r"[\u0370-\u1fff\uac00-\ud7a3]+")

_CHINESE = frozenset(("zh", "zho", "chi", "cmn"))
_SIMPLIFIED = frozenset(("hans", "cn", "sg", "my", "chs"))
_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo", "cht"))


def parse_lang(tag: str) -> Lang:
    """Return the language a BCP-47 tag stands for; regions are mapped, script goes before region.

    Raises LanguageError for any other language.

    >>> parse_lang("zh-HK"), parse_lang("en-GB"), parse_lang("zh_CN")
    (<Lang.ZH_HANT: 'zh-Hant'>, <Lang.EN: 'en'>, <Lang.ZH_HANS: 'zh-Hans'>)
    """
    primary, *rest = tag.strip().casefold().replace("_", "-").split(".")[0].split("-")
    if primary in {"en", "eng"}:
        return Lang.EN
    if primary in _CHINESE and "latn" not in rest:
        scripts = [part for part in rest if part in {"hans", "hant"}] or rest
        for part in scripts:
            if part in _TRADITIONAL:
                return Lang.ZH_HANT
            if part in _SIMPLIFIED:
                return Lang.ZH_HANS
        return Lang.ZH
    raise LanguageError(f"language {tag!r} is not kept here; use one of en, zh, zh-Hans, zh-Hant")


def detect_lang(text: str) -> Lang:
    """Return the language most of `text` is written in, by its letters.

    A few Han names in English leave it English, and the reverse. Chinese is told apart by characters
    that only one script has, by majority; with none of either, or as many, it is plain `zh`. Raises
    LanguageError where most letters are of another writing system, WordlessError where there are none.

    >>> detect_lang("会议由局长主持"), detect_lang("會議由局長主持"), detect_lang("CQC（中心）held a meeting")
    (<Lang.ZH_HANS: 'zh-Hans'>, <Lang.ZH_HANT: 'zh-Hant'>, <Lang.EN: 'en'>)
    """
    han = len(_HAN.findall(text))
    words = sum(_CAPITALS_WEIGHT if word.isupper() else 1 for word in _LATIN_WORD.findall(text))
    others = len(_OTHER_LETTER.findall(text))
    hiragana = len(_HIRAGANA.findall(text))
    weight = han / _HAN_PER_WORD
    if hiragana > _HIRAGANA_SHARE * (han + hiragana) and hiragana > words:
        raise LanguageError("the text is Japanese, which is not kept here; give an English or a Chinese text")
    if others > max(words, weight):
        raise LanguageError("the text is neither English nor Chinese; give a text in one of them")
    if not han and not words:
        raise WordlessError("the text has no letters to tell its language by; say which it is")
    return detect_script(text) if weight > words else Lang.EN


def detect_script(text: str) -> Lang:
    """Return `zh-Hans` or `zh-Hant` by the characters only one of them has; `zh` if none decide.

    >>> detect_script("中文"), detect_script("证書與認證")
    (<Lang.ZH: 'zh'>, <Lang.ZH_HANT: 'zh-Hant'>)
    """
    simplified, traditional = _telling_characters()
    only_simplified = sum(character in simplified for character in text)
    only_traditional = sum(character in traditional for character in text)
    if only_simplified == only_traditional:
        return Lang.ZH
    return Lang.ZH_HANS if only_simplified > only_traditional else Lang.ZH_HANT


@cache
def _telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters only GB 2312 has, and those only Big5 has: the two national repertoires."""
    gb2312, big5 = _repertoire("gb2312"), _repertoire("big5")
    return gb2312 - big5, big5 - gb2312


def _repertoire(codec: str) -> frozenset[str]:
    """Return every Han character a double-byte `codec` can write."""
    found: set[str] = set()
    for lead in range(0xA1, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and _HAN.match(character):
                found.add(character)
    return frozenset(found)
