"""Numbers in English text: one pass that finds codes, dates and quantities together.

Leaves out: the quantity around a number (`quantities_en_read`), comparing (`quantities_compare`).
"""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

from tm.bitext import Span
from tm.text import dates_en
from tm.text.dates_model import DateSpan
from tm.text.numbers_en import ORDINALS, TENS
from tm.text.quantities_codes import CODE, CODE_GROUPS, number_within, read_code
from tm.text.quantities_en_read import (
    ARABIC,
    NUMBER,
    WORDS,
    NumberReader,
    approximation_before,
    ordinal_value,
)
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.units import unit_called

_SPECIAL = {
    "half": (QuantityKind.FRACTION, Fraction(1, 2)),
    "quarter": (QuantityKind.FRACTION, Fraction(1, 4)),
    "halved": (QuantityKind.FRACTION, Fraction(1, 2)),
    "halving": (QuantityKind.FRACTION, Fraction(1, 2)),
    "both": (QuantityKind.NUMBER, Fraction(2)),
    "couple": (QuantityKind.NUMBER, Fraction(2)),
    "pair": (QuantityKind.NUMBER, Fraction(2)),
    "twice": (QuantityKind.MULTIPLE, Fraction(2)),
    "thrice": (QuantityKind.MULTIPLE, Fraction(3)),
    "twofold": (QuantityKind.MULTIPLE, Fraction(2)),
    "double": (QuantityKind.MULTIPLE, Fraction(2)),
    "triple": (QuantityKind.MULTIPLE, Fraction(3)),
    "tripling": (QuantityKind.MULTIPLE, Fraction(3)),
    "trilateral": (QuantityKind.NUMBER, Fraction(3)),
    "tripartite": (QuantityKind.NUMBER, Fraction(3)),
    "tri": (QuantityKind.NUMBER, Fraction(3)),
    "bilateral": (QuantityKind.NUMBER, Fraction(2)),
    "quadrilateral": (QuantityKind.NUMBER, Fraction(4)),
    "treble": (QuantityKind.MULTIPLE, Fraction(3)),
    "quadruple": (QuantityKind.MULTIPLE, Fraction(4)),
    "dozen": (QuantityKind.NUMBER, Fraction(12)),
    "dozens": (QuantityKind.NUMBER, Fraction(10)),
    "tens": (QuantityKind.NUMBER, Fraction(10)),
    "hundreds": (QuantityKind.NUMBER, Fraction(100)),
    "thousands": (QuantityKind.NUMBER, Fraction(1000)),
    "millions": (QuantityKind.NUMBER, Fraction(10**6)),
    "billions": (QuantityKind.NUMBER, Fraction(10**9)),
}
_MONEY_SIGNS = frozenset("$€£¥￥")
_FIRM = frozenset({"triple", "tripling", "treble", "quadruple", "thrice"})
_STRETCHES = {
    "decade": (10, "year"), "decades": (10, "year"), "century": (100, "year"), "centuries": (100, "year"),
    "fortnight": (2, "week"),
}  # fmt: skip
_PLURALS = frozenset({"dozens", "tens", "hundreds", "thousands", "millions", "billions"})
_STARTS = (
    r"on|tw|th|fo|fi|si|se|ei|ni|te|el|hu|mi|bi|tr|ze|ha|qu|do|co|pa|bo|ce|de|la|ne|to|ye|an?[\s-]|#"
)
"""How the number words in lower case start: a cheap test that spares most words of a text the long one."""
_LEXER = re.compile(
    rf"(?<![A-Za-z0-9])(?=[^a-z\s]|{_STARTS}|[A-Za-z._+-]*[0-9@]|www|http)(?:"
    rf"{dates_en.PERIOD_START}|{CODE}|{dates_en.MONTH_START}|{dates_en.WHEN}|{dates_en.DECADE_START}"
    r"|(?P<number_sign>(?<![A-Za-z])(?:No|NO|no|Nos)\.\s?\d+(?!\d|[.,]\d)|#\d+(?!\d|[.,]\d)|(?<![A-Za-z])(?:No|NO)\s\d+(?!\d|[.,]\d)|(?<![A-Za-z])№\s?\d+)"
    r"|(?P<half_scale>(?<![A-Za-z])(?i:half\sa|half|quarter\sof\sa)[\s-](?i:million|billion|trillion|thousand|dozen|century|decade)(?![a-z]))"
    rf"|(?P<nth>(?<![A-Za-z-])(?i:(?:(?:{'|'.join(TENS)})[\s-])?(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))(?![A-Za-z]))"
    rf"|(?P<words>(?<![A-Za-z’'])(?i:{WORDS})(?![’']))"
    rf"|(?P<num>(?<![\d]){ARABIC})"
    r"|(?P<tens>(?<![A-Za-z])(?i:tens\sof\s(?:thousands|millions)|hundreds\sof\s(?:thousands|millions|billions)|tens\sof\sbillions"
    r"|(?:several|a\sfew|many)\s(?:hundred|thousand|million|dozen))(?![a-z]))"
    r"|(?P<special>(?<![A-Za-z-])(?i:half|halves|quarters?|halved|halving|both|couple|pairs?|twice|thrice|twofold|doubl(?:e[sd]?|ing)"
    r"|tripl(?:e[sd]?|ing)|trebled?|quadrupled?|dozens?|tens(?=\sof)|hundreds|thousands|millions|billions|zero(?:e?s)|(?:bi|tri|quadri)lateral|tripartite|tri(?=[\s-]nation)|decades?|centuries|century|fortnight)(?![A-Za-z]|-[A-Z]))"
    r")"
)
_HALF_OF = re.compile(
    r"[\s-](?:an?[\s-])?(hour|day|week|month|year|decade|century|mile|kilometre|kilometer|metre|meter|ton|tonne|kilo)(?![a-z])",
    re.IGNORECASE,
)
_WIDTH = {0xFF01 + index: 0x21 + index for index in range(94)} | {0x2011: 0x2D}
_NUMBER_WITH_A = re.compile(r"(?<![A-Za-z])(?:a|an|one)\s$", re.IGNORECASE)


