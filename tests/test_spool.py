"""Long sequences on disk answer as tuples do."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.bitext import DraftSegment
from tm.spool import BLOCK, Spool, spooled

ROWS = tuple(DraftSegment(source=f"第{at}行", draft=f"row {at}", id=str(at)) for at in range(3 * BLOCK + 7))


def test_a_short_sequence_stays_a_tuple() -> None:
    assert spooled(iter(ROWS[:5]), limit=5) == ROWS[:5]
    assert spooled([]) == ()


@pytest.mark.parametrize("length", [BLOCK - 1, BLOCK, BLOCK + 1, len(ROWS)])
def test_a_long_one_holds_the_same(length: int) -> None:
    held = spooled(iter(ROWS[:length]), limit=10)
    assert isinstance(held, Spool)
    assert len(held) == length
    assert tuple(held) == ROWS[:length] == tuple(held)
    assert [held[0], held[-1], held[length - 1]] == [ROWS[0], ROWS[length - 1], ROWS[length - 1]]
    for outside in (length, -length - 1):
        with pytest.raises(IndexError):
            held[outside]


@given(st.slices(len(ROWS)))
def test_slices_are_those_of_a_tuple(part: slice) -> None:
    assert HELD[part] == ROWS[part]


HELD = Spool(ROWS)


def test_two_readers_at_once() -> None:
    found: list[bool] = []
    readers = [threading.Thread(target=lambda: found.append(tuple(HELD) == ROWS)) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [True] * 4
