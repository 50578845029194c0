"""Glossaries as TSV and CSV tables. Leaves out: finding terms in text, and other formats.

One entry a row under a header; lists are joined by `|`. Tables of two columns, source and target,
with or without a header, are read too.
"""

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tm.bitext import Side, Term, TermForms, TermStatus
from tm.errors import LanguageError, ReadError, TermError
from tm.exchange.tables import read_rows, write_rows
from tm.text.languages import detect_lang

_LOG = logging.getLogger(__name__)

COLUMNS = (
    *("zh", "en", "status", "required", "zh_short", "en_short", "zh_abbreviation", "en_abbreviation"),
    *("zh_variants", "en_variants", "valid_from", "valid_to", "replaced_by", "authority", "domain", "note"),
)
"""Columns of a glossary, in the order written."""

_SYNONYMS = {
    "zh": "chinese 中文 汉语 zh_cn zh_hans zh_tw zh_hant zh_term 中文术语 中文全称",
    "en": "english 英文 英语 en_us en_gb en_term 英文术语 英文全称",
    "source": "sourcestring source_string source_term src 原文 term",
    "target": "targetstring target_string target_term tgt translation 译文",
    "status": "state 状态 administrative_status",
    "required": "mandatory 必用",
    "zh_short": "中文简称",
    "en_short": "英文简称",
    "en_abbreviation": "abbreviation acronym en_abbr 缩写",
    "zh_variants": "中文变体",
    "en_variants": "variants 英文变体",
    "valid_from": "from 生效",
    "valid_to": "to until 失效",
    "replaced_by": "successor 取代",
    "authority": "reference 出处",
    "domain": "subject field 领域",
    "note": "notes comment comments description definition remark 备注",
}
_NAMES = {name: name for name in COLUMNS} | {
    word: name for name, words in _SYNONYMS.items() for word in (name, *words.split())
}

_STATUSES = {
    TermStatus.PREFERRED: "preferred preferredterm 首选 优先",
    TermStatus.ADMITTED: "admitted allowed admittedterm approved 允许 许用",
    TermStatus.DEPRECATED: "deprecated deprecatedterm superseded supersededterm obsolete 不推荐 废弃",
    TermStatus.FORBIDDEN: "forbidden banned prohibited 禁用 禁止",
}
_STATUS = {word: status for status, words in _STATUSES.items() for word in words.split()}
_TRUE = frozenset(("true", "yes", "y", "1", "x", "是"))
_FALSE = frozenset(("false", "no", "n", "0", "否", ""))
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SAMPLE = 200


def read_term_table(path: Path) -> list[Term]:
    """Return the terms of a TSV or CSV file.

    A row that repeats another but for its note is logged and left out. Raises TermError, naming
    file and line, for a row that is not sound, an entry that stands twice and says different things,
    and entries that replace each other in a circle.
    """
    return terms_of_rows(path, list(read_rows(path)))


def terms_of_rows(path: Path, rows: list[tuple[int, list[str]]]) -> list[Term]:
    """Return the terms of a table's rows, each given with its line; raises as `read_term_table` does."""
    if not rows:
        raise ReadError(path, "holds no rows", "give a table with the columns zh and en")
    names, body = _columns(path, rows)
    terms = ((line, _term(f"{path}:{line}", dict(zip(names, row, strict=False)))) for line, row in body)
    return sound_terms(path, terms)


def sound_terms(path: Path, found: Iterable[tuple[int, Term]]) -> list[Term]:
    """Return the terms of a file, each given with its line; those that repeat another are left out.

    Raises TermError, with the line, for one that stands twice and says different things, and for
    entries that replace each other in a circle.
    """
    terms: list[tuple[int, Term]] = []
    seen: dict[tuple[str, str, str], tuple[int, Term]] = {}
    for line, term in found:
        first, held = seen.setdefault((term.zh.full, term.en.full, term.domain), (line, term))
        if first == line:
            terms.append((line, term))
        elif replace(term, note=held.note) == held:
            _LOG.warning(
                "%s:%d: %s / %s stands on line %d too; left out",
                path,
                line,
                term.zh.full,
                term.en.full,
                first,
            )
        else:
            raise TermError(
                f"{path}:{line}: {term.zh.full} / {term.en.full} stands on line {first} otherwise; keep one"
            )
    _refuse_circles(path, terms)
    return [term for _line, term in terms]


