"""PO catalogues of any size, an entry at a time. Leaves out: what is done with the entries (`po`).

polib parses the file as it reads it; only its list of entries would fill the memory, so it gets none.
"""

import codecs
import itertools
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polib

from tm.errors import ReadError
from tm.exchange.files import sized
from tm.exchange.po import parse

_CHARSET = re.compile(rb"Content-Type:[^\n]*?charset=([\w.:-]+)")
_HEAD_BYTES = 65_536
OnEntry = Callable[[int, Any], None]
"""Takes the number of an entry, from 0 and without the header, and the entry (polib)."""


def read_entries(path: Path, on_entry: OnEntry) -> Any:
    """Give every entry that is not obsolete to `on_entry`; return the catalogue without them.

    Raises ReadError, with the line where there is one, for what is no catalogue.
    """
    sized(path)
    return parse(path, encoding=encoding_of(path), klass=partial(_passing, on_entry))


def _passing(on_entry: OnEntry, **given: Any) -> Any:
    """Return a catalogue that hands on its entries but for the header, which polib reads at the end."""
    catalogue = polib.POFile(**given)
    keep, numbers = catalogue.append, itertools.count()

    def take(entry: Any) -> None:
        if not catalogue and not entry.msgid and not entry.obsolete:
            keep(entry)
            return
        number = next(numbers)
        if not entry.obsolete:
            on_entry(number, entry)

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


def row_id(number: int, form: int) -> str:
    """Return the id of a draft's row: the number of its entry and of its plural form."""
    return f"{number}.{form}"
