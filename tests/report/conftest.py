"""Alignments and drafts that the report tests show."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tm.bitext import Bead, BeadStatus, Draft, DraftSegment, Finding, Lang, Segment, Severity
from tm.report import About

CORPORA = Path(__file__).parents[2] / "corpora"


@dataclass(frozen=True, kw_only=True)
class Aligned:
    en: list[Segment]
    zh: list[Segment]
    beads: list[Bead]


def indices(cell: str) -> tuple[int, ...]:
    return tuple(int(number) for number in cell.split(",") if number)


def sample(name: str) -> Aligned:
    """A gold alignment of the sample corpus; every third bead opens a paragraph on both sides."""
    folder = CORPORA / "gold" / "beads"
    en = (folder / f"{name}.en.txt").read_text(encoding="utf-8").splitlines()
    zh = (folder / f"{name}.zh.txt").read_text(encoding="utf-8").splitlines()
    rows = (folder / f"{name}.beads.tsv").read_text(encoding="utf-8").splitlines()
    beads = [Bead(zh=indices(row.split("\t")[0]), en=indices(row.split("\t")[1])) for row in rows]
    en_paragraph = {index: (number + 2) // 3 for number, bead in enumerate(beads) for index in bead.en}
    zh_paragraph = {index: (number + 2) // 3 for number, bead in enumerate(beads) for index in bead.zh}
    return Aligned(
        en=[Segment(text=text, paragraph=en_paragraph[at]) for at, text in enumerate(en)],
        zh=[Segment(text=text, paragraph=zh_paragraph[at]) for at, text in enumerate(zh)],
        beads=beads,
    )


@pytest.fixture
def mou() -> Aligned:
    return sample("2017-mou-menam-quality-institute")


@pytest.fixture
def small() -> Aligned:
    """Every kind of bead: sure, confirmed, to review, one side only, moved."""
    en = (
        "CQC Signs Agreement",
        "It took effect on May 1.",
        "Prices rose.",
        "Only in English.",
        "Last & least.",
    )
    zh = ("CQC签署协议", "最后一句。", "5月1日起生效。", "价格上涨", "了三成。", "只有中文。")
    return Aligned(
        en=[Segment(text=text, paragraph=(at + 1) // 2) for at, text in enumerate(en)],
        zh=[Segment(text=text, paragraph=(at + 1) // 2) for at, text in enumerate(zh)],
        beads=[
            Bead(en=(0,), zh=(0,), score=0.9, confidence=0.99),
            Bead(en=(1,), zh=(2,), score=0.8, confidence=1.0, status=BeadStatus.CONFIRMED),
            Bead(en=(2,), zh=(3, 4), score=0.3, confidence=0.41, status=BeadStatus.REVIEW),
            Bead(en=(3,), zh=(), confidence=0.88),
            Bead(en=(), zh=(5,), confidence=0.9),
            Bead(en=(4,), zh=(1,), confidence=0.97, moved=True),
        ],
    )


@pytest.fixture
def about() -> About:
    return About(
        en_name="en/a.shtml",
        zh_name="zh/甲.shtml",
        en_date=dt.date(2020, 11, 23),
        zh_date=dt.date(2020, 11, 19),
        model="use",
        warnings=("the Chinese side has no date",),
    )


@pytest.fixture
def draft() -> Draft:
    rows = (
        ("参会代表118人。", "181 people attended."),
        ("“放管服”改革", "The reform"),
        ("=cmd|'/c calc'!A1 开放", "=1+1"),
        ("天气很好。", ""),
    )
    segments = tuple(DraftSegment(source=source, draft=text) for source, text in rows)
    return Draft(name="drafts/新闻 a.tsv", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)


@pytest.fixture
def findings() -> list[Finding]:
    def finding(
        id_: str, segment: int, rule: str, severity: Severity, message: str, **more: object
    ) -> Finding:
        return Finding(id=id_, segment=segment, rule=rule, severity=severity, message=message, **more)

    return [
        finding(
            "number-1", 0, "number", Severity.ERROR, "181 for 118",
            source_span=(4, 7), draft_span=(0, 3), suggestion="118",
        ),
        finding("spacing-1", 0, "spacing", Severity.INFO, "space", draft_span=(3, 3)),
        finding("omitted-1", 1, "omitted", Severity.WARNING, "“放管服” has no answer", source_span=(1, 4)),
        finding("empty-1", 3, "empty", Severity.ERROR, "no draft"),
    ]  # fmt: skip


@pytest.fixture
def beads_of() -> Callable[[str], list[dict[str, object]]]:
    """Return what the page's script is told of its beads."""

    def read(page: str) -> list[dict[str, object]]:
        return json.loads(page.split('id="beads">', 1)[1].split("</script>", 1)[0])

    return read
