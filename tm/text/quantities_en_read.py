"""The quantity around one English number: what stands before it, its scale and unit, its approximation.

Leaves out: finding the number (`quantities_en`).
"""

import re
from fractions import Fraction

from tm.text.numbers_en import ONES, ORDINALS, SCALES, TENS, english_number
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.units import convert, currency_marks, currency_pattern, dimension, unit_called, unit_pattern

SPACED = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?=\s?[A-Za-zµμΩ°℃%％\u4e00-\u9fff])"
"""Thousands as standards write them: 1 500 V (ISO 80000-1, 7.3.1)."""
ARABIC = (
    rf"(?:{SPACED}|\d{{1,3}}(?:,\d{{3}}){{1,9}}(?!\d)(?:\.\d{{1,30}})?|\d{{1,30}}(?:\.\d{{1,30}})?"
    r"|(?<![\w.)\]])\.\d+)"
)
_NUMBER_WORD = f"{'|'.join(ONES)}|{'|'.join(TENS)}"
_BIG = f"hundred|{'|'.join(SCALES)}"
_ENDED = r"(?:(?![a-z])|(?=fold(?![a-z])))"
WORDS = (
    rf"(?:(?:(?:{_NUMBER_WORD}){_ENDED}|(?:a|an)[\s-](?:{_BIG})(?![a-z]))(?:[\s-]*(?:{_NUMBER_WORD}|{_BIG}){_ENDED}"
    rf"|\sand\s(?:{_NUMBER_WORD})(?![a-z])(?!\s(?:{_BIG})))*|(?:{_BIG})(?=\s(?:and\s)?(?:{_NUMBER_WORD}|{_BIG})(?![a-z])))"
)
NUMBER = re.compile(rf"{ARABIC}|(?i:{WORDS})")

_BEFORE = re.compile(
    r"(?<![a-z])(?:(?P<at_most>(?:no|not)\s(?:more|higher|greater)\sthan|at\smost|up\sto|as\smany\sas|as\smuch\sas|a\smaximum\sof|not\sexceeding|maximum)"
    r"|(?P<at_least>(?:no|not)\s(?:less|fewer|lower)\sthan|at\sleast|a\sminimum\sof|minimum)"
    r"|(?P<over>more\sthan|greater\sthan|higher\sthan|upwards?\sof|in\sexcess\sof|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)|beyond)"
    r"|(?P<nearly>less\sthan|fewer\sthan|lower\sthan|nearly|almost|close\sto|just\sunder|under|below)"
    r"|(?P<about>approximately|roughly|around|about|some|an?\sestimated|estimated|circa|on\saverage|or\sso)"
    r"|(?P<indefinite>several|a\sfew|tens\sof|many))\s(?:a\s|the\s|an\s)?$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"(?:(?<![\w\d)%℃])[-−]|(?i:minus|negative)\s)$")
