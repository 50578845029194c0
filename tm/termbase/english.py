"""Inflected forms of English terms, for finding them in running text. Leaves out: tense, irregular nouns.

Institution names, posts and noun terms change by plural and possessive only; verbs are matched as written.
"""

import re

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_HEAD = re.compile(r"^(?P<head>\S+(?: \S+)*?)(?P<tail> (?:of|for|in|on|at|to) .+)$")
_PLURALS = {
    "person": "people",
    "criterion": "criteria",
    "analysis": "analyses",
    "basis": "bases",
    "datum": "data",
}


def plural(word: str) -> str:
    """Return the plural of a lower-case noun phrase, inflecting its last word.

    >>> plural("certification body"), plural("process"), plural("criterion")
    ('certification bodies', 'processes', 'criteria')
    """
    before, _, last = word.rpartition(" ")
    lead = f"{before} " if before else ""
    if last in _PLURALS:
        return lead + _PLURALS[last]
    if _CONSONANT_Y.search(last):
        return f"{lead}{last[:-1]}ies"
    if _SIBILANT.search(last):
        return f"{lead}{last}es"
    return f"{lead}{last}s"


def inflections(form: str) -> tuple[str, ...]:
    """Return a folded form with its plurals; the possessive is settled at the word boundary.

    >>> inflections("director of quality")
    ('director of quality', 'director of qualities', 'directors of quality')
    """
    if not form or not form[-1].isalpha():
        return (form,)
    found = [form, plural(form)]
    head = _HEAD.match(form)
    if head:
        found.append(plural(head["head"]) + head["tail"])
    return tuple(dict.fromkeys(found))
