"""Tags, placeholders and addresses that must survive as they are. Leaves out: the formats they come from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row

_TAG = re.compile(
    r"</?[A-Za-z][\w:.\-]*(?:\s[^<>]{0,200})?/?>"  # XML, HTML
    r"|\{\{[^{}]{1,60}\}\}|\$?\{[\w.:\-]{1,60}\}|\{\d+\}"  # {{name}}, ${name}, {0}
    r"|%(?:\d+\$)?[+\-0#]*\d*(?:\.\d+)?[sdifuxXc](?![A-Za-z])|%\([A-Za-z_]\w*\)[sdif]|%\d+(?!\d|\.\d)\b(?=\D|$)"
    r"|https?://[A-Za-z0-9./?=&%_~#:+@!$,;\-]*[A-Za-z0-9/]|[A-Za-z0-9_.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
)


def tags(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield tags, placeholders and addresses that one side has more often than the other."""
    del known
    for row in rows:
        if not _MAYBE.search(row.source.text + row.draft.text):
            continue
        source, draft = list(_TAG.finditer(row.source.text)), list(_TAG.finditer(row.draft.text))
        missing = Counter(found.group() for found in source) - Counter(found.group() for found in draft)
        extra = Counter(found.group() for found in draft) - Counter(found.group() for found in source)
        for found in source:
            if missing[found.group()] > 0:
                missing[found.group()] -= 1
                message = f"{found.group()} is missing from the draft"
                yield Mark(row=row, rule="tag", message=message, source_span=found.span())
        for found in draft:
            if extra[found.group()] > 0:
                extra[found.group()] -= 1
                message = f"{found.group()} is not in the source"
                yield Mark(row=row, rule="tag", message=message, draft_span=found.span())


_MAYBE = re.compile(r"[<{%@]|://")
