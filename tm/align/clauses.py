"""The first and last clause of a segment. Leaves out: vectors.

Whether a bead begins and ends where it should shows best at its edges: the first clause of one side
against the first of the other, the last against the last.
"""

import re

from tm.bitext import Side

_CUTS = {
    "en": re.compile(r"(?<=[,;:.!?—])\s+|(?<=—)"),
    "zh": re.compile(r"(?<=[，；：。！？…])|(?<=——)"),
}
_ENOUGH = {"en": 20, "zh": 6}  # characters; a shorter clause says too little and takes the next one too


def edge_clauses(text: str, side: Side) -> tuple[int, int]:
    """Return where a segment's first clause ends and its last begins, each long enough to say something.

    >>> text = "检查组先查看了原料仓库，随后抽取了样品，最后与企业负责人座谈。"
    >>> end, start = edge_clauses(text, "zh")
    >>> text[:end], text[start:]
    ('检查组先查看了原料仓库，', '最后与企业负责人座谈。')
    """
    cuts = [match.span() for match in _CUTS[side].finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    clauses = [one for one in zip(starts, ends, strict=True) if text[slice(*one)].strip()]
    if len(clauses) <= 1:
        return len(text), 0
    begin, finish = clauses[0][0], clauses[-1][1]
    first = next((end for _, end in clauses if end - begin >= _ENOUGH[side]), finish)
    last = next((start for start, _ in reversed(clauses) if finish - start >= _ENOUGH[side]), begin)
    return (first if first < finish else len(text)), (last if last > begin else 0)
