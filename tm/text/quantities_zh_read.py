"""The quantity around one Chinese numeral: what stands before it, its unit, its approximation.

Leaves out: finding the numeral (`quantities_zh`). Works on folded text (simplified, half-width). A numeral
character counts only where something is counted: before a measure word or unit, in a longer numeral, after 第.
"""

import re
from fractions import Fraction
from functools import cache

from tm.bitext import Span
from tm.text.numbers_zh import DIGIT, chinese_number
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.units import currency_marks, currency_pattern, dimension, unit_called, unit_pattern

_D = "〇零○一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_C = _D + "十百千万亿拾佰仟廿卅"
_SMALL = r"[百千](?![克米瓦帕卡赫伏安焦分年姓货强度字比兆])"
_SCALE = rf"(?:{_SMALL}[万亿]{{0,2}}|[万亿]{{1,2}}|兆(?=[元圆美日韩台]))"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
NUMERAL = (
    rf"(?:{_ARABIC}(?:\s?[多余来几]?\s?{_SCALE}(?:\s?零?\d+(?:\.\d+)?\s?{_SCALE})*(?:零?\d{{1,4}}(?![\d,.年月日点:：比万亿]))?)?"
    rf"|[{_C}]+(?:点[〇零一二三四五六七八九]+(?:[万亿]+)?)?(?:[多余来几]\s?[十百千万亿]+)?(?:兆(?=[元圆美日韩台]))?)"
)
_NUMERAL = re.compile(NUMERAL)

