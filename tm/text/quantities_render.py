"""Writing quantities in either language, like one already there. Leaves out: finding them (`quantities`)."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from tm.bitext import Side
from tm.errors import TmError
from tm.text.numbers_en import SCALES, english_ordinal, english_words
from tm.text.numbers_zh import chinese_number, chinese_numeral
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.units import unit_called, units

_TEN = 10
_MOST_DECIMALS = 4
_SCALES_EN = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_SCALES_ZH = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
_BEFORE_EN = {
    Approximation.ABOUT: "about ", Approximation.OVER: "more than ", Approximation.NEARLY: "nearly ",
    Approximation.AT_LEAST: "at least ", Approximation.AT_MOST: "up to ",
}  # fmt: skip
_BEFORE_ZH = {
    Approximation.ABOUT: "约", Approximation.OVER: "超过", Approximation.NEARLY: "近",
    Approximation.AT_LEAST: "至少", Approximation.AT_MOST: "至多",
}  # fmt: skip
_MANY = {
    10: "dozens", 100: "hundreds", 1000: "thousands", 10**4: "tens of thousands",
    10**5: "hundreds of thousands", 10**6: "millions", 10**7: "tens of millions",
    10**8: "hundreds of millions",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityStyle:
    """How quantities are written.

    `words` writes the number in words (thirty, 三十), `comma` groups thousands, `scaled` uses million or 亿;
    `before` and `after` are what stood around the number for `unit` (`RMB `, ` percent`, 百分之).
    `more` is 多 or 余 after a Chinese number; `grown` counts a multiple from nothing (增长3倍 is fourfold).
    """

    words: bool = False
    comma: bool = True
    scaled: bool = True
    unit: str | None = None
    before: str = ""
    after: str = ""
    more: str = ""
    grown: bool = False


_SCALE_WORDS = re.compile(rf"[万亿]|{'|'.join(SCALES)}|\d(?:bn|mn|m|k)(?![a-z])")
_EN_NUMBER = re.compile(
    rf"(?P<n>\d[\d,.]*\d|\d|(?i:half\sa|an?(?=\s)|[a-z]+(?:[\s-](?:and\s)?[a-z]+)*?))(?P<scale>\s?(?:{'|'.join(SCALES)}|bn|mn|m|k)(?![a-z]))?"
)
_ZH_NUMBER = re.compile(
    r"(?P<n>\d[\d,.]*|[〇零一二三四五六七八九十两百千万亿壹贰叁肆伍陆柒捌玖拾点]+)(?P<scale>[万亿]+)?"
)


def quantity_style(quantity: Quantity, side: Side) -> QuantityStyle:
    """Return the style a found quantity is written in, to write another like it."""
    text = quantity.text
    pattern = _EN_NUMBER if side == "en" else _ZH_NUMBER
    start = 0
    if side == "en" and (digit := re.search(r"\d", text)):
        start = digit.start()
    number = pattern.search(text, start)
    if number is None:
        return QuantityStyle(unit=quantity.unit)
    digits = number["n"][0].isdecimal()
    before, after = text[: number.start()], text[number.end() :]
    if side == "zh":
        before = "百分之" if "分之" in text else before
        after = "" if "分之" in text else re.sub(r"^[多余来]|(?<=[万亿])[多余]", "", after)
    if side == "en" and not digits:
        before, after = "", _tail(text, quantity)
    return QuantityStyle(
        words=not digits,
        comma="," in number["n"] or not re.search(r"\d{4}", text),
        scaled=bool(_SCALE_WORDS.search(text)) or quantity.value < (10**6 if side == "en" else 10**4),
        unit=quantity.unit,
        before=before,
        after=after if quantity.high is None else _tail(text, quantity),
        more=next((mark for mark in "余多" if side == "zh" and mark in text), ""),
        grown=side == "zh" and "倍" in text and chinese_number(number["n"]) == quantity.value - 1,
    )


def _tail(text: str, quantity: Quantity) -> str:
    """Return the unit's words at the end of a quantity, with the space before them."""
    if quantity.kind in {QuantityKind.PERCENT, QuantityKind.POINTS}:
        found = re.search(r"\s?(?:%|％|percentage\spoints?|percent|per\scent|pct|个?百分点|成)$", text)
        return found.group() if found else ""
    if quantity.unit:
        for index in range(len(text)):
            name = text[index:].lstrip(" -")
            if name and (unit_called(name, "en") or unit_called(name, "zh")) == quantity.unit:
                return text[index:]
    return ""


