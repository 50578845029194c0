"""An alignment as a file: page, table or data, by the ending of its name.

Leaves out: TMX and XLIFF, which belong to `exchange`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tm.bitext import Bead, BeadStatus, Lang, Segment
from tm.errors import ReportError
from tm.report.aligned import About, check_cover
from tm.report.alignment import alignment_page
from tm.report.lights import Light
from tm.report.workbook import Cell, Column, Workbook
from tm.text.joining import joined

_HEADINGS = ("en", "zh", "en_segments", "zh_segments", "confidence", "score", "status", "moved")
_WIDTHS = (60, 52, 12, 12, 11, 9, 11, 8)
_REVIEW_FILL = "FDF1DD"
_NULL_FILL = "EEEEEA"


def alignment_json(en: Sequence[Segment], zh: Sequence[Segment], beads: Sequence[Bead], about: About) -> str:
    """Return the document that `tm align --json` prints."""
    check_cover(len(en), len(zh), beads)
    document = {
        "schema": 1,
        "en": [segment.text for segment in en],
        "zh": [segment.text for segment in zh],
        "langs": [Lang.EN.value, about.zh_lang.value],
        "beads": [
            {
                "en": bead.en,
                "zh": bead.zh,
                "score": bead.score,
                "confidence": bead.confidence,
                "status": bead.status.value,
                "moved": bead.moved,
            }
            for bead in beads
        ],
        "model": about.model,
        "warnings": list(about.warnings),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def alignment_tsv(en: Sequence[Segment], zh: Sequence[Segment], beads: Sequence[Bead]) -> str:
    """Return a heading line and a line for each bead; nothing is quoted or escaped.

    Raises ReportError where a text holds a tab or a line end, which such a table can't hold.
    """
    check_cover(len(en), len(zh), beads)
    lines = ["\t".join(_HEADINGS)]
    for bead in beads:
        cells = [_plain(cell) for cell in _cells(en, zh, bead)]
        if any(character in cell for cell in cells for character in "\t\n\r"):
            raise ReportError(
                f"bead en {_plain(bead.en)} zh {_plain(bead.zh)} holds a tab or line end, which TSV can't; "
                "write .xlsx or .json instead"
            )
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def alignment_xlsx(en: Sequence[Segment], zh: Sequence[Segment], beads: Sequence[Bead]) -> bytes:
    """Return a workbook with a row for each bead, doubtful and one-sided ones coloured."""
    check_cover(len(en), len(zh), beads)
    columns = [Column(heading=name, width=width) for name, width in zip(_HEADINGS, _WIDTHS, strict=True)]

    def rows() -> Iterator[tuple[Sequence[Cell], str | None]]:
        for bead in beads:
            review = _REVIEW_FILL if bead.status is BeadStatus.REVIEW else None
            yield _cells(en, zh, bead), review or (None if bead.en and bead.zh else _NULL_FILL)

    book = Workbook()
    book.sheet("Alignment", columns, rows())
    return book.data()


def _cells(en: Sequence[Segment], zh: Sequence[Segment], bead: Bead) -> tuple[Cell, ...]:
    return (
        joined(en, bead.en, "en"),
        joined(zh, bead.zh, "zh"),
        ",".join(map(str, bead.en)),
        ",".join(map(str, bead.zh)),
        round(bead.confidence, 4),
        round(bead.score, 4),
        bead.status.value,
        bead.moved,
    )


def _plain(cell: object) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def write_alignment(
    path: Path,
    en: Sequence[Segment],
    zh: Sequence[Segment],
    beads: Sequence[Bead],
    *,
    about: About | None = None,
    lights: Sequence[Light] = (),
) -> None:
    """Write an alignment as .html, .json, .tsv or .xlsx, by the ending of `path`.

    The file is written beside its place and then put there, so a failure leaves an older one unharmed.
    Raises ReportError for another ending, a file that can't be written, or beads that don't fit the texts.
    """
    about = about or About()
    writers: Mapping[str, Callable[[], str | bytes]] = {
        ".html": lambda: alignment_page(en, zh, beads, about=about, lights=lights),
        ".json": lambda: alignment_json(en, zh, beads, about),
        ".tsv": lambda: alignment_tsv(en, zh, beads),
        ".xlsx": lambda: alignment_xlsx(en, zh, beads),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ReportError(f"{path}: unknown ending {path.suffix!r}; give one of {', '.join(writers)}")
    try:
        content = writer()
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from error
    write_report(path, content)


def write_report(path: Path, content: str | bytes | Iterable[str | bytes]) -> None:
    """Put `content`, or its pieces as they come, in the file `path`, whole or not at all.

    Its folder is made where there is none; text is UTF-8 with LF. Raises ReportError.
    """
    pieces = [content] if isinstance(content, str | bytes) else content
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.writelines(each if isinstance(each, bytes) else each.encode("utf-8") for each in pieces)
        beside.replace(path)
    except OSError as error:
        raise ReportError(
            f"{path}: can't be written: {error.strerror or error}; give another place"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
