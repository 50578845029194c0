"""What the QA benchmark checks with, held once a process, and which rules count as having found an error.

Leaves out: the rows (`qa_sets`, `qa_substitutions`) and the parts of the benchmark (`qa_parts`).
"""

from collections.abc import Iterable, Sequence
from functools import cache

from benches.qa_sets import CORPORA, Pair

from tm.bitext import Draft, DraftSegment, Finding, Lang, Side
from tm.embed import encoder
from tm.exchange import read_terms
from tm.qa import Evidence, check_with
from tm.termbase import TermFinder

VALUES = frozenset({"number", "unit", "date", "count"})
LOST = frozenset({"omitted", "empty", "mismatch"}) | VALUES | {"name", "term", "term-required"}
NAMES = frozenset({"name", "people-order", "people-cut", "omitted", "added"})
LEFT = frozenset({"untranslated", "wrong-language", "copied"})
TERMS = frozenset(
    {"term", "term-required", "term-forbidden", "term-deprecated", "confusable", "post", "wording"}
)
FAMILY: dict[str, frozenset[str]] = {
    "numbers_replaced": VALUES, "empty": LOST, "shuffle_trans": LOST | {"added"}, "codemix": LEFT,
    "addition": frozenset({"added"}), "negation": frozenset({"negation"}), "ne_replaced": NAMES,
    "ne_removed": NAMES, "pp_removed": LOST, "repeat2": frozenset({"repeated"}),
    "repeat4": frozenset({"repeated"}), "final_punc_removed": frozenset({"ending"}),
    "punc_addition": frozenset({"stray", "pairing", "spacing"}), "full_lower": frozenset({"case"}),
    "first_lower": frozenset({"case"}), "tokenized": frozenset({"spacing"}),
    "question": frozenset({"question"}), "number": VALUES, "magnitude": VALUES, "date": VALUES,
    "unit": VALUES, "name": NAMES, "name removed": NAMES, "term": TERMS | LEFT, "omission": LOST,
    "untranslated": LEFT, "punctuation": frozenset({"width", "pairing", "ending", "stray", "spacing"}),
    "dropped clause": LOST, "added clause": frozenset({"added", "mismatch"}) | VALUES,
}  # fmt: skip
"""Rules that find an error of each kind; DEMETR's kinds first. A kind not here is found by any rule."""


@cache
def plain() -> Evidence:
    """Return evidence with vectors alone."""
    return Evidence(encoder=encoder("use"))


@cache
def with_glossary() -> Evidence:
    """Return evidence with vectors and the glossary of `corpora/`."""
    return Evidence(encoder=plain().encoder, finder=TermFinder(tuple(read_terms(CORPORA / "glossary.tsv"))))


def known_for(name: str) -> Evidence:
    """Return what a set is checked with; only our own has a glossary."""
    return with_glossary() if name == "corpora" else plain()


def arrow(source_side: Side) -> str:
    """Return the direction of a draft as tables name it."""
    return "zh>en" if source_side == "zh" else "en>zh"


def as_draft(rows: Sequence[Pair], source_side: Side) -> Draft:
    """Return rows of source and draft as a draft."""
    langs = (Lang.ZH_HANS, Lang.EN) if source_side == "zh" else (Lang.EN, Lang.ZH_HANS)
    segments = tuple(DraftSegment(source=source, draft=draft) for source, draft in rows)
    return Draft(name="bench", source_lang=langs[0], target_lang=langs[1], segments=segments)


def findings(pairs: Iterable[Pair], source_side: Side, known: Evidence) -> list[list[Finding]]:
    """Return the findings of each row. `pairs` are Chinese, English."""
    rows = [pair if source_side == "zh" else (pair[1], pair[0]) for pair in pairs]
    found: list[list[Finding]] = [[] for _ in rows]
    for finding in check_with(as_draft(rows, source_side), known):
        found[finding.segment].append(finding)
    return found


def is_hit(found: Iterable[Finding], family: frozenset[str] | None) -> bool:
    """Tell whether a row's findings have one of the rules, any where `family` is None."""
    return any(family is None or finding.rule in family for finding in found)


def marked(pair: Pair, source_side: Side, finding: Finding) -> str:
    """Return a finding as three lines: what it says, the source and the draft, spans in 【】."""
    source, draft = pair if source_side == "zh" else (pair[1], pair[0])
    texts = ((source, finding.source_span), (draft, finding.draft_span))
    return "\n    ".join([f"{finding.rule}: {finding.message}", *(_with_span(*each) for each in texts)])


def _with_span(text: str, span: tuple[int, int] | None) -> str:
    return text if span is None else f"{text[: span[0]]}【{text[slice(*span)]}】{text[span[1] :]}"