def render_quantity(
    quantity: Quantity, side: Side, style: QuantityStyle | None = None, *, bare: bool = False
) -> str:
    """Return a quantity written in the language of `side`, with its unit.

    Its approximation (近, more than) is written too, unless `bare`.

    Codes keep their text. Raises `TmError` where a value has no natural writing (an indefinite 3 in words).

    >>> from tm.text.quantities import quantities
    >>> [render_quantity(q, "en") for q in quantities("投入12亿元，增长近三成", "zh")]
    ['1.2 billion yuan', 'nearly 30%']
    >>> render_quantity(quantities("1.2 billion yuan", "en")[0], "zh")
    '12亿元'
    """
    if quantity.kind is QuantityKind.CODE:
        return _code(quantity, side)
    if quantity.approximate is Approximation.INDEFINITE:
        return _indefinite(quantity, side)
    chosen = style or QuantityStyle()
    if chosen.unit != quantity.unit:
        chosen = replace(chosen, unit=None)
    if quantity.kind is QuantityKind.MULTIPLE and not re.search(r"倍|times|fold", chosen.after):
        chosen = replace(chosen, unit=None, words=False)
    words = _BEFORE_EN if side == "en" else _BEFORE_ZH
    said = bare or (chosen.more and quantity.approximate is Approximation.OVER)
    before = "" if said else words.get(quantity.approximate, "")
    return before + (_english(quantity, chosen) if side == "en" else _chinese(quantity, chosen))


def _code(quantity: Quantity, side: Side) -> str:
    if quantity.code.isdecimal():
        return f"No. {quantity.code}" if side == "en" else f"第{quantity.code}号"
    return quantity.text


def _indefinite(quantity: Quantity, side: Side) -> str:
    value = int(quantity.value)
    if value not in _MANY:
        raise TmError(f"'{quantity.text}' gives no number that can be written; keep the words that are there")
    return _MANY[value] if side == "en" else "数" + chinese_numeral(value).removeprefix("一")


def _decimal(value: Fraction) -> str | None:
    """Return the value in decimal digits, None where it does not end within four places."""
    scaled = value * 10**_MOST_DECIMALS
    if scaled.denominator != 1:
        return None
    text = f"{abs(value.numerator) // value.denominator}"
    decimals = f"{abs(int(scaled)) % 10**_MOST_DECIMALS:0{_MOST_DECIMALS}}".rstrip("0")
    return ("-" if value < 0 else "") + text + (f".{decimals}" if decimals else "")


def _digits(value: Fraction, *, comma: bool) -> str:
    text = _decimal(value)
    if text is None:
        return f"{value.numerator}/{value.denominator}"
    whole, point, decimals = text.partition(".")
    return (f"{int(whole):,}" if comma and whole != "-0" else whole) + point + decimals


def _scaled(value: Fraction, scales: tuple[tuple[str, int], ...], gap: str) -> tuple[str, str] | None:
    """Return the digits and the scale word, None where no scale writes the value shortly."""
    for name, unit in scales:
        part = value / unit
        if abs(part) >= 1 and (digits := _decimal(part)) is not None and len(digits.partition(".")[2]) <= 3:  # noqa: PLR2004
            return digits, gap + name
    return None


def _number_en(value: Fraction, style: QuantityStyle) -> str:
    if style.words and value.denominator == 1 and 0 <= value < 10**15:
        return english_words(int(value))
    if style.scaled and (scaled := _scaled(value, _SCALES_EN, " ")) is not None:
        return "".join(scaled)
    return _digits(value, comma=style.comma)


def _number_zh(value: Fraction, style: QuantityStyle) -> str:
    if style.words and value.denominator == 1 and 0 <= value < 10**16:
        return chinese_numeral(int(value))
    if style.scaled and (scaled := _scaled(value, _SCALES_ZH, "")) is not None:
        return "".join(scaled)
    return _digits(value, comma=False)


