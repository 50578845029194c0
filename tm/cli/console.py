"""The two streams a command talks on: data on standard output, talk and progress on standard error.

Leaves out: what is said.
"""

import io
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tm.jobs.progress import SILENT, Progress

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from tm.bitext import Skipped


def use_utf8() -> None:
    """Write UTF-8 whatever the code page; characters a terminal cannot show do not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")  # it would tell of every try to reach its hub
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )


@cache
def out() -> "Console":
    """Return the console for results; square brackets and colons in texts mean themselves."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


@cache
def err() -> "Console":
    """Return the console for talk; a line is not broken, however long."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(line: str) -> None:
    """Print one line of results, not broken however long."""
    out().print(line, soft_wrap=True)


def tell_warnings(warnings: Iterable[str]) -> None:
    """Tell of what was done, but may not be what was meant."""
    for warning in warnings:
        err().print(f"warning: {warning}")


def tell_written(path: Path | None) -> None:
    """Tell where a file was written, if one was."""
    if path is not None:
        err().print(f"written: {path}")


def tell_skipped(skipped: "Iterable[Skipped]") -> None:
    """Tell what a batch had to skip, and why."""
    for each in skipped:
        told = "" if each.why.startswith(each.where) else f"{each.where}: "
        err().print(f"skipped {told}{each.why}")


class _BarProgress:
    """One bar a stage; a stage not seen before gets a bar of its own."""

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """Move the stage's bar."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress bars while the block runs, where standard error is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield SILENT
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _BarProgress(bars)