_SCALE = re.compile(
    rf"\+?(?:\s|-)?(?P<scale>hundred|{'|'.join(SCALES)})(?![a-z])|\s?(?P<short>bn|mn|tn|[kKMmBb](?![A-Za-z]))(?![A-Za-z\d])",
    re.IGNORECASE,
)
_SHORT = {"bn": 10**9, "mn": 10**6, "tn": 10**12, "k": 1000, "m": 10**6, "b": 10**9}
_PERCENT = re.compile(
    r"(?:\s|-)?(?:(?P<points>percentage[\s-]points?|(?:%|percent)\spoints?)|(?P<basis>basis[\s-]points?)"
    r"|(?P<percent>%|percent(?![a-z])|per\scent(?![a-z])|pct)|(?P<mille>‰|per\smille))",
    re.IGNORECASE,
)
_REBATE = re.compile(
    r"\s(?:off(?!\s(?:its|their|peak|target|course)|[A-Za-z\-])|(?P<named>discount|rebate))", re.IGNORECASE
)
_MULTIPLE = re.compile(
    r"[\s-]?fold(?![a-z])|\s?[x×](?![A-Za-z\d])|\stimes(?=\s(?:as|more|higher|larger|greater|bigger|that|the|those|its|faster|stronger|fewer|less|lower|over|longer))",
    re.IGNORECASE,
)
_TIMES = re.compile(r"[\s-]times(?![a-z])", re.IGNORECASE)
_GROWTH = re.compile(
    r"(?:increas|grow|grew|ris|rose|rais|up|expand|jump|soar|surg|multipl|climb|higher|gain)[a-z]*\s(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
_GROWTH_AFTER = re.compile(r"\s(?:increase|rise|growth|jump|surge|more|higher|larger|greater|faster)")
_FRACTION = re.compile(r"(?:\s?/\s?(?P<below>\d{1,9})(?!\d|[/.,]\d))")
_HALVES = {"half": 2, "halve": 2, "quarter": 4}
_NUMBERED_TIME = re.compile(
    r"[\s-](?:(?P<feast>anniversary|birthday)|(?P<time>week|day|month))(?![A-Za-z])", re.IGNORECASE
)
_WEEK_BEFORE = re.compile(r"week $", re.IGNORECASE)
_PART = "|".join(word for word in ORDINALS if word not in {"first", "second"})
_PARTS = re.compile(
    rf"(?:\s|-)(?P<part>{_PART}|half|halve|quarter)(?P<plural>s)?(?![a-z])",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s(?:[a-z]+\s)?(?:in|out\sof)\s(?:every\s)?", re.IGNORECASE)
_RATIO = re.compile(
    r"\s?(?::|∶|-to-|\sto\s(?=\d+\s(?:ratio|win|victory|loss)))\s?(?P<n>\d{1,9}(?:\.\d{1,9})?)(?![\d%,]|\.\d)"
)
_RATIO_SAID = re.compile(r"\bratios?\b[^.;:,]*$", re.IGNORECASE)
_SAID_RATIO = re.compile(r"(?:\s?[:∶]\s?|-to-|\sto\s)(?P<n>\d{1,9}(?:\.\d{1,9})?)(?![\d%,]|\.\d)")
_SHARED = re.compile(
    rf"(?:\sand|(?:,\s{ARABIC})+,?\sand|\sto)\s{ARABIC}\s?(?:(?P<points>percentage\spoints?)|%|percent(?![a-z])|per\scent(?![a-z]))"
)
"""What stands after the first of several numbers with one percent sign: 4.9 and 7.2 percent."""
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_EXPLAINED = re.compile(
    r"\b(?:per|an?|one|each|every)\s(?P<unit>[a-z]+)\s?\((?:about|around|roughly|approximately|or|=)?\s?$",
    re.IGNORECASE,
)
"""A unit told in other words right after it: per mu (667 square meters)."""
_TO = re.compile(r"(?:-?\sto\s|-to-|\s?[-–—~]\s?)(?P<mark>US\$|[$€£¥]|RMB\s?)?", re.IGNORECASE)
_AND_TO = re.compile(r"\sand\s(?P<mark>US\$|[$€£¥]|RMB\s?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"between\s(?:US\$|[$€£¥]|RMB\s?)?$", re.IGNORECASE)
_AND_HALF = re.compile(r"(?:\s|-)and(?:\s|-)(?:a|one)(?:\s|-)(?P<part>half|quarter)(?![a-z])", re.IGNORECASE)
_AFTER = re.compile(
    r"\s?\+|[\s-]odd(?![a-z])|\s(?:or|and)\s(?P<more>more|above|over|older|higher)|\s(?:or)\s(?P<less>less|fewer|below|under|younger)|\splus(?![a-z])|\sor\s(?P<so>so)(?![a-z])",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 10.700 for 10,700, where the writer is used to it
_DOZEN = re.compile(r"\s?dozen(?![a-z])", re.IGNORECASE)
_NTH = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])")
_TEN = 10
_FEW = 2
_ROUNDED = Fraction(3, 100)  # how far a conversion may be rounded
_LARGEST_PART = 1000  # what may stand below a fraction that is written out
_APPROXIMATION = {
    "indefinite": Approximation.INDEFINITE, "over": Approximation.OVER, "nearly": Approximation.NEARLY,
    "at_least": Approximation.AT_LEAST, "at_most": Approximation.AT_MOST, "about": Approximation.ABOUT,
}  # fmt: skip


def ordinal_value(word: str) -> int:
    """Return the value of an ordinal in words (`twenty-first`), 0 if it is none."""
    head, _, tail = word.lower().replace(" ", "-").rpartition("-")
    return TENS.get(head, 0) + ORDINALS.get(tail, 0) if not head or head in TENS else 0


def number_value(literal: str) -> Fraction | None:
    """Return the value of an Arabic literal or of a run of number words."""
    if literal[0].isdecimal() or literal[0] == ".":
        plain = re.sub(r"[,\s]", "", literal)
        return Fraction(plain if plain[0] != "." else "0" + plain)
    return english_number(literal)


def _unit_end(text: str, position: int) -> re.Match[str] | None:
    return _PERCENT.match(text, position) or unit_pattern("en").match(text, position)


def _same_unit(first: re.Match[str], second: re.Match[str] | None) -> bool:
    if second is None or (first.re is _PERCENT) is not (second.re is _PERCENT):
        return False
    if first.re is _PERCENT:
        return first.lastgroup == second.lastgroup
    return unit_called(first[1], "en") == unit_called(second[1], "en")


def approximation_before(text: str, position: int) -> tuple[Approximation, int]:
    """Return what approximation stands before `position` and where it starts."""
    word = _BEFORE.search(text, max(0, position - 24), position)
    if word is None:
        return Approximation.EXACT, position
    return _APPROXIMATION[word.lastgroup or ""], word.start()


def unit_of_nth(text: str, end: int) -> str:
    """Return what an ordinal that ends at `end` numbers, where that is time: its 10th anniversary, week.

    >>> unit_of_nth("the 10th anniversary", 8), unit_of_nth("the 10th session", 8)
    ('year', '')
    """
    counted = _NUMBERED_TIME.match(text, end)
    return unit_called("year" if counted["feast"] else counted["time"], "en") if counted else ""


class NumberReader:
    """Reads one quantity from the number at `[start, end)`; words that make no one number are cut short."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.low = number_value(text[start:end])
        while self.low is None and (cut := re.search(r"[\s-]+[A-Za-z]+$", text[start : self.end])):
            self.end = start + cut.start()
            self.low = number_value(text[start : self.end])
        self.words = not text[start].isdecimal() and text[start] != "."
        self.high: Fraction | None = None
        self.begin = self.whole = start
        self.approximate = Approximation.EXACT
        self.currency = ""
        self.scaled = False
        self.also: tuple[Fraction, ...] = ()

    def read(self) -> Quantity | None:
        """Return the quantity, None where the characters are no number."""
        if self.low is None:
            return None
        self._before()
        if not self.words and (nth := _NTH.match(self.text, self.end)) is not None:
            self.end = nth.end()
            return self._quantity(QuantityKind.ORDINAL, unit=unit_of_nth(self.text, self.end))
        if not self.words and _WEEK_BEFORE.search(self.text, max(0, self.start - 5), self.start):
            return self._quantity(QuantityKind.ORDINAL, unit="week")
        return self._fraction() or self._score() or self._counted()

    def _before(self) -> None:
        """Take the currency mark, the sign and the approximation that stand before the number."""
        text, position = self.text, self.start
        if (money := currency_pattern().search(text, max(0, position - 6), position)) is not None:
            self.currency = currency_marks()[money[1]]
            position = self.begin = money.start()
        elif (
            sign := _NEGATIVE.search(text, max(0, position - 9), position)
        ) is not None and self.low is not None:
            self.low = -self.low
            position = self.begin = sign.start()
        self.approximate, self.whole = approximation_before(text, position)

    def _fraction(self) -> Quantity | None:
        """Read 2/3, two-thirds, one third, one in three."""
        above = self.low or Fraction(0)
        below, end = self._below(above) if self.words else self._below_slash(above)
        if not below:
            return None
        self.low, self.end = above / below, end
        return self._quantity(QuantityKind.FRACTION)

    def _below_slash(self, above: Fraction) -> tuple[int, int]:
        """Return what stands below a slash and where it ends, 0 where that is no fraction."""
        slash = _FRACTION.match(self.text, self.end)
        if slash is None or above.denominator != 1 or int(slash["below"]) > _LARGEST_PART:
            return 0, self.end
        return int(slash["below"]), slash.end()

    def _below(self, above: Fraction) -> tuple[int, int]:
        """Return the denominator said in words and where it ends, 0 where there is none."""
        parts = _PARTS.match(self.text, self.end)
        if parts is not None and (above == 1 or parts["plural"]):
            part = parts["part"].lower()
            return _HALVES.get(part) or ORDINALS[part], parts.end()
        joined = _OUT_OF.match(self.text, self.end)
        last = NUMBER.match(self.text, joined.end()) if joined else None
        if last is None or last.group()[0].isdecimal() or _SCALE.match(self.text, last.end()):
            return 0, self.end
        below = number_value(last.group())
        fits = below is not None and above < below <= _LARGEST_PART
        return (int(below), last.end()) if fits and below is not None else (0, self.end)

    def _score(self) -> Quantity | None:
        said = _RATIO_SAID.search(self.text, max(0, self.whole - 80), self.whole)
        ratio = None if self.words else (_SAID_RATIO if said else _RATIO).match(self.text, self.end)
        if ratio is None:
            return None
        self.end, self.high = ratio.end(), Fraction(ratio["n"])
        return self._quantity(QuantityKind.SCORE)

    def _counted(self) -> Quantity:
        self._scale()
        self._after()
        self._range()
        if (half := _AND_HALF.match(self.text, self.end)) is not None and self.high is None:
            self.low = (self.low or Fraction(0)) + (
                Fraction(1, 2) if half["part"].lower() == "half" else Fraction(1, 4)
            )
            self.end = half.end()
            self._scale()
        return self._percent() or self._multiple() or self._measured()

    def _scale(self) -> None:
        """Take million, bn, dozen after the number."""
        scale = (
            None
            if self.words and self.text[: self.end].endswith(tuple(SCALES))
            else _SCALE.match(self.text, self.end)
        )
        factor = 0
        if scale is not None and scale["scale"]:
            factor = SCALES.get(scale["scale"].lower(), 100)
        elif scale is not None and (self.currency or scale["short"] not in {"m", "M"}) and not self.words:
            factor = self._short(scale)
        elif (scale := _DOZEN.match(self.text, self.end)) is not None:
            factor = 12
        if factor and scale is not None and scale.group()[0] == "+":
            self.approximate = Approximation.OVER
        if factor and scale is not None and self.low is not None:
            self.low, self.end, self.scaled = self.low * factor, scale.end(), True

    def _short(self, scale: re.Match[str]) -> int:
        """Return what a letter makes of the number: 60 K is kelvin unless it is money, 60K may be."""
        if scale["short"] == "K" and not self.currency:
            if scale.group()[0].isspace():
                return 0
            self.also = (self.low or Fraction(0),)
        return _SHORT[scale["short"].lower()]

    def _after(self) -> None:
        more = _AFTER.match(self.text, self.end)
        if more is None:
            return
        self.end = more.end()
        named = {"more": Approximation.AT_LEAST, "less": Approximation.AT_MOST, "so": Approximation.ABOUT}
        self.approximate = named.get(more.lastgroup or "", Approximation.OVER)

    def _range(self) -> None:
        """Take the other end of 10–15, 10 to 15, between 10 and 15; the first takes over its scale."""
        unit = _unit_end(self.text, self.end)
        joined = self._joined(self.end) or (self._joined(unit.end()) if unit else None)
        last = NUMBER.match(self.text, joined.end()) if joined else None
        if joined is None or last is None or self.low is None or _NTH.match(self.text, last.end()):
            return
        other = NumberReader(self.text, last.start(), last.end())
        if other.low is None or self.words != other.words:
            return
        if joined["mark"] and currency_marks().get(joined["mark"].strip()) != self.currency:
            return
        raw = other.low
        other._scale()
        after = _unit_end(self.text, other.end)
        if unit is not None and joined.start() == unit.end() and not _same_unit(unit, after):
            return
        low = self.low * other.low / raw if other.scaled and not self.scaled and self.low < raw else self.low
        if low < other.low:
            self.low, self.high, self.end = low, other.low, other.end

    def _joined(self, position: int) -> re.Match[str] | None:
        """Return what joins the two ends of a range at `position`, None if nothing does."""
        joined = _TO.match(self.text, position)
        if joined is None and _BETWEEN.search(self.text, max(0, self.whole - 12), self.whole):
            joined = _AND_TO.match(self.text, position)
        return joined

    def _percent(self) -> Quantity | None:
        percent = _PERCENT.match(self.text, self.end)
        if percent is None:
            return self._shared_percent()
        self.end = percent.end()
        factor = {"basis": Fraction(1, 100), "mille": Fraction(1, _TEN)}.get(
            percent.lastgroup or "", Fraction(1)
        )
        self.low = (self.low or Fraction(0)) * factor
        self.high = None if self.high is None else self.high * factor
        points = percent.lastgroup in {"points", "basis"}
        rebate = None if points or self.high is not None else _REBATE.match(self.text, self.end)
        if rebate is not None:
            return self._rebate(named=rebate["named"] is not None)
        return self._quantity(
            QuantityKind.POINTS if points else QuantityKind.PERCENT, unit="pp" if points else "%"
        )

    def _shared_percent(self) -> Quantity | None:
        """Read the 4.9 of 4.9 and 7.2 percent."""
        written = self.text[self.start : self.end]
        shared = None if self.words or self.currency or self.scaled else _SHARED.match(self.text, self.end)
        if shared is None or _YEARLIKE.fullmatch(written):
            return None
        points = shared["points"] is not None
        return self._quantity(
            QuantityKind.POINTS if points else QuantityKind.PERCENT, unit="pp" if points else "%"
        )

    def _rebate(self, *, named: bool) -> Quantity:
        """Read 15% off: 85 percent of the price, as Chinese says it; a discount may be told as such too."""
        taken = self.low or Fraction(0)
        self.low = 100 - taken
        return self._quantity(QuantityKind.PERCENT, unit="%", also=(taken,) if named else ())

    def _multiple(self) -> Quantity | None:
        found = _MULTIPLE.match(self.text, self.end)
        grown = bool(_GROWTH.search(self.text, max(0, self.whole - 30), self.whole))
        if found is None:
            found = _TIMES.match(self.text, self.end)
            if found is None or not grown:
                return None
        self.end = found.end()
        grown = grown or bool(_GROWTH_AFTER.match(self.text, self.end))
        return self._quantity(QuantityKind.MULTIPLE, also=((self.low or Fraction(0)) + 1,) if grown else ())

    def _measured(self) -> Quantity:
        low = self.low or Fraction(0)
        weak = (low in {0, 1} or (self.words and low <= _FEW)) and not self.currency
        written = self.text[self.start : self.end]
        also = (low * 1000,) if _EUROPEAN.fullmatch(written) else self.also
        unit = unit_pattern("en").match(self.text, self.end)
        name = unit_called(unit[1], "en") if unit else ""
        if unit is not None and name == "s" and self.words and unit[1] == "second":
            name = ""  # "one second" is time, "five second-hand cars" is not
        if unit is not None and unit.group() == "s":
            name, weak = "", True  # in her 50s
        if unit is not None and self.words and self.text.startswith(" Plan", unit.end()):
            weak = True  # the 14th Five-Year Plan
        if self.currency:
            if unit is not None and dimension(name).startswith("money"):
                self.end = unit.end()
            return self._quantity(QuantityKind.MONEY, unit=self.currency)
        if unit is None or not name:
            return self._quantity(QuantityKind.NUMBER, weak=weak, also=also)
        self.end = unit.end()
        if dimension(name).startswith("money"):
            return self._quantity(QuantityKind.MONEY, unit=name, weak=weak)
        return self._quantity(QuantityKind.MEASURE, unit=name, weak=weak or self._explains(name))

    def _explains(self, name: str) -> bool:
        """Say whether the measure only tells how much the unit right before it is."""
        told = _EXPLAINED.search(self.text, max(0, self.whole - 40), self.whole)
        one = convert(Fraction(1), unit_called(told["unit"], "en"), name) if told else None
        return one is not None and abs(one - (self.low or Fraction(0))) <= _ROUNDED * one

    def _quantity(
        self, kind: QuantityKind, *, unit: str = "", also: tuple[Fraction, ...] = (), weak: bool = False
    ) -> Quantity:
        return Quantity(
            kind=kind,
            value=self.low or Fraction(0),
            high=self.high,
            unit=unit,
            approximate=self.approximate,
            also=also,
            weak=weak or self.approximate is Approximation.INDEFINITE,
            span=(self.begin, self.end),
            whole=(self.whole, self.end),
            text="",
        )
