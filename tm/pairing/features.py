"""What is measured of a pair of releases. Leaves out: what each measure is worth (`judge`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.embed import Vectors
from tm.pairing.changes import compared
from tm.pairing.evidence import Evidence, Kind
from tm.pairing.grains import Places
from tm.pairing.overlap import GRADES, Overlap, overlap
from tm.pairing.profile import Profiles

NAMES = (
    "alignment", "weakest", "weakest_mutual", "apart", "shifted",
    "body", "local", "local_margin", "local_usual",
    *(f"{text}_{grade:.2f}" for text in ("better", "worse") for grade in GRADES),
    "title", "title_missing",
    "numbers_agree", "numbers_en_lost", "numbers_zh_lost",
    "numbers_changed", "numbers_changed_many", "numbers_changed_share",
    "names_agree", "names_lost", "latin_agree", "latin_lost", "length",
)  # fmt: skip

_SMOOTHING = 4.0
"""Added to the mass of evidence: what little there is moves the judgement little."""

_USUAL_RATIO = 3.0
"""English characters for one Chinese character; the sample corpus has 3.1, news and manuals 2.7 to 3.3."""

_LOOK_ALIKES, _RIVALS = 4, 4
_MANY = 2  # changed numbers: one may be an error or be told in another way
_NONE = np.float32(np.nan)

Values = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Measures:
    """Measures of pairs `(pairs,)`: NaN where there is nothing to compare."""

    alignment: Vectors
    body: Vectors
    title: Vectors
    shares: dict[str, Vectors]
    length: Vectors
    days: Vectors
    table: Values


def measure(seen: Profiles, evidence: Evidence, rows: Places, columns: Places) -> Measures:
    """Return the measures of the pairs at `rows` of the English side and `columns` of the Chinese."""
    en, zh = seen.en, seen.zh
    aligned = overlap(en.sentences, zh.sentences, rows, columns, seen.of_sentences)
    body = np.einsum("pd,pd->p", en.documents[rows], zh.documents[columns])
    local = np.einsum("pd,pd->p", en.local[rows], zh.local[columns])
    titled = en.titles[rows].any(axis=1) & zh.titles[columns].any(axis=1)
    title = np.where(titled, np.einsum("pd,pd->p", en.titles[rows], zh.titles[columns]), _NONE)
    dated = (en.days[rows] > 0) & (zh.days[columns] > 0)
    days = np.where(dated, (en.days[rows] - zh.days[columns]).astype(np.float32), _NONE)
    length = en.lengths[rows] / np.maximum(_USUAL_RATIO * zh.lengths[columns], 1)
    found = {name: _shared(kind, rows, columns) for name, kind in evidence.kinds.items()}
    columns_of_table = [
        aligned.covered,
        aligned.weakest,
        aligned.weakest_mutual,
        aligned.apart,
        aligned.shifted,
        seen.of_thirds.likeness(body),
        local / seen.of_thirds.span,
        (local - (_rivals(local, rows, len(en)) + _rivals(local, columns, len(zh))) / 2)
        / seen.of_thirds.span,
        (_usual(local, rows, en.near) + _usual(local, columns, zh.near)) / 2 / seen.of_thirds.span,
        *aligned.graded.reshape(len(rows), -1).T,
        np.nan_to_num(seen.of_sentences.likeness(title) - 0.5),
        ~titled,
        *_weighed(found["numbers"], both=True),
        *_changed(evidence, aligned, len(rows)),
        *_weighed(found["names"], both=False),
        *_weighed(found["latin"], both=False),
        np.log(np.clip(length, 0.05, 20)) ** 2,
    ]
    shares = {name: _share(*parts) for name, parts in found.items()}
    return Measures(
        alignment=aligned.covered, body=body, title=title, shares=shares, length=length, days=days,
        table=np.stack([np.asarray(column, np.float64) for column in columns_of_table], axis=1),
    )  # fmt: skip


def _rivals(alike: Vectors, places: Places, count: int) -> Vectors:
    """Return, for each pair, how near the candidates past the first few are to the same release on average.

    The first `_LOOK_ALIKES` may be of one series. Where there are fewer candidates, strangers (0) fill up.
    """
    order = np.lexsort((-alike, places))
    starts = np.searchsorted(places[order], np.arange(count + 1))
    rank = np.arange(len(order)) - starts[places[order]]
    counted = (rank >= _LOOK_ALIKES) & (rank < _LOOK_ALIKES + _RIVALS)
    totals = np.bincount(places[order], alike[order] * counted, count) / _RIVALS
    return totals[places].astype(np.float32)


def _usual(alike: Vectors, places: Places, near: Places) -> Vectors:
    """Return, for each pair, how near the best candidates of similar releases are to these on average.

    Where releases of the kind are translated freely, so may this one be. A release without any similar
    one is held to be like all.
    """
    best = np.full(len(near), -np.inf, np.float32)
    np.maximum.at(best, places, alike)
    usual = best[near].mean(axis=1) if near.shape[1] else np.full_like(best, best.mean())
    out: Vectors = usual[places]
    return out


def _shared(kind: Kind, rows: Places, columns: Places) -> tuple[Vectors, Vectors, Vectors]:
    """Return the mass shared, and that of each side, of every pair."""
    shared = np.asarray(kind.en[rows].multiply(kind.zh[columns]).sum(axis=1), np.float32).ravel()
    return shared, kind.en_mass[rows], kind.zh_mass[columns]


def _weighed(parts: tuple[Vectors, Vectors, Vectors], *, both: bool) -> list[Vectors]:
    """Return agreement and loss, each 0–1; `both`: loss of each side apart."""
    shared, ours, theirs = parts
    agreement = 2 * shared / (ours + theirs + 2 * _SMOOTHING)
    if both:
        return [agreement, (ours - shared) / (ours + _SMOOTHING), (theirs - shared) / (theirs + _SMOOTHING)]
    return [agreement, (ours + theirs - 2 * shared) / (ours + theirs + 2 * _SMOOTHING)]


def _changed(evidence: Evidence, aligned: Overlap, count: int) -> list[Values]:
    """Return what numbers differ where sentences answer each other, `(count,)` each.

    They are counted as log(1 + n), as two or more, and as the share of all numbers compared there. A number
    missing across may have gone with its sentence; where the sentence is there with another number in its
    place, the releases speak of different events.
    """
    found = [
        compared(evidence.en_figures[en], evidence.zh_figures[zh])
        for en, zh in zip(aligned.en, aligned.zh, strict=True)
    ]
    changed = np.bincount(aligned.pair, [one.changed for one in found], count)
    kept = np.bincount(aligned.pair, [one.kept for one in found], count)
    return [np.log1p(changed), changed >= _MANY, changed / (changed + kept + 1)]


def _share(shared: Vectors, ours: Vectors, theirs: Vectors) -> Vectors:
    whole = ours + theirs
    out: Vectors = np.divide(2 * shared, whole, out=np.full_like(whole, np.nan), where=whole > 0)
    return out
