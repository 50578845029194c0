"""Telling a series that still runs from one that was cut off. Leaves out: what a series is.

Each running series holds the operating system's lock on a small file beside the memory.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from tm.memory.locks import take_lock

_MINE: set[tuple[int, Path]] = set()
"""(process, lock file) of the series of this process; a process can't see its own locks."""


class Beacon:
    """Shows other processes that a series is running, until it is put out."""

    def __init__(self, memory: Path, act: int) -> None:
        self._path = lock_path(memory, act)
        self._file: IO[bytes] = self._path.open("a+b")
        take_lock(self._file)
        _MINE.add((os.getpid(), self._path))

    def put_out(self) -> None:
        """Stop showing it."""
        _MINE.discard((os.getpid(), self._path))
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def lock_path(memory: Path, act: int) -> Path:
    """Return the file whose lock shows that an act is running."""
    return memory.with_name(f"{memory.name}.running-{act}").absolute()


def is_running(memory: Path, act: int) -> bool:
    """Return whether some process is still at an act."""
    path = lock_path(memory, act)
    if (os.getpid(), path) in _MINE:
        return True
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return False
    except OSError:
        return True
    with file:
        try:
            take_lock(file)
        except OSError:
            return True
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return False
