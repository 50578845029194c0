"""What every job works with: the memory, the encoder and the settings, each made at first use.

Leaves out: deciding what to do with them.
"""

import getpass
import os
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tm.jobs.settings import Settings

if TYPE_CHECKING:
    from tm.embed.encoder import Encoder
    from tm.memory.protocols import Memory

DEFAULT_MODEL = "use"


class Session:
    """One run's memory, encoder and settings. Nothing is opened or loaded before it is asked for."""

    def __init__(
        self, settings: Settings | None = None, *, memory: str | None = None, model: str | None = None
    ) -> None:
        """Take the memory's URL and the model's name from the arguments, else from the settings."""
        self.settings = settings or Settings()
        self.memory_url = memory or self.settings.memory
        self.model = model or self.settings.model or DEFAULT_MODEL

    @cached_property
    def memory(self) -> "Memory":
        """The memory, made where there is none yet."""
        from tm.memory import default_location, open_memory

        return open_memory(self.memory_url or default_location())

    @cached_property
    def user(self) -> str:
        """Who is at work, for the history: `TM_USER`, else the name of the login."""
        named = os.environ.get("TM_USER")
        if named:
            return named
        try:
            return getpass.getuser()
        except (ImportError, KeyError, OSError):  # no login name on this machine
            return ""

    @cached_property
    def encoder(self) -> "Encoder":
        """The encoder named by `model`."""
        from tm.embed import encoder

        return encoder(self.model)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "memory" in self.__dict__:
            self.memory.close()
