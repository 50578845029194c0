"""Findings as comments of memoQ, those of an earlier check replaced. Leaves out: finding the rows.

MQXLIFF keeps comments in each unit: `mq:comments` with one `mq:comment` each, as files that memoQ 9 wrote
hold them. The number in `category` is the one they have throughout; a finding's severity is in its words.
"""

import datetime as dt
from collections.abc import Sequence

from tm.exchange.remarks import AUTHOR, remark_id
from tm.exchange.tmx_text import escaped
from tm.exchange.xliff_marks import ByUnit, Group, Marker, Said
from tm.exchange.xml_edits import Edit, Tag

NAMESPACE = "MQXliff"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class MemoqComments(Marker[Said]):
    """MQXLIFF: comments stand last in a unit."""

    def __init__(self, said: ByUnit[Said], prefix: str, when: dt.datetime) -> None:
        """Take what is to be said, the prefix of memoQ's namespace, and the time of the check."""
        super().__init__(said)
        self._name = f"{prefix}:comment"
        self._time = when.astimezone(dt.UTC).strftime(_TIME)

    def _changes(self, unit: Tag, said: Sequence[Said]) -> list[Edit]:
        held = [child for child in unit.children if child.name == f"{self._name}s"]
        group = Group.of(held[0] if held else None, lambda each: each.attributes.get("creatoruser") == AUTHOR)
        return group.changes(f"{self._name}s", "".join(map(self._written, said)), unit.closing)

    def _written(self, said: Said) -> str:
        about = "Target" if said.finding.draft_span else "Row"
        attributes = (
            f'id="{remark_id(said.finding)}" creatoruser="{AUTHOR}" time="{self._time}" '
            f'deleted="false" category="0" appliesto="{about}" origin="User"'
        )
        return f"<{self._name} {attributes}>{escaped(said.words)}</{self._name}>"
