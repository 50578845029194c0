"""Codes: what is written with digits but counts nothing (GB/T 19001-2016, COVID-19, 010-8888 6666, URLs).

Leaves out: plain numbers. Works the same in both languages.
"""

import re
from fractions import Fraction
from functools import cache

from tm.bitext import Span
from tm.text.quantities_model import Quantity, QuantityKind
from tm.text.units import currency_marks, units

_STANDARD = (
    r"GB/T|GB/Z|GBZ/T|GBZ|GBJ|GB|ISO/IEC|ISO/TS|ISO/TR|ISO/PAS|ISO|IEC/TS|IEC/TR|IEC|IEEE|BS\sEN|EN|BS|DIN|ASTM|ANSI"
    r"|JIS|UL|ITU-T|CNCA|CNAS|CQC|CCGF|RB/T|RB|SN/T|YD/T|YY/T|YY|GA/T|GA|HJ|NB/T|SJ/T|JJF|JJG|QC/T|DB\d+/T|DB\d+"
    r"|T/[A-Z]{2,}|AS/NZS|CSA|NIST\sSP|NIST|RFC|CWE|CVE|FIPS|IATF|OHSAS"
)
_PART = r"[A-Za-z0-9α-ω]+"

CODE = (
    r"(?P<url>(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&*+,;=%-]*[A-Za-z0-9/#=]"
    r"|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<document>[〔\[（(﹝](?:19|20)\d\d[〕\]）)﹞]\s?(?:第|No\.?\s?)?\d+(?![\d.,])(?:\s?号)?"
    r"|No\.?\s?\d+\s?[〔\[(](?:19|20)\d\d[〕\])])"
    rf"|(?P<standard>(?<![A-Za-z/])(?:{_STANDARD})(?:[\s-]?[A-Z]{{1,3}})?[\s-]?\d+(?:[-–—.:/]\s?[A-Z]{{0,2}}\d+)*"
    r"(?:[-:]?[A-Za-z])?(?![A-Za-z0-9]))"
    r"|(?P<phone>(?<![\d.,-])(?:\+?86[-\s])?\(?0\d{2,3}\)?[-\s]\d{3,4}[-\s]?\d{4}(?!\d)|(?<![\d.,])1[3-9]\d{9}(?!\d)"
    r"|\+\d{1,3}[\s-]\d{2,4}(?:[\s-]\d{3,4}){1,3}(?!\d)|(?<![\d.,])[48]00-\d{3,4}-?\d{3,4}(?!\d))"
    r"|(?P<feast>(?<!\d)\d{1,2}[·・•]\d{1,2}(?!\d))"
    r"|(?P<long>(?<!\d)\d{25,}(?:[.,]\d+)*|\d(?:[.,]\d+){25,})"  # no count, whatever it is
    r"|(?P<dotted>(?<![A-Za-z0-9.])[vV]?\d+(?:\.\d+){2,}(?![A-Za-z0-9])|(?<![\d/])24/7(?![\d/]))"
    r"|(?P<short>(?<![A-Za-z0-9.])(?!No\.|NO\.|no\.)[A-Za-z]{1,3}\.\d+(?:\.\d+)*(?![A-Za-z0-9%])|(?<!\d)\d\d[Hh]\d\d(?![A-Za-z0-9]))"
    r"|(?P<mixed>(?<![A-Za-z0-9])(?=[0-9.,-]*[A-Za-zα-ω])(?=[A-Za-zα-ω-]*[0-9])"
    rf"{_PART}(?:(?:[-‑–]|\.(?=\d)){_PART})*)"
)
"""Alternatives with named groups, to be set before the numbers in a scanner's pattern."""

CODE_GROUPS = frozenset({"url", "document", "standard", "phone", "feast", "long", "dotted", "short", "mixed"})
_STRONG = frozenset({"document", "standard"})

_SEPARATORS = re.compile(r"[\s\-‑–—_/.:]")
_YEAR = re.compile(r"[〔\[（(﹝](\d{4})")
_LONGEST = 20  # digits of a code that are still read as its value
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?(?:[-‑–]\d[\d,]*(?:\.\d+)?)?[-‑]?(?P<rest>[A-Za-zµμ°²³/-]*\d?)$"
)
_WORDS = re.compile(r"[a-z]{3,}(?:-[a-z]+)*$")
_JOINED = re.compile(
    r"(?:mid|pre|post|early|late|sub|under|over|non|to|and|or|about|since|in)[-‑](?=\d)", re.IGNORECASE
)
_TAILS = frozenset(
    [
        "st",
        "nd",
        "rd",
        "th",
        "s",
        "am",
        "pm",
        "a",
        "p",
        "x",
        "fold",
        "k",
        "m",
        "bn",
        "mn",
        "tn",
        "y",
        "d",
        "h",
        "hr",
    ]
)
_SCALES = frozenset(["k", "K", "m", "M", "b", "B"])


@cache
def _unit_symbols() -> frozenset[str]:
    symbols = {symbol for unit in units().values() for symbol in unit.symbols}
    return frozenset(symbols | {symbol.split("/")[0] for symbol in symbols})


@cache
def _money_marks() -> re.Pattern[str]:
    marks = sorted(
        (mark for mark in currency_marks() if mark.isascii() and mark.isalpha()), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(marks)})(?=\d)")


def number_within(token: str, *, money: bool = False) -> int | None:
    """Return where the number starts in a token that is no code (`10-year-old`, `RMB500`), None for a code.

    With `money` a currency sign stands before the token, and `2b` is two billion.

    >>> [number_within(token) for token in ("10-year-old", "RMB500", "mid-2020", "600Mbit", "COVID-19", "5G")]
    [0, 3, 4, 0, None, None]
    """
    joined = _JOINED.match(token) or _money_marks().match(token)
    start = joined.end() if joined else 0
    counted = _COUNTED.match(token, start)
    if counted is None:
        return start if joined and token[start:].isdecimal() else None
    rest = counted["rest"]
    if rest == "K" and start + 1 < len(token) - 1:
        return start  # 50K is a number, 4K a format
    if (
        not rest
        or rest in _TAILS
        or (money and rest in _SCALES)
        or rest in _unit_symbols()
        or _WORDS.match(rest)
    ):
        return start
    return None


def read_code(match: re.Match[str], text: str) -> Quantity:
    """Return the code a scanner's pattern matched by one of `CODE_GROUPS`; `text` is the text as written."""
    span: Span = match.span()
    group = match.lastgroup or ""
    raw = match.group()
    runs = _DIGITS.findall(raw)
    number = runs[0] if runs else "0"
    if group == "document" and (bracketed := _YEAR.search(raw)):
        number = runs[0] if runs[-1] == bracketed[1] else runs[-1]
        key = f"{bracketed[1]}/{int(number)}"
    else:
        key = _SEPARATORS.sub("", raw).upper()
    return Quantity(
        kind=QuantityKind.CODE,
        value=Fraction(int(number[:_LONGEST])),
        span=span,
        whole=span,
        text=text[span[0] : span[1]],
        weak=group not in _STRONG,
        code=key,
    )
