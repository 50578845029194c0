"""Glossary terms: rendered at all, by an accepted form, consistently. Leaves out: finding them (`termbase`).

What a source term may become is the union of the forms of every entry that has it: a preferred and an
admitted entry both count, a forbidden one never, a deprecated one only as long as nothing better is held.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tm.bitext import Side, Span, Term, TermHit, TermStatus, other_side
from tm.qa.evidence import Evidence
from tm.qa.mentions import is_shortened_title, is_taken_up, is_title
from tm.qa.otherwise import rendered_otherwise
from tm.qa.posts import is_of_another_body
from tm.qa.row import Mark, Row, Text
from tm.qa.stems import has_words
from tm.qa.units import UnitVectors, unit_vectors
from tm.termbase import TermFinder, valid_on
from tm.text import fold
from tm.text.scripts import HAN

_GIVEN_UP = frozenset({TermStatus.FORBIDDEN, TermStatus.DEPRECATED})
_MISSING = frozenset({"term", "term-required"})
_EXACT = frozenset({"body", "post", "programme"})
"""Domains whose entries have no near renderings."""
_NEIGHBOURED = frozenset({"body", "post"})
"""Domains in which a longer name is another's (Deputy Director-General)."""
_NOT_TERMS = frozenset({"person", "place"})
"""Domains with a family of their own (`names`)."""
_TOGETHER = 2
"""Terms from which one word of the draft says them together."""
_PAIR = 2
"""Characters of the commonest Chinese words."""
_SENTENCE = re.compile(r"(?<=[.;!?])\s")
_POSSESSIVE = re.compile(r"[’']s\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceTerm:
    """The entries found at one place of the source, sorted by what they say about a rendering."""

    span: Span
    form: str
    accepted: tuple[Term, ...]
    given_up: tuple[Term, ...]

    def wanted(self, side: Side) -> tuple[str, ...]:
        """Return every form on `side` that renders the term; an abbreviation serves both languages."""
        forms = [form for term in self.accepted for form in term.forms(side).every()]
        short = [form for term in self.accepted for form in term.forms(other_side(side)).abbreviation]
        return tuple(dict.fromkeys(form for form in (*forms, *short) if form))


def source_terms(row: Row, known: Evidence) -> list[SourceTerm]:
    """Return the source's glossary terms by place, longest first where they overlap."""
    if known.finder is None:
        return []
    at: dict[Span, list[TermHit]] = {}
    for hit in known.finder.find(row.source.text, row.source.side):
        if hit.term.domain not in _NOT_TERMS and not _is_no_name(hit, row.source.text):
            at.setdefault(hit.span, []).append(hit)
    return [_sorted(span, hits, known.day) for span, hits in sorted(at.items())]


_LEVEL = re.compile("省(?!级)|市(?![场政民值])|县(?!级)|自治区|区(?!域)")
_PROVINCE = re.compile(f"(?<![{HAN}])([{HAN}]{{2,3}})省")
_HEAD = frozenset({"head", "chair", "chief", "heads", "chairs", "chiefs"})
"""Posts that are common words as well: a head of 400 meters."""
_HEADED = re.compile(r" of (?!\d|states?\b|governments?\b)")
_MEETING = re.compile("级?(?:会议|办公会|联席会|论坛|峰会)")
"""What a post names without anybody who holds it (主任会议)."""


def _is_no_name(hit: TermHit, text: str) -> bool:
    """Tell what names nothing: a name's words in small letters (the campaign), the end of another's name."""
    start, end = hit.span
    words = text[start:end]
    if hit.side == "zh":
        before = text[start - 1 : start]
        if hit.term.domain == "post" and _MEETING.match(text, end):
            return True
        if hit.term.domain != "body" or not _LEVEL.match(words):
            return False
        place = _PROVINCE.search(text)
        return bool(re.match(f"[{HAN}]", before)) or bool(place and not hit.term.zh.full.startswith(place[1]))
    if words in _HEAD and hit.term.domain == "post":
        return not _HEADED.match(text, end)
    return words.islower() and any(map(str.isupper, hit.form))


def _sorted(span: Span, hits: Sequence[TermHit], day: dt.date | None) -> SourceTerm:
    terms = [hit.term for hit in hits]
    good = [term for term in terms if term.status not in _GIVEN_UP and (day is None or valid_on(term, day))]
    usable = good or [term for term in terms if term.status is not TermStatus.FORBIDDEN]
    return SourceTerm(
        span=span,
        form=hits[0].form,
        accepted=tuple(usable),
        given_up=tuple(term for term in terms if term not in usable),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drafted:
    """The draft with the glossary terms in it, and the forms any term of the source may take there."""

    text: Text
    hits: tuple[TermHit, ...]
    allowed: frozenset[str]
    terms: Sequence[SourceTerm] = ()

    @property
    def rendered(self) -> list[Span]:
        """Where the terms of the source stand in the draft."""
        found = (self.stands(term.wanted(self.text.side), exact=False) for term in self.terms)
        return [span for span in found if span is not None]

    def stands(self, forms: Iterable[str], *, exact: bool) -> Span | None:
        """Return where one of the forms stands, inflected unless `exact`, None if nowhere.

        A form inside a longer term that the source does not have is not it (“Deputy Director” in “Deputy
        Director-General”), nor is an abbreviation in brackets after another name.
        """
        for form in forms:
            span = _place(self.text, form, exact=exact)
            if span and not self._swallowed(span) and not self._belongs_elsewhere(form, span, forms):
                return span
        return None

    def another(self, domain: str) -> Span | None:
        """Return where a term of a domain stands that the source does not have, None if none does."""
        for hit in self.hits:
            forms = hit.term.forms(self.text.side).every()
            if hit.term.domain == domain and not any(fold(form) in self.allowed for form in forms):
                return hit.span
        return None

    def stands_for_others(self, form: str) -> bool:
        """Tell a form no more often in the draft than terms of the source ask for it."""
        asked = sum(fold(form) in map(fold, term.wanted(self.text.side)) for term in self.terms)
        return self.text.folded.count(fold(form)) <= asked

    def _swallowed(self, span: Span) -> bool:
        return any(
            hit.span[0] <= span[0] and span[1] <= hit.span[1] and hit.span != span
            and hit.term.domain in _NEIGHBOURED
            and fold(hit.form) not in self.allowed
            for hit in self.hits
        )  # fmt: skip

    def _belongs_elsewhere(self, form: str, span: Span, forms: Iterable[str]) -> bool:
        text = self.text.text
        before = text[: span[0]]
        if not form.isupper() or not before.endswith("(") or not text.startswith(")", span[1]):
            return False
        named = _NAME_BEFORE.search(before)
        return bool(named) and not any(
            _place(self.text, other, exact=False) for other in forms if not other.isupper()
        )


_NAME_BEFORE = re.compile(r"[A-Z][\w&’'.-]*(?:,? (?:of|and|for|the|on|in|[A-Z][\w&’'.-]*))+ \($")


def terms(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield terms rendered by a forbidden, a deprecated or no accepted form."""
    said: set[tuple[str | None, str]] = set()
    for row in rows:
        if known.finder is None or not row.draft.text.strip():
            continue
        found = source_terms(row, known)
        if not found:
            continue
        short = is_shortened_title(row, known)
        vectors = unit_vectors(known.encoder) if known.encoder is not None else None
        allowed = frozenset(fold(form) for term in found for form in term.wanted(row.draft.side))
        hits = known.finder.find(row.draft.text, row.draft.side)
        drafted = _Drafted(text=row.draft, hits=hits, allowed=allowed, terms=found)
        marks: list[Mark] = []
        for term in found:
            place, wanted = (row.segment.document, term.form), term.wanted(row.draft.side)
            for judged in _judge(row, term, drafted):
                if judged.rule not in _MISSING:
                    marks.append(judged)
                elif not short and not (place in said and is_taken_up(row.draft, wanted, hits)):
                    marks += _unless_unsaid(judged, term, drafted, vectors, known.finder)
            said.add(place)
            said.update((row.segment.document, form) for form in _nested(term, known))
        yield from _without_common(marks)


def _without_common(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the marks but for other terms said together by one word (双碳, carbon peaking and neutrality)."""
    terms: dict[Span, set[str]] = {}
    for one in marks:
        if one.rule in _MISSING and one.draft_span and one.source_span:
            source = one.row.source.text[slice(*one.source_span)]
            terms.setdefault(one.draft_span, set()).add(source)
    for one in marks:
        if one.rule not in _MISSING or len(terms.get(one.draft_span or (0, 0), ())) < _TOGETHER:
            yield one


def _unless_unsaid(
    judged: Mark, term: SourceTerm, drafted: _Drafted, vectors: UnitVectors | None, finder: TermFinder
) -> Iterator[Mark]:
    """Yield a mark on a missing term unless it goes without saying; without vectors, every one.

    A post is always said, its neighbours meaning nearly the same, but of other bodies by other words too.
    """
    posts = any(entry.domain == "post" for entry in term.accepted)
    if posts and is_of_another_body(judged.row, term.span, finder):
        return
    if vectors is None or posts:
        yield judged
        return
    wanted = term.wanted(drafted.text.side)
    exact = any(entry.domain in _EXACT for entry in term.accepted)
    span = drafted.another("body") if any(entry.domain == "body" for entry in term.accepted) else None
    span = span or rendered_otherwise(judged.row, wanted, drafted.rendered, vectors, exact=exact)
    if span is not None:
        message = f"{term.form}: not {drafted.text.text[slice(*span)]} but {wanted[0]}"
        yield replace(judged, draft_span=span, message=message)


def _nested(term: SourceTerm, known: Evidence) -> list[str]:
    """Return the shorter terms within a term, which are said with it."""
    assert known.finder is not None
    side: Side = "zh" if re.search(f"[{HAN}]", term.form) else "en"
    return [hit.form for hit in known.finder.find(term.form, side, nested=True)]


def rendered_terms(row: Row, known: Evidence) -> tuple[list[Span], list[Span], list[Span]]:
    """Return where glossary terms stand rendered, in the source and in the draft, and the unrendered ones."""
    if known.finder is None:
        return [], [], []
    source, draft, missing = [], [], []
    found = source_terms(row, known)
    allowed = frozenset(fold(form) for term in found for form in term.wanted(row.draft.side))
    drafted = _Drafted(text=row.draft, hits=(), allowed=allowed)
    for term in found:
        span = drafted.stands(term.wanted(row.draft.side), exact=False)
        if span:
            source.append(term.span)
            draft.append(span)
        elif not any(entry.domain == "post" for entry in term.accepted):
            missing.append(term.span)  # posts are judged by their own rules
    return source, draft, missing


def _judge(row: Row, term: SourceTerm, drafted: _Drafted) -> Iterator[Mark]:
    wanted = term.wanted(row.draft.side)
    good = drafted.stands(wanted, exact=False)
    for wrong in term.given_up:
        form = wrong.forms(row.draft.side).full
        span = drafted.stands((form,), exact=True)
        if span is None or any(form != other and fold(form) in fold(other) for other in wanted):
            continue
        if any(fold(form) in other for other in drafted.allowed) and (
            good is not None or drafted.stands_for_others(form)
        ):
            continue  # it stands there for another term
        if good is not None and _is_common(form, row.draft.side):
            continue
        rule = "term-forbidden" if wrong.status is TermStatus.FORBIDDEN else "term-deprecated"
        yield _mark(row, rule, term, wanted, span)
        return
    if good is None and wanted and not _loosely(row, term, wanted):
        required = any(entry.required for entry in term.accepted)
        yield _mark(row, "term-required" if required else "term", term, wanted, None)


def _loosely(row: Row, term: SourceTerm, wanted: Sequence[str]) -> bool:
    """Tell renderings near enough: of one common English word, or but for words such as “action”."""
    if row.to_english:
        return _loosely_english(row.draft.text, term, wanted)
    bodies = any(entry.domain == "body" for entry in term.accepted)
    if bodies and any(
        _is_shorter(form, row.draft.folded) or _is_own(form, row.draft.folded) for form in map(fold, wanted)
    ):
        return True
    if any(
        entry.domain in _EXACT and term.form == entry.forms(row.source.side).full for entry in term.accepted
    ):
        return False
    if any(_parted(form, row.draft.folded) for form in wanted):
        return True
    words = row.source.text[slice(*term.span)].removeprefix("the ").removeprefix("The ").split()
    if len(words) > 1 or (words and words[0].isupper()):
        return False
    parts = {form[at : at + 2] for form in wanted for at in range(len(form) - 1)}
    parts |= {form[0] for form in wanted if len(form) == _PAIR}
    return any(part in row.draft.folded for part in map(fold, parts))


def _loosely_english(text: str, term: SourceTerm, wanted: Sequence[str]) -> bool:
    heads = [_GENERIC.sub("", form).strip() for form in wanted if _GENERIC.search(form)]
    if any(has_words(text, head, exact=False) for head in heads if head):
        return True
    exact = any(entry.domain in _EXACT for entry in term.accepted)
    return not exact and any(_is_scattered(form, text) for form in wanted)


_SCATTERED = 3
"""Content words of a term from which the sentence may have them apart."""


def _is_scattered(form: str, text: str) -> bool:
    """Tell an English term of several words that all stand in one sentence, however far apart."""
    words = re.findall(r"[A-Za-z]{3,}", form)
    return len(words) >= _SCATTERED and any(
        all(has_words(sentence, word, exact=False) for word in words) for sentence in _SENTENCE.split(text)
    )


_KEPT = 0.75
"""Share of a Chinese name's characters that its short form keeps where no glossary need hold it."""


def _is_shorter(form: str, text: str) -> bool:
    """Tell a Chinese name that stands in the text a few characters shorter (市场监管局, 市场监督管理局).

    Its place may stand elsewhere (省市场监管局 after 安徽省).
    """
    if _LEVEL.match(form[2:]) and form[:2] in text and _is_shorter(form[2:], text):
        return True
    for at in (found.start() for found in re.finditer(re.escape(form[:2]), text)):
        for size in range(math.ceil(_KEPT * len(form)), len(form)):
            left = iter(form)
            piece = text[at : at + size]
            if piece[-1] == form[-1] and all(character in left for character in piece):
                return True
    return False


_OWN = re.compile("委(?=员会$)|(?:中心|协会|学会|公司|集团|[委局署司厅部院])$")


def _is_own(form: str, text: str) -> bool:
    """Tell a body that speaks of itself or is taken up by its last word (我委, 委领导, 该中心)."""
    kind = _OWN.search(form)
    if kind is None:
        return False
    return bool(re.search(f"[我该本全]{kind[0]}|(?<![{HAN}])总?{kind[0]}(?:领导|党[委组]|机关|内)", text))


def _parted(form: str, text: str) -> bool:
    """Tell a Chinese form with a word or two put into it (茶叶专业合作社 for 茶叶合作社, 不合格发现率)."""
    if len(form) == _PAIR:  # 减负 in 减轻企业负担
        return bool(re.search(f"{re.escape(fold(form[0]))}.{{1,5}}{re.escape(fold(form[1]))}", text))
    halves = [(form[:at], form[at:]) for at in range(2, len(form)) if at > _PAIR or len(form) > at + 1]
    return any(re.search(f"{re.escape(fold(a))}.{{1,4}}{re.escape(fold(b))}", text) for a, b in halves)


_GENERIC = re.compile(r"\b(?:actions?|measures?|work|activit(?:y|ies))\b")


def _is_common(form: str, side: Side) -> bool:
    """Tell a given-up form so short that the sentence may hold it for other reasons."""
    return len(form.split()) == 1 if side == "en" else len(form) <= _PAIR


def _mark(row: Row, rule: str, term: SourceTerm, wanted: Sequence[str], span: Span | None) -> Mark:
    best = wanted[0] if wanted else ""
    if span is None:
        message = f"{term.form} is not rendered as {' / '.join(wanted[:3])}"
    else:
        message = f"{term.form}: not {row.draft.text[slice(*span)]}" + (f" but {best}" if best else "")
    certain = len(wanted) == 1 and span is not None
    return Mark(
        row=row,
        rule=rule,
        message=message,
        source_span=term.span,
        draft_span=span,
        suggestion=best if certain else None,
    )


def _place(draft: Text, form: str, *, exact: bool) -> Span | None:
    if draft.side == "en":
        return has_words(draft.text, form, exact=exact)
    folded = fold(form)
    at = draft.folded.find(folded)
    return draft.spot(at, at + len(folded)) if at >= 0 else None


def _stands(draft: Text, forms: Iterable[str]) -> bool:
    return any(_place(draft, form, exact=False) for form in forms)


def inconsistent(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield terms rendered by two different accepted entries in one document.

    Short forms and abbreviations of one entry are not two renderings, and a post is called by its body.
    """
    first: dict[tuple[str | None, str], tuple[Term, int]] = {}
    for row in rows:
        for found in source_terms(row, known):
            if not found.accepted[1:] or any(term.domain == "post" for term in found.accepted):
                continue
            used = [term for term in found.accepted if _stands(row.draft, term.forms(row.draft.side).every())]
            if len(used) != 1:
                continue
            place = (row.segment.document, found.form)
            before, where = first.setdefault(place, (used[0], row.index))
            if before is not used[0]:
                earlier, now = before.forms(row.draft.side).full, used[0].forms(row.draft.side).full
                message = f"{found.form} is {now} here and {earlier} in row {where}"
                yield Mark(row=row, rule="term-inconsistent", message=message, source_span=found.span)


_INTRODUCED = re.compile(r"[（(][^（）()]*?\b([A-Z][A-Z&]{1,9})\b[^（）()]*[）)]")


def abbreviations(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield glossary abbreviations used in English before the full name has introduced them.

    Only where the source writes the name out at that place, and never in titles or for the house list.
    """
    introduced: set[tuple[str | None, str]] = set()
    for row in rows:
        if not row.to_english or is_title(row):
            continue
        document, text = row.segment.document, row.draft.text
        introduced.update((document, found.group(1)) for found in _INTRODUCED.finditer(text))
        for term in source_terms(row, known):
            if term.form != (term.accepted[0].zh.full if term.accepted else ""):
                continue
            for entry in term.accepted:
                for short in entry.en.abbreviation:
                    used = re.search(rf"\b{re.escape(short)}\b", text)
                    if (
                        not used
                        or (document, short) in introduced
                        or short in known.config.house_abbreviations
                    ):
                        continue
                    introduced.add((document, short))
                    if not has_words(text, entry.en.full, exact=False):
                        message = f"{short} before its full name, {entry.en.full}"
                        yield Mark(row=row, rule="abbreviation", message=message, draft_span=used.span())
