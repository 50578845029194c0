"""A rendering rewritten where only numbers, dates, money or known terms differ, or left alone.

Every value of the query must be found in the new target and every value of the target in the query, and
nothing is rewritten on a doubt: a count that turns from one to many, he or she beside a changed name, an
article that would no longer fit, a body renamed, a value said twice. Leaves out: finding candidates.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from tm.bitext import Lang, Side, Term, TranslationUnit, other_side
from tm.errors import TmError
from tm.lookup.edits import Edit, UnsureError, written
from tm.lookup.matches import FindTerms
from tm.lookup.repair_terms import term_edit, usable
from tm.lookup.repair_values import Pair, value_edits
from tm.lookup.results import Repair
from tm.lookup.slots import paired, slotted
from tm.text.quantities import read_values
from tm.text.quantities_compare import compare_values


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """A rewritten target and what was changed in it."""

    target: str
    repair: Repair


def repaired(query: str, unit: TranslationUnit, side: Side, find_terms: FindTerms) -> Repaired | None:
    """Return the unit's target rewritten for the query, None where that is not certain."""
    source = unit.text(side)
    for terms in (False, True):
        ours = slotted(query, side, usable(find_terms(query, side)) if terms else ())
        theirs = slotted(source, side, usable(find_terms(source, side)) if terms else ())
        pairs = paired(ours, theirs)
        if pairs is None or all(one.says_the_same(other) for one, other in pairs):
            continue
        try:
            return _rewritten(query, unit, side, pairs, find_terms)
        except (UnsureError, TmError):
            continue
    return None


def _rewritten(
    query: str, unit: TranslationUnit, side: Side, pairs: list[Pair], find_terms: FindTerms
) -> Repaired:
    """Write the query's values and terms into the target and read it again.

    Raises UnsureError where that would be a guess, or does not say the same as the query.
    """
    across = other_side(side)
    source, target = unit.text(side), unit.text(across)
    edits = list(value_edits(pairs, read_values(source, side), read_values(target, across), target, across))
    for ours, theirs in pairs:
        if isinstance(theirs.held, Term) and not ours.says_the_same(theirs):
            edits.append(term_edit(ours, theirs, target, across, find_terms))
    if across == "zh" and unit.zh_lang is Lang.ZH_HANT:
        edits = [_traditional(edit) for edit in edits]
    text, changes = written(target, edits)
    wanted, said = read_values(query, side), read_values(text, across)
    if not changes or compare_values(wanted, said).differences or compare_values(said, wanted).differences:
        raise UnsureError
    return Repaired(target=text, repair=Repair(changes=changes))


def _traditional(edit: Edit) -> Edit:
    return replace(edit, text=_to_traditional()(edit.text))


@cache
def _to_traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert
