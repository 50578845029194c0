"""`tm import`, `export`, `backup`, `undo`, `history`, `reembed`, `stats` and `doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from tm.cli.app import EXIT_ERROR, app
from tm.cli.console import err, out, progress, say, tell_skipped, tell_warnings
from tm.cli.documents import write_document
from tm.cli.options import AsJson, MemoryUrl, Model, output_to
from tm.cli.sessions import open_session


@app.command("import")
def import_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="TMX, TSV, CSV, PO or XLIFF.", show_default=False)
    ],
    *,
    vectors: Annotated[bool, typer.Option(help="Encode the texts too, for search by meaning.")] = True,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Read translation units into the memory."""
    from tm.jobs.upkeep import import_units
    from tm.jobs.vectors import embed_missing

    with open_session(memory, model) as session, progress() as shown:
        done = import_units(session, files, shown)
        if vectors:
            embed_missing(session, shown)
    tell_warnings(done.warnings)
    tell_skipped(done.skipped)
    for file in done.ignored:
        err().print(f"ignored {file}: no type that holds units")
    if as_json:
        write_document(done)
    else:
        say(f"{done.read} units read: {done.added} new, {done.updated} changed, {done.known} known")
    if done.skipped:
        raise typer.Exit(EXIT_ERROR)


@app.command("export")
def export_command(
    output: Annotated[Path, output_to(".tmx, .tsv, .csv or .po")],
    *,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write every unit of the memory to a file."""
    from tm.jobs.upkeep import export_units

    with open_session(memory, create=False) as session, progress() as shown:
        done = export_units(session, output, shown)
    write_document(done) if as_json else say(f"{done.written} units written to {done.file}")


@app.command("backup")
def backup_command(
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.", show_default=False)
    ],
    *,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write a whole copy of the memory."""
    from tm.jobs.upkeep import back_up

    with open_session(memory, create=False) as session:
        done = back_up(session, to)
    write_document(done) if as_json else say(f"{done.written} units saved in {done.file}")


@app.command("undo")
def undo_command(*, memory: MemoryUrl = None, as_json: AsJson = False) -> None:
    """Take back the last change of the memory: a build, an import, an edit."""
    from tm.jobs.upkeep import undo

    with open_session(memory, create=False) as session:
        done = undo(session)
    if as_json:
        write_document(done)
    else:
        say(f"taken back: {done.undone}" if done.undone else "nothing to take back")


@app.command("history")
def history_command(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    unit: Annotated[
        int | None,
        typer.Option("--unit", metavar="N", help="Every change of one unit instead: who, when, what."),
    ] = None,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show what was done to the memory, or to one unit, newest first."""
    from tm.jobs.editing import UnitHistory, unit_history
    from tm.jobs.upkeep import history

    with open_session(memory, create=False) as session:
        found = history(session, limit) if unit is None else unit_history(session, unit)
    if as_json:
        write_document(found)
    elif isinstance(found, UnitHistory):
        from tm.cli.show_editing import unit_history_view

        out().print(unit_history_view(found, colour=out().color_system is not None))
    else:
        from tm.cli.show_upkeep import acts_view

        out().print(acts_view(found))


@app.command("reembed")
def reembed_command(
    *,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Make the vectors that are missing, for search by meaning."""
    from tm.jobs.vectors import reembed

    with open_session(memory, model, create=False) as session, progress() as shown:
        done = reembed(session, shown)
    write_document(done) if as_json else say(f"{done.embedded} texts encoded with {done.model}")


@app.command("stats")
def stats_command(*, memory: MemoryUrl = None, as_json: AsJson = False) -> None:
    """Count what the memory holds."""
    from tm.jobs.upkeep import statistics

    with open_session(memory, create=False) as session:
        found = statistics(session)
    if as_json:
        write_document(found)
    else:
        from tm.cli.show_upkeep import statistics_view

        out().print(statistics_view(found))


@app.command("doctor")
def doctor_command(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended; rebuild the indexes.")
    ] = False,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Tell what works here: Python, SQLite, the model, the memory file and its indexes."""
    from tm.jobs.upkeep import examine

    with open_session(memory, model) as session:
        health = examine(session, repair=repair)
    if as_json:
        write_document(health)
    else:
        from tm.cli.show_upkeep import health_view

        out().print(health_view(health))
    if not health.ok:
        raise typer.Exit(EXIT_ERROR)
