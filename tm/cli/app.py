"""The Typer application and how a command ends. Leaves out: the commands themselves."""

import sys
from typing import Annotated

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


def run() -> None:
    """Run the command line and end the process; what goes wrong on purpose is one line on standard error."""
    try:
        app()
    except TmError as err:
        typer.echo(f"tm: {err}", err=True)
        sys.exit(EXIT_ERROR)
