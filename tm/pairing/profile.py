"""The vectors of two folders of releases: sentences, titles, thirds of each text.

Leaves out: comparing them. Document vectors keep the order of what is said by looking at the text in parts
(Thompson and Koehn, EMNLP 2020, section 3); vectors of parts are composed, not summed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tm.align.composing import composing
from tm.bitext import Side
from tm.embed import ComposingEncoder, Encoder, Parts, Vectors
from tm.pairing.background import Background, backgrounds, centred
from tm.pairing.grains import THIRD, Places, sentences, thirds
from tm.pairing.results import PairingInput

_NEIGHBOURS = 12
_COMMON = 0.7
"""How many similar releases are averaged, and how much of it is taken away (tried: 5 to 40, 0.7 and 1)."""

_ROWS = 1_024
_PRIOR = 300
"""So many vectors at hand count as much as the background in telling a language's mean."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Level:
    """The releases of one side cut into stretches; `n` releases, `s` stretches in all, `d` dimensions.

    `vectors` `(s, d)` are centred unit rows, those of release `i` at `first[i]:first[i + 1]`; `shares` `(s,)`
    are their parts of the release's text, adding up to 1.
    """

    vectors: Vectors
    first: Places
    shares: Vectors


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profile:
    """One side's releases as arrays.

    `near` `(n, k)` are the places of the most similar releases of the same side.

    `titles` `(n, d)` are zero where there is no title; `documents` `(n, 3 * d)` are the thirds of each text
    side by side, of length 1; `local` `(n, 3 * d)` are the same less what the most similar releases of the
    side have in common, which tells releases of one subject apart. `lengths` are in characters; `days` are
    proleptic ordinals, 0 for a missing date.
    """

    sentences: Level
    titles: Vectors
    documents: Vectors
    local: Vectors
    near: Places
    lengths: Vectors
    days: Places

    def __len__(self) -> int:
        """Return the number of releases."""
        return len(self.lengths)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profiles:
    """Both sides, and the yardsticks of both grains."""

    en: Profile
    zh: Profile
    of_sentences: Background
    of_thirds: Background


def profiles(en: Sequence[PairingInput], zh: Sequence[PairingInput], encoder: Encoder) -> Profiles:
    """Return the profile of each side; every distinct sentence is encoded once. No release may be empty."""
    model = composing(encoder)
    of_sentences, of_thirds = backgrounds(model, (1, THIRD))
    items: dict[Side, Sequence[PairingInput]] = {"en": en, "zh": zh}
    parts = {side: _parts(found, model) for side, found in items.items()}
    cut = {side: sentences(found, parts[side]) for side, found in items.items()}
    parted = {side: thirds(found, parts[side]) for side, found in items.items()}
    vectors = _moved({side: model.compose(cut[side].parts) for side in items}, of_sentences)
    parted_vectors = _moved({side: model.compose(parted[side]) for side in items}, of_thirds)
    documents = {side: _documents(found, len(items[side])) for side, found in parted_vectors.items()}
    made = {
        side: _profile(
            found,
            Level(vectors=vectors[side], first=cut[side].first, shares=cut[side].shares),
            documents[side],
        )
        for side, found in items.items()
    }
    return Profiles(en=made["en"], zh=made["zh"], of_sentences=of_sentences, of_thirds=of_thirds)


def _profile(items: Sequence[PairingInput], level: Level, documents: Vectors) -> Profile:
    near = _similar(documents)
    return Profile(
        sentences=level,
        titles=_titles(items, level.first, level.vectors),
        documents=documents,
        local=centred(documents - _means(documents, near)),
        near=near,
        lengths=np.array([sum(len(s.text) for s in item.segments) for item in items], np.float32),
        days=np.array([item.release.date.toordinal() if item.release.date else 0 for item in items]),
    )


def _parts(items: Sequence[PairingInput], model: ComposingEncoder) -> Parts:
    """Return the parts of all segments in order; equal texts are read once."""
    texts = [segment.text for item in items for segment in item.segments]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    found = model.parts(tuple(distinct))
    places = [distinct[text] for text in texts]
    return Parts(
        heads=found.heads[places],
        sums=found.sums[places],
        tails=found.tails[places],
        lengths=found.lengths[places],
    )


def _moved(vectors: dict[Side, Vectors], yardstick: Background) -> dict[Side, Vectors]:
    """Return vectors less their language's mean: the background's, moved as far as those at hand are many.

    What one side is too small to tell is taken from both, since both folders speak of the same things.
    """
    drift = {side: (found - yardstick.means[side]).sum(axis=0) for side, found in vectors.items()}
    common = sum(drift.values()) / (sum(map(len, vectors.values())) + _PRIOR)
    return {
        side: centred(found, yardstick.means[side] + (drift[side] + _PRIOR * common) / (len(found) + _PRIOR))
        for side, found in vectors.items()
    }


def _titles(items: Sequence[PairingInput], first: Places, vectors: Vectors) -> Vectors:
    titled = np.array([item.segments[0].paragraph == 0 for item in items])
    out: Vectors = vectors[first[:-1]] * titled[:, None]
    return out


def _documents(vectors: Vectors, count: int) -> Vectors:
    out: Vectors = vectors.reshape(count, -1) / np.float32(np.sqrt(len(vectors) / count))
    return out


def _similar(documents: Vectors) -> Places:
    """Return the places of the most similar releases of the same side, `(n, count)`."""
    count = min(_NEIGHBOURS, len(documents) - 1)
    found = np.zeros((len(documents), count), np.int64)
    for start in range(0, len(documents), _ROWS) if count else ():
        alike = documents[start : start + _ROWS] @ documents.T
        alike[np.arange(len(alike)), np.arange(start, start + len(alike))] = -np.inf
        found[start : start + _ROWS] = np.argpartition(-alike, count - 1, axis=1)[:, :count]
    return found


def _means(rows: Vectors, near: Places) -> Vectors:
    """Return what to take away from each row: less than a mean where there are few neighbours."""
    total = np.zeros_like(rows)
    for column in near.T:
        total += rows[column]
    return total * np.float32(_COMMON / _NEIGHBOURS)
