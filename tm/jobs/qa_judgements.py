"""What people have judged of findings: a baseline of those accepted, and those dismissed as wrong.

Both are small JSON files to keep beside the drafts in version control. Leaves out: finding faults.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tm.bitext import Draft, Finding
from tm.errors import QueryError, ReadError
from tm.exchange.files import read_text
from tm.report import write_report

DISMISSED_NAME = "tm-qa-dismissed.json"
_SCHEMA = 1
_SHORTEST = 4
"""Fewest characters that may stand for a finding's id."""
Judgement = tuple[str, str, str | None, str | None]
"""Rule, source text, and the words the finding stands on in the source and in the draft."""


def read_baseline(path: Path) -> frozenset[str]:
    """Return the ids of the findings accepted in a baseline file. Raises ReadError for what is none."""
    return frozenset(str(each) for each in _read(path, "findings", str))


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Accept findings: write their ids, in order; return how many. Raises ReportError."""
    ids = sorted({finding.id for finding in findings})
    _write(path, "findings", ids)
    return len(ids)


def dismissed_file(draft: Path, settings: Path | None) -> Path:
    """Return where dismissals are kept: beside `tm.toml` where there is one, else beside the draft."""
    return (settings or draft).parent / DISMISSED_NAME


def read_dismissed(path: Path) -> frozenset[Judgement]:
    """Return what was dismissed, nothing where there is no such file. Raises ReadError for an unsound one."""
    if not path.exists():
        return frozenset()
    found: list[Judgement] = []
    for entry in _read(path, "dismissed", dict):
        rule, source = entry.get("rule"), entry.get("source")
        words = entry.get("source_words"), entry.get("draft_words")
        if not isinstance(rule, str) or not isinstance(source, str):
            raise ReadError(path, f"holds an entry without rule and source ({entry})", "take it out")
        if not all(each is None or isinstance(each, str) for each in words):
            raise ReadError(path, f"holds an entry whose words are no text ({entry})", "take it out")
        found.append((rule, source, *words))
    return frozenset(found)


def judged(finding: Finding, draft: Draft) -> Judgement:
    """Return what a dismissal of a finding is about.

    It outlives changes to other words of the segment. A finding about no words is about the whole draft
    text, so it comes back when that changes.
    """
    row = draft.segments[finding.segment]
    source, words = finding.source_span, finding.draft_span
    if source is None and words is None:
        words = (0, len(row.draft))
    return (
        finding.rule,
        row.source,
        None if source is None else row.source[slice(*source)],
        None if words is None else row.draft[slice(*words)],
    )


def dismiss(
    path: Path, draft: Draft, findings: Sequence[Finding], ids: Sequence[str], *, by: str, day: dt.date
) -> tuple[Finding, ...]:
    """Add findings, by id or the start of one, to the file of those dismissed; return them.

    Raises QueryError for an id that is none of these findings', or the start of several.
    """
    chosen = [_by_id(each, findings, draft) for each in ids]
    known = read_dismissed(path)
    entries = list(_read(path, "dismissed", dict)) if path.exists() else []
    for finding in dict.fromkeys(chosen):
        judgement = judged(finding, draft)
        if judgement not in known:
            rule, source, source_words, draft_words = judgement
            entries.append(
                {
                    "id": finding.id,
                    "rule": rule,
                    "source": source,
                    "source_words": source_words,
                    "draft_words": draft_words,
                    "message": finding.message,
                    "by": by,
                    "date": day.isoformat(),
                }
            )
    _write(path, "dismissed", entries)
    return tuple(dict.fromkeys(chosen))


def _by_id(wanted: str, findings: Sequence[Finding], draft: Draft) -> Finding:
    found = [each for each in findings if each.id == wanted]
    if not found and len(wanted) >= _SHORTEST:
        found = [each for each in findings if each.id.startswith(wanted)]
    if len(found) != 1:
        why = "is no finding of" if not found else f"begins the ids of {len(found)} findings of"
        raise QueryError(f"{wanted!r} {why} {draft.name}; give an id as `tm qa --json` shows it")
    return found[0]


def _read(path: Path, key: str, kind: type) -> list[Any]:
    """Return the list a JSON file holds under `key`. Raises ReadError."""
    advice = "mend it, or take it away and have it written anew"
    try:
        document = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise ReadError(f"{path}:{line}", "is not JSON", advice) from error
    values = document.get(key) if isinstance(document, dict) else None
    if not isinstance(values, list) or not all(isinstance(each, kind) for each in values):
        raise ReadError(path, f'holds no list "{key}" as written by `tm qa`', advice)
    if document.get("schema") != _SCHEMA:
        raise ReadError(
            path, f"is of schema {document.get('schema')!r}, not {_SCHEMA}", "update this program"
        )
    return values


def _write(path: Path, key: str, values: list[Any]) -> None:
    text = json.dumps({key: values, "schema": _SCHEMA}, ensure_ascii=False, indent=1)
    write_report(path, text + "\n")
