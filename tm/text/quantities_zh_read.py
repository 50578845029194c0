"""The quantity around one Chinese numeral: what stands before it, its unit, its approximation.

Leaves out: finding the numeral (`quantities_zh`). Works on folded text (simplified, half-width). A numeral
character counts only where something is counted: before a measure word or unit, in a longer numeral,
after 第.
"""

import re
from fractions import Fraction
from functools import cache

from tm.bitext import Span
from tm.text.numbers_zh import DIGIT, chinese_number
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.quantities_zh_patterns import (
    AFTER_ABOUT,
    AFTER_BOUND,
    AFTER_HEAD,
    AFTER_OVER,
    BEFORE,
    COUNTER,
    DATE_AFTER,
    DISCOUNT,
    FILLER,
    GROWTH,
    HALF_AFTER,
    HALF_COUNTED,
    HEADS,
    JOIN,
    LISTED,
    NEGATIVE,
    NEVER_ALONE,
    NUMBERED,
    NUMERAL_PATTERN,
    PARTS,
    PLAN,
    RATE,
    RATIO,
    REBATE,
    SLASH,
    SUFFIX,
    VAGUE,
    mantissa,
    numeral_values,
)
from tm.text.units import currency_marks, currency_pattern, dimension, unit_called, unit_pattern

_TEN = 10
_YEAR_DIGITS = 4  # 二〇二四 is read whole
_FEW = 2
_NUMBERED_TIME = re.compile(r"\s?(周(?![年边刊报])|个月|天)")
_THIRD = 3  # first to third are as often told by word order or adverbs
_FOR_EACH = re.compile("每[^，。；\\d]{0,4}$")
_DOZEN = (Fraction(12),)
_HUNDREDTHS = {**DIGIT, "半": 5}  # 七成五, 两成半
_TRACES = {10**6: "ppm", 10**9: "ppb"}
_RATES = {"km": "km/h", "mile": "mph", "m": "m/s"}
_APPROXIMATION = {
    "indefinite": Approximation.INDEFINITE, "over": Approximation.OVER, "nearly": Approximation.NEARLY,
    "at_least": Approximation.AT_LEAST, "at_most": Approximation.AT_MOST, "about": Approximation.ABOUT,
}  # fmt: skip


