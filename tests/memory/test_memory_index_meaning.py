"""The units nearest in meaning are those of an exact comparison, on disk and just added."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tm.bitext import TranslationUnit, UnitStatus
from tm.errors import MemoryStoreError
from tm.memory import Memory, open_memory
from tm.memory.index import cells, index_of, level, quantised
from tm.memory.index.cells import Cells
from tm.memory.index.quantised import PartSide, part_arrays
from tm.memory.values import UnitVectors


class Scattered:
    """A deterministic encoder: a vector of its own for every text, seeded by it."""

    name = "scattered"
    dimension = 96
    weights_hash = "1" * 64

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = [
            np.random.default_rng(list(text.encode()) or [0]).normal(size=self.dimension) for text in texts
        ]
        stacked = np.stack(rows).astype(np.float32)
        return stacked / np.linalg.norm(stacked, axis=1, keepdims=True)


def vectors(count: int, dimension: int, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    centres = draw.normal(size=(max(1, count // 40), dimension))
    rows = centres[draw.integers(len(centres), size=count)] + 0.4 * draw.normal(size=(count, dimension)) + 0.2
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("many", [100_000, 1_000])
def test_candidates_hold_the_nearest(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MANY", many)
    monkeypatch.setattr(cells, "_CELL_VECTORS", 94)
    monkeypatch.setattr(quantised, "_LEAST_SCANNED", 1_000)
    monkeypatch.setattr(quantised, "_SCANNED_SHARE", 0.3)
    rows = vectors(6_000, 128, 1)
    codes = np.rint(rows * 127 / np.abs(rows).max(axis=1, keepdims=True)).astype(np.int8)
    batches = [
        UnitVectors(ids=np.arange(at, at + 1_000), codes=codes[at : at + 1_000])
        for at in range(0, 6_000, 1_000)
    ]
    side = PartSide(part_arrays(batches, Cells.fitted(codes[::2], len(codes))))
    assert sorted(side.ids.tolist()) == list(range(6_000))
    found = 0
    for query in rows[::300] + 0.02:
        unit = (query / np.linalg.norm(query)).astype(np.float32)
        true = np.argsort(-(rows @ unit))[:10]
        near = side.candidates(unit, 2_000)
        found += np.isin(true, near.units[:60]).sum()
        errors = near.estimates - rows[near.units] @ unit
        assert abs(errors.mean()) < 0.01
        assert errors.std() < 0.05
    assert found >= 0.97 * 200


def make(path: Path, count: int, encoder: Scattered) -> Memory:
    memory = open_memory(path)
    draw = random.Random(1)
    memory.units.add(
        [
            TranslationUnit(zh=f"第{n}句" + "".join(draw.choices("国家认证中心", k=5)), en=f"sentence {n}")
            for n in range(count)
        ]
    )
    units = list(memory.units.scan())
    for texts in ([unit.en for unit in units], [unit.zh for unit in units]):
        memory.vectors.put(
            encoder.name, encoder.weights_hash, dict(zip(texts, encoder.encode(texts), strict=True))
        )
    return memory


def check_nearest(memory: Memory, encoder: Scattered, text: str) -> None:
    query = encoder.encode([text])[0]
    units = [unit for unit in memory.units.scan() if unit.status is not UnitStatus.DO_NOT_REUSE]
    cosines = {
        unit.id: float(max(encoder.encode([unit.en])[0] @ query, encoder.encode([unit.zh])[0] @ query))
        for unit in units
    }
    true = sorted(cosines, key=lambda unit: -cosines[unit])[:5]
    hits = index_of(memory).nearest(encoder, query, 5).hits
    assert [hit.cosine for hit in hits] == pytest.approx([cosines[unit] for unit in true], abs=0.01)


def test_on_disk_and_just_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(level, "SETTLED_UNITS", 20)
    encoder = Scattered()
    memory = make(tmp_path / "m.sqlite", 200, encoder)
    check_nearest(memory, encoder, "sentence 17")
    index_of(memory).settle(encoder)
    assert list((tmp_path / "m.sqlite.index").glob("meaning-*.tmi"))
    check_nearest(memory, encoder, "sentence 17")
    memory.units.add([TranslationUnit(zh="全新", en="brand new")])
    check_nearest(memory, encoder, "brand new")
    units = list(memory.units.scan())
    memory.units.delete([units[17].id])
    memory.units.set_status([units[18].id], UnitStatus.DO_NOT_REUSE)
    for text in ("sentence 17", "sentence 18"):
        check_nearest(memory, encoder, text)
    memory.close()
    memory = open_memory(tmp_path / "m.sqlite")
    check_nearest(memory, encoder, "sentence 17")
    assert index_of(memory).check() == []
    index_of(memory).rebuild()
    check_nearest(memory, encoder, "sentence 40")
    memory.close()


def test_vectors_are_made_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tm.memory.index import meaning

    monkeypatch.setattr(meaning, "ENCODED_AT_ONCE", 10)
    memory = open_memory(tmp_path / "m.sqlite")
    memory.units.add([TranslationUnit(zh=f"第{n}句", en=f"sentence {n}") for n in range(12)])
    encoder = Scattered()
    query = encoder.encode(["x"])[0]
    waiting = [index_of(memory).nearest(encoder, query, 3).waiting for _ in range(3)]
    assert waiting == [7, 2, 0]
    memory.close()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    encoder = Scattered()
    memory = make(tmp_path / "m.sqlite", 5, encoder)
    other = Scattered()
    other.weights_hash = "2" * 64
    with pytest.raises(MemoryStoreError, match="reembed"):
        index_of(memory).nearest(other, encoder.encode(["x"])[0], 3)
    memory.close()
