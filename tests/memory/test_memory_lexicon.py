"""The words a memory's units teach."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tm.bitext import TranslationUnit, UnitStatus
from tm.memory import Memory, open_memory
from tm.memory.index import index_of, level
from tm.memory.index.wordbook import learn


def test_units_under_review_teach_words_once_they_are_confirmed(tmp_path: Path) -> None:
    sure = [
        ("The harbour opened in May.", "港口五月开放。"),
        ("The harbour closed in June.", "港口六月关闭。"),
        ("A bridge opened in June.", "大桥六月开放。"),
    ]
    doubtful = [
        ("The lighthouse closed in May.", "灯塔五月关闭。"),
        ("A lighthouse stands there.", "那里有座灯塔。"),
    ]
    with open_memory(str(tmp_path / "memory.db")) as memory:
        memory.units.add([TranslationUnit(en=en, zh=zh) for en, zh in sure])
        memory.units.add([TranslationUnit(en=en, zh=zh, status=UnitStatus.REVIEW) for en, zh in doubtful])
        numbers = [unit.id for unit in memory.units.scan() if unit.id is not None]
        before = learn(memory, numbers).lexicon
        assert before.score("harbour", "港口") > 0
        assert before.score("lighthouse", "灯塔") == 0
        waiting = [unit.id for unit in memory.units.scan() if unit.status is UnitStatus.REVIEW]
        memory.units.set_status([number for number in waiting if number is not None], UnitStatus.CONFIRMED)
        assert learn(memory, numbers).lexicon.score("lighthouse", "灯塔") > 0


NAMES = {"lighthouse": "灯塔", "harbour": "港口", "bridge": "大桥", "station": "车站", "museum": "书馆"}
DEEDS = {"opened": "开放", "closed": "关闭", "moved": "迁址", "burned": "烧毁"}
MONTHS = {"May": "五月", "June": "六月", "July": "七月", "March": "三月", "April": "四月", "August": "八月"}


def pairs() -> list[TranslationUnit]:
    """Return every name with every deed and month, 120 units."""
    return [
        TranslationUnit(en=f"The {name} {deed} in {month}.", zh=f"{names}{months}{deeds}。")
        for (name, names), (deed, deeds), (month, months) in product(
            NAMES.items(), DEEDS.items(), MONTHS.items()
        )
    ]


def numbers_of(memory: Memory, word: str) -> list[int]:
    return [unit.id for unit in memory.units.scan() if word in unit.en and unit.id is not None]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hundred units be worth files."""
    monkeypatch.setattr(level, "SETTLED_UNITS", 100)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("barred", [True, False])
@pytest.mark.parametrize("anew", [True, False])
def test_units_out_of_use_teach_nothing_any_more(tmp_path: Path, barred: bool, anew: bool) -> None:
    with open_memory(tmp_path / "memory.db") as memory:
        memory.units.put_release("en/1", "zh/1", pairs())
        index = index_of(memory)
        index.settle()
        assert index.lexicon().score("lighthouse", "灯塔") > 0
        leaving = numbers_of(memory, "lighthouse")
        if barred:
            memory.units.set_status(leaving, UnitStatus.DO_NOT_REUSE)
        else:
            memory.units.delete(leaving)
        memory.units.put_release("en/1", "zh/1", pairs())
        if anew:
            index.rebuild()
        else:
            index.settle()
        assert index.lexicon().score("lighthouse", "灯塔") == 0
        assert index.lexicon().score("harbour", "港口") > 0


def test_a_lexicon_without_a_file_forgets_at_once(tmp_path: Path) -> None:
    with open_memory(tmp_path / "memory.db") as memory:
        memory.units.add(pairs())
        assert index_of(memory).lexicon().score("lighthouse", "灯塔") > 0
        memory.units.delete(numbers_of(memory, "lighthouse"))
        assert index_of(memory).lexicon().score("lighthouse", "灯塔") == 0


@pytest.mark.usefixtures("small")
def test_confirmed_units_teach_before_the_memory_has_grown_by_a_quarter(tmp_path: Path) -> None:
    known = [unit for unit in pairs() if "museum" not in unit.en]
    with open_memory(tmp_path / "memory.db") as memory:
        memory.units.add(
            TranslationUnit(en=f"{n} {unit.en}", zh=f"{n}{unit.zh}") for n in range(4) for unit in known
        )
        index_of(memory).settle()
        memory.units.add(
            replace(unit, en=f"{n} {unit.en}", zh=f"{n}{unit.zh}", status=UnitStatus.CONFIRMED)
            for n in range(2)
            for unit in pairs()
            if "museum" in unit.en
        )
        index_of(memory).settle()
        assert index_of(memory).lexicon().score("museum", "书馆") > 0
