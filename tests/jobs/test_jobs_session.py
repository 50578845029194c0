"""A session opens its memory as it may be used, and what leaves the memory leaves every answer."""

import os
from pathlib import Path

import pytest

from tm.bitext import Draft, DraftSegment, Lang, UnitStatus
from tm.errors import MemoryStoreError
from tm.jobs.session import Session
from tm.jobs.upkeep import examine
from tm.jobs.vectors import embed_missing
from tm.lookup import LookupConfig, MatchKind, concordance, lookup
from tm.memory.index import index_of
from tm.score import memory_references

SENTENCE = "双方还将互派工程师，每批不少于6人，每次为期4周。"
QUERIES = (SENTENCE, SENTENCE[:-3], "双方还将互派专家，每批不少于9人，每次为期4周。", SENTENCE[2:12])
ALWAYS = LookupConfig(kinds=frozenset(MatchKind), semantic="always", least_percent=50)


@pytest.fixture(params=["file", "folder"])
def protected(
    session: Session, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The small memory, closed, which this user may read and not write."""
    path = tmp_path / "m.sqlite"
    session.memory.close()
    closed = path if request.param == "file" else path.parent
    real = os.access
    monkeypatch.setattr(os, "access", lambda asked, mode: Path(asked) != closed and real(asked, mode))
    return path


@pytest.fixture(params=["there", "missing"])
def index(session: Session, request: pytest.FixtureRequest) -> str:
    if request.param == "there":
        index_of(session.memory).rebuild()
    return str(request.param)


@pytest.mark.parametrize("create", [True, False])
def test_a_protected_memory_is_opened_to_read(
    index: str, protected: Path, tmp_path: Path, create: bool
) -> None:
    with Session(memory=str(protected), create=create) as reading:
        assert reading.memory.read_only
        found = lookup(reading.memory, SENTENCE, side="zh", encoder=lambda: reading.encoder, config=ALWAYS)
        assert found.matches[0].kind is MatchKind.EXACT
        assert concordance(reading.memory, "工程师").total == 1
        index_of(reading.memory).settle()
        with pytest.raises(MemoryStoreError, match="opened read-only"):
            reading.memory.units.delete([1])
    assert (tmp_path / "m.sqlite.index" / "manifest.json").exists() is (index == "there")


@pytest.mark.usefixtures("index")
def test_doctor_tells_of_a_protected_memory_and_cannot_mend_it(protected: Path) -> None:
    with Session(memory=str(protected)) as reading:
        health = examine(reading, repair=False)
        assert health.ok, health
        found = {check.name: check.found for check in health.checks}
        assert found["memory"] == f"{protected}: sound, may be read and not written"
        with pytest.raises(MemoryStoreError, match="opened read-only"):
            examine(reading, repair=True)


def answered(session: Session) -> set[str]:
    """Return every target that some answer gives for the sentence or something like it."""
    told = {concordance_hit.target for concordance_hit in concordance(session.memory, "工程师").hits}
    for query in QUERIES:
        found = lookup(session.memory, query, side="zh", encoder=lambda: session.encoder, config=ALWAYS)
        told |= {match.target for match in found.matches} | {each.target for each in found.fragments}
    rows = tuple(DraftSegment(source=query, draft="") for query in QUERIES)
    draft = Draft(name="draft", segments=rows, source_lang=Lang.ZH, target_lang=Lang.EN)
    return told | {each.text for each in memory_references(session.memory, draft, 50)}


@pytest.mark.parametrize("gone", ["barred", "deleted"])
@pytest.mark.parametrize("anew", [True, False])
def test_what_is_out_of_use_leaves_every_answer_and_stays_so(session: Session, gone: str, anew: bool) -> None:
    units = [unit for unit in session.memory.units.scan() if unit.zh == SENTENCE]
    [number] = [unit.id for unit in units if unit.id is not None]
    session.memory.units.put_release("en/b", "zh/b", units)
    index_of(session.memory).rebuild()
    assert units[0].en in answered(session)
    if gone == "barred":
        session.memory.units.set_status([number], UnitStatus.DO_NOT_REUSE)
    else:
        session.memory.units.delete([number])
    assert units[0].en not in answered(session)
    session.memory.units.put_release("en/b", "zh/b", units)
    session.memory.units.put_release("en/c", "zh/c", units)
    session.memory.units.add(units)
    if anew:
        index_of(session.memory).rebuild()
    embed_missing(session)
    assert units[0].en not in answered(session)
    assert index_of(session.memory).check() == []
