"""Scores on texts of our own: pinned metrics, the gate, bands, intervals, comparisons."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.bitext import Draft, DraftSegment, Finding, Lang, Severity
from tm.embed import encoder
from tm.errors import ConfigError
from tm.qa import check
from tm.score import (
    Band,
    Gate,
    Origin,
    Reference,
    ScoreConfig,
    ScoreError,
    given_references,
    score,
    score_draft,
)
from tm.score.compare import randomised_p
from tm.score.estimate import Signs, expected_weight, plain_features, quality_of, reference_features
from tm.score.metrics import corpus_metrics, segment_chrf

ROWS = (
    (
        "中国质量认证中心在苏州举办绿色低碳认证论坛。",
        "China Quality Certification Centre held the Green and Low-Carbon Certification Forum in Suzhou.",
    ),
    ("来自118家企业的代表参加了论坛。", "Representatives of 118 enterprises took part in the forum."),
    ("论坛期间，代表们参观了一家零碳工厂。", "During the forum the delegates visited a zero-carbon factory."),
    (
        "首批获证产品碳排放平均下降12.5%。",
        "Carbon emissions of the first certified products fell by 12.5 percent on average.",
    ),
)  # fmt: skip
WORSE = (
    "China Quality Certification Centre held a forum on green and low-carbon certification in Suzhou.",
    "Representatives from 181 enterprises attended the forum.",
    "In the forum, representatives visited factory.",
    "The carbon emission of first batch products averagely declined 12.5 percent.",
)
EN_METRICS = {"bleu": 17.552667, "chrf2": 58.260695, "ter": 50.0}
ZH_DRAFT = ("论坛在苏州举行。", "118家企业参加了会议。")
ZH_REFERENCE = ("论坛在苏州举办。", "来自118家企业的代表参加了论坛。")
ZH_METRICS = {"bleu": 41.114927, "chrf2": 40.514108, "ter": 34.782609}


def draft(texts: tuple[str, ...], name: str = "a") -> Draft:
    segments = tuple(DraftSegment(source=row[0], draft=text) for row, text in zip(ROWS, texts, strict=True))
    return Draft(name=name, source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=segments)


GOOD = tuple(row[1] for row in ROWS)
PUBLISHED = tuple(Reference(text=text, origin=Origin.PUBLISHED, percent=100) for text in GOOD)
NOTHING = (Reference(),) * len(ROWS)


def test_metrics_are_sacrebleus_to_six_digits() -> None:
    found = corpus_metrics(WORSE, GOOD, "en")
    assert {name: round(metric.score, 6) for name, metric in found.items()} == EN_METRICS
    assert found["bleu"].signature == "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"
    assert found["chrf2"].signature == "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0"
    assert found["ter"].signature == "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0"


def test_chinese_is_cut_as_chinese() -> None:
    found = corpus_metrics(ZH_DRAFT, ZH_REFERENCE, "zh")
    assert {name: round(metric.score, 6) for name, metric in found.items()} == ZH_METRICS
    assert "tok:zh" in found["bleu"].signature
    assert "asian:yes" in found["ter"].signature


def test_one_segment() -> None:
    assert segment_chrf(GOOD[1], GOOD[1]) == pytest.approx(100)
    assert round(segment_chrf(WORSE[1], GOOD[1]), 6) == 61.254533


def test_references_too_many_or_too_few_are_refused() -> None:
    with pytest.raises(ScoreError, match="4 draft segments but 3 references"):
        corpus_metrics(WORSE, GOOD[:3], "en")
    with pytest.raises(ScoreError):
        given_references(draft(WORSE), GOOD[:3])


def test_the_published_rendering_itself_is_ready() -> None:
    found = score_draft(draft(GOOD), PUBLISHED, encoder("use"), (), ScoreConfig())
    assert found.gate is Gate.READY
    assert found.quality == pytest.approx(100)
    assert found.basis.published == 4
    assert {segment.band for segment in found.segments} == {Band.FINE}
    assert found.metrics["chrf2"].score == pytest.approx(100)


def test_an_error_finding_closes_the_gate() -> None:
    findings = check(draft(WORSE))
    assert [finding.rule for finding in findings] == ["number"]
    found = score_draft(draft(WORSE), PUBLISHED, encoder("use"), findings, ScoreConfig())
    assert found.gate is Gate.NOT_READY
    assert found.critical == (findings[0].id,)
    assert found.segments[1].band is not Band.FINE
    assert any(reason.startswith("number: ") for reason in found.segments[1].reasons)


def test_without_references_there_is_no_judgement() -> None:
    found = score_draft(draft(GOOD), NOTHING, encoder("use"), (), ScoreConfig())
    assert found.gate is Gate.NO_JUDGEMENT
    assert found.basis.estimated == 4
    assert found.metrics == {}
    assert all(segment.chrf2 is None for segment in found.segments)


def test_nothing_at_all_has_no_quality() -> None:
    empty = Draft(name="e", source_lang=Lang.ZH_HANS, target_lang=Lang.EN, segments=())
    found = score_draft(empty, (), encoder("use"), (), ScoreConfig())
    assert (found.quality, found.interval, found.gate) == (None, None, Gate.NO_JUDGEMENT)


def test_drafts_of_one_source_are_compared_and_the_seed_settles_it() -> None:
    drafts = (draft(GOOD, "good"), draft(WORSE, "worse"))
    found = score(drafts, (PUBLISHED, PUBLISHED), encoder("use"), ((), ()))
    again = score(drafts, (PUBLISHED, PUBLISHED), encoder("use"), ((), ()))
    assert found == again
    assert [one.metric for one in found.comparisons] == ["quality", "bleu", "chrf2", "ter"]
    quality, *_, ter = found.comparisons
    assert quality.difference > 0 > ter.difference
    assert all(0 < one.p_value <= 1 for one in found.comparisons)
    assert found.drafts[0].quality > found.drafts[1].quality


def test_the_interval_holds_the_quality_and_widens_without_references() -> None:
    sure = score_draft(draft(WORSE), PUBLISHED, encoder("use"), (), ScoreConfig())
    assert sure.quality is not None
    assert sure.interval is not None
    assert sure.interval[0] <= sure.quality <= sure.interval[1]


def test_a_fuzzy_reference_counts_in_part() -> None:
    signs = Signs(
        source_chars=30,
        source_side="zh",
        cosine=0.8,
        lacks_draft=0.0,
        lacks_source=0.0,
        cover=0.8,
        chrf2=20.0,
        reference_cosine=0.5,
    )
    whole, part = expected_weight(signs, 1.0), expected_weight(signs, 0.75)
    plain = expected_weight(dataclasses.replace(signs, chrf2=None, reference_cosine=None))
    assert min(whole, plain) < part < max(whole, plain)


@given(
    chrf2=st.floats(0, 100),
    cosine=st.floats(-1, 1),
    more=st.floats(0, 50),
    chars=st.integers(1, 500),
)
@settings(max_examples=60)
def test_a_better_sign_never_lowers_the_quality(chrf2: float, cosine: float, more: float, chars: int) -> None:
    signs = Signs(
        source_chars=chars,
        source_side="zh",
        cosine=cosine,
        lacks_draft=0.3,
        lacks_source=0.3,
        cover=0.6,
        chrf2=chrf2,
        reference_cosine=cosine,
    )
    better = dataclasses.replace(signs, chrf2=min(100.0, chrf2 + more))
    assert expected_weight(better) <= expected_weight(signs) + 1e-9
    assert 0 <= quality_of(expected_weight(signs)) <= 100


def test_a_draft_equal_to_its_reference_has_no_weight() -> None:
    signs = Signs(
        source_chars=40,
        source_side="en",
        cosine=0.9,
        lacks_draft=0.0,
        lacks_source=0.0,
        cover=0.8,
        chrf2=100.0,
        reference_cosine=1.0,
    )
    assert reference_features(signs) == (0.0,) * 6
    assert expected_weight(signs) == 0.0
    assert len(plain_features(signs)) == 8


def test_randomisation_is_two_sided_and_sure_of_a_clear_difference() -> None:
    chance = np.random.default_rng(1)
    noise = chance.normal(size=50).tolist()
    higher = [value + 2 for value in noise]
    assert randomised_p(higher, noise, 500, 1) == pytest.approx(1 / 501)
    assert randomised_p(noise, higher, 500, 1) == pytest.approx(1 / 501)


def test_unsound_settings_are_refused() -> None:
    for wrong in ({"rework": 90.0}, {"interval": 1.5}, {"trials": 0}):
        with pytest.raises(ConfigError):
            ScoreConfig(**wrong)


def test_findings_weigh_by_severity() -> None:
    base = score_draft(draft(WORSE), PUBLISHED, encoder("use"), (), ScoreConfig())
    found = [
        score_draft(
            draft(WORSE),
            PUBLISHED,
            encoder("use"),
            (Finding(id="x", segment=0, rule="number", severity=severity, message="m"),),
            ScoreConfig(),
        ).quality
        for severity in Severity
    ]
    assert base.quality is not None
    assert found[0] < found[1] < found[2] < base.quality
