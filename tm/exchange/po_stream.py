"""PO catalogues of any size, an entry at a time. Leaves out: what is done with the entries (`po`).

polib parses the file as it reads it; only its list of entries would fill the memory, so they go to disk.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import polib

from tm.bitext import DraftSegment
from tm.errors import ReadError
from tm.exchange.files import sized
from tm.spool import Spool

_CHARSET = re.compile(rb"Content-Type:[^\n]*?charset=([\w.:-]+)")
_HEAD_BYTES = 65_536
_LINE = re.compile(r"\(line (\d+)\)")
_TEXT = re.compile(rb'\s*(?:#~\s*)?(?:msg[a-z_]+(?:\[\d+\])?\s*)?"')
_CLOSED = re.compile(rb'".*"\s*$')


def read_entries(path: Path) -> tuple[Any, Sequence[Any]]:
    """Return a catalogue (polib) with its header only, and its entries, the obsolete ones too.

    Raises ReadError, with the line where there is one, for what is no catalogue.
    """
    sized(path)
    _refuse_open_quote(path)
    entries: Spool[Any] = Spool()
    try:
        catalogue = polib.pofile(
            str(path), wrapwidth=0, encoding=encoding_of(path), klass=partial(_passing, entries.append)
        )
    except (OSError, ValueError, IndexError, AttributeError) as error:
        why = " ".join(str(error).split())
        line = _LINE.search(why)
        where = f"{path}:{line[1]}" if line else str(path)
        raise ReadError(where, f"is not a sound PO file ({why})", "mend it: `msgfmt -c` shows how") from error
    if not entries and not catalogue.metadata:
        raise ReadError(path, "holds no entries", "give a PO catalogue")
    return catalogue, entries


def _refuse_open_quote(path: Path) -> None:
    """Raise ReadError for a text not closed on its line, as half-written files have it: polib reads it."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if _TEXT.match(line) and not _CLOSED.search(line):
                    raise ReadError(
                        f"{path}:{number}", "a text has no closing quote: half written", "fetch it again"
                    )
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error


def _passing(on_entry: Callable[[Any], None], **given: Any) -> Any:
    """Return a catalogue that hands on its entries but for the header, which polib reads at the end."""
    catalogue = polib.POFile(**given)
    keep = catalogue.append

    def take(entry: Any) -> None:
        is_header = not catalogue and not entry.msgid and not entry.obsolete
        (keep if is_header else on_entry)(entry)

    catalogue.append = take
    return catalogue


def encoding_of(path: Path) -> str:
    """Return the encoding that a catalogue's header names, UTF-8 where it names none that is known."""
    try:
        with path.open("rb") as file:
            found = _CHARSET.search(file.read(_HEAD_BYTES))
        return codecs.lookup(found[1].decode("ascii") if found else "utf-8").name
    except LookupError:
        return "utf-8"
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error


def pairs(entry: Any) -> list[tuple[str, str]]:
    """Return source and target of an entry; two of each where it has a plural."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    forms = [entry.msgstr_plural[key] for key in sorted(entry.msgstr_plural)] or [""]
    return [(entry.msgid, forms[0]), (entry.msgid_plural, forms[-1])]


def rows_of(entries: Sequence[Any]) -> Iterator[tuple[Any, int, DraftSegment]]:
    """Yield the rows of a draft with their entries and plural forms (0 or 1), obsolete entries left out."""
    for number, entry in enumerate(entries):
        if not entry.obsolete:
            for form, (source, draft) in enumerate(pairs(entry)):
                yield entry, form, DraftSegment(source=source, draft=draft, id=f"{number}.{form}")
