"""A bilingual lexicon learned from pairs of segments. Leaves out: where in a pair words answer (`links`).

IBM model 1 (Brown et al. 1993, section 4.4) in both directions over English stems and Chinese characters
and pairs of characters; what both directions hold likely stays. Translations of longer terms come out of
their parts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tm.align.words import en_words, zh_words

_ROUNDS = 4
_NULL = 0.05
"""Share of a word's chance kept for words without counterpart."""
_SEEN = 2  # pairs a word must be met in
_MOST_LINKS = 30_000_000
"""Possible word links looked at; beyond that, pairs evenly spread through the memory stand for all."""
_LIKELY = 0.2
_LONGEST = 60  # distinct words of a segment; longer ones teach little for what they cost
_DOUBT = 1.0
"""Times a link is taken to have come about by chance: what was met once or twice proves little."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """How likely an English stem and a Chinese character or pair answer each other, 0 to 1.

    `entries[stem][chinese]`; stems and characters folded as `tm.align.words` does it. `pairs` is how many
    pairs of segments it was learned from.
    """

    entries: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pairs: int = 0

    def score(self, en: str, zh: str) -> float:
        """Return the score of a stem with a Chinese word, 0 if it was never learned."""
        return self.entries.get(en, {}).get(zh, 0.0)

    def joined(self, other: "Lexicon") -> "Lexicon":
        """Return what either lexicon holds, the higher score where both do."""
        entries = {en: dict(found) for en, found in self.entries.items()}
        for en, found in other.entries.items():
            mine = entries.setdefault(en, {})
            mine.update({zh: max(score, mine.get(zh, 0.0)) for zh, score in found.items()})
        return Lexicon(entries=entries, pairs=self.pairs + other.pairs)


def fit_lexicon(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Learn a lexicon from (English, Chinese) segments that answer each other.

    Some hundred pairs give a lexicon of the commonest terms; ten thousand take some seconds.
    """
    en_lines: list[list[str]] = []
    zh_lines: list[list[str]] = []
    for en, zh in dict.fromkeys(pairs):
        en_line = list(dict.fromkeys(word for word, _ in en_words(en)))
        zh_line = list(dict.fromkeys(word for word, _ in zh_words(zh)))
        if 0 < len(en_line) <= _LONGEST and 0 < len(zh_line) <= 2 * _LONGEST:
            en_lines.append(en_line)
            zh_lines.append(zh_line)
    step = -(-sum(len(a) * len(b) for a, b in zip(en_lines, zh_lines, strict=True)) // _MOST_LINKS) or 1
    return _learn(en_lines[::step], zh_lines[::step])


def _learn(en_lines: Sequence[Sequence[str]], zh_lines: Sequence[Sequence[str]]) -> Lexicon:
    en_names, en_numbered = _numbered(en_lines)
    zh_names, zh_numbered = _numbered(zh_lines)
    if not en_names or not zh_names:
        return Lexicon(pairs=len(en_lines))
    shapes = [(len(a), len(b)) for a, b in zip(en_numbered, zh_numbered, strict=True)]
    en = np.concatenate([np.repeat(a, n) for a, (_, n) in zip(en_numbered, shapes, strict=True)])
    zh = np.concatenate([np.tile(b, n) for b, (n, _) in zip(zh_numbered, shapes, strict=True)])
    keys, link = np.unique(en * len(zh_names) + zh, return_inverse=True)
    place = np.repeat(np.arange(len(shapes)), [n * m for n, m in shapes])
    link_en, link_zh = keys // len(zh_names), keys % len(zh_names)
    forward = _one_way(link, link_en, place * len(zh_names) + zh)
    backward = _one_way(link, link_zh, place * len(en_names) + en)
    met = np.bincount(link)
    dice = 2 * (met - _DOUBT) / (_seen(en_numbered)[link_en] + _seen(zh_numbered)[link_zh])
    both = np.sqrt(np.sqrt(_of_best(forward, link_en) * _of_best(backward, link_zh)) * np.maximum(dice, 0))
    entries: dict[str, dict[str, float]] = {}
    for at in np.flatnonzero(both >= _LIKELY):
        entries.setdefault(en_names[link_en[at]], {})[zh_names[link_zh[at]]] = float(both[at])
    return Lexicon(entries=entries, pairs=len(en_lines))


def _numbered(lines: Sequence[Sequence[str]]) -> tuple[list[str], list[Ints]]:
    """Return the words met often enough and every line as their numbers."""
    counts = Counter(word for line in lines for word in line)
    names = [word for word, count in counts.items() if count >= _SEEN]
    number = {word: at for at, word in enumerate(names)}
    return names, [np.array([number[word] for word in line if word in number], np.int64) for line in lines]


def _one_way(link: Ints, given: Ints, told: Ints) -> NDArray[np.float64]:
    """Return for every distinct link the chance of its word given the other (`given`), by EM.

    `link` numbers the possible links, one for each pair of words that share a pair of segments; `told`
    numbers the word (in its segment) that each of them would explain.
    """
    _, told = np.unique(told, return_inverse=True)
    sources = np.bincount(given)
    chance = 1.0 / sources[given]
    for _ in range(_ROUNDS):
        weights = chance[link]
        sums = np.bincount(told, weights=weights)
        counts = np.bincount(link, weights=weights / (sums[told] + _NULL))
        totals = np.bincount(given, weights=counts)
        chance = counts / (totals[given] + _NULL)
    return chance


def _seen(lines: Sequence[Ints]) -> Ints:
    return np.bincount(np.concatenate(lines))


def _of_best(chance: NDArray[np.float64], given: Ints) -> NDArray[np.float64]:
    """Return chances as shares of the best for the same word: a word's parts all count, not one of them."""
    best = np.zeros(int(given.max()) + 1)
    np.maximum.at(best, given, chance)
    return chance / np.maximum(best[given], 1e-12)
