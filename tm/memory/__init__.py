"""Keep and fetch: a memory of renderings, releases, vectors and terms in one place.

Leaves out: ranking what is fetched (`lookup`) and reading files (`exchange`).
"""

import os
from pathlib import Path

from tm.errors import MemoryStoreError
from tm.memory.protocols import Memory

__all__ = ["Memory", "default_location", "is_protected", "is_there", "open_memory"]

_FILE = "memory.sqlite"


def default_location() -> Path:
    """Return the file used where none is named: `memory.sqlite` in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("duizhao", appauthor=False) / _FILE


def open_memory(url: str | Path, *, create: bool = True, read_only: bool = False) -> Memory:
    """Open the memory at a path or a `sqlite:///path` URL, made first if need be and `create`.

    Raises MemoryStoreError where there is none and it may not be made, where the file is no memory,
    damaged, locked or of a newer schema, and for servers, which are not built yet.
    """
    from tm.memory.sqlite import SqliteMemory

    return SqliteMemory(_path(url), create=create, read_only=read_only)


def is_there(url: str | Path) -> bool:
    """Tell whether anything lies where a memory is said to be."""
    return _path(url).exists()


def is_protected(url: str | Path) -> bool:
    """Tell whether there is a memory that may be read but not written: by its rights or its folder's."""
    path = _path(url)
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _path(url: str | Path) -> Path:
    if isinstance(url, Path):
        return url.expanduser()
    scheme, mark, rest = url.partition("://")
    if not mark:
        if not url.strip():
            raise MemoryStoreError("the memory's path is empty; give a path or sqlite:///path")
        return Path(url).expanduser()
    if scheme in {"postgresql", "postgres"}:
        raise MemoryStoreError(
            f"{scheme}:// memories on a server are not built yet; use a path or sqlite:///path"
        )
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) == 1:
        raise MemoryStoreError(f"{url!r} names no memory; give a path or sqlite:///path")
    return Path(rest[1:]).expanduser()
