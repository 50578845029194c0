"""`tm lookup` and `tm concordance`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tm.cli.app import EXIT_ERROR, app
from tm.cli.console import out, tell_skipped
from tm.cli.documents import write_document
from tm.cli.options import AsJson, From, MemoryUrl, Model
from tm.cli.sessions import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tm.bitext import Skipped
    from tm.jobs.search import LineResult


@app.command("lookup")
def lookup_command(
    text: Annotated[
        str | None, typer.Argument(help="The segment, in either language.", show_default=False)
    ] = None,
    *,
    batch: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Look up each line of a file; one JSON document a line."),
    ] = None,
    min_: Annotated[
        int | None, typer.Option("--min", help="Least percent of a fuzzy match.", show_default="70")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Most matches shown.", show_default="5")] = None,
    previous: Annotated[str | None, typer.Option(help="The segment before, for context matches.")] = None,
    next_: Annotated[
        str | None, typer.Option("--next", help="The segment after, for context matches.")
    ] = None,
    kinds: Annotated[
        str | None, typer.Option(help="Kinds of match wanted, comma separated.", show_default="all")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Day of the text: names out of date then are warned of.",
            show_default="today",
        ),
    ] = None,
    from_: From = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Find earlier renderings of a segment: exact, repaired, fuzzy, by meaning, with terms."""
    from tm.jobs.search import LookupOptions, look_up, look_up_file

    if (text is None) == (batch is None):
        raise typer.BadParameter("give either a text or --batch FILE")
    wanted = tuple(kind.strip() for kind in kinds.split(",")) if kinds else None
    options = LookupOptions(
        source_lang=from_,
        least_percent=min_,
        limit=limit,
        kinds=wanted,
        as_of=as_of.date() if as_of else None,
    )
    with open_session(memory, model, create=False) as session:
        if batch is not None:
            _show_lines(look_up_file(session, batch, options))
            return
        result = look_up(session, text or "", options, previous=previous, next_=next_)
    if as_json:
        write_document(result)
    else:
        from tm.cli.show_search import lookup_view

        out().print(lookup_view(result, colour=out().color_system is not None))


def _show_lines(lines: "Iterable[LineResult]") -> None:
    """Write a document for each line; end with 1 if one could not be looked up."""
    skipped = [each for line in lines for each in _show_line(line)]
    if skipped:
        raise typer.Exit(EXIT_ERROR)


def _show_line(line: "LineResult") -> "tuple[Skipped, ...]":
    write_document(line.result, skipped=line.skipped)
    tell_skipped(line.skipped)
    return line.skipped


@app.command("concordance")
def concordance_command(
    text: Annotated[
        str, typer.Argument(help="A word or phrase in either language; * stands for the rest of a word.")
    ],
    *,
    limit: Annotated[int, typer.Option(help="Most lines shown.")] = 50,
    regex: Annotated[bool, typer.Option("--regex", help="TEXT is a regular expression.")] = False,
    by_date: Annotated[
        bool, typer.Option("--by-date", help="Newest first, not most relevant first.")
    ] = False,
    from_: From = None,
    memory: MemoryUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show every place where a word or phrase stands, with what answers it in the other language."""
    from tm.jobs.search import find_places

    with open_session(memory, create=False) as session:
        result = find_places(
            session, text, lang=from_, limit=limit, regex=regex, sort="date" if by_date else "relevance"
        )
    if as_json:
        write_document(result)
    else:
        from tm.cli.show_search import concordance_view

        out().print(concordance_view(result, colour=out().color_system is not None))
