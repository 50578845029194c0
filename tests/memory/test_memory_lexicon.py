"""The words a memory's units teach."""

from pathlib import Path

from tm.bitext import TranslationUnit, UnitStatus
from tm.memory import open_memory
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
        before = learn(memory, numbers)
        assert before.score("harbour", "港口") > 0
        assert before.score("lighthouse", "灯塔") == 0
        waiting = [unit.id for unit in memory.units.scan() if unit.status is UnitStatus.REVIEW]
        memory.units.set_status([number for number in waiting if number is not None], UnitStatus.CONFIRMED)
        assert learn(memory, numbers).score("lighthouse", "灯塔") > 0
