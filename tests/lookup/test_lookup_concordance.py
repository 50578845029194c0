import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tm.bitext import Lang, Provenance, TranslationUnit, UnitStatus
from tm.errors import QueryError
from tm.lookup import concordance
from tm.lookup.places import places
from tm.memory import Memory, open_memory

UNITS = [
    TranslationUnit(
        zh="国家认监委与CNCA。", en="CNCA certification.", provenance=Provenance(date=dt.date(2020, 1, 1))
    ),
    TranslationUnit(
        zh="國家認監委在北京。", en="Certified bodies in Beijing.", zh_lang=Lang.ZH_HANT,
        provenance=Provenance(date=dt.date(2024, 1, 1)),
    ),
    TranslationUnit(zh="国家质量中心与国家计量中心的会议", en="Centres", status=UnitStatus.CONFIRMED),
    TranslationUnit(zh="第20次会议于2020年召开", en="The 20th meeting (2020)"),
]  # fmt: skip


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = open_memory(tmp_path / "m.sqlite")
    opened.units.add(UNITS)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("国", 3), ("國", 3), ("认监委", 2), ("ＣＮＣＡ", 2), ("cnca", 2), ("cert", 0), ("certif*", 2),
        ("中心", 1), ("国家*中心", 1), ("2020", 2), ("202", 0), ("20", 2), ("没有", 0), ("NEAR", 0), ("*", 0),
        ("%", 0), ('"', 0), ("'; --", 0), ("会议", 2),
    ],
)  # fmt: skip
def test_how_many_are_found(memory: Memory, text: str, total: int) -> None:
    result = concordance(memory, text)
    assert result.total == total
    assert len(result.hits) == total


def test_hits_show_where_and_whether_folded(memory: Memory) -> None:
    hits = {hit.source: hit for hit in concordance(memory, "认监委").hits}
    traditional = hits["國家認監委在北京。"]
    assert traditional.folded
    assert traditional.source[slice(*traditional.span)] == "認監委"
    assert traditional.target == "Certified bodies in Beijing."
    assert traditional.origin.script == "zh-Hant"
    assert not hits["国家认监委与CNCA。"].folded


def test_every_place_is_given(memory: Memory) -> None:
    hit = concordance(memory, "国家", sort="relevance").hits[0]
    assert hit.spans == ((0, 2), (7, 9))
    assert hit.span == (0, 2)


def test_order_and_limit(memory: Memory) -> None:
    assert concordance(memory, "国").hits[0].origin.status is UnitStatus.CONFIRMED
    newest = concordance(memory, "国", sort="date", limit=1)
    assert newest.total == 3
    assert newest.hits[0].origin.date == dt.date(2024, 1, 1)


def test_one_side_only(memory: Memory) -> None:
    assert concordance(memory, "CNCA", side="en").total == 1


def test_regular_expressions(memory: Memory) -> None:
    assert concordance(memory, "第[0-9]+次", regex=True).total == 1
    assert concordance(memory, "CERTIF(ied|ication)", regex=True).total == 2
    with pytest.raises(QueryError):
        concordance(memory, "(", regex=True)


def test_a_pattern_that_never_ends_is_stopped(memory: Memory) -> None:
    memory.units.add([TranslationUnit(zh="啊" * 5000 + "呀", en="a" * 4000 + "b")])
    began = time.perf_counter()
    result = concordance(memory, "(啊|啊啊)+$|(a|aa)+$", regex=True)
    assert time.perf_counter() - began < 8
    assert result.warnings
    assert "stopped" in result.warnings[0]


def test_bad_arguments(memory: Memory) -> None:
    with pytest.raises(QueryError):
        concordance(memory, "")
    with pytest.raises(QueryError):
        concordance(memory, "国", limit=0)


@pytest.mark.parametrize(
    ("query", "text", "spans"),
    [
        ("don", "don't", []),
        ("19001", "ISO 19001, 19001.5", [(4, 9)]),
        ("co", "co-operate co", [(11, 13)]),
        ("“绿色”", '"綠色"', [(0, 4)]),
        ("a b", "a  b ab", [(0, 4)]),
    ],
)
def test_places(query: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert places(query, text) == spans
