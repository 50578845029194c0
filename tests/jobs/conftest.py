"""A small memory for jobs on files and units: both scripts, every status, a glossary."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tm.bitext import Context, Lang, Provenance, Term, TermForms, TermStatus, TranslationUnit, UnitStatus
from tm.jobs.session import Session
from tm.jobs.vectors import embed_missing

DAY = dt.date(2024, 5, 1)


def unit(zh: str, en: str, **more: object) -> TranslationUnit:
    """Return a unit of the release `a`, published on 1 May 2024 unless told otherwise."""
    held = {
        "provenance": Provenance(en_release="en/a.html", zh_release="zh/a.html", date=DAY, paragraph=2),
        **more,
    }
    return TranslationUnit(zh=zh, en=en, **held)


def term(zh: str, en: str, **more: object) -> Term:
    return Term(zh=TermForms(full=zh), en=TermForms(full=en), **more)


UNITS = (
    unit("国家认监委副主任出席会议并讲话。", "The Deputy Director of CNCA attended the meeting and spoke."),
    unit(
        "双方还将互派工程师，每批不少于6人，每次为期4周。",
        "They will also exchange engineers, in groups of at least six, for four weeks at a time.",
    ),
    unit(
        "双方签署了合作协议。",
        "The two sides signed a cooperation agreement.",
        context=Context(zh_previous="会议在北京召开。", zh_next="会议由张三主持。"),
    ),
    unit(
        "論壇在蘇州舉行，與會專家進行了深入交流。",
        "The forum was held in Suzhou, where experts exchanged views.",
        zh_lang=Lang.ZH_HANT,
    ),
    unit(
        "待审的句子应当先由人看过才能使用。",
        "A sentence to be reviewed must be seen by someone before it is used.",
        status=UnitStatus.REVIEW,
    ),
    unit(
        "不可再用的句子在这里，谁也不要用它。",
        "A sentence that must not be used again by anyone.",
        status=UnitStatus.DO_NOT_REUSE,
    ),
    unit(
        "首批证书预计于年底前颁发给获证企业。",
        "The first certificates are expected to be issued by the end of the year.",
    ),
)
TERMS = (
    term("国家认监委", "CNCA", required=True),
    term("国家认监委", "National Certification Committee", status=TermStatus.FORBIDDEN),
    term("副主任", "Deputy Director"),
    term("质检总局", "AQSIQ", valid_to=dt.date(2018, 3, 21), replaced_by="市场监管总局"),
)

MakeSession = Callable[..., Session]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session over the small memory, with vectors of the embedded encoder."""
    with Session(memory=str(tmp_path / "m.sqlite")) as opened:
        opened.memory.units.add(UNITS)
        opened.memory.terms.add(TERMS)
        embed_missing(opened)
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write lines to a file, with a blank line between them: each is a paragraph."""

    def written(name: str, *lines: str, apart: str = "\n\n") -> Path:
        path = tmp_path / name
        path.write_text(apart.join(lines) + "\n", encoding="utf-8")
        return path

    return written
