"""PO catalogues: units in and out. Leaves out: drafts, and other formats.

Either side may be the source; the texts and the `Language` header tell which. A fuzzy entry is a
unit that needs review. Comments become the unit's note; `msgctxt`, the previous source and extracted
comments become lines of it that begin with those words, and go back to their places. What PO has no
place for is kept in an extracted comment `tm: {…}`.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import polib

import tm
from tm.bitext import Context, Lang, Provenance, Side, Skipped, TranslationUnit, UnitStatus, other_side
from tm.errors import LanguageError, ReadError
from tm.exchange.files import OnSkip, whole_file
from tm.exchange.po_stream import pairs, read_entries
from tm.text.languages import detect_lang, detect_script, parse_lang

_OURS = "tm: "
_OUR_CONTEXT = "tm:"
_CONTEXT_LINE = "msgctxt: "
_PREVIOUS_LINE = "previous msgid: "
_EXTRACTED_LINE = "extracted: "
_SAMPLE = 200

CODES = {Lang.EN: "en", Lang.ZH: "zh", Lang.ZH_HANS: "zh_CN", Lang.ZH_HANT: "zh_TW"}
"""Languages as gettext names them."""


def sides_of(path: Path, language: str, texts: Sequence[tuple[str, str]]) -> tuple[Lang, Lang]:
    """Return the languages of a catalogue's sources and targets by its header's `language` and some texts.

    Raises ReadError where they are one.
    """
    named = _named(language)
    target = _detected([text for _source, text in texts]) or named
    source = _detected([text for text, _target in texts])
    if source is None and target is not None:
        source = Lang.ZH if target is Lang.EN else Lang.EN
    if target is None and source is not None:
        target = Lang.ZH if source is Lang.EN else Lang.EN
    if source is not None and target is not None and source.side == target.side and named is not None:
        target = named
    if source is None or target is None or source.side == target.side:
        raise ReadError(path, "is not a catalogue between English and Chinese", "set its Language header")
    if named is not None and named.side == target.side and named is not Lang.ZH:
        target = named
    return source, target


def _named(code: str) -> Lang | None:
    try:
        return parse_lang(code) if code else None
    except LanguageError:
        return None


def _detected(texts: list[str]) -> Lang | None:
    try:
        return detect_lang("\n".join(texts))
    except LanguageError:
        return None


def read_po(path: Path, on_skip: OnSkip) -> Iterator[TranslationUnit]:
    """Yield a unit for each translated entry (two for a plural); the others are told to `on_skip`."""
    catalogue, entries = read_entries(path)
    texts = [pair for entry in islice(entries, _SAMPLE) for pair in pairs(entry)]
    source, target = sides_of(path, catalogue.metadata.get("Language", ""), texts)
    script = target if source is Lang.EN else source
    for entry in entries:
        where = f"{path}:{entry.linenum}"
        for text, rendering in pairs(entry):
            en, zh = (text, rendering) if source is Lang.EN else (rendering, text)
            if entry.obsolete or not en.strip() or not zh.strip():
                on_skip(
                    Skipped(where=where, why="entry is obsolete" if entry.obsolete else "entry has no text")
                )
                continue
            try:
                yield _unit(path, entry, en, zh, script)
            except (ValueError, TypeError) as error:
                on_skip(Skipped(where=where, why=f"its comment `tm:` is not sound ({error})"))


def _unit(path: Path, entry: polib.POEntry, en: str, zh: str, script: Lang) -> TranslationUnit:
    ours, extracted = _our_comment(entry.comment)
    doubt = UnitStatus.REVIEW if "fuzzy" in entry.flags else UnitStatus.PLAIN
    note = _joined_note(entry, extracted)
    if ours is None:
        return TranslationUnit(
            en=en,
            zh=zh,
            zh_lang=detect_script(zh) if script is Lang.ZH else script,
            status=doubt,
            note=note,
            provenance=Provenance(document=path.name),
        )
    source = dict(ours.get("provenance", {}))
    for name, read in (("date", dt.date.fromisoformat), ("confirmed_at", dt.datetime.fromisoformat)):
        if name in source:
            source[name] = read(source[name])
    return TranslationUnit(
        en=en,
        zh=zh,
        zh_lang=Lang(ours["zh_lang"]),
        status=doubt if doubt is UnitStatus.REVIEW else UnitStatus(ours.get("status", "plain")),
        note=ours.get("note", note),
        provenance=Provenance(**source),
        context=Context(**ours.get("context", {})),
    )


def _our_comment(comment: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Return what our extracted comment holds, None if there is none, and the other lines."""
    lines = comment.split("\n") if comment else []
    ours = next((line for line in lines if line.startswith(_OURS)), None)
    if ours is None:
        return None, lines
    lines.remove(ours)
    return dict(json.loads(ours.removeprefix(_OURS))), lines


