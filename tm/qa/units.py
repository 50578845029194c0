"""The words of a text as coverage compares them, and their vectors. Leaves out: what they add up to.

English gives content words, and pairs and triples of them (Central America, freedom of speech). What
a word is in Chinese is not known beforehand, so every two characters side by side are a unit; a
character counts as covered as far as the best unit it belongs to.
"""

import json
import re
import threading
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
_KEPT = 65_536  # vectors of units between chunks, 1 kB each
_ROOM = 2 * _KEPT  # and within one: a thousand rows of prose bring 30,000 other units
_MOVED = 1_024  # vectors moved at a time
_NEAREST = 15
"""Of a bank of 400: told words answered from words that are not best of 5, 15 and 40."""
_CROWD = 0.455
"""The usual mean cosine to these, on good rows."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Bank:
    """Units of either language that stand for whatever a text may hold, drawn from `corpora/`."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@cache
def bank() -> Bank:
    """Return the bank of `data/bank.json`, which `scripts/fit_coverage` draws."""
    data = json.loads(files("tm.qa").joinpath("data/bank.json").read_text(encoding="utf-8"))
    return Bank(zh=tuple(data["zh"]), en=tuple(data["en"]))


class UnitVectors:
    """Vectors of units, read once and kept; those not asked for longest are given up first.

    Threads may share it.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = weakref.proxy(encoder)  # the store lives as long as its encoder, not the reverse
        self._places: dict[str, int] = {}  # in the order of the places
        self._table = np.empty((0, encoder.dimension), np.float16)
        self._crowds = np.empty(0, np.float32)
        self._asked = np.empty(0, np.int32)
        self._chunk = 0
        self._lock = threading.RLock()

    def read(self, texts: Iterable[str]) -> None:
        """Encode what is not held yet, in one go."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._places]
            if not new:
                return
            held = len(self._places)
            self._make_room(held + len(new))
            vectors = self._encoder.encode(new)
            self._table[held : held + len(new)] = vectors
            self._crowds[held : held + len(new)] = self._crowd(new, vectors)
            self._asked[held : held + len(new)] = self._chunk
            self._places.update(zip(new, range(held, held + len(new)), strict=True))

    def rows(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`; quick where the texts were read before."""
        return self._held(texts)[0]

    def likeness(self, zh: Sequence[str], en: Sequence[str]) -> Vectors:
        """Return how alike Chinese and English units are, `(len(zh), len(en))`: about a cosine.

        What is near to everything of the other language is so to these as well and proves little: half the
        mean cosine to the nearest units of a bank is taken off, of either unit (CSLS, Conneau et al. 2018,
        "Word translation without parallel data", section 2.3), and what that is usually put back.
        """
        (chinese, zh_crowds), (english, en_crowds) = self._held(zh), self._held(en)
        found: Vectors = chinese @ english.T
        found -= (zh_crowds - _CROWD)[:, None] / 2
        found -= (en_crowds - _CROWD) / 2
        return found

    def forget(self) -> None:
        """Let go of what exceeds the room; called between chunks, never within one."""
        with self._lock:
            self._chunk += 1
            held = len(self._places)
            if held <= _KEPT:
                return
            staying = np.sort(np.argsort(self._asked[:held], kind="stable")[-_KEPT:])
            for first in range(0, _KEPT, _MOVED):  # down to lower places: a block never overwrites another
                part = staying[first : first + _MOVED]
                for table in (self._table, self._crowds, self._asked):
                    table[first : first + len(part)] = table[part]
            texts = list(self._places)
            self._places = {texts[place]: at for at, place in enumerate(staying.tolist())}

    def _make_room(self, size: int) -> None:
        """See that there is room for so many; the system gives memory only as rows are filled."""
        if size > len(self._table):
            held, room = len(self._places), -(-size // _ROOM) * _ROOM
            self._table = _grown(self._table, held, room)
            self._crowds = _grown(self._crowds, held, room)
            self._asked = _grown(self._asked, held, room)

    def _held(self, texts: Sequence[str]) -> tuple[Vectors, NDArray[np.float32]]:
        """Return the vectors of texts, and how near each is to a crowd of the other language."""
        with self._lock:
            places = [self._places.get(text, -1) for text in texts]
            if -1 in places:
                self.read(texts)
                places = [self._places[text] for text in texts]
            self._asked[places] = self._chunk
            return self._table[places].astype(np.float32), self._crowds[places]

    @cached_property
    def _bank(self) -> tuple[Vectors, Vectors]:
        """The vectors of the bank, Chinese and English."""
        return self._encoder.encode(bank().zh), self._encoder.encode(bank().en)

    def _crowd(self, texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
        """Return the mean cosine of each unit to the nearest of the bank's other language."""
        chinese = np.array([bool(_HAN.search(text)) for text in texts], np.bool_)
        found = np.empty(len(texts), np.float32)
        for kind, other in ((chinese, self._bank[1]), (~chinese, self._bank[0])):
            cosines = vectors[kind] @ other.T
            found[kind] = np.partition(cosines, -_NEAREST, axis=1)[:, -_NEAREST:].mean(axis=1)
        return found


def _grown(table: NDArray[Any], held: int, room: int) -> NDArray[Any]:
    grown = np.empty((room, *table.shape[1:]), table.dtype)
    grown[:held] = table[:held]
    return grown


def unit_vectors(encoder: Encoder) -> UnitVectors:
    """Return the one store of unit vectors of an encoder."""
    held = _STORES.get(encoder)
    if held is None:
        held = _STORES[encoder] = UnitVectors(encoder)
    return held
