"""Which band each segment of a job falls in. Leaves out: reading files, and tables (`analysis`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tm.bitext import Side, TranslationUnit, UnitStatus
from tm.errors import QueryError
from tm.jobs.earlier import EarlierTexts
from tm.jobs.session import Session
from tm.jobs.sources import SourceText
from tm.jobs.volumes import LEAST_PERCENTS, Band, Counted, Volume, band_of, volume_of
from tm.lookup.kinds import in_context, same_writing
from tm.lookup.query import checked
from tm.memory.index import comparison_tokens, index_of
from tm.text import match_key

_SAME_BUT_WRITING = 99


@dataclass(frozen=True, kw_only=True, slots=True)
class _Verdict:
    """Where a segment is counted; one that is not `sound` cannot be searched for."""

    band: Band
    internal: bool = False
    review: bool = False
    sound: bool = True


class BandJob:
    """The files of one analysis, one after another."""

    def __init__(self, session: Session, least_cosine: float) -> None:
        self._session = session
        self._least_cosine = least_cosine
        self._earlier: dict[Side, EarlierTexts] = {"en": EarlierTexts("en"), "zh": EarlierTexts("zh")}
        self._number = 0
        self.warnings: list[str] = []

    @cached_property
    def _has_vectors(self) -> bool:
        return any(model.vectors for model in self._session.memory.vectors.models())

    def count(self, text: SourceText) -> Counted:
        """Return one file's text by band."""
        bands = dict.fromkeys(Band, Volume())
        internal: dict[Band, Volume] = {}
        review, total = Volume(), Volume()
        verdicts = self._verdicts(text)
        for segment, verdict in zip(text.segments, verdicts, strict=True):
            if verdict is None:
                continue
            volume = volume_of(segment.text)
            bands[verdict.band] += volume
            total += volume
            review += volume if verdict.review else Volume()
            if verdict.internal:
                internal[verdict.band] = internal.get(verdict.band, Volume()) + volume
        return Counted(bands=bands, internal=internal, review=review, total=total)

    def _verdicts(self, text: SourceText) -> list[_Verdict | None]:
        """Return a verdict for each segment, None for an empty one; the new ones are asked by meaning."""
        verdicts = [self._verdict(text, at) for at in range(len(text.segments))]
        new = [at for at, each in enumerate(verdicts) if each and each.band is Band.NEW and each.sound]
        for at in self._near_in_meaning(text, new):
            verdicts[at] = _Verdict(band=Band.SEMANTIC)
        return verdicts

    def _verdict(self, text: SourceText, at: int) -> _Verdict | None:
        segments, side = text.segments, text.lang.side
        if not segments[at].text.strip():
            return None
        try:
            source = checked(segments[at].text)
        except QueryError as err:
            self.warnings.append(f"{text.path}: segment {at}: {err}; counted as new")
            return _Verdict(band=Band.NEW, sound=False)
        previous = segments[at - 1].text if at else None
        next_ = segments[at + 1].text if at + 1 < len(segments) else None
        earlier = self._earlier[side]
        exact = self._exact(source, side, previous, next_)
        if exact is not None and exact.band is Band.CONTEXT:
            self._remember(side, source)
            return exact
        if earlier.repeated(source) is not None:
            return _Verdict(band=Band.REPETITIONS, internal=True)
        verdict = exact or self._fuzzy(source, side)
        self._remember(side, source)
        return verdict

    def _remember(self, side: Side, source: str) -> None:
        self._number += 1
        if self._earlier[side].repeated(source) is None:
            self._earlier[side].add(self._number, source)

    def _exact(self, source: str, side: Side, previous: str | None, next_: str | None) -> _Verdict | None:
        units = self._session.memory.units.exact(side, match_key(source))
        same = [unit for unit in units if same_writing(source, unit.text(side))]
        if not same:
            return _Verdict(band=Band.FUZZY_95, review=_in_review(units[0])) if units else None
        known = [unit for unit in same if in_context(unit, side, previous, next_)]
        best = (known or same)[0]
        return _Verdict(band=Band.CONTEXT if known else Band.EXACT, review=_in_review(best))

    def _fuzzy(self, source: str, side: Side) -> _Verdict:
        least = LEAST_PERCENTS[Band.FUZZY_50]
        hits = index_of(self._session.memory).fuzzy(side, comparison_tokens(source), least, 1)
        held = hits[0].percent if hits else 0
        inside = self._earlier[side].nearest(source, max(least, min(held + 1, _SAME_BUT_WRITING)))
        if inside is not None and inside.percent > held:
            return _Verdict(band=band_of(inside.percent), internal=True)
        if not hits:
            return _Verdict(band=Band.NEW)
        units = self._session.memory.units.get([hits[0].unit])
        return _Verdict(band=band_of(held), review=any(map(_in_review, units)))

    def _near_in_meaning(self, text: SourceText, numbers: Sequence[int]) -> list[int]:
        """Return those of the segments that a unit of the memory is near to in meaning."""
        if not numbers or not self._has_vectors:
            return []
        encoder = self._session.encoder
        index = index_of(self._session.memory)
        vectors = encoder.encode([text.segments[at].text for at in numbers])
        near: list[int] = []
        for at, vector in zip(numbers, vectors, strict=True):
            found = index.nearest(encoder, vector, 1)
            if found.hits and found.hits[0].cosine >= self._least_cosine:
                near.append(at)
        return near


def _in_review(unit: TranslationUnit) -> bool:
    return unit.status is UnitStatus.REVIEW
