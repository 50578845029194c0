"""Names TBX gives to what a glossary holds (ISO 30042, TBX-Basic). Leaves out: reading and writing.

TBX-Basic has no place for dates of validity, successors, duty, and forbidden beside deprecated: those are
kept in one note of an entry that begins with MARK and goes on as JSON.
"""

from tm.bitext import TermStatus

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
TOOL = "Duizhao"
MARK = "Duizhao: "
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

STATUS_NAMES = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.DEPRECATED: "deprecatedTerm-admn-sts",
    TermStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
STATUSES = {
    "preferredterm": TermStatus.PREFERRED,
    "preferred": TermStatus.PREFERRED,
    "standardizedterm": TermStatus.PREFERRED,
    "regulatedterm": TermStatus.PREFERRED,
    "legalterm": TermStatus.PREFERRED,
    "admittedterm": TermStatus.ADMITTED,
    "admitted": TermStatus.ADMITTED,
    "deprecatedterm": TermStatus.DEPRECATED,
    "deprecated": TermStatus.DEPRECATED,
    "notrecommended": TermStatus.DEPRECATED,
    "supersededterm": TermStatus.DEPRECATED,
    "superseded": TermStatus.DEPRECATED,
    "obsolete": TermStatus.DEPRECATED,
}
"""By the name without its ending and in lower case."""

TYPES = {
    "fullform": "full",
    "shortform": "short",
    "abbreviation": "abbreviation",
    "acronym": "abbreviation",
    "initialism": "abbreviation",
    "abbreviatedform": "abbreviation",
    "variant": "variants",
    "synonym": "variants",
    "spellingvariant": "variants",
}
"""Which list of `TermForms` a term type belongs to; others are read as full forms."""
