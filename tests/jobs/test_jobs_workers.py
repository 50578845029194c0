"""Worker processes: used where there is much to do, and gone when the work ends, however it ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tm.jobs.workers import worker_pool

SCRIPT = """
import os, signal, sys, time
from tm.jobs.workers import worker_pool

if __name__ == "__main__":
    with worker_pool(2) as pool:
        found = [pool.submit(os.getpid) for _ in range(4)]
        print(*[each.result() for each in found], flush=True)
        pending = [pool.submit(time.sleep, NAP) for _ in range(20)]
        END
"""
HEARD = "signal.signal(signal.SIGINT, signal.default_int_handler)"
"""A shell that runs the tests in the background has interrupts ignored."""
KILLED = "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"


def test_work_is_done_elsewhere() -> None:
    with worker_pool(2) as pool:
        assert {pool.submit(os.getpid).result(timeout=60) for _ in range(4)}.isdisjoint({os.getpid()})


def test_what_has_not_begun_is_dropped() -> None:
    began = time.monotonic()
    with worker_pool(1) as pool:
        pool.submit(os.getpid).result(timeout=60)
        pending = [pool.submit(time.sleep, 1) for _ in range(60)]
    assert time.monotonic() - began < 50
    assert sum(each.cancelled() for each in pending) > 40


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(SCRIPT.replace("END", KILLED).replace("NAP", "60"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # the pipe stays open for as long as one process holds it
    done = subprocess.run(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=50,
        env=environment,
    )
    assert done.returncode != 0
    assert done.stdout.split()


@pytest.mark.skipif(os.name != "posix", reason="interrupts reach a group of processes on POSIX only")
def test_an_interrupt_ends_all_at_once(tmp_path: Path) -> None:
    script = tmp_path / "interrupted.py"
    end = f"{HEARD}; os.killpg(0, signal.SIGINT); time.sleep(60)"
    script.write_text(
        SCRIPT.replace("END", end).replace("NAP", "2").replace("pool(2)", "pool(1)"), encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        check=False,
        timeout=50,
        env=environment,
        start_new_session=True,
        encoding="utf-8",
    )
    assert time.monotonic() - began < 30
    assert done.stderr.count("KeyboardInterrupt") == 1, done.stderr
