"""Pairs, beads and builds for a terminal, and an alignment as its JSON document."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tm.bitext import Bead, BeadStatus
from tm.jobs.alignment import Aligned
from tm.jobs.build import BuildResult
from tm.jobs.folders import FolderPairs
from tm.jobs.reading import SIDE_NAMES
from tm.pairing import Ambiguous, Reasons, ReleasePair

_DOUBTFUL = "yellow"
_FAINT = "dim"
_SURE = 0.9
"""Confidence of a pair from which it is shown without emphasis."""
_SHORT, _LONG = 0.75, 1.35
"""Lengths beside the usual one between which nothing is said of them."""


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
    return Group(
        table,
        Text(f"{len(found.beads)} bead{'s'[: len(found.beads) != 1]}, {review} to review", style=_FAINT),
    )


def _confidence(bead: Bead) -> Text:
    moved = " moved" if bead.moved else ""
    if bead.status is BeadStatus.CONFIRMED:
        return Text(f"confirmed{moved}", style="green")
    style = _DOUBTFUL if bead.status is BeadStatus.REVIEW else _FAINT
    return Text(f"{bead.confidence:.2f}{moved}", style=style)


def pairs_view(found: FolderPairs) -> RenderableType:
    """Return pairs with their reasons, then what is left over."""
    return Group(*(line for pair in found.pairs for line in _pair(pair)), *_leftovers(found))


def _pair(pair: ReleasePair, indent: int = 0) -> tuple[RenderableType, RenderableType]:
    """Return a pair on a line of its own, however long, and its reasons below."""
    head = _line(
        f"{'':{indent}}{pair.confidence:.2f}  {pair.en} ↔ {pair.zh}",
        _DOUBTFUL if pair.confidence < _SURE else "",
    )
    return head, Padding(Text(reasons_line(pair.reasons), style=_FAINT), (0, 0, 0, 6 + indent))


def _line(text: str, style: str) -> Text:
    """Return a line that is not broken, so that paths stay whole."""
    return Text(text, style=style, no_wrap=True, overflow="ignore")


def reasons_line(reasons: Reasons) -> str:
    """Return in words why two releases are held to answer each other; what is not known is left out."""
    found = (
        ("numbers", reasons.numbers),
        ("names", reasons.names),
        ("Latin words", reasons.latin),
        ("sentences", reasons.alignment),
    )
    answered = ", ".join(f"{name} {share:.0%}" for name, share in found if share is not None)
    likeness = ", ".join(
        f"{name} {cosine:z.2f}"
        for name, cosine in (("titles", reasons.title_cosine), ("texts", reasons.body_cosine))
        if cosine is not None
    )
    parts = [f"answered: {answered}", f"alike: {likeness}"]
    if reasons.date_days is not None:
        parts.append(_days(reasons.date_days))
    if not _SHORT <= reasons.length <= _LONG:
        parts.append(f"English {reasons.length:.2f} times as long as is usual")
    if reasons.shared:
        parts.append(f"shared: {'; '.join(reasons.shared)}")
    return " · ".join(parts)


def _days(days: int) -> str:
    if not days:
        return "same day"
    return f"English {abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"


def build_view(done: BuildResult) -> RenderableType:
    """Return what a build did, in a few lines."""
    changed = f", {done.units_updated} changed" if done.units_updated else ""
    superseded = f", {done.units_superseded} superseded" if done.units_superseded else ""
    head = (
        f"{done.pairs} pair{'s'[: done.pairs != 1]} ({done.unchanged} unchanged)",
        f"{done.units_added} units new{changed}{superseded}, {done.units_known} known",
        f"{done.needs_review} to review",
        f"{done.seconds:.1f} s",
    )
    return Group(Text(" · ".join(head)), *_leftovers(done))


def _leftovers(found: FolderPairs | BuildResult) -> list[RenderableType]:
    counterparts = (
        _line(f"no counterpart ({SIDE_NAMES[side]}): {key}", _FAINT)
        for side in ("en", "zh")
        for key in found.unpaired[side]
    )
    twins = (
        _line(f"duplicate ({each.kind}): {', '.join(each.others)} beside {each.kept}", _DOUBTFUL)
        for each in found.duplicates
    )
    return [*counterparts, *twins, *(line for each in found.ambiguous for line in _ambiguous(each))]


def _ambiguous(tie: Ambiguous) -> Iterator[RenderableType]:
    names = f"{', '.join(tie.en)} with {', '.join(tie.zh)}"
    yield _line(f"ambiguous, left out until only one way remains: {names}", _DOUBTFUL)
    for pair in tie.candidates:
        yield from _pair(pair, indent=2)
