"""Which checks run, in which order. Leaves out: how (one module a family)."""

from tm.qa.changes import changes
from tm.qa.characters import invisible, mojibake
from tm.qa.confusables import confusable
from tm.qa.consistency import consistency, published
from tm.qa.entities import foreign_names
from tm.qa.evidence import Rule
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
from tm.qa.repeats import repeated
from tm.qa.spacing import case, spacing, title_case
from tm.qa.speech import speech
from tm.qa.tags import tags
from tm.qa.terms import abbreviations, inconsistent, terms
from tm.qa.untranslated import empty, untranslated, wrong_language
from tm.qa.wording import wording

ROW_RULES: tuple[Rule, ...] = (
    empty, wrong_language, numbers, changes, counts, names, places, people_order, people_posts, lost_names,
    foreign_names, terms, posts, posts_by_body, house_director, confusable, wording, speech, negation,
    question, width, pairing, ending, stray, spacing, case, title_case, repeated, tags, mojibake, invisible,
    length, omissions, holes,
)  # fmt: skip
"""Read a chunk of rows at a time."""

DRAFT_RULES: tuple[Rule, ...] = (untranslated, consistency, published, inconsistent, abbreviations)
"""Read the whole draft at once."""
