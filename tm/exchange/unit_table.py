r"""Units as a table: one a row, a column for everything the memory holds. Leaves out: TMX and PO.

Control characters, which would make the table look like a binary file, are written as `\xNN`, and
a `\x` that stands in a text as `\x5cx`. An empty cell is no value. Without a header of ours a table
is two columns, source and target, in either language; which is which is told by their script.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tm.bitext import Context, Lang, Provenance, Side, Skipped, TranslationUnit, UnitStatus
from tm.errors import LanguageError, ReadError
from tm.exchange.files import OnSkip
from tm.exchange.tables import read_rows, write_rows
from tm.text.languages import detect_lang, detect_script, parse_lang

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")

_PROVENANCE: Mapping[str, Callable[[str], Any]] = {
    "en_release": str,
    "zh_release": str,
    "document": str,
    "url": str,
    "date": dt.date.fromisoformat,
    "paragraph": int,
    "confidence": float,
    "model": str,
    "confirmed_by": str,
    "confirmed_at": dt.datetime.fromisoformat,
}
_CONTEXT = ("en_previous", "en_next", "zh_previous", "zh_next")
COLUMNS = ("zh", "en", "zh_lang", "status", "note", *_PROVENANCE, *_CONTEXT)
"""Columns of a table of units, in the order written."""

_NAMES: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
    "zh-cn": "zh",
    "zh_cn": "zh",
    "zh-hans": "zh",
    "zh-tw": "zh",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "en-us": "en",
    "en-gb": "en",
    "source": "source",
    "target": "target",
    "原文": "source",
    "译文": "target",
}
_SIDES = ({"zh", "en"}, {"source", "target"})
_SAMPLE = 200
"""Rows looked at to tell which column is Chinese."""


def read_unit_table(path: Path, on_skip: OnSkip) -> Iterator[TranslationUnit]:
    """Yield the units of a TSV or CSV file; rows that are none are told to `on_skip`."""
    rows = read_rows(path)
    first = list(islice(rows, _SAMPLE))
    names = [_NAMES.get(cell.strip().casefold(), "") for cell in first[0][1]] if first else []
    if any(sides <= set(names) for sides in _SIDES):
        del first[0]
    else:
        names = ["source", "target"]
    if not first:
        raise ReadError(path, "holds no rows", "give a table of units with the columns zh and en")
    names = _sided(path, names, [cells for _line, cells in first])
    ours = "zh_lang" in names
    for line, cells in chain(first, rows):
        fields = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
        try:
            yield _unit(path, fields, ours=ours)
        except (ValueError, LanguageError) as error:
            on_skip(Skipped(where=f"{path}:{line}", why=f"row is not sound ({error})"))


def _sided(path: Path, names: list[str], rows: list[list[str]]) -> list[str]:
    """Return column names with `source` and `target` told apart by what stands in them."""
    if "source" not in names or "zh" in names:
        return names
    column = names.index("source")
    sample = "\n".join(cells[column] for cells in rows if len(cells) > column)
    try:
        source: Side = detect_lang(sample).side
    except LanguageError as error:
        raise ReadError(
            path, f"its first column is neither English nor Chinese ({error})", "name them in a header"
        ) from error
    target: Side = "en" if source == "zh" else "zh"
    return [{"source": source, "target": target}.get(name, name) for name in names]


def _unit(path: Path, fields: Mapping[str, str], *, ours: bool) -> TranslationUnit:
    if ours:
        fields = {name: _unescaped(cell) for name, cell in fields.items()}
    zh, en = fields.get("zh", ""), fields.get("en", "")
    if not zh.strip() or not en.strip():
        raise ValueError(f"no {'English' if zh.strip() else 'Chinese'} text")
    source = {name: read(fields[name]) for name, read in _PROVENANCE.items() if name in fields}
    return TranslationUnit(
        en=en,
        zh=zh,
        zh_lang=parse_lang(fields.get("zh_lang", "zh")) if ours else detect_script(zh),
        status=UnitStatus(fields.get("status", "plain")),
        note=fields.get("note", ""),
        provenance=Provenance(**(source if ours else {"document": path.name, **source})),
        context=Context(**{name: fields[name] for name in _CONTEXT if name in fields}),
    )


def write_unit_table(path: Path, units: Iterable[TranslationUnit]) -> int:
    """Write units to a TSV or CSV file with a header; return how many."""
    return write_rows(path, _rows(units)) - 1


def _rows(units: Iterable[TranslationUnit]) -> Iterator[list[str]]:
    yield [*COLUMNS]
    for unit in units:
        source, around = unit.provenance, unit.context
        values = [getattr(source, name) for name in _PROVENANCE] + [
            getattr(around, name) for name in _CONTEXT
        ]
        lang = unit.zh_lang.value if unit.zh_lang is not Lang.EN else ""
        yield [
            _escaped(cell)
            for cell in (unit.zh, unit.en, lang, unit.status.value, unit.note, *map(_cell, values))
        ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _escaped(cell: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", cell.replace("\\x", "\\x5cx"))


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell) if "\\x" in cell else cell
