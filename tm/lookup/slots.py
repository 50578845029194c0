"""A text cut into fixed words and slots for values and terms. Leaves out: filling them (`repair`)."""

from dataclasses import dataclass

from tm.bitext import Side, Span, Term, TermHit
from tm.text import match_key
from tm.text.dates_model import DateKind, DateSpan, Moment
from tm.text.quantities import read_values
from tm.text.quantities_model import Quantity
from tm.text.units import dimension

Held = Quantity | DateSpan | Term


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A stretch that may differ between two segments saying the same: what it means and where it stands."""

    span: Span
    held: Held
    text: str

    def fits(self, other: "Slot") -> bool:
        """Tell whether the other slot is of the same sort, so that one may stand for the other."""
        mine, its = self.held, other.held
        if isinstance(mine, Quantity) and isinstance(its, Quantity):
            return (
                mine.kind is its.kind
                and _sort(mine.unit) == _sort(its.unit)
                and (mine.high is None) == (its.high is None)
            )
        if isinstance(mine, DateSpan) and isinstance(its, DateSpan):
            if {mine.kind, its.kind} <= _PERIODS:
                return True
            return mine.kind is its.kind and (mine.end is None) == (its.end is None)
        return isinstance(mine, Term) and isinstance(its, Term)

    def says_the_same(self, other: "Slot") -> bool:
        """Tell whether both slots mean the same, however they are written."""
        mine, its = self.held, other.held
        if isinstance(mine, Term) or isinstance(its, Term):
            return mine == its or match_key(self.text) == match_key(other.text)
        if (
            isinstance(mine, Quantity)
            and isinstance(its, Quantity)
            and mine.approximate is not its.approximate
        ):
            return False
        return same_value(mine, its)


_PERIODS = frozenset({DateKind.HALF, DateKind.QUARTER})


def _sort(unit: str) -> str:
    """Return what a unit measures; money is money in every currency."""
    return dimension(unit).partition(":")[0]


def same_value(one: Quantity | DateSpan, other: Quantity | DateSpan) -> bool:
    """Tell whether two values are the same, how far they are approximate left out."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return (one.value, one.high, one.unit, one.code, one.kind) == (
            other.value, other.high, other.unit, other.code, other.kind,
        )  # fmt: skip
    if isinstance(one, DateSpan) and isinstance(other, DateSpan):
        return (one.start, one.end) == (other.start, other.end)
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Slotted:
    """A text as fixed stretches, by match key, with one slot between each two of them."""

    fixed: tuple[str, ...]
    slots: tuple[Slot, ...]


def _says(date: DateSpan) -> bool:
    """Tell dates from words like 去年, whose day hangs on that of their text: they are words like others."""
    return date.kind is not DateKind.RELATIVE or date.start != Moment()


def slotted(text: str, side: Side, terms: tuple[TermHit, ...] = ()) -> Slotted:
    """Cut a text into fixed words and slots; a term that overlaps a value, or has rivals, is no slot.

    >>> cut = slotted("论坛于2020年11月9日召开，近三成企业参加", "zh")
    >>> cut.fixed, [slot.text for slot in cut.slots]
    (('论坛于', '召开,', '企业参加'), ['2020年11月9日', '近三成'])
    """
    values = read_values(text, side)
    found: list[Slot] = [
        *(Slot(span=each.whole, held=each, text=text[slice(*each.whole)]) for each in values.quantities),
        *(
            Slot(span=each.span, held=each, text=text[slice(*each.span)])
            for each in values.dates
            if _says(each)
        ),
    ]
    entries = [hit.span for hit in terms]
    for hit in terms:
        free = all(hit.span[1] <= slot.span[0] or slot.span[1] <= hit.span[0] for slot in found)
        if free and entries.count(hit.span) == 1:
            found.append(Slot(span=hit.span, held=hit.term, text=text[slice(*hit.span)]))
    found.sort(key=lambda slot: slot.span)
    fixed: list[str] = []
    end = 0
    for slot in found:
        fixed.append(match_key(text[end : slot.span[0]]))
        end = slot.span[1]
    fixed.append(match_key(text[end:]))
    return Slotted(fixed=tuple(fixed), slots=tuple(found))


_ENDS = "。.；;，, "
"""What may stand at the end of one of two segments alone."""


def _unended(fixed: tuple[str, ...]) -> tuple[str, ...]:
    return (*fixed[:-1], fixed[-1].rstrip(_ENDS))


def paired(query: Slotted, source: Slotted) -> list[tuple[Slot, Slot]] | None:
    """Return the (query, source) slots, None where more differs or one cannot stand for another."""
    if _unended(query.fixed) != _unended(source.fixed):
        return None
    pairs = list(zip(query.slots, source.slots, strict=True))
    return pairs if all(ours.fits(theirs) for ours, theirs in pairs) else None
