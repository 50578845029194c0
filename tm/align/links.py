"""Which words of one side of a pair answer which of the other. Leaves out: the evidence (`kinship`).

The one source of concordance counterparts, fragments, spans of omissions and term proposals.
"""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tm.align.composing import unit
from tm.align.kinship import Table, kinship
from tm.align.lexicon import Lexicon
from tm.align.words import EN_IDLE, ZH_IDLE
from tm.bitext import Side, Span, SpanLink
from tm.embed import Encoder
from tm.text.scripts import fold_script

_LINKED = 0.35
"""Kinship from which two words are linked."""
_UNKNOWN = -0.04  # what a token costs that nothing speaks for: a span goes on over a few of them
_SPARSE = 0.25  # kinship under which nothing speaks for a token
_BEST = 0.95  # of a word's best kinship: so much and it counts as the best too
_LESS = 0.6  # of the kinship of a word that has a better counterpart
_ENOUGH = 0.3  # what must speak for a span in all
_STRETCH = 2  # tokens by which a span may end sooner or later than the words say
_ROOM = (0.4, 2.5)  # a counterpart's length, as a share of what the two segments' lengths make likely
_PHRASE = 0.3  # cosine from which a phrase's vector is taken at its word where words say nothing
_SPOKEN = 0.5  # what kinship of words weighs beside the phrases' cosine
_WORD = re.compile(r"\w")


def link_words(
    en: str, zh: str, lexicon: Lexicon | None = None, encoder: Encoder | None = None
) -> tuple[SpanLink, ...]:
    """Return links between spans of an English and a Chinese segment, in order of the English.

    Every token is in one link at most; neighbours whose counterparts are neighbours in the same order
    make one link only where they share a word of the other side. Without `lexicon` and `encoder` only
    equal words, names by pinyin, numbers and dates are linked.
    """
    known = kinship(en, zh, lexicon, encoder)
    table = known.table.copy()
    links: list[SpanLink] = []
    while table.size and table.max() >= _LINKED:
        e, z = np.unravel_index(int(table.argmax()), table.shape)
        rows, columns = _block(table, int(e), int(z))
        score = float(table[e, z])
        links.append(
            SpanLink(
                en=(known.en[rows[0]][0], known.en[rows[1] - 1][1]),
                zh=(known.zh[columns[0]][0], known.zh[columns[1] - 1][1]),
                score=min(1.0, score),
            )
        )
        table[rows[0] : rows[1]] = 0
        table[:, columns[0] : columns[1]] = 0
    return tuple(sorted(links, key=lambda link: (link.en, link.zh)))


def _block(table: Table, e: int, z: int) -> tuple[Span, Span]:
    """Return the rows and columns around (e, z) that hold together nearly as well as it does."""
    least = max(_LINKED, 0.85 * float(table[e, z]))
    first, last = z, z + 1
    while first > 0 and table[e, first - 1] >= least:
        first -= 1
    while last < table.shape[1] and table[e, last] >= least:
        last += 1
    top, bottom = e, e + 1
    while top > 0 and table[top - 1, first:last].min() >= least:
        top -= 1
    while bottom < table.shape[0] and table[bottom, first:last].min() >= least:
        bottom += 1
    return (top, bottom), (first, last)


def counterpart(
    en: str,
    zh: str,
    side: Side,
    span: Span,
    *,
    lexicon: Lexicon | None = None,
    encoder: Encoder | None = None,
) -> Span | None:
    """Return the span of the other side that answers `span` of `side`, None where nothing speaks for one.

    A token speaks for the counterpart by its kinship with words inside the span less that with words
    outside; the stretch with the best sum is the counterpart. With an encoder, phrases around it are
    compared whole, and found by that alone where words say nothing.
    """
    return Counterparts(en, zh, side, lexicon=lexicon, encoder=encoder).of(span)


