"""Places where an English draft breaks off: a word that asks for a noun with none after it.

“…arrived in .”, “imported from are”, “the (IBO)”, “On Monday, said that”: whatever stood there was cut out,
most often a name. Leaves out: what is missing without leaving a gap (`omissions`, `lost`).
"""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.mentions import is_title
from tm.qa.row import Mark, Row, Sides, mark
from tm.text.scripts import HAN

_PREPOSITIONS = (
    "of|from|at|in|on|into|by|with|for|to|between|among|against|via|through|near|under|towards?|during|than"
    "|about|within|without|across|after|before|over|as"
)
_DETERMINERS = "the|a|an|this|its|their|his|her|our"
_AFTER_ARTICLE = "of|and|or|in(?! (?:v|si|ut))|on|at|to|for|with|by|from|that|which|who"
_VERBS = "is|are|was|were|has|have|had|would|could|should|does|did"
_FINITE = f"{_VERBS}|will|can|must"
_SAID = (
    "said|says|stated|states|noted|notes|announced|believes|believed|told|reported|pointed out|stressed"
    "|emphasi[sz]ed|explained|claimed|reiterated|declared|expressed|learned|introduced"
)
_DID = "voted|decided|agreed|announced|reported|said|signed|visited|beat|attended|urged|warned"
_POSTS = "President|General Secretary|Premier|Minister|Director|Chairman|Mayor|Governor|Professor|Chancellor"
_OPENERS = (
    "On|In|At|According to|After|Before|Since|Meanwhile|Recently|Currently|By|During|Looking|First|Second"
    "|Third|Finally|Today|Yesterday"
)
_OBJECTS = r"(?:that|the|an?|his|her|its|their|to|on|about|how|why|of|optimism|satisfaction)\b|[A-Z“\"]"
_START = r"(?<![\w'’\-./])"
_WHOLE = "".join(f"(?<!{verb} )" for verb in ("sit", "sits", "sat", "stand", "stands", "stood", "idly"))
"""Sit by and see is whole."""
_GAPS = (
    rf"(?i:(?:{_PREPOSITIONS}|{_DETERMINERS}|and|or)) [,.;:!?](?=[\s”\"’)]|$)",
    r"(?:and|or|the|a|an|its|their|than|during|among)[.;!?](?=[\s”\"’]|$)",
    r"(?:the|a|an|its|their|between|[Aa]ccording),(?=\s)",
    rf"(?:[Tt]he|[Aa]n?) (?:{_VERBS}|{_AFTER_ARTICLE})\b(?![-/'’])",
    rf"{_WHOLE}(?:of|from|into|between|by) (?:and|or)\b(?![-/])(?! (?:{_PREPOSITIONS}|large|out|around)\b)",
    rf"(?:of|from|into|between|by|with|at|in|during|among) (?:{_VERBS}|said|says)\b(?![-/])",
    r"(?:of|into|between|among|by|from|at|with) of\b(?![-/])",
    rf"(?:of|from|in|at|by) (?:{_DID}) (?:to|that|the|an?|on|in|for|against)\b",
    r"one of (?:most|largest|biggest|oldest|first)\b",
    rf"(?i:(?:{_PREPOSITIONS}|{_DETERMINERS}|and|or)) \((?:[A-Z][A-Za-z]*[A-Z][A-Za-z\-]*)\)",
    r"(?:of|from|at|in|into|by|between|the|an?)$",
)
_INSIDE = re.compile(
    rf"{_START}(?:{'|'.join(_GAPS)})"
    r"|(?:^|[.!?] )(?:In|At|On|From|With|For|According to|During|By|Of),"
    r"|,\s+,|,\s*\.(?=\s|$)|(?:^|\s)\(\s*\)|“\s*”|(?:^|\s)\"\"(?=[\s.,]|$)|‘\s*’"
    r"|(?:^|\s)['’]s(?=\s)"
    r"|^[,;] |^\((?:[A-Z][A-Za-z]*[A-Z][A-Za-z\-]*)\) "
)
"""Words that stand together, or before a mark, only where something between them is gone."""
_SENTENCE = re.compile(
    r"^(?:is(?! it| there)|was|has|will|says|said|also)\b"
    r"|(?:^|[.!] )(?:"
    r"(?:Is|Was|Has|Will|Says|Said|Believes|Believed|Reiterated (?:the|that)|(?:Also|Then) [a-z]+ed)\b"
    rf"|(?:{_POSTS}|(?:Dr|Mr|Ms|Mrs)\.?) (?:{_FINITE}|{_SAID})\b"
    rf"|(?:{_OPENERS})\b[^,.]{{0,90}}, (?:also )?(?:(?:{_SAID}) (?={_OBJECTS})|(?:{_FINITE})\b))"
)
"""A sentence that begins with its verb, or whose post or opening phrase is followed by the verb at once."""


_FIRM = re.compile(r"\bCo\., (?!Ltd|Limited|Inc|LLC|L\.)")
"""A limited company (有限公司) whose end is cut off."""


_CODE = re.compile(r"(?=.*\d)[A-Za-z]*[\d.\-]+[.:]?")
_SAID_BESIDE = re.compile(
    rf"(?![一二三四五六七八九十百千万亿零〇两第年月日号元期章节条款部])[{HAN}]|[A-Za-z]{{4,}}"
)
_HAN_BESIDE = 3


def holes(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield where something is cut out of an English draft, once a row, and drafts of a number alone."""
    del known
    for row in rows:
        if _says_only_codes(row):
            span = (0, len(row.source.text))
            message = f"only {row.draft.text.strip()} is left of it"
            yield Mark(row=row, rule="omitted", message=message, source_span=span)
        if not row.to_english:
            continue
        text = row.draft.text
        asks = "?" in text or is_title(row)
        found = _INSIDE.search(text) or (None if asks else _SENTENCE.search(text))
        if not found and "有限" in row.zh.text:
            found = _FIRM.search(text)
        if found:
            message = f"something is missing here: “{found.group().strip()}”"
            yield mark(row, "omitted", message, Sides(en=found.span()))


def _says_only_codes(row: Row) -> bool:
    """Tell a draft of codes alone (V2.3) whose source has them before words."""
    codes = row.draft.text.split()
    if not codes or not all(_CODE.fullmatch(code) and code in row.source.text for code in codes):
        return False
    rest = row.source.text
    for code in codes:
        rest = rest.replace(code, "")
    said = _SAID_BESIDE.findall(rest)
    return len(said) >= (_HAN_BESIDE if row.to_english else 1)
