"""A known name or term in a target given way to another. Leaves out: values (`repair_values`)."""

import re

from tm.bitext import Side, Term, TermForms, TermHit, TermStatus
from tm.lookup.edits import Edit, UnsureError
from tm.lookup.fact_words import POSTS_ZH
from tm.lookup.matches import FindTerms
from tm.lookup.slots import Slot
from tm.text import normalise
from tm.text.names import match_name
from tm.text.names_pinyin import split_name, surnames
from tm.text.scripts import fold_script

_PERSON = re.compile(
    r"\b(?:he|she|his|her|hers|him|himself|herself|mr|ms|mrs|miss|madam|sir|lady|husband|wife|father|mother"
    r"|actress|[a-z]+(?<!hu)(?<!ger)(?:man|woman))\b|[他她]|先生|女士|小姐|夫人"
)
"""Words that tell a man from a woman."""
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_COMMON_HEADS = re.compile(
    r"(?:ministry|state|national|general|department|bureau|office|administration|standing|central|supreme"
    r"|world|united|european|international|people's|chinese)\b",
    re.IGNORECASE,
)
"""How names of bodies begin that English gives an article."""


def usable(hits: tuple[TermHit, ...]) -> tuple[TermHit, ...]:
    """Return hits whose rendering may be written: preferred or admitted, a preferred one for each place."""
    kept = [hit for hit in hits if hit.term.status in {TermStatus.PREFERRED, TermStatus.ADMITTED}]
    preferred = {hit.span for hit in kept if hit.term.status is TermStatus.PREFERRED}
    return tuple(hit for hit in kept if hit.term.status is TermStatus.PREFERRED or hit.span not in preferred)


def term_edit(ours: Slot, theirs: Slot, target: str, across: Side, find_terms: FindTerms) -> Edit:
    """Return the edit that writes the query's term where the unit's own stands in the target.

    Raises UnsureError where a body was renamed, a person's sex may show, or grammar may change.
    """
    new, old = ours.held, theirs.held
    assert isinstance(new, Term)
    assert isinstance(old, Term)
    sort = _sort(old)
    if _sort(new) != sort or _is_renamed(old, new):
        raise UnsureError
    hits = [hit for hit in find_terms(target, across) if hit.term == old]
    if len(hits) != 1 or (sort == "person" and _PERSON.search(normalise(target))):
        raise UnsureError
    start, end = hits[0].span
    form = target[start:end]
    if normalise(form) != normalise(hits[0].form):
        raise UnsureError
    text = _like(form, old.forms(across), new.forms(across))
    if across == "en" and sort != "person" and not _article_fits(target[:start], form, text):
        raise UnsureError
    if text[:1].islower() and form[:1].isupper():
        text = text[0].upper() + text[1:]
    return Edit(span=(start, end), text=text, why=f"term {theirs.text} → {ours.text}")


def _sort(term: Term) -> str:
    """Return what a term names: a person, a post, or its domain."""
    if term.domain in {"person", "post"}:
        return term.domain
    name = term.zh.full
    if split_name(name)[0] in surnames() and match_name(name, term.en.full) == (0, len(term.en.full)):
        return "person"
    if fold_script(name).endswith(POSTS_ZH):
        return "post"
    return term.domain


def _is_renamed(old: Term, new: Term) -> bool:
    """Tell whether one of two terms is the later name of the other, or either had a limited life."""
    names = {normalise(form) for term in (old, new) for form in (*term.en.every(), *term.zh.every())}
    followers = {normalise(term.replaced_by) for term in (old, new) if term.replaced_by}
    return bool(names & followers) or old.valid_to is not None or new.valid_to is not None


def _like(form: str, old: TermForms, new: TermForms) -> str:
    """Return the new term's form of the same sort: abbreviation for abbreviation, short for short."""
    key = normalise(form)
    for mine, its in ((old.abbreviation, new.abbreviation), (old.short, new.short)):
        if key in map(normalise, mine):
            if not its:
                raise UnsureError
            return its[0]
    return new.full


def _article_fits(before: str, old: str, new: str) -> bool:
    """Tell whether a name may stand where another stood, with or without the article that is there."""
    if _THE.search(before):
        return " " in new or not new[:1].isupper() or " " not in old
    if old.split(maxsplit=1)[0] == new.split(maxsplit=1)[0]:
        return True
    return _COMMON_HEADS.match(new) is None
