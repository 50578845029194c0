"""`tm analyze`, `tm pretranslate`, `tm context` and `tm update`: work on files to be translated."""

from pathlib import Path
from typing import Annotated

import typer

from tm.cli.app import EXIT_ERROR, app
from tm.cli.console import out, progress, say, tell_skipped, tell_warnings, tell_written
from tm.cli.documents import document, write_document
from tm.cli.options import AsJson, From, MemoryUrl, Model, To, output_to
from tm.cli.sessions import open_session

SourceFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A release, or XLIFF, PO, TMX, TSV or XLSX.", show_default=False),
]
Presegmented = Annotated[
    bool, typer.Option("--presegmented", help="Every line of a text file is one segment.")
]


@app.command("analyze")
def analyze_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Releases, drafts, or folders of them.", show_default=False),
    ],
    *,
    semantic: Annotated[
        float, typer.Option(metavar="COSINE", help="From here on a sentence counts as near in meaning.")
    ] = 0.7,
    output: Annotated[Path | None, output_to("Also write a table: .csv or .tsv.")] = None,
    presegmented: Presegmented = False,
    from_: From = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Tell how much of a job was translated before: segments, words and characters by band of match."""
    from tm.jobs.analysis import AnalysisOptions, analyze

    options = AnalysisOptions(lang=from_, presegmented=presegmented, least_cosine=semantic, output=output)
    with open_session(memory, model, create=False) as session, progress() as shown:
        done = analyze(session, files, options, shown)
    tell_warnings(done.warnings)
    if as_json:
        write_document(done)
    else:
        from tm.cli.show_files import analysis_view

        out().print(analysis_view(done))
    tell_skipped(done.skipped)
    if done.skipped:
        raise typer.Exit(EXIT_ERROR)


@app.command("pretranslate")
def pretranslate_command(
    file: SourceFile,
    *,
    output: Annotated[Path | None, output_to("Write .xliff, .po, .docx, .tsv or .txt.")] = None,
    threshold: Annotated[
        int, typer.Option(metavar="PERCENT", help="Least fuzzy match put in; above 75 for repaired ones too.")
    ] = 75,
    presegmented: Presegmented = False,
    from_: From = None,
    to: To = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Fill a file from the memory: exact, repaired and fuzzy matches, marked; terms as notes."""
    from tm.jobs.pretranslation import PretranslateOptions, pretranslate

    options = PretranslateOptions(
        threshold=threshold, source_lang=from_, target_lang=to, presegmented=presegmented, output=output
    )
    with open_session(memory, model, create=False) as session, progress() as shown:
        done = pretranslate(session, file, options, shown)
    tell_written(output)
    from tm.cli.show_files import pretranslation_document, pretranslation_view

    if as_json:
        write_document(pretranslation_document(done))
    else:
        out().print(pretranslation_view(done, rows=output is None))


@app.command("context")
def context_command(
    file: SourceFile,
    *,
    output: Annotated[Path | None, output_to("Write .md or .json.")] = None,
    budget: Annotated[
        int,
        typer.Option(metavar="TOKENS", min=1, help="Most tokens, roughly: a Han character 1, a word 1.3."),
    ] = 8_000,
    with_review: Annotated[
        bool, typer.Option("--with-review", help="Give renderings that still need review too.")
    ] = False,
    presegmented: Presegmented = False,
    from_: From = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Gather what a translator or a language model should be given: earlier renderings and terms."""
    from tm.jobs.context import ContextOptions, make_context, write_context

    options = ContextOptions(
        budget=budget, with_review=with_review, source_lang=from_, presegmented=presegmented, output=output
    )
    with open_session(memory, model, create=False) as session, progress() as shown:
        brief = make_context(session, file, options, shown)
    if output is not None:
        write_context(brief, output, document)
    tell_written(output)
    tell_warnings(brief.warnings)
    if as_json:
        write_document(brief)
    elif output is None:
        from tm.jobs.context_lines import markdown

        say(markdown(brief))
    else:
        from tm.cli.show_files import brief_line

        say(brief_line(brief))


@app.command("update")
def update_command(
    old: Annotated[Path, typer.Argument(help="The source as it was translated.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The source as it is now.", show_default=False)],
    translation: Annotated[Path, typer.Argument(help="The translation of the old.", show_default=False)],
    *,
    output: Annotated[
        Path | None, output_to("Write a table (.tsv, .csv) or a draft (.xliff, .po, .docx).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show what did not change too.")] = False,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Tell what a changed source leaves of its translation, and what changed: 出席 → 主持."""
    from tm.jobs.revision import revise

    with open_session(memory, model, create=False) as session:
        done = revise(session, old, new, translation, output)
    tell_written(output)
    tell_warnings(done.warnings)
    if as_json:
        write_document(done, summary=done.summary)
    else:
        from tm.cli.show_files import revision_view

        out().print(revision_view(done, everything=everything, colour=out().color_system is not None))
