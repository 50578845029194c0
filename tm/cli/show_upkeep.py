"""What is known of a memory, for a terminal."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tm.jobs.upkeep import Acts, Health
from tm.memory.values import Statistics

_MEGABYTE = 1_000_000


def acts_view(found: Acts) -> RenderableType:
    """Return labelled changes as a table, newest first."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("when", "what", "who", "rows", ""):
        table.add_column(title, overflow="fold")
    for act in found.acts:
        state = "taken back" if act.undone_at else "" if act.finished else "cut off"
        table.add_row(act.at[:16].replace("T", " "), Text(act.label), Text(act.by), str(act.rows), state)
    return table if found.acts else Text("Nothing was done yet.", style="dim")


def statistics_view(found: Statistics) -> RenderableType:
    """Return the counts of a memory, a line each."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    table.add_row("units", str(found.units), _listed({**found.by_status, **found.by_script}))
    table.add_row("out of use", str(sum(found.out_of_use.values())), _listed(found.out_of_use))
    table.add_row("releases", str(sum(found.releases.values())), _listed(found.releases))
    table.add_row("pairs", str(found.pairs), "")
    table.add_row("segments", str(found.segments), "")
    table.add_row("terms", str(sum(found.terms.values())), _listed(found.terms))
    table.add_row("corrections", str(sum(found.reviews.values())), _listed(found.reviews))
    for model in found.models:
        table.add_row("vectors", str(model.vectors), model.name)
    table.add_row("file", f"{found.size_bytes / _MEGABYTE:.1f} MB", f"schema {found.schema_version}")
    years = {year or "no date": count for year, count in found.by_year.items()}
    return Group(table, Text(f"by year: {_listed(years)}", style="dim"))


def health_view(health: Health) -> RenderableType:
    """Return what was examined, a line each, and what was mended."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for check in health.checks:
        mark = Text("ok", style="green") if check.ok else Text("fault", style="bold red")
        table.add_row(mark, check.name, Text(check.found))
    for repair in health.repaired:
        table.add_row(Text("mended", style="cyan"), "", Text(repair))
    return table


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)
