"""Files as wholes: text in any encoding in, whole files out. Leaves out: what stands in them."""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from tm.bitext import Skipped
from tm.errors import ReadError, ReportError
from tm.release.encodings import codec_of, decode

_LOG = logging.getLogger(__name__)
OnSkip = Callable[[Skipped], None]
_WHOLE_BYTES = 8 << 20
"""Largest text that is read whole: larger ones are looked through once for their encoding, then streamed."""


def warn(skipped: Skipped) -> None:
    """Log what a file holds that could not be used."""
    _LOG.warning("%s: %s; left out", skipped.where, skipped.why)


def sized(path: Path) -> int:
    """Return the size of a file in bytes. Raises ReadError where there is none, or nothing in it."""
    try:
        if path.is_dir():
            raise ReadError(path, "is a folder, not a file", "give a file in it")
        size = path.stat().st_size
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check the path") from error
    if size == 0:
        raise ReadError(path, "is empty", "fetch or export it again")
    return size


def read_text(path: Path) -> str:
    """Return the text of a file, its encoding found from its bytes; line ends stay as they are."""
    sized(path)
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error


@contextmanager
def open_text(path: Path, *, newline: str = "") -> Iterator[TextIO]:
    """Open a text of any size, its encoding found from its bytes; line ends stay as they are.

    Lines end as `io.TextIOWrapper` says of `newline`. Raises ReadError, with the line, before anything is
    read.
    """
    if sized(path) <= _WHOLE_BYTES:
        yield io.StringIO(read_text(path).removeprefix("\ufeff"), newline=newline)
        return
    try:
        with path.open("rb") as file:
            codec = codec_of(file, str(path))
        with path.open(encoding=codec, newline=newline) as text:
            yield text
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text of any size; they end at LF or CRLF only, and a last line end adds none.

    Raises ReadError, with the line, before any is yielded.
    """
    with open_text(path, newline="\n") as text:
        for line in text:
            yield line.removesuffix("\n").removesuffix("\r")


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a text file that takes its place only once it is written whole.

    Line ends are written as given. Raises ReportError where it cannot be written.
    """
    with _placed(path) as part, part.open("w", encoding=encoding, newline="") as file:
        try:
            yield file
        except UnicodeEncodeError as error:
            near = error.object[max(0, error.start - 20) :][:40]
            raise ReportError(
                f"{path}: a text holds half a character (a lone surrogate): {near!r}"
            ) from error


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that takes its place only once all of it is there; errors as of `whole_file`."""
    with _placed(path) as part, part.open("wb") as file:
        file.writelines(pieces)


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """Give a place to write to, which becomes the file once that is done."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise ReportError(f"{path} could not be written ({error.strerror}); give another place") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
