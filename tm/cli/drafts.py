"""`tm qa` and `tm score`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tm.cli.app import EXIT_FOUND, app
from tm.cli.console import err, out, progress, tell_written
from tm.cli.documents import write_document
from tm.cli.options import AsJson, MemoryUrl, Model, output_to
from tm.cli.sessions import open_session

if TYPE_CHECKING:
    from tm.jobs.qa import QaReport

Source = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The source text, for drafts that do not hold it.")
]


@app.command("qa")
def qa_command(
    draft: Annotated[
        Path,
        typer.Argument(
            help="TSV, XLIFF, PO, TMX, tables in DOCX or XLSX; or DOCX, HTML or text with --source.",
            show_default=False,
        ),
    ],
    *,
    source: Source = None,
    presegmented: Annotated[
        bool, typer.Option("--presegmented", help="Line i of a plain text answers line i of the source.")
    ] = False,
    output: Annotated[
        Path | None,
        output_to(
            "Also write .html, .xlsx, .sarif or .xml (JUnit); or the draft's own DOCX, XLIFF or PO again "
            "with comments at the words."
        ),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(metavar="RULE,…", help="Check by these rules only; else by all that tm.toml leaves on."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Accept what is found at first; later report only what is new."),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Accept what is found now, too.")
    ] = False,
    dismiss: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Judge a finding wrong, now and later, in this segment."),
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help="End with 3 on error, warning or info.")
    ] = None,
    memory: MemoryUrl = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Check a draft translation against its source, the glossary and the memory."""
    from tm.jobs.qa import Judging, check_draft, named_rules, severity_of, write_findings
    from tm.jobs.qa_output import check_output

    least = severity_of(fail_on) if fail_on else None
    if output:
        check_output(draft, output)
    judging = Judging(baseline=baseline, write_baseline=write_baseline, dismiss=tuple(dismiss or ()))
    with open_session(memory, model) as session:
        report = check_draft(
            session, draft, source, presegmented=presegmented, rules=named_rules(rules), judging=judging
        )
    if output:
        write_findings(report, output)
        tell_written(output)
    _show_findings(report, as_json=as_json)
    if least and report.at_least(least):
        raise typer.Exit(EXIT_FOUND)


def _show_findings(report: "QaReport", *, as_json: bool) -> None:
    if as_json:
        write_document(
            {
                "segments": len(report.draft.segments),
                "findings": report.findings,
                "summary": report.summary,
                "accepted": report.accepted,
                "dismissed": report.dismissed,
                "warnings": report.warnings,
            }
        )
        return
    from tm.cli.show_drafts import findings_view

    for warning in report.warnings:
        err().print(warning, soft_wrap=True)
    colour = out().color_system is not None
    for part in findings_view(report, colour=colour):
        out().print(part, soft_wrap=not colour)


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