def _columns(path: Path, rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the name of every column ("" for those of no use here) and the rows below the header."""
    head = [re.sub(r"[\s\-]+", "_", cell.strip().lstrip("\ufeff").casefold()) for cell in rows[0][1]]
    names = [_NAMES.get(cell, "") for cell in head]
    sided = {"zh", "en"} <= set(names)
    headed = sided or {"source", "target"} <= set(names)
    if not headed:
        names = ["source", "target", *[""] * (len(head) - 2)]
    body = rows[1:] if headed else rows
    doubled = {name for name in names if name and names.count(name) > 1}
    if doubled:
        raise ReadError(
            f"{path}:{rows[0][0]}", f"has two columns for {', '.join(sorted(doubled))}", "keep one"
        )
    if sided:
        return names, body
    source = _side_of(path, [cells[names.index("source")] for _line, cells in body[:_SAMPLE] if cells])
    target = "en" if source == "zh" else "zh"
    return [{"source": source, "target": target}.get(name, name) for name in names], body


def _side_of(path: Path, texts: list[str]) -> Side:
    try:
        return detect_lang("\n".join(texts)).side
    except LanguageError as error:
        why = f"its source column is neither English nor Chinese ({error})"
        raise ReadError(path, why, "name the columns zh and en") from error


def _term(where: str, cells: Mapping[str, str]) -> Term:
    fields = {name: cell.strip() for name, cell in cells.items() if name}
    for side, language in (("zh", "Chinese"), ("en", "English")):
        if not fields.get(side):
            raise TermError(f"{where}: the entry has no {language} form; add it or take the row out")
    return Term(
        en=_forms("en", fields),
        zh=_forms("zh", fields),
        status=_status(where, fields.get("status", "")),
        required=_required(where, fields.get("required", "")),
        valid_from=_date(where, "valid_from", fields),
        valid_to=_date(where, "valid_to", fields),
        replaced_by=fields.get("replaced_by") or None,
        authority=fields.get("authority", ""),
        domain=fields.get("domain", ""),
        note=fields.get("note", ""),
    )


def _forms(side: str, fields: Mapping[str, str]) -> TermForms:
    def several(name: str) -> tuple[str, ...]:
        forms = (form.strip() for form in fields.get(f"{side}_{name}", "").split("|"))
        return tuple(dict.fromkeys(form for form in forms if form))

    return TermForms(
        full=fields[side],
        short=several("short"),
        abbreviation=several("abbreviation"),
        variants=several("variants"),
    )


def _status(where: str, word: str) -> TermStatus:
    bare = word.casefold().removesuffix("-admn-sts")
    if not bare:
        return TermStatus.PREFERRED
    if bare not in _STATUS:
        raise TermError(f"{where}: unknown status {word!r}; use one of {', '.join(TermStatus)}")
    return _STATUS[bare]


def _required(where: str, word: str) -> bool:
    bare = word.casefold()
    if bare not in _TRUE | _FALSE:
        raise TermError(f"{where}: required is {word!r}; use true or false")
    return bare in _TRUE


def _date(where: str, name: str, fields: Mapping[str, str]) -> dt.date | None:
    text = fields.get(name, "")
    found = _DATE.fullmatch(text)
    try:
        if found:
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise TermError(f"{where}: {name} is {text!r}, which is no day ({error})") from error
    if text:
        raise TermError(f"{where}: {name} is {text!r}; write it as 2018-03-21")
    return None


def _refuse_circles(path: Path, terms: list[tuple[int, Term]]) -> None:
    """Raise TermError where following `replaced_by` comes back to where it began."""
    following: dict[str, tuple[int, str]] = {}
    for line, term in terms:
        if term.replaced_by:
            for form in (term.zh.full, term.en.full):
                following.setdefault(form, (line, term.replaced_by))
    for start, (line, _first) in following.items():
        met, here = {start}, start
        while here in following:
            here = following[here][1]
            if here in met:
                raise TermError(
                    f"{path}:{line}: {start} is replaced, in the end, by itself; mend replaced_by"
                )
            met.add(here)


def write_term_table(path: Path, terms: Iterable[Term]) -> int:
    """Write terms to a TSV or CSV file with a header; return how many."""
    return write_rows(path, term_rows(terms)) - 1


def term_rows(terms: Iterable[Term]) -> Iterator[list[str]]:
    """Yield the header and a row a term. Raises TermError for one that a table can't hold."""
    yield [*COLUMNS]
    for term in terms:
        cells = {
            "zh": term.zh.full,
            "en": term.en.full,
            "status": term.status.value,
            "required": "true" if term.required else "false",
            "valid_from": "" if term.valid_from is None else term.valid_from.isoformat(),
            "valid_to": "" if term.valid_to is None else term.valid_to.isoformat(),
            "replaced_by": term.replaced_by or "",
            "authority": term.authority,
            "domain": term.domain,
            "note": term.note,
        }
        sides: tuple[tuple[str, TermForms], ...] = (("zh", term.zh), ("en", term.en))
        for side, forms in sides:
            for name, several in (
                ("short", forms.short),
                ("abbreviation", forms.abbreviation),
                ("variants", forms.variants),
            ):
                cells[f"{side}_{name}"] = _joined(term, several)
        row = [cells[name] for name in COLUMNS]
        if any(_CONTROL.search(cell) for cell in row):
            raise TermError(f"term {term.zh.full!r} / {term.en.full!r} holds a control character; mend it")
        yield row


def _joined(term: Term, forms: tuple[str, ...]) -> str:
    for form in forms:
        if "|" in form:
            raise TermError(
                f"term {term.zh.full}: its form {form!r} holds the sign | that parts forms; mend it"
            )
    return "|".join(forms)
