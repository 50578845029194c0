"""The operating system's lock on a file. Leaves out: what it stands for.

The lock goes with the process, however that ends, and is never inherited by its children. A process
cannot see its own locks: whoever takes one keeps count of it.
"""

import sys
from typing import IO


def take_lock(file: IO[bytes]) -> None:
    """Take the lock of an open, writable file, or raise OSError at once where another process has it."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
