"""Words and phrases written twice in a row. Leaves out: repetition across sentences."""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row
from tm.qa.spelling import spelled_in
from tm.text.scripts import HAN

_ENGLISH = re.compile(
    r"(?<![\w\-'’])(?P<word>[A-Za-z]{2,}|\d{2,}|a|I)(?:\s+(?P=word))+(?![\w\-'’])", re.IGNORECASE
)
_ENGLISH_PHRASE = re.compile(r"(?<![\w\-])(?P<phrase>[A-Za-z]+(?: [A-Za-z]+){1,5}),? (?P=phrase)(?![\w\-])")
_CHINESE = re.compile(rf"(?P<phrase>[{HAN}]{{3,12}})(?P=phrase)")
_CHINESE_PARTICLE = re.compile(
    r"的的(?!确)|和和(?!气|睦)|(?<!实实)在在|了了(?!解)|是是(?!非)|与与|将将|被被|为为|于于"
)
_DOUBLED_HAN = re.compile(rf"([{HAN}]{{1,4}})\1")
_DOUBLED_ON_PURPOSE = frozenset(
    {"had", "that", "very", "bye", "ha", "no", "so", "far", "long", "many", "really", "knock", "tsk", "blah"}
)


def repeated(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield repeats the source does not have: “the the”, 认证中心认证中心, 的的."""
    del known
    for row in rows:
        patterns = (_ENGLISH, _ENGLISH_PHRASE) if row.to_english else (_CHINESE, _CHINESE_PARTICLE)
        for pattern in patterns:
            for found in pattern.finditer(row.draft.text):
                word = found.groupdict().get("word", "")
                if (
                    word.lower() in _DOUBLED_ON_PURPOSE
                    or found.group() in row.source.text
                    or _is_name(word, row)
                ):
                    continue
                yield Mark(
                    row=row,
                    rule="repeated",
                    message=f"written twice: {found.group()}",
                    draft_span=found.span(),
                    suggestion=word or found.groupdict().get("phrase"),
                )


def _is_name(word: str, row: Row) -> bool:
    """Tell a name said twice on purpose (Bora Bora, 李俐) by the source, which has it twice too."""
    zh = row.source.text
    return word[:1].isupper() and bool(_DOUBLED_HAN.search(zh) or spelled_in(f"{word} {word}", zh))
