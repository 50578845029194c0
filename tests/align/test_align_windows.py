"""Long texts searched window by window: the path is the one found whole."""

from collections.abc import Sequence

import pytest

from tm.align.windows import in_windows
from tm.bitext import Bead

Numbers = Sequence[int]


def _between(rows: Numbers, columns: Numbers, step: int) -> list[Bead]:
    """Pair every `step`-th English segment with two Chinese ones, the others with one; the rest is null."""
    found, j = [], 0
    for i in rows:
        wanted = [2 * i // step + i, *([2 * i // step + i + 1] if i % step == 0 else [])]
        zh = tuple(number for number in wanted if j < len(columns) and number in columns)
        found.extend(Bead(en=(), zh=(number,)) for number in columns[j:] if zh and number < zh[0])
        found.append(Bead(en=(i,), zh=zh))
        j = columns.index(zh[-1]) + 1 if zh else j
    return [*found, *(Bead(en=(), zh=(number,)) for number in columns[j:])]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tm.align.windows._WINDOW", 40)
    monkeypatch.setattr("tm.align.windows._OVERLAP", 16)


@pytest.mark.usefixtures("small")
def test_windows_give_the_path_found_whole() -> None:
    calls: list[tuple[int, int]] = []

    def solve(rows: Numbers, columns: Numbers) -> list[Bead]:
        calls.append((len(rows), len(columns)))
        return _between(rows, columns, 2)

    rows, columns = range(100), range(200)
    found = in_windows(solve, rows, columns, [(50, 100)])
    assert found == _between(rows, columns, 2)
    assert len(calls) == 8
    assert max(i + j for i, j in calls) == 56


@pytest.mark.usefixtures("small")
def test_paths_that_never_meet_are_solved_whole() -> None:
    def solve(rows: Numbers, columns: Numbers) -> list[Bead]:
        if len(rows) == 60:
            return [Bead(en=(i,), zh=(i,)) for i in rows]
        return [Bead(en=tuple(rows), zh=tuple(columns))]

    found = in_windows(solve, range(60), range(60), [])
    assert found == [Bead(en=(i,), zh=(i,)) for i in range(60)]


@pytest.mark.usefixtures("small")
def test_two_windows_without_a_cell_in_common_are_solved_as_one() -> None:
    """The second third of both texts answers nothing: which side's nulls come first is a matter of taste."""
    sizes: list[int] = []
    rows, columns = range(150), range(150)

    def solve(some: Numbers, others: Numbers) -> list[Bead]:
        sizes.append(len(some) + len(others))
        lone_en = [Bead(en=(i,), zh=()) for i in some if 50 <= i < 100]
        lone_zh = [Bead(en=(), zh=(j,)) for j in others if 50 <= j < 100]
        before = [Bead(en=(i,), zh=(i,)) for i in some if i < 50]
        after = [Bead(en=(i,), zh=(i,)) for i in some if i >= 100]
        between = [*lone_en, *lone_zh] if len(sizes) % 2 else [*lone_zh, *lone_en]
        return [*before, *between, *after]

    found = in_windows(solve, rows, columns, [(49, 49), (100, 100)])
    assert sorted(i for bead in found for i in bead.en) == list(rows)
    assert sorted(j for bead in found for j in bead.zh) == list(columns)
    assert [bead.en for bead in found if bead.zh and bead.en] == [
        (i,) for i in (*range(50), *range(100, 150))
    ]
    assert 56 < max(sizes) < len(rows) + len(columns)


def test_a_short_text_is_one_window() -> None:
    calls = []

    def solve(rows: Numbers, columns: Numbers) -> list[Bead]:
        calls.append((list(rows), list(columns)))
        return []

    assert in_windows(solve, range(3), range(0), []) == []
    assert calls == [([0, 1, 2], [])]
