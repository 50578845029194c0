"""Findings as comments of memoQ, those of an earlier check replaced. Leaves out: finding the rows.

MQXLIFF keeps comments in each unit: `mq:comments` with one `mq:comment` each, as files that memoQ 9 wrote
hold them. The number in `category` is the one they have throughout; a finding's severity is in its words.
"""

import datetime as dt

from tm.exchange.remarks import AUTHOR, remark_id
from tm.exchange.tmx_text import attribute, escaped
from tm.exchange.xliff_marks import Group, Marker, Said, SaidOfUnits
from tm.exchange.xml_edits import Edit, Tag

NAMESPACE = "MQXliff"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class MemoqComments(Marker):
    """MQXLIFF: comments stand last in a unit."""

    def __init__(self, said: SaidOfUnits, prefix: str, when: dt.datetime) -> None:
        """Take what is to be said, the prefix of memoQ's namespace, and the time of the check."""
        super().__init__(said)
        self._name = f"{prefix}:comment"
        self._time = when.astimezone(dt.UTC).strftime(_TIME)

    def _enter(self) -> None:
        self._group = Group()

    def _meet(self, tag: Tag) -> None:
        if tag.name == f"{self._name}s":
            self._group.tag = tag

    def _leave(self, tag: Tag) -> None:
        if tag.name != self._name:
            return
        if tag.attributes.get("creatoruser") == AUTHOR:
            self._group.old.append(tag)
        else:
            self._group.kept += 1

    def _changes(self, unit: Tag) -> list[Edit]:
        return self._group.changes(f"{self._name}s", "".join(map(self._written, self._said)), unit.closing)

    def _written(self, said: Said) -> str:
        about = "Target" if said.finding.draft_span else "Row"
        attributes = (
            f'id="{remark_id(said.finding)}" creatoruser="{AUTHOR}" time={attribute(self._time)} '
            f'deleted="false" category="0" appliesto="{about}" origin="User"'
        )
        return f"<{self._name} {attributes}>{escaped(said.words)}</{self._name}>"
