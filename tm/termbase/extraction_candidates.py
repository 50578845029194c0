"""What may be a term in each language: recurring runs of words and of characters. Leaves out: matching them.

English: words between function words, plurals folded. Chinese: characters without a segmenter, Latin words
and numbers whole; where a run begins and ends is told by how freely its neighbours change.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.bitext import Side
from tm.termbase.extraction_ngrams import BREAK, Ints, Runs, recurring
from tm.termbase.extraction_words import (
    EN_ACRONYMS,
    EN_INNER,
    EN_STOP,
    SCALES,
    ZH_EDGE_END,
    ZH_EDGE_START,
    singular,
)
from tm.text.normalise import fold
from tm.text.scripts import HAN

_EN_TOKEN = re.compile(r"[^\W_]+(?:[-.&/'’][^\W_]+)*|[^\w\s]")
_ZH_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:[-.&/][^\W_{HAN}]+)*|[^\w\s]")
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = {"en": 9, "zh": 18}
_LONGEST_PLAIN = 5  # words of an English noun phrase that is no name
_WEDGED = 0.999
"""Share of one neighbour, on both sides, from which a run is only the middle of a longer one."""
_LOOSE = 0.7  # cohesion under which characters stand side by side by chance
_NAMED = 0.6  # share of its places where all words are capitalised, from which a run is a name


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A run of tokens that may be a term.

    `key` is folded, `form` the commonest way of writing it, `units` the indices of the texts it stands in,
    ascending; `freedom` and `enclosed` as in `Runs`; `named` tells English names and acronyms.
    """

    key: str
    form: str
    units: NDArray[np.int64]
    length: int
    freedom: float
    enclosed: float
    named: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tokens:
    """A side's texts as one row of numbered tokens; `begins` and `ends` are places in the unit's text."""

    texts: Sequence[str]
    numbers: Ints
    units: Ints
    begins: list[int]
    ends: list[int]
    keys: list[str]


def candidates(texts: Sequence[str], side: Side, *, least: int) -> list[Candidate]:
    """Return what may be a term in the texts of one side and stands in `least` of them or more."""
    english = side == "en"
    tokens = _numbered(texts, _EN_TOKEN, english_word) if english else _numbered(texts, _ZH_TOKEN, fold)
    edges = np.array([_may_be_edge(key, side) for key in tokens.keys], np.bool_)
    found: list[Candidate] = []
    for runs in recurring(tokens.numbers, edges, least=least, longest=_LONGEST[side]):
        for run in range(len(runs)):
            units = np.unique(tokens.units[runs.places(run)])
            if len(units) >= least and runs.wedged[run] < _WEDGED and not _is_scale(tokens, runs, run):
                made = _english(tokens, runs, run, units) if english else _chinese(tokens, runs, run, units)
                found.extend([made] if made is not None else [])
    return found


def english_word(word: str) -> str:
    """Return an English word folded and singular; acronyms that look like idle words keep their capitals.

    >>> english_word("Bodies"), english_word("WHO")
    ('body', 'WHO')
    """
    return word if word in EN_ACRONYMS else singular(fold(word))


def english_key(text: str) -> str:
    """Return the key of an English form: words folded and singular, one space between.

    >>> english_key("Certification Bodies, Approved")
    'certification body approved'
    """
    return " ".join(english_word(word) for word in _EN_TOKEN.findall(text) if word[0].isalnum())


def chinese_key(text: str) -> str:
    """Return the key of a Chinese form: folded, without spaces and punctuation.

    >>> chinese_key("H1N1 病毒")
    'h1n1病毒'
    """
    return _joined([fold(token) for token in _ZH_TOKEN.findall(text) if token[0].isalnum()])


def _joined(words: Sequence[str]) -> str:
    pieces: list[str] = []
    for at, word in enumerate(words):
        if at and not _HAN.match(word) and not _HAN.match(words[at - 1]):
            pieces.append(" ")
        pieces.append(word)
    return "".join(pieces)


def _may_be_edge(key: str, side: Side) -> bool:
    if not key or not _LETTER.search(key):
        return bool(key) and key.isdigit() and side == "zh"
    if side == "en":
        return key not in EN_STOP and len(key) > 1
    return key not in ZH_EDGE_START or key not in ZH_EDGE_END


