"""What every job works with: the memory, the encoder and the settings, each made at first use.

Leaves out: deciding what to do with them.
"""

import getpass
import logging
import os
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tm.jobs.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from tm.embed.encoder import Encoder
    from tm.memory.protocols import Memory

DEFAULT_MODEL = "use"
log = logging.getLogger(__name__)


class Session:
    """One run's memory, encoder and settings. Nothing is opened or loaded before it is asked for."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        memory: str | None = None,
        model: str | None = None,
        create: bool = True,
    ) -> None:
        """Take the memory's URL and the model's name from the arguments, else from the settings.

        Without `create` a memory that is not there yet is an error: what only asks a memory would
        answer from an empty one where its name is mistyped.
        """
        self.settings = settings or Settings()
        self.memory_url = memory if memory is not None else self.settings.memory
        self.model = model or self.settings.model or DEFAULT_MODEL
        self._create = create

    @property
    def memory_place(self) -> "str | Path":
        """The memory's URL, or the file used where none is named."""
        from tm.memory import default_location

        return default_location() if self.memory_url is None else self.memory_url

    @property
    def has_memory(self) -> bool:
        """Tell whether there is a memory already, for jobs that do without."""
        from tm.memory import is_there

        return is_there(self.memory_place)

    @cached_property
    def memory(self) -> "Memory":
        """The memory, made where there is none yet and one may be made.

        One that may not be written is opened to read: what would change it raises MemoryStoreError.
        """
        from tm.memory import is_protected, open_memory

        url = self.memory_place
        read_only = is_protected(url)
        if read_only:
            log.info("%s may not be written: it is opened to read", url)
        return open_memory(url, create=self._create, read_only=read_only)

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
