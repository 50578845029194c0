"""How a long job tells how far it is and learns that it should stop. Leaves out: showing it."""

from typing import Protocol


class Progress(Protocol):
    """Told of each step of a job; may raise CancelledError to stop it between two steps."""

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """Note that `done` of `total` (None: unknown) are finished in `stage`."""
        ...


class Silent:
    """A progress nobody watches."""

    def step(self, stage: str, done: int, total: int | None = None) -> None:
        """Do nothing."""


SILENT = Silent()
