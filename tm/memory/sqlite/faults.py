"""SQLite's errors in words a user can act on. Leaves out: when they happen."""

import sqlite3
from pathlib import Path

from tm.errors import MemoryStoreError

_ADVICE = {
    sqlite3.SQLITE_BUSY: "is locked by another process; wait for it to finish and try again",
    sqlite3.SQLITE_LOCKED: "is locked by another task of this process; wait for it and try again",
    sqlite3.SQLITE_READONLY: "cannot be written to; change its permissions or use a copy you may write",
    sqlite3.SQLITE_FULL: "could not grow: the disk is full; free some space and run the command again,"
    " what was stored before is unharmed",
    sqlite3.SQLITE_NOTADB: "is not a memory file; give another path, or move this file away",
    sqlite3.SQLITE_CORRUPT: "is damaged; run `tm doctor`, or restore the latest backup beside it",
    sqlite3.SQLITE_CANTOPEN: "could not be opened; check that its folder exists and may be written to",
    sqlite3.SQLITE_IOERR: "could not be read or written (the disk or network drive reported an error);"
    " check the drive and try again",
    sqlite3.SQLITE_PERM: "may not be opened; change its permissions",
    sqlite3.SQLITE_AUTH: "may not be opened; change its permissions",
    sqlite3.SQLITE_TOOBIG: "refused a text of more than 1,000,000,000 bytes; leave it out",
    sqlite3.SQLITE_NOMEM: "needs more working memory than there is; close other programs and try again",
}


def fault(error: sqlite3.Error, path: Path) -> MemoryStoreError:
    """Return the error to raise for what SQLite said about the memory at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    advice = _ADVICE.get(code & 0xFF) if code is not None else None
    if advice is None:
        return MemoryStoreError(f"{path}: the memory could not be used ({error}); run `tm doctor`")
    return MemoryStoreError(f"{path} {advice}")
