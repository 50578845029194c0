"""`tm segment`, `tm pair`, `tm align` and `tm build`: from files to beads to units."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tm.cli.app import EXIT_ERROR, app
from tm.cli.console import err, out, progress, say, tell_skipped, tell_warnings, tell_written
from tm.cli.documents import write_document
from tm.cli.options import AsJson, MemoryUrl, Model, output_to
from tm.cli.sessions import open_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tm.bitext import Skipped

EnFolder = Annotated[
    Path, typer.Argument(metavar="EN_DIR", help="Folder of English releases.", show_default=False)
]
ZhFolder = Annotated[
    Path, typer.Argument(metavar="ZH_DIR", help="Folder of Chinese releases.", show_default=False)
]


@app.command("segment")
def segment_command(
    file: Annotated[Path, typer.Argument(help="HTML, DOCX, Markdown, text or PDF.", show_default=False)],
    *,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Its language; else what the text shows.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a release as its sentences, the title first."""
    from tm.jobs.reading import read_release
    from tm.text.languages import parse_lang

    found = read_release(file, lang=parse_lang(lang) if lang else None)
    if as_json:
        write_document({"lang": found.release.lang, "segments": found.segments})
    else:
        for segment in found.segments:
            say(segment.text)


@app.command("pair")
def pair_command(en: EnFolder, zh: ZhFolder, *, model: Model = None, as_json: AsJson = False) -> None:
    """Tell which English release answers which Chinese one, and which have no counterpart."""
    from tm.jobs.folders import pair_folders

    with open_session(None, model) as session, progress() as shown:
        found = pair_folders(session, en, zh, shown)
    if as_json:
        write_document(found)
    else:
        from tm.cli.show_texts import pairs_view

        out().print(pairs_view(found), crop=False)
    _end(found.skipped, found.ignored)


@app.command("align")
def align_command(
    en: Annotated[Path, typer.Argument(metavar="EN", help="The English file.", show_default=False)],
    zh: Annotated[Path, typer.Argument(metavar="ZH", help="The Chinese file.", show_default=False)],
    *,
    presegmented: Annotated[bool, typer.Option("--presegmented", help="Every line is one segment.")] = False,
    confirmed: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Corrections to hold to: JSON lines with action, en, zh."),
    ] = None,
    output: Annotated[Path | None, output_to("Write .html, .tmx, .tsv, .xliff, .xlsx or .json.")] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the similarity matrix: .png or .svg.")
    ] = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Align the sentences of one release in both languages.

    Corrections kept in the memory are held to, and its terms are lit on the page.
    """
    from tm.jobs.alignment import ENDINGS, PLOT_ENDINGS, align_files, check_output, write_aligned, write_plot

    read = [path for path in (en, zh, confirmed) if path]
    for path, known in ((output, ENDINGS), (plot, PLOT_ENDINGS)):
        if path:
            check_output(path, known, read)
    with open_session(memory, model, create=False) as session:
        found = align_files(session, en, zh, presegmented=presegmented, confirmed=confirmed)
        if output:
            write_aligned(session, found, output)
    if plot:
        write_plot(found, plot)
    tell_written(output)
    tell_written(plot)
    if as_json:
        from tm.cli.show_texts import alignment_document

        write_document(alignment_document(found), warnings=found.warnings)
        return
    tell_warnings(found.warnings)
    if not output:
        from tm.cli.show_texts import alignment_view

        out().print(alignment_view(found))


@app.command("build")
def build_command(
    en: EnFolder,
    zh: ZhFolder,
    *,
    confirmed: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Corrections to keep and hold to: JSON lines with action, en, zh."),
    ] = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Pair, align and remember two folders of releases. Run it again after every release."""
    from tm.jobs.build import build_memory

    with open_session(memory, model) as session, progress() as shown:
        done = build_memory(session, en, zh, confirmed=confirmed, progress=shown)
    tell_warnings(done.warnings)
    if as_json:
        write_document(done)
    else:
        from tm.cli.show_texts import build_view

        out().print(build_view(done), crop=False)
    _end(done.skipped, done.ignored)


def _end(skipped: "Sequence[Skipped]", ignored: "Sequence[str]") -> None:
    """Tell what a batch passed over; end with 1 if it had to skip something."""
    tell_skipped(skipped)
    if ignored:
        files = (
            "1 file of another type:"
            if len(ignored) == 1
            else f"{len(ignored)} files of other types, such as"
        )
        err().print(f"ignored {files} {ignored[0]}")
    if skipped:
        raise typer.Exit(EXIT_ERROR)