_BEFORE = re.compile(
    r"(?:(?P<over>超过|超出|超|逾|突破|多于|大于|高于|过|不止)|(?P<nearly>将近|接近|不到|不足|近|低于|少于|小于)"
    r"|(?P<at_least>至少|不少于|不低于|最少|起码)|(?P<at_most>至多|最多|不超过|不多于|不高于|多达|高达)"
    r"|(?P<about>大约|大概|约|差不多|≈|~|～)|(?P<indefinite>好几|[几数上成]))\s?(?:为|达|有|了)?\s?$"
)
_NEGATIVE = re.compile(r"(?:零下|负|(?<![\w\d)）%℃])[-−－])\s?$")
_AFTER_OVER = re.compile(r"\s?(?:余|多(?![样元次边哈米伦云瑙拉])|几(?![乎何率内亚]))")
_AFTER_ABOUT = re.compile(r"来(?=[个家名位人岁年天次种元万亿])|\s?(?:左右|上下|许)")
_AFTER_BOUND = re.compile(
    r"\s?(?:(?P<at_least>[及或（(]?(?:含)?以上|开外)|(?P<at_most>[及或（(]?(?:含)?以下|以内)|(?P<about>左右|上下))"
)
_JOIN = re.compile(r"\s?(?:[-–—―~～－]{1,2}|至|到)\s?(?:百分之|第)?")
_PARTS = re.compile(rf"\s?分之\s?(?P<n>{NUMERAL})")
_TENTHS = r"[多余]?成(?![立为功员本果绩长熟都效分型交人就品千百群因年语])[一二三四五六七八九]?"
_SUFFIX = (
    r"\s?(?:(?P<points>个?百分点)|(?P<basis>个?(?:基本点|基点))|(?P<percent>[%％])|(?P<mille>‰)"
    rf"|(?P<tenths>{_TENTHS})|(?P<discount>折(?![叠扣射算磨腾合回返断线]))"
    r"|(?P<times>[多余]?\s?倍(?![数率增受感加])多?)|(?P<doublings>番(?![茄禺号])))"
)
_DISCOUNT = re.compile(r"\s?折(?![叠扣射算磨腾合回返断线])")
_DOUBLED = re.compile(r"翻(?:了|近|超过)?\s?$")
_SLASH = re.compile(r"\s?/\s?(?P<n>[1-9]\d{0,2})(?!\d|[/.,年月日]|\s?[万亿])")
_RATIO = re.compile(
    r"\s?[:：∶比]\s?(?P<n>\d+(?:\.\d+)?(?![\d,])|[一二三四五六七八九十]+)(?!\s?[万亿年月日%％号点届])"
)
_GROWTH = re.compile(
    r"(?:增长|增加|增多|提高|上升|上涨|扩大|提升|增幅|高出|超出|多出|猛增|激增|暴增|剧增|翻|涨|增|多|高)"
    r"(?:了|近|约|超过|超|逾|达|将近)*\s?$"
)
_COUNTER = re.compile(
    r"\s?(?:个|名|家|项|位|种|条|件|届|次|人|座|台|辆|艘|架|册|本|篇|份|批|期|轮|场|站|级|类|款|处|所|户|口|国|省|市|县|区"
    r"|镇|村|方面|方(?=会|签)|支|只|枚|颗|粒|棵|株|头|匹|张|把|套|部|间|栋|幢|层|楼|排|组|队|团|股|笔|宗|起|桩|例|段|步|声|句"
    r"|字|行|页|章|节|幕|集|首|曲|幅|块|片|滴|瓶|杯|碗|袋|盒|箱|包|筒|捆|双|对|副|分|点|度|圈|趟|遍|回|顿|番|阵|代|辈|世"
    r"|岁|大(?!学|会|家|人|妈|爷)|强|佳|号|路|环|线|班|院|校|系|部门|领域|地|州|岛|洲|姐妹|兄弟|胞胎|中全会|师|军|连|营|车道"
    r"|冠王|剂|针|吨|倍|成|折|比|%|％|门|道|根|朵|艇|孔|学期|季|局|盘|球|胜|负|平|金|银|铜|女|男|子|孩)"
)
_VAGUE = re.compile(r"\s?(?:方面|方|大|小|地|点|步|代|番|声|句|世|路|分|季|子|把|道|平)")
_NUMBERED = re.compile(r"\s?号")
_HALF_COUNTED = re.compile(r"个(?P<more>[半多余])(?P<unit>小时|月|星期|世纪|钟头|季度)")
_HALF_AFTER = re.compile(r"半(?![年天小月价夜途路径])")
_PLAN = re.compile(r"十([一二三四五])五(?!\s?[个名位家岁天年人种分点米号%])")
_PAIR = re.compile(
    rf"(?P<head>(?:[{_C}]*[十百千万亿廿卅])?)(?P<low>[一二三四五六七八两])(?P<high>[二三四五六七八九])(?P<tail>[十百千万亿]*)"
)
_RATE = re.compile(r"(?:每小时|每秒|时速|秒速)(?:为|达|可达)?$")
_DATE_AFTER = re.compile(r"\s?(?:(?<=\d{4})\s?年|月|日(?![元圆])|世纪|季度)")
_FILLER = re.compile(r"[多余来几\s]")
_HEADS = frozenset("百千万亿")
_NEVER_ALONE = frozenset("〇零○壹贰叁肆伍陆柒捌玖拾佰仟")
_AFTER_HEAD = re.compile(r"\s?(?:[余多]|名|人(?!大|民)|元|美元|家|户|个|亩|吨|次|级|公里)")
_TEN = 10
_FEW = 2
_THIRD = 3  # first to third are as often told by word order or adverbs
_DOZEN = (Fraction(12),)
_RATES = {"km": "km/h", "mile": "mph", "m": "m/s"}
_APPROXIMATION = {
    "indefinite": Approximation.INDEFINITE, "over": Approximation.OVER, "nearly": Approximation.NEARLY,
    "at_least": Approximation.AT_LEAST, "at_most": Approximation.AT_MOST, "about": Approximation.ABOUT,
}  # fmt: skip


