"""A pool of processes on this machine for batch work. Leaves out: the work itself."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

_MOST_WORKERS = 8
"""Each holds an encoder of its own, about a quarter of a gigabyte with the embedded one."""


@contextmanager
def worker_pool(tasks: int) -> Iterator[Executor]:
    """Yield an executor of as many processes as `tasks` can use; leaving it drops what has not begun.

    The processes start afresh on every system: a forked one would inherit locks that other threads
    hold. They end with this process, however it ends.
    """
    workers = max(1, min(os.cpu_count() or 1, _MOST_WORKERS, tasks))
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """Leave interrupts to the parent, and end when it ends: a killed one tells its workers nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
