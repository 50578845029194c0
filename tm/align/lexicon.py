"""A bilingual lexicon learned from pairs of segments. Leaves out: where in a pair words answer (`links`).

IBM model 1 (Brown et al. 1993, section 4.4) in both directions over English stems and Chinese characters
and pairs of characters; what both directions hold likely stays. Translations of longer terms come out of
their parts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

import numpy as np
from numpy.typing import NDArray

from tm.align.words import en_words, zh_words

_ROUNDS = 4
_NULL = 0.05
"""Share of a word's chance kept for words without counterpart."""
_SEEN = 2  # pairs a word must be met in
_MOST_LINKS = 30_000_000
"""Possible word links looked at."""
_BLOCK = 1 << 16
"""Links counted together: their words are numbered in 16 bits."""
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


def fit_lexicon(pairs: Iterable[tuple[str, str]], *, most_links: int = _MOST_LINKS) -> Lexicon:
    """Learn a lexicon from (English, Chinese) segments that answer each other.

    Some hundred pairs give a lexicon of the commonest terms; ten thousand take some seconds. No more than
    `most_links` possible word links are looked at, some 50 bytes each; beyond that, pairs evenly spread
    stand for all.
    """
    en_lines: list[list[str]] = []
    zh_lines: list[list[str]] = []
    for en, zh in dict.fromkeys(pairs):
        en_line = list(dict.fromkeys(word for word, _ in en_words(en)))
        zh_line = list(dict.fromkeys(intern(word) for word, _ in zh_words(zh)))
        if 0 < len(en_line) <= _LONGEST and 0 < len(zh_line) <= 2 * _LONGEST:
            en_lines.append(en_line)
            zh_lines.append(zh_line)
    step = -(-sum(len(a) * len(b) for a, b in zip(en_lines, zh_lines, strict=True)) // most_links) or 1
    return _learn(en_lines[::step], zh_lines[::step])


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Links:
    """The possible links of some lines, one for each two words that share a line.

    `link` numbers what is linked, over all lines; `en` and `zh` number the words of these lines only, each
    as often as it is met. That is 8 bytes a link, of millions.
    """

    link: NDArray[np.int32]
    en: NDArray[np.uint16]
    zh: NDArray[np.uint16]


def _learn(en_lines: Sequence[Sequence[str]], zh_lines: Sequence[Sequence[str]]) -> Lexicon:
    en_names, en_numbered = _numbered(en_lines)
    zh_names, zh_numbered = _numbered(zh_lines)
    if not en_names or not zh_names:
        return Lexicon(pairs=len(en_lines))
    link_en, link_zh, blocks = _linked(en_numbered, zh_numbered)
    forward = _one_way([(block.link, block.zh) for block in blocks], link_en)
    backward = _one_way([(block.link, block.en) for block in blocks], link_zh)
    dice = np.full(len(link_en), -_DOUBT)
    for block in blocks:
        np.add.at(dice, block.link, 1)
    del blocks
    dice *= 2
    dice /= _seen(en_numbered)[link_en] + _seen(zh_numbered)[link_zh]
    both = _of_best(forward, link_en)
    both *= _of_best(backward, link_zh)
    both = np.sqrt(np.sqrt(both) * np.maximum(dice, 0))
    entries: dict[str, dict[str, float]] = {}
    for at in np.flatnonzero(both >= _LIKELY):
        entries.setdefault(en_names[link_en[at]], {})[zh_names[link_zh[at]]] = float(both[at])
    return Lexicon(entries=entries, pairs=len(en_lines))


def _linked(
    en: Sequence[Ints], zh: Sequence[Ints]
) -> tuple[NDArray[np.int32], NDArray[np.int32], list[_Links]]:
    """Return the English and the Chinese word of each distinct link, ascending, and all links of lines."""
    zh_count = 1 + max(int(line.max(initial=0)) for line in zh)
    blocks: list[_Links] = []
    told: list[Ints] = []
    sizes = [max(len(a) * len(b), len(a), len(b)) for a, b in zip(en, zh, strict=True)]
    for some in _runs(sizes):
        lines = list(zip(en[some], zh[some], strict=True))
        en_places, zh_places = _places([len(a) for a, _ in lines]), _places([len(b) for _, b in lines])
        shared = np.concatenate([np.repeat(a * zh_count, len(b)) + np.tile(b, len(a)) for a, b in lines])
        keys, link = np.unique(shared, return_inverse=True)
        told.append(keys)
        blocks.append(
            _Links(
                link=link.astype(np.int32),
                en=np.concatenate([np.repeat(a, len(b)) for a, b in zip(en_places, zh_places, strict=True)]),
                zh=np.concatenate([np.tile(b, len(a)) for a, b in zip(en_places, zh_places, strict=True)]),
            )
        )
    every = np.concatenate(told)
    every.sort()  # six times as quick as `np.unique` without its places
    every = every[np.diff(every, prepend=-1) > 0]
    for keys, block in zip(told, blocks, strict=True):
        block.link[:] = np.searchsorted(every, keys)[block.link]
    return (every // zh_count).astype(np.int32), (every % zh_count).astype(np.int32), blocks


def _runs(sizes: Sequence[int]) -> Iterator[slice]:
    """Yield runs of lines that have `_BLOCK` links at most, or one line that has more."""
    first, held = 0, 0
    for at, size in enumerate(sizes):
        if at > first and held + size > _BLOCK:
            yield slice(first, at)
            first, held = at, 0
        held += size
    yield slice(first, len(sizes))


def _places(lengths: Sequence[int]) -> list[NDArray[np.uint16]]:
    """Return consecutive numbers, so many for each line."""
    return np.split(np.arange(sum(lengths), dtype=np.uint16), np.cumsum(lengths)[:-1])


def _numbered(lines: Sequence[Sequence[str]]) -> tuple[list[str], list[Ints]]:
    """Return the words met often enough and every line as their numbers."""
    counts = Counter(word for line in lines for word in line)
    names = [word for word, count in counts.items() if count >= _SEEN]
    number = {word: at for at, word in enumerate(names)}
    return names, [np.array([number[word] for word in line if word in number], np.int64) for line in lines]


def _one_way(
    blocks: Sequence[tuple[NDArray[np.int32], NDArray[np.uint16]]], given: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return for every distinct link the chance of its word given the other (`given`), by EM.

    `blocks` hold the possible links of lines, and the word in its line that each of them would explain.
    """
    sources = np.bincount(given)
    chance = 1.0 / sources[given]
    for _ in range(_ROUNDS):
        counts = np.zeros(len(given))
        for link, told in blocks:
            weights = chance[link]
            sums = np.bincount(told, weights=weights)
            np.add.at(counts, link, weights / (sums[told] + _NULL))
        totals = np.bincount(given, weights=counts)
        chance = counts / (totals[given] + _NULL)
    return chance


def _seen(lines: Sequence[Ints]) -> Ints:
    return np.bincount(np.concatenate(lines))


def _of_best(chance: NDArray[np.float64], given: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return chances as shares of the best for the same word: a word's parts all count, not one of them."""
    best = np.zeros(int(given.max()) + 1)
    np.maximum.at(best, given, chance)
    return chance / np.maximum(best[given], 1e-12)
