"""The direction of changes: growth against decline. Leaves out: by how much (`numbers`)."""

import re
from collections.abc import Iterator, Sequence

from tm.qa.evidence import Evidence
from tm.qa.row import Mark, Row, Sides, mark

_AMOUNT = r"(?:了|约|近|超过?|逾)?(?:[\d.]+|[一二三四五六七八九十两百半]+)(?:%|个?百分点|多?成|倍|番)"
_UP_ZH = re.compile(rf"(?:增长|增加|上升|提高|提升|上涨|攀升|扩大){_AMOUNT}|翻{_AMOUNT}")
_DOWN_ZH = re.compile(rf"(?:下降|降低|减少|下跌|回落|缩减|缩短|下滑){_AMOUNT}")
_ANY_UP_ZH = re.compile("增|升|提高|涨|扩大|翻|高")
_ANY_DOWN_ZH = re.compile("降|减|跌|落|缩|下滑|少|低|负")
_UP_EN = re.compile(
    r"\b(?:rose|ris\w+|increas\w+|grew|grow\w*|up|higher|climb\w*|gain\w*|doubl\w+|trebl\w+|tripl\w+|quadrupl\w+"
    r"|rais\w+|expand\w*|soar\w*|surg\w+|jump\w*|improv\w+|more|above|over|times|\w*fold)\b",
    re.IGNORECASE,
)
_DOWN_EN = re.compile(
    r"\b(?:fell|fall\w*|decreas\w+|declin\w+|dropp?\w*|down|lower\w*|reduc\w+|cut\w*|shr[aiu]nk\w*|slump\w*|less"
    r"|fewer|below|shorten\w*|slid\w*|contract\w*|minus)\b",
    re.IGNORECASE,
)


def changes(rows: Sequence[Row], known: Evidence) -> Iterator[Mark]:
    """Yield growth that became decline and the reverse, nothing there saying the right one."""
    del known
    for row in rows:
        zh, en = row.zh.simplified, row.en.text
        up, down = _UP_ZH.search(zh), _DOWN_ZH.search(zh)
        wrong = None
        if up and not _ANY_DOWN_ZH.search(zh) and not _UP_EN.search(en):
            wrong = (up, _DOWN_EN.search(en))
        elif down and not _ANY_UP_ZH.search(zh) and not _DOWN_EN.search(en):
            wrong = (down, _UP_EN.search(en))
        if wrong and wrong[1]:
            message = f"{wrong[0].group()} is the reverse of {wrong[1].group()}"
            yield mark(row, "number", message, Sides(zh=wrong[0].span(), en=wrong[1].span()))
