"""Rows of source and target written for a translator, each with what is to be known of it.

Leaves out: where the targets come from (`pretranslation`, `revision`) and the formats themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tm.bitext import Draft, DraftSegment, Lang
from tm.errors import ReportError
from tm.exchange import Marks, write_draft
from tm.exchange.formats import XLIFF_ENDINGS

ENDINGS = (".xliff", ".xlf", ".po", ".docx", ".tsv", ".txt")
"""What a job's rows may be written as; a file read as PO or XLIFF may also keep its own ending."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotedRow:
    """A source segment and its target (empty if none): `kind` says where the target is from.

    `doubtful` rows are marked for another look; `notes` are for the translator's eye.
    """

    source: str
    target: str
    kind: str
    doubtful: bool = False
    notes: tuple[str, ...] = ()


def check_ending(path: Path, template: Path | None = None) -> None:
    """Raise ReportError, before any work is done, where rows cannot be written to `path`."""
    ending = path.suffix.lower()
    if ending not in ENDINGS and not _is_filled(path, template):
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give one of {', '.join(ENDINGS)}")


def write_rows(
    path: Path,
    rows: Sequence[NotedRow],
    langs: tuple[Lang, Lang],
    *,
    name: str,
    draft: Draft | None = None,
    template: Path | None = None,
) -> None:
    """Write rows by the ending of `path`: XLIFF and PO with notes and states, DOCX shaded with comments.

    TSV holds source and target, text the target only. Where the source was read from a `draft` file of
    the same format, that file (`template`) is filled, all else in it as it was. Raises ReportError.
    """
    check_ending(path, template)
    source_lang, target_lang = langs
    if path.suffix.lower() == ".docx":
        from tm.report import write_report
        from tm.report.bilingual_docx import BilingualRow, bilingual_docx

        shown = [
            BilingualRow(source=row.source, target=row.target, kind=row.kind, notes=row.notes) for row in rows
        ]
        write_report(path, bilingual_docx(shown, source_lang, target_lang))
        return
    if draft is None:
        segments = tuple(DraftSegment(source=row.source, draft=row.target) for row in rows)
    else:
        segments = tuple(
            replace(held, draft=row.target) for held, row in zip(draft.segments, rows, strict=True)
        )
    filled = Draft(name=name, source_lang=source_lang, target_lang=target_lang, segments=segments)
    marks = Marks(
        doubtful=frozenset(number for number, row in enumerate(rows) if row.doubtful),
        notes={number: row.notes for number, row in enumerate(rows) if row.notes},
    )
    write_draft(path, filled, template=template if _is_filled(path, template) else None, marks=marks)


def _is_filled(path: Path, template: Path | None) -> bool:
    """Tell whether the file the rows were read from is of the format to be written."""
    if template is None:
        return False
    given, wanted = template.suffix.lower(), path.suffix.lower()
    return given == wanted == ".po" or (given in XLIFF_ENDINGS and wanted in XLIFF_ENDINGS)
