"""The demo as a tour to read."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from tm.cli.show_drafts import findings_view, scores_view
from tm.cli.show_search import lookup_view
from tm.jobs.demo import Demo


def demo_view(demo: Demo, *, colour: bool) -> RenderableType:
    """Return the tour: what was done at each step, and the command that does it for your own files."""
    built = demo.built
    parts: list[RenderableType] = [
        *_step("Two folders of releases into a memory", "tm build EN_DIR ZH_DIR"),
        Text(
            f"{built.pairs} releases paired, {sum(map(len, built.unpaired.values()))} without counterpart; "
            f"{built.units_added} units stored, {built.needs_review} to review, in {built.seconds:.1f} s"
        ),
        *_step("One of the alignments as a page", f"tm align EN ZH -o {demo.page.name}"),
        _path(demo.page),
        *_step("A glossary", "tm terms import FILE"),
        Text(f"{demo.terms} terms"),
        *_step("What was written before", "tm lookup TEXT"),
    ]
    for found in demo.lookups:
        parts += [lookup_view(found, colour=colour), Text()]
    parts += _step(f"A draft checked: {demo.checked.draft.name}", "tm qa DRAFT")
    parts += findings_view(demo.checked, colour=colour)
    parts += _step("Three drafts of it scored", "tm score DRAFT…")
    parts.append(scores_view(demo.scores))
    parts += _step("The memory for other tools", "tm export -o FILE.tmx")
    parts += [_path(demo.tmx), Text(), Text(f"All of it took {demo.seconds:.1f} s.", style="bold")]
    return Group(*parts)


def _path(path: Path) -> Text:
    """Return a path in one piece, wider than the terminal if need be."""
    return Text(str(path), no_wrap=True, overflow="ignore")


def _step(title: str, command: str) -> list[RenderableType]:
    return [
        Text(),
        Rule(Text.assemble((title, "bold"), (f"   {command}", "dim")), align="left", characters="─"),
    ]
