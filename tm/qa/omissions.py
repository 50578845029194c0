"""Omitted and added content, and drafts of something else: judging what `coverage` measures.

Two logistic models over the same fifteen features, fitted by `scripts/fit_coverage` on clauses taken out
of good translations, one side at a time (`data/coverage.json` holds the weights, the sets and what was
measured). They hold for the encoder they were fitted with; with any other these rules are silent.
"""

import json
import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tm.align.words import en_words, zh_words
from tm.bitext import Span
from tm.qa.coverage import Covered, Settled, cover_rows
from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.spelling import latin_people, spelled_in
from tm.qa.terms import rendered_terms
from tm.qa.untranslated import is_foreign
from tm.text.names import candidate_names_zh, match_name

FEATURES = (
    "zh_deficit", "en_deficit", "zh_stretch", "en_stretch", "length", "length_sure", "cosine", "gain_zh",
    "gain_en", "alone_zh", "alone_en", "zh_cover", "en_cover", "zh_deficit_share", "en_deficit_share",
    "zh_size", "en_size",
)  # fmt: skip
_MIDDLE = 1.12  # ln(English / Chinese characters), as in `LengthBand`; the models were fitted with it
_SHOWN = 60
_UNLIKE, _DOUBT = 0.5, 0.3
_LEAST_WORDS, _LEAST_HAN = 2, 3
_LEARNED = 0.4  # a lexicon's score from which its word counts as answered
_LEAST_SOURCE = {"zh": 8, "en": 20}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A logistic model: weights in the order of `FEATURES`; at `least`, 2.5% of good segments fire."""

    bias: float
    weights: tuple[float, ...]
    least: float

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability of the error, 0-1."""
        score = self.bias + math.fsum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Models:
    """Models of what the English lacks and of what the Chinese lacks, and whose vectors they are for."""

    weights_hash: str
    english_lacks: Model
    chinese_lacks: Model


@cache
def models() -> Models:
    """Return the fitted models."""
    data = json.loads(files("tm.qa").joinpath("data/coverage.json").read_text(encoding="utf-8"))
    english, chinese = (
        Model(bias=data[name]["bias"], weights=tuple(data[name]["weights"]), least=data[name]["least"])
        for name in ("english_lacks", "chinese_lacks")
    )
    return Models(weights_hash=data["weights_hash"], english_lacks=english, chinese_lacks=chinese)


def features(covered: Covered) -> tuple[float, ...]:
    """Return what the models look at, in the order of `FEATURES`."""
    zh, en = covered.zh, covered.en
    length = math.log(max(1, en.size) / max(1, zh.size)) - _MIDDLE
    return (
        zh.deficit,
        en.deficit,
        zh.span[1] - zh.span[0],
        en.span[1] - en.span[0],
        length,
        length * math.sqrt(min(40, max(1, zh.size)) / 20),
        covered.cosine,
        covered.gain_zh,
        covered.gain_en,
        covered.alone_zh,
        covered.alone_en,
        zh.cover,
        en.cover,
        zh.deficit / math.sqrt(zh.size + 5),
        en.deficit / math.sqrt(en.size / 5 + 5),
        math.log(zh.size + 1),
        math.log(en.size + 1),
    )


def omissions(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield omitted and added stretches, and rows whose two texts have nothing in common."""
    if known.encoder is None:
        return
    fitted = models()
    if known.encoder.weights_hash != fitted.weights_hash:
        _log.info("omitted and added content is judged for the embedded encoder only")
        return
    said = [row for row in rows if _is_judged(row)]
    doubtful: list[Row] = []
    for row, covered in zip(said, cover_rows(said, known, all_rows=False), strict=True):
        if covered is None:
            continue
        if (
            covered.cosine < known.config.mismatch_cosine
            and max(covered.zh.cover, covered.en.cover) < _UNLIKE
        ):
            yield mark(row, "mismatch", "the draft has hardly anything of the source", Sides())
        elif (
            max(
                model.probability(features(covered)) for model in (fitted.english_lacks, fitted.chinese_lacks)
            )
            > _DOUBT
        ):
            doubtful.append(row)
    settled = [settle(row, known) for row in doubtful]
    for row, covered in zip(doubtful, cover_rows(doubtful, known, settled), strict=True):
        if covered is not None:
            yield from _judge(row, covered, fitted, known)


def settle(row: Row, known: Evidence) -> Settled:
    """Return what names and the glossary say about a row's coverage."""
    zh, en = row.zh.text, row.en.text
    chinese: list[Span] = []
    english: list[Span] = []
    for found in candidate_names_zh(zh):
        spelled = match_name(found.text, en)
        if spelled:
            chinese.append(found.span)
            english.append(spelled)
    for person in latin_people(en):
        characters = spelled_in(person.group(), zh)
        if characters:
            chinese.append(characters)
            english.append(person.span())
    for (start, end), characters in _by_lexicon(zh, en, known):
        chinese.append(characters)
        english.append((start, end))
    source, draft, open_spans = rendered_terms(row, known)
    to_english = row.to_english
    return Settled(
        zh_answered=(*chinese, *(source if to_english else draft)),
        en_answered=(*english, *(draft if to_english else source)),
        zh_open=tuple(open_spans) if to_english else (),
        en_open=() if to_english else tuple(open_spans),
    )


def _by_lexicon(zh: str, en: str, known: Evidence) -> Iterator[tuple[Span, Span]]:
    """Yield words the memory's own lexicon holds for each other, English span and Chinese span."""
    if known.lexicon is None:
        return
    places: dict[str, list[Span]] = {}
    for word, span in zh_words(zh):
        places.setdefault(word, []).append(span)
    for word, span in en_words(en):
        for other, score in known.lexicon.entries.get(word, {}).items():
            if score >= _LEARNED and len(other) > 1:
                for characters in places.get(other, ()):
                    yield span, characters


def _is_judged(row: Row) -> bool:
    source = row.source
    enough = (source.han_count if source.side == "zh" else len(source.text)) >= _LEAST_SOURCE[source.side]
    return enough and any(ch.isalnum() for ch in row.draft.text) and not is_foreign(row)


def _judge(row: Row, covered: Covered, fitted: Models, known: Evidence) -> Iterator[Mark]:
    config = known.config
    values = features(covered)
    for model, sides, source_lacks in (
        (fitted.english_lacks, Sides(zh=covered.zh.span), not row.to_english),
        (fitted.chinese_lacks, Sides(en=covered.en.span), row.to_english),
    ):
        rule = "added" if source_lacks else "omitted"
        set_least = config.added_probability if source_lacks else config.omitted_probability
        least = model.least if set_least is None else set_least
        probability = model.probability(values)
        if probability < least:
            continue
        text, span = (row.zh.text, sides.zh) if sides.zh else (row.en.text, sides.en)
        words = text[slice(*span)] if span else ""
        if len(words.split()) >= _LEAST_WORDS or (len(words) >= _LEAST_HAN > 0 and sides.zh):
            where = "in the source answers" if source_lacks else "in the draft answers"
            short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            yield mark(row, rule, f"nothing {where}: {short} ({probability:.0%} sure)", sides)
