"""PO catalogues changed in places, every other byte as it was. Leaves out: which places."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import polib

from tm.errors import ReportError
from tm.exchange.po_stream import encoding_of

_COMMENT = re.compile(r"#(?:\s|#|$)")
_RENDERING = re.compile(r"msgstr\s*(?:\[(\d+)\])?\s*(?=\")")
_MORE = re.compile(r"\s*\"")


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryEdit:
    """What changes in an entry, which begins on a line, from 1.

    `comments` come behind those of translators, `renderings` by the number of their plural form (None
    where there is none); `fuzzy` marks the entry so.
    """

    line: int
    comments: tuple[str, ...] = ()
    renderings: Mapping[int | None, str] = field(default_factory=dict)
    fuzzy: bool = False


def rewritten(path: Path, edits: Iterable[EntryEdit], *, without: str | None = None) -> Iterator[bytes]:
    """Yield a catalogue with edits, in the order of their entries, made in it.

    Comments that begin with `without` are left out. It keeps its encoding. Raises ReportError where that
    cannot hold a text, or an entry has no place for one.
    """
    encoding = encoding_of(path)
    coming = ((line, _Entry(path, line, each)) for line, each in groupby(edits, key=lambda edit: edit.line))
    entry = _Entry(path, 0, ())
    begins, following = next(coming, (0, entry))
    with path.open(encoding=encoding, newline="") as file:
        for number, line in enumerate(file, 1):
            if following is not entry and number >= begins:
                entry.close()
                entry = following
                begins, following = next(coming, (0, entry))
            if without is None or not line.startswith(without):
                yield from (_encoded(path, each, encoding) for each in entry.lines(line))
    entry.close()


class _Entry:
    """An entry as its lines come by."""

    def __init__(self, path: Path, line: int, edits: Iterable[EntryEdit]) -> None:
        self._where = f"{path}:{line}"
        self._comments: list[str] = []
        self._renderings: dict[int | None, str] = {}
        self._fuzzy = False
        self._replaced = False
        for edit in edits:
            self._comments += [each for each in edit.comments if each not in self._comments]
            self._renderings.update(edit.renderings)
            self._fuzzy = self._fuzzy or edit.fuzzy

    def close(self) -> None:
        """Raise ReportError where the lines had no place for a rendering."""
        if self._renderings:
            raise ReportError(f"{self._where}: the entry has no msgstr to be filled; add it to the entry")

    def lines(self, line: str) -> Iterator[str]:
        """Yield what stands in place of a line."""
        end = line[len(line.rstrip("\r\n")) :] or "\n"
        if self._comments and not _COMMENT.match(line):
            yield from (f"# {comment}{end}" for comment in self._comments)
            self._comments = []
        if self._fuzzy and line.startswith("#,"):
            line, self._fuzzy = f"{line.rstrip()}, fuzzy{end}", False
        elif self._fuzzy and line.startswith(("#|", "msg")):
            yield f"#, fuzzy{end}"
            self._fuzzy = False
        self._replaced = self._replaced and _MORE.match(line) is not None
        found = _RENDERING.match(line) if self._renderings else None
        form = int(found[1]) if found is not None and found[1] else None
        if found is not None and form in self._renderings:
            yield from _quoted(found[0], self._renderings.pop(form), end)
            self._replaced = True
        if not self._replaced:
            yield line


def _quoted(name: str, text: str, end: str) -> Iterator[str]:
    r"""Yield a text as the lines of a field, one for each of its own.

    >>> list(_quoted("msgstr ", "a\nb", "\r\n"))
    ['msgstr ""\r\n', '"a\\n"\r\n', '"b"\r\n']
    """
    lines = [each for each in re.split(r"(?<=\n)", text) if each] or [""]
    for number, each in enumerate(lines if len(lines) == 1 else ["", *lines]):
        yield f'{"" if number else name}"{polib.escape(each)}"{end}'


def _encoded(path: Path, line: str, encoding: str) -> bytes:
    try:
        return line.encode(encoding)
    except UnicodeEncodeError as error:
        raise ReportError(
            f"{path}: its encoding {encoding} cannot hold {error.object[error.start]!r}; save it as UTF-8"
        ) from error
