"""People and places by name, and the order of people. Leaves out: posts (`posts`) and bodies (`terms`).

Register entries (glossary, domain `person` or `place`) must stand in an accepted form. Other Chinese
names are known by where they stand (beside a post or a verb of speech) or, in English, by reading as
pinyin; they must spell each other.
"""

import re
from collections.abc import Iterator, Sequence

from tm.bitext import Span
from tm.qa.entities import open_names
from tm.qa.evidence import Evidence
from tm.qa.people import CUT_SHORT
from tm.qa.register import Person, registered, written
from tm.qa.row import Mark, Row, Sides, mark
from tm.qa.spelling import latin_pairs, latin_people, spelled_abroad, spelled_in
from tm.qa.transliterated import is_foreign_name, is_heard
from tm.text.names import candidate_names_zh, latin_names, match_name
from tm.text.names_pinyin import latin_letters, split_name, surname_readings, surnames

_ALIKE = 50.0
"""Percent of likeness from which an English name is a misspelling of a Chinese one rather than another's."""
_WHOLE_NAME = 3  # characters; two may be a word
_BODIES = frozenset("部院局会司处厅署委组队社网报台所校常")


def names(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield names missing, replaced or misspelt."""
    met: set[tuple[str | None, str]] = set()
    for row in rows:
        if not any(character.isalnum() for character in row.draft.text):
            continue
        people = registered(row, known)
        for person in people:
            place = (row.segment.document, person.name)
            if _form_in(person, row) is not None:
                met.add(place)
            elif place not in met or not _PRONOUN.search(row.en.text):
                yield _missing(row, person)
        taken = [person.span for person in people]
        if row.to_english:
            yield from _from_chinese(row, taken)
        else:
            yield from _from_english(row, taken)


def _form_in(person: Person, row: Row) -> Span | None:
    draft = row.draft
    for form in person.forms:
        if (place := written(draft, form)) is not None:
            return place
        if (
            row.to_english
            and (span := match_name(person.name, draft.text))
            and _same(draft.text[slice(*span)], form)
        ):
            return span
        if row.to_english and _shortened(form, draft.text):
            return (0, 0)
    return None


def _same(written: str, form: str) -> bool:
    """Compare spellings by their letters and the order of the words alone."""
    bare = [
        re.sub(r"[^a-zü]", "", text.lower().replace("lyu", "lv").replace("lü", "lv"))
        for text in (written, form)
    ]
    return bare[0] == bare[1] or sorted(written.lower().split()) == sorted(form.lower().split())


def _shortened(form: str, text: str) -> bool:
    """Tell a second mention by surname: “Mr. Zhou”, “Zhou said”, and no other name after it."""
    family = form.split(maxsplit=1)[0]
    return bool(re.search(rf"(?<![A-Za-z]){re.escape(family)}(?=['’]s|,? (?:[a-z]|\()|[,.;)])", text))


def _missing(row: Row, person: Person) -> Mark:
    instead = _misspelt(row, person)
    wanted = " / ".join(person.forms[:2])
    if instead is None:
        message = f"{person.name} ({wanted}) is not in the draft"
        return Mark(row=row, rule="name", message=message, source_span=person.span)
    message = f"{person.name} is {wanted}, not {row.draft.text[slice(*instead)]}"
    suggestion = person.forms[0] if len(person.forms) == 1 else None
    return Mark(
        row=row,
        rule="name",
        message=message,
        source_span=person.span,
        draft_span=instead,
        suggestion=suggestion,
    )


def _misspelt(row: Row, person: Person) -> Span | None:
    """Return the name in the draft most like the wanted one, if one is like it at all."""
    from rapidfuzz import fuzz

    best, span = 55.0, None
    for there in _draft_names(row):
        for form in person.forms:
            likeness = fuzz.ratio(row.draft.text[slice(*there)].lower(), form.lower())
            if likeness > best:
                best, span = likeness, there
    return span


def _draft_names(row: Row) -> list[Span]:
    if row.to_english:
        return [
            found.span() for found in re.finditer(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}", row.draft.text)
        ]
    return [found.span for found in candidate_names_zh(row.draft.text)]


def _from_chinese(row: Row, taken: Sequence[Span]) -> Iterator[Mark]:
    """Yield Chinese names that no English spelling answers, and English ones that spell nothing."""
    zh, en = row.zh.simplified, row.en.text
    unspelt = [found for found in latin_people(en) if spelled_in(found.group(), zh) is None]
    candidates = candidate_names_zh(zh)
    answered = {span for one in candidates if (span := match_name(one.text, en))}
    for found in candidates:
        inside = any(start < found.span[1] and found.span[0] < end for start, end in taken)
        if inside or match_name(found.text, en) or _lives_abroad(found.text, en):
            continue
        if is_heard(found.text, en) and is_foreign_name(found.text):
            continue
        other = _nearest(found.text, [pair for pair in latin_pairs(en) if pair.span() not in answered])
        if other is None and len(unspelt) == 1 and _is_sure(found.text, en):
            other = unspelt[0]  # somebody else altogether
        if other is not None:
            unspelt = [one for one in unspelt if one.span() != other.span()]
            message = f"{found.text} does not read {other.group()}"
            yield mark(row, "name", message, Sides(zh=found.span, en=other.span()))
        elif _is_sure(found.text, en) and not _could_be_meant(row):
            yield mark(row, "name", f"{found.text} is not in the draft", Sides(zh=found.span))
    for extra in unspelt:
        if _could_be_chinese(extra, zh):
            message = f"{extra.group()} spells no name in the source"
            yield mark(row, "name", message, Sides(en=extra.span()))


def _lives_abroad(name: str, en: str) -> bool:
    """Tell a surname spelled as outside the mainland after a given name of the language there."""
    return any(spelled_abroad(found.text, name[:1]) for found in latin_names(en))


def _nearest(name: str, people: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return the unspelt English name that shares most with the Chinese one: surname or given name."""
    from rapidfuzz import fuzz

    from tm.text.names_pinyin import pinyin_forms

    forms = [form.lower() for form in pinyin_forms(name)]
    scored = [
        (max((fuzz.ratio(person.group().lower(), form) for form in forms), default=0.0), person)
        for person in people
    ]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


_MEANT = re.compile(
    r"\b(?:he|she|they|who|him)\b"
    r"|\bthe (?:[\w-]+ ){1,4}(?:said|says|stated|noted|added|told|explained|announced)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)
_OF_BODIES = re.compile(
    r"\b(?:Deputy|Vice|Director|General|Chief|Engineer|Manager|President|Chair\w*|Secretary|Minister|Head|Auditor"
    r"|Department|Division|Bureau|Office|Cent(?:re|er)|Institute|Administration|Commission|Committee|Association"
    r"|Group|Co|Ltd|Company|Corporation|University|College|School|Hospital|Party|State|National|City|Province"
    r"|County|Municipal|Council|Ministry|China|Chinese|Academy|Republic|Agency|Union|Federation|Society|Branch"
    r"|Service|Certification|Forum|Conference|Meeting|Congress|Campaign|Plan|International|World|Day|Month)\b"
)


def _could_be_meant(row: Row) -> bool:
    """Tell whether the English has a pronoun, or a name not accounted for, that may stand for a Chinese."""
    if CUT_SHORT.search(row.en.text):
        return True
    spare = any(not _OF_BODIES.search(name) for name, _ in open_names(row))
    return spare or bool(_MEANT.search(row.en.text) and not _named(row))


def _named(row: Row) -> bool:
    """Tell a verb of speech whose speaker is another Chinese person of the row."""
    names = [match_name(found.text, row.en.text) for found in candidate_names_zh(row.zh.simplified)]
    return any(names)


def _is_sure(name: str, en: str) -> bool:
    """Tell whether a Chinese name must be missing: whole, and its surname nowhere in the English."""
    family = surname_readings(split_name(name)[0])
    spelled = "|".join(letters for reading in family for letters in latin_letters(reading))
    return (
        len(name) >= _WHOLE_NAME
        and name[-1] not in _BODIES
        and not re.search(rf"(?<![A-Za-z])(?:{spelled})(?![a-z])", en, re.IGNORECASE)
    )


def _could_be_chinese(found: re.Match[str], zh: str) -> bool:
    """Tell whether the source could hold the name at all: a surname that reads so, or nothing left over."""
    family = found["family"].lower()
    return any(
        reading == family for surname in surnames() if surname in zh for reading in _family_spellings(surname)
    )


def _family_spellings(surname: str) -> set[str]:
    return {letters for reading in surname_readings(surname) for letters in latin_letters(reading)}


def _from_english(row: Row, taken: Sequence[Span]) -> Iterator[Mark]:
    """Yield English names in pinyin whose characters the Chinese draft does not have."""
    zh, en = row.zh.simplified, row.en.text
    for found in latin_people(en):
        start, end = found.span()
        if any(low < end and start < high for low, high in taken):
            continue
        if spelled_in(found.group(), zh) is None and found.group() not in zh:
            family = spelled_in(found["family"], zh)
            if family is None and spelled_in(found["given"], zh) is None and not candidate_names_zh(zh):
                continue
            yield mark(row, "name", f"{found.group()} is not in the draft", Sides(en=found.span()))
