"""Terms proposed from units."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.bitext import Term, TermForms, TranslationUnit
from tm.errors import CancelledError, ConfigError
from tm.termbase.extraction import ExtractionConfig, Proposal, propose_terms
from tm.termbase.extraction_candidates import candidates, chinese_key, english_key
from tm.termbase.extraction_ngrams import BREAK, recurring
from tm.termbase.extraction_pairs import log_likelihood
from tm.termbase.extraction_support import cover
from tm.termbase.extraction_words import singular

PAIRS = (
    ("The Certification Department held a meeting on organic tea.", "认证监管司召开有机茶会议。"),
    ("Mr Li of the Certification Department visited Wuyuan.", "认证监管司李先生赴婺源调研。"),
    ("The inspectors thanked the Certification Department.", "检查员感谢认证监管司。"),
    ("Organic tea is grown in Wuyuan.", "婺源种植有机茶。"),
    ("Exports of organic tea doubled.", "有机茶出口翻了一番。"),
    ("CQC issued the first certificate for charging piles.", "CQC颁发首张充电桩证书。"),
    ("The charging pile passed every test of CQC.", "该充电桩通过CQC的全部检测。"),
    ("Makers of charging piles met in Shenzhen.", "充电桩制造商在深圳相聚。"),
    ("Shenzhen welcomed the inspectors.", "深圳欢迎检查员。"),
    ("Nothing else happened that day.", "那天没有别的事。"),
)


def units(pairs: Sequence[tuple[str, str]] = PAIRS) -> list[TranslationUnit]:
    return [TranslationUnit(en=en, zh=zh, id=at) for at, (en, zh) in enumerate(pairs, 1)]


def found(**settings_: object) -> dict[tuple[str, str], Proposal]:
    proposals = propose_terms(units(), config=ExtractionConfig(**settings_))  # type: ignore[arg-type]
    return {(one.en, one.zh): one for one in proposals}


def test_bodies_terms_and_acronyms_are_proposed_with_their_evidence():
    proposals = found()
    body = proposals["Certification Department", "认证监管司"]
    assert (body.kind, body.count, body.known) == ("name", 3, False)
    assert body.evidence == (3, 1, 2)
    assert body.example.id == 3
    assert proposals["organic tea", "有机茶"].kind == "phrase"
    assert proposals["charging piles", "充电桩"].count == 3
    assert proposals["CQC", "CQC"].kind == "acronym"
    assert proposals["Shenzhen", "深圳"].kind == "name"
    assert all(0 < one.confidence <= 1 for one in proposals.values())


def test_known_terms_are_left_out_or_marked():
    known = [Term(en=TermForms(full="Organic Teas"), zh=TermForms(full="绿茶", variants=("有機茶",)))]
    without = propose_terms(units(), known=known)
    assert ("organic tea", "有机茶") not in {(one.en, one.zh) for one in without}
    marked = propose_terms(units(), known=known, config=ExtractionConfig(known=True))
    assert [one.known for one in marked if one.zh == "有机茶" and one.en == "organic tea"] == [True]


def test_counts_limits_and_order_hold():
    assert all(one.count >= 3 for one in found(min_count=3).values())
    assert list(found(limit=2)) == list(found())[:2]
    assert propose_terms(units() * 2) == propose_terms(units())
    assert propose_terms([]) == propose_terms(units()[-1:]) == ()
    for wrong in ({"min_count": 1}, {"limit": 0}, {"alternatives": 0}):
        with pytest.raises(ConfigError):
            found(**wrong)


def test_traditional_and_wide_text_meets_simplified():
    pairs = [*PAIRS, ("The Certification Department replied.", "認證監管司已答覆。")]
    body = {(one.en, one.zh): one for one in propose_terms(units(pairs))}
    assert body["Certification Department", "认证监管司"].count == 4
    assert chinese_key("ＣＱＣ 認證") == chinese_key("cqc认证")


def test_a_post_is_not_proposed_with_whoever_holds_it():
    pairs = [
        *PAIRS,
        ("Zhou Mingyuan, Director of CQC, chaired the meeting.", "CQC主任周明远主持会议。"),
        ("Director of CQC Zhou Mingyuan spoke.", "CQC主任周明远出席。"),
        ("The Director of CQC, Zhou Mingyuan, thanked them.", "CQC主任周明远表示感谢。"),
        ("The Director of CQC answered.", "CQC主任作答。"),
        ("Later the Director of CQC left.", "随后CQC主任离开。"),
    ]
    proposed = {(one.zh, one.en) for one in propose_terms(units(pairs))}
    assert ("CQC主任", "Director of CQC") in proposed
    assert not {pair for pair in proposed if ("周明远" in pair[0]) != ("Zhou Mingyuan" in pair[1])}


def test_the_rest_of_a_number_is_no_candidate():
    chinese = ["投入360万元用于帮扶", "投资2万元建厂", "又投入50万元购机"]
    assert "万元" not in {one.key for one in candidates(chinese, "zh", least=2)}
    english = ["It cost 3 million yuan.", "They spent 5 million yuan."]
    assert "million yuan" not in {one.key for one in candidates(english, "en", least=2)}
    assert "万象城" in {one.key for one in candidates(["参观万象城", "走进万象城"], "zh", least=2)}


def test_vectors_have_their_say_and_whoever_watches_may_stop():
    class Flat:
        name, dimension, weights_hash = "flat", 2, "0"

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))

    alike = propose_terms(units(), encoder=Flat())
    assert alike[0].confidence >= propose_terms(units())[0].confidence

    def stop(_stage: str, _done: int, _total: int) -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        propose_terms(units(), report=stop)


@pytest.mark.parametrize(
    ("word", "bare"), [("analyses", "analysis"), ("press", "press"), ("boxes", "box"), ("gas", "gas")]
)
def test_plurals_are_taken_away(word, bare):
    assert singular(word) == bare


def test_keys_keep_the_health_organisation_apart_from_a_pronoun():
    assert english_key("WHO experts who") == "WHO expert who"
    [who] = candidates(["WHO said so.", "It was WHO.", "Who knows?"], "en", least=2)
    assert (who.key, who.units.tolist()) == ("WHO", [0, 1])


def test_part_of_a_longer_run_is_no_candidate():
    keys = {one.key for one in candidates(["中国质量认证中心在京", "访中国质量认证中心"], "zh", least=2)}
    assert "中国质量认证中心" in keys
    assert "质量认证中" not in keys


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(1, 3), max_size=9), max_size=6), st.integers(2, 3))
def test_recurring_runs_are_those_that_counting_finds(lines, least):
    row = [BREAK, *(token for line in lines for token in (*line, BREAK))]
    told = {
        (tuple(row[place : place + runs.length]), tuple(runs.places(run).tolist()))
        for runs in recurring(np.array(row), np.array([False, True, True, True]), least=least, longest=4)
        for run in range(len(runs))
        for place in runs.places(run)[:1].tolist()
    }
    by_run: dict[tuple[int, ...], list[int]] = {}
    for length in range(1, 5):
        for at in range(len(row) - length + 1):
            run = tuple(row[at : at + length])
            if BREAK not in run:
                by_run.setdefault(run, []).append(at)
    assert told == {(run, tuple(at)) for run, at in by_run.items() if len(at) >= least}


def test_likelihood_and_cover_have_their_known_values():
    one = np.array([10.0])
    assert log_likelihood(one, one, one, 100)[0] == pytest.approx(65.017, abs=1e-3)
    assert log_likelihood(np.array([1.0]), one, one, 100)[0] == 0
    from tm.align import Lexicon

    lexicon = Lexicon(entries={"tea": {"茶": 0.8}})
    assert cover("organic tea", "有机茶", lexicon) == (pytest.approx(0.4), pytest.approx(0.8 / 3))


def test_finding_terms_loads_no_numpy():
    code = (
        "import sys, tm.termbase; sys.exit('scipy' in sys.modules or 'tm.termbase.extraction' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
