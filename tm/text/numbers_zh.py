"""Chinese numerals and their values, both ways. Leaves out: finding them in running text (`quantities_zh`).

Works on simplified text with half-width digits; callers fold first (`tm.text.scripts.fold_script`).
"""

import re
from fractions import Fraction

_NUMERALS = "〇零一二三四五六七八九"
DIGIT = {character: value for value, character in enumerate(_NUMERALS[1:])} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_ZEROS = frozenset("零〇○")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[零〇一二三四五六七八九两]点[〇零一二三四五六七八九]+|\S")


def _literal(token: str) -> int | Fraction:
    """Return the value of an Arabic literal or of a Chinese decimal such as 三点五."""
    if "点" in token:
        whole, decimals = token.split("点")
        return Fraction(f"{DIGIT[whole]}.{''.join(str(DIGIT[c]) for c in decimals)}")
    plain = token.replace(",", "")
    return Fraction(plain) if "." in plain else int(plain)


def _positional(text: str) -> int | None:
    """Return the value of digits read one by one (二〇二四), None if there is anything else."""
    digits = [DIGIT.get(character) for character in text]
    return None if None in digits else int("".join(map(str, digits)))


class _Sum:
    """A numeral read from the left: whole 亿, then 万, then thousands and below."""

    def __init__(self) -> None:
        self.total: int | Fraction = 0
        self.myriads: int | Fraction = 0
        self.section: int | Fraction = 0
        self.current: int | Fraction | None = None
        self.unit = 1

    def small(self, unit: int) -> None:
        one = unit // 10 if unit in {20, 30} else 1  # 廿, 卅 hold their own factor
        self.section += (one if self.current is None else self.current) * unit // one
        self.current, self.unit = None, unit

    def large(self, unit: int) -> None:
        below = self.section + (self.current or 0)
        if unit == LARGE["万"]:
            self.myriads += (below or 1) * unit
        else:
            self.total += ((self.myriads + below) or 1) * unit
            self.myriads = 0
        self.section, self.current, self.unit = 0, None, unit

    def value(self) -> int | Fraction:
        last = self.current or 0
        if last and self.unit >= SMALL["百"] and last < SMALL["十"]:
            last = last * self.unit // 10  # 一百五 is 150, 3万5 is 35,000
        return self.total + self.myriads + self.section + last


def chinese_number(text: str) -> Fraction | None:
    """Return the value of a whole Chinese or mixed numeral, None if it is not one.

    >>> [str(chinese_number(n)) for n in ("一万五千亿", "3亿5千万", "二〇二四", "壹佰贰拾", "一百五")]
    ['1500000000000', '350000000', '2024', '120', '150']
    >>> chinese_number("百姓") is None
    True
    """
    if len(text) > 1 and (positional := _positional(text)) is not None:
        return Fraction(positional)
    running = _Sum()
    for token in _TOKEN.findall(text):
        if token in SMALL:
            running.small(SMALL[token])
        elif token in LARGE:
            running.large(LARGE[token])
        elif token in _ZEROS:
            running.current, running.unit = None, 1
        elif token in DIGIT or token[0] in DIGIT or token[0].isdecimal():
            if running.current is not None:
                return None
            running.current = DIGIT[token] if token in DIGIT else _literal(token)
        else:
            return None
    return Fraction(running.value()) if text else None


def chinese_numeral(value: int) -> str:
    """Return `value` (0 or more, below 10^16) in Chinese characters.

    >>> chinese_numeral(12), chinese_numeral(2024), chinese_numeral(100_050), chinese_numeral(10**12)
    ('十二', '二千零二十四', '十万零五十', '一万亿')
    """
    if value == 0:
        return "零"
    pieces: list[str] = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        count, value = divmod(value, unit)
        if count == 0:
            continue
        gap = bool(pieces) and count < SMALL["千"]
        body = chinese_numeral(count) if count >= LARGE["万"] else _below_myriad(count)
        pieces.append(("零" if gap else "") + body + name)
    text = "".join(pieces)
    return text[1:] if text.startswith("一十") else text


def _below_myriad(value: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap and text else "") + _NUMERALS[digit + 1] + name
        gap = digit == 0
    return text


def chinese_digits(value: int) -> str:
    """Return `value` digit by digit, as years are written.

    >>> chinese_digits(2024)
    '二〇二四'
    """
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))
