"""`tm demo`: the main job as a tour."""

from pathlib import Path
from typing import Annotated

import typer

from tm.cli.app import app
from tm.cli.console import out, progress
from tm.cli.documents import write_document
from tm.cli.options import AsJson, Model


@app.command("demo")
def demo_command(
    *,
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to put what it makes.", show_default="a new folder"),
    ] = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Show the whole way on the sample corpus, in a memory of its own."""
    from tm.jobs.demo import run_demo

    with progress() as shown:
        demo = run_demo(model, to, shown)
    if as_json:
        write_document(
            {
                "pairs": demo.built.pairs,
                "units_added": demo.built.units_added,
                "page": demo.page,
                "tmx": demo.tmx,
                "seconds": round(demo.seconds, 2),
            }
        )
    else:
        from tm.cli.show_demo import demo_view

        out().print(demo_view(demo, colour=out().color_system is not None), crop=False)
