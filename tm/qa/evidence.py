"""What rules know besides the row: terms, the memory's renderings, lengths, vectors, settings.

Leaves out: fetching any of it; whoever holds a memory hands the parts over as arguments.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tm.align.lexicon import Lexicon
from tm.embed.encoder import Encoder
from tm.qa.config import QaConfig
from tm.qa.row import Mark, Row
from tm.termbase import TermFinder


@dataclass(frozen=True, kw_only=True, slots=True)
class LengthBand:
    """How long English is for Chinese: mean and deviation of ln(English / Chinese characters).

    The default lies between what `learn_lengths` finds in health, news, technical and own texts (1.13 to
    1.34, deviations 0.18 to 0.22), a little wider.
    """

    mean: float = 1.22
    deviation: float = 0.25

    def z(self, en_chars: int, zh_chars: int) -> float:
        """Return by how many deviations the English is longer (+) or shorter (-) than expected.

        Short texts vary more: the deviation grows as 1 / root of the Chinese length below 16.
        """
        spread = self.deviation * max(1.0, math.sqrt(16 / max(zh_chars, 1)))
        return float((math.log(max(en_chars, 1) / max(zh_chars, 1)) - self.mean) / spread)


_TELLING_CHARS, _TEACHING_PAIRS = 10, 50
"""Characters of either side from which lengths tell something, and pairs from which a band is learned."""


def learn_lengths(pairs: Iterable[tuple[str, str]]) -> LengthBand:
    """Return the band of (English, Chinese) pairs; the default where there are fewer than 50.

    The middle is the median and the deviation 1.4826 times the median absolute deviation, so that a
    misaligned pair here and there does no harm.
    """
    told = ((len(en), len(zh)) for en, zh in pairs)
    logs = sorted(math.log(en / zh) for en, zh in told if min(en, zh) >= _TELLING_CHARS)
    if len(logs) < _TEACHING_PAIRS:
        return LengthBand()
    middle = logs[len(logs) // 2]
    away = sorted(abs(value - middle) for value in logs)
    return LengthBand(mean=middle, deviation=max(0.1, 1.4826 * away[len(away) // 2]))


WORDS_MIDDLE = -0.39
"""ln(weight of English / of Chinese) of the middle good pair: between those of the fitted sets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """How long a draft's English usually is for its Chinese: ln of their characters, and of their words."""

    characters: float
    words: float


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything a rule may lean on; each part may be missing, and rules then say less.

    `published` maps the match key of a source segment to its published renderings, newest first.
    `lexicon` is the memory's; `draft_lexicon` and `register` are what the draft's own rows teach, which
    `check_with` works out where there is no register yet.
    `day` is the date the source speaks from (a release's), for terms valid for a time and for 去年.
    """

    config: QaConfig = field(default_factory=QaConfig)
    finder: TermFinder | None = None
    published: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lexicon: Lexicon | None = None
    draft_lexicon: Lexicon | None = None
    register: Register | None = None
    lengths: LengthBand = field(default_factory=LengthBand)
    encoder: Encoder | None = None
    day: dt.date | None = None


class Rule(Protocol):
    """A family's check: rows of one draft in order, to marks on them."""

    def __call__(self, rows: Sequence[Row], known: Evidence) -> Iterable[Mark]:
        """Yield what is wrong."""
        ...
