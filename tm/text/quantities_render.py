"""Writing quantities in either language, like one already there. Leaves out: finding them (`quantities`)."""

import re
from dataclasses import replace
from fractions import Fraction

from tm.bitext import Side
from tm.errors import TmError
from tm.text.numbers_en import english_ordinal, english_words
from tm.text.numbers_zh import chinese_numeral
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.quantities_style import PLAIN, QuantityStyle
from tm.text.units import Unit, units

_TEN = 10
_HUNDRED = 100
_SPELLED = 3
"""Letters from which the name of a unit is a word, no symbol."""
_MOST_DECIMALS = 4
_SCALED_DECIMALS = 3  # 1.234 million, but 1,234,567
_SCALES_EN = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_SHORT_SCALES = (("bn", 10**9), ("m", 10**6))
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
    chosen = style or PLAIN[side]
    if chosen.unit != quantity.unit:
        chosen = replace(chosen, unit=None, join="")
    if quantity.kind is QuantityKind.MULTIPLE and not re.search(r"倍|times|fold|[x×]", chosen.after):
        if style is not None:
            raise TmError(f"{quantity.text!r} has no writing like a multiple told in one word (doubled)")
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
        if (
            abs(part) >= 1
            and (digits := _decimal(part)) is not None
            and len(digits.partition(".")[2]) <= _SCALED_DECIMALS
        ):
            return digits, gap + name
    return None


def _number_en(value: Fraction, style: QuantityStyle) -> str:
    if style.words and value.denominator == 1 and 0 <= value < (_TEN if style.small else 10**15):
        return english_words(int(value))
    scales, gap = (_SHORT_SCALES, "") if style.short else (_SCALES_EN, " ")
    if style.scaled and (scaled := _scaled(value, scales, gap)) is not None:
        return "".join(scaled)
    return _digits(value, comma=style.comma)


def _number_zh(value: Fraction, style: QuantityStyle) -> str:
    if style.words and value.denominator == 1 and 0 <= value < (_HUNDRED if style.small else 10**16):
        return chinese_numeral(int(value))
    if style.scaled and (scaled := _scaled(value, _SCALES_ZH, "")) is not None:
        return "".join(scaled)
    return _digits(value, comma=style.comma)


def _english(quantity: Quantity, style: QuantityStyle) -> str:
    kind, value = quantity.kind, quantity.value
    if kind is QuantityKind.ORDINAL:
        return english_ordinal(int(value), words=style.words)
    if kind is QuantityKind.FRACTION:
        return _fraction_en(value, style)
    if kind is QuantityKind.SCORE and quantity.high is not None:
        return f"{_digits(value, comma=False)}:{_digits(quantity.high, comma=False)}"
    if kind is QuantityKind.NUMBER and 0 <= value < _TEN and value.denominator == 1 and quantity.high is None:
        style = replace(style, words=style.words or style.unit is None)
    number = _number_en(value, style)
    if quantity.high is not None:
        number = _range(number, _number_en(quantity.high, style), style, "–")
    if style.unit is not None:
        return style.before + number + style.after
    return _unit_en(number, quantity, spelled=len(style.after.strip(" -")) >= _SPELLED)


def _range(low: str, high: str, style: QuantityStyle, plain_dash: str) -> str:
    """Join the ends of a range; a scale both share is written once, unless `style` tells it twice."""
    dash = style.join or plain_dash
    scale = re.search(r"(?: (?:million|billion|trillion)|万亿|亿|万)$", low)
    if (
        scale is not None
        and not style.twice
        and high.endswith(scale.group())
        and not high.removesuffix(scale.group()).endswith("万")
    ):
        low = low.removesuffix(scale.group())
    negative = low.startswith("-") or high.startswith("-")
    return low + (" to " if dash == "–" and negative else dash) + high


_PARTS = {4: "quarter"}
_SIGNS_EN = {
    QuantityKind.PERCENT: "%", QuantityKind.POINTS: " percentage points", QuantityKind.MULTIPLE: "-fold",
}  # fmt: skip
_SIGNS_ZH = {QuantityKind.PERCENT: "%", QuantityKind.POINTS: "个百分点", QuantityKind.MULTIPLE: "倍"}


def _unit_en(number: str, quantity: Quantity, *, spelled: bool = False) -> str:
    unit = units().get(quantity.unit)
    if unit is None:
        return number + _SIGNS_EN.get(quantity.kind, "")
    if unit.id == "USD":
        return f"US${number}"
    if spelled or unit.dimension.startswith("money:") or not unit.symbols or unit.dimension in _TIMES:
        return f"{number} {_name_en(unit, one=number in {'1', 'one'})}"
    return f"{number} {unit.symbols[0]}"


_TIMES = frozenset({"time", "months"})


def _name_en(unit: Unit, *, one: bool) -> str:
    if one or not unit.en:
        return (*unit.en, *unit.symbols)[0]
    return next((name for name in unit.en if name.endswith("s")), unit.en[0])


def _fraction_en(value: Fraction, style: QuantityStyle) -> str:
    if value == Fraction(1, 2):
        return "half"
    if 0 < value < 1 and value.denominator <= _TEN:
        part = _PARTS.get(value.denominator) or english_ordinal(value.denominator, words=True)
        plural = "s" if value.numerator > 1 else ""
        gap = style.join or ("-" if plural else " ")
        return f"{english_words(value.numerator)}{gap}{part}{plural}"
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
    if style.after == "成":
        if value % _TEN or not 0 < value < _HUNDRED or quantity.high is not None:
            style = replace(style, words=False, unit=None)
        else:
            value = value / _TEN
    if kind is QuantityKind.MULTIPLE and style.grown:
        value = value - 1
    number = _number_zh(value, style)
    if style.more and quantity.approximate is Approximation.OVER:
        number += style.more
    if quantity.high is not None:
        number = _range(number, _number_zh(quantity.high, style), style, "至")
    if style.unit is not None:
        return style.before + number + style.after
    return _unit_zh(number, quantity)


def _unit_zh(number: str, quantity: Quantity) -> str:
    unit = units().get(quantity.unit)
    if unit is None:
        return number + _SIGNS_ZH.get(quantity.kind, "")
    return number + (unit.zh[0] if unit.zh else f" {unit.symbols[0]}")