def scan_en(written: str) -> tuple[list[Quantity], list[DateSpan]]:
    """Return the quantities and the dates of an English text, each list in order, without overlaps."""
    quantities: list[Quantity] = []
    found_dates: list[DateSpan] = []
    text = written if written.isascii() else written.translate(_WIDTH)
    position = 0
    while (match := _LEXER.search(text, position)) is not None:
        position = match.end()
        found = _read(match, text, written)
        if found is None:
            continue
        start, end = found.span
        position = max(end, start + 1)
        if isinstance(found, Quantity):
            quantities.append(replace(found, text=written[start:end]))
        else:
            found_dates.append(replace(found, text=written[start:end]))
    return quantities, found_dates


def _read(match: re.Match[str], text: str, written: str) -> Quantity | DateSpan | None:
    group, start = match.lastgroup or "", match.start()
    if group in CODE_GROUPS:
        money = text[start - 1 : start] in _MONEY_SIGNS
        within = number_within(match.group(), money=money) if group == "mixed" else None
        if within is None:
            dated = dates_en.read_date_at_number(text, start) if group == "dotted" else None
            return dated or read_code(match, written)
        return _at_number(text, start + within)
    if group in {"num", "words"}:
        return _at_number(text, start)
    if group == "month":
        return dates_en.read_date_at_month(text, start)
    if group == "period":
        return dates_en.read_period(text, start)
    if group == "when":
        return dates_en.read_when(match)
    if group == "decade":
        return dates_en.read_decade_word(match)
    if group == "nth":
        return dates_en.read_century_word(text, start) or _nth(match)
    if group == "number_sign":
        digits = re.sub(r"\D", "", match.group())
        return _plain(QuantityKind.CODE, Fraction(int(digits)), match.span(), code=str(int(digits)))
    return _special(match)


def _at_number(text: str, start: int) -> Quantity | DateSpan | None:
    number = NUMBER.match(text, start)
    if number is None:
        return None
    if text[start].isdecimal() and (date := dates_en.read_date_at_number(text, start)) is not None:
        return date
    return NumberReader(text, start, number.end()).read()


def _nth(match: re.Match[str]) -> Quantity | None:
    value = ordinal_value(match.group())
    if not value:
        return None
    kind, number = QuantityKind.ORDINAL, Fraction(value)
    also = (1 / number,) if value > 2 else ()  # noqa: PLR2004 (the last third)
    start, end = match.span()
    article = _NUMBER_WITH_A.search(match.string, max(0, start - 4), start)
    if article is not None and value > 2:  # noqa: PLR2004 (a third)
        kind, number, start, also = QuantityKind.FRACTION, 1 / number, article.start(), (number,)
    return _plain(kind, number, (start, end), weak=value <= 3, also=also)  # noqa: PLR2004


def _plain(
    kind: QuantityKind,
    value: Fraction,
    span: Span,
    *,
    weak: bool = False,
    code: str = "",
    unit: str = "",
    also: tuple[Fraction, ...] = (),
    approximate: Approximation = Approximation.EXACT,
) -> Quantity:
    return Quantity(
        kind=kind, value=value, span=span, whole=span, text="", unit=unit, also=also, weak=weak, code=code,
        approximate=approximate,
    )  # fmt: skip


@cache
def _scales() -> dict[str, int]:
    return {
        "thousand": 10**3,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "dozen": 12,
        "century": 100,
        "decade": 10,
    }


def _special(match: re.Match[str]) -> Quantity | None:
    word = re.sub(r"[\s-]+", " ", match.group().lower())
    if match.lastgroup == "half_scale":
        part = Fraction(1, 4) if word.startswith("quarter") else Fraction(1, 2)
        return _plain(QuantityKind.NUMBER, part * _scales()[word.split()[-1]], match.span())
    if match.lastgroup == "tens":
        first, _, last = word.rpartition(" ")
        times = {"tens of": 10, "hundreds of": 100}.get(first, 1)
        value = times * _SPECIAL[last if last.endswith("s") else last + "s"][1]
        return _plain(
            QuantityKind.NUMBER, value, match.span(), weak=True, approximate=Approximation.INDEFINITE
        )
    if word in _STRETCHES:
        value, unit = _STRETCHES[word]
        vague = Approximation.INDEFINITE if word in {"decades", "centuries"} else Approximation.EXACT
        return _plain(
            QuantityKind.MEASURE, Fraction(value), match.span(), unit=unit, weak=True, approximate=vague
        )
    if word.startswith("zero"):
        return _plain(QuantityKind.NUMBER, Fraction(0), match.span(), weak=True)
    stem = word
    for tail in ("", "s", "d", "ing"):
        stem = word.removesuffix(tail) + ("e" if tail == "ing" else "")
        if stem in _SPECIAL:
            break
    if word == "halves":
        stem = "half"
    kind, value = _SPECIAL[stem]
    if stem == "half" and (measure := _HALF_OF.match(match.string, match.end())) is not None:
        unit = unit_called(measure[1], "en")
        span = (match.start(), measure.end())
        return _plain(QuantityKind.MEASURE, value, span, unit=unit, weak=True)
    approximate, whole = approximation_before(match.string, match.start())
    if word in _PLURALS:
        approximate = Approximation.INDEFINITE
    found = _plain(kind, value, match.span(), weak=stem not in _FIRM, approximate=approximate)
    return replace(found, whole=(whole, match.end()))
