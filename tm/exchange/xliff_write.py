"""XLIFF drafts out: a new XLIFF 1.2 file, or one read before with its targets filled (`xliff_fill`).

Leaves out: reading.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import tm
from tm.bitext import Draft
from tm.errors import ReportError
from tm.exchange.drafts import Marks
from tm.exchange.files import whole_file, write_whole
from tm.exchange.tmx_text import attribute, escaped, impossible
from tm.exchange.tmx_write import TAGS
from tm.exchange.xliff_fill import DOUBT_1, filled_xliff

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_UNSAFE = re.compile("[\ud800-\udfff]")


def write_xliff_draft(path: Path, draft: Draft, template: Path | None, marks: Marks) -> None:
    """Write a draft. Raises ReportError where its rows are not the template's, or XML can't hold one."""
    for number, row in enumerate(draft.segments, 1):
        if any(impossible(text) or _UNSAFE.search(text) for text in (row.source, row.draft)):
            raise ReportError(f"{path}: row {number} holds a character XML cannot; mend it at its source")
    if template is not None:
        write_whole(path, filled_xliff(path, draft, template, marks))
        return
    with whole_file(path) as file:
        file.writelines(_new(draft, marks))


def _new(draft: Draft, marks: Marks) -> Iterator[str]:
    """Yield a new file, line by line."""
    langs = f'source-language="{TAGS[draft.source_lang]}" target-language="{TAGS[draft.target_lang]}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<xliff version="1.2" xmlns="{_NAMESPACE}">\n'
    yield f'<file original={attribute(draft.name)} {langs} datatype="plaintext">\n'
    yield f'<header><tool tool-id="duizhao" tool-name="duizhao" tool-version="{tm.__version__}"/></header>\n'
    yield "<body>\n"
    for number, row in enumerate(draft.segments):
        state = f' state="{DOUBT_1}"' if number in marks.doubtful else ""
        yield f'<trans-unit id="{number + 1}" xml:space="preserve">\n'
        yield f"<source>{escaped(row.source)}</source>\n"
        if row.draft:
            yield f"<target{state}>{escaped(row.draft)}</target>\n"
        for note in marks.notes.get(number, ()):
            yield f"<note>{escaped(note)}</note>\n"
        yield "</trans-unit>\n"
    yield "</body>\n</file>\n</xliff>\n"
