"""A session from what the command line, the environment and `tm.toml` say. Leaves out: using it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tm.jobs.session import Session


def open_session(memory: str | None = None, model: str | None = None, *, create: bool = True) -> "Session":
    """Return a session; flags and environment come as arguments, before `tm.toml` and the defaults.

    Commands that only ask the memory give `create=False`: they make none where there is none.
    """
    from tm.jobs.session import Session
    from tm.jobs.settings import load_settings

    return Session(load_settings(), memory=memory, model=model, create=create)
