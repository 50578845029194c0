"""English number words and their values, both ways. Leaves out: finding them (`quantities_en`)."""

import re
from fractions import Fraction

_ONES_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ONES, _TENS, _ORDINAL_ONES = _ONES_WORDS.split(), _TENS_WORDS.split(), _ORDINAL_WORDS.split()
ONES = {word: value for value, word in enumerate(_ONES)}
TENS = {word: 10 * value for value, word in enumerate(_TENS, 2)} | {"fourty": 40}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = (
    {word: value for value, word in enumerate(_ORDINAL_ONES) if value}
    | {word[:-1] + "ieth": value for word, value in TENS.items()}
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
)
_TEN, _HUNDRED = 10, 100
_WORD = re.compile(r"[a-z]+")

_ROMAN = re.compile("X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def english_number(text: str) -> Fraction | None:
    """Return the value of a whole run of number words, None where they do not make one number.

    >>> [str(english_number(n)) for n in ("three hundred and twelve", "twenty-one", "a hundred")]
    ['312', '21', '100']
    >>> english_number("two three") is None
    True
    """
    total = section = 0
    free = True  # whether a number below a hundred may follow
    room = _HUNDRED  # what may still be added below the last tens
    scale = 10**15
    words = [word for word in _WORD.findall(text.lower()) if word != "and"]
    for word in words:
        if word in ONES and ((free and room > ONES[word]) or (room == _TEN and 0 < ONES[word] < _TEN)):
            section, free, room = section + ONES[word], False, 0
        elif word in TENS and free:
            section, free, room = section + TENS[word], False, _TEN
        elif word in {"a", "an"} and not section:
            continue
        elif word == "hundred" and section < _HUNDRED:
            section, free, room = (section or 1) * _HUNDRED, True, _HUNDRED
        elif word in SCALES and SCALES[word] < scale:
            scale = SCALES[word]
            total, section, free, room = total + (section or 1) * scale, 0, True, _HUNDRED
        else:
            return None
    return Fraction(total + section) if words and words[-1] not in {"a", "an"} else None


def english_words(value: int) -> str:
    """Return `value` (0 or more, below 10^15) in English words.

    >>> english_words(312), english_words(21), english_words(1_000_002)
    ('three hundred and twelve', 'twenty-one', 'one million and two')
    """
    if value < len(_ONES):
        return _ONES[value]
    if value < _HUNDRED:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if value >= scale:
            return _joined(value, scale, name)
    return _joined(value, _HUNDRED, "hundred")


def _joined(value: int, scale: int, name: str) -> str:
    count, rest = divmod(value, scale)
    link = " and " if rest < _HUNDRED else " "
    return f"{english_words(count)} {name}" + (link + english_words(rest) if rest else "")


def english_ordinal(value: int, *, words: bool = False) -> str:
    """Return `value` (1 or more) as an ordinal, in digits or in words.

    >>> english_ordinal(22), english_ordinal(13), english_ordinal(21, words=True)
    ('22nd', '13th', 'twenty-first')
    """
    if words:
        head, _, last = re.sub(r"([\s-])(?=\w+$)", r"\1|", english_words(value)).rpartition("|")
        if last in ONES:
            return head + _ORDINAL_ONES[ONES[last]]
        return head + (last[:-1] + "ieth" if last in TENS else last + "th")
    teen = value % _HUNDRED in {11, 12, 13}
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def roman_value(letters: str) -> int:
    """Return the value of a Roman numeral, 0 if it is not written as one.

    >>> roman_value("XIV"), roman_value("IIX")
    (14, 0)
    """
    if not letters or not _ROMAN.fullmatch(letters):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = (*values[1:], 0)
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))
