"""`tm edit`, `delete`, `merge`, `confirm`, `status`, `review` and `audit`: work on the units of a memory."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tm.cli.app import app
from tm.cli.console import out, progress, say, tell_warnings, tell_written
from tm.cli.documents import write_document
from tm.cli.options import AsJson, From, MemoryUrl, Model
from tm.cli.sessions import open_session

if TYPE_CHECKING:
    from tm.jobs.editing import Units

UnitNumber = Annotated[
    int, typer.Argument(metavar="UNIT", help="Its number, as `tm lookup` shows it.", show_default=False)
]
UnitNumbers = Annotated[
    list[int],
    typer.Argument(metavar="UNIT…", help="Their numbers, as `tm lookup` shows them.", show_default=False),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it.", show_default="TM_USER, else your login"),
]


@app.command("edit")
def edit_command(
    unit: UnitNumber,
    *,
    source: Annotated[str | None, typer.Option(help="The new source.")] = None,
    target: Annotated[str | None, typer.Option(help="The new target.")] = None,
    note: Annotated[str | None, typer.Option(help="A new note; empty to remove it.")] = None,
    from_: From = None,
    by: By = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Change the texts or the note of a unit; `tm undo` takes it back."""
    from tm.jobs.editing import NewTexts, edit_unit

    texts = NewTexts(source=source, target=target, note=note, source_lang=from_)
    with open_session(memory, model, create=False) as session:
        done = edit_unit(session, unit, texts, by=by)
    if as_json:
        write_document(done)
    else:
        from tm.cli.show_editing import edited_view

        out().print(edited_view(done, colour=out().color_system is not None))


@app.command("delete")
def delete_command(
    units: UnitNumbers, *, by: By = None, memory: MemoryUrl = None, as_json: AsJson = False
) -> None:
    """Take renderings out of use, in every release they stand in; `tm undo` takes it back."""
    from tm.jobs.editing import delete_units

    with open_session(memory, create=False) as session:
        done = delete_units(session, units, by=by)
    if as_json:
        write_document(done)
    else:
        say(f"{done.out_of_use} units out of use; `tm undo` brings them back")


@app.command("merge")
def merge_command(
    keep: Annotated[int, typer.Argument(metavar="KEEP", help="The unit that stays.", show_default=False)],
    others: Annotated[
        list[int], typer.Argument(metavar="OTHERS…", help="The units it stands for.", show_default=False)
    ],
    *,
    by: By = None,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Let one unit stand for others, which go out of use; `tm undo` takes it back."""
    from tm.jobs.editing import merge_units

    with open_session(memory, create=False) as session:
        done = merge_units(session, keep, others, by=by)
    if as_json:
        write_document(done)
    else:
        say(f"{done.out_of_use} units out of use, unit {keep} stands for them; `tm undo` brings them back")


@app.command("confirm")
def confirm_command(
    units: UnitNumbers, *, by: By = None, memory: MemoryUrl = None, as_json: AsJson = False
) -> None:
    """Mark units as confirmed by a person: they rank first, and their beads hold in later builds."""
    from tm.jobs.editing import judge_units

    with open_session(memory, create=False) as session:
        done = judge_units(session, units, "confirmed", by=by)
    _show(done, as_json=as_json)


@app.command("status")
def status_command(
    units: UnitNumbers,
    *,
    set_: Annotated[
        str | None,
        typer.Option("--set", metavar="STATUS", help="confirmed, plain, review or do-not-reuse."),
    ] = None,
    by: By = None,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show units as they stand, or set how far they may be trusted."""
    from tm.jobs.editing import judge_units, show_units

    with open_session(memory, create=False) as session:
        done = show_units(session, units) if set_ is None else judge_units(session, units, set_, by=by)
    _show(done, as_json=as_json)


@app.command("review")
def review_command(
    *,
    limit: Annotated[int, typer.Option(min=1, help="Most units shown, the least sure first.")] = 20,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Write a page to correct for each pair of releases."
        ),
    ] = None,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show what waits for review, to confirm, edit or delete it, or to correct it on its release's page."""
    from tm.jobs.review import waiting_for_review

    with open_session(memory, create=False) as session:
        found = waiting_for_review(session, limit=limit, folder=output)
    for page in found.pages:
        tell_written(page)
    if as_json:
        write_document(found)
    else:
        from tm.cli.show_editing import waiting_view

        out().print(waiting_view(found))


def _show(done: "Units", *, as_json: bool) -> None:
    if as_json:
        write_document(done)
        return
    from tm.cli.show_editing import units_view

    out().print(units_view(done))


@app.command("audit")
def audit_command(
    *,
    kinds: Annotated[
        str | None,
        typer.Option(
            help="unlike, values, superseded, several-targets, several-sources, duplicate; comma separated.",
            show_default="all",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most findings shown of a kind.")] = 20,
    min_: Annotated[
        float, typer.Option("--min", metavar="CONFIDENCE", min=0, max=1, help="Least confidence, 0 to 1.")
    ] = 0.0,
    from_: Annotated[str, typer.Option("--from", metavar="LANG", help="Language called the source.")] = "zh",
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Look for what may be wrong in the memory: sides that do not fit, old names, doubles."""
    from tm.jobs.audit import AuditOptions, audit

    wanted = tuple(kind.strip() for kind in kinds.split(",")) if kinds else ()
    options = AuditOptions(kinds=wanted, limit=limit, least_confidence=min_, source_lang=from_)
    with open_session(memory, model, create=False) as session, progress() as shown:
        found = audit(session, options, shown)
    tell_warnings(found.warnings)
    if as_json:
        write_document(found)
    else:
        from tm.cli.show_editing import audit_view

        out().print(audit_view(found))
