"""Settings of a look-up, all defaults visible. Leaves out: reading them from files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from tm.bitext import Lang
from tm.errors import ConfigError
from tm.lookup.results import MatchKind

DEFAULT_PENALTIES: Mapping[str, int] = MappingProxyType(
    {
        "needs review": 10,
        "other script": 2,
        "case": 1,
        "width": 1,
        "punctuation": 1,
        "age": 1,
        "fact": 15,
        "extra in target": 8,
        "out of date": 6,
    }
)
"""Points by name. `age` is taken once for a unit older than `age_years`; `fact`, `extra in target` and
`out of date` accompany a warning. Chosen so that a warning outweighs any difference in punctuation."""

EXACT_PERCENT = 100
LONGEST_QUERY_CHARS = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class LookupConfig:
    """What to look for and how to rank it.

    `least_percent` is for fuzzy matches (1–100), `least_cosine` for semantic ones; repaired ones may be
    as far off as `least_repaired` before the repair: values may be most of a short segment. With `semantic`
    "auto" the encoder is left alone where an exact or context match answers. `as_of` is the day against which
    terms and ages are judged, today if None. `script` is the one wanted of Chinese renderings.
    """

    least_percent: int = 70
    least_repaired: int = 1
    limit: int = 5
    kinds: frozenset[MatchKind] = frozenset(MatchKind)
    semantic: Literal["auto", "always"] = "auto"
    least_cosine: float = 0.5
    penalties: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PENALTIES)
    age_years: int = 5
    as_of: dt.date | None = None
    script: Lang = Lang.ZH_HANS
    fragments: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.least_percent <= EXACT_PERCENT:
            raise ConfigError(f"least percent is {self.least_percent}; give a whole number from 1 to 100")
        if self.limit < 1:
            raise ConfigError(f"limit is {self.limit}; give 1 or more")
        unknown = sorted(set(self.penalties) - set(DEFAULT_PENALTIES))
        if unknown:
            raise ConfigError(f"unknown penalties {unknown}; known are {sorted(DEFAULT_PENALTIES)}")

    def points(self, name: str) -> int:
        """Return the points of a penalty, the default where none is set."""
        return self.penalties.get(name, DEFAULT_PENALTIES[name])

    @property
    def today(self) -> dt.date:
        """The day against which dates are judged."""
        return self.as_of or dt.datetime.now(tz=dt.UTC).date()
