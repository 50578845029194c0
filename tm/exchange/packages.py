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
_OLE = b"\xd0\xcf\x11\xe0"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def read_package(path: Path, kind: str, main: str) -> bytes:
    """Return the bytes of an office file of `kind` (DOCX, XLSX) that holds a part whose name starts `main`.

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
            _look_over(package, path, kind, main)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadError(
            path, f"is no whole {kind}: damaged or half written", "fetch or save it again"
        ) from error
    return data


def _look_over(package: zipfile.ZipFile, path: Path, kind: str, main: str) -> None:
    """Refuse what no office program would write. Raises ReadError."""
    parts = package.infolist()
    if not any(part.filename.startswith(main) for part in parts):
        raise ReadError(path, f"is a ZIP archive but no {kind}", "give it the ending of what it is")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError(path, "is locked with a password", "save it without one")
    unpacked = sum(part.file_size for part in parts)
    largest = max(part.file_size for part in parts)
    if largest > MAX_PART_BYTES or unpacked > MAX_BYTES or len(parts) > MAX_PARTS:
        raise ReadError(path, "unpacks to more than any draft holds", "check where the file comes from")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            data = package.read(part)
            if any(sign in data for sign in _DOCTYPES):
                why = f"{part.filename} declares a document type, by which XML entities come in"
                raise ReadError(path, why, "such files are refused; save it again in an office program")
