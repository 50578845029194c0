"""Which format a file is of, by its ending, and the way in and out of each. Leaves out: the formats."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tm.bitext import Draft, Side, Term, TranslationUnit
from tm.errors import ReadError, ReportError
from tm.exchange.drafts import NO_MARKS, Marks
from tm.exchange.files import OnSkip, warn

XLIFF_ENDINGS = (".xliff", ".xlf", ".sdlxliff", ".mqxliff")
_WRITTEN_UNITS = (".tmx", ".tsv", ".csv", ".po")
UNIT_ENDINGS = (*_WRITTEN_UNITS, *XLIFF_ENDINGS)
TERM_ENDINGS = (".tsv", ".csv", ".txt", ".xlsx", ".tbx", ".martif")
DRAFT_ENDINGS = (
    *(".tsv", ".po", ".tmx", *XLIFF_ENDINGS, ".docx", ".xlsx"),
    *(".txt", ".md"),
)


def read_units(path: Path, *, on_skip: OnSkip = warn) -> Iterator[TranslationUnit]:
    """Yield the units of a .tmx, .tsv, .csv, .po or XLIFF file, in order, as it is read.

    What is no unit (one side missing, a value that is not sound) is told to `on_skip`, by default
    logged. Raises ReadError, naming the line where one is known, when the file is not what it claims
    to be or breaks off: the units yielded before hold. All are read in bounded memory.
    """
    ending = _ending(path, UNIT_ENDINGS)
    if ending == ".tmx":
        from tm.exchange.tmx_read import read_tmx

        yield from read_tmx(path, on_skip)
    elif ending == ".po":
        from tm.exchange.po import read_po

        yield from read_po(path, on_skip)
    elif ending in XLIFF_ENDINGS:
        from tm.exchange.xliff_units import read_xliff_units

        yield from read_xliff_units(path, on_skip)
    else:
        from tm.exchange.unit_table import read_unit_table

        yield from read_unit_table(path, on_skip)


def write_units(path: Path, units: Iterable[TranslationUnit], *, source: Side = "zh") -> int:
    """Write units to a .tmx, .tsv, .csv or .po file, in order, as they come; return how many.

    Reading the file again gives the same units but for their ids. `source` is the side that TMX and
    PO call the source. The file takes its place only when it is whole. Raises ReportError where it
    cannot be written.
    """
    ending = _ending(path, _WRITTEN_UNITS, writing=True)
    if ending == ".tmx":
        from tm.exchange.tmx_write import write_tmx

        return write_tmx(path, units, source)
    if ending == ".po":
        from tm.exchange.po import write_po

        return write_po(path, units, source)
    from tm.exchange.unit_table import write_unit_table

    return write_unit_table(path, units)


def read_terms(path: Path) -> list[Term]:
    """Return the terms of a .tsv, .csv, .xlsx, .tbx or .martif glossary.

    TBX is read in version 3 and in the older martif form. Raises TermError or ReadError with the line.
    """
    ending = _ending(path, TERM_ENDINGS)
    if ending == ".xlsx":
        from tm.exchange.term_xlsx import read_term_xlsx

        return read_term_xlsx(path)
    if ending in (".tbx", ".martif"):
        from tm.exchange.tbx_read import read_tbx

        return read_tbx(path)
    from tm.exchange.term_table import read_term_table

    return read_term_table(path)


def write_terms(path: Path, terms: Iterable[Term]) -> int:
    """Write terms to a .tsv, .csv, .xlsx, .tbx or .martif glossary; return how many.

    A .tbx file is TBX-Basic version 3; one named .martif or .martif.tbx has the older form that OmegaT
    reads. Raises ReportError or TermError.
    """
    ending = _ending(path, TERM_ENDINGS, writing=True)
    if ending == ".xlsx":
        from tm.exchange.term_xlsx import write_term_xlsx

        return write_term_xlsx(path, terms)
    if ending in (".tbx", ".martif"):
        from tm.exchange.tbx_write import write_tbx

        return write_tbx(path, terms)
    from tm.exchange.term_table import write_term_table

    return write_term_table(path, terms)


def read_draft(path: Path, source: Path | None = None) -> Draft:
    """Return a draft from TSV, PO, TMX, XLIFF, tables in DOCX or XLSX, or plain text beside its `source`.

    Plain text answers its source line by line. Raises ReadError for what is no draft, and where a
    plain-text draft has another number of lines than its source.
    """
    from tm.exchange import drafts

    ending = _ending(path, DRAFT_ENDINGS)
    if ending in (".txt", ".md"):
        return drafts.read_text_draft(path, source)
    if ending in (".docx", ".xlsx"):
        return _read_office_draft(path, ending)
    if ending in (".tsv", ".po", ".tmx"):
        readers = {".tsv": drafts.read_tsv_draft, ".po": drafts.read_po_draft, ".tmx": drafts.read_tmx_draft}
        return readers[ending](path)
    from tm.exchange.xliff_read import read_xliff_draft

    return read_xliff_draft(path)


def _read_office_draft(path: Path, ending: str) -> Draft:
    if ending == ".docx":
        from tm.exchange.docx_draft import read_docx_draft

        return read_docx_draft(path)
    from tm.exchange.xlsx_draft import read_xlsx_draft

    return read_xlsx_draft(path)


def write_draft(path: Path, draft: Draft, *, template: Path | None = None, marks: Marks = NO_MARKS) -> None:
    """Write a draft as .tsv, .txt, .po or .xliff.

    `template` is the PO or XLIFF file the draft was read from: it is written again with the draft's
    renderings in it, all else as it was. Raises ReportError where the format cannot hold a row.
    """
    from tm.exchange import drafts

    ending = _ending(path, (".tsv", ".txt", ".po", *XLIFF_ENDINGS), writing=True)
    if ending == ".tsv":
        drafts.write_tsv_draft(path, draft)
    elif ending == ".txt":
        drafts.write_text_draft(path, draft)
    elif ending == ".po":
        drafts.write_po_draft(path, draft, template, marks)
    else:
        from tm.exchange.xliff_write import write_xliff_draft

        write_xliff_draft(path, draft, template, marks)


def _ending(path: Path, known: Sequence[str], *, writing: bool = False) -> str:
    ending = path.suffix.casefold()
    if ending in known:
        return ending
    why = f"{'the ending' if ending else 'without an ending,'} {ending or 'it'} is none of {' '.join(known)}"
    if writing:
        raise ReportError(f"{path}: {why}; name the file by its format")
    raise ReadError(path, why, "name the file by its format")
