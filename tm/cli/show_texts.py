"""Pairs, beads and builds for a terminal, and an alignment as its JSON document."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tm.bitext import Bead, BeadStatus
from tm.jobs.alignment import Aligned
from tm.jobs.build import BuildResult
from tm.jobs.folders import FolderPairs

_DOUBTFUL = "yellow"
_FAINT = "dim"


def alignment_document(found: Aligned) -> dict[str, object]:
    """Return an alignment as `tm align --json` shows it."""
    return {
        "en": [segment.text for segment in found.en.segments],
        "zh": [segment.text for segment in found.zh.segments],
        "langs": [found.en.release.lang, found.zh.release.lang],
        "beads": found.beads,
        "model": found.model,
    }


def alignment_view(found: Aligned) -> RenderableType:
    """Return beads as a table: both sides and how sure each one is."""
    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for bead in found.beads:
        en = "\n".join(found.en.segments[index].text for index in bead.en)
        zh = "\n".join(found.zh.segments[index].text for index in bead.zh)
        table.add_row(Text(en or "—"), Text(zh or "—"), _confidence(bead))
    review = sum(bead.status is BeadStatus.REVIEW for bead in found.beads)
    return Group(table, Text(f"{len(found.beads)} beads, {review} to review", style=_FAINT))


def _confidence(bead: Bead) -> Text:
    moved = " moved" if bead.moved else ""
    if bead.status is BeadStatus.CONFIRMED:
        return Text(f"confirmed{moved}", style="green")
    style = _DOUBTFUL if bead.status is BeadStatus.REVIEW else _FAINT
    return Text(f"{bead.confidence:.2f}{moved}", style=style)


def pairs_view(found: FolderPairs) -> RenderableType:
    """Return pairs as a table, then what is left over."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=_FAINT)
    for title in ("English", "Chinese", "confidence", "days", "shared"):
        table.add_column(title, overflow="fold")
    for pair in found.pairs:
        days = "" if pair.reasons.date_days is None else str(pair.reasons.date_days)
        shared = ", ".join(pair.reasons.shared)
        table.add_row(
            Text(pair.en), Text(pair.zh), f"{pair.confidence:.2f}", days, Text(shared, style=_FAINT)
        )
    return Group(table, *_leftovers(found))


def build_view(done: BuildResult) -> RenderableType:
    """Return what a build did, in a few lines."""
    changed = f", {done.units_updated} changed" if done.units_updated else ""
    superseded = f", {done.units_superseded} superseded" if done.units_superseded else ""
    head = (
        f"{done.pairs} pairs ({done.unchanged} unchanged) · {done.units_added} units new{changed}{superseded}"
        f", {done.units_known} known · {done.needs_review} to review · {done.seconds:.1f} s"
    )
    return Group(Text(head), *_leftovers(done))


def _leftovers(found: FolderPairs | BuildResult) -> list[Text]:
    counterparts = (
        Text(f"no counterpart: {key}", style=_FAINT) for side in ("en", "zh") for key in found.unpaired[side]
    )
    twins = (
        Text(f"duplicate ({each.kind}): {', '.join(each.others)} beside {each.kept}", style=_DOUBTFUL)
        for each in found.duplicates
    )
    ties = (
        Text(f"ambiguous: {', '.join(each.en)} with {', '.join(each.zh)}", style=_DOUBTFUL)
        for each in found.ambiguous
    )
    return [*counterparts, *twins, *ties]
