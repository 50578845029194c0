"""What an alignment report is given beside texts and beads. Leaves out: how it is shown."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tm.bitext import Bead, Lang
from tm.errors import ReportError


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """Where an alignment comes from: file names, release dates, the script of the Chinese, the model."""

    en_name: str = ""
    zh_name: str = ""
    en_date: dt.date | None = None
    zh_date: dt.date | None = None
    zh_lang: Lang = Lang.ZH_HANS
    model: str = ""
    warnings: tuple[str, ...] = ()


def check_cover(n_en: int, n_zh: int, beads: Sequence[Bead]) -> None:
    """Raise ReportError unless every segment of both sides is in exactly one bead."""
    for side, count in (("en", n_en), ("zh", n_zh)):
        held = Counter(index for bead in beads for index in (bead.en if side == "en" else bead.zh))
        for index in sorted(held.keys() | set(range(count))):
            if held[index] != 1 or not 0 <= index < count:
                raise ReportError(
                    f"{side} segment {index} of {count} is in {held[index]} beads, where every segment has "
                    "to be in exactly one; align the two texts again"
                )
