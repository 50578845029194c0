"""Numbers, dates and money in a target given the query's values. Leaves out: terms (`repair_terms`)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tm.bitext import Side, Term
from tm.lookup.edits import Edit, UnsureError
from tm.lookup.slots import Slot, same_value
from tm.text.dates_model import DateKind, DateSpan, Moment
from tm.text.dates_render import date_style, render_date
from tm.text.quantities import Values
from tm.text.quantities_compare import Comparison, Stated, compare_values
from tm.text.quantities_model import Approximation, Quantity, QuantityKind
from tm.text.quantities_render import render_quantity
from tm.text.quantities_style import quantity_style
from tm.text.scripts import fold_script

_UNCOUNTED = frozenset({QuantityKind.PERCENT, QuantityKind.MONEY, QuantityKind.ORDINAL, QuantityKind.CODE})
"""Kinds whose number says nothing of the noun beside it being one or many."""
_COUNTS = frozenset(
    {
        QuantityKind.NUMBER, QuantityKind.ORDINAL, QuantityKind.MEASURE, QuantityKind.MULTIPLE,
        QuantityKind.MONEY,
    }
)  # fmt: skip
"""Kinds one of which may answer another: 43个年头, the 43rd year; 12 won prizes is no money but reads so."""
_YEARS = (1000, 2100)
_OPENED = re.compile(r"\b(from|between)\s+$", re.IGNORECASE)
_JOINED = {"from": " to ", "between": " and "}
"""What joins both ends of a period after these words, where a dash would be wrong."""
Pair = tuple[Slot, Slot]


def value_edits(
    pairs: Sequence[Pair], source: Values, target: Values, text: str, across: Side
) -> Iterator[Edit]:
    """Yield the edits that write the query's values into a target, `text`.

    `pairs` are all (query, source) slots. Raises UnsureError where the unit's own sides do not agree, or
    a value does not stand in one place of the target alone.
    """
    held = compare_values(source, target)
    if held.differences:
        raise UnsureError
    changed = [pair for pair in pairs if not pair[0].says_the_same(pair[1]) and not _is_term(pair[1])]
    answers = _Answers(pairs, held, target)
    done: set[int] = set()
    for ours, theirs in changed:
        for new, old, answer in answers.of(ours, theirs):
            if id(answer) not in done:
                done.add(id(answer))
                why = f"{theirs.text} → {ours.text}"
                yield _edit(new, old, answer, text, across, why)


def _is_term(slot: Slot) -> bool:
    return isinstance(slot.held, Term)


class _Answers:
    """Which value of the target answers which of the source."""

    def __init__(self, pairs: Sequence[Pair], held: Comparison, target: Values) -> None:
        self._pairs = [pair for pair in pairs if not _is_term(pair[1])]
        self._held = held
        self._target: tuple[Stated, ...] = (*target.quantities, *target.dates)

    def of(self, ours: Slot, theirs: Slot) -> Iterator[tuple[Stated, Stated, Stated]]:
        """Yield (new, old, answer in the target) for a changed slot."""
        new, old = _value(ours), _value(theirs)
        found = self._found(old)
        if len(found) == 2:  # noqa: PLR2004  a range told as two values
            yield from _ends(new, old, found)
            return
        if len(found) != 1:
            raise UnsureError
        [answer] = found
        owners = [pair for pair in self._pairs if answer in self._found(_value(pair[1]))]
        if len(owners) == 1:
            self._check_twins(ours, answer)
            yield new, old, answer
        elif len(owners) == 2:  # noqa: PLR2004  two values told as one
            yield (*_joined(owners, answer), answer)
        else:
            raise UnsureError

    def _found(self, old: Stated) -> list[Stated]:
        """Return what answers a value: what says the whole of it, else all that says a part of it."""
        found: list[Stated] = []
        for match in self._held.matches:
            if match.source is old and not any(match.target is one for one in found):
                found.append(match.target)
        whole = [one for one in found if same_value(one, old)]
        return whole if len(whole) == 1 else found

    def _check_twins(self, ours: Slot, answer: Stated) -> None:
        """Refuse where the target says the same value again for something that is now another."""
        for twin in self._target:
            if twin is answer or not same_value(twin, answer):
                continue
            owners = [
                pair for pair in self._pairs if any(twin is one for one in self._found(_value(pair[1])))
            ]
            if not owners or not all(pair[0].says_the_same(ours) for pair in owners):
                raise UnsureError


def _value(slot: Slot) -> Stated:
    assert not isinstance(slot.held, Term)
    return slot.held


def _ends(new: Stated, old: Stated, found: Sequence[Stated]) -> Iterator[tuple[Stated, Stated, Stated]]:
    """Yield both ends of a range that the target tells as two values (从9时至11时, from 9:00 to 11:00)."""
    first, last = sorted(found, key=lambda one: one.span)
    if isinstance(new, Quantity) and isinstance(old, Quantity):
        assert isinstance(first, Quantity)
        if new.high is None or old.high is None or not isinstance(last, Quantity):
            raise UnsureError
        if (first.value, last.value, first.high, last.high) != (old.value, old.high, None, None):
            raise UnsureError
        yield replace(new, high=None), replace(old, high=None), first
        yield replace(new, value=new.high, high=None), replace(old, value=old.high, high=None), last
    elif isinstance(new, DateSpan) and isinstance(old, DateSpan):
        if new.end is None or old.end is None:
            raise UnsureError
        if not (isinstance(first, DateSpan) and isinstance(last, DateSpan)):
            raise UnsureError
        if (first.start, last.start, first.end, last.end) != (old.start, old.end, None, None):
            raise UnsureError
        yield replace(new, end=None), replace(old, end=None), first
        yield replace(new, start=new.end, end=None), replace(old, start=old.end, end=None), last
    else:
        raise UnsureError


def _joined(owners: Sequence[Pair], answer: Stated) -> tuple[Stated, Stated]:
    """Return new and old of two values the target tells as one: ends of a range, a day and its year."""
    (new_one, old_one), (new_two, old_two) = ((_value(a), _value(b)) for a, b in owners)
    if (
        isinstance(new_one, Quantity)
        and isinstance(new_two, Quantity)
        and isinstance(old_one, Quantity)
        and isinstance(old_two, Quantity)
    ):
        return _one_range(new_one, new_two), _one_range(old_one, old_two)
    if (
        isinstance(new_one, DateSpan)
        and isinstance(new_two, DateSpan)
        and isinstance(old_one, DateSpan)
        and isinstance(old_two, DateSpan)
        and isinstance(answer, DateSpan)
    ):
        return _dated(new_one, new_two, old_one, old_two), answer
    raise UnsureError


def _one_range(low: Quantity, high: Quantity) -> Quantity:
    plain = all(
        each.high is None and each.approximate is Approximation.EXACT and not each.code
        for each in (low, high)
    )
    if not plain or (low.kind, low.unit) != (high.kind, high.unit):
        raise UnsureError
    return replace(low, high=high.value)


def _dated(new_one: DateSpan, new_two: DateSpan, old_one: DateSpan, old_two: DateSpan) -> DateSpan:
    """Return a day with the year told elsewhere, as long as that year stays what it was."""
    day, year, old_year = (
        (new_two, new_one, old_one) if new_one.kind is DateKind.YEAR else (new_one, new_two, old_two)
    )
    if year.kind is not DateKind.YEAR or year.end or day.start.year or year.start != old_year.start:
        raise UnsureError
    start = replace(day.start, year=year.start.year)
    end = day.end and replace(day.end, year=year.start.year)
    return replace(day, start=start, end=end)


def _edit(new: Stated, old: Stated, answer: Stated, target: str, across: Side, why: str) -> Edit:
    new = _told_as(new, old, answer)
    if isinstance(new, DateSpan):
        text = render_date(new, across, date_style(fold_script(answer.text), across))
        opened = _OPENED.search(target[: answer.span[0]])
        if opened is not None:
            text = text.replace("–", _JOINED[opened[1].lower()])
        return Edit(span=answer.span, text=_as_capital(text, answer.text), why=why)
    assert isinstance(answer, Quantity)
    assert isinstance(old, Quantity | DateSpan)
    before = old.approximate if isinstance(old, Quantity) else Approximation.EXACT
    if across == "en" and new.kind not in _UNCOUNTED and (new.value == 1) != (answer.value == 1):
        raise UnsureError
    bare = new.approximate is before
    span = answer.span if bare else answer.whole
    style = quantity_style(replace(answer, text=fold_script(answer.text)), across)
    text = render_quantity(new, across, style, bare=bare)
    if across == "zh" and new.kind is not QuantityKind.ORDINAL:
        text = re.sub(r"^二(?!十|百|分|成|〇|零)", "两", text)
    return Edit(span=span, text=_as_capital(text, target[slice(*span)]), why=why, number=across == "en")


def _told_as(new: Stated, old: Stated, answer: Stated) -> Stated:
    """Return the new value as the target tells it: an ordinal for a count, a bare number for a year."""
    if isinstance(new, DateSpan) and isinstance(answer, DateSpan):
        return new
    if isinstance(new, Quantity) and isinstance(answer, Quantity) and isinstance(old, Quantity):
        if (answer.kind, answer.unit) == (old.kind, old.unit):
            return new
        same = (answer.value, answer.high, new.unit) == (old.value, old.high, old.unit)
        if not same or not {answer.kind, old.kind} <= _COUNTS:
            raise UnsureError
        return replace(new, kind=answer.kind, unit=answer.unit)
    year = _year(new)
    if year is None or _year(old) != _year(answer):
        raise UnsureError
    if isinstance(answer, DateSpan):
        return replace(answer, start=Moment(year=year))
    return replace(answer, value=Fraction(year))


def _year(value: Stated) -> int | None:
    """Return the year that a value is, and nothing but a year."""
    if isinstance(value, DateSpan):
        return value.start.year if value.start == Moment(year=value.start.year) and not value.end else None
    plain = value.kind is QuantityKind.NUMBER and value.high is None and value.text.isdecimal()
    return int(value.value) if plain and _YEARS[0] <= value.value < _YEARS[1] else None


def _as_capital(text: str, before: str) -> str:
    """Return the text with a capital first letter where it takes the place of one at a sentence start."""
    return text[0].upper() + text[1:] if text[:1].islower() and before[:1].isupper() else text
