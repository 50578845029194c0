"""People named in the units, so that a post is not proposed together with whoever held it.

Leaves out: finding names (`tm.text.names`).
"""

from collections.abc import Iterable

from tm.bitext import TranslationUnit
from tm.text.names import candidate_names_zh, match_name


class People:
    """Names that stand in Chinese beside a post and, spelled in letters, in the same unit's English."""

    def __init__(self, units: Iterable[TranslationUnit]) -> None:
        self._spellings: dict[str, set[str]] = {}
        for unit in units:
            for name in candidate_names_zh(unit.zh):
                if (span := match_name(name.text, unit.en)) is not None:
                    self._spellings.setdefault(name.text, set()).add(unit.en[slice(*span)])

    def agree(self, en: str, zh: str) -> bool:
        """Tell whether both sides name the same of these people: 主任周明远 is not just “Director”."""
        return all(
            (name in zh) == any(spelling in en for spelling in spellings)
            for name, spellings in self._spellings.items()
        )
