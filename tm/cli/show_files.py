"""Analyses, pretranslations, briefs and revisions for a terminal; a pretranslation as its JSON document."""

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tm.cli.documents import fields_of
from tm.cli.show_search import diff_text
from tm.jobs.analysis import Analysis, FileAnalysis
from tm.jobs.context_values import ContextBrief
from tm.jobs.pretranslation import PretranslatedRow, Pretranslation
from tm.jobs.revision import Revision
from tm.jobs.revision_rows import RevisionKind, RevisionRow
from tm.jobs.volumes import Band, Volume

_FAINT = "dim"
_KIND_STYLES = {
    "context": "bold green",
    "exact": "bold green",
    "repetition": "green",
    "repaired": "bold cyan",
    "fuzzy": "yellow",
    "kept": "",
    "none": "dim",
    "unchanged": "green",
    "moved": "green",
    "changed": "yellow",
    "inserted": "cyan",
    "deleted": "red",
    "unsourced": "magenta",
}
_READY = frozenset({Band.CONTEXT, Band.REPETITIONS, Band.EXACT, Band.FUZZY_95, Band.FUZZY_85, Band.FUZZY_75})


def analysis_view(done: Analysis) -> RenderableType:
    """Return a job by band, then its files, a line each."""
    table = _table("band", "segments", "words", "characters", "of all", "internal")
    whole = done.total.total
    for band, volume in done.total.bands.items():
        inside = done.total.internal.get(band, Volume()).segments
        table.add_row(band.value, *_numbers(volume), _share(volume, whole), str(inside or ""))
    table.add_row("total", *_numbers(whole), "", "", style="bold")
    parts: list[RenderableType] = [table]
    if done.total.review.segments:
        told = f"{done.total.review.segments} segments rest on units that need review"
        parts.append(Text(told, style="yellow"))
    if len(done.files) > 1:
        files = _table("file", "segments", "words", "characters", "75 and above")
        for file in done.files:
            files.add_row(Text(str(file.file)), *_numbers(file.total), _ready(file))
        parts += [Text(), files]
    return Group(*parts, Text(f"{done.seconds:.1f} s", style=_FAINT))


def _table(*titles: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=_FAINT)
    for number, title in enumerate(titles):
        table.add_column(title, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _numbers(volume: Volume) -> tuple[str, str, str]:
    return str(volume.segments), str(volume.words), str(volume.characters)


def _share(part: Volume, whole: Volume) -> str:
    """Return the share of a volume by words and Han characters together."""
    size = whole.words + whole.characters
    return f"{(part.words + part.characters) / size:.0%}" if size else ""


def _ready(file: FileAnalysis) -> str:
    return _share(sum((file.bands[band] for band in _READY), Volume()), file.total)


def pretranslation_document(done: Pretranslation) -> dict[str, Any]:
    """Return a pretranslation as `tm pretranslate --json` shows it."""
    fields = fields_of(done)
    del fields["draft"]
    return {**fields, "summary": done.summary, "doubtful": done.doubtful}


def pretranslation_view(done: Pretranslation, *, rows: bool) -> RenderableType:
    """Return how many rows were filled from where, after the rows themselves where they are wanted."""
    parts: list[RenderableType] = [_row_view(at, row) for at, row in enumerate(done.rows)] if rows else []
    counted = ", ".join(f"{count} {kind.value}" for kind, count in done.summary.items() if count)
    told = f"{len(done.rows)} segments: {counted or 'nothing'}; {done.doubtful} to look at again"
    return Group(*parts, Text(f"{told}; {done.seconds:.1f} s"))


def _row_view(number: int, row: PretranslatedRow) -> RenderableType:
    head = Text.assemble((f"{number:3} ", _FAINT), (row.kind.value, _KIND_STYLES[row.kind.value]))
    lines = [Text(row.source), Text(row.target or "—", style="yellow" if row.doubtful else "green")]
    notes = [Text(note, style="red" if note.startswith("!") else _FAINT) for note in row.notes]
    return Group(head, Padding(Group(*lines, *notes), (0, 0, 0, 4)))


def brief_line(brief: ContextBrief) -> str:
    """Return what a brief holds, and what did not fit, in one line."""
    matches = sum(len(segment.matches) for segment in brief.segments)
    told = (
        f"{len(brief.segments)} segments, {len(brief.terms)} terms, {matches} renderings:"
        f" about {brief.tokens} of {brief.budget} tokens"
    )
    if brief.terms_left_out or brief.matches_left_out:
        told += f"; {brief.terms_left_out} terms and {brief.matches_left_out} renderings did not fit"
    return told


def revision_view(done: Revision, *, everything: bool, colour: bool) -> RenderableType:
    """Return what changed with the old rendering beside it, then how much stays."""
    shown = [row for row in done.rows if everything or not row.keeps]
    counted = ", ".join(f"{count} {kind.value}" for kind, count in done.summary.items() if count)
    return Group(*(_revised(row, colour=colour) for row in shown), Text(f"{counted}; {done.seconds:.1f} s"))


def _revised(row: RevisionRow, *, colour: bool) -> RenderableType:
    numbers = ",".join(map(str, row.new)) if row.new else "–"
    head = Text.assemble((f"{numbers:>3} ", _FAINT), (row.kind.value, _KIND_STYLES[row.kind.value]))
    if row.kind is RevisionKind.CHANGED:
        lines = [diff_text(row.diff, colour=colour)]
    else:
        lines = [Text(text) for text in (row.new_text or row.old_text,) if text]
    if row.suggestion:
        lines.append(Text(row.suggestion, style="cyan"))
        lines += [
            Text(f"changed: {each.from_} → {each.to} ({each.why})", style="cyan") for each in row.changes
        ]
    elif row.rendering or row.kind is not RevisionKind.INSERTED:
        lines.append(Text(row.rendering or "— no rendering", style="green" if row.keeps else ""))
    lines += [Text(f"! {warning}", style="red") for warning in row.warnings]
    return Group(head, Padding(Group(*lines), (0, 0, 0, 4)))
