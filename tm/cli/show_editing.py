"""Units, their history and audits for a terminal."""

from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tm.bitext import TranslationUnit, UnitStatus
from tm.cli.show_search import diff_text
from tm.jobs.audit import Audit
from tm.jobs.audit_findings import AuditFinding, AuditKind
from tm.jobs.editing import Edited, UnitChange, UnitHistory, Units
from tm.jobs.review import Waiting
from tm.lookup.diff import diff

_FAINT = "dim"
_STATUS_STYLES = {"confirmed": "green", "plain": "", "review": "yellow", "do-not-reuse": "red"}
_TITLES = {
    AuditKind.UNLIKE: "the two sides do not seem to say the same",
    AuditKind.VALUES: "numbers, dates or units disagree",
    AuditKind.SUPERSEDED: "names or titles given up or out of date",
    AuditKind.TARGETS: "one source, several targets",
    AuditKind.SOURCES: "one target, several sources",
    AuditKind.DUPLICATE: "the same unit several times",
}


def units_view(found: Units) -> RenderableType:
    """Return units with both sides, status and origin."""
    return Group(*map(_unit_view, found.units))


def waiting_view(found: Waiting) -> RenderableType:
    """Return units that wait for review, then how many there are in all."""
    count = f"{found.waiting} unit{'s'[: found.waiting != 1]} to review"
    shown = f", {len(found.units)} shown" if len(found.units) < found.waiting else ""
    return Group(*map(_unit_view, found.units), Text(count + shown, style=_FAINT))


def _unit_view(unit: TranslationUnit) -> RenderableType:
    origin = unit.provenance
    facts = [origin.zh_release or origin.en_release or origin.document or ""]
    facts += [origin.date.isoformat()] if origin.date else []
    unsure = unit.status is UnitStatus.REVIEW and origin.confidence is not None
    facts += [f"confidence {origin.confidence:.2f}"] if unsure else []
    facts += [f"confirmed by {origin.confirmed_by}"] if origin.confirmed_by else []
    status = unit.status.value
    head = Text.assemble(
        (f"{unit.id}  ", "bold"),
        (status, _STATUS_STYLES[status]),
        (f"  {' · '.join(fact for fact in facts if fact)}", _FAINT),
    )
    note = [Text(f"note: {unit.note}", style=_FAINT)] if unit.note else []
    return Group(head, Padding(Group(Text(unit.zh), Text(unit.en), *note), (0, 0, 0, 4)))


def edited_view(done: Edited, *, colour: bool) -> RenderableType:
    """Return what became of a unit, changed words marked."""
    before, after = done.before, done.after
    if before == after:
        return Group(Text("nothing changed", style=_FAINT), _unit_view(after))
    lines = [
        diff_text(diff(new, old), colour=colour)
        for new, old in ((after.zh, before.zh), (after.en, before.en))
        if new != old
    ]
    lines += [Text(f"note: {after.note or 'none'}")] if after.note != before.note else []
    return Group(Text(f"{after.id}", style="bold"), Padding(Group(*lines), (0, 0, 0, 4)))


def unit_history_view(found: UnitHistory, *, colour: bool) -> RenderableType:
    """Return every change of a unit: when, who, what, and the words that changed."""
    return Group(*(_change_view(change, colour=colour) for change in found.changes))


def _change_view(change: UnitChange, *, colour: bool) -> RenderableType:
    when = change.at[:16].replace("T", " ")
    state = change.status.value if change.status else "out of use"
    taken = "  taken back" if change.undone else ""
    head = Text.assemble(
        (f"{when}  ", _FAINT), (change.by or "—", "bold"), f"  {change.what}", (f"  {state}{taken}", _FAINT)
    )
    lines = [diff_text(ops, colour=colour) for ops in (change.zh_diff, change.en_diff) if ops]
    if not lines:
        lines = [Text(text, style=_FAINT) for text in (change.zh, change.en) if text]
    return Group(head, Padding(Group(*lines), (0, 0, 0, 4)))


def audit_view(found: Audit) -> RenderableType:
    """Return findings by kind, the surest first, with the units' numbers to edit, merge or delete."""
    parts: list[RenderableType] = []
    for kind, group in groupby(found.findings, key=lambda finding: finding.kind):
        findings = list(group)
        count = found.summary[kind]
        more = f", the first {len(findings)} shown" if count > len(findings) else ""
        parts += [Text(f"{_TITLES[kind]}: {count}{more}", style="bold"), _findings_table(findings), Text()]
    counted = ", ".join(f"{count} {kind.value}" for kind, count in found.summary.items() if count)
    parts.append(Text(f"{found.units} units: {counted or 'nothing found'}; {found.seconds:.1f} s"))
    return Group(*parts)


def _findings_table(findings: list[AuditFinding]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", no_wrap=True, style=_FAINT)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=4, overflow="fold")
    for finding in findings:
        more = f" and {finding.count - len(finding.units)} more" if finding.count > len(finding.units) else ""
        numbers = " ".join(map(str, finding.units)) + more
        texts = [Text(text) for text in (*finding.zh, *finding.en)]
        table.add_row(
            f"{finding.confidence:.2f}", Text(numbers), Group(Text(finding.message, style="yellow"), *texts)
        )
    return table
