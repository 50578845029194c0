"""Options that commands share. Leaves out: what they mean to each command."""

from pathlib import Path
from typing import Annotated, Any

import typer


def output_to(what: str) -> Any:
    """Return the option `--output`, its help being what is written."""
    return typer.Option("--output", "-o", metavar="FILE", help=what)


MemoryUrl = Annotated[
    str | None,
    typer.Option(
        "--memory",
        envvar="TM_MEMORY",
        metavar="URL",
        help="Memory file or sqlite:///path.",
        show_default="your data folder",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="TM_MODEL",
        metavar="NAME",
        help="Encoder: use, a sentence-transformers name, or a folder.",
        show_default="use",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON document to standard output.")]
Output = Annotated[Path | None, output_to("Write the result here.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="LANG", help="Language of the source; else what the text shows."),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="LANG", help="Language of the target; else the other one.")
]
