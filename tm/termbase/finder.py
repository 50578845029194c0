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
from functools import cached_property

import ahocorasick

from tm.bitext import Side, Span, Term, TermHit
from tm.termbase.english import inflections
from tm.text import fold, fold_with_offsets

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"})
_POSSESSIVE = re.compile(r"'s?(?![a-z0-9])")
_LONGEST_CASED = 6
"""Abbreviations up to this length (CCC, WHO, US) are found only in capitals where they are kept so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """One form of one term: `cased` is the exact writing asked for, or None."""

    term: int
    form: str
    cased: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    start: int
    end: int
    forms: tuple[_Form, ...]


class TermFinder:
    """Finds the terms of a termbase; built once, safe to share between threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._automata: dict[Side, ahocorasick.Automaton | None] = {}
        self._lock = threading.Lock()

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
        automaton = self._automaton(side)
        if automaton is None or not text:
            return ()
        folded, offsets = _search_text(text)
        found = [hit for hit in _occurrences(automaton, folded) if _at_boundaries(folded, hit.start, hit.end)]
        hits: list[TermHit] = []
        for hit in _longest(found, nested=nested):
            span = (offsets[hit.start], offsets[hit.end - 1] + 1)
            hits.extend(self._hits(text, side, span, hit.forms, on))
        return tuple(hits)

    def _hits(
        self, text: str, side: Side, span: Span, forms: Sequence[_Form], on: dt.date | None
    ) -> list[TermHit]:
        hits: dict[int, TermHit] = {}
        for form in forms:
            term = self._terms[form.term]
            if form.cased is not None and form.cased not in unicodedata.normalize("NFKC", text[slice(*span)]):
                continue
            if on is None or valid_on(term, on):
                hits.setdefault(form.term, TermHit(term=term, side=side, form=form.form, span=span))
        return list(hits.values())

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
            entry = _Form(term=number, form=form, cased=form if _is_cased(form) else None)
            for text in inflections(key) if side == "en" and entry.cased is None else (key,):
                by_text.setdefault(text, []).append(entry)
    by_text.pop("", None)
    if not by_text:
        return None
    automaton = ahocorasick.Automaton()
    for text, forms in by_text.items():
        automaton.add_word(text, (len(text), tuple(forms)))
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
    return [
        _Found(start=last + 1 - length, end=last + 1, forms=forms)
        for last, (length, forms) in automaton.iter(folded)
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
