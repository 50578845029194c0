"""References for a draft: given line by line, or the memory's own renderings."""

from pathlib import Path

import pytest

from tm.bitext import Draft, DraftSegment, Lang, TranslationUnit, UnitStatus
from tm.memory import open_memory
from tm.score import Origin, ScoreError, given_references, memory_references

UNITS = (
    TranslationUnit(
        zh="会议由中国质量认证中心主任周明远主持。",
        en="The meeting was chaired by Zhou Mingyuan, Director of China Quality Certification Centre.",
    ),
    TranslationUnit(
        zh="今年的活动主题是质量贯穿始终。",
        en="This year's theme is quality from beginning to end.",
        status=UnitStatus.REVIEW,
    ),
)
SOURCES = (
    "会议由中国质量认证中心主任周明远主持。",
    "会议由中国质量认证中心副主任许静怡主持。",
    "苏州今天有小雨。",
    "今年的活动主题是质量贯穿始终。",
    "",
)


def draft() -> Draft:
    segments = tuple(DraftSegment(source=source, draft="…") for source in SOURCES)
    return Draft(name="d", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)


def test_the_memory_gives_whole_part_or_no_references(tmp_path: Path) -> None:
    memory = open_memory(str(tmp_path / "memory.db"))
    memory.units.add(UNITS)
    found = memory_references(memory, draft(), least_percent=60)
    memory.close()
    assert [one.origin for one in found] == [
        Origin.PUBLISHED,
        Origin.PARTIAL,
        Origin.ESTIMATED,
        Origin.ESTIMATED,
        Origin.ESTIMATED,
    ]
    assert found[0].text == UNITS[0].en
    assert found[0].percent == 100
    assert 60 <= found[1].percent < 100


def test_given_lines_are_taken_as_they_are() -> None:
    found = given_references(draft(), ["One.", "Two.", "", "Four.", " "])
    assert [one.origin for one in found] == [
        Origin.GIVEN,
        Origin.GIVEN,
        Origin.ESTIMATED,
        Origin.GIVEN,
        Origin.ESTIMATED,
    ]
    with pytest.raises(ScoreError):
        given_references(draft(), ["One."])
