"""Which checks run, in which order. Leaves out: how (one module a family)."""

from collections.abc import Mapping

from tm.qa.changes import changes
from tm.qa.characters import invisible, mojibake
from tm.qa.confusables import confusable
from tm.qa.consistency import consistency, published
from tm.qa.entities import foreign_names
from tm.qa.evidence import Rule
from tm.qa.firsts import firsts
from tm.qa.holes import holes
from tm.qa.lengths import length
from tm.qa.lost import lost_names
from tm.qa.names import names
from tm.qa.negation import negation
from tm.qa.numbers import counts, numbers
from tm.qa.omissions import omissions
from tm.qa.people import people_order, people_posts
from tm.qa.places import places
from tm.qa.posts import house_director, posts, posts_by_body
from tm.qa.punctuation import ending, pairing, question, stray, width
from tm.qa.register import in_office
from tm.qa.repeats import repeated
from tm.qa.spacing import case, spacing, title_case
from tm.qa.speech import speech
from tm.qa.tags import tags
from tm.qa.terms import abbreviations, inconsistent, terms
from tm.qa.untranslated import empty, untranslated, wrong_language
from tm.qa.wording import wording

ROW_RULES: Mapping[Rule, str] = {
    empty: "empty",
    wrong_language: "copied wrong-language",
    numbers: "number unit date",
    changes: "number",
    counts: "count",
    names: "name",
    places: "name",
    people_order: "people-order people-cut",
    people_posts: "post",
    in_office: "post",
    lost_names: "name",
    foreign_names: "name",
    terms: "term term-required term-forbidden term-deprecated",
    posts: "post",
    posts_by_body: "post",
    house_director: "post",
    confusable: "confusable",
    wording: "wording",
    speech: "speech",
    negation: "negation",
    question: "question",
    width: "width",
    pairing: "pairing",
    ending: "ending",
    stray: "stray",
    spacing: "spacing",
    case: "case",
    title_case: "case",
    repeated: "repeated",
    tags: "tag",
    mojibake: "mojibake",
    invisible: "invisible",
    length: "length",
    omissions: "omitted added mismatch",
    holes: "omitted",
    firsts: "omitted added",
}
"""Read a chunk of rows at a time; each with the ids of what it may find."""

DRAFT_RULES: Mapping[Rule, str] = {
    untranslated: "untranslated",
    consistency: "inconsistent-target inconsistent-source",
    published: "published",
    inconsistent: "term-inconsistent",
    abbreviations: "abbreviation",
}
"""Read the whole draft at once and say what they find in the order of its rows."""


BY_MEANING = frozenset({"name", "term", "term-required", "omitted", "added", "mismatch"})
"""The rules that need vectors; where all of them are switched off no encoder is loaded."""


def wanted(rules: Mapping[Rule, str], off: frozenset[str]) -> tuple[Rule, ...]:
    """Return the checks that may find anything that is not switched off."""
    return tuple(rule for rule, ids in rules.items() if not off.issuperset(ids.split()))
