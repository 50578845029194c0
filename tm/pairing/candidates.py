"""Which pairs are worth a close look: a few best for every release on either side.

Leaves out: the close look (`features`). Works a block of English releases at a time, so that memory
grows with the number of releases, not with its square.
"""

from collections.abc import Iterator

import numpy as np

from tm.embed import Vectors
from tm.pairing.evidence import Evidence
from tm.pairing.grains import Places
from tm.pairing.profile import Profile

_BLOCK = 512
_TITLE_WEIGHT = 0.15
_SHARED_WEIGHT = 0.25
_SMOOTHING = 6.0  # about one rare number: keeps a single small number shared from counting as agreement


def candidates(en: Profile, zh: Profile, evidence: Evidence, count: int) -> tuple[Places, Places]:
    """Return places `(pairs,)` in `en` and in `zh` of the pairs to look at, by English place.

    A pair is among them where it is one of the `count` most promising of either release.
    """
    limit = min(count, len(zh))
    top_score = np.full((len(zh), min(count, len(en))), -np.inf, np.float32)
    top_row = np.zeros(top_score.shape, np.int64)
    pairs: set[tuple[int, int]] = set()
    for start, promise in _blocks(en, zh, evidence):
        best = np.argpartition(-promise, limit - 1, axis=1)[:, :limit]
        pairs.update((start + row, int(column)) for row, columns in enumerate(best) for column in columns)
        scores = np.concatenate([top_score, promise.T], axis=1)
        rows = np.concatenate(
            [top_row, np.broadcast_to(np.arange(start, start + len(promise)), promise.T.shape)], axis=1
        )
        kept = np.argpartition(-scores, top_score.shape[1] - 1, axis=1)[:, : top_score.shape[1]]
        top_score, top_row = (np.take_along_axis(found, kept, axis=1) for found in (scores, rows))
    pairs.update((int(row), column) for column, found in enumerate(top_row) for row in found)
    places = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def _blocks(en: Profile, zh: Profile, evidence: Evidence) -> Iterator[tuple[int, Vectors]]:
    """Yield the first place of a block of English releases and how promising each pair is."""
    for start in range(0, len(en), _BLOCK):
        rows = slice(start, start + _BLOCK)
        promise = en.documents[rows] @ zh.documents.T + en.local[rows] @ zh.local.T
        promise *= np.float32(0.5)
        promise += _TITLE_WEIGHT * (en.titles[rows] @ zh.titles.T)
        for kind in evidence.kinds.values():
            shared = (kind.en[rows] @ kind.zh.T).toarray()
            mass = kind.en_mass[rows, None] + kind.zh_mass[None, :]
            promise += _SHARED_WEIGHT * 2 * shared / (mass + _SMOOTHING)
        yield start, promise
