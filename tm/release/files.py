"""Files and folders into releases. Leaves out: the formats, one module each."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tm.bitext import Lang, Release, Skipped
from tm.errors import LanguageError, ReadError
from tm.release.bylines import date_in_path
from tm.release.plain import read_plain
from tm.release.reading import Reading, sign_off_date
from tm.text.languages import detect_lang, parse_lang

MAX_BYTES = 32 * 1024 * 1024
"""Releases are pages of text: a larger file is something else, and is refused before it is read."""


def _web(data: bytes, where: str) -> Reading:
    from tm.release.web import read_web

    return read_web(data, where)


def _word(data: bytes, where: str) -> Reading:
    from tm.release.word import read_word

    return read_word(data, where)


def _markdown(data: bytes, where: str) -> Reading:
    from tm.release.markdown import read_markdown

    return read_markdown(data, where)


def _pdf(data: bytes, where: str) -> Reading:
    from tm.release.pdf import read_pdf

    return read_pdf(data, where)


_READERS: dict[str, Callable[[bytes, str], Reading]] = {
    ".html": _web,
    ".htm": _web,
    ".shtml": _web,
    ".xhtml": _web,
    ".docx": _word,
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": read_plain,
    ".text": read_plain,
    ".pdf": _pdf,
}
SUFFIXES = tuple(sorted(_READERS))
"""The endings of the files that can be read, lower case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundFile:
    """A file of a folder: `key` is its POSIX path below it; `supported` if a reader knows its ending."""

    path: Path
    key: str
    supported: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderContents:
    """A folder as read: releases by key, what could not be read and why, files of no supported type."""

    releases: tuple[Release, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]


def read(path: Path, *, key: str | None = None, lang: Lang | None = None) -> Release:
    """Return the release in one file; `key` defaults to the file's name.

    The language is told by the script of the text; `lang` says which it must be (plain `zh` leaves the
    script to the text). Raises ReadError for what cannot be read and LanguageError for another language.
    """
    where = str(path)
    data = _bytes_of(path)
    reading = _READERS[path.suffix.lower()](data, where)
    if not reading.title:
        raise ReadError(where, "holds no text of a release", "give a file with a title and a body")
    dates = (reading.date, date_in_path(reading.url or ""), date_in_path(path.as_posix()))
    return Release(
        key=path.name if key is None else key,
        lang=_language(reading, where, lang),
        title=reading.title,
        paragraphs=reading.paragraphs,
        date=next((date for date in dates if date), None) or sign_off_date(reading.paragraphs),
        origin=reading.origin,
        url=reading.url,
    )


def _bytes_of(path: Path) -> bytes:
    """Return the content of a file that may be a release; everything else is refused before reading."""
    where = str(path)
    try:
        if path.is_dir():
            next(path.iterdir(), None)  # one that may not be listed is no use as a folder either
            raise ReadError(
                where,
                "is a folder, not a file",
                "give one of its files; `tm pair` and `tm build` take folders",
            )
        size = path.stat().st_size
        if not path.is_file():
            raise ReadError(where, "is not an ordinary file", "give a file")
        if path.suffix.lower() not in _READERS:
            raise ReadError(
                where, f"files of type {path.suffix or '(no ending)'} are not read", _advice(path)
            )
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise ReadError(
                where,
                f"{size / 2**20:.1f} MB is more than a release may have ({limit} MB)",
                "split it or leave it out",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(where, "does not exist", "check the path") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(
            where, f"cannot be opened ({why.lower()})", "check the path and its permissions"
        ) from error
    if not data.strip(b"\0 \t\r\n"):
        raise ReadError(where, "is empty" if not data else "holds nothing but blanks", "fetch the file again")
    return data


def _advice(path: Path) -> str:
    if path.suffix.lower() in {".doc", ".rtf", ".odt", ".wps"}:
        return "save it as DOCX"
    return "use one of " + " ".join(SUFFIXES)


def _language(reading: Reading, where: str, asked: Lang | None) -> Lang:
    """Return the language of a reading, checked against the one asked for."""
    text = "\n".join((reading.title, *reading.paragraphs))
    try:
        found = detect_lang(text)
    except LanguageError as error:
        if asked is not None and not any(map(str.isalpha, text)):
            return asked
        raise type(error)(f"{where}: {error}") from error
    if asked is not None and asked.side != found.side:
        raise LanguageError(
            f"{where}: the text is {found.value}, not {asked.value}; check which file is which"
        )
    if asked is not None and asked is not Lang.ZH:
        return asked
    if found is Lang.ZH and reading.lang:
        return _claimed(reading.lang)
    return found


def _claimed(tag: str) -> Lang:
    """Return the script a page claims, where its text does not tell."""
    try:
        lang = parse_lang(tag)
    except LanguageError:
        return Lang.ZH
    return lang if lang.side == "zh" else Lang.ZH


def iter_files(folder: Path) -> Iterator[FoundFile]:
    """Yield the files of a folder and the folders in it, by key; hidden ones are left out.

    A folder reached twice through symbolic links is entered once. Raises ReadError if `folder` is no
    folder that can be listed; one further down that cannot be is yielded as a file, whose reading
    says why.
    """
    if not folder.exists():
        raise ReadError(folder, "does not exist", "check the path")
    if not folder.is_dir():
        raise ReadError(folder, "is a file, not a folder", "give the folder it is in")
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise ReadError(folder, f"cannot be listed ({error.strerror})", "check its permissions") from error
    found: list[FoundFile] = []
    _gather(folder, "", found)
    yield from sorted(found, key=lambda file: file.key)


def _gather(top: Path, prefix: str, found: list[FoundFile]) -> None:
    """Collect the files below `top`, each real folder once."""
    seen: set[Path] = set()
    waiting = [(top, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        real = folder.resolve()
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(
                folder.iterdir(), key=lambda entry: (entry.is_symlink(), entry.name), reverse=True
            )
        except OSError:
            found.append(FoundFile(path=folder, key=prefix.rstrip("/"), supported=True))
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir():
                waiting.append((entry, f"{prefix}{entry.name}/"))
            else:
                supported = entry.suffix.lower() in _READERS
                found.append(FoundFile(path=entry, key=prefix + entry.name, supported=supported))


def read_folder(folder: Path, *, prefix: str = "", lang: Lang | None = None) -> FolderContents:
    """Return everything a folder holds; keys are POSIX paths below it, with `prefix` in front.

    What cannot be read is listed and the rest goes on. Raises ReadError if no file has a supported type.
    """
    releases: list[Release] = []
    skipped: list[Skipped] = []
    ignored: list[str] = []
    for file in iter_files(folder):
        if not file.supported:
            ignored.append(prefix + file.key)
            continue
        try:
            releases.append(read(file.path, key=prefix + file.key, lang=lang))
        except (ReadError, LanguageError) as error:
            skipped.append(Skipped(where=prefix + file.key, why=str(error)))
    if not releases and not skipped:
        raise ReadError(
            folder, "holds no file of a type that can be read", "use one of " + " ".join(SUFFIXES)
        )
    return FolderContents(
        releases=tuple(sorted(releases, key=lambda release: release.key)),
        skipped=tuple(skipped),
        ignored=tuple(ignored),
    )
