"""Numbers in English text: one pass that finds codes, dates and quantities together.

Leaves out: the quantity around a number (`quantities_en_read`), comparing (`quantities_compare`).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from tm.bitext import Span
from tm.text import dates_en
from tm.text.dates_model import DateSpan
from tm.text.numbers_en import ORDINALS, TENS, roman_value
from tm.text.quantities_codes import CODE, CODE_GROUPS
from tm.text.quantities_en_read import (
    ARABIC,
    NUMBER,
    WORDS,
    NumberReader,
    approximation_before,
    ordinal_value,
    unit_of_nth,
)
from tm.text.quantities_en_words import QUANTITY_WORD, quantity_word
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.quantities_scan import Found, read_coded, scan
from tm.text.units import unit_called

_HALVED = 2  # above it an ordinal names a fraction too (a third, the last quarter)
_SEQUENCE = 3  # first to third are as often told by word order or adverbs
_STARTS = (
    r"on|tw|th|fo|fi|si|se|ei|ni|te|el|hu|mi|bi|tr|ze|ha|qu|do|co|pa|bo|ce|de|la|ne|to"
    r"|ye|dup|aro|rou|lev|noo|an?[\s-]|#"
)
"""How the number words in lower case start: a cheap test that spares most words of a text the long one."""
_NTH_WORDS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_LEXER = re.compile(
    rf"(?<![A-Za-z0-9])(?=[^a-z\s]|{_STARTS}|[A-Za-z._+-]*[0-9@]|www|http)(?:"
    rf"{dates_en.PERIOD_START}|{CODE}|{dates_en.MONTH_START}|{dates_en.WHEN}|{dates_en.DECADE_START}"
    r"|(?P<roman>(?:[Ll]evel|Grade|Class|Category|Phase|Stage|Tier|Type|Part|Chapter|Annex|Appendix)[\s-][IVX]{1,5}(?![A-Za-z]))"
    r"|(?P<number_sign>(?:(?:No|NO|no|Nos)\.\s?|(?:No|NO)\s|#|№\s?)\d{1,24}(?!\d|[.,]\d))"
    rf"|(?P<special>(?<!-){QUANTITY_WORD})"
    rf"|(?P<nth>(?<!-)(?i:(?:(?:{'|'.join(TENS)})[\s-])?(?:{_NTH_WORDS}))(?![A-Za-z]))"
    rf"|(?P<words>(?<![A-Za-z’'])(?i:{WORDS})(?![’']))"
    rf"|(?P<num>(?<![\d]){ARABIC})"
    r")"
)
_HALF_OF = re.compile(
    r"[\s-](?:an?[\s-])?(hour|day|week|month|year|decade|century|mile|kilometre|kilometer|metre|meter|ton|tonne|kilo)(?![a-z])",
    re.IGNORECASE,
)
_OF_DOLLARS = re.compile(r"\b(?:Hong Kong|HKSAR|HK|Maca[uo]|Ordinance)\b|HK\$")
_BARE_DOLLARS = re.compile(r"\$|.*\bdollars?$", re.IGNORECASE)
"""What tells a text of Hong Kong or Macao, and dollars that do not say whose they are."""
_WIDTH = {0xFF01 + index: 0x21 + index for index in range(94)} | {0x2011: 0x2D}
_NUMBER_WITH_A = re.compile(r"(?<![A-Za-z])(?:a|an|one)\s$", re.IGNORECASE)


def scan_en(written: str) -> tuple[list[Quantity], list[DateSpan]]:
    """Return the quantities and the dates of an English text, each list in order, without overlaps."""
    text = written if written.isascii() else written.translate(_WIDTH)
    quantities, dates = scan(_LEXER, text, written, _read)
    if not _OF_DOLLARS.search(text):
        return quantities, dates
    return [_in_local_money(quantity) for quantity in quantities], dates


def _in_local_money(quantity: Quantity) -> Quantity:
    """Return bare dollars as those of the place the text speaks of."""
    if quantity.unit == "USD" and _BARE_DOLLARS.match(quantity.text):
        return replace(quantity, unit="dollar")
    return quantity


def _read(match: re.Match[str], written: str) -> Found:
    group, text, start = match.lastgroup or "", match.string, match.start()
    if group in CODE_GROUPS:
        return read_coded(
            match,
            written,
            at_number=lambda at: _at_number(text, at),
            at_date=lambda: dates_en.read_date_at_number(text, start),
        )
    if group in {"num", "words"}:
        return _at_number(text, start)
    if group in _DATE_READERS:
        return _DATE_READERS[group](match)
    if group == "nth":
        return dates_en.read_century_word(text, start) or _nth(match)
    if group == "number_sign":
        digits = re.sub(r"\D", "", match.group())
        return _plain(QuantityKind.CODE, Fraction(int(digits)), match.span(), code=str(int(digits)))
    return _roman(match) if group == "roman" else _special(match)


def _roman(match: re.Match[str]) -> Quantity | None:
    value = roman_value(re.split(r"[\s-]", match.group())[1])
    return _plain(QuantityKind.NUMBER, Fraction(value), match.span(), weak=True) if value else None


_DATE_READERS: dict[str, Callable[[re.Match[str]], DateSpan | None]] = {
    "month": lambda match: dates_en.read_date_at_month(match.string, match.start()),
    "period": lambda match: dates_en.read_period(match.string, match.start()),
    "when": dates_en.read_when,
    "decade": dates_en.read_decade_word,
}


def _at_number(text: str, start: int) -> Found:
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
    also = (1 / number,) if value > _HALVED else ()
    start, end = match.span()
    article = _NUMBER_WITH_A.search(match.string, max(0, start - 4), start)
    if article is not None and value > _HALVED:
        kind, number, start, also = QuantityKind.FRACTION, 1 / number, article.start(), (number,)
    feast = match.string.endswith("Double ", 0, start)
    unit = unit_of_nth(match.string, end) if kind is QuantityKind.ORDINAL else ""
    return _plain(kind, number, (start, end), weak=value <= _SEQUENCE or feast, also=also, unit=unit)


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


def _special(match: re.Match[str]) -> Quantity:
    """Return what a word by itself states, half with the measure after it (half an hour)."""
    word, end = quantity_word(match.group()), match.end()
    approximate, whole = approximation_before(match.string, match.start())
    found = _plain(
        word.kind,
        word.value,
        match.span(),
        unit=word.unit,
        weak=word.weak,
        approximate=Approximation.INDEFINITE if word.indefinite else approximate,
    )
    measure = _HALF_OF.match(match.string, end) if word.kind is QuantityKind.FRACTION else None
    if measure is not None and word.value == Fraction(1, 2):
        unit, end = unit_called(measure[1], "en"), measure.end()
        found = replace(found, kind=QuantityKind.MEASURE, unit=unit, span=(match.start(), end))
    return replace(found, whole=(whole, end))
