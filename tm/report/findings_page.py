"""Findings of a draft as one page to read, filter and search. Leaves out: making them (`qa`)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tm.bitext import Draft, DraftSegment, Finding, Severity, Span
from tm.report.findings import ID_SHOWN, SEVERITIES, FoundRow, found_rows, place_of
from tm.report.markup import Mark, escaped, marked, page

PAGE_LIMIT = 20_000
"""Findings on one page, of 19 MB then: Chromium opens and filters it as it did 5,000 all laid out."""

_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def findings_page(draft: Draft, findings: Sequence[Finding], *, limit: int = PAGE_LIMIT) -> str:
    """Return a self-contained HTML page of the findings of a draft; it loads nothing.

    Rows with findings stand in order, both sides with the spans marked. Beyond `limit` findings the rest
    is left out and the page says so. Raises ReportError where a finding does not fit the draft.
    """
    shown, left_out, count = _within(found_rows(draft, findings), limit)
    cards = "\n".join(_card(draft, row) for row in shown)
    clean = len(draft.segments) - count
    return page(
        "findings",
        title=escaped(f"Findings: {draft.name}" if draft.name else "Findings"),
        facts=(
            f"<b>{len(draft.segments)}</b> segments, {draft.source_lang} to {draft.target_lang}"
            f" &nbsp;·&nbsp; <b>{count}</b> with findings &nbsp;·&nbsp; <b>{clean}</b> clean"
        ),
        notice=_notice(left_out),
        severities=_tiles(findings),
        rules=_rules(findings),
        cards=cards or '<p class="none">Nothing found.</p>',
    )


def _within(rows: Iterable[FoundRow], limit: int) -> tuple[list[FoundRow], int, int]:
    """Return the first rows, of `limit` findings at most, how many findings are left out, and all rows."""
    shown: list[FoundRow] = []
    room, left_out, count = limit, 0, 0
    for row in rows:
        count += 1
        if not left_out and (not shown or len(row.findings) <= room):
            shown.append(row)
            room -= len(row.findings)
        else:
            left_out += len(row.findings)
    return shown, left_out, count


def _notice(left_out: int) -> str:
    if not left_out:
        return ""
    return (
        f'<p class="note">{left_out} findings in later segments are not on this page; the JSON holds all.</p>'
    )


def _tiles(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    return "".join(
        f'<label class="tile {severity}" title="double-click: these alone">'
        f'<input type="checkbox" name="severity" value="{severity}" checked>'
        f"<b>{counts[severity]}</b> {_NAMES[severity][int(counts[severity] != 1)]}</label>"
        for severity in SEVERITIES
    )


def _rules(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.rule for finding in findings)
    return "".join(
        f'<label class="rule" title="{escaped(rule_line(rule))} (double-click: this alone)">'
        f'<input type="checkbox" name="rule" value="{escaped(rule)}" checked>'
        f"{escaped(rule)} <b>{count}</b></label>"
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def rule_line(rule: str) -> str:
    """Return what a rule looks for in one line, the rule's id where it is not of this package."""
    from tm.qa.rules import BY_ID  # here, so that pages of alignments do without the checks

    return BY_ID[rule].doc if rule in BY_ID else rule


def _card(draft: Draft, row: FoundRow) -> str:
    place, number = place_of(draft, row.segment), f"segment {row.index}"
    facts = [f"<b>{escaped(place or number)}</b>"] + ([f"<span>{number}</span>"] if place else [])
    source = marked(row.segment.source, _marks(row, [finding.source_span for finding in row.findings]))
    target = marked(row.segment.draft, _marks(row, [finding.draft_span for finding in row.findings]))
    items = "\n".join(_item(row, at, finding) for at, finding in enumerate(row.findings))
    return (
        f'<article class="card" id="s-{row.index}"><h2>{"".join(facts)}</h2>\n<div class="texts">'
        f'<p lang="{draft.source_lang}" class="text">{source}</p>'
        f'<p lang="{draft.target_lang}" class="text">{target or _EMPTY}</p>'
        f'</div>\n<ul class="findings">\n{items}\n</ul></article>'
    )


_EMPTY = '<span class="missing" lang="en">no draft</span>'


def _marks(row: FoundRow, spans: Sequence[Span | None]) -> list[Mark]:
    return [
        Mark(span=span, classes=(finding.severity.value,), ids=(f"{row.index}.{at}",))
        for at, (finding, span) in enumerate(zip(row.findings, spans, strict=True))
        if span is not None
    ]


def _item(row: FoundRow, at: int, finding: Finding) -> str:
    severity = _NAMES[finding.severity][0]
    return (
        f'<li class="finding {finding.severity}" id="f-{escaped(finding.id)}" data-number="{row.index}.{at}" '
        f'data-rule="{escaped(finding.rule)}" data-severity="{finding.severity}">'
        f'<span class="badge">{severity}</span>'
        f'<code title="{escaped(rule_line(finding.rule))}">{escaped(finding.rule)}</code>'
        f'<span class="message">{escaped(finding.message)}</span>{_fix(row.segment, finding)}'
        f'<code class="id" title="Judged wrong? tm qa DRAFT --dismiss">'
        f"{escaped(finding.id[:ID_SHOWN])}</code></li>"
    )


def _fix(segment: DraftSegment, finding: Finding) -> str:
    if finding.suggestion is None:
        return ""
    old = segment.draft[slice(*finding.draft_span)] if finding.draft_span else ""
    before = f"<del>{escaped(old)}</del> → " if old else ""
    new = f"<ins>{escaped(finding.suggestion)}</ins>" if finding.suggestion else "<i>take out</i>"
    button = f'<button type="button" class="scripted" data-copy="{escaped(finding.suggestion)}">Copy</button>'
    return f'<span class="fix">{before}{new} {button if finding.suggestion else ""}</span>'