def numeral_values(literal: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the value of a numeral and, where it names two at once (十五六, 三四百), the higher one."""
    plain = _FILLER.sub("", literal)
    pair = _PAIR.fullmatch(plain)
    if pair is not None:
        low, high = DIGIT[pair["low"]], DIGIT[pair["high"]]
        if high - low == 1 or (low, high) == (3, 5):
            head, tail = pair["head"], pair["tail"]
            return chinese_number(head + pair["low"] + tail), chinese_number(head + pair["high"] + tail)
    return chinese_number(plain), None


def _mantissa(literal: str) -> str:
    return literal.rstrip("百千万亿兆多余来几 ")


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
        if _FILLER.sub("", self.literal) != self.literal.replace(" ", ""):
            self.approximate = Approximation.OVER

    def read(self) -> Quantity | None:
        """Return the quantity, None where the characters count nothing."""
        if self.low is None:
            return None
        if self.nth:
            self.begin = self.whole = self.text.rindex("第", 0, self.start)
            return self._ordinal()
        self._before()
        if (parts := _PARTS.match(self.text, self.end)) is not None:
            return self._fraction(parts)
        if (plan := _PLAN.match(self.text, self.start)) and plan.end() == self.end:
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
            sign := _NEGATIVE.search(text, max(0, position - 3), position)
        ) is not None and self.low is not None:
            self.low = -self.low
            position = self.begin = sign.start()
        self.whole = position
        if (word := _BEFORE.search(text, max(0, position - 6), position)) is not None:
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
        if literal[0] in _HEADS:
            if self._each() or self.approximate or _AFTER_OVER.match(self.text, self.end):
                return True
            return len(literal) > 1 and bool(_AFTER_HEAD.match(self.text, self.end))
        bare = all(character in DIGIT for character in literal)
        if len(literal) == 1 or (bare and len(literal) < 4):  # noqa: PLR2004 (two or three bare digits name nothing)
            counted = _COUNTER.match(self.text, self.end) or unit_pattern("zh").match(self.text, self.end)
            if bare and len(literal) == _FEW and _DISCOUNT.match(self.text, self.end):
                return True
            if literal in _NEVER_ALONE or (bare and len(literal) > 1 and self.high is None):
                return False
            return bool(
                counted or self._ranges() or _AFTER_OVER.match(self.text, self.end) or self.approximate
            )
        return True

    def _each(self) -> bool:
        return self.text[self.start - 1 : self.start] == "每"

    def _ranges(self) -> bool:
        """Say whether the numeral opens a range of counted things (三至六周)."""
        joined = _JOIN.match(self.text, self.end)
        last = _NUMERAL.match(self.text, joined.end()) if joined else None
        return last is not None and bool(
            _COUNTER.match(self.text, last.end()) or unit_pattern("zh").match(self.text, last.end())
        )

    def _ordinal(self) -> Quantity | None:
        value = self.low or Fraction(0)
        if (numbered := _NUMBERED.match(self.text, self.end)) is not None:
            self.end = numbered.end()
            return self._quantity(QuantityKind.CODE, value, code=str(value), weak=False)
        joined = _JOIN.match(self.text, self.end)
        last = _NUMERAL.match(self.text, joined.end()) if joined else None
        if last is not None and (value_2 := numeral_values(last.group())[0]) is not None and value_2 > value:
            self.high, self.end = value_2, last.end()
        return self._quantity(QuantityKind.ORDINAL, value, weak=self.chinese and value <= _THIRD)

    def _fraction(self, parts: re.Match[str]) -> Quantity | None:
        above, above_high = numeral_values(parts["n"])
        if above is None or not self.low:
            return None
        below, self.end = self.low, parts.end()
        percent = below in {100, 1000}
        scale = Fraction(100) if percent else Fraction(1)
        self.high = above_high
        joined = _JOIN.match(self.text, self.end)
        last = _NUMERAL.match(self.text, joined.end()) if joined else None
        if last is not None and not _PARTS.match(self.text, last.end()):
            self.high, self.end = numeral_values(last.group())[0], last.end()
        if self.high is not None:
            self.high = self.high * scale / below
        self._after()
        kind = QuantityKind.PERCENT if percent else QuantityKind.FRACTION
        return self._quantity(kind, above * scale / below, unit="%" if percent else "")

    def _slashed(self) -> Quantity | None:
        slash = None if self.chinese else _SLASH.match(self.text, self.end)
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
        ratio = _RATIO.match(self.text, self.end)
        if ratio is None or self.low is None or (other := chinese_number(ratio["n"])) is None:
            return None
        if "比" in ratio.group() and self.chinese != (not ratio["n"].isdecimal()):
            return None
        self.end, self.high = ratio.end(), other
        return self._quantity(QuantityKind.SCORE, self.low)

    def _counted(self) -> Quantity | None:
        """Read the unit, the other end of a range and what follows them."""
        self._after()
        if self.low is not None and (half := _HALF_COUNTED.match(self.text, self.end)):
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
        joined = _JOIN.match(self.text, suffix.end() if suffix else self.end)
        last = _NUMERAL.match(self.text, joined.end()) if joined else None
        if last is None or self.low is None or self.chinese != (not last.group()[0].isdecimal()):
            return suffix
        high = numeral_values(last.group())[0]
        shared = _suffix_pattern().match(self.text, last.end())
        if high is None or (suffix is not None and (shared is None or shared.lastgroup != suffix.lastgroup)):
            return suffix
        low = self.low
        mantissa, below = _mantissa(last.group()), _mantissa(self.literal)
        if (
            below == self.literal
            and mantissa != last.group()
            and (top := chinese_number(mantissa))
            and low < top
        ):
            low = low * high / top  # 3至5亿
        if low >= high or _DATE_AFTER.match(self.text, last.end()):
            return suffix
        self.low, self.high, self.end = low, high, last.end()
        if shared is None:
            self._after()
            shared = self._suffix()
        return shared

    def _after(self) -> None:
        """Take 多, 余, 左右, 以上 where they stand right after the numeral."""
        for pattern, approximation in (
            (_AFTER_OVER, Approximation.OVER),
            (_AFTER_ABOUT, Approximation.ABOUT),
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
            growth = _GROWTH.search(self.text, max(0, self.start - 10), self.start)
            if growth is not None:
                return self._quantity(QuantityKind.MULTIPLE, low + 1, high=None if high is None else high + 1)
            return self._quantity(QuantityKind.MULTIPLE, low)
        if group == "basis":
            high = None if high is None else high / 100
            return self._quantity(QuantityKind.POINTS, low / 100, high=high, unit="pp")
        if group in {"percent", "points"}:
            kind, unit = (QuantityKind.PERCENT, "%") if group == "percent" else (QuantityKind.POINTS, "pp")
            return self._quantity(kind, low, unit=unit)
        factor = Fraction(1, _TEN) if group == "mille" else Fraction(_TEN)
        if group == "discount" and low > _TEN:
            factor = Fraction(1)
        low = low * factor + (DIGIT[text[-1]] if group == "tenths" and text[-1] in DIGIT else 0)
        also = (100 - low,) if group == "discount" else ()
        return self._quantity(
            QuantityKind.PERCENT, low, high=None if high is None else high * factor, unit="%", also=also
        )

    def _measured(self, name: str) -> Quantity:
        unit = unit_called(name, "zh")
        money = dimension(unit).startswith("money")
        if (half := _HALF_AFTER.match(self.text, self.end)) is not None and not money:
            self.low, self.end = (self.low or Fraction(0)) + Fraction(1, 2), half.end()
        self._after()
        low = self.low or Fraction(0)
        if unit in _RATES and _RATE.search(self.text, max(0, self.whole - 5), self.whole):
            unit = _RATES[unit]
        weak = self.chinese and low <= _FEW and not money
        return self._quantity(
            QuantityKind.MONEY if money else QuantityKind.MEASURE, low, unit=unit, weak=weak
        )

    def _number(self) -> Quantity:
        low = self.low or Fraction(0)
        vague = low <= _FEW or (low <= _TEN and bool(_VAGUE.match(self.text, self.end)))
        weak = low in {0, 1} or (self.chinese and vague)
        weak = weak or (self.literal[0] in _HEADS and not self.approximate and not self._each())
        if self.currency:
            return self._quantity(QuantityKind.MONEY, low, unit=self.currency)
        dozen = self.chinese and low == _TEN and self.approximate is Approximation.OVER
        return self._quantity(QuantityKind.NUMBER, low, weak=weak, also=_DOZEN if dozen else ())

    def _quantity(  # noqa: PLR0913 (what a quantity holds)
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
        counter = None if unit or self.nth else _COUNTER.match(self.text, self.end)
        for position in (self.end, counter.end() if counter else self.end):
            bound = _AFTER_BOUND.match(self.text, position)
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
    return re.compile(rf"{_SUFFIX}|{unit_pattern('zh').pattern.replace('(', '(?P<unit>', 1)}")
