"""What two texts must share to answer each other, by value: numbers, dates, names, Latin words.

Leaves out: vectors (`profile`) and what the agreement is worth (`model`).
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side
from tm.pairing.changes import Figures, figures
from tm.pairing.grains import stretch_starts
from tm.pairing.results import PairingInput
from tm.pairing.spelling import NameFinder, spelled_names
from tm.text.dates_model import DateKind, DateSpan
from tm.text.quantities import QuantityKind, read_values

Values = dict[str, str]
"""Comparable key to the form as written."""

KINDS = ("numbers", "names", "latin")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:[&./-][A-Za-z0-9]+)*")
_PRIOR_DOCUMENTS = 50
_SMALL, _MIDDLING = 12, 100
_YEARS = range(1990, 2051)


def _text(item: PairingInput) -> str:
    return "\n".join(segment.text for segment in item.segments)


def numbers_in(texts: Iterable[str], side: Side) -> Values:
    """Return the numbers, codes and dates of texts by value; weak ones (今年, one of) are left out.

    Years stand among the numbers; a day of a month counts without its year, which Chinese leaves out.

    >>> numbers_in(["5月9日，120余家企业投入1.2亿元"], "zh")
    {'n120': '120余', 'n120000000': '1.2亿元', 'd5-9': '5月9日'}
    """
    found: Values = {}
    for text in texts:
        read = read_values(text, side)
        for quantity in read.quantities:
            if quantity.weak or quantity.kind is QuantityKind.MULTIPLE:  # 增长3倍 may be 3 or 4
                continue
            if quantity.code:
                found[f"c{quantity.code}"] = quantity.text
                continue
            first = quantity.value
            if quantity.kind is QuantityKind.FRACTION and first.numerator == 1:
                first = Fraction(first.denominator)  # a fifteenth, the fifteenth
            for value in (first, quantity.high):
                if value is not None:
                    found[f"n{value}"] = quantity.text
        for date in read.dates:
            found.update((key, date.text) for key in _date_keys(date))
    return found


def _date_keys(date: DateSpan) -> list[str]:
    if date.weak or date.kind in {DateKind.RELATIVE, DateKind.TIME, DateKind.WEEKDAY}:
        return []
    if date.kind is DateKind.DECADE and date.start.year:
        return [f"n{date.start.year % 100}"]  # 90后, post-90s
    keys = []
    for moment in (date.start, date.end):
        if moment is None:
            continue
        if moment.year:
            keys.append(f"n{moment.year}")
        if moment.month and moment.day:
            keys.append(f"d{moment.month}-{moment.day}")
        elif moment.month:
            keys.append(f"m{moment.month}")
    return keys


def latin_in(text: str) -> Values:
    """Return Latin words and codes of a text, folded, to their form as written."""
    return {match[0].casefold(): match[0] for match in _LATIN.finditer(text)}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Kind:
    """One kind of evidence over all releases, as sparse matrices weighted by the root of the rarity.

    `en` `(n, v)` and `zh` `(m, v)`: the product of a row of each is the rarity of what they share.
    `en_mass`, `zh_mass`: how much each release has that should be found on the other side. `keys` `(v,)`;
    `written` `(n,)` are the forms of them in each English release.
    """

    en: Any
    zh: Any
    en_mass: NDArray[np.float32]
    zh_mass: NDArray[np.float32]
    keys: tuple[str, ...]
    written: tuple[Values, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Evidence:
    """All kinds of evidence of two folders, and the numbers of every stretch of either side's texts."""

    kinds: dict[str, Kind]
    en_figures: tuple[Figures, ...]
    zh_figures: tuple[Figures, ...]

    def shared(self, en: int, zh: int, limit: int = 8) -> tuple[str, ...]:
        """Return the rarest things both releases have, as written in the English one."""
        found: list[tuple[float, str]] = []
        for kind in self.kinds.values():
            product = kind.en[[en]].multiply(kind.zh[[zh]]).tocoo()
            found += [
                (-weight, kind.written[en][kind.keys[column]])
                for weight, column in zip(product.data, product.col, strict=True)
            ]
        return tuple(dict.fromkeys(word for _, word in sorted(found)))[:limit]


