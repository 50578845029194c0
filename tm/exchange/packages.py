"""Office files (DOCX, XLSX) as the ZIP archives they are, looked over before anything is unpacked.

Nothing in them is expanded: oversized parts, document types and entities are refused. Leaves out: what
the parts say.
"""

import io
import zipfile
import zlib
from pathlib import Path

from tm.errors import ReadError
from tm.exchange.files import sized

MAX_PART_BYTES = 64 << 20
MAX_BYTES = 512 << 20
"""Unpacked: more than a draft holds; larger ones are archives made to fill the memory."""
MAX_PARTS = 10_000
MAX_RATIO = 250
"""Unpacked for packed, of parts over a megabyte: office XML is at 5–60, a part of blanks at 1,000."""
_SMALL_BYTES = _PIECE_BYTES = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def read_package(path: Path, kind: str, main: str, *, part_bytes: int = MAX_PART_BYTES) -> bytes:
    """Return the bytes of an office file of `kind` (DOCX, XLSX) that holds a part whose name starts `main`.

    No part may unpack to more than `part_bytes`; what is read as a stream can do with more.
    Raises ReadError for what is damaged, locked, another kind of file, or made to do harm.
    """
    if sized(path) > MAX_BYTES:
        raise ReadError(path, f"is larger than {MAX_BYTES >> 20} MB", "split it")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"could not be read ({error.strerror})", "check its permissions") from error
    if data.startswith(_OLE):
        raise ReadError(
            path, "is an old Office file, or locked with a password", f"save it as {kind} without one"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _look_over(package, path, kind, main, part_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadError(
            path, f"is no whole {kind}: damaged or half written", "fetch or save it again"
        ) from error
    return data


def _look_over(package: zipfile.ZipFile, path: Path, kind: str, main: str, part_bytes: int) -> None:
    """Refuse what no office program would write. Raises ReadError."""
    parts = package.infolist()
    if not any(part.filename.startswith(main) for part in parts):
        raise ReadError(path, f"is a ZIP archive but no {kind}", "give it the ending of what it is")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(path, "is locked with a password", "save it without one")
    unpacked = sum(part.file_size for part in parts)
    largest = max(part.file_size for part in parts)
    if largest > part_bytes or unpacked > MAX_BYTES or len(parts) > MAX_PARTS or any(map(_is_bomb, parts)):
        raise ReadError(path, "unpacks to more than any such file holds", "check where the file comes from")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")) and _declares(package, part):
            why = f"{part.filename} declares a document type, by which XML entities come in"
            raise ReadError(path, why, "such files are refused; save it again in an office program")


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a document type is declared anywhere in a part, read a piece at a time."""
    with package.open(part) as file:
        tail = b""
        while piece := file.read(_PIECE_BYTES):
            if any(sign in tail + piece for sign in _DOCTYPES):
                return True
            tail = piece[-max(map(len, _DOCTYPES)) :]
    return False


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL_BYTES and part.file_size > MAX_RATIO * part.compress_size