def _joined_note(entry: polib.POEntry, extracted: list[str]) -> str:
    lines = [entry.tcomment] if entry.tcomment else []
    lines += [_EXTRACTED_LINE + line for line in extracted]
    if entry.msgctxt is not None and not entry.msgctxt.startswith(_OUR_CONTEXT):
        lines.append(_CONTEXT_LINE + entry.msgctxt)
    if entry.previous_msgid:
        lines.append(_PREVIOUS_LINE + entry.previous_msgid)
    return "\n".join(lines)


def write_po(path: Path, units: Iterable[TranslationUnit], source: Side) -> int:
    """Write units to a catalogue, one entry each; return how many.

    Raises ReportError where the file cannot be written.
    """
    count = 0
    seen: set[tuple[str | None, str]] = set()
    with whole_file(path) as file:
        file.write(header_text(source))
        for count, unit in enumerate(units, 1):
            entry = _entry(unit, source)
            if (entry.msgctxt, entry.msgid) in seen:
                entry.msgctxt = f"{_OUR_CONTEXT}{count}"
            seen.add((entry.msgctxt, entry.msgid))
            file.write(entry.__unicode__(wrapwidth=0) + "\n")
    return count


def header_text(source: Side, target: Lang | None = None) -> str:
    """Return the first entry of a catalogue."""
    catalogue = polib.POFile(wrapwidth=0)
    lang = target or (Lang.EN if source == "zh" else Lang.ZH_HANS)
    catalogue.metadata = {
        "Project-Id-Version": f"duizhao {tm.__version__}",
        "PO-Revision-Date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M+0000}",
        "Language": CODES[lang],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return str(catalogue.metadata_as_entry().__unicode__(wrapwidth=0)) + "\n"


def _entry(unit: TranslationUnit, source: Side) -> polib.POEntry:
    entry = polib.POEntry(msgid=unit.text(source), msgstr=unit.text(other_side(source)))
    ours: dict[str, Any] = {"zh_lang": unit.zh_lang.value}
    if unit.status is UnitStatus.REVIEW:
        entry.flags.append("fuzzy")
    elif unit.status is not UnitStatus.PLAIN:
        ours["status"] = unit.status.value
    for name, value in (("provenance", unit.provenance), ("context", unit.context)):
        known = {key: text for key, text in dataclasses.asdict(value).items() if text is not None}
        if known:
            ours[name] = known
    extracted = _place_note(entry, unit.note)
    if _joined_note(entry, extracted) != unit.note or not _safe(unit.note):
        ours["note"] = unit.note
        extracted = []
        entry.tcomment, entry.msgctxt, entry.previous_msgid = " ".join(unit.note.split()), None, None
    entry.comment = "\n".join([_OURS + json.dumps(ours, default=str), *extracted])
    return entry


def _place_note(entry: polib.POEntry, note: str) -> list[str]:
    """Put the lines of a note where they came from; return those that were extracted comments."""
    extracted, plain = [], []
    for line in note.split("\n") if note else []:
        if line.startswith(_CONTEXT_LINE):
            entry.msgctxt = line.removeprefix(_CONTEXT_LINE)
        elif line.startswith(_PREVIOUS_LINE):
            entry.previous_msgid = line.removeprefix(_PREVIOUS_LINE)
        elif line.startswith(_EXTRACTED_LINE):
            extracted.append(line.removeprefix(_EXTRACTED_LINE))
        else:
            plain.append(line)
    entry.tcomment = "\n".join(plain)
    return extracted


def _safe(note: str) -> bool:
    """Return whether PO comments bring a note back as it is."""
    return all(line and line == line.strip() and line.isprintable() for line in note.split("\n")) or not note