def _numbered(texts: Sequence[str], pattern: re.Pattern[str], key_of: Callable[[str], str]) -> _Tokens:
    number: dict[str, int] = {"": BREAK}
    known: dict[str, int] = {}
    numbers, units, begins, ends = [BREAK], [0], [0], [0]
    for unit, text in enumerate(texts):
        for match in pattern.finditer(text):
            word = match.group()
            at = known.get(word)
            if at is None:
                key = key_of(word) if word[0].isalnum() or word == "&" else ""
                at = known[word] = number.setdefault(key, len(number))
            numbers.append(at)
            units.append(unit)
            begins.append(match.start())
            ends.append(match.end())
        numbers.append(BREAK)
        units.append(unit)
        begins.append(len(text))
        ends.append(len(text))
    return _Tokens(
        texts=texts,
        numbers=np.array(numbers, np.int64),
        units=np.array(units, np.int64),
        begins=begins,
        ends=ends,
        keys=list(number),
    )


def _english(tokens: _Tokens, runs: Runs, run: int, units: Ints) -> Candidate | None:
    places = runs.places(run).tolist()
    words = _words(tokens, places[0], runs.length)
    inner = {word for word in words[1:-1] if word in EN_STOP}
    if not inner <= EN_INNER:
        return None
    telling = [place for place in places if tokens.numbers[place - 1] != BREAK] or places
    surfaces = Counter(_english_surface(tokens, place, runs.length) for place in telling)
    form = max(surfaces, key=lambda one: (surfaces[one], -len(one)))
    capitals = sum(count for one, count in surfaces.items() if _is_name(one))
    named = capitals >= _NAMED * len(telling)
    if not named and (runs.length > _LONGEST_PLAIN or not inner <= {"of", "and"} or len(inner) > 1):
        return None
    return _candidate(" ".join(words), form, units, runs, run, named=named)


def _chinese(tokens: _Tokens, runs: Runs, run: int, units: Ints) -> Candidate | None:
    place = int(runs.places(run)[0])
    words = _words(tokens, place, runs.length)
    if words[0] in ZH_EDGE_START or words[-1] in ZH_EDGE_END or (runs.length == 1 and words[0].isdigit()):
        return None
    if runs.length > 1 and runs.cohesion[run] < _LOOSE:
        return None
    form = Counter(_surface(tokens, at, runs.length) for at in runs.places(run).tolist()).most_common(1)[0][0]
    return _candidate(_joined(words), form, units, runs, run, named=False)


def _candidate(key: str, form: str, units: Ints, runs: Runs, run: int, *, named: bool) -> Candidate:
    return Candidate(
        key=key,
        form=form,
        units=units,
        length=runs.length,
        freedom=float(runs.freedom[run]),
        enclosed=float(runs.enclosed[run]),
        named=named,
    )


def _is_scale(tokens: _Tokens, runs: Runs, run: int) -> bool:
    """Tell whether a run is the rest of a number, as 万元 and "million yuan" are: they never answer so."""
    places = runs.places(run)
    if tokens.keys[tokens.numbers[places[0]]] not in SCALES:
        return False
    return all(tokens.keys[number][:1].isdigit() for number in tokens.numbers[places - 1].tolist())


def _words(tokens: _Tokens, place: int, length: int) -> list[str]:
    return [tokens.keys[number] for number in tokens.numbers[place : place + length]]


def _surface(tokens: _Tokens, place: int, length: int) -> str:
    text = tokens.texts[tokens.units[place]]
    return " ".join(text[tokens.begins[place] : tokens.ends[place + length - 1]].split())


def _english_surface(tokens: _Tokens, place: int, length: int) -> str:
    """Return how a run is written; a capital that only begins a sentence is taken away."""
    text = _surface(tokens, place, length)
    first = text.split(" ", 1)[0]
    opens = tokens.numbers[place - 1] == BREAK and first[1:].islower()
    if opens and (length == 1 or not any(c.isupper() for c in text[1:])):
        text = text[0].lower() + text[1:]
    return text.removesuffix("'s").removesuffix("’s")


def _is_name(form: str) -> bool:
    return all(word[0].isupper() or word[0].isdigit() or word in EN_INNER for word in form.split(" "))
