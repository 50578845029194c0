"""`tm qa` and `tm score`."""

from pathlib import Path
from typing import Annotated

import typer

from tm.cli.app import EXIT_FOUND, app
from tm.cli.console import err, out, progress
from tm.cli.documents import write_document
from tm.cli.options import AsJson, MemoryUrl, Model
from tm.cli.sessions import open_session

Source = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The source text, for drafts that do not hold it.")
]


@app.command("qa")
def qa_command(
    draft: Annotated[Path, typer.Argument(help="TSV, PO, TMX, or text with --source.", show_default=False)],
    *,
    source: Source = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Also write .html, .xlsx, .sarif or .xml (JUnit)."
        ),
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help="End with 3 on error, warning or info.")
    ] = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Check a draft translation against its source, the glossary and the memory."""
    from tm.jobs.qa import check_draft, severity_of, write_findings

    least = severity_of(fail_on) if fail_on else None
    with open_session(memory, model) as session:
        report = check_draft(session, draft, source)
    if output:
        write_findings(report, output)
        err().print(f"written: {output}")
    if as_json:
        segments = len(report.draft.segments)
        write_document({"segments": segments, "findings": report.findings, "summary": report.summary})
    else:
        from tm.cli.show_drafts import findings_view

        out().print(findings_view(report, colour=out().color_system is not None))
    if least and report.at_least(least):
        raise typer.Exit(EXIT_FOUND)


@app.command("score")
def score_command(
    drafts: Annotated[
        list[Path], typer.Argument(metavar="DRAFT…", help="Drafts of one source.", show_default=False)
    ],
    *,
    source: Source = None,
    reference: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A published rendering to score against, line by line."),
    ] = None,
    min_quality: Annotated[
        float | None, typer.Option(metavar="0-100", help="End with 3 if a draft is below.")
    ] = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Score drafts against what was published, and say which of them is better."""
    from tm.jobs.scoring import misses, score_drafts

    with open_session(memory, model) as session, progress() as shown:
        scores = score_drafts(session, drafts, source=source, reference=reference, progress=shown)
    if as_json:
        write_document(scores)
    else:
        from tm.cli.show_drafts import scores_view

        out().print(scores_view(scores))
    if min_quality is not None and misses(scores, min_quality):
        raise typer.Exit(EXIT_FOUND)
