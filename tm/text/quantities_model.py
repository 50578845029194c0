"""What a number in a text means: kinds and values. Leaves out: finding them (`quantities`)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tm.bitext import Span


class QuantityKind(StrEnum):
    """What a number counts or names."""

    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    MEASURE = "measure"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    MULTIPLE = "multiple"
    SCORE = "score"
    CODE = "code"


class Approximation(StrEnum):
    """How far a stated value is meant exactly; `INDEFINITE` gives only a magnitude (数百, dozens)."""

    EXACT = ""
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    INDEFINITE = "indefinite"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number found in a text.

    `value` is exact: 30 for 30% and 三成, 1/2 for half, 4 for 翻两番, 1200000000 for 12亿; `high` closes a
    range or is the second number of a score. `unit` is an id of `tm.text.units` (`CNY`, `km`, `%`) or empty.
    `span` covers the number with its unit; `whole` also the words that make it approximate (近, more than).
    `also` holds other values the same words may mean ("grew threefold" is 3 or 4). `weak` marks
    numbers a good translation may drop or add ("one of", 两岸). `code` is the folded text of a code.
    """

    kind: QuantityKind
    value: Fraction
    span: Span
    text: str
    whole: Span
    high: Fraction | None = None
    unit: str = ""
    approximate: Approximation = Approximation.EXACT
    also: tuple[Fraction, ...] = ()
    weak: bool = False
    code: str = ""
