"""A rendering rewritten where only numbers, dates, money or known terms differ, or left alone.

Every value of the query must be found in the new target and every value of the target in the query, and
nothing is rewritten on a doubt: a count that turns from one to many, he or she beside a changed name, an
article that would no longer fit, a body renamed, a value said twice. Leaves out: finding candidates.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from tm.bitext import Lang, Side, Span, Term, TermHit, TermStatus, TranslationUnit, other_side
from tm.errors import TmError
from tm.lookup.results import Repair, RepairChange
from tm.lookup.slots import Slot, differing, slotted
from tm.text import normalise
from tm.text.dates_model import DateSpan
from tm.text.dates_render import date_style, render_date
from tm.text.quantities import read_values
from tm.text.quantities_compare import Stated, compare_values
from tm.text.quantities_model import Quantity, QuantityKind
from tm.text.quantities_render import quantity_style, render_quantity
from tm.text.scripts import fold_script

_PERSON = re.compile(r"\b(?:he|she|his|her|hers|him|himself|herself|mr|ms|mrs|madam)\b")
_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_UNCOUNTED = frozenset({QuantityKind.PERCENT, QuantityKind.MONEY, QuantityKind.ORDINAL, QuantityKind.CODE})
"""Kinds whose number says nothing of the noun beside it being one or many."""
FindTerms = Callable[[str, Side], tuple[TermHit, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """A rewritten target and what was changed in it."""

    target: str
    repair: Repair


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edit:
    span: Span
    text: str
    why: str


class _Unsure(Exception):  # noqa: N818
    """Raised inside where a rewrite would be a guess."""


def repaired(query: str, unit: TranslationUnit, side: Side, find_terms: FindTerms) -> Repaired | None:
    """Return the unit's target rewritten for the query, None where that is not certain."""
    source, target = unit.text(side), unit.text(other_side(side))
    for hits in ((), None):
        ours = slotted(query, side, find_terms(query, side) if hits is None else hits)
        theirs = slotted(source, side, find_terms(source, side) if hits is None else hits)
        pairs = differing(ours, theirs)
        if not pairs:
            continue
        try:
            edits = _edits(pairs, source, target, side, find_terms)
            return _checked(query, target, side, edits, traditional=unit.zh_lang is Lang.ZH_HANT)
        except (_Unsure, TmError):
            continue
    return None


def _edits(
    pairs: list[tuple[Slot, Slot]], source: str, target: str, side: Side, find_terms: FindTerms
) -> list[_Edit]:
    across = other_side(side)
    held = compare_values(read_values(source, side), read_values(target, across))
    if held.differences:
        raise _Unsure
    edits: list[_Edit] = []
    for ours, theirs in pairs:
        if isinstance(ours.held, Term):
            assert isinstance(theirs.held, Term)
            edits.append(_term_edit(ours, theirs.held, target, across, find_terms))
            continue
        answers = {id(m.target): m.target for m in held.matches if m.source is theirs.held}
        if len(answers) != 1:
            raise _Unsure
        answer = next(iter(answers.values()))
        if any(m.target is answer and m.source is not theirs.held for m in held.matches):
            raise _Unsure
        edits.append(_value_edit(ours, theirs, answer, target, across))
    return sorted(edits, key=lambda edit: edit.span)


def _value_edit(ours: Slot, theirs: Slot, answer: Stated, target: str, across: Side) -> _Edit:
    why = f"{theirs.text} → {ours.text}"
    if isinstance(answer, DateSpan) and isinstance(ours.held, DateSpan):
        text = render_date(ours.held, across, date_style(fold_script(answer.text), across))
        return _Edit(span=answer.span, text=_as_capital(text, answer.text), why=why)
    if not (isinstance(answer, Quantity) and isinstance(ours.held, Quantity)):
        raise _Unsure
    value, before = ours.held, theirs.held
    assert isinstance(before, Quantity)
    if across == "en" and value.kind not in _UNCOUNTED and (value.value == 1) != (before.value == 1):
        raise _Unsure
    bare = value.approximate is before.approximate
    span = answer.span if bare else answer.whole
    style = quantity_style(replace(answer, text=fold_script(answer.text)), across)
    text = render_quantity(value, across, style, bare=bare)
    if across == "zh" and value.kind is not QuantityKind.ORDINAL:
        text = re.sub(r"^二(?!十|百|分|成|〇|零)", "两", text)
    return _Edit(span=span, text=_as_capital(text, target[slice(*span)]), why=why)


def _term_edit(ours: Slot, old: Term, target: str, across: Side, find_terms: FindTerms) -> _Edit:
    new = ours.held
    assert isinstance(new, Term)
    if new.status not in {TermStatus.PREFERRED, TermStatus.ADMITTED} or _is_renamed(old, new):
        raise _Unsure
    hits = [hit for hit in find_terms(target, across) if hit.term is old or hit.term == old]
    if len(hits) != 1 or _PERSON.search(normalise(target)):
        raise _Unsure
    span = hits[0].span
    if normalise(target[slice(*span)]) != normalise(hits[0].form):
        raise _Unsure
    text = new.forms(across).full
    why = f"term {ours.text}"
    return _Edit(span=span, text=_as_capital(text, target[slice(*span)]), why=why)


def _is_renamed(old: Term, new: Term) -> bool:
    """Tell whether one of two terms is the later name of the other, or either had a limited life."""
    names = {normalise(form) for term in (old, new) for form in (*term.en.every(), *term.zh.every())}
    followers = {normalise(term.replaced_by) for term in (old, new) if term.replaced_by}
    return bool(names & followers) or old.valid_to is not None or new.valid_to is not None


def _as_capital(text: str, before: str) -> str:
    """Return the text with a capital first letter where it takes the place of one at a sentence start."""
    return text[0].upper() + text[1:] if text[:1].islower() and before[:1].isupper() else text


def _checked(query: str, target: str, side: Side, edits: list[_Edit], *, traditional: bool) -> Repaired:
    """Write the edits into the target and read it again; raises _Unsure where it does not say the same."""
    across = other_side(side)
    text = target
    changes: list[RepairChange] = []
    for edit in reversed(edits):
        new = _traditional()(edit.text) if traditional and across == "zh" else edit.text
        start, end = edit.span
        if _ARTICLE.search(text[:start]) and text[start : start + 1].lower() != new[:1].lower():
            raise _Unsure
        changes.append(RepairChange(from_=text[start:end], to=new, why=edit.why))
        text = text[:start] + new + text[end:]
    if any(one.span[1] > other.span[0] for one, other in pairwise(edits)):
        raise _Unsure
    wanted, written = read_values(query, side), read_values(text, across)
    if compare_values(wanted, written).differences or compare_values(written, wanted).differences:
        raise _Unsure
    return Repaired(target=text, repair=Repair(changes=tuple(reversed(changes))))


@cache
def _traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert
