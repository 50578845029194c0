"""Value → text → value, in both languages."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.bitext import Side
from tm.text.dates import DateKind, DateSpan, Moment, dates
from tm.text.dates_render import DateStyle, date_style, render_date
from tm.text.numbers_en import english_number, english_words
from tm.text.numbers_zh import chinese_number, chinese_numeral
from tm.text.quantities import Approximation, Quantity, QuantityKind, quantities
from tm.text.quantities_render import render_quantity
from tm.text.quantities_style import quantity_style
from tm.text.units import units

SIDES: tuple[Side, Side] = ("en", "zh")
MONEY = sorted(unit.id for unit in units().values() if unit.dimension == f"money:{unit.id}")
MEASURES = (
    "km",
    "m",
    "mm",
    "km²",
    "ha",
    "mu",
    "t",
    "kg",
    "g",
    "mg",
    "MW",
    "kWh",
    "GB",
    "dB",
    "h",
    "min",
    "d",
    "week",
    "year",
)

values = st.one_of(
    st.integers(0, 10**6),
    st.integers(1, 10**5).map(lambda n: n * 10**4),
    st.integers(1, 10**5).map(lambda n: n * 10**7),
    st.integers(1, 99_999).map(lambda n: Fraction(n, 100)),
).map(Fraction)
approximations = st.sampled_from(
    [a for a in Approximation if a is not Approximation.INDEFINITE],
)
kinds_and_units = st.one_of(
    st.just((QuantityKind.NUMBER, "")),
    st.just((QuantityKind.PERCENT, "%")),
    st.just((QuantityKind.POINTS, "pp")),
    st.sampled_from(MONEY).map(lambda unit: (QuantityKind.MONEY, unit)),
    st.sampled_from(MEASURES).map(lambda unit: (QuantityKind.MEASURE, unit)),
)


def made(kind: QuantityKind, value: Fraction, **rest: object) -> Quantity:
    return Quantity(kind=kind, value=value, span=(0, 0), whole=(0, 0), text="", **rest)  # type: ignore[arg-type]


def read_one(text: str, side: Side) -> Quantity:
    # a counter after it and words before it, as in running text
    line = f"the total was {text} then" if side == "en" else f"总计{text}"
    found = quantities(line, side)
    assert len(found) == 1, (line, found)
    return found[0]


@given(kinds_and_units, values, approximations, st.sampled_from(SIDES), st.booleans())
@settings(max_examples=400)
def test_a_quantity_written_is_read_again(
    kind_and_unit: tuple[QuantityKind, str],
    value: Fraction,
    approximate: Approximation,
    side: Side,
    bare: bool,
) -> None:
    kind, unit = kind_and_unit
    if unit == "year":
        value %= 1000  # 1000年 is a year of the calendar
    quantity = made(kind, value, unit=unit, approximate=approximate)
    text = render_quantity(quantity, side, bare=bare)
    if kind is QuantityKind.NUMBER and side == "zh":
        text += "个"
    read = read_one(text, side)
    assert (read.kind, read.value, read.unit) == (kind, value, unit)
    assert read.approximate is (Approximation.EXACT if bare else approximate)


@given(kinds_and_units, values, st.integers(1, 500), st.sampled_from(SIDES))
@settings(max_examples=300)
def test_a_range_written_is_read_again(
    kind_and_unit: tuple[QuantityKind, str], low: Fraction, step: int, side: Side
) -> None:
    kind, unit = kind_and_unit
    if unit == "year":
        low %= 500  # 1000年 is a year of the calendar
    quantity = made(kind, low, high=low + step, unit=unit)
    text = render_quantity(quantity, side) + ("个" if kind is QuantityKind.NUMBER and side == "zh" else "")
    read = read_one(text, side)
    assert (read.kind, read.value, read.high, read.unit) == (kind, low, low + step, unit)


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(SIDES))
def test_ordinals_fractions_multiples_and_scores(first: int, second: int, side: Side) -> None:
    ordinal = read_one(render_quantity(made(QuantityKind.ORDINAL, Fraction(first)), side), side)
    assert (ordinal.kind, ordinal.value) == (QuantityKind.ORDINAL, first)
    part = Fraction(min(first, second), max(first, second) + 1)
    fraction = read_one(render_quantity(made(QuantityKind.FRACTION, part), side), side)
    assert (fraction.kind, fraction.value) == (QuantityKind.FRACTION, part)
    multiple = read_one(render_quantity(made(QuantityKind.MULTIPLE, Fraction(first)), side), side)
    assert (multiple.kind, multiple.value) == (QuantityKind.MULTIPLE, first)
    score = made(QuantityKind.SCORE, Fraction(first % 9), high=Fraction(second % 9))
    read = read_one(render_quantity(score, side), side)
    assert (read.kind, read.value, read.high) == (QuantityKind.SCORE, first % 9, second % 9)


@given(st.integers(0, 10**15), st.sampled_from(SIDES))
@settings(max_examples=300)
def test_numerals_in_words(value: int, side: Side) -> None:
    if side == "zh":
        assert chinese_number(chinese_numeral(value)) == value
    elif value < 10**15:
        assert english_number(english_words(value)) == value


@pytest.mark.parametrize(
    ("text", "side", "value", "expected"),
    [
        ("RMB 1.5 million", "en", Fraction(2_300_000), "RMB 2.3 million"),
        ("thirty percent", "en", Fraction(40), "forty percent"),
        ("30 per cent", "en", Fraction(45), "45 per cent"),
        ("12,500 tons", "en", Fraction(13_800), "13,800 tons"),
        ("1500000 yuan", "en", Fraction(2_000_000), "2000000 yuan"),
        ("10 kilometres", "en", Fraction(12), "12 kilometres"),
        ("三成", "zh", Fraction(40), "四成"),
        ("百分之三十", "zh", Fraction(41), "百分之四十一"),
        ("人民币500元", "zh", Fraction(600), "人民币600元"),
        ("12亿元", "zh", Fraction(1_350_000_000), "13.5亿元"),
        ("280000吨", "zh", Fraction(290_000), "290000吨"),
        ("五公里", "zh", Fraction(6), "六公里"),
    ],
)
def test_a_new_value_keeps_the_old_writing(text: str, side: Side, value: Fraction, expected: str) -> None:
    old = quantities(text, side)[0]
    new = made(old.kind, value, unit=old.unit)
    assert render_quantity(new, side, quantity_style(old, side)) == expected


def test_a_grown_multiple_keeps_its_reading() -> None:
    old = quantities("产量增长3倍", "zh")[0]
    assert old.value == 4
    new = made(QuantityKind.MULTIPLE, Fraction(6))
    assert render_quantity(new, "zh", quantity_style(old, "zh")) == "5倍"
    old = quantities("新增企业28万余家", "zh")[0]
    new = made(QuantityKind.NUMBER, Fraction(310_000), approximate=Approximation.OVER)
    assert render_quantity(new, "zh", quantity_style(old, "zh")) == "31万余"


days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31))
styles = st.builds(
    DateStyle,
    order=st.sampled_from(["month first", "day first", "iso"]),
    short=st.booleans(),
    nth=st.booleans(),
    numerals=st.booleans(),
    spaced=st.booleans(),
)


@given(days, st.integers(0, 400), styles, st.sampled_from(SIDES), st.booleans())
@settings(max_examples=400)
def test_a_date_written_is_read_again(
    first: dt.date, more: int, style: DateStyle, side: Side, yearless: bool
) -> None:
    last = first + dt.timedelta(days=more)
    start = Moment(year=first.year, month=first.month, day=first.day)
    end = Moment(year=last.year, month=last.month, day=last.day) if more and last.year < 2100 else None
    if yearless and (end is None or end.year == start.year):
        start = Moment(month=start.month, day=start.day)
        end = end and Moment(month=end.month, day=end.day)
    date = DateSpan(kind=DateKind.DATE, start=start, end=end, span=(0, 0), text="")
    text = render_date(date, side, style)
    found = dates(f"on {text} they" if side == "en" else f"于{text}在", side)
    assert [(f.kind, f.start, f.end) for f in found] == [(DateKind.DATE, start, end)], text


@given(st.integers(1900, 2099), st.integers(1, 4), st.sampled_from(SIDES), st.booleans())
def test_periods_written_are_read_again(year: int, number: int, side: Side, yearless: bool) -> None:
    known = None if yearless else year
    cases = [
        (DateKind.QUARTER, Moment(year=known, month=3 * number - 2), Moment(year=known, month=3 * number)),
        (
            DateKind.HALF,
            Moment(year=known, month=1 if number < 3 else 7),
            Moment(year=known, month=6 if number < 3 else 12),
        ),
        (DateKind.DECADE, Moment(year=year // 10 * 10), Moment(year=year // 10 * 10 + 9)),
        (DateKind.CENTURY, Moment(year=number * 500 - 99), Moment(year=number * 500)),
    ]
    for kind, start, end in cases:
        if kind is DateKind.DECADE and side == "zh" and start.year is not None and start.year % 100 == 0:
            continue  # 21世纪00年代 is hardly written
        text = render_date(DateSpan(kind=kind, start=start, end=end, span=(0, 0), text=""), side)
        found = dates(f"in the {text}," if side == "en" else f"在{text}，", side)
        assert [(f.kind, f.start, f.end) for f in found] == [(kind, start, end)], text


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(SIDES))
def test_times_written_are_read_again(hour: int, minute: int, side: Side) -> None:
    moment = Moment(hour=hour, minute=minute)
    text = render_date(DateSpan(kind=DateKind.TIME, start=moment, span=(0, 0), text=""), side)
    found = dates(f"at {text} sharp" if side == "en" else f"于{text}开始", side)
    assert [(f.kind, f.start) for f in found] == [(DateKind.TIME, moment)], text


@pytest.mark.parametrize(
    ("text", "side", "new", "expected"),
    [
        ("November 9–11, 2020", "en", Moment(year=2021, month=3, day=5), "March 5, 2021"),
        ("9 November", "en", Moment(month=3, day=5), "5 March"),
        ("Nov. 9, 2020", "en", Moment(year=2021, month=3, day=5), "Mar. 5, 2021"),
        ("November 9th", "en", Moment(month=3, day=2), "March 2nd"),
        ("2020-11-09", "en", Moment(year=2021, month=3, day=5), "2021-03-05"),
        ("二〇二〇年十一月", "zh", Moment(year=2021, month=3), "二〇二一年三月"),
        ("2020 年 11 月 9 日", "zh", Moment(year=2021, month=3, day=5), "2021 年 3 月 5 日"),
    ],
)
def test_a_new_date_keeps_the_old_writing(text: str, side: Side, new: Moment, expected: str) -> None:
    date = DateSpan(kind=DateKind.DATE, start=new, span=(0, 0), text="")
    assert render_date(date, side, date_style(text, side)) == expected
