"""The words of a text as coverage compares them, and their vectors. Leaves out: what they add up to.

English gives content words, and pairs and triples of them (Central America, freedom of speech). What
a word is in Chinese is not known beforehand, so every two characters side by side are a unit; a
character counts as covered as far as the best unit it belongs to.
"""

import re
import threading
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tm.bitext import Side, Span
from tm.embed.encoder import Encoder, Vectors
from tm.text.scripts import HAN

_EN = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’\-][A-Za-zÀ-ɏ]+)*|\d[\d,.]*")
_ZH = re.compile(rf"[{HAN}]+|[A-Za-z]+|\d[\d,.]*")
_HAN = re.compile(f"[{HAN}]")
_IDLE_EN = frozenset(
    {
        "the", "a", "an", "of", "and", "to", "in", "is", "was", "were", "be", "been", "are", "it", "its",
        "that", "this", "as", "for", "with", "on", "at", "by", "from", "or", "i", "he", "she", "his", "her",
        "they", "them", "their", "him", "me", "us", "we", "you", "my", "your", "our", "had", "has", "have",
        "but", "so", "if", "when", "what", "who", "which", "there", "then", "into", "will", "would", "shall",
        "do", "does", "did", "s", "t", "can", "could", "may", "also", "said", "more", "than", "all", "about",
        "up", "out", "one", "these", "one's", "those", "such",
    }
)  # fmt: skip
_LINKS = frozenset({"of", "and", "to", "in", "for"})
_STORES: "weakref.WeakKeyDictionary[Encoder, UnitVectors]" = weakref.WeakKeyDictionary()
_KEPT = 65_536  # vectors of units, 1 kB each


@dataclass(frozen=True, kw_only=True, slots=True)
class Units:
    """The units of one text: what each reads, where it stands, and for English which are single words."""

    texts: tuple[str, ...]
    spans: tuple[Span, ...]
    words: tuple[int, ...]


def units(text: str, side: Side) -> Units:
    """Return the units of a text of one side, in order."""
    found = _english(text) if side == "en" else _chinese(text)
    singles = tuple(place for place, (_, _, single) in enumerate(found) if single)
    return Units(
        texts=tuple(unit[0] for unit in found), spans=tuple(unit[1] for unit in found), words=singles
    )


def _english(text: str) -> list[tuple[str, Span, bool]]:
    words = [(match.group(), match.span()) for match in _EN.finditer(text)]
    idle = [word.lower() in _IDLE_EN for word, _ in words]
    found = [(word, span, True) for (word, span), skip in zip(words, idle, strict=True) if not skip]
    for at in range(len(words) - 1):
        first, second = words[at], words[at + 1]
        if not idle[at] and not idle[at + 1]:
            found.append((f"{first[0]} {second[0]}", (first[1][0], second[1][1]), False))
        if at + 2 < len(words) and not idle[at] and not idle[at + 2] and second[0].lower() in _LINKS:
            last = words[at + 2][1][1]
            found.append((text[first[1][0] : last], (first[1][0], last), False))
    return found


def _chinese(text: str) -> list[tuple[str, Span, bool]]:
    found: list[tuple[str, Span, bool]] = []
    for match in _ZH.finditer(text):
        run, start = match.group(), match.start()
        if len(run) == 1 or not _HAN.match(run):
            found.append((run, match.span(), True))
            continue
        found.extend((run[at : at + 2], (start + at, start + at + 2), True) for at in range(len(run) - 1))
    return found


class UnitVectors:
    """Vectors of units, read once and kept; those read first are given up first. Threads may share it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = weakref.proxy(encoder)  # the store lives as long as its encoder, not the reverse
        self._places: dict[str, int] = {}
        self._table = np.empty((0, encoder.dimension), np.float16)
        self._lock = threading.RLock()

    def read(self, texts: Iterable[str]) -> None:
        """Encode what is not held yet, in one go."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._places]
            if not new:
                return
            held = len(self._places)
            if held + len(new) > len(self._table):
                table = np.empty((max(held + len(new), 2 * held), self._table.shape[1]), np.float16)
                table[:held] = self._table[:held]
                self._table = table
            self._table[held : held + len(new)] = self._encoder.encode(new)
            self._places.update(zip(new, range(held, held + len(new)), strict=True))

    def rows(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`; quick where the texts were read before."""
        with self._lock:
            self.read(texts)
            return self._table[[self._places[text] for text in texts]].astype(np.float32)

    def forget(self) -> None:
        """Let go of what exceeds the room; called between chunks, never within one."""
        with self._lock:
            extra = len(self._places) - _KEPT
            if extra > 0:
                self._table = self._table[extra : extra + _KEPT].copy()
                self._places = {text: at for at, text in enumerate(list(self._places)[extra:])}


def unit_vectors(encoder: Encoder) -> UnitVectors:
    """Return the one store of unit vectors of an encoder."""
    held = _STORES.get(encoder)
    if held is None:
        held = _STORES[encoder] = UnitVectors(encoder)
    return held
