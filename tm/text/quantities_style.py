"""How a quantity is written, to write another like it. Leaves out: writing it (`quantities_render`)."""

import re
from dataclasses import dataclass

from tm.bitext import Side
from tm.text.numbers_en import SCALES
from tm.text.numbers_zh import chinese_number
from tm.text.quantities_model import Quantity, QuantityKind
from tm.text.units import unit_called

_TEN = 10
_SCALED_FROM = {"en": 10**6, "zh": 10**4}
"""Values from which a language has a word for the scale: million, 万."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityStyle:
    """How quantities are written.

    `words` writes the number in words (thirty, 三十), with `small` only where it is a small one; `comma`
    groups thousands, `scaled` uses million or 亿, `short` bn and m. `before` and `after` are what stood
    around the number for `unit` (`RMB `, ` percent`, 百分之), `join` what joined the parts of a range or a
    fraction; with `twice` both ends of a range tell their scale. `more` is 多 or 余 after a Chinese number;
    `grown` counts a multiple from nothing (增长3倍 is fourfold).
    """

    words: bool = False
    small: bool = False
    comma: bool = True
    scaled: bool = True
    short: bool = False
    unit: str | None = None
    before: str = ""
    after: str = ""
    join: str = ""
    twice: bool = False
    more: str = ""
    grown: bool = False


PLAIN: dict[Side, QuantityStyle] = {"en": QuantityStyle(), "zh": QuantityStyle(comma=False)}

_SCALE_WORDS = re.compile(rf"[万亿]|{'|'.join(SCALES)}|\d(?:bn|mn|m|k)(?![a-z])")
_SHORT_SCALE = re.compile(r"\d\s?(?:bn|mn|m)(?![a-z])")
_EN_NUMBER = re.compile(
    rf"(?P<n>\d[\d,.]*\d|\d|(?i:half\sa|an?(?=\s)|[a-z]+(?:[\s-](?:and\s)?[a-z]+)*?))(?P<scale>\s?(?:{'|'.join(SCALES)}|bn|mn|m|k)(?![a-z]))?"
)
_ZH_NUMBER = re.compile(
    r"(?P<n>\d[\d,.]*|[〇零一二三四五六七八九十两百千万亿壹贰叁肆伍陆柒捌玖拾点]+)(?P<scale>[万亿]+)?"
)
_JOIN = re.compile(r".{0,20}?(?:\s?[-–—~～－]\s?|-to-|\s(?:to|and|or)\s|\s?[至到]\s?)(?:US\$|[$€£¥]|RMB\s?)?")
"""All between the numbers of a range, a unit told twice with it."""
_MULTIPLE = re.compile(r"(?:\s?times|-?\s?fold|[x×]|倍)$")
_SHARE = re.compile(r"\s?(?:%|％|percentage\spoints?|percent|per\scent|pct|个?百分点|成)$")


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
    before, after = _around(quantity, side, number)
    return QuantityStyle(
        words=not digits,
        small=not digits and quantity.value <= _TEN and not text[0].isupper(),
        comma="," in text or (side == "en" and not re.search(r"\d{4}", text)),
        scaled=bool(_SCALE_WORDS.search(text)) or quantity.value < _SCALED_FROM[side],
        short=bool(_SHORT_SCALE.search(text)),
        unit=quantity.unit,
        before=before,
        after=after,
        join=_join(quantity, number.end()),
        twice=bool(number["scale"]),
        more=next((mark for mark in "余多" if side == "zh" and mark in text), ""),
        grown=side == "zh" and "倍" in text and chinese_number(number["n"]) == quantity.value - 1,
    )


def _around(quantity: Quantity, side: Side, number: re.Match[str]) -> tuple[str, str]:
    """Return what stands before the number and after it for its unit."""
    text = quantity.text
    before, after = text[: number.start()], text[number.end() :]
    if side == "zh":
        before = "百分之" if "分之" in text else before
        after = "" if "分之" in text else re.sub(r"^[多余来]|(?<=[万亿])[多余]", "", after)
    if "成" in after and side == "zh":
        return before, "成"
    if side == "en" and not number["n"][0].isdecimal():
        return "", _tail(text, quantity)
    return before, after if quantity.high is None else _tail(text, quantity)


def _join(quantity: Quantity, start: int) -> str:
    if quantity.kind is QuantityKind.FRACTION:
        return "-" if "-" in quantity.text else " " if " " in quantity.text else ""
    found = _JOIN.match(quantity.text, start) if quantity.high is not None else None
    return found.group() if found else ""


def _tail(text: str, quantity: Quantity) -> str:
    """Return the unit's words at the end of a quantity, with the space before them."""
    if quantity.kind in {QuantityKind.PERCENT, QuantityKind.POINTS}:
        found = _SHARE.search(text)
        return found.group() if found else ""
    if quantity.kind is QuantityKind.MULTIPLE:
        found = _MULTIPLE.search(text)
        return found.group() if found else ""
    if quantity.unit:
        for index in range(len(text)):
            name = text[index:].lstrip(" -")
            if name and (unit_called(name, "en") or unit_called(name, "zh")) == quantity.unit:
                return text[index:]
    return ""
