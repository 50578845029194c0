"""The Typer application and how a command ends. Leaves out: the commands themselves."""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer

from tm import __version__
from tm.errors import TmError

EXIT_ERROR, EXIT_FOUND = 1, 3
"""Beside 0, done, and 2, wrong usage, which Typer gives."""

app = typer.Typer(
    name="tm",
    help="Duizhao (对照): a memory of how every Chinese and English release was rendered before.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tm {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop."),
    ] = False,
) -> None:
    """Options that stand before a command."""


def command() -> Callable[[], object]:
    """Return the whole command line.

    Typer looks whether files may be read before a command sees them; what reads them says it better, in one
    line and with the exit code of an error, so here that look is left out.
    """
    whole = typer.main.get_command(app)
    waiting: list[Any] = [whole]
    while waiting:
        one = waiting.pop()
        waiting.extend(getattr(one, "commands", {}).values())
        for parameter in one.params:
            if hasattr(parameter.type, "readable"):
                parameter.type.readable = False
    return whole


def run() -> None:
    """Run the command line and end the process; what goes wrong on purpose is one line on standard error."""
    try:
        try:
            command()()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except TmError as err:
        _fail(str(err))
    except UnicodeEncodeError as err:
        near = err.object[max(0, err.start - 20) : err.start + 20]
        _fail(f"{near!r} holds half a character: it was decoded wrongly; give it as UTF-8")
    except BrokenPipeError:  # whoever read the output has seen enough
        _discard_output()
        sys.exit(EXIT_ERROR)
    except OSError as err:
        _discard_output()
        where = f" {err.filename}" if err.filename else ""
        _fail(f"could not read or write{where} ({err.strerror or err}); check the disk and its permissions")


def _fail(message: str) -> NoReturn:
    typer.echo(f"tm: {' '.join(message.splitlines())}", err=True)
    sys.exit(EXIT_ERROR)


def _discard_output() -> None:
    """Let what is still to be written go nowhere, or the interpreter would try once more as it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
