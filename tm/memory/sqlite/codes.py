"""What the small numbers in the tables stand for. Leaves out: the tables (`schema.sql`)."""

from enum import IntEnum

from tm.bitext import Lang, UnitStatus


class State(IntEnum):
    """Whether a row is in use, and if not, why."""

    LIVE = 0
    SUPERSEDED = 1
    DELETED = 2
    UNDONE = 3
    EDITED = 4
    MERGED = 5


STATUSES = (UnitStatus.PLAIN, UnitStatus.CONFIRMED, UnitStatus.REVIEW, UnitStatus.DO_NOT_REUSE)
"""A unit's status by its number."""

STATUS_CODE = {status: code for code, status in enumerate(STATUSES)}
PLAIN, CONFIRMED, REVIEW, DO_NOT_REUSE = range(len(STATUSES))

SCRIPTS = (Lang.ZH, Lang.ZH_HANS, Lang.ZH_HANT)
"""The language of a unit's Chinese side by its number."""

SCRIPT_CODE = {lang: code for code, lang in enumerate(SCRIPTS)}
