"""Numbers in Chinese text: one pass that finds codes, dates and quantities together.

Leaves out: the quantity around a numeral (`quantities_zh_read`) and comparing with the other side
(`quantities_compare`). Words and names with numerals (四川, 千方百计) stand in `data/numeral_words_zh.txt`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files

from tm.text.dates_model import DateSpan
from tm.text.dates_zh import START, read_date, read_when
from tm.text.numbers_zh import DIGIT
from tm.text.quantities_codes import CODE, CODE_GROUPS
from tm.text.quantities_model import Quantity, QuantityKind
from tm.text.quantities_scan import Found, read_coded, scan
from tm.text.quantities_zh_patterns import NUMERAL, NUMERAL_PATTERN
from tm.text.quantities_zh_read import NumeralReader
from tm.text.scripts import fold_script, simplified_table
from tm.text.units import unit_called

_HALF = (
    r"(?P<half>一半|半数|半(?=个|年|天|小时|日(?!制)|月(?!刊|板)|辈子|世纪|英里|公里|里(?!外)|公斤|斤(?!八两)|亩|吨|价|载))"
    r"|(?P<factor>翻了?一?番|翻了?一倍|翻倍|加倍|双倍)|(?P<first>首(?=[届次个批位家例架艘台座轮]))"
)
_HALF_OF = re.compile(r"个?(小时|钟头|月|星期|世纪|年|天|日|英里|公里|里|公斤|斤|亩|吨)")
_IDIOM = (
    r"(?<!隔离)(?<!间隔)(?<!持续)(?<!超过)(?<!为期)(?<!连续)(?<!长达)四周(?![后内以之时左])|"
    r"千[^\W\d零一二三四五六七八九十百千万亿]万[^\W\d零一二三四五六七八九十百千万亿元人]"
    r"|万[^\W\d零一二三四五六七八九十百千万亿元人]千[^\W\d零一二三四五六七八九十百千万亿]"
    r"|千[^\W\d一二三四五六七八九十百千万亿]百[^\W\d一二三四五六七八九十百千万亿分]"
    r"|七[^\W\d一二三四五六七八九十百千万亿个名家位次]八[^\W\d一二三四五六七八九十百千万亿个名家位次]"
)
_IDLE = re.compile("[一二两三四五六七八九]")
_STARTS = (
    "〇零○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅第首半翻加双"
    "上下星礼周每今去明前后本翌次当同这昨即年"
)
_WIDTH = {0xFF01 + index: 0x21 + index for index in range(94) if chr(0x21 + index) not in ",!?;:()'\"<>[]{}"}


def fold_zh(text: str) -> str:
    """Return `text` simplified and half-width, each code point where it was; punctuation stays."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str | int]:
    return {**simplified_table(), **_WIDTH}


@cache
def _lexer() -> re.Pattern[str]:
    lines = files("tm.text").joinpath("data/numeral_words_zh.txt").read_text(encoding="utf-8").splitlines()
    words: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if not line.startswith("#"):
            for word in line.split():
                words[word[0]].add(word[1:])
    tree = "|".join(
        f"{first}(?:{'|'.join(sorted(map(re.escape, rests), key=len, reverse=True))})"
        for first, rests in words.items()
    )
    starts = "".join(sorted(set(words) | set(_STARTS)))
    skipped = rf"(?P<skip>(?:{tree})(?!之|点[一二三四五六七八九])|{_IDIOM})"
    return re.compile(
        rf"(?=[A-Za-z0-9#+α-ωΑ-Ω(（﹝〔\[{starts}])"
        rf"(?:{skipped}|{CODE}|{START}|{_HALF}|(?P<num>(?:第\s?)?{NUMERAL}))"
    )


def scan_zh(written: str) -> tuple[list[Quantity], list[DateSpan]]:
    """Return the quantities and the dates of a Chinese text, each list in order, without overlaps."""
    quantities, dates = scan(_lexer(), fold_zh(written), written, _read)
    if fold_script(written) == written:
        return quantities, dates
    return [_in_local_money(quantity) for quantity in quantities], dates


def _in_local_money(quantity: Quantity) -> Quantity:
    """Return 元 in traditional script as the dollar or yuan of wherever the text was written."""
    if quantity.unit == "CNY" and quantity.text[-1] in "元圓":
        return replace(quantity, unit="dollar")
    return quantity


def _read(match: re.Match[str], written: str) -> Found:
    group, text, start = match.lastgroup or "", match.string, match.start()
    if group == "when":
        return read_when(match)
    if group in {"half", "factor", "first"}:
        return _word(match)
    if group in CODE_GROUPS:
        return read_coded(
            match,
            written,
            at_number=lambda at: _within(text, at),
            at_date=lambda: read_date(text, start, match.end()),
        )
    if group != "num":
        return None
    nth = match.group()[0] == "第"
    if nth:
        start = match.end() - len(match.group()[1:].lstrip())
    return _numeral(text, start, match.end(), nth=nth)


def _within(text: str, start: int) -> Found:
    numeral = NUMERAL_PATTERN.match(text, start)
    return _numeral(text, start, numeral.end(), nth=False) if numeral else None


def idle_numerals(text: str, quantities: Sequence[Quantity], dates: Sequence[DateSpan]) -> frozenset[int]:
    """Return the values of the single numeral characters outside every span found."""
    spans = [item.span for item in quantities] + [item.span for item in dates]
    taken = {index for span in spans for index in range(*span)}
    return frozenset(DIGIT[mark.group()] for mark in _IDLE.finditer(text) if mark.start() not in taken)


def _numeral(text: str, start: int, end: int, *, nth: bool) -> Found:
    return read_date(text, start, end) or NumeralReader(text, start, end, nth=nth).read()


def _word(match: re.Match[str]) -> Quantity:
    group = match.lastgroup
    kind, value = {
        "half": (QuantityKind.FRACTION, Fraction(1, 2)),
        "factor": (QuantityKind.MULTIPLE, Fraction(2)),
        "first": (QuantityKind.ORDINAL, Fraction(1)),
    }[group or ""]
    span, unit = match.span(), ""
    if match.group() == "半" and (measure := _HALF_OF.match(match.string, match.end())) is not None:
        kind, span = QuantityKind.MEASURE, (match.start(), measure.end())
        unit = unit_called({"月": "个月", "日": "天"}.get(measure[1], measure[1]), "zh")
    return Quantity(kind=kind, value=value, unit=unit, span=span, whole=span, text="", weak=True)
