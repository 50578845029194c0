"""`tm terms …`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tm.cli.app import app
from tm.cli.console import out, progress, say
from tm.cli.documents import write_document
from tm.cli.options import AsJson, MemoryUrl, Model, Output
from tm.cli.sessions import open_session

if TYPE_CHECKING:
    from tm.jobs.terms import TermList

terms_app = typer.Typer(
    help="Keep the glossary: institutions, posts, programmes and how they are rendered.", no_args_is_help=True
)
app.add_typer(terms_app, name="terms")
GlossaryFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Glossary: .tsv, .csv, .xlsx, .tbx, .martif.tbx.", show_default=False
    ),
]
SourceLang = Annotated[str, typer.Option("--from", metavar="LANG", help="Language shown as the source.")]


@terms_app.command("add")
def add_command(
    source: Annotated[str, typer.Argument(help="The term in one language.")],
    target: Annotated[str, typer.Argument(help="The term in the other language.")],
    *,
    status: Annotated[str, typer.Option(help="preferred, admitted, deprecated or forbidden.")] = "preferred",
    required: Annotated[bool, typer.Option("--required", help="A draft must use it.")] = False,
    domain: Annotated[str, typer.Option(help="body, post, programme, person, term …")] = "",
    note: Annotated[str, typer.Option(help="A note for translators.")] = "",
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add one term."""
    from tm.jobs.terms import add_term

    with open_session(memory) as session:
        done = add_term(session, source, target, status=status, required=required, domain=domain, note=note)
    write_document(done) if as_json else say(f"{done.added} added, {done.updated} updated")


@terms_app.command("import")
def import_command(file: GlossaryFile, *, memory: MemoryUrl = None, as_json: AsJson = False) -> None:
    """Read a glossary into the memory."""
    from tm.jobs.terms import import_terms

    with open_session(memory) as session:
        done = import_terms(session, file)
    write_document(done) if as_json else out().print(
        f"{done.read} read, {done.added} added, {done.updated} updated"
    )


@terms_app.command("export")
def export_command(file: GlossaryFile, *, memory: MemoryUrl = None, as_json: AsJson = False) -> None:
    """Write every term to a glossary file."""
    from tm.jobs.terms import export_terms

    with open_session(memory, create=False) as session:
        count = export_terms(session, file)
    write_document({"written": count, "file": file}) if as_json else say(f"{count} terms written to {file}")


@terms_app.command("list")
def list_command(*, from_: SourceLang = "zh", memory: MemoryUrl = None, as_json: AsJson = False) -> None:
    """Show every term."""
    from tm.jobs.terms import list_terms

    with open_session(memory, create=False) as session:
        found = list_terms(session, source_lang=from_)
    _show(found, as_json=as_json)


@terms_app.command("find")
def find_command(
    text: Annotated[str, typer.Argument(help="A text in either language.")],
    *,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show the terms that stand in a text."""
    from tm.jobs.terms import find_terms

    with open_session(memory, create=False) as session:
        found = find_terms(session, text)
    _show(found, as_json=as_json)


@terms_app.command("extract")
def extract_command(
    *,
    min_count: Annotated[int, typer.Option("--min-count", help="Units both sides must stand in.")] = 2,
    limit: Annotated[
        int | None, typer.Option(help="Proposals at most, the best first.", show_default="all")
    ] = None,
    known: Annotated[bool, typer.Option("--known", help="Show terms of the glossary too, marked.")] = False,
    from_: SourceLang = "zh",
    output: Output = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Propose terms from what the memory holds."""
    from tm.jobs.terms import extract_terms

    with open_session(memory, model, create=False) as session, progress() as shown:
        found = extract_terms(
            session,
            min_count=min_count,
            limit=limit,
            known=known,
            source_lang=from_,
            output=output,
            progress=shown,
        )
    if as_json:
        write_document(found)
        return
    from tm.cli.show_terms import proposals_view

    out().print(proposals_view(found))


def _show(found: "TermList", *, as_json: bool) -> None:
    if as_json:
        write_document(found)
        return
    from tm.cli.show_terms import terms_view

    out().print(terms_view(found))
