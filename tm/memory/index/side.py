"""One side of a segment of the index, as mapped from its file. Leaves out: how it is searched.

Arrays, for `n` texts in order of length with `t` tokens in all and `v` different tokens:
`ids` int64 (n,) unit ids; `lengths` int32 (n,); `offsets` int64 (n + 1,) into `flat`; `flat` uint16 or
uint32 (t + n,) token numbers, an end mark (v) after each text; `days` int32 and `statuses` uint8 (n,);
`relevance_ranks` and `date_ranks` uint32 (n,), each row's place in those orders;
`hashes` uint64 (v,) sorted and `numbers` uint32 (v,) the tokens they are of;
`words` uint64 (n,) sorted hashes of each text's words and `words_at` uint32 (n,) their rows;
`starts` int64 (v + 1,) and `positions` uint32, the places of frequent tokens with another frequent one
behind them, by both; `unit_at` uint32, the row at every 32nd place; `bit_starts` int32 and `bits` uint64
(rows, n / 64) for frequent tokens;
`rare_starts` int64 (v + 1,) and `rare_rows` uint32, the rows of every other token, one an occurrence;
`vocabulary` uint8, all tokens as UTF-8 lines.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.memory.index.side_build import UNIT_STEP

_KEPT = 256
"""Places remembered, by pair of tokens: a query asks for the same ones several times."""
Rows = NDArray[np.int64]
"""Row numbers of texts within one side."""


class SideIndex:
    """The mapped arrays of one side, with the few steps every search shares."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.ids: NDArray[np.int64] = arrays["ids"]
        self.lengths: NDArray[np.int32] = arrays["lengths"]
        self.offsets: NDArray[np.int64] = arrays["offsets"]
        self.flat: NDArray[Any] = arrays["flat"]
        self.days: NDArray[np.int32] = arrays["days"]
        self.statuses: NDArray[np.uint8] = arrays["statuses"]
        self.relevance_ranks: NDArray[np.uint32] = arrays["relevance_ranks"]
        self.date_ranks: NDArray[np.uint32] = arrays["date_ranks"]
        self.starts: NDArray[np.int64] = arrays["starts"]
        self.positions: NDArray[np.uint32] = arrays["positions"]
        self.bit_starts: NDArray[np.int32] = arrays["bit_starts"]
        self.bits: NDArray[np.uint64] = arrays["bits"]
        self._rare_starts: NDArray[np.int64] = arrays["rare_starts"]
        self._rare_rows: NDArray[np.uint32] = arrays["rare_rows"]
        self._hashes: NDArray[np.uint64] = arrays["hashes"]
        self._numbers: NDArray[np.uint32] = arrays["numbers"]
        self._words: NDArray[np.uint64] = arrays["words"]
        self._words_at: NDArray[np.uint32] = arrays["words_at"]
        self._unit_at: NDArray[np.uint32] = arrays["unit_at"]
        self._kept: dict[tuple[int, int], NDArray[Any]] = {}
        self._vocabulary: NDArray[np.uint8] = arrays["vocabulary"]

    def __len__(self) -> int:
        return len(self.ids)

    def numbers_of(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return int64 token numbers for token hashes, -1 for tokens that do not occur."""
        if len(self._hashes) == 0:
            return np.full(len(hashes), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._numbers[at].astype(np.int64), -1)

    def rows_at(self, positions: NDArray[Any]) -> Rows:
        """Return the row of the text each place in `flat` belongs to."""
        places = positions.astype(np.int64)
        rows = self._unit_at[places // UNIT_STEP].astype(np.int64)
        behind = np.flatnonzero(self.offsets[rows + 1] <= places)
        while len(behind):
            rows[behind] += 1
            behind = behind[self.offsets[rows[behind] + 1] <= places[behind]]
        return rows

    def rows_with_words(self, words: int) -> Rows:
        """Return the rows whose words have this hash (see `words_hash`)."""
        key = np.uint64(words)
        first = np.searchsorted(self._words, key, side="left")
        last = np.searchsorted(self._words, key, side="right")
        return self._words_at[first:last].astype(np.int64)

    def bit_rows(self, token: int) -> range:
        """Return the rows of `bits` for a token, none for a rare one."""
        if token + 1 >= len(self.bit_starts):
            return range(0)
        return range(int(self.bit_starts[token]), int(self.bit_starts[token + 1]))

    def rare_rows(self, token: int) -> NDArray[np.uint32]:
        """Return the rows of a token that has no bits, rising, a row as often as the token stands in it."""
        return self._rare_rows[self._rare_starts[token] : self._rare_starts[token + 1]]

    def places_of_pair(self, token: int, after: int) -> NDArray[np.uint32]:
        """Return every place where frequent `token` has frequent `after` behind it, rising."""
        key = (token, after)
        if key not in self._kept:
            places = self.positions[self.starts[token] : self.starts[token + 1]]

            def following(at: int) -> int:
                return int(self.flat[int(places[at]) + 1])

            first = bisect_left(range(len(places)), after, key=following)
            last = bisect_right(range(len(places)), after, lo=first, key=following)
            self._keep(key, places[first:last])
        return self._kept[key]

    def places_in(self, rows: Rows, token: int) -> NDArray[np.int64]:
        """Return every place of a token in the texts of these rows, rising, by reading them."""
        lengths = self.lengths[rows].astype(np.int64)
        ends = np.cumsum(lengths)
        places = np.repeat(self.offsets[rows] - (ends - lengths), lengths)
        places += np.arange(len(places))
        found: NDArray[np.int64] = places[self.flat[places] == token]
        return found

    def _keep(self, key: tuple[int, int], places: NDArray[Any]) -> None:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[key] = places

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Every token by its number."""
        return tuple(self._vocabulary.tobytes().decode().split("\n")) if len(self._vocabulary) else ()
