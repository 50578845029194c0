"""Finding terms in running text of either language. Leaves out: judging their use (`qa`) and storing them.

An Aho-Corasick automaton over folded forms; Latin forms must stand at word boundaries, Han ones need
not. English forms are also found in the plural and the possessive.
"""

import datetime as dt
import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import ahocorasick

from tm.bitext import Side, Term, TermHit
from tm.termbase.english import inflections
from tm.text import fold, fold_with_offsets
from tm.text.keeping import TEXTS

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"})
_POSSESSIVE = re.compile(r"'s?(?![a-z0-9])")
_LONGEST_CASED = 6
"""Abbreviations up to this length (CCC, WHO, US) are found only in capitals where they are kept so."""


_Entry = tuple[Term, str]
"""A term and the form of it that is found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """One form of one term, told by its number: `cased` is the exact writing asked for, or None."""

    number: int
    term: Term
    form: str
    cased: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Meaning:
    """What a text of the automaton stands for: `entries` however written, or `forms` told by capitals."""

    length: int
    entries: tuple[_Entry, ...] = ()
    forms: tuple[_Form, ...] = ()

    @classmethod
    def of(cls, text: str, forms: Sequence[_Form]) -> "_Meaning":
        """Settle once what a hit gives, where that does not hang on capitals."""
        if any(form.cased is not None for form in forms):
            return cls(length=len(text), forms=tuple(forms))
        return cls(length=len(text), entries=_firsts(forms))

    def written(self, writing: str) -> tuple[_Entry, ...]:
        """Return the entries that a stretch of text, as it is written, gives."""
        if self.entries:
            return self.entries
        plain = unicodedata.normalize("NFKC", writing)
        return _firsts(form for form in self.forms if form.cased is None or form.cased in plain)


def _firsts(forms: Iterable[_Form]) -> tuple[_Entry, ...]:
    """Return every term once, with its first form."""
    found: dict[int, _Entry] = {}
    for form in forms:
        found.setdefault(form.number, (form.term, form.form))
    return tuple(found.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    start: int
    end: int
    meaning: _Meaning


class TermFinder:
    """Finds the terms of a termbase; built once, safe to share between threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._automata: dict[Side, ahocorasick.Automaton | None] = {}
        self._lock = threading.Lock()
        self._in_text = lru_cache(maxsize=TEXTS)(self._found)  # rules ask for a row's terms in turn

    def __len__(self) -> int:
        return len(self._terms)

    @cached_property
    def dated(self) -> "TermFinder":
        """A finder for those terms only whose validity ends: few, so made at once."""
        return TermFinder(term for term in self._terms if term.valid_to is not None)

    def find(
        self, text: str, side: Side, *, on: dt.date | None = None, nested: bool = False
    ) -> tuple[TermHit, ...]:
        """Return the terms in `text`, by place; spans are code points of `text` as given.

        Of overlapping hits the longest stays (the earlier of two as long); with `nested`, hits inside a
        longer one are kept too. Several entries with one form are all returned. With `on`, only terms
        valid on that day.
        """
        hits = self._in_text(text, side, nested=nested)
        return hits if on is None else tuple(hit for hit in hits if valid_on(hit.term, on))

    def _found(self, text: str, side: Side, *, nested: bool) -> tuple[TermHit, ...]:
        automaton = self._automaton(side)
        if automaton is None or not text:
            return ()
        folded, offsets = _search_text(text)
        hits: list[TermHit] = []
        for found in _longest(_occurrences(automaton, folded), nested=nested):
            span = (offsets[found.start], offsets[found.end - 1] + 1)
            entries = found.meaning.written(text[slice(*span)])
            hits += [TermHit._make((term, side, form, span)) for term, form in entries]
        return tuple(hits)

    def _automaton(self, side: Side) -> "ahocorasick.Automaton | None":
        with self._lock:
            if side not in self._automata:
                self._automata[side] = _build(self._terms, side)
            return self._automata[side]


def valid_on(term: Term, day: dt.date) -> bool:
    """Tell whether a term is valid on a day; open ends are valid without limit."""
    return (term.valid_from is None or term.valid_from <= day) and (
        term.valid_to is None or day <= term.valid_to
    )


def _build(terms: Sequence[Term], side: Side) -> "ahocorasick.Automaton | None":
    by_text: dict[str, list[_Form]] = {}
    for number, term in enumerate(terms):
        for form in term.forms(side).every():
            key = search_key(form)
            entry = _Form(number=number, term=term, form=form, cased=form if _is_cased(form) else None)
            for text in inflections(key) if side == "en" and entry.cased is None else (key,):
                by_text.setdefault(text, []).append(entry)
    by_text.pop("", None)
    if not by_text:
        return None
    automaton = ahocorasick.Automaton()
    for text, forms in by_text.items():
        automaton.add_word(text, _Meaning.of(text, forms))
    automaton.make_automaton()
    return automaton


def search_key(form: str) -> str:
    """Return a form as it is searched: folded, spaces single, apostrophes and dashes unified.

    >>> search_key("  People’s  Daily ")
    "people's daily"
    """
    return _SPACES.sub(" ", fold(form)).strip().translate(_APOSTROPHES)


def _is_cased(form: str) -> bool:
    return len(form) <= _LONGEST_CASED and form.isascii() and form.isupper()


def _search_text(text: str) -> tuple[str, list[int]]:
    """Return the folded text with runs of spaces single, and where each code point came from."""
    folded, offsets = fold_with_offsets(text)
    folded = folded.translate(_APOSTROPHES)
    if not _SPACES.search(folded):
        return folded, offsets
    kept = [
        at
        for at, character in enumerate(folded)
        if not (character.isspace() and folded[at - 1 : at].isspace())
    ]
    squeezed = "".join([" " if folded[at].isspace() else folded[at] for at in kept])
    return squeezed, [*(offsets[at] for at in kept), offsets[-1]]


def _occurrences(automaton: "ahocorasick.Automaton", folded: str) -> list[_Found]:
    """Return every place where a form stands as a word of its own."""
    return [
        _Found(start=last + 1 - meaning.length, end=last + 1, meaning=meaning)
        for last, meaning in automaton.iter(folded)
        if _at_boundaries(folded, last + 1 - meaning.length, last + 1)
    ]


def _is_latin(character: str) -> bool:
    """Tell letters and digits that build words with their neighbours from Han characters."""
    return character.isalnum() and character < "\u2e80"


def _at_boundaries(folded: str, start: int, end: int) -> bool:
    if start > 0 and _is_latin(folded[start]) and _is_latin(folded[start - 1]):
        return False
    if end < len(folded) and _is_latin(folded[end - 1]) and _is_latin(folded[end]):
        return False
    return (
        not folded.startswith("'", end)
        or bool(_POSSESSIVE.match(folded, end))
        or not _is_latin(folded[end - 1])
    )


def _longest(found: list[_Found], *, nested: bool) -> list[_Found]:
    """Choose among overlapping occurrences, longest first, and return those kept by place."""
    kept: list[_Found] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        clashes = [other for other in kept if hit.start < other.end and other.start < hit.end]
        inside = any(other.start <= hit.start and hit.end <= other.end for other in clashes)
        if not clashes or (
            nested and inside and all(o.start <= hit.start and hit.end <= o.end for o in clashes)
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, -hit.end))