def gather(en: Sequence[PairingInput], zh: Sequence[PairingInput]) -> Evidence:
    """Return the evidence of all releases of both sides."""
    en_text, zh_text = ([_text(item) for item in side] for side in (en, zh))
    en_names = [spelled_names(text) for text in en_text]
    finder = NameFinder(name for names in en_names for name in names)
    zh_names: list[Values] = [dict.fromkeys(finder.find(text), "") for text in zh_text]
    en_latin = [latin_in(text) for text in en_text]
    zh_latin = [latin_in(text) for text in zh_text]
    en_read, zh_read = [_read(item, "en") for item in en], [_read(item, "zh") for item in zh]
    return Evidence(
        kinds={
            "numbers": _kind(
                [numbers for numbers, _ in en_read],
                [numbers for numbers, _ in zh_read],
                rarity=_number_prior,
            ),
            "names": _kind(_known(en_names, zh_names), zh_names),
            "latin": _kind(_known(en_latin, zh_latin), _known(zh_latin, en_latin)),
        },
        en_figures=tuple(found for _, stretches in en_read for found in stretches),
        zh_figures=tuple(found for _, stretches in zh_read for found in stretches),
    )


def _read(item: PairingInput, side: Side) -> tuple[Values, list[Figures]]:
    """Return the numbers of a release, and the figures of each of its stretches."""
    texts = [segment.text for segment in item.segments]
    edges = [*stretch_starts(len(texts)), len(texts)]
    stretches = ["\n".join(texts[low:high]) for low, high in itertools.pairwise(edges)]
    return numbers_in(texts, side), figures(stretches, side)


def _known(ours: Sequence[Values], theirs: Sequence[Values]) -> list[Values]:
    """Return `ours` less what no release across has: no proof of anything."""
    known = {key for values in theirs for key in values}
    return [{key: form for key, form in values.items() if key in known} for values in ours]


def _number_prior(key: str) -> float:
    """Return the share of releases expected to hold a number, before any is seen."""
    if key.startswith("m"):
        return 0.1
    if not key.startswith("n"):
        return 0.01
    value = Fraction(key[1:])
    if value <= _SMALL or value in _YEARS:
        return 0.2
    return 0.05 if value < _MIDDLING else 0.01


def _kind(
    en: Sequence[Values],
    zh: Sequence[Values],
    rarity: Callable[[str], float] = lambda _key: 0.01,
) -> Kind:
    counts = Counter(key for values in (*zh, *en) for key in values)
    total = len(en) + len(zh) + _PRIOR_DOCUMENTS
    weights = {
        key: max(0.0, math.log(total / (counts[key] + rarity(key) * _PRIOR_DOCUMENTS))) for key in counts
    }
    ours, theirs = _matrix(en, weights), _matrix(zh, weights)
    return Kind(
        en=ours,
        zh=theirs,
        en_mass=_mass(ours),
        zh_mass=_mass(theirs),
        keys=tuple(counts),
        written=tuple(en),
    )


def _matrix(rows: Sequence[Values], weights: dict[str, float]) -> Any:
    """Return a sparse matrix of the roots of the weights, a row for each of `rows`."""
    from scipy.sparse import csr_matrix

    place = {key: column for column, key in enumerate(weights)}
    roots = np.sqrt(np.array(list(weights.values()), np.float32))
    columns = np.array([place[key] for values in rows for key in values], np.int64)
    ends = np.cumsum([0, *(len(values) for values in rows)])
    return csr_matrix((roots[columns], columns, ends), shape=(len(rows), len(weights)))


def _mass(matrix: Any) -> NDArray[np.float32]:
    return np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32).ravel()