class NumeralReader:
    """Reads one quantity: `literal` is the numeral at `[start, end)`, `nth` whether 第 stands before it."""

    def __init__(self, text: str, start: int, end: int, *, nth: bool) -> None:
        self.text, self.start, self.end, self.nth = text, start, end, nth
        self.literal = text[start:end]
        self.low, self.high = numeral_values(self.literal)
        self.chinese = not self.literal[0].isdecimal()
        self.begin = self.whole = start
        self.approximate = Approximation.EXACT
        self.currency = ""
        if FILLER.sub("", self.literal) != self.literal.replace(" ", ""):
            self.approximate = Approximation.OVER

    def read(self) -> Quantity | None:
        """Return the quantity, None where the characters count nothing."""
        if self.low is None:
            return None
        if self.nth:
            self.begin = self.whole = self.text.rindex("第", 0, self.start)
            return self._ordinal()
        self._before()
        if (parts := PARTS.match(self.text, self.end)) is not None:
            return self._fraction(parts)
        if (plan := PLAN.match(self.text, self.start)) and plan.end() == self.end:
            self.high = None
            return self._quantity(QuantityKind.ORDINAL, Fraction(_TEN + DIGIT[plan[1]]), weak=True)
        if self.chinese and not self._counts():
            return None
        return self._slashed() or self._score() or self._counted()

    def _before(self) -> None:
        """Take the currency mark, the sign and the approximation that stand before the numeral."""
        text, position = self.text, self.start
        if (money := currency_pattern().search(text, max(0, position - 5), position)) is not None:
            self.currency = currency_marks()[money[1]]
            position = self.begin = money.start()
        elif (
            sign := NEGATIVE.search(text, max(0, position - 3), position)
        ) is not None and self.low is not None:
            self.low = -self.low
            position = self.begin = sign.start()
        self.whole = position
        if (word := BEFORE.search(text, max(0, position - 6), position)) is not None:
            name = word.lastgroup or ""
            if name == "indefinite":
                if self.literal[0] not in "十百千万亿":
                    return
                self.begin = word.start()
            self.approximate = _APPROXIMATION[name]
            self.whole = word.start()

    def _counts(self) -> bool:
        """Say whether a numeral in Chinese characters counts something here."""
        literal = self.literal
        if literal[0] in HEADS:
            return self._head_counts()
        bare = all(character in DIGIT for character in literal)
        if len(literal) > 1 and not (bare and len(literal) < _YEAR_DIGITS):
            return True
        if bare and len(literal) == _FEW and DISCOUNT.match(self.text, self.end):
            return True
        if literal in NEVER_ALONE or (bare and len(literal) > 1 and self.high is None):
            return False
        counted = COUNTER.match(self.text, self.end) or unit_pattern("zh").match(self.text, self.end)
        return bool(counted or self.approximate or self._more() or self._ranges())

    def _head_counts(self) -> bool:
        """Say whether 百, 千, 万 standing first counts (上百家, 每百万人) and is no unit (千瓦)."""
        if unit_pattern("zh").match(self.text, self.start):
            return False
        if self._each() or self.approximate or self._more():
            return True
        return len(self.literal) > 1 and bool(AFTER_HEAD.match(self.text, self.end))

    def _more(self) -> bool:
        return AFTER_OVER.match(self.text, self.end) is not None

    def _counts_list(self) -> bool:
        """Say whether the number only counts what was just listed (甲、乙和丙三个环节)."""
        clause = LISTED.search(self.text, max(0, self.start - 60), self.start)
        if clause is None or "、" not in clause.group():
            return False
        marks = clause.group().count("、")
        links = sum(map(clause.group().count, "和及与"))
        return marks + 1 <= (self.low or 0) <= marks + links + 1

    def _each(self) -> bool:
        return self.text[self.start - 1 : self.start] == "每"

    def _ranges(self) -> bool:
        """Say whether the numeral opens a range of counted things (三至六周)."""
        joined = JOIN.match(self.text, self.end)
        last = NUMERAL_PATTERN.match(self.text, joined.end()) if joined else None
        return last is not None and bool(
            COUNTER.match(self.text, last.end()) or unit_pattern("zh").match(self.text, last.end())
        )

    def _ordinal(self) -> Quantity | None:
        value = self.low or Fraction(0)
        if (numbered := NUMBERED.match(self.text, self.end)) is not None:
            self.end = numbered.end()
            return self._quantity(QuantityKind.CODE, value, code=str(value), weak=False)
        joined = JOIN.match(self.text, self.end)
        last = NUMERAL_PATTERN.match(self.text, joined.end()) if joined else None
        if last is not None and (value_2 := numeral_values(last.group())[0]) is not None and value_2 > value:
            self.high, self.end = value_2, last.end()
        time = _NUMBERED_TIME.match(self.text, self.end)
        unit = unit_called(time[1], "zh") if time else ""
        weak = self.chinese and value <= _THIRD
        return self._quantity(QuantityKind.ORDINAL, value, weak=weak, unit=unit)

    def _fraction(self, parts: re.Match[str]) -> Quantity | None:
        above, above_high = numeral_values(parts["n"])
        if above is None or not self.low:
            return None
        below, self.end = self.low, parts.end()
        if below in _TRACES and parts["n"][0].isdecimal() and above != 1:
            return self._quantity(QuantityKind.MEASURE, above, unit=_TRACES[int(below)])
        percent = below in {100, 1000}
        scale = Fraction(100) if percent else Fraction(1)
        self.high = above_high
        joined = JOIN.match(self.text, self.end)
        last = NUMERAL_PATTERN.match(self.text, joined.end()) if joined else None
        if last is not None and not PARTS.match(self.text, last.end()):
            self.high, self.end = numeral_values(last.group())[0], last.end()
        if self.high is not None:
            self.high = self.high * scale / below
        self._after()
        kind = QuantityKind.PERCENT if percent else QuantityKind.FRACTION
        return self._quantity(kind, above * scale / below, unit="%" if percent else "")

    def _slashed(self) -> Quantity | None:
        slash = None if self.chinese else SLASH.match(self.text, self.end)
        if (
            slash is None
            or self.low is None
            or self.low.denominator != 1
            or self.text[self.start - 1 : self.start] == "/"
        ):
            return None
        if not 0 < self.low < int(slash["n"]):
            return None
        self.end = slash.end()
        return self._quantity(QuantityKind.FRACTION, self.low / int(slash["n"]))

    def _score(self) -> Quantity | None:
        ratio = RATIO.match(self.text, self.end)
        if ratio is None or self.low is None or (other := chinese_number(ratio["n"])) is None:
            return None
        if "比" in ratio.group() and self.chinese != (not ratio["n"].isdecimal()):
            return None
        self.end, self.high = ratio.end(), other
        return self._quantity(QuantityKind.SCORE, self.low)

    def _counted(self) -> Quantity | None:
        """Read the unit, the other end of a range and what follows them."""
        self._after()
        if self.low is not None and (half := HALF_COUNTED.match(self.text, self.end)):
            return self._and_half(half)
        suffix = self._suffix()
        if self.high is None:
            suffix = self._range(suffix)
        if suffix is None:
            return self._number()
        self.end = suffix.end()
        if suffix.lastgroup != "unit":
            return self._scaled(suffix)
        return self._measured(suffix["unit"])

    def _and_half(self, counted: re.Match[str]) -> Quantity:
        """Return what 三个半小时 or 三个多月 measures."""
        if counted["more"] == "半":
            self.low = (self.low or Fraction(0)) + Fraction(1, 2)
        else:
            self.approximate = Approximation.OVER
        self.end = counted.end()
        return self._measured({"月": "个月", "钟头": "小时"}.get(counted["unit"], counted["unit"]))

    def _suffix(self) -> re.Match[str] | None:
        return _suffix_pattern().match(self.text, self.end)

    def _range(self, suffix: re.Match[str] | None) -> re.Match[str] | None:
        """Take the second numeral of a range, if any, and return the suffix both share."""
        joined = JOIN.match(self.text, suffix.end() if suffix else self.end)
        last = NUMERAL_PATTERN.match(self.text, joined.end()) if joined else None
        if last is None or self.low is None or self.chinese != (not last.group()[0].isdecimal()):
            return suffix
        high = numeral_values(last.group())[0]
        shared = _suffix_pattern().match(self.text, last.end())
        if high is None or (suffix is not None and (shared is None or shared.lastgroup != suffix.lastgroup)):
            return suffix
        low = self.low
        top_digits, below = mantissa(last.group()), mantissa(self.literal)
        if (
            below == self.literal
            and top_digits != last.group()
            and (top := chinese_number(top_digits))
            and low < top
        ):
            low = low * high / top  # 3至5亿
        if low >= high or DATE_AFTER.match(self.text, last.end()):
            return suffix
        self.low, self.high, self.end = low, high, last.end()
        if shared is None:
            self._after()
            shared = self._suffix()
        return shared

    def _after(self) -> None:
        """Take 多, 余, 左右, 以上 where they stand right after the numeral."""
        for pattern, approximation in (
            (AFTER_OVER, Approximation.OVER),
            (AFTER_ABOUT, Approximation.ABOUT),
        ):
            if (found := pattern.match(self.text, self.end)) is not None:
                self.end = found.end()
                self.approximate = approximation
                return

    def _scaled(self, suffix: re.Match[str]) -> Quantity:
        """Return a percentage, tenths (成, 折), a multiple (倍, 番) or percentage points."""
        low, high, group, text = self.low or Fraction(0), self.high, suffix.lastgroup or "", suffix.group()
        if "多" in text or "余" in text:
            self.approximate = Approximation.OVER
        if group == "doublings":
            return self._quantity(QuantityKind.MULTIPLE, Fraction(2) ** int(min(low, Fraction(20))))
        if group == "times":
            growth = GROWTH.search(self.text, max(0, self.start - 10), self.start)
            if growth is not None:
                return self._quantity(QuantityKind.MULTIPLE, low + 1, high=None if high is None else high + 1)
            return self._quantity(QuantityKind.MULTIPLE, low)
        if group == "basis":
            high = None if high is None else high / 100
            return self._quantity(QuantityKind.POINTS, low / 100, high=high, unit="pp")
        if group in {"percent", "points"}:
            kind, unit = (QuantityKind.PERCENT, "%") if group == "percent" else (QuantityKind.POINTS, "pp")
            cut = REBATE.search(self.text, max(0, self.start - 4), self.start) and high is None
            return self._quantity(kind, low, unit=unit, also=(100 - low,) if cut else ())
        factor = Fraction(1, _TEN) if group == "mille" else Fraction(_TEN)
        if group == "discount" and low > _TEN:
            factor = Fraction(1)
        low = low * factor + (_HUNDREDTHS.get(text[-1], 0) if group == "tenths" else 0)
        high = None if high is None else high * factor
        return self._quantity(QuantityKind.PERCENT, low, high=high, unit="%")

    def _measured(self, name: str) -> Quantity:
        unit = unit_called(name, "zh")
        money = dimension(unit).startswith("money")
        if (half := HALF_AFTER.match(self.text, self.end)) is not None and not money:
            self.low, self.end = (self.low or Fraction(0)) + Fraction(1, 2), half.end()
        self._after()
        low = self.low or Fraction(0)
        if unit in _RATES and RATE.search(self.text, max(0, self.whole - 5), self.whole):
            unit = _RATES[unit]
        weak = self.chinese and (self.high or low) <= _FEW and not money
        weak = weak or (low == 1 and bool(_FOR_EACH.search(self.text, max(0, self.whole - 6), self.whole)))
        return self._quantity(
            QuantityKind.MONEY if money else QuantityKind.MEASURE, low, unit=unit, weak=weak
        )

    def _number(self) -> Quantity:
        low = self.low or Fraction(0)
        vague = (self.high or low) <= _FEW or (low <= _TEN and bool(VAGUE.match(self.text, self.end)))
        weak = low in {0, 1} or (self.chinese and vague) or self._counts_list()
        weak = weak or (self.literal[0] in HEADS and not self.approximate and not self._each())
        if self.currency:
            return self._quantity(QuantityKind.MONEY, low, unit=self.currency)
        dozen = self.chinese and low == _TEN and self.approximate is Approximation.OVER
        return self._quantity(QuantityKind.NUMBER, low, weak=weak, also=_DOZEN if dozen else ())

    def _quantity(
        self,
        kind: QuantityKind,
        value: Fraction,
        *,
        high: Fraction | None = None,
        unit: str = "",
        also: tuple[Fraction, ...] = (),
        weak: bool = False,
        code: str = "",
    ) -> Quantity:
        whole: Span = (self.whole, self.end)
        counter = None if unit or self.nth else COUNTER.match(self.text, self.end)
        for position in (self.end, counter.end() if counter else self.end):
            bound = AFTER_BOUND.match(self.text, position)
            if bound is not None and not self.nth:
                self.approximate = _APPROXIMATION[bound.lastgroup or ""]
                whole = (self.whole, bound.end())
                break
        return Quantity(
            kind=kind,
            value=value,
            high=self.high if high is None else high,
            unit=unit,
            approximate=self.approximate,
            also=also,
            weak=weak or self.approximate is Approximation.INDEFINITE,
            code=code,
            span=(self.begin, self.end),
            whole=whole,
            text="",
        )


@cache
def _suffix_pattern() -> re.Pattern[str]:
    return re.compile(rf"{SUFFIX}|{unit_pattern('zh').pattern.replace('(', '(?P<unit>', 1)}")
