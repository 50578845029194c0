"""The closed list of rules: id, direction, default severity and what each one is for.

Leaves out: how a rule works (one module a family).
"""

from dataclasses import dataclass
from typing import Literal

from tm.bitext import Severity

Direction = Literal["both", "zh-en", "en-zh"]
"""`both`: whichever way the draft goes; else source side to draft side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleInfo:
    """What is fixed about a rule. `doc` is one line, for tables and help."""

    id: str
    direction: Direction
    severity: Severity
    doc: str


def _rule(rule: str, direction: Direction, severity: Severity, doc: str) -> RuleInfo:
    return RuleInfo(id=rule, direction=direction, severity=severity, doc=doc)


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: tuple[RuleInfo, ...] = (
    _rule("number", "both", _ERROR, "a number whose value the other side does not have"),
    _rule("unit", "both", _ERROR, "the right number with another unit or currency"),
    _rule("date", "both", _ERROR, "a date, time or period that the other side does not have"),
    _rule("count", "both", _ERROR, "the total after a list closed by 等 is of all, not of the others"),
    _rule("term", "both", _WARNING, "a glossary term rendered by none of its accepted forms"),
    _rule("term-required", "both", _ERROR, "a required glossary term rendered by none of its accepted forms"),
    _rule("term-forbidden", "both", _ERROR, "a rendering the glossary forbids"),
    _rule("term-deprecated", "both", _WARNING, "a rendering the glossary has given up, or not yet valid"),
    _rule("term-inconsistent", "both", _INFO, "one term rendered in two ways in the same document"),
    _rule("abbreviation", "both", _INFO, "an abbreviation used before it was introduced by its full name"),
    _rule("name", "both", _ERROR, "a personal or place name missing, replaced or misspelt"),
    _rule("people-order", "both", _ERROR, "the same people in another order than in the source"),
    _rule("people-cut", "both", _WARNING, "a list of people shortened to fewer and “others”"),
    _rule("post", "both", _ERROR, "副, 常务, 原, 时任, 代 or 拟 lost or added, or another post"),
    _rule("untranslated", "both", _ERROR, "source-language words left in the draft"),
    _rule("wrong-language", "both", _ERROR, "the draft is not in the language it should be in"),
    _rule("copied", "both", _ERROR, "the draft is the source unchanged"),
    _rule("omitted", "both", _WARNING, "words of the source that nothing answers, or a gap in English"),
    _rule("added", "both", _WARNING, "words of the draft that nothing in the source answers"),
    _rule("empty", "both", _ERROR, "a source segment without a draft"),
    _rule("mismatch", "both", _ERROR, "the draft means something else altogether than the source"),
    _rule("inconsistent-target", "both", _WARNING, "the same source segment translated in two ways"),
    _rule("inconsistent-source", "both", _INFO, "the same draft for two different source segments"),
    _rule("published", "both", _INFO, "another rendering than the one published before"),
    _rule("negation", "both", _WARNING, "a negation lost or added"),
    _rule("question", "both", _WARNING, "a statement turned into a question, or the reverse"),
    _rule("width", "both", _ERROR, "full-width punctuation in English, half-width in Chinese"),
    _rule("pairing", "both", _WARNING, "a bracket or quotation mark without its partner"),
    _rule("ending", "both", _WARNING, "a sentence that lacks the ending its source has"),
    _rule("stray", "both", _WARNING, "punctuation doubled or inside a word"),
    _rule("spacing", "both", _INFO, "spaces missing, doubled or before punctuation; the Han-Latin policy"),
    _rule("case", "zh-en", _WARNING, "an English sentence, name or title in the wrong case"),
    _rule("repeated", "both", _WARNING, "a word or phrase written twice in a row"),
    _rule("tag", "both", _ERROR, "a tag or placeholder lost, added or broken"),
    _rule("length", "both", _WARNING, "a draft far shorter or longer than its source leads to expect"),
    _rule("mojibake", "both", _ERROR, "text garbled by a wrong encoding"),
    _rule("invisible", "both", _WARNING, "an invisible or control character"),
    _rule("confusable", "both", _WARNING, "a trade word taken for its neighbour (认证/认可, 应当/可以)"),
    _rule("wording", "both", _ERROR, "a name of fixed wording, or of a place, rendered otherwise"),
    _rule("speech", "both", _WARNING, "quotation marks around what the source only reports, or the reverse"),
)  # fmt: skip

BY_ID: dict[str, RuleInfo] = {rule.id: rule for rule in RULES}
