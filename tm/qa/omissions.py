"""Omitted and added content, and drafts of something else: judging what `lacking` measures.

Two logistic models over the same features of a stretch, fitted by `scripts/fit_coverage` on clauses taken
out of good translations, one side at a time (`data/coverage.json` holds the weights, the sets and what was
measured). They hold for the encoder they were fitted with; with any other these rules are silent.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tm.align.words import en_words
from tm.bitext import Side, Span
from tm.embed.encoder import ComposingEncoder, Encoder
from tm.qa.coverage import Settled
from tm.qa.evidence import Evidence
from tm.qa.formulas import formulas_in
from tm.qa.lacking import UNLIKE, Asked, Compared, Screen, compare_rows
from tm.qa.mentions import is_title
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.source_terms import source_terms
from tm.qa.spelling import latin_people, spelled_in
from tm.qa.terms import rendered_terms
from tm.qa.untranslated import is_foreign
from tm.qa.wording import wording_pack
from tm.text.names import candidate_names_zh, match_name
from tm.text.scripts import HAN

_SHOWN = 60
_LEAST_WORDS, _LEAST_HAN = 2, 3
_TITLE, _SHORTENED = 0.98, -0.8
"""Probability asked for in a title, and deviations from the expected length below which an English one has
been shortened, as editors do: then nothing is said to be missing there."""
_SHORT_ADDED, _FEW = 0.95, {"en": 2, "zh": 4}
"""Probability asked for of an added stretch with no more words that carry meaning (characters in Chinese):
what good translators add for clearness is short (on the spot, by the government)."""
_NICKNAME, _QUOTED = re.compile(rf"“[{HAN}]{{2,6}}”"), re.compile(r"[“\"‘]\w[^“”\"]{2,60}[”\"’]")
_EXPLAINED = 0.99
"""Probability asked for of English words beside a nickname in quotes that the English does not quote: then
it explains the nickname (“三无”产品, products without a maker's name)."""
_NEAR = 0.35
"""Shares of the two texts within which the words stand at the nickname's place."""
_LEAST_SOURCE = {"zh": 8, "en": 20}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """The stretch of a side that the other side most likely lacks, and how likely that is, 0 to 1."""

    span: Span | None
    probability: float


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Model:
    """A logistic model: weights in the order of `lacking.FEATURES`.

    At `least[rule]` the share of good segments that `FIRING` of `scripts/fit_coverage` sets fires, 1.5 to 4%
    by rule and side. The second value of each holds where the draft has taught a lexicon of its own.
    """

    bias: float
    weights: NDArray[np.float64]
    least: Mapping[str, tuple[float, float]]

    def worst(self, asked: Asked) -> Lack:
        """Return the stretch that is most likely lacking on the other side."""
        if not asked.spans:
            return Lack(span=None, probability=0.0)
        scores = self.bias + asked.values @ self.weights
        place = int(scores.argmax())
        return Lack(
            span=asked.spans[place], probability=float(1 / (1 + np.exp(-np.clip(scores[place], -50, 50))))
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Models:
    """Models of what the English lacks and of what the Chinese lacks, and whose vectors they are for."""

    weights_hash: str
    english_lacks: Model
    chinese_lacks: Model
    screen: Screen

    def fit(self, encoder: Encoder | None) -> ComposingEncoder | None:
        """Return the encoder if the models hold for its vectors."""
        if isinstance(encoder, ComposingEncoder) and encoder.weights_hash == self.weights_hash:
            return encoder
        return None

    def worst(self, compared: Compared) -> tuple[Lack, Lack]:
        """Return what of the Chinese the English lacks, and what of the English the Chinese lacks."""
        return self.english_lacks.worst(compared.zh), self.chinese_lacks.worst(compared.en)


@cache
def models() -> Models:
    """Return the fitted models."""
    data = json.loads(files("tm.qa").joinpath("data/coverage.json").read_text(encoding="utf-8"))
    english, chinese = (
        Model(
            bias=data[name]["bias"],
            weights=np.array(data[name]["weights"]),
            least={rule: (one, other) for rule, (one, other) in data[name]["least"].items()},
        )
        for name in ("english_lacks", "chinese_lacks")
    )
    screen = Screen(
        bias={"zh": data["screen"]["zh"]["bias"], "en": data["screen"]["en"]["bias"]},
        weights={
            "zh": np.array(data["screen"]["zh"]["weights"]),
            "en": np.array(data["screen"]["en"]["weights"]),
        },
    )
    return Models(
        weights_hash=data["weights_hash"], english_lacks=english, chinese_lacks=chinese, screen=screen
    )


def omissions(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield omitted and added stretches, and rows whose two texts have nothing in common."""
    encoder = models().fit(known.encoder)
    if encoder is None:
        if known.encoder is not None:
            _log.info("omitted and added content is judged for the embedded encoder only")
        return
    for row, compared, lacks in lacking(rows, known, encoder):
        if (
            compared.cosine < known.config.mismatch_cosine
            and max(compared.zh_cover, compared.en_cover) < UNLIKE
        ):
            yield mark(row, "mismatch", "the draft has hardly anything of the source", Sides())
        else:
            yield from _judge(row, lacks, known)


def lacking(
    rows: Sequence[Row], known: Evidence, encoder: ComposingEncoder
) -> Iterator[tuple[Row, Compared, tuple[Lack, Lack]]]:
    """Yield the rows in which something may be lacking, with what the English and the Chinese lack most."""
    fitted = models()
    said = [row for row in rows if _is_judged(row)]
    told = compare_rows(said, known, encoder, screen=fitted.screen, settle=lambda row: settle(row, known))
    for row, compared in zip(said, told, strict=True):
        if compared is not None:
            yield row, compared, fitted.worst(compared)


def settle(row: Row, known: Evidence) -> Settled:
    """Return what names and the glossary say about a row's coverage."""
    zh, en = row.zh.text, row.en.text
    chinese, english = formulas_in(row.zh.simplified, en)
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
    source, draft, unrendered = rendered_terms(row, known)
    house = _house_names(row, known) if unrendered else frozenset()
    source += house
    still_open = tuple(span for span in unrendered if span not in house)
    to_english = row.to_english
    return Settled(
        zh_answered=(*chinese, *(source if to_english else draft)),
        en_answered=(*english, *(draft if to_english else source)),
        zh_open=still_open if to_english else (),
        en_open=() if to_english else still_open,
    )


def _house_names(row: Row, known: Evidence) -> frozenset[Span]:
    """Return where the source names a body of the house list, which may go without saying (中心还将举办…).

    What has fixed wording (3C认证) is said.
    """
    house = known.config.house_abbreviations
    return frozenset(
        term.span
        for term in source_terms(row, known)
        for entry in term.accepted
        if house.intersection((*entry.en.abbreviation, *entry.zh.abbreviation))
        and not any(fixed.zh.search(term.form) for fixed in wording_pack())
    )


def _is_judged(row: Row) -> bool:
    source = row.source
    enough = (source.han_count if source.side == "zh" else len(source.text)) >= _LEAST_SOURCE[source.side]
    return enough and any(ch.isalnum() for ch in row.draft.text) and not is_foreign(row)


def _judge(row: Row, lacks: tuple[Lack, Lack], known: Evidence) -> Iterator[Mark]:
    config, fitted, title = known.config, models(), is_title(row)
    shortened = known.lengths.z(len(row.en.text), len(row.zh.text)) < _SHORTENED
    asked: tuple[tuple[Model, Lack, Side], ...] = (
        (fitted.english_lacks, lacks[0], "zh"),
        (fitted.chinese_lacks, lacks[1], "en"),
    )
    for model, lack, side in asked:
        rule = "omitted" if row.source.side == side else "added"
        set_least = config.omitted_probability if rule == "omitted" else config.added_probability
        fitted_least = model.least[rule][known.draft_lexicon is not None]
        least = fitted_least if set_least is None else set_least
        if title:
            least = 1.0 if shortened and side == "zh" else max(least, _TITLE)
        if side == "en" and _explains(row, lack.span):
            least = max(least, _EXPLAINED)
        if lack.span is None or lack.probability < least:
            continue
        span = _trimmed((row.zh if side == "zh" else row.en).text, lack.span)
        words = (row.zh if side == "zh" else row.en).text[slice(*span)]
        if rule == "added" and lack.probability < _SHORT_ADDED and _is_short(words, side):
            continue
        if len(words) >= _LEAST_HAN if side == "zh" else len(words.split()) >= _LEAST_WORDS:
            where = "in the draft answers" if rule == "omitted" else "in the source answers"
            short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            sides = Sides(zh=span) if side == "zh" else Sides(en=span)
            yield mark(row, rule, f"nothing {where}: {short} ({lack.probability:.0%} sure)", sides)


def _explains(row: Row, span: Span | None) -> bool:
    """Tell English words at about the place of a nickname in quotes that the English does not quote."""
    zh, en = row.zh.text, row.en.text
    names = list(_NICKNAME.finditer(zh))
    if span is None or len(names) <= len(_QUOTED.findall(en)):
        return False
    place = sum(span) / 2 / len(en)
    return any(abs(found.start() / len(zh) - place) <= _NEAR for found in names)


def _is_short(words: str, side: Side) -> bool:
    size = len(en_words(words)) if side == "en" else sum(character.isalnum() for character in words)
    return size <= _FEW[side]


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without what is no letter or digit at its ends."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
