"""Vectors in SQLite, one byte a component. Leaves out: making them, and searching among them.

A unit vector v is stored as `round(127 * v / max|v|)` and read back as those numbers scaled to
length 1, so no scale is kept. On 155 sentences of the sample corpus (512 components) a vector has
cosine .99998 or more with what is read back, and cosines between two sentences move by 0.0013 at
most, 0.0003 on average. What is read back is what every run works from: a caller that stores new
vectors and then reads them gets the same numbers as one that finds them stored.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tm.bitext import Side
from tm.errors import MemoryStoreError
from tm.memory.sqlite.database import Database, Row
from tm.memory.sqlite.scanning import scan_pages
from tm.memory.sqlite.statements import statements
from tm.memory.sqlite.texts import Texts
from tm.memory.values import ModelInfo, UnitVectors, VectorBatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE = 4_096
"""Vectors handed on at a time."""

_UNIT_TOLERANCE = 1e-3
"""How far from 1 the length of a vector may be."""


class SqliteVectors:
    """See the protocol `VectorStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._sql = statements("vectors")

    def get(
        self, model: str, texts: Sequence[str], weights_hash: str | None = None
    ) -> "dict[str, NDArray[np.float32]]":
        """Return the vectors held for these texts."""
        with self._db.reading():
            held = self._model(model, weights_hash)
            if held is None:
                return {}
            found = Texts(self._db).find(dict.fromkeys(texts))
            values = {"model": held[0], "texts": json.dumps([*found.values()])}
            stored: dict[int, bytes] = dict(self._db.rows(self._sql["vectors_by_text"], values))
        names = [text for text, number in found.items() if number in stored]
        if not names:
            return {}
        rows = _floats(_codes([stored[found[text]] for text in names]))
        return dict(zip(names, rows, strict=True))

    def put(self, model: str, weights_hash: str, vectors: "Mapping[str, NDArray[np.float32]]") -> None:
        """Store vectors of length 1, one text each."""
        import numpy as np

        if not vectors:
            return
        rows = np.asarray([*vectors.values()], dtype=np.float32)
        codes = _quantised(model, rows)
        with self._db.transaction(f"store vectors of {model}"):
            held = self._model(model, weights_hash, rows.shape[1])
            if held is None:
                number = self._db.rows(self._sql["model_insert"], (model, rows.shape[1], weights_hash))[0][0]
            else:
                number = held[0]
            ids = Texts(self._db).ids(vectors, words=False)
            data = [
                ((number << 40) + ids[text], row.tobytes()) for text, row in zip(vectors, codes, strict=True)
            ]
            self._db.run_many(self._sql["vector_insert"], data)

    def models(self) -> list[ModelInfo]:
        """Return every model vectors are held of, by name."""
        return [
            ModelInfo(name=name, dimension=dimension, weights_hash=weights, vectors=count)
            for name, dimension, weights, count in self._db.rows(self._sql["models"])
        ]

    def drop(self, model: str) -> None:
        """Forget a model and all its vectors."""
        with self._db.transaction(f"drop vectors of {model}"):
            held = self._model(model)
            if held is not None:
                self._db.run(self._sql["vectors_delete"], {"model": held[0]})
                self._db.run(self._sql["model_delete"], (held[0],))

    def scan(self, model: str) -> Iterator[VectorBatch]:
        """Yield every vector of a model with the hash of its text, in batches."""
        held = self._model(model)
        if held is None:
            return
        for page in self._pages("vectors_after", held[0], after=0, key=lambda row: row[0] - (held[0] << 40)):
            yield VectorBatch(hashes=tuple(row[1] for row in page), codes=_codes([row[2] for row in page]))

    def of_units(self, model: str, side: Side, after: int = 0) -> Iterator[UnitVectors]:
        """Yield the vectors of one side of all usable units, by unit id, in batches."""
        import numpy as np

        held = self._model(model)
        if held is None:
            return
        for page in self._pages(f"{side}_vectors_after", held[0], after=after, key=lambda row: row[0]):
            ids = np.fromiter((row[0] for row in page), dtype=np.int64, count=len(page))
            yield UnitVectors(ids=ids, codes=_codes([row[1] for row in page]))

    def of_ids(self, model: str, side: Side, ids: Sequence[int]) -> UnitVectors:
        """Return the vectors of one side of these units, those without one left out."""
        import numpy as np

        with self._db.reading():
            held = self._model(model)
            values = {"model": 0 if held is None else held[0], "ids": json.dumps(sorted(map(int, ids)))}
            rows = self._db.rows(self._sql[f"{side}_vectors_by_ids"], values)
        found = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
        return UnitVectors(ids=found, codes=_codes([row[1] for row in rows]))

    def missing(self, model: str, limit: int = PAGE, after: int = 0) -> list[tuple[int, str]]:
        """Return (text id, text) of kept texts greater than `after` without a vector of a model."""
        held = self._model(model)
        values = {"model": 0 if held is None else held[0], "after": after, "limit": limit}
        return [(row[0], row[1]) for row in self._db.rows(self._sql["texts_without"], values)]

    def _pages(self, name: str, model: int, *, after: int, key: Callable[[Row], int]) -> Iterator[list[Row]]:
        values = {"model": model, "after": after}
        yield from scan_pages(self._db, self._sql[name], values, PAGE, key=key)

    def _model(self, name: str, weights_hash: str | None = None, dimension: int | None = None) -> Row | None:
        held = self._db.row(self._sql["model_find"], (name,))
        if held is None:
            return None
        if weights_hash is not None and held[2] != weights_hash:
            why = f"other weights (recorded {held[2][:12]}…, given {weights_hash[:12]}…)"
        elif dimension is not None and held[1] != dimension:
            why = f"another dimension (recorded {held[1]}, given {dimension})"
        else:
            return held
        raise MemoryStoreError(
            f"{self._db.path}: the vectors of model {name} come from {why}; run `tm reembed --model {name}`"
        )


def _quantised(model: str, rows: "NDArray[np.float32]") -> "NDArray[np.int8]":
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1)
    sound = np.abs(lengths - 1) <= _UNIT_TOLERANCE
    if not np.all(sound):
        raise MemoryStoreError(
            f"a vector of model {model} has length {lengths[np.argmin(sound)]:.4f}, not 1;"
            " the encoder is at fault"
        )
    codes: NDArray[np.int8] = np.rint(rows * (127 / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
    return codes


def _codes(data: Sequence[bytes]) -> "NDArray[np.int8]":
    import numpy as np

    if not data:
        return np.zeros((0, 0), dtype=np.int8)
    return np.frombuffer(b"".join(data), dtype=np.int8).reshape(len(data), -1)


def _floats(codes: "NDArray[np.int8]") -> "NDArray[np.float32]":
    import numpy as np

    rows = codes.astype(np.float32)
    floats: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return floats
