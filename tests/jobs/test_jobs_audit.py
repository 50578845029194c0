"""What `tm audit` finds, how sure it says it is, and that it holds no more than it was asked for."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tm.bitext import Lang, Provenance, TranslationUnit, UnitStatus
from tm.errors import ConfigError
from tm.jobs.audit import AuditOptions, audit
from tm.jobs.audit_findings import AuditFinding, AuditKind, Best
from tm.jobs.audit_meaning import mismatch
from tm.jobs.session import Session
from tm.jobs.vectors import embed_missing


def add(session: Session, *units: tuple[str, str], day: dt.date | None = None, **more: object) -> list[int]:
    """Add units, each of a release of its own; return their ids."""
    before = {unit.id for unit in session.memory.units.scan(barred=True)}
    for number, (zh, en) in enumerate(units):
        key = f"{len(before)}-{number}"
        origin = Provenance(en_release=f"en/{key}", zh_release=f"zh/{key}", date=day)
        session.memory.units.add([TranslationUnit(zh=zh, en=en, provenance=origin, **more)])
    return sorted(unit.id for unit in session.memory.units.scan(barred=True) if unit.id not in before)


def found(session: Session, kind: str, **options: object) -> list[AuditFinding]:
    return list(audit(session, AuditOptions(kinds=(kind,), **options)).findings)


def test_a_sound_memory_gives_nothing(session: Session) -> None:
    done = audit(session)
    assert done.units == 6
    assert not done.findings
    assert set(done.summary) == set(AuditKind)
    assert not done.warnings


def test_sides_that_do_not_fit(session: Session) -> None:
    wrong = add(
        session,
        ("培训结束时将组织结业考试，成绩合格者获得培训证书。", "Recordings will remain available online."),
        ("专家们围绕绿色低碳发展进行了讨论。", "Experts discussed green and low-carbon development."),
    )
    embed_missing(session)
    [finding] = found(session, "unlike")
    assert finding.units == (wrong[0],)
    assert finding.confidence > 0.9


def test_units_without_vectors_are_told(session: Session) -> None:
    add(session, ("新的一句。", "A new one."))
    done = audit(session, AuditOptions(kinds=("unlike",)))
    assert "1 units have no vectors of use" in done.warnings[0]


def test_a_memory_without_vectors_is_told(tmp_path: Path) -> None:
    with Session(memory=str(tmp_path / "bare.sqlite")) as bare:
        add(bare, ("会议召开。", "The meeting was held."))
        assert "no vectors of use are held" in audit(bare).warnings[0]


def test_values_that_disagree(session: Session) -> None:
    numbers = add(
        session,
        ("全年投入1.2亿元。", "A total of 1.2 billion yuan was invested in the year."),
        ("全年投入2.5亿元。", "A total of 250 million yuan was invested in the year."),
        ("会议于11月9日召开。", "The meeting was held on November 9, 2020."),
        day=dt.date(2020, 11, 12),
    )
    [finding] = found(session, "values")
    assert finding.units == (numbers[0],)
    assert "1.2亿元 ↔ 1.2 billion yuan" in finding.message


def test_names_given_up_and_out_of_date(session: Session) -> None:
    early = add(session, ("质检总局发布公告。", "AQSIQ issued an announcement."), day=dt.date(2017, 5, 1))
    late = add(
        session,
        ("质检总局发布公告。", "AQSIQ issued an announcement."),
        ("原质检总局发布公告。", "The former AQSIQ issued an announcement."),
        ("国家认监委召开会议。", "The National Certification Committee held a meeting."),
        day=dt.date(2024, 5, 1),
    )
    findings = found(session, "superseded")
    assert [finding.units[0] for finding in findings] == [late[2], late[0]]
    assert early[0] not in {unit for finding in findings for unit in finding.units}
    assert "National Certification Committee" in findings[0].message
    assert "until 2018-03-21, now 市场监管总局" in findings[1].message


def test_one_source_several_targets_and_the_reverse(session: Session) -> None:
    meeting = "国家认监委副主任出席会议并讲话。"
    first = add(session, (meeting, "Its Deputy Director was present and gave an address."))
    add(session, ("双方签订了合作协议书。", "The two sides signed a cooperation agreement."))
    [targets], [sources] = found(session, "several-targets"), found(session, "several-sources")
    assert targets.zh == (meeting,)
    assert len(targets.en) == 2
    assert first[0] in targets.units
    assert sources.en == ("The two sides signed a cooperation agreement.",)
    assert set(sources.zh) == {"双方签署了合作协议。", "双方签订了合作协议书。"}
    reverse = found(session, "several-targets", source_lang="en")
    assert reverse[0].en == sources.en


def test_confidence_falls_with_shortness_trifles_and_confirmation(session: Session) -> None:
    confirmed = {"status": UnitStatus.CONFIRMED}
    one, two, three = "会议于周一在北京隆重召开。", "双方讨论了今后的合作计划。", "专家介绍了最新的研究成果。"
    add(session, ("会议", "meeting"), ("会议", "conference"))
    add(
        session,
        (one, "The meeting opened in Beijing on Monday."),
        (one, "The meeting opened in Beijing on Monday!"),
    )
    add(
        session, (two, "Both sides discussed their plans."), (two, "They talked of cooperation."), **confirmed
    )
    add(session, (three, "Experts presented the latest results."), (three, "New findings were introduced."))
    order = [finding.zh[0][:2] for finding in found(session, "several-targets")]
    assert order == ["专家", "会议", "双方", "会议"]


def test_duplicates_count_writings_and_texts(session: Session) -> None:
    add(session, ("证书已经颁发。", "The certificates have been issued."))
    add(session, ("證書已經頒發。", "The certificates have been issued."), zh_lang=Lang.ZH_HANT)
    add(session, ("会议圆满结束。", "The meeting ended."), ("会议圆满结束。", "The meeting ended."))
    findings = found(session, "duplicate")
    assert [(finding.confidence, finding.count) for finding in findings] == [(1.0, 2), (0.8, 2)]
    assert findings[0].message == "2 times, in 2 texts"


def test_units_out_of_use_are_left_alone(session: Session) -> None:
    twice = add(session, ("会议圆满结束。", "The meeting ended."), ("会议圆满结束。", "It is over now."))
    session.memory.units.delete([twice[1]])
    add(session, ("全年投入1.2亿元。", "A total of 1.2 billion yuan."), status=UnitStatus.DO_NOT_REUSE)
    assert not found(session, "several-targets")
    assert not found(session, "values")


def test_no_more_is_held_than_asked_for(session: Session) -> None:
    add(
        session,
        *((f"第{number}号公告发布。", f"Announcement No. {number + 1} was issued.") for number in range(30)),
    )
    done = audit(session, AuditOptions(kinds=("values",), limit=3))
    assert done.summary == {AuditKind.VALUES: 30}
    assert len(done.findings) == 3
    none = audit(session, AuditOptions(kinds=("values",), least_confidence=1.0))
    assert none.summary == {AuditKind.VALUES: 0}


def test_the_surest_are_held_the_first_among_equals() -> None:
    best = Best(2)
    for number, confidence in enumerate((0.5, 0.9, 0.5, 0.7, 0.9)):
        best.take(
            AuditFinding(
                kind=AuditKind.VALUES,
                confidence=confidence,
                units=(number,),
                count=1,
                message="",
                en=(),
                zh=(),
            )
        )
    assert [finding.units for finding in best.ranked()] == [(1,), (4,)]


@pytest.mark.parametrize("options", [{"limit": 0}, {"least_confidence": 1.1}, {"least_confidence": -0.1}])
def test_unsound_options_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        AuditOptions(**options)


def test_an_unknown_kind_is_refused(session: Session) -> None:
    with pytest.raises(ConfigError, match="known are unlike, values"):
        audit(session, AuditOptions(kinds=("typos",)))


def test_an_empty_memory_is_sound(tmp_path: Path) -> None:
    with Session(memory=str(tmp_path / "empty.sqlite")) as bare:
        done = audit(bare)
    assert (done.units, done.findings) == (0, ())


def test_mismatch_grows_as_meanings_and_lengths_part() -> None:
    assert mismatch(0.6, 34, 10) < mismatch(0.4, 34, 10) < mismatch(0.2, 34, 10)
    assert mismatch(0.5, 34, 10) < mismatch(0.5, 100, 10)
    assert mismatch(0.5, 34, 10) < mismatch(0.5, 10, 30)


class Numbered:
    """An encoder that gives each pair a direction of its own, and the odd one out another."""

    name = "numbered"
    dimension = 300
    weights_hash = "1" * 64

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.full((len(texts), self.dimension), 0.02, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[int("".join(filter(str.isdecimal, text)) or 299)] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_another_model_is_judged_by_its_own_scale(tmp_path: Path) -> None:
    with Session(memory=str(tmp_path / "m.sqlite"), model="numbered") as session:
        session.__dict__["encoder"] = Numbered()
        pairs = [
            TranslationUnit(zh=f"第{n}号公告现予公布。", en=f"Announcement No. {n} is hereby issued.")
            for n in range(250)
        ]
        session.memory.units.add(
            [*pairs, TranslationUnit(zh="此句与另一边不符。", en="Number 7 is not the same at all.")]
        )
        embed_missing(session)
        [finding] = found(session, "unlike")
        assert finding.zh == ("此句与另一边不符。",)
