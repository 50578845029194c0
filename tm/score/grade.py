"""Drafts to scores: segments, the whole, the gate. Leaves out: where references and findings come from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tm.bitext import Draft, Finding, Severity
from tm.embed.encoder import Encoder
from tm.qa.evidence import Evidence
from tm.qa.lacking import Compared, compare_rows
from tm.qa.omissions import models
from tm.qa.row import Row, make_row
from tm.score.compare import compare_metrics, compare_quality
from tm.score.estimate import FULL_COVER, Signs, expected_weight, finding_weight, fitted, quality_of
from tm.score.metrics import check_lengths, corpus_metrics, segment_chrf
from tm.score.results import (
    Band,
    Basis,
    Comparison,
    DraftScore,
    Gate,
    MetricScore,
    Origin,
    Reference,
    ScoreConfig,
    SegmentScore,
)

_WHOLE = frozenset({Origin.GIVEN, Origin.PUBLISHED})
_CHUNK = 1_024
_FAR = 0.3  # a cosine to the source below this is named as a reason
_LOW_CHRF = 50.0
_HALF = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """The scores of drafts of one source, and what sets them apart."""

    drafts: tuple[DraftScore, ...]
    comparisons: tuple[Comparison, ...]


def score(
    drafts: Sequence[Draft],
    references: Sequence[Sequence[Reference]],
    encoder: Encoder,
    findings: Sequence[Sequence[Finding]],
    config: ScoreConfig | None = None,
) -> Scores:
    """Return the scores of drafts, in order, and the comparison of every two with the same sources.

    `references` and `findings` have one sequence a draft; references one entry a segment. Raises
    ScoreError where lengths do not agree.
    """
    settings = config or ScoreConfig()
    scored = [
        score_draft(draft, known, encoder, found, settings)
        for draft, known, found in zip(drafts, references, findings, strict=True)
    ]
    comparisons: list[Comparison] = []
    sources = [tuple(segment.source for segment in draft.segments) for draft in drafts]
    if len(drafts) > 1 and len(set(sources)) == 1:
        names = [draft.name for draft in drafts]
        qualities = [[segment.quality for segment in one.segments] for one in scored]
        comparisons += compare_quality(names, qualities, settings)
        whole = [
            at for at in range(len(sources[0])) if all(known[at].origin in _WHOLE for known in references)
        ]
        hypotheses = [[draft.segments[at].draft for at in whole] for draft in drafts]
        texts = [references[0][at].text for at in whole]
        comparisons += compare_metrics(names, hypotheses, texts, drafts[0].target_lang.side, settings)
    return Scores(drafts=tuple(scored), comparisons=tuple(comparisons))


def score_draft(
    draft: Draft,
    references: Sequence[Reference],
    encoder: Encoder,
    findings: Sequence[Finding],
    config: ScoreConfig,
) -> DraftScore:
    """Return the score of one draft."""
    check_lengths([segment.draft for segment in draft.segments], [known.text for known in references])
    by_row: dict[int, list[Finding]] = {}
    for finding in findings:
        by_row.setdefault(finding.segment, []).append(finding)
    signs = segment_signs(draft, references, encoder)
    segments = tuple(
        _segment(sign, known, by_row.get(at, ()), config)
        for at, (sign, known) in enumerate(zip(signs, references, strict=True))
    )
    basis = Basis(**{origin.value: sum(known.origin is origin for known in references) for origin in Origin})
    critical = tuple(finding.id for finding in findings if finding.severity is Severity.ERROR)
    quality, interval = _whole(segments, config)
    return DraftScore(
        name=draft.name,
        gate=_gate(quality, basis, critical, config),
        critical=critical,
        quality=quality,
        interval=interval,
        basis=basis,
        metrics=_metrics(draft, references),
        segments=segments,
    )


def _metrics(draft: Draft, references: Sequence[Reference]) -> dict[str, MetricScore]:
    whole = [
        (segment.draft, known.text)
        for segment, known in zip(draft.segments, references, strict=True)
        if known.origin in _WHOLE
    ]
    return dict(
        corpus_metrics([one for one, _ in whole], [other for _, other in whole], draft.target_lang.side)
    )


def segment_signs(draft: Draft, references: Sequence[Reference], encoder: Encoder) -> list[Signs]:
    """Return what is measured of every segment."""
    side = draft.source_lang.side
    rows = [make_row(at, segment, side) for at, segment in enumerate(draft.segments)]
    known = Evidence(encoder=encoder)
    fitting = models().fit(encoder)
    compared: list[Compared | None] = []
    for first in range(0, len(rows), _CHUNK):
        chunk = rows[first : first + _CHUNK]
        compared += compare_rows(chunk, known, fitting) if fitting else [None] * len(chunk)
    meant = _cosines(draft, encoder)
    cosines = _reference_cosines(draft, references, encoder)
    found = []
    for row, one, reference, cosine, own in zip(rows, compared, references, cosines, meant, strict=True):
        held = reference.origin is not Origin.ESTIMATED
        lacks_en, lacks_zh = _lacks(one) if fitting else (0.0, 0.0)
        found.append(
            Signs(
                source_chars=len(row.source.text),
                source_side=side,
                cosine=own,
                lacks_draft=lacks_en if row.to_english else lacks_zh,
                lacks_source=lacks_zh if row.to_english else lacks_en,
                cover=_cover(one, row) if fitting else FULL_COVER,
                chrf2=segment_chrf(row.draft.text, reference.text) if held else None,
                reference_cosine=cosine if held else None,
            )
        )
    return found


def _cover(compared: Compared | None, row: Row) -> float:
    if compared is None:
        return 0.0
    return compared.zh_cover if row.to_english else compared.en_cover


def _lacks(compared: Compared | None) -> tuple[float, float]:
    """Return the probabilities that the English and the Chinese lack something."""
    if compared is None:
        return 1.0, 1.0
    english, chinese = models().worst(compared)
    return english.probability, chinese.probability


def _cosines(draft: Draft, encoder: Encoder) -> list[float]:
    """Return how alike source and draft are in each segment."""
    sources = encoder.encode([segment.source for segment in draft.segments])
    drafts = encoder.encode([segment.draft for segment in draft.segments])
    return [float(cosine) for cosine in np.einsum("ij,ij->i", sources, drafts)]


def _reference_cosines(draft: Draft, references: Sequence[Reference], encoder: Encoder) -> list[float]:
    held = [at for at, known in enumerate(references) if known.origin is not Origin.ESTIMATED]
    cosines = [0.0] * len(references)
    if held:
        ours = encoder.encode([draft.segments[at].draft for at in held])
        theirs = encoder.encode([references[at].text for at in held])
        for at, cosine in zip(held, np.einsum("ij,ij->i", ours, theirs), strict=True):
            cosines[at] = float(cosine)
    return cosines


def _segment(
    signs: Signs, known: Reference, findings: Sequence[Finding], config: ScoreConfig
) -> SegmentScore:
    quality = quality_of(expected_weight(signs, known.percent / 100) + finding_weight(findings))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if quality < config.rework:
        band = Band.REWORK
    else:
        band = Band.FINE if quality >= config.fine and not errors else Band.LOOK
    return SegmentScore(
        quality=quality,
        band=band,
        chrf2=signs.chrf2,
        reference_origin=known.origin,
        reasons=tuple(_reasons(signs, known, findings)),
    )


def _reasons(signs: Signs, known: Reference, findings: Sequence[Finding]) -> list[str]:
    found = [
        f"{finding.rule}: {finding.message}" for finding in findings if finding.severity is not Severity.INFO
    ]
    if known.origin is Origin.PARTIAL:
        found.append(f"measured in part against the rendering of a source {known.percent}% alike")
    if signs.chrf2 is not None and signs.chrf2 < _LOW_CHRF:
        found.append(f"chrF2 {signs.chrf2:.0f} against the reference")
    if known.origin is Origin.ESTIMATED:
        found.append("no published rendering: estimated from meaning and findings")
    if signs.cosine < _FAR:
        found.append(f"far from the source in meaning (cosine {signs.cosine:.2f})")
    if signs.lacks_draft > _HALF:
        found.append(f"content may be missing ({signs.lacks_draft:.0%})")
    if signs.lacks_source > _HALF:
        found.append(f"content may have been added ({signs.lacks_source:.0%})")
    return found


def _whole(
    segments: Sequence[SegmentScore], config: ScoreConfig
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the mean quality and its interval: segments resampled, each with the doubt of its model."""
    if not segments:
        return None, None
    values = np.array([segment.quality for segment in segments])
    models = fitted()
    spread = np.array(
        [
            models.plain_deviation
            if segment.reference_origin is Origin.ESTIMATED
            else models.reference_deviation
            for segment in segments
        ]
    )
    chance = np.random.default_rng(config.seed)
    picks = chance.integers(0, len(values), size=(config.resamples, len(values)))
    doubt = chance.standard_normal(picks.shape) * spread[picks] * (100 / 25)
    drawn = np.clip(values[picks] + doubt, 0, 100)
    means = drawn.mean(axis=1) + (values.mean() - drawn.mean())
    tail = (1 - config.interval) / 2
    low, high = np.quantile(means, (tail, 1 - tail))
    quality = float(values.mean())
    return quality, (float(max(0.0, min(low, quality))), float(min(100.0, max(high, quality))))


def _gate(quality: float | None, basis: Basis, critical: Sequence[str], config: ScoreConfig) -> Gate:
    count = basis.published + basis.partial + basis.estimated + basis.given
    if quality is None:
        return Gate.NO_JUDGEMENT
    if critical or quality < config.rework:
        return Gate.NOT_READY
    if count < config.least_segments or basis.estimated > count * (1 - config.least_basis):
        return Gate.NO_JUDGEMENT
    return Gate.READY if quality >= config.ready_quality else Gate.NOT_READY
