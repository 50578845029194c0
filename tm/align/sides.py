"""All that is known of one side before the two are compared. Leaves out: the other side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tm.align.boundaries import boundaries
from tm.align.figures import Keys, figures
from tm.align.quotations import quotations
from tm.align.reading import Reading, read
from tm.align.vocabulary import Vocabulary, vocabulary
from tm.bitext import Segment, Side
from tm.embed import ComposingEncoder
from tm.text.scripts import fold_script

Floats = NDArray[np.float64]

MARKS: tuple[tuple[str, str], ...] = (
    ("?", "？?"),
    ("!", "！!"),
    ("()", "（）()"),
    (":;", "：；:;"),
)
"""Signs that a translation tends to keep, English and Chinese."""
_NONE = np.zeros(0, np.int64)
_QUOTES = "\"“”‘’'「」『』"


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """Words of the English side and of the Chinese one, by number, known to answer each other; 0 to 1."""

    en: NDArray[np.int64]
    zh: NDArray[np.int64]
    scores: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Words:
    """The words of one side: numbers of every segment's words, weights and vectors of the vocabulary.

    `answers`, on the English side, are what is known of words beforehand.
    """

    lines: list[NDArray[np.int64]]
    weights: NDArray[np.float32]
    vectors: NDArray[np.float16]
    names: list[str]
    answers: Answers | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """One side of a text, `size` segments, ready to be compared.

    `reading` is what the encoder made of them. `lengths` and `marks` are running totals, so that a run's is
    a difference. `opens` says which segments begin a paragraph, `structured` whether paragraphs tell
    anything. `soft` and `within`, one longer than the side, say which boundaries lie within a sentence
    (`boundaries`) and within a quotation.
    `figures` are the values they state.
    """

    side: Side
    size: int
    reading: Reading
    lengths: Floats
    marks: Floats
    quoted: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    structured: bool
    soft: NDArray[np.bool_]
    within: NDArray[np.bool_]
    figures: list[Keys]
    words: Words

    def take(self, numbers: Sequence[int]) -> "Prepared":
        """Return the side as if it had only these segments, what was learned from the whole kept."""
        chosen = np.array(numbers, np.int64)
        ends = np.append(chosen, chosen[-1:] + 1) if len(chosen) else np.zeros(1, np.int64)
        return replace(
            self,
            size=len(chosen),
            reading=self.reading.take(chosen),
            lengths=_running(np.diff(self.lengths)[chosen]),
            marks=_running(np.diff(self.marks, axis=0)[chosen]),
            quoted=self.quoted[chosen],
            opens=self.opens[chosen],
            soft=self.soft[ends],
            within=self.within[ends],
            figures=[self.figures[number] for number in numbers],
            words=replace(self.words, lines=[self.words.lines[number] for number in numbers]),
        )


def prepare(
    segments: Sequence[Segment], side: Side, encoder: ComposingEncoder, detail: ComposingEncoder
) -> Prepared:
    """Read one side. `encoder` reads segments, `detail` their clauses and words."""
    texts = [fold_script(segment.text) if side == "zh" else segment.text for segment in segments]
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    place = np.array([distinct[text] for text in texts], np.int64)
    found = vocabulary(list(distinct), side, detail)
    reading, vectors = read(list(distinct), side, encoder, detail, found.places)
    paragraphs = [segment.paragraph for segment in segments]
    opens = np.array([k == 0 or paragraphs[k] != paragraphs[k - 1] for k in range(len(texts))], np.bool_)
    return Prepared(
        side=side,
        size=len(texts),
        reading=reading if len(distinct) == len(texts) else reading.take(place),
        lengths=_running(np.array([len(text) + 1 for text in texts], np.float64)),
        marks=_running(np.array([_marks(text, side) for text in texts], np.float64).reshape(-1, len(MARKS))),
        quoted=np.array([[_opens(text), _closes(text)] for text in texts], np.bool_).reshape(-1, 2),
        opens=opens,
        structured=1 < opens.sum() < len(texts),
        soft=boundaries(texts, side),
        within=quotations(texts, side),
        figures=[figures(text, side) for text in texts],
        words=Words(
            lines=[found.lines[number] for number in place],
            weights=_weights(found, place),
            vectors=vectors,
            names=found.names,
        ),
    )


def _running(rows: Floats) -> Floats:
    """Return running totals along the first axis, beginning with zero."""
    return np.concatenate([np.zeros((1, *rows.shape[1:])), np.cumsum(rows, axis=0)])


def _marks(text: str, side: Side) -> list[float]:
    chosen = 0 if side == "en" else 1
    return [sum(text.count(sign) for sign in signs[chosen]) for signs in MARKS]


def _opens(text: str) -> bool:
    return text.lstrip()[:1] in _QUOTES if text.strip() else False


def _closes(text: str) -> bool:
    return text.rstrip()[-1:] in _QUOTES if text.strip() else False


def _weights(found: Vocabulary, place: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how much each word tells: less if many segments have it. `place` is each segment's text."""
    often, size = np.bincount(place), max(1, len(found.names))
    pairs = np.unique(np.concatenate([*(text * size + line for text, line in enumerate(found.lines)), _NONE]))
    seen = np.bincount(pairs % size, often[pairs // size], minlength=len(found.names))
    return np.log(1 + len(place) / np.maximum(seen, 1)).astype(np.float32)