class Counterparts:
    """What answers stretches of one side of a pair, of which kinship is weighed once."""

    def __init__(
        self, en: str, zh: str, side: Side, *, lexicon: Lexicon | None = None, encoder: Encoder | None = None
    ) -> None:
        known = kinship(en, zh, lexicon, encoder)
        self._own, self._other = (known.en, known.zh) if side == "en" else (known.zh, known.en)
        self._table = known.table if side == "en" else known.table.T
        self._text, self._target = (en, zh) if side == "en" else (zh, en)
        self._encoder = encoder

    def of(self, span: Span) -> Span | None:
        """Return the span of the other side that answers `span`; see `counterpart`."""
        inside = _within(self._own, span)
        if not inside.any() or not self._other:
            return None
        votes = _votes(self._table, inside)
        best = _best_stretch(votes)
        if self._encoder is not None:
            phrase = self._text[slice(*span)]
            best = _by_phrase(phrase, self._target, self._other, votes, best, len(self._text), self._encoder)
        return None if best is None else (self._other[best[0]][0], self._other[best[1] - 1][1])

    def linked(self, span: Span, answer: Span) -> tuple[Span, Span] | None:
        """Return a span and its answer without words at their ends that have no kin in the other."""
        ours = _linked(self._table, self._own, span, _within(self._other, answer))
        if ours is None:
            return None
        theirs = _linked(self._table.T, self._other, answer, _within(self._own, ours))
        return None if theirs is None else (ours, theirs)

    def agreement(self, span: Span, answer: Span) -> float:
        """Return the share of words in a span and in its answer that have their best kin in each other, 0–1.

        The lesser of both sides' shares; idle words do not count, others without any kin count against it.
        """
        inside, answering = _within(self._own, span), _within(self._other, answer)
        ours = inside & np.array([not _is_idle(self._text[a:b]) for a, b in self._own], np.bool_)
        theirs = answering & np.array([not _is_idle(self._target[a:b]) for a, b in self._other], np.bool_)
        if not ours.any() or not theirs.any():
            return 0.0
        first = _kin(self._table, answering)[ours].mean()
        return float(min(first, _kin(self._table.T, inside)[theirs].mean()))


def _is_idle(word: str) -> bool:
    return word in ZH_IDLE or word.lower() in EN_IDLE


def _kin(table: Table, answering: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which rows have their best kin among the answering columns."""
    best = table[:, answering].max(axis=1, initial=0)
    return np.asarray((best >= _LINKED) & (best >= _LESS * table.max(axis=1, initial=0)))


def _linked(table: Table, tokens: list[Span], span: Span, answering: NDArray[np.bool_]) -> Span | None:
    """Return the part of a span from its first word with kin in the answer to its last, None without any."""
    kept = np.flatnonzero(_within(tokens, span) & (table[:, answering].max(axis=1, initial=0) >= _LINKED))
    return (tokens[kept[0]][0], tokens[kept[-1]][1]) if len(kept) else None


def _within(tokens: list[Span], span: Span) -> NDArray[np.bool_]:
    return np.array([start < span[1] and end > span[0] for start, end in tokens], np.bool_)


def _votes(table: Table, inside: NDArray[np.bool_]) -> Table:
    """Return for each token of the other side what speaks for it.

    A word outside the span speaks against a token, less so if it has a better counterpart itself.
    """
    within = table[inside].max(axis=0)
    outside = table[~inside]
    best = outside.max(axis=1, initial=0, keepdims=True)
    without = np.where(outside >= _BEST * best, outside, _LESS * outside).max(axis=0, initial=0)
    return np.where(np.maximum(within, without) < _SPARSE, _UNKNOWN, within - without).astype(np.float32)


def _best_stretch(votes: Table) -> Span | None:
    """Return the stretch of tokens whose votes sum highest, None where they sum to little."""
    best, total, start, found = 0.0, 0.0, 0, None
    for at, vote in enumerate(votes.tolist()):
        if total <= 0:
            total, start = 0.0, at
        total += vote
        if total > best:
            best, found = total, (start, at + 1)
    return found if best >= _ENOUGH else None


def _by_phrase(
    phrase: str,
    target: str,
    spans: list[Span],
    votes: Table,
    best: Span | None,
    own_length: int,
    encoder: Encoder,
) -> Span | None:
    """Return the stretch whose text is nearest to the phrase, words having their say too."""
    likely = len(phrase) * len(target) / max(1, own_length)
    stretches = [
        (first, last)
        for first, last in _stretches(len(spans), best)
        if _ROOM[0] * likely <= spans[last - 1][1] - spans[first][0] <= _ROOM[1] * likely
        or (first, last) == best
    ]
    if not stretches or not _WORD.search(phrase):
        return best
    texts = [target[spans[first][0] : spans[last - 1][1]] for first, last in stretches]
    vectors = unit(encoder.encode([fold_script(one) for one in (phrase, *texts)]))
    cosines = vectors[1:] @ vectors[0]
    if best is None:
        top = int(cosines.argmax())
        return stretches[top] if cosines[top] >= _PHRASE else None
    whole = max(float(votes[best[0] : best[1]].sum()), _ENOUGH)
    said = np.array([votes[first:last].sum() for first, last in stretches]) / whole
    return stretches[int((cosines + _SPOKEN * said).argmax())]


def _stretches(size: int, best: Span | None) -> Iterator[Span]:
    """Yield stretches to try: those that end near the best one, or all short ones where there is none."""
    if best is None:
        yield from (
            (first, last) for first in range(size) for last in range(first + 1, min(first + 12, size) + 1)
        )
        return
    for first in range(max(0, best[0] - _STRETCH), min(size, best[0] + _STRETCH + 1)):
        for last in range(max(first + 1, best[1] - _STRETCH), min(size, best[1] + _STRETCH) + 1):
            yield first, last