def _english(quantity: Quantity, style: QuantityStyle) -> str:
    kind, value = quantity.kind, quantity.value
    if kind is QuantityKind.ORDINAL:
        return english_ordinal(int(value), words=style.words)
    if kind is QuantityKind.FRACTION:
        return _fraction_en(value)
    if kind is QuantityKind.SCORE and quantity.high is not None:
        return f"{_digits(value, comma=False)}:{_digits(quantity.high, comma=False)}"
    if kind is QuantityKind.NUMBER and 0 <= value < _TEN and value.denominator == 1 and quantity.high is None:
        style = replace(style, words=style.words or style.unit is None)
    number = _number_en(value, style)
    if quantity.high is not None:
        number = _range(number, _number_en(quantity.high, style), "–")
    if style.unit is not None:
        return style.before + number + style.after
    return _unit_en(number, quantity)


def _range(low: str, high: str, dash: str) -> str:
    """Join the ends of a range; a scale both share is written once."""
    scale = re.search(r"(?: (?:million|billion|trillion)|万亿|亿|万)$", low)
    if (
        scale is not None
        and high.endswith(scale.group())
        and not high.removesuffix(scale.group()).endswith("万")
    ):
        low = low.removesuffix(scale.group())
    return (
        low
        + (dash if not low.startswith("-") and not high.startswith("-") else " to " if dash == "–" else dash)
        + high
    )


_SIGNS_EN = {
    QuantityKind.PERCENT: "%", QuantityKind.POINTS: " percentage points", QuantityKind.MULTIPLE: "-fold",
}  # fmt: skip
_SIGNS_ZH = {QuantityKind.PERCENT: "%", QuantityKind.POINTS: "个百分点", QuantityKind.MULTIPLE: "倍"}


def _unit_en(number: str, quantity: Quantity) -> str:
    unit = units().get(quantity.unit)
    if unit is None:
        return number + _SIGNS_EN.get(quantity.kind, "")
    if unit.id == "USD":
        return f"US${number}"
    if unit.dimension.startswith("money:") or not unit.symbols or unit.dimension in {"time", "months"}:
        plural = next((name for name in unit.en if name.endswith("s")), unit.en[0])
        return f"{number} {unit.en[0] if number in {'1', 'one'} else plural}"
    return f"{number} {unit.symbols[0]}"


def _fraction_en(value: Fraction) -> str:
    if value == Fraction(1, 2):
        return "half"
    if 0 < value < 1 and value.denominator <= _TEN:
        part = "quarter" if value.denominator == 4 else english_ordinal(value.denominator, words=True)  # noqa: PLR2004
        plural = "s" if value.numerator > 1 else ""
        return f"{english_words(value.numerator)}{'-' if plural else ' '}{part}{plural}"
    return f"{value.numerator}/{value.denominator}"


def _chinese(quantity: Quantity, style: QuantityStyle) -> str:
    kind, value = quantity.kind, quantity.value
    if kind is QuantityKind.ORDINAL:
        return f"第{_number_zh(value, replace(style, words=style.words or style.unit is None, scaled=False))}"
    if kind is QuantityKind.FRACTION:
        return (
            "一半"
            if value == Fraction(1, 2)
            else f"{chinese_numeral(value.denominator)}分之{chinese_numeral(value.numerator)}"
        )
    if kind is QuantityKind.SCORE and quantity.high is not None:
        return f"{_digits(value, comma=False)}:{_digits(quantity.high, comma=False)}"
    if style.after.endswith("成") and value % _TEN == 0 and quantity.high is None:
        value = value / _TEN
    if kind is QuantityKind.MULTIPLE and style.grown:
        value = value - 1
    number = _number_zh(value, style)
    if style.more and quantity.approximate is Approximation.OVER:
        number += style.more
    if quantity.high is not None:
        number = _range(number, _number_zh(quantity.high, style), "至")
    if style.unit is not None and not (style.after.endswith("成") and quantity.value % _TEN):
        return style.before + number + style.after
    return _unit_zh(number, quantity)


def _unit_zh(number: str, quantity: Quantity) -> str:
    unit = units().get(quantity.unit)
    if unit is None:
        return number + _SIGNS_ZH.get(quantity.kind, "")
    return number + (unit.zh[0] if unit.zh else f" {unit.symbols[0]}")
