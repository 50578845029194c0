"""Bilingual terms proposed from translation units, with evidence. Leaves out: storing and showing them.

Candidates of each side (`extraction_candidates`) are matched by the units they share
(`extraction_pairs`), by the words they are made of and by their vectors (`extraction_support`).
Loaded by its job only: it needs NumPy and SciPy, which finding terms does not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp, log, log2
from typing import Literal

import numpy as np

from tm.align import fit_lexicon
from tm.bitext import Term, TranslationUnit
from tm.embed import Encoder
from tm.errors import ConfigError
from tm.termbase.extraction_candidates import Candidate, candidates, chinese_key, english_key
from tm.termbase.extraction_pairs import Meetings, meetings
from tm.termbase.extraction_people import People
from tm.termbase.extraction_support import cosines, cover

Kind = Literal["name", "acronym", "phrase", "word"]
Report = Callable[[str, int, int], None]

_SHORT_LIST, _COMPARED = 40, 12  # counterparts of a candidate weighed by words, and by vectors too
_ODDS, _SHARE = 1.15, 0.8
_COVER_EN, _COVER_ZH, _COVER_BOTH = 1.3, 0.3, 1.75
_COSINE, _FREE, _ALONE = 4.4, 1.7, -1.6
"""Weights of a conditional logit over each English candidate's counterparts, fitted on term lists."""
_FREEDOM_CAP = 1.5
_NEUTRAL, _SLOPE = 5.0, 0.7
"""Weight at which a pair is as likely right as wrong, and how fast that changes."""
_RIVAL = 0.3  # what being second, third … best of either side leaves of the chance
_WORTH = {"name": 1.0, "acronym": 0.9, "phrase": 1.0, "word": 0.55}
_OFTEN = 5  # shared units from which more of them say little
_MANY = 20  # units from which more of them let no more neighbours be asked for
_EVIDENCE = 10  # unit ids told
_ACRONYM_LONGEST = 8
_PROVES = 2  # units with both sides; what stands once proves nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractionConfig:
    """What is proposed: `min_count` shared units at least, `alternatives` for each English candidate.

    `known` keeps pairs the termbase holds, marked; otherwise they are left out.
    """

    min_count: int = 2
    limit: int | None = None
    alternatives: int = 5
    least_confidence: float = 0.01
    known: bool = False

    def __post_init__(self) -> None:
        if self.min_count < _PROVES:
            raise ConfigError(
                f"min-count is {self.min_count}; what stands once proves nothing: give 2 or more"
            )
        if self.limit is not None and self.limit < 1:
            raise ConfigError(f"limit is {self.limit}; give 1 or more")
        if self.alternatives < 1:
            raise ConfigError(f"alternatives is {self.alternatives}; give 1 or more")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A pair that may be a term: in how many units it stands, how sure that is, and where.

    `confidence` is 0–1; `evidence` holds ids of units both sides stand in, the shortest first, and
    `example` is the first of them.
    """

    en: str
    zh: str
    kind: Kind
    count: int
    confidence: float
    known: bool
    evidence: tuple[int, ...]
    example: TranslationUnit


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    en: int
    zh: int
    together: int
    weight: float


def propose_terms(
    units: Sequence[TranslationUnit],
    *,
    known: Iterable[Term] = (),
    encoder: Encoder | None = None,
    config: ExtractionConfig | None = None,
    report: Report = lambda _stage, _done, _total: None,
) -> tuple[Proposal, ...]:
    """Return proposals, the surest and most frequent first.

    `report` is told of stage, done and total, and may raise to stop. Units without id give no evidence
    ids. Texts that stand twice count once.
    """
    config = config or ExtractionConfig()
    distinct = list({(unit.en, unit.zh): unit for unit in reversed(units)}.values())[::-1]
    en = candidates([unit.en for unit in distinct], "en", least=config.min_count)
    zh = candidates([unit.zh for unit in distinct], "zh", least=config.min_count)
    if not en or not zh:
        return ()
    pairs = _weighed(distinct, en, zh, encoder, config, report)
    people = People(distinct)
    held = {
        (english_key(a), chinese_key(b)) for term in known for a in term.en.every() for b in term.zh.every()
    }
    found: list[tuple[float, Proposal]] = []
    for pair, confidence in _confident(pairs, config.alternatives):
        is_known = (en[pair.en].key, zh[pair.zh].key) in held
        if confidence < config.least_confidence or (is_known and not config.known):
            continue
        if not people.agree(en[pair.en].form, zh[pair.zh].form):
            continue
        proposal = _proposal(distinct, en[pair.en], zh[pair.zh], confidence, known=is_known)
        found.append((_rank(proposal, en[pair.en], zh[pair.zh]), proposal))
    found.sort(key=lambda one: (-one[0], one[1].en, one[1].zh))
    return tuple(proposal for _rank_, proposal in islice(found, config.limit))


def _weighed(
    units: Sequence[TranslationUnit],
    en: Sequence[Candidate],
    zh: Sequence[Candidate],
    encoder: Encoder | None,
    config: ExtractionConfig,
    report: Report,
) -> list[_Pair]:
    """Return the pairs that are looked at closely, by English candidate."""
    lexicon = fit_lexicon((unit.en, unit.zh) for unit in units)
    pairs: list[_Pair] = []
    for block in meetings(en, zh, len(units), least=config.min_count, most=_SHORT_LIST):
        weighed = [
            _Pair(
                en=a,
                zh=b,
                together=k,
                weight=_of_counts(en[a], zh[b], k) + _of_words(*cover(en[a].form, zh[b].form, lexicon)),
            )
            for a, b, k in _rows(block)
        ]
        near = _best(weighed, _COMPARED)
        if encoder is not None:
            said = cosines([(en[pair.en].form, zh[pair.zh].form) for pair in near], encoder)
            near = [
                _Pair(
                    en=pair.en,
                    zh=pair.zh,
                    together=pair.together,
                    weight=pair.weight + _COSINE * float(cosine),
                )
                for pair, cosine in zip(near, said, strict=True)
            ]
        pairs.extend(near)
        report("match", near[-1].en + 1 if near else 0, len(en))
    return pairs


def _rows(block: Meetings) -> Iterable[tuple[int, int, int]]:
    return zip(block.en.tolist(), block.zh.tolist(), block.together.tolist(), strict=True)


def _of_counts(en: Candidate, zh: Candidate, together: int) -> float:
    apart = len(en.units) + len(zh.units) - 2 * together
    return (
        _ODDS * log((together - 0.5) / (apart + 1.5))
        + _SHARE * together / len(en.units)
        + _FREE * min(zh.freedom, _FREEDOM_CAP)
        + (_ALONE if len(zh.key) == 1 else 0.0)
    )


def _of_words(english: float, chinese: float) -> float:
    return _COVER_EN * english + _COVER_ZH * chinese + _COVER_BOTH * english * chinese


def _best(pairs: Iterable[_Pair], most: int) -> list[_Pair]:
    """Return the `most` weightiest pairs of each English candidate, the weightiest first."""
    by_english: dict[int, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by_english[pair.en].append(pair)
    return [pair for own in by_english.values() for pair in sorted(own, key=lambda one: -one.weight)[:most]]


def _confident(pairs: Sequence[_Pair], alternatives: int) -> list[tuple[_Pair, float]]:
    """Return the best pairs of each English candidate with their confidence.

    A pair that is not the best of both its sides is less sure, the more so the farther behind it is.
    """
    best_en: dict[int, float] = {}
    best_zh: dict[int, float] = {}
    for pair in pairs:
        best_en[pair.en] = max(best_en.get(pair.en, -99.0), pair.weight)
        best_zh[pair.zh] = max(best_zh.get(pair.zh, -99.0), pair.weight)
    found = []
    for pair in _best(pairs, alternatives):
        behind = best_en[pair.en] - pair.weight + best_zh[pair.zh] - pair.weight
        found.append((pair, exp(-_RIVAL * behind) / (1 + exp(_SLOPE * (_NEUTRAL - pair.weight)))))
    return found


def _proposal(
    units: Sequence[TranslationUnit], en: Candidate, zh: Candidate, confidence: float, *, known: bool
) -> Proposal:
    shared = np.intersect1d(en.units, zh.units, assume_unique=True).tolist()
    evidence = sorted((units[at] for at in shared), key=lambda unit: len(unit.zh))
    ids = (unit.id for unit in evidence if unit.id is not None)
    return Proposal(
        en=en.form,
        zh=zh.form,
        kind=_kind(en),
        count=len(shared),
        confidence=round(confidence, 3),
        known=known,
        evidence=tuple(islice(ids, _EVIDENCE)),
        example=evidence[0],
    )


def _kind(en: Candidate) -> Kind:
    if en.length == 1 and en.form.isupper() and len(en.form) <= _ACRONYM_LONGEST:
        return "acronym"
    if en.named:
        return "name"
    return "phrase" if en.length > 1 else "word"


def _rank(proposal: Proposal, en: Candidate, zh: Candidate) -> float:
    """Return what a proposal is worth looking at: whole names and phrases first, frequent ones first."""
    often = log2(1 + min(proposal.count, _OFTEN)) / log2(1 + _OFTEN)
    whole = (0.4 + 0.6 * _standing(en)) * (0.4 + 0.6 * _standing(zh))
    return proposal.confidence * _WORTH[proposal.kind] * (0.4 + 0.6 * often) * whole


def _standing(candidate: Candidate) -> float:
    """Return how freely a candidate stands for how often it is met, 0–1."""
    most = log(max(2, min(len(candidate.units), _MANY)))
    return min(1.0, 2 * candidate.freedom / most) * (1 - candidate.enclosed**2)
