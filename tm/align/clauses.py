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


def edge_clauses(text: str, side: Side) -> tuple[str, str]:
    """Return the first and the last clause of a segment, each long enough to mean something.

    >>> edge_clauses("检查组先查看了原料仓库，随后抽取了样品，最后与企业负责人座谈。", "zh")
    ('检查组先查看了原料仓库，', '最后与企业负责人座谈。')
    """
    clauses = [clause for clause in _CUTS[side].split(text) if clause.strip()]
    if len(clauses) <= 1:
        return text, text
    join = " " if side == "en" else ""
    first, last = clauses[0], clauses[-1]
    following, preceding = iter(clauses[1:]), reversed(clauses[:-1])
    while len(first) < _ENOUGH[side] and (more := next(following, None)) is not None:
        first += join + more
    while len(last) < _ENOUGH[side] and (more := next(preceding, None)) is not None:
        last = more + join + last
    return first, last
